"""Repair moves as little as it can and says so."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egiz.meetings import (
    Changes,
    Limits,
    Meeting,
    Participant,
    Problem,
    ProblemError,
    Result,
    Slot,
    apply_changes,
    check,
    repair,
    result_to_document,
    solve,
)
from egiz.meetings.model.core import build_core
from egiz.meetings.search.home import better
from tests.meetings.conftest import small, value_of
from tests.meetings.test_solve import PAIRS, fair


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


def test_a_lowered_limit_of_meetings_takes_out_no_more_than_it_must() -> None:
    problem = small([(0, 1), (0, 2), (0, 3), (1, 2)], slots=4, tables=2, must=False)
    people = tuple(replace(p, max_meetings=1) if p.id == "p0" else p for p in problem.participants)
    lowered = replace(problem, participants=people)
    result = repair(lowered, {"m0": 0, "m1": 1, "m2": 2, "m3": 3}, Changes(), limits=Limits(5, 1))
    assert result.goal("held").value == 2
    assert len(result.moved) == result.moved_bound == 2
    assert check(result_to_document(result), lowered) == []


@st.composite
def disturbed(draw: st.DrawFn) -> tuple[Problem, dict[str, int]]:
    """A problem and a schedule that may break any of its rules."""
    pairs = draw(st.lists(st.sampled_from(PAIRS), min_size=2, max_size=5, unique=True))
    problem = small(
        pairs,
        slots=3,
        must=False,
        tables=draw(st.integers(1, 2)),
        away=draw(st.dictionaries(st.integers(0, 3), st.sets(st.integers(0, 2), max_size=1), max_size=2)),
    )
    return problem, {m.id: draw(st.integers(0, 2)) for m in problem.meetings[: len(pairs) - 1]}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(disturbed())
def test_no_repair_moves_fewer_than_the_bound_and_ours_moves_the_fewest(given_: tuple) -> None:
    problem, published = given_
    options = [range(-1, 3)] * len(problem.meetings)
    index = {p.id: i for i, p in enumerate(problem.participants)}
    ids = [m.id for m in problem.meetings]
    choices = [dict(zip(ids, choice, strict=True)) for choice in itertools.product(*options)]
    valued = [(value_of(problem, slots, index), slots) for slots in choices]
    held = max(value[0] for value, _ in valued if value is not None)
    best = [slots for value, slots in valued if value is not None and value[0] == held]
    fewest = min(sum(slots[k] != s for k, s in published.items()) for slots in best)
    result = repair(problem, published, Changes(), limits=Limits(10, 1))
    assert result.goal("held").value == held
    assert result.moved_bound is not None
    assert result.moved_bound <= fewest == len(result.moved)


def test_an_unknown_name_in_the_changes_is_refused() -> None:
    with pytest.raises(ProblemError, match="'nobody'"):
        repair(small([(0, 1)]), {"m0": 0}, Changes(gone=frozenset({"nobody"})))


def test_a_better_repair_holds_more_and_then_moves_less():
    core = build_core(
        Problem((Slot(), Slot()), (Participant("a"), Participant("b")), (Meeting("m", ("a", "b")),))
    )
    here, there, nowhere = (np.array([slot], dtype=np.int32) for slot in (0, 1, -1))
    for weighed in (True, False):
        assert better(core, here, there, nowhere, weighed=weighed)
        assert better(core, here, here, there, weighed=weighed)
        assert not better(core, here, there, here, weighed=weighed)
        assert not better(core, here, here, here, weighed=weighed)
