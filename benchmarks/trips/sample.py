"""Invented delegations of any size: real cities, everything else made up from a seed, and said so."""

from __future__ import annotations

import datetime as dt
import random

from egiz.trips import (
    City,
    Departure,
    Group,
    Leg,
    Money,
    Person,
    Problem,
    Rates,
    Rules,
    Visit,
    Window,
    WorkHours,
)

ZONE = dt.timezone(dt.timedelta(hours=5))
MONDAY = dt.date(2026, 12, 7)
# id, name, country, zone, lat, lon, price of a night in USD
CITIES = (
    ("atyrau", "Atyrau", "KZ", "Asia/Atyrau", 47.12, 51.88, None),
    ("aktau", "Aktau", "KZ", "Asia/Aqtau", 43.65, 51.16, 45),
    ("nukus", "Nukus", "UZ", "Asia/Samarkand", 42.46, 59.61, 35),
    ("urgench", "Urgench", "UZ", "Asia/Samarkand", 41.55, 60.63, 35),
    ("khiva", "Khiva", "UZ", "Asia/Samarkand", 41.38, 60.36, 40),
    ("bukhara", "Bukhara", "UZ", "Asia/Samarkand", 39.77, 64.42, 45),
    ("tashkent", "Tashkent", "UZ", "Asia/Tashkent", 41.31, 69.24, 60),
)
# from, to, minutes by car, km, both ways
ROADS = (
    ("nukus", "urgench", 150, 165),
    ("nukus", "khiva", 180, 195),
    ("urgench", "khiva", 40, 35),
    ("khiva", "bukhara", 420, 450),
    ("urgench", "bukhara", 400, 440),
)
# from, to, mode, leaves, minutes, price in USD, working days of the week it goes
TIMES = (
    ("atyrau", "aktau", "air", (7, 30), 70, 60, range(7)),
    ("aktau", "atyrau", "air", (20, 0), 70, 60, range(7)),
    ("aktau", "nukus", "train", (17, 0), 15 * 60, 30, (0, 2, 4)),
    ("atyrau", "tashkent", "air", (6, 0), 150, 140, (0, 3)),
    ("tashkent", "atyrau", "air", (18, 30), 160, 140, (2, 5)),
    ("tashkent", "nukus", "air", (7, 0), 95, 70, range(7)),
    ("nukus", "tashkent", "air", (19, 0), 95, 70, range(7)),
    ("tashkent", "urgench", "air", (8, 0), 100, 70, range(7)),
    ("urgench", "tashkent", "air", (20, 0), 100, 70, range(7)),
    ("bukhara", "tashkent", "train", (15, 50), 230, 20, range(7)),
    ("tashkent", "bukhara", "train", (7, 30), 230, 20, range(7)),
)


def _at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(MONDAY + dt.timedelta(days=day), dt.time(hour, minute), tzinfo=ZONE)


def delegation(
    visits: int = 30, days: int = 6, people: int = 5, seed: int = 1, groups: int = 1, budget: float = 6000
) -> Problem:
    """An invented delegation from Atyrau through six cities; windows, flights and trains are samples."""
    rng = random.Random(seed)
    cities = tuple(
        City(i, n, c, z, lat, lon, night=None if price is None else Money(price, "USD"))
        for i, n, c, z, lat, lon, price in CITIES
    )
    return Problem(
        f"Sample delegation of {visits} visits",
        "atyrau",
        Rules(
            _at(0, 5),
            _at(days - 1, 23),
            road_minutes=480,
            budget=Money(budget * groups, "USD"),
            currency="USD",
        ),
        cities,
        tuple(_visit(k, rng, cities[1 + k % 6], days) for k in range(visits)),
        tuple(_legs(days)),
        tuple(
            Person(
                f"p{k}",
                f"Person {k}",
                nationalities=("KZ",),
                languages=("ru", "kk"),
                group=f"g{k % groups}" if groups > 1 else "",
            )
            for k in range(people * groups)
        ),
        tuple(Group(f"g{k}") for k in range(groups)) if groups > 1 else (),
        work_hours=(
            WorkHours("KZ", lunch=(dt.time(13), dt.time(14))),
            WorkHours(
                "UZ",
                lunch=(dt.time(13), dt.time(14)),
                days_off={MONDAY + dt.timedelta(days=1): "Sample"},
                working_days=(MONDAY + dt.timedelta(days=5),),
            ),
        ),
        rates=Rates(MONDAY, "sample rate", {"KZT": 500.0, "UZS": 12500.0}),
        sample=True,
    )


def _visit(k: int, rng: random.Random, city: City, days: int) -> Visit:
    kind = rng.choice(("company", "company", "office", "sight", "event"))
    minutes = rng.choice((45, 60, 60, 90, 120))
    windows: tuple[Window, ...] = ()
    if kind in ("sight", "event") or rng.random() < 0.5:
        chosen = sorted(rng.sample(range(days), k=rng.randint(2, min(4, days))))
        windows = tuple(
            Window(_at(d, h), _at(d, h + rng.choice((3, 4, 5))))
            for d in chosen
            for h in [rng.choice((9, 10, 11, 14, 15))]
        )
    lat, lon = (city.lat or 0) + rng.uniform(-0.04, 0.04), (city.lon or 0) + rng.uniform(-0.05, 0.05)
    cost = Money(rng.choice((25_000, 50_000)), "UZS") if kind == "sight" else None
    return Visit(
        f"v{k}", f"Sample visit {k} in {city.name}", city.id, minutes, rng.randint(1, 10), windows, kind,
        lat=lat, lon=lon, cost=cost,
    )  # fmt: skip


def _legs(days: int) -> list[Leg]:
    legs = []
    for a, b, minutes, km in ROADS:
        for x, y in ((a, b), (b, a)):
            cost = Money(round(km * 0.4), "USD")
            legs.append(Leg(x, y, "car", minutes, cost=cost, per="vehicle", km=km, source="sample"))
    for a, b, mode, leaves, minutes, price, weekdays in TIMES:
        departures = tuple(
            Departure(_at(d, *leaves), _at(d, *leaves) + dt.timedelta(minutes=minutes), f"S{d}")
            for d in range(days)
            if (MONDAY + dt.timedelta(days=d)).weekday() in weekdays
        )
        before, after = (90, 45) if mode == "air" else (30, 15)
        if departures:
            legs.append(
                Leg(
                    a,
                    b,
                    mode,
                    departures=departures,
                    before=before,
                    after=after,
                    cost=Money(price, "USD"),
                    source="sample",
                )
            )
    return legs
