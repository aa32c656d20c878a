"""How fast a desk answers that keeps very much: 100,000 promises, 20,000 people, 5,000 twinnings.

Processor time is measured, so that other work on the machine does not count: that of this process and, on
PostgreSQL, that of the server process which answers it. Each page is asked with other words and numbers every
time; shown is the 95th percentile and how many questions a page puts to the database.

Run: python -m benchmarks.desk.promises [--promises 100000] [--postgresql postgres://user:word@host/name]

The PostgreSQL database has to be empty; it is filled and left as it is.
"""

# ruff: noqa: PLC0415 - Django is imported once its settings are known
import argparse
import datetime as dt
import itertools
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

WORDS = (
    "направить", "календарь", "провести", "встречу", "согласовать", "меморандум", "принять",
    "делегацию",
    "открыть", "линию", "Ургенчем", "Нукусом", "Ташкенте", "поставку", "оборудования", "вагонов",
)  # fmt: skip
ASKED = ("kalendar", "Urganch", "делегация", "Nókis", "меморандум вагоны", "Человек 123", "waiting")


def fill(desk: Any, count: int) -> None:
    """Write promises of every band, owned by people of organisations, and twinnings of the atlas."""
    from egiz.desk.core.domain import index
    from egiz.desk.directory.models import Organisation, Person
    from egiz.desk.promises.models import Promise
    from egiz.desk.twinnings.models import Twinning

    rng = random.Random(1)
    organisations = [Organisation(desk=desk, name=f"Палата {n}") for n in range(max(1, count // 50))]
    Organisation.objects.bulk_create(organisations, batch_size=5000)
    people = [
        Person(desk=desk, name=f"Человек {n}", position="специалист", organisation=rng.choice(organisations))
        for n in range(max(1, count // 5))
    ]
    Person.objects.bulk_create(people, batch_size=5000)
    Promise.objects.bulk_create(_promises(desk, people, count, rng), batch_size=5000)
    Twinning.objects.bulk_create(_twinnings(desk, max(1, count // 20), rng), batch_size=5000)
    index.rebuild()


def _promises(desk: Any, people: list[Any], count: int, rng: random.Random) -> Iterator[Any]:
    from egiz.desk.promises.models import Promise

    today = desk.today()
    for number in range(count):
        due = today + dt.timedelta(days=rng.randint(-200, 400)) if rng.random() < 0.7 else None
        yield Promise(
            desk=desk,
            title=f"{' '.join(rng.sample(WORDS, 4))} {number}",
            status=rng.choices(("open", "waiting", "done", "dropped"), (5, 1, 3, 1))[0],
            due_on=due,
            owner_person=rng.choice(people),
            side=rng.choice(("ours", "theirs", "")),
        )


def _twinnings(desk: Any, count: int, rng: random.Random) -> Iterator[Any]:
    from egiz.desk.twinnings.models import Twinning

    ours, theirs = (610612, 610529, 609655), (601294, 1512473, 1216265)
    for number in range(count):
        yield Twinning(
            desk=desk, a_id=rng.choice(ours), a_name=f"A {number}", a_country="KZ",
            b_id=rng.choice(theirs), b_name=f"B {number}", b_country="UZ", source="benchmark",
        )  # fmt: skip


class Clock:
    """Processor seconds of this process and of the database's process that works for it."""

    def __init__(self) -> None:
        from django.db import connection

        self.stat = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
            if not self.stat.exists():
                raise SystemExit("The server's processor time can be read on its own machine only.")

    def now(self) -> float:
        own = time.process_time()
        if self.stat is None:
            return own
        fields = self.stat.read_text().rpartition(")")[2].split()
        return own + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentile(act: Callable[[int], Any], clock: Clock, times: int = 40) -> tuple[float, float]:
    """The middle and the 95th percentile of the processor time of an act, after two that warm up."""
    act(0), act(1)
    taken = []
    for number in range(times):
        start = clock.now()
        act(number)
        taken.append(clock.now() - start)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[18]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--promises", type=int, default=100_000)
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
        measure(asked.promises)


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
    started = time.process_time()
    with scope(desk=desk):
        fill(desk, count)
    filled = time.process_time() - started
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    clock = Clock()
    table = Table("page", "CPU ms, median", "CPU ms, p95", "questions")
    table.title = f"{count:,} promises, {connection.vendor}, filled and filed in {filled:.0f} s of processor"
    words = itertools.cycle(ASKED)
    pages: tuple[tuple[str, Callable[[int], str]], ...] = (
        ("home", lambda _n: "/d/large/promises/"),
        ("home, a page further on", lambda n: f"/d/large/promises/?page={n * 20 + 1}"),
        ("filtered by side and state", lambda n: f"/d/large/promises/?side=ours&state=done&page={n + 1}"),
        ("filtered by words", lambda _n: f"/d/large/promises/?q={next(words)}"),
        ("search box", lambda _n: f"/d/large/desk/search/?q={next(words)}"),
        ("people", lambda n: f"/d/large/directory/people/?page={n * 5 + 1}"),
        ("people by words", lambda n: f"/d/large/directory/people/?q=человек+{n}"),
        ("organisations", lambda n: f"/d/large/directory/?page={n + 1}"),
        ("twinnings", lambda _n: "/d/large/twinnings/"),
    )
    for name, address in pages:
        middle, worst = percentile(_paged(client, address), clock)
        with CaptureQueriesContext(connection) as asked:
            client.get(address(0))
        table.add_row(name, f"{middle * 1000:.0f}", f"{worst * 1000:.0f}", str(len(asked)))
    Console().print(table)
    _export(client)


def _asked(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}.")


def _paged(client: Any, address: Callable[[int], str]) -> Callable[[int], None]:
    return lambda number: _asked(client, address(number))


def _export(client: Any) -> None:
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    answer = client.get("/d/large/promises/export.csv")
    size = sum(len(part) for part in answer)
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"export.csv: {size / 1e6:.1f} MB in {time.process_time() - started:.1f} s of processor, "
        f"{'streamed' if answer.streaming else 'NOT streamed'}, {more:.0f} MB more at the peak"
    )


if __name__ == "__main__":
    main()
