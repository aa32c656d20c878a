"""Many visits: a crowd of sights on one day, and a delegation of any size in three cities.

Usage: python -m benchmarks.trips.crowds [--seconds 5]
The trips are invented from a seed. Wall clock and processor time of each plan, with its bound; each plan is
checked by the independent checker.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import time

from egiz.trips import City, Departure, Leg, Limits, Money, Problem, Rules, Visit, Window, check_plan, plan
from egiz.trips.planning import warm_up

ZONE = dt.timezone(dt.timedelta(hours=5))


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A time of December 2026."""
    return dt.datetime(2026, 12, day, hour, minute, tzinfo=ZONE)


def one_day(count: int, seed: int = 1, minutes: int = 0) -> Problem:
    """So many sights in one city on one day, each `minutes` long or of several lengths."""
    rng = random.Random(seed)
    visits = tuple(
        Visit(
            f"s{k}", f"Sight {k}", "t", minutes or rng.choice((20, 30, 45, 60, 90)), rng.randint(1, 10),
            (Window(at(10, rng.choice((8, 9, 10, 11, 12))), at(10, rng.choice((14, 16, 17, 18, 20)))),)
            if not minutes else (),
            kind="sight", lat=41.25 + rng.uniform(0, 0.1), lon=69.2 + rng.uniform(0, 0.1),
        )
        for k in range(count)
    )  # fmt: skip
    city = City("t", "T", "UZ", "Asia/Tashkent")
    return Problem(f"{count} sights", "t", Rules(at(10, 7), at(10, 22)), (city,), visits, sample=True)


def three_cities(count: int, days: int = 6, seed: int = 1) -> Problem:
    """So many visits in three cities joined by roads and trains."""
    rng = random.Random(seed)
    names = ("t", "s", "b")
    cities = tuple(
        City(n, n.upper(), "UZ", "Asia/Samarkand", night=Money(p, "USD"))
        for n, p in zip(names, (80, 60, 50), strict=True)
    )
    visits = tuple(_visit(rng, k, names[k % 3], days) for k in range(count))
    legs = []
    for a, b, minutes in (("t", "s", 270), ("s", "b", 240)):
        for x, y in ((a, b), (b, a)):
            legs.append(Leg(x, y, "car", minutes, cost=Money(50, "USD"), per="vehicle"))
            times = tuple(
                Departure(at(10 + d, h), at(10 + d, h) + dt.timedelta(minutes=130), f"{x}{d}{h}")
                for d in range(days)
                for h in (7, 12, 18)
            )
            legs.append(Leg(x, y, "train", departures=times, before=30, after=15, cost=Money(20, "USD")))
    rules = Rules(at(10, 7), at(10 + days - 1, 22))
    return Problem(f"{count} visits", "t", rules, cities, visits, tuple(legs), sample=True)


def _visit(rng: random.Random, k: int, city: str, days: int) -> Visit:
    kind = rng.choice(("company", "office", "sight"))
    windows: tuple[Window, ...] = ()
    if kind == "sight":
        windows = tuple(Window(at(10 + d, 9), at(10 + d, 18)) for d in range(days) if rng.random() < 0.8)
    return Visit(
        f"v{k}", f"Visit {k}", city, rng.choice((30, 45, 60, 90, 120)), rng.randint(1, 10), windows, kind,
        lat=41 + rng.uniform(0, 0.1), lon=69 + rng.uniform(0, 0.1),
    )  # fmt: skip


def main() -> None:
    """Print one line per trip."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    a = parser.parse_args()
    warm_up()
    trips = [one_day(n) for n in (12, 20, 30, 60)] + [three_cities(n) for n in (36, 60, 120)]
    for problem in trips:
        wall, cpu = time.perf_counter(), time.process_time()
        found = plan(problem, limits=Limits(a.seconds, 2))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        assert not check_plan(problem, found)
        print(
            f"{problem.name:12} {found.status}: value {found.value} of at most {found.bound}, "
            f"{len(found.visits)} made; wall {wall:.2f} s, cpu {cpu:.2f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
