"""A small trip whose best plan can be found by trying everything."""

import datetime as dt
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

ZONE = dt.timezone(dt.timedelta(hours=5))


def at(day, hour, minute=0):
    """A time of December 2026 (the 7th is a Monday)."""
    return dt.datetime(2026, 12, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def small():
    """Three cities, two by road, one by a flight; four visits; three days from Monday."""
    from egiz.trips import (
        City,
        Departure,
        Leg,
        Money,
        Problem,
        Rates,
        Rules,
        Visit,
        Window,
        WorkHours,
    )

    cities = (
        City("a", "Home", "KZ", "Asia/Atyrau"),
        City("b", "Near", "UZ", "Asia/Samarkand", night=Money(250_000, "UZS")),
        City("c", "Far", "UZ", "Asia/Tashkent", night=Money(50, "USD")),
    )
    flights = tuple(Departure(at(d, 19), at(d, 20), f"F{d}") for d in (7, 8, 9))
    return Problem(
        "Sample",
        "a",
        Rules(at(7, 6), at(9, 22), budget=Money(500, "USD")),
        cities,
        (
            Visit("firm", "Firm", "b", 120, 10),
            Visit("museum", "Museum", "b", 60, 4, (Window(at(8, 10), at(8, 12)),), kind="sight"),
            Visit("ministry", "Ministry", "c", 60, 7, (Window(at(9, 10), at(9, 11)),), kind="office"),
            Visit("bank", "Bank", "c", 60, 3, (Window(at(7, 9), at(7, 18)),)),
        ),
        (
            Leg("a", "b", "car", 180, cost=Money(40, "USD"), per="vehicle"),
            Leg("b", "a", "car", 180, cost=Money(40, "USD"), per="vehicle"),
            Leg("b", "c", "air", departures=flights, before=60, after=30, cost=Money(70, "USD")),
            Leg("c", "a", "air", departures=(Departure(at(9, 18), at(9, 20), "H9"),), cost=Money(90, "USD")),
        ),
        work_hours=(WorkHours("UZ", lunch=(dt.time(13), dt.time(14))),),
        rates=Rates(dt.date(2026, 12, 1), "sample", {"UZS": 12_500.0}),
        sample=True,
    )
