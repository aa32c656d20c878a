"""After a change as little as possible is different."""

import dataclasses
import datetime as dt

import pytest

from egiz.trips import (
    Changes,
    City,
    Departure,
    Leg,
    Limits,
    Money,
    Problem,
    ProblemError,
    Rules,
    Visit,
    Window,
    apply_changes,
    check_plan,
    plan,
    replan,
)
from tests.trips.conftest import at

LIMITS = Limits(seconds=30, workers=1)


@pytest.fixture
def planned(small):
    return plan(small, limits=LIMITS)


def test_a_moved_appointment_moves_alone(small, planned):
    changes = Changes(moved={"ministry": (Window(at(9, 14), at(9, 15)),)})
    result = replan(small, planned, changes, limits=LIMITS)
    assert check_plan(apply_changes(small, changes), result) == []
    assert result.moved == ("ministry",)
    assert result.visits["ministry"][1].start == at(9, 14)
    assert result.visits["ministry"][1].notes == ("moved",)


def test_without_changes_nothing_moves(small, planned):
    result = replan(small, planned, Changes(), limits=LIMITS)
    assert result.moved == ()
    assert result.visits == planned.visits


def test_a_cancelled_visit_and_flight_are_taken_in(small, planned):
    flight = Departure(at(8, 19), at(8, 20), "F8")
    changes = Changes(cancelled=("museum",), not_running=(flight,))
    result = replan(small, planned, changes, limits=LIMITS)
    assert check_plan(apply_changes(small, changes), result) == []
    assert "museum" in result.moved
    assert all(i.number != "F8" for d in result.days for i in d.items)


def test_a_change_of_an_unknown_visit_is_refused(small, planned):
    with pytest.raises(ProblemError):
        replan(small, planned, Changes(cancelled=("nobody",)), limits=LIMITS)


def test_a_plan_of_another_trip_is_refused(small, planned):
    day = dataclasses.replace(planned.days[0], group="others")
    with pytest.raises(ProblemError):
        replan(small, dataclasses.replace(planned, days=(day,)), Changes(), limits=LIMITS)


def _two_cities(fair):
    """A ministry and a chamber in Tashkent, three visits in Samarkand, trains thrice a day, five days."""
    cities = (
        City("a", "Atyrau", "KZ", "Asia/Atyrau"),
        City("t", "Tashkent", "UZ", "Asia/Tashkent", night=Money(80, "USD")),
        City("s", "Samarkand", "UZ", "Asia/Samarkand", night=Money(60, "USD")),
    )
    trains = [
        Leg(x, y, "train", before=20, after=20, departures=tuple(
            Departure(at(d, h), at(d, h + 2, 10), f"{x}{d}{h}") for d in range(8, 13) for h in (7, 13, 17)
        ))
        for x, y in (("t", "s"), ("s", "t"))
    ]  # fmt: skip
    flights = [
        Leg("a", "t", "air", departures=(Departure(at(8, 6), at(8, 9), "A8"),), before=60, after=40),
        Leg("t", "a", "air", departures=(Departure(at(12, 19), at(12, 22), "B12"),), before=60, after=40),
    ]
    visits = (
        Visit("ministry", "Ministry", "t", 60, 9, (Window(at(9, 10), at(9, 11)),), kind="office"),
        Visit("chamber", "Chamber", "t", 90, 6, (Window(at(10, 9), at(10, 10, 30)),)),
        Visit("fair", "Fair", "s", 120, 5, fair, kind="event"),
        Visit("sight", "Registan", "s", 90, 4, (Window(at(11, 9), at(11, 12, 30)),), kind="sight"),
        Visit("plant", "Plant", "s", 90, 5, (Window(at(12, 9), at(12, 11)),)),
    )
    return Problem("x", "a", Rules(at(8, 3), at(12, 23)), cities, visits, (*flights, *trains), sample=True)


@pytest.mark.parametrize(
    ("moved_to", "kept"),
    [
        (at(10, 15), {"ministry": 10, "chamber": 10, "fair": 11, "sight": 11, "plant": 12}),
        (at(8, 15), {"ministry": 8, "chamber": 10, "fair": 11, "sight": 11, "plant": 12}),
        (at(12, 15), {"chamber": 10, "fair": 11, "sight": 11, "plant": 12}),
    ],
)
def test_rides_change_so_that_a_moved_appointment_and_all_others_are_kept(moved_to, kept):
    trip = _two_cities((Window(at(11, 14), at(11, 16)),))
    changes = Changes(moved={"ministry": (Window(moved_to, moved_to + dt.timedelta(hours=1)),)})
    result = replan(trip, plan(trip, limits=LIMITS), changes, limits=LIMITS)
    assert check_plan(apply_changes(trip, changes), result) == []
    assert {key: item.start.day for key, (_, item) in result.visits.items()} == kept


def test_one_visit_changes_its_day_so_that_another_is_not_lost():
    trip = _two_cities((Window(at(10, 17), at(10, 19)), Window(at(11, 14), at(11, 16))))
    first = plan(dataclasses.replace(trip, visits=tuple(
        dataclasses.replace(v, windows=v.windows[:1]) for v in trip.visits)), limits=LIMITS)  # fmt: skip
    assert first.visits["fair"][1].start.day == 10
    changes = Changes(moved={"ministry": (Window(at(10, 15), at(10, 16)),)})
    result = replan(trip, first, changes, limits=LIMITS)
    assert sorted(result.visits) == ["chamber", "fair", "ministry", "plant", "sight"]
    assert result.visits["fair"][1].start.day == 11


def test_a_visit_lost_in_a_worse_plan_says_instead_of_what_it_fits_and_no_longer_day_than_that_needs():
    trip = _two_cities((Window(at(10, 17), at(10, 19)),))
    changes = Changes(moved={"ministry": (Window(at(10, 15), at(10, 16)),)})
    result = replan(trip, plan(trip, limits=LIMITS), changes, limits=LIMITS)
    (left,) = result.left_out
    assert left.visit == "ministry"
    assert [
        (c.code, c.params["visits"], c.params["loss"]) for c in left.changes if c.code == "instead-of"
    ] == [("instead-of", "fair", -4)]
    assert all(int(c.params["minutes"]) >= 50 for c in left.changes if c.code == "longer-days")
