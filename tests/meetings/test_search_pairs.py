"""The search along paths: what it may never break, and what it must reach."""

from __future__ import annotations

from dataclasses import replace

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from egiz.meetings import (
    Goals,
    Limits,
    Meeting,
    Participant,
    Problem,
    Slot,
    Table,
    check,
    result_to_document,
    solve,
)
from egiz.meetings.model.core import build_core
from egiz.meetings.model.measure import breaks_and_idle, busy_grid, goal_value, keeps_rules
from egiz.meetings.search.local import Search
from egiz.meetings.search.pairs import in_pairs

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def crowds(draw: st.DrawFn) -> Problem:
    """Problems in pairs with closed slots, days, chosen slots and few tables."""
    people, slots = draw(st.integers(4, 10)), draw(st.integers(6, 12))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    wanted = draw(st.integers(2, people * 2))
    pairs = sorted({tuple(sorted(rng.choice(people, 2, replace=False).tolist())) for _ in range(wanted)})
    narrow = draw(st.booleans())
    chosen = [frozenset(rng.choice(slots, slots - 2, replace=False).tolist()) for _ in pairs]
    return Problem(
        slots=tuple(Slot(day=s // 5) for s in range(slots)),
        participants=tuple(
            Participant(
                f"p{i}", unavailable=frozenset(rng.choice(slots, 1).tolist()) if i % 2 else frozenset()
            )
            for i in range(people)
        ),
        meetings=tuple(
            Meeting(f"m{k}", (f"p{a}", f"p{b}"), must=True, slots=chosen[k] if narrow else None)
            for k, (a, b) in enumerate(pairs)
        ),
        tables=tuple(Table(f"t{k}") for k in range(draw(st.integers(2, 4)))),
        goals=Goals(order=("held", "breaks"), fairness=draw(st.sampled_from([None, 1]))),
        check_loads=False,
    )


@QUICK
@given(crowds())
def test_paths_keep_every_rule_and_their_own_books(problem: Problem) -> None:
    core = build_core(problem)
    assert in_pairs(core)
    search = Search(core, seed=1)
    search.place(0.2, chunk=200)
    placed = np.flatnonzero(search.slot >= 0)
    before = keeps_rules(core, search.slot, fair=False)
    search.anneal(3_000, 0.6)
    assert (np.flatnonzero(search.slot >= 0) == placed).all()
    assert keeps_rules(core, search.slot, fair=False) == before
    breaks, _ = breaks_and_idle(core, search.slot)
    assert search.breaks.tolist() == breaks.tolist()
    held = [sum(int(word).bit_count() for word in row) for row in search.now.busy]
    assert held == busy_grid(core, search.slot).sum(axis=1).tolist()
    # Without a row of its own, nothing counts the tables: there are enough for everybody.
    used = np.bincount(search.slot[placed], minlength=core.n_slots).tolist()
    assert [row.tolist() for row in search.now.use] == [used] * len(core.rows)


@QUICK
@given(crowds())
def test_the_best_schedule_has_the_value_claimed_for_it(problem: Problem) -> None:
    core = build_core(replace(problem, goals=replace(problem.goals, fairness=None)))
    search = Search(core, seed=1)
    search.place(0.2, chunk=200)
    claimed = search.anneal(3_000, 0.3)
    assert goal_value(core, search.best, "breaks") == claimed


def fair(companies: int = 60, seed: int = 3, *, fairness: int | None = None) -> Problem:
    """A fair whose companies have 8 of 14 slots taken on average, with little room left at the tables."""
    rng = np.random.default_rng(seed)
    pairs: set[tuple[int, int]] = set()
    load = np.zeros(companies, dtype=int)
    while len(pairs) < companies * 4:
        a, b = sorted(rng.choice(companies, 2, replace=False).tolist())
        if max(load[a], load[b]) < 12 and (a, b) not in pairs:
            pairs.add((a, b))
            load[[a, b]] += 1
    return Problem(
        slots=tuple(Slot() for _ in range(14)),
        participants=tuple(Participant(f"p{i}") for i in range(companies)),
        meetings=tuple(
            Meeting(f"m{k}", (f"p{a}", f"p{b}"), must=True) for k, (a, b) in enumerate(sorted(pairs))
        ),
        tables=tuple(Table(f"t{k}") for k in range(len(pairs) // 14 + 3)),
        goals=Goals(order=("held", "breaks"), fairness=fairness),
    )


def test_the_same_seed_takes_the_same_steps_and_another_seed_does_not() -> None:
    core = build_core(fair())

    def run(seed: int) -> list[int]:
        search = Search(core, seed=seed)
        search.place(5.0)
        search.anneal(50_000, 0.3)
        return search.slot.tolist()

    assert run(4) == run(4)
    assert run(4) != run(5)


def test_a_short_search_leaves_a_fraction_of_the_breaks() -> None:
    core = build_core(fair())
    search = Search(core, seed=1)
    search.place(5.0)
    before = goal_value(core, search.slot, "breaks")
    for temperature in (0.3, 0.25, 0.2, 0.16):
        claimed = search.anneal(500_000, temperature)
    assert before > 60
    assert claimed <= before * 0.2


def test_whoever_is_beyond_the_fairness_limit_is_helped_first() -> None:
    core = build_core(fair(fairness=1))
    search = Search(core, seed=1)
    search.place(5.0)
    assert breaks_and_idle(core, search.slot)[0].max() > 1
    search.anneal(400_000, 0.2)
    assert keeps_rules(core, search.best, fair=True)


@pytest.mark.parametrize("change", ["three at a meeting", "two representatives", "an order"])
def test_other_problems_are_left_to_chains(change: str) -> None:
    problem = fair(20)
    meetings, people = list(problem.meetings), list(problem.participants)
    if change == "three at a meeting":
        meetings.append(Meeting("three", ("p0", "p1", "p2")))
    elif change == "two representatives":
        people[0] = replace(people[0], representatives=2)
    else:
        meetings[1] = replace(meetings[1], after=(meetings[0].id,))
    core = build_core(replace(problem, meetings=tuple(meetings), participants=tuple(people)))
    assert in_pairs(build_core(problem))
    assert not in_pairs(core)
    search = Search(core, seed=1)
    search.place(5.0)
    before = goal_value(core, search.slot, "breaks")
    assert search.anneal(100_000, 0.3) < before


def test_a_meeting_with_slots_of_its_own_makes_a_problem_strict() -> None:
    problem = fair(20)
    core = build_core(problem)
    assert not Search(core).given.strict
    first = replace(problem.meetings[0], slots=frozenset({2, 3}))
    core = build_core(replace(problem, meetings=(first, *problem.meetings[1:])))
    assert Search(core).given.strict


def test_a_large_fair_is_placed_within_the_fairness_limit(monkeypatch) -> None:
    monkeypatch.setattr("egiz.meetings.portfolio.LARGE_SAT", 0)
    problem = fair(fairness=2)
    # Ends with the first schedule within the limit, so that a busy machine changes nothing.
    result = solve(
        problem,
        limits=Limits(60, 1),
        seed=1,
        on_progress=lambda p: not (p.goal == "breaks" and p.value is not None),
    )
    assert check(result_to_document(result), problem) == []
    assert len(result.meetings) == len(problem.meetings)
