"""Every operation of the API asked with what its description allows, and with what it does not.

schemathesis (MIT) makes requests from the description: half of them valid, half broken in one way. They go
through the whole desk (middleware, key, forms, database) in this process, on a database of its own that holds
some of every kind of thing. Counted: answers of 5xx, answers that the description does not know, bodies that
are not what it says, content types that are others.

    uv pip install schemathesis
    python -m benchmarks.desk.api_fuzz --cases 10000
    EGIZ_DATABASE_URL=postgresql://… python -m benchmarks.desk.api_fuzz --cases 10000

The database must be empty: its tables are made and stay. Without a URL it is SQLite in a folder that goes.
Exits with 1 when anything was counted.
"""

# ruff: noqa: PLC0415 - Django is imported once its settings are known
from __future__ import annotations

import argparse
import json
import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

SLUG = "atyrau"
SHOWN = 20


def main() -> None:
    """Ask, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000, help="requests in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="one operation, by its name")
    parser.add_argument(
        "--seconds", type=float, default=0, help="stop after so many seconds of processor time"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EGIZ_VAR"] = folder
        secret, numbers = _desk()
        sys.exit(_fuzz(asked, secret, numbers))


class _NoSteps:
    """Tables as they are now, without the steps that led there."""

    def __contains__(self, _app: str) -> bool:
        return True

    def __getitem__(self, _app: str) -> None:
        return None


def _desk() -> tuple[str, list[int]]:
    """Make the tables, a desk with some of every kind of thing, an owner's key; give numbers that exist."""
    os.environ.setdefault("EGIZ_API_PER_MINUTE", "100000000")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egiz.desk.settings")
    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import override_settings
    from django_scopes import scope

    override_settings(JOBS_INLINE=False, READ_APART=False, MIGRATION_MODULES=_NoSteps()).enable()
    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)

    from egiz.desk.api.domain import tokens
    from egiz.desk.api.domain.scopes import SCOPES
    from egiz.desk.core.models import Role

    filling: Any = import_module("tests.desk.api.filling")
    people: Any = import_module("tests.desk.conftest")
    desk, owner = people.make_desk(SLUG), people.make_user("owner@example.org")
    people.join(desk, owner, Role.OWNER)
    with scope(desk=desk):
        filling.fill(desk, owner, 3)
        _token, secret = tokens.make(desk, owner, name="fuzz", scopes=list(SCOPES), days=1)
    return secret, [1, 2, 3, 4, 5, 6]


def _fuzz(asked: argparse.Namespace, secret: str, numbers: list[int]) -> int:
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from schemathesis import GenerationMode

    from egiz.desk.api import api
    from egiz.desk.wsgi import application

    described = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    schema = schemathesis.openapi.from_dict(described)
    schema.app = application
    operations = [found.ok() for found in schema.get_all_operations()]
    if asked.only:
        operations = [one for one in operations if one.definition.raw["operationId"] == asked.only]
    each = -(-asked.cases // (2 * len(operations)))
    wrong: Counter[str] = Counter()
    statuses: Counter[int] = Counter()
    chance = random.Random(asked.seed)
    began = time.process_time()
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if asked.seconds and time.process_time() - began > asked.seconds:
                break

            @seed(asked.seed)
            @settings(
                max_examples=each, deadline=None, database=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:
                _aim(case, numbers, chance)
                own = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
                case.headers = {**(case.headers or {}), **own}
                case.cookies = {}
                response = case.call()
                statuses[response.status_code] += 1
                for text in _complaints(case, response):
                    wrong[f"{case.method} {case.operation.path}: {text}"] += 1

            try:
                ask()
            except Exception as error:  # noqa: BLE001 - what cannot be generated is said and counted as nothing
                if type(error).__name__ not in {"Unsatisfiable", "InvalidArgument"}:
                    wrong[f"{operation.label}: {type(error).__name__} {str(error)[:200]}"] += 1
    _print(statuses, wrong, len(operations), time.process_time() - began)
    return 1 if wrong else 0


def _aim(case: Any, numbers: list[int], chance: random.Random) -> None:
    """Send it to the desk, and mostly to things that exist: what is not there is refused at the door."""
    case.path_parameters = {**(case.path_parameters or {}), "slug": SLUG}
    if "pk" in case.path_parameters and chance.random() < 0.8:
        case.path_parameters["pk"] = chance.choice(numbers)


def _complaints(case: Any, response: Any) -> list[str]:
    from schemathesis.checks import not_a_server_error
    from schemathesis.core.failures import FailureGroup
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [
        not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    ]  # fmt: skip
    try:
        case.validate_response(response, checks=checks)
    except (FailureGroup, AssertionError) as error:
        found = getattr(error, "exceptions", None) or [error]
        return [f"{type(one).__name__} {str(one)[:160]}" for one in found]
    return []


def _print(statuses: Counter[int], wrong: Counter[str], operations: int, seconds: float) -> None:
    total = sum(statuses.values())
    server = sum(count for status, count in statuses.items() if status >= 500)
    said = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
    print(f"{total} requests to {operations} operations, {seconds:.0f} s of processor; answers {said}")
    print(f"5xx: {server}; violations of the description: {sum(wrong.values())}")
    for text, count in wrong.most_common(SHOWN):
        print(f"  {count} × {text}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
