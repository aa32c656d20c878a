"""After a change as little as possible is different."""

import dataclasses

import pytest

from egiz.trips import (
    Changes,
    Departure,
    Limits,
    ProblemError,
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
