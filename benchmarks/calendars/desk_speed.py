"""How fast the pages that the desk itself opens answer with very many events.

The home page (promises, with the counts of everything that waits), the year of events, the sources and the
pairs that wait for a person. Read `public_speed` for what is measured and how; the options are the same.

Run: python -m benchmarks.calendars.desk_speed [--events 100000] [--answers 60] [--folder KEPT]
     [--database postgresql://…/empty]
"""

# ruff: noqa: PLC0415 - Django is imported once its settings are known
from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from benchmarks.calendars.public_speed import LIMIT_MS, answered, cells, percentile, prepare, settled, title

DESK = "/d/large/"
EVENTS = f"{DESK}events/"


def addresses(rng: random.Random) -> dict[str, Callable[[], str]]:
    """Give for each kind of page a maker of addresses."""
    from egiz.calendars import sectors

    keys = list(sectors())

    def year() -> str:
        return f"year={rng.randint(2026, 2028)}"

    def choice() -> str:
        return f"{year()}&sector={rng.choice(keys)}&country={rng.choice(('KZ', 'UZ'))}"

    return {
        "home of the desk": lambda: f"{DESK}promises/",
        "events of a year": lambda: f"{EVENTS}?{year()}&page={rng.randint(1, 40)}",
        "events of a year, filtered": lambda: f"{EVENTS}?{choice()}",
        "map of a year": lambda: f"{EVENTS}?{year()}&view=map",
        "map, filtered": lambda: f"{EVENTS}?{choice()}&view=map",
        "event": lambda: f"{EVENTS}{rng.randint(1, 50_000)}/",
        "sources": lambda: f"{EVENTS}sources/",
        "pairs that wait": lambda: f"{EVENTS}pairs/",
    }


def signed_in() -> Any:
    """Give a browser of an owner of the desk."""
    from django.test import Client
    from django_scopes import scopes_disabled

    from egiz.desk.core.models import Desk, Membership, Role, User

    with scopes_disabled():
        desk = Desk.objects.get(slug="large")
        user, _new = User.objects.get_or_create(email="owner@made-up.example", defaults={"name": "Owner"})
        Membership.objects.get_or_create(desk=desk, user=user, defaults={"role": Role.OWNER})
    client = Client()
    client.force_login(user)
    return client


def measure(events: int, answers: int) -> None:
    prepare(events)
    from rich.console import Console
    from rich.table import Table

    client, rng = signed_in(), random.Random(1)
    table = Table("page", "middle, ms", "95th percentile, ms", "size, kB", title=title(events))
    worst = 0.0
    for name, make in addresses(rng).items():
        answered(client, iter([make()]), 1)  # what a process loads once is not the time of an answer
        taken, size, _last = answered(client, iter(make, None), answers)
        worst = max(worst, percentile(taken, 0.95))
        table.add_row(name, *cells(taken, size))
    Console(width=100).print(table)
    kept = "kept" if worst < LIMIT_MS else "not kept"
    print(f"Worst 95th percentile: {worst:.0f} ms; under {LIMIT_MS}: {kept}.")


if __name__ == "__main__":
    settled(measure)
