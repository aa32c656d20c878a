"""On the way nothing that began is changed, and nothing else begins before now."""

import dataclasses
import datetime as dt

import pytest
from benchmarks.trips.sample import delegation

from egiz.trips import (
    Changes,
    Departure,
    Limits,
    ProblemError,
    Visit,
    Window,
    apply_changes,
    check_plan,
    plan,
    replan,
)
from tests.trips.conftest import at

LIMITS = Limits(seconds=30, workers=1)


def begun(result, now):
    return [(d.group, i) for d in result.days for i in d.items if i.start < now]


def nights(result, now):
    return [(d.group, d.date, d.night) for d in result.days if d.date < now.date()]


@pytest.fixture
def planned(small):
    return plan(small, limits=LIMITS)


@pytest.fixture(scope="module")
def under_way():
    problem = delegation(14, days=5, groups=2, seed=3)
    return problem, plan(problem, limits=LIMITS)


@pytest.mark.parametrize("hours", [-5, 6, 11, 31, 54.5, 79, 300])
def test_what_began_stays_and_the_rest_begins_later(under_way, hours):
    problem, former = under_way
    now = problem.rules.start + dt.timedelta(hours=hours)
    ahead = [v for v, (_, i) in former.visits.items() if i.start >= now]
    changes = Changes(
        cancelled=tuple(ahead[:1]),
        added=(Visit("new", "New", "tashkent", 60, 9), Visit("n2", "New", "khiva", 45, 9)),
    )
    result = replan(problem, former, changes, now=now, limits=LIMITS)
    assert check_plan(apply_changes(problem, changes), result) == []
    assert begun(result, now) == begun(former, now)
    assert nights(result, now) == nights(former, now)
    assert set(result.moved) >= set(ahead[:1])


@pytest.mark.parametrize("hours", [6, 31, 54.5])
def test_without_changes_the_plan_is_kept_whenever_it_is_asked(under_way, hours):
    problem, former = under_way
    now = problem.rules.start + dt.timedelta(hours=hours)
    result = replan(problem, former, Changes(), now=now, limits=LIMITS)
    assert result.moved == ()
    assert begun(result, now) == begun(former, now)


@pytest.mark.parametrize(
    ("seed", "now", "changes"),
    [
        # Tomorrow's flight is off; a group that sits at home must not have taken that of this morning.
        (35, at(8, 12, 27), Changes(not_running=(Departure(at(9, 7, 30), at(9, 8, 40), "S2"),))),
        # A group is on the road to a city in which the only visit was cancelled.
        (17, at(8, 12, 52), Changes(cancelled=("v9",))),
    ],
)
def test_rides_of_today_are_those_that_left(seed, now, changes):
    problem = delegation(16, days=5, groups=2, seed=seed)
    former = plan(problem, limits=LIMITS)
    result = replan(problem, former, changes, now=now, limits=LIMITS)
    assert check_plan(apply_changes(problem, changes), result) == []
    assert begun(result, now) == begun(former, now)


def test_a_better_first_day_comes_too_late(small, planned):
    prize = Visit("prize", "Prize", "b", 120, 50, (Window(at(7, 9), at(7, 17)),))
    changes = Changes(added=(prize,))
    assert "prize" in replan(small, planned, changes, limits=LIMITS).visits
    late = replan(small, planned, changes, now=at(7, 16), limits=LIMITS)
    assert "prize" not in late.visits
    assert late.moved == ()
    assert [r.code for o in late.left_out if o.visit == "prize" for r in o.reasons] == ["already-over"]


def test_an_appointment_ahead_moves_although_the_day_has_begun(small, planned):
    now = at(9, 7)
    changes = Changes(moved={"ministry": (Window(at(9, 14), at(9, 15)),)})
    result = replan(small, planned, changes, now=now, limits=LIMITS)
    assert result.moved == ("ministry",)
    assert begun(result, now) == begun(planned, now)


@pytest.mark.parametrize(
    "changes",
    [
        Changes(cancelled=("firm",)),
        Changes(moved={"firm": (Window(at(9, 9), at(9, 18)),)}),
        Changes(not_running=(Departure(at(8, 19), at(8, 20), "F8"),)),
    ],
)
def test_what_began_cannot_be_changed(small, planned, changes):
    with pytest.raises(ProblemError) as caught:
        replan(small, planned, changes, now=at(9, 8), limits=LIMITS)
    assert caught.value.rule == "already-begun"


def test_the_moment_needs_an_offset(small, planned):
    with pytest.raises(ProblemError):
        replan(small, planned, Changes(), now=dt.datetime(2026, 12, 8, 12), limits=LIMITS)  # noqa: DTZ001 - the fault


def test_where_the_rest_is_impossible_no_plan_changes_the_past(small, planned):
    meeting = dataclasses.replace(small.visit("bank"), id="late", must=True)
    result = replan(small, planned, Changes(added=(meeting,)), now=at(8, 12), limits=LIMITS)
    assert result.status == "infeasible"
