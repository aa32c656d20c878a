"""How fast the promises' pages answer on a desk with many promises (SQLite, one process).

Processor time is measured, so that other work on the machine does not count.

Run: python -m benchmarks.desk.promises [--promises 100000]
"""

# ruff: noqa: PLC0415 - Django is imported once its settings are known
import argparse
import datetime as dt
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any


def fill(desk: Any, count: int) -> None:
    """Write promises of every band, owned by two hundred people of a hundred organisations."""
    from egiz.desk.core.domain.folding import fold
    from egiz.desk.directory.models import Organisation, Person
    from egiz.desk.promises.models import Promise

    rng = random.Random(1)
    organisations = [Organisation(desk=desk, name=f"Палата {n}") for n in range(100)]
    Organisation.objects.bulk_create(organisations)
    people = [
        Person(desk=desk, name=f"Человек {n}", organisation=rng.choice(organisations)) for n in range(200)
    ]
    Person.objects.bulk_create(people)
    words = [
        "направить",
        "календарь",
        "провести",
        "встречу",
        "согласовать",
        "меморандум",
        "принять",
        "делегацию",
        "открыть",
        "линию",
    ]
    today = desk.today()
    rows = []
    for number in range(count):
        title = f"{' '.join(rng.sample(words, 4))} {number}"
        due = today + dt.timedelta(days=rng.randint(-200, 400)) if rng.random() < 0.7 else None
        status = rng.choices(("open", "waiting", "done", "dropped"), (5, 1, 3, 1))[0]
        rows.append(
            Promise(
                desk=desk, title=title, status=status, due_on=due, owner_person=rng.choice(people),
                side=rng.choice(("ours", "theirs", "")), search_key=fold(title),
            )
        )  # fmt: skip
    Promise.objects.bulk_create(rows, batch_size=5000)


def seconds(act: Callable[[], Any], times: int = 5) -> float:
    """The middle of several runs, after one that warms up."""
    act()
    taken = []
    for _time in range(times):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--promises", type=int, default=100_000)
    count = parser.parse_args().promises
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "EGIZ_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "egiz.desk.settings",
            "EGIZ_HOSTS": "testserver",
        }
        os.environ.pop("EGIZ_DATABASE_URL", None)
        measure(count)


def measure(count: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django_scopes import scope
    from rich.console import Console
    from rich.table import Table

    from egiz.desk.core.domain.setup import ensure_member, ensure_user
    from egiz.desk.core.models import Desk

    call_command("migrate", verbosity=0)
    desk = Desk.objects.create(slug="large", name="Large desk")
    user, _password = ensure_user("bench@example.org")
    ensure_member(desk, user)
    with scope(desk=desk):
        fill(desk, count)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    table = Table("page", "CPU ms, median", title=f"{count:,} promises, SQLite, one process")
    for name, address in (
        ("home", "/d/large/promises/"),
        ("home, page 100", "/d/large/promises/?page=100"),
        ("filtered by words", "/d/large/promises/?q=меморандум+делегацию"),
        ("search box", "/d/large/desk/search/?q=kalendar"),
        ("directory", "/d/large/directory/people/"),
    ):
        taken = seconds(lambda address=address: client.get(address))
        table.add_row(name, f"{taken * 1000:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
