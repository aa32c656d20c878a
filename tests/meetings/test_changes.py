"""What changes after publication: delays, the past, who is gone, and how far everybody stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from egiz.meetings import (
    Changes,
    Limits,
    Meeting,
    Participant,
    Problem,
    Result,
    Slot,
    Table,
    apply_changes,
    changes_from_document,
    check,
    repair,
    result_to_document,
    solve,
)
from egiz.meetings.model.core import build_core
from egiz.meetings.model.formats.documents import published_slots
from egiz.meetings.model.measure import goal_value, keeps_rules
from egiz.meetings.search.home import go_home, moved
from tests.meetings.conftest import small

LIMITS = Limits(20, 1)
START = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)


def fair(companies: int = 24, wanted: int = 90, slots: int = 12) -> Problem:
    rng = np.random.default_rng(5)
    pairs = sorted({tuple(sorted(rng.choice(companies, 2, replace=False).tolist())) for _ in range(wanted)})
    return small(pairs, people=companies, slots=slots, tables=len(pairs) // slots + 3, must=False)


def test_a_closed_slot_moves_little_more_than_what_was_in_it() -> None:
    problem = fair()
    published = solve(problem, limits=Limits(3, 1), seed=1)
    slots = [m.slot for m in published.meetings]
    fullest = max(set(slots), key=slots.count)
    changes = Changes(closed_slots=frozenset({fullest}))
    result = repair(problem, published, changes, limits=LIMITS, seed=1)
    after = apply_changes(problem, {m.id: m.slot for m in published.meetings}, changes)
    assert check(result_to_document(result), after) == []
    assert slots.count(fullest) <= len(result.moved) <= 2 * slots.count(fullest)
    assert len(result.meetings) == len(published.meetings)


def test_going_home_is_never_worse_than_where_it_began() -> None:
    core = build_core(fair())
    published = solve(core.problem, limits=Limits(3, 1), seed=1)
    old = np.array(
        [{m.id: m.slot for m in published.meetings}.get(m.id, -1) for m in core.problem.meetings], np.int32
    )
    away = old.copy()
    away[:6] = -1
    budget = iter(range(30))
    found = go_home(core, old, away, lambda: 1.0 if next(budget, None) is not None else 0.0, 1)
    assert found is not None
    assert keeps_rules(core, found)
    assert goal_value(core, found, "held") == goal_value(core, old, "held")
    assert moved(old, found) <= 6


def test_what_is_past_stays_and_nothing_new_comes_before_now() -> None:
    problem = small([(0, 1), (2, 3)], people=5, slots=4, must=False)
    changes = Changes(
        arrivals=(Participant("late", mode="in_person"),),
        added=(Meeting("new", ("late", "p4")),),
        gone=frozenset({"p0"}),
        now=2,
    )
    result = repair(problem, {"m0": 0, "m1": 3}, changes, limits=LIMITS)
    slots = {m.id: m.slot for m in result.meetings}
    assert slots["m0"] == 0
    assert slots["m1"] == 3
    assert slots["new"] >= 2


def test_a_session_that_begins_later_takes_its_meetings_along_and_meets_who_is_there() -> None:
    slots = tuple(Slot(0, "a" if s < 2 else "b", START + dt.timedelta(minutes=30 * s)) for s in range(4))
    problem = Problem(
        slots=slots,
        participants=(Participant("a", unavailable=frozenset({3})), Participant("b"), Participant("c")),
        meetings=(Meeting("ab", ("a", "b")), Meeting("bc", ("b", "c"))),
        tables=(Table("t"),),
    )
    published = {"ab": 2, "bc": 0}
    changed = apply_changes(problem, published, Changes(delayed=((2, 30),)))
    assert [slot.start for slot in changed.slots[2:]] == [
        START + dt.timedelta(minutes=90),
        START + dt.timedelta(minutes=120),
    ]
    # Away from 10:30 on for half an hour: that is now the first slot of the session.
    assert changed.participants[0].unavailable == {2}
    result = repair(problem, published, Changes(delayed=((2, 30),)), limits=LIMITS)
    assert {m.id: m.slot for m in result.meetings}["bc"] == 0
    assert {m.id for m in result.meetings} == {"ab", "bc"}


def test_a_meeting_of_three_goes_on_without_the_one_who_is_gone() -> None:
    problem = Problem(
        slots=(Slot(), Slot()),
        participants=tuple(Participant(x) for x in "abc"),
        meetings=(Meeting("all", ("a", "b", "c")), Meeting("two", ("a", "c"))),
    )
    result = repair(problem, {"all": 0, "two": 1}, Changes(gone=frozenset({"c"})), limits=LIMITS)
    assert [(m.id, m.participants) for m in result.meetings] == [("all", ("a", "b"))]


def test_a_published_meeting_is_recognised_by_its_participants() -> None:
    problem = small([(0, 1), (2, 3), (0, 2)], must=False)
    rows = [
        {"id": "r2", "participants": ["p2", "p3"], "slot": 1},
        {"id": "m2", "participants": ["p1", "p3"], "slot": 0},
        {"id": "m0", "participants": ["p0", "p1"], "slot": 2},
    ]
    assert published_slots({"meetings": rows}, problem) == ({"m0": 2, "m1": 1}, ("m2",))


def test_delays_and_the_present_come_from_the_document() -> None:
    changes = changes_from_document({"delayed": {"4": 30}, "now": 2})
    assert (changes.delayed, changes.now) == (((4, 30),), 2)


def test_gaps_are_closed_where_the_fewest_moves_are_proved() -> None:
    # The new meeting fits beside the others' or far from them; nobody needs to move.
    problem = small([(0, 1), (2, 3)], people=4, slots=6, must=False)
    changes = Changes(added=(Meeting("new", ("p0", "p2")),))
    result: Result = repair(problem, {"m0": 3, "m1": 3}, changes, limits=LIMITS)
    assert (result.moved, result.moved_bound) == ((), 0)
    assert result.goal("breaks").value == 0
    assert replace(result, moved=()).goal("held").proved
