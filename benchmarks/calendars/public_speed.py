"""How fast the public calendar answers with very many events (one process).

Processor time of each answer is measured, so that other work on the machine does not count; with a PostgreSQL
server, which must run on the same machine, that of its process as well. Every row asks different addresses:
other months, sectors, countries, cities and pages.

Run: python -m benchmarks.calendars.public_speed [--events 100000] [--answers 60] [--folder KEPT]
     [--database postgresql://…/empty]
"""

# ruff: noqa: PLC0415 - Django is imported once its settings are known
from __future__ import annotations

import argparse
import contextlib
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

PAGE = "/p/calendar/large/"
LIMIT_MS = 150
IS_POSTGRES = "--database" in " ".join(sys.argv)


def addresses(rng: random.Random) -> dict[str, Callable[[], str]]:
    """Give for each kind of answer a maker of addresses."""
    from benchmarks.calendars.seed import CITIES

    from egiz.calendars import sectors

    keys = list(sectors())

    def choice() -> str:
        city = rng.choice(CITIES)
        return f"sector={rng.choice(keys)}&country={city[2]}&place={city[1]}"

    def month() -> str:
        return f"month={rng.randint(2026, 2028)}-{rng.randint(1, 12):02}"

    return {
        "month": lambda: f"{PAGE}?{month()}",
        "month, filtered": lambda: f"{PAGE}?{month()}&{choice()}",
        "list": lambda: f"{PAGE}?view=list&page={rng.randint(1, 40)}",
        "list, filtered": lambda: f"{PAGE}?view=list&{choice()}",
        "map": lambda: f"{PAGE}?view=map",
        "map, filtered": lambda: f"{PAGE}?view=map&{choice()}",
        "event": lambda: f"{PAGE}events/{rng.randint(1, 50_000)}/",
        "frame for other sites": lambda: f"{PAGE}widget/?{choice()}",
        "calendar file, filtered": lambda: f"{PAGE}events.ics?{choice()}",
        "RSS, filtered": lambda: f"{PAGE}events.rss?{choice()}",
        "JSON, filtered": lambda: f"{PAGE}events.json?{choice()}",
        "CSV, filtered": lambda: f"{PAGE}events.csv?{choice()}",
        "calendar file of everything": lambda: f"{PAGE}events.ics",
    }


def spent() -> float:
    """Give the seconds of the processor taken so far, by this process and by the database's."""
    if not IS_POSTGRES:
        return time.process_time()
    from django.db import connection

    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    nanoseconds = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]
    return time.process_time() + int(nanoseconds) / 1e9


def answered(client: Any, paths: Iterator[str], count: int, **headers: str) -> tuple[list[float], int, Any]:
    """Ask `count` addresses; milliseconds of processor time of each, sorted, and the last answer."""
    taken, answer = [], None
    for _number in range(count):
        path = next(paths)
        start = spent()
        answer = client.get(path, headers=headers)
        taken.append((spent() - start) * 1000)
        assert answer.status_code in (200, 304), (path, answer.status_code)
    return sorted(taken), len(answer.content) if answer else 0, answer


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the sorted values does not exceed."""
    return values[min(int(len(values) * share), len(values) - 1)]


def main() -> None:
    settled(measure)


def settled(measure: Callable[[int, int], None]) -> None:
    """Read the options, say which database is meant, and measure there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--answers", type=int, default=60)
    parser.add_argument("--folder", help="keep the database here, and use the one that is there")
    parser.add_argument("--database", help="address of a PostgreSQL database of its own, empty or kept")
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = asked.folder or stack.enter_context(tempfile.TemporaryDirectory())
        os.environ |= {
            "EGIZ_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "egiz.desk.settings",
            "EGIZ_HOSTS": "testserver",
        }
        os.environ.pop("EGIZ_DATABASE_URL", None)
        if asked.database:
            os.environ["EGIZ_DATABASE_URL"] = asked.database
        measure(asked.events, asked.answers)


def prepare(events: int) -> None:
    """Make the database, its desk and its open calendar."""
    import django

    django.setup()
    from benchmarks.calendars.seed import seed
    from django.core.management import call_command
    from django.db import connection
    from django_scopes import scope

    from egiz.desk.core.models import Desk
    from egiz.desk.events.models import PublicCalendar, StoredFeed

    import_module("egiz.desk.wsgi")  # as a server's process begins
    call_command("migrate", verbosity=0)
    known = Desk.objects.filter(slug="large").first()
    if known is not None:
        with scope(desk=known):
            StoredFeed.objects.all().delete()
        return
    desk = Desk.objects.create(slug="large", name="Large desk", language="en")
    with scope(desk=desk):
        seed(desk, events=events)
        PublicCalendar.objects.create(desk=desk, is_open=True)
    with connection.cursor() as cursor:
        # What the server does by itself after so many new rows.
        cursor.execute("VACUUM ANALYZE" if IS_POSTGRES else "ANALYZE")


def title(events: int) -> str:
    """Say what is measured, and how."""
    how = "PostgreSQL, processor time with the server's" if IS_POSTGRES else "SQLite, processor time"
    return f"{events:,} events, one process, {how}"


def measure(events: int, answers: int) -> None:
    prepare(events)
    from django.test import Client
    from rich.console import Console
    from rich.table import Table

    client, rng = Client(), random.Random(1)
    # What a process loads once is not the time of an answer.
    warm = [PAGE, *(f"{PAGE}events.{form}?month=2027-01" for form in ("ics", "rss", "json", "csv"))]
    answered(client, iter(warm), len(warm))
    table = Table("answer", "middle, ms", "95th percentile, ms", "size, kB")
    table.title = title(events)
    worst = written = 0.0
    for name, make in addresses(rng).items():
        paths = list(dict.fromkeys(make() for _number in range(answers)))
        is_file = "events." in paths[0]
        first, size, _last = answered(client, iter(paths), len(paths))
        if is_file:
            # A file is written once for each state of the calendar and then handed out.
            table.add_row(f"{name}: first time", *cells(first, size))
        again, size, last = answered(client, (paths[n % len(paths)] for n in range(answers)), answers)
        table.add_row(name, *cells(again, size))
        worst = max(worst, percentile(again, 0.95))
        written = max(written, percentile(first, 0.95)) if is_file else written
        if is_file:
            tag = last.headers["ETag"]
            path = paths[(answers - 1) % len(paths)]
            known, size, _last = answered(client, iter([path] * answers), answers, if_none_match=tag)
            table.add_row(f"{name}: known already", *cells(known, size))
    Console(width=100).print(table)
    kept = "kept" if max(worst, written) < LIMIT_MS else "not kept"
    print(f"Worst 95th percentile of pages and of files in store: {worst:.0f} ms;")
    print(f"of files that are written because something changed: {written:.0f} ms; under {LIMIT_MS}: {kept}.")


def cells(values: list[float], size: int) -> tuple[str, str, str]:
    """Give a row of the table: middle, 95th percentile, size of an answer."""
    return f"{percentile(values, 0.5):.0f}", f"{percentile(values, 0.95):.0f}", f"{size / 1000:.0f}"


if __name__ == "__main__":
    main()
