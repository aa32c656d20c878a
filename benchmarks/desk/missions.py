"""How fast a mission's pages answer with 20,000 companies and 60,000 wishes.

Processor time is measured (see `benchmarks.desk.promises`); shown is the 95th percentile.

Run: python -m benchmarks.desk.missions [--companies 20000] [--postgresql postgres://user:word@host/name]

The PostgreSQL database has to be empty; it is filled and left as it is.
"""

# ruff: noqa: PLC0415 - Django is imported once its settings are known
import argparse
import os
import random
import tempfile
from collections.abc import Callable
from typing import Any

from benchmarks.desk.promises import Clock, _paged, percentile

WORDS = ("насосы", "уплотнения", "соль", "трубы", "цемент", "пахта", "кабель", "мука", "шерсть", "сварка")
CONSENT = ("asked", "agreed", "declined")


def fill(desk: Any, count: int) -> Any:
    """Write companies of two sides, their wishes in every state, proposals and letters."""
    from egiz.desk.missions.domain.registering import registration_of
    from egiz.desk.missions.models import Company, Letter, Mission, SuggestedMatch, Wish

    rng = random.Random(1)
    mission = Mission.objects.create(desk=desk, name="Large", place="Nukus")
    registration = registration_of(mission)
    registration.base_url = "http://testserver/"
    registration.save()
    companies = [
        Company(
            mission=mission, desk=desk, side=("ours", "theirs")[n % 2], key=f"C{n}",
            name=f"ТОО «{rng.choice(WORDS)} {n}»", offers=rng.sample(WORDS, 2) if n % 10 else [],
            needs=rng.sample(WORDS, 2) if n % 10 else [], email=f"c{n}@example.org",
            status=rng.choices(("accepted", "sent", "draft"), (18, 1, 1))[0],
            availability=["2026-12-09"] if n % 3 else [],
        )
        for n in range(count)
    ]  # fmt: skip
    for one in companies:
        one.set_search_key()
    Company.objects.bulk_create(companies, batch_size=2000)
    pairs = {(rng.randrange(0, count, 2), rng.randrange(1, count, 2)) for _n in range(count * 3)}
    Wish.objects.bulk_create(
        (
            Wish(
                mission=mission, desk=desk, asker=companies[a], partner=companies[b],
                low=companies[min(a, b)], high=companies[max(a, b)],
                our_consent="agreed", their_consent=rng.choice(CONSENT),
            )
            for a, b in sorted(pairs)
        ),
        batch_size=2000,
    )  # fmt: skip
    SuggestedMatch.objects.bulk_create(
        (
            SuggestedMatch(mission=mission, desk=desk, ours=companies[a], theirs=companies[b],
                           score=rng.random(), selected=a % 4 == 0)
            for a, b in sorted(pairs)
        ),
        batch_size=2000,
    )  # fmt: skip
    Letter.objects.bulk_create(
        (
            Letter(mission=mission, desk=desk, company=one, kind="no_hours", to=one.email, language="ru",
                   subject="x", body="y", state="sent")
            for one in companies
        ),
        batch_size=2000,
    )  # fmt: skip
    return mission, companies[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=20_000)
    parser.add_argument("--postgresql", default="", help="address of an empty database; without one, SQLite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "EGIZ_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "egiz.desk.settings",
            "EGIZ_HOSTS": "testserver",
        }
        os.environ.pop("EGIZ_DATABASE_URL", None)
        if asked.postgresql:
            os.environ["EGIZ_DATABASE_URL"] = asked.postgresql
        measure(asked.companies)


def measure(count: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
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
        mission, company = fill(desk, count)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    clock = Clock()
    table = Table("page", "CPU ms, median", "CPU ms, p95", "questions")
    table.title = f"{count:,} companies, {connection.vendor}"
    room, own = f"/d/large/missions/{mission.pk}", f"/p/missions/{company.token}"
    pages: tuple[tuple[str, Callable[[int], str]], ...] = (
        ("mission", lambda _n: f"{room}/"),
        ("companies", lambda n: f"{room}/companies/?page={n * 7 + 1}"),
        ("companies by words", lambda n: f"{room}/companies/?q={WORDS[n % len(WORDS)]}+{n}"),
        ("wishes", lambda n: f"{room}/wishes/?page={n * 9 + 1}"),
        ("wishes that wait", lambda n: f"{room}/wishes/?state=waiting&page={n + 1}"),
        ("companies that fit what is typed", lambda n: f"{room}/wishes/suggest/?ours={WORDS[n % 10]}"),
        ("proposed pairs", lambda n: f"{room}/matches/?page={n + 1}"),
        ("one company", lambda n: f"{room}/companies/{company.pk + n}/"),
        ("to decide", lambda n: f"{room}/review/?page={n + 1}"),
        ("letters", lambda n: f"{room}/letters/?page={n + 1}"),
        ("work list", lambda _n: f"{room}/work/"),
        ("one gap", lambda n: f"{room}/work/?gap=no_wishes&page={n + 1}"),
        ("a company's own page", lambda _n: f"{own}/"),
        ("who comes", lambda n: f"{own}/partners/?page={n + 1}"),
        ("who comes, by words", lambda n: f"{own}/partners/?q={WORDS[n % 10]}"),
    )
    for name, address in pages:
        middle, worst = percentile(_paged(client, address), clock)
        with CaptureQueriesContext(connection) as asked:
            client.get(address(0))
        table.add_row(name, f"{middle * 1000:.0f}", f"{worst * 1000:.0f}", str(len(asked)))
    Console().print(table)


if __name__ == "__main__":
    main()
