"""Repair moves as little as it can and says so."""

from __future__ import annotations

import pytest

from egiz.meetings import (
    Changes,
    Limits,
    Meeting,
    Participant,
    Problem,
    ProblemError,
    Result,
    apply_changes,
    check,
    repair,
    result_to_document,
    solve,
)
from tests.meetings.conftest import small
from tests.meetings.test_solve import fair


@pytest.fixture(scope="module")
def council() -> tuple[Problem, Result]:
    problem = fair(20, 60)
    return problem, solve(problem, limits=Limits(2, 1))


def test_a_late_arrival_is_taken_in_and_pinned_meetings_stay(council) -> None:
    problem, published = council
    wishes = tuple(Meeting(f"w{k}", ("late", f"p{k}")) for k in range(4))
    pinned = frozenset({problem.meetings[0].id})
    changes = Changes(arrivals=(Participant("late", mode="in_person"),), added=wishes, pinned=pinned)
    result = repair(problem, published, changes, limits=Limits(10, 1))
    assert result.goal("held").value == len(problem.meetings) + 4
    assert result.moved_bound == len(result.moved)
    assert not pinned & set(result.moved)
    before = {m.id: m.slot for m in published.meetings}
    assert check(result_to_document(result), apply_changes(problem, before, changes)) == []


def test_a_no_show_moves_nobody(council) -> None:
    problem, published = council
    result = repair(problem, published, Changes(gone=frozenset({"p3"})), limits=Limits(5, 1))
    assert (result.moved, result.moved_bound) == ((), 0)
    assert all("p3" not in m.participants for m in result.meetings)


def test_a_meeting_in_the_way_is_moved_and_the_bound_proves_it() -> None:
    problem = small([(0, 1)], slots=2, tables=2, must=False)
    changes = Changes(added=(Meeting("new", ("p0", "p2"), slots=frozenset({0})),))
    result = repair(problem, {"m0": 0}, changes, limits=Limits(5, 1))
    assert {m.id: m.slot for m in result.meetings} == {"m0": 1, "new": 0}
    assert (result.moved, result.moved_bound) == (("m0",), 1)


def test_an_unknown_name_in_the_changes_is_refused() -> None:
    with pytest.raises(ProblemError, match="'nobody'"):
        repair(small([(0, 1)]), {"m0": 0}, Changes(gone=frozenset({"nobody"})))
