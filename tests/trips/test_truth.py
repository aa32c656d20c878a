"""Random trips: plans are clean, nothing fixed is lost, what is said of a visit left out is true."""

import pytest
from benchmarks.trips.truth import LIMITS, change_is_true, lost, random_trip, reason_is_true

from egiz.trips import check_plan, plan


@pytest.mark.parametrize("seed", range(3, 18))
def test_a_random_trip_is_planned_clean_and_keeps_what_is_fixed(seed):
    problem = random_trip(seed)
    found = plan(problem, limits=LIMITS)
    assert found.status in {"optimal", "infeasible"}
    assert bool(found.days) == (found.status == "optimal")
    assert found.days == () or check_plan(problem, found) == []
    assert lost(problem, found) == []
    assert found.status == "optimal" or found.explanation
    there = {item.ref for day in found.days for item in day.items}
    assert {o.visit for o in found.left_out} == {x.id for x in (*problem.visits, *problem.blocks)} - there


@pytest.mark.parametrize("seed", [104, 109, 119, 131])
def test_reasons_and_changes_are_true_when_solved_again(seed):
    problem = random_trip(1_000_000 + seed)
    found = plan(problem, limits=LIMITS)
    for left in found.left_out:
        for change in left.changes:
            assert change_is_true(problem, found, left.visit, change), change.text
        for reason in left.reasons:
            assert reason_is_true(problem, found, left.visit, reason), reason.text
