# ruff: noqa: E501 - a table is wide
"""Repair of a published schedule of 200 companies and 1,200 meetings after twenty kinds of change.

Usage: python -m benchmarks.meetings.repairing [--seeds 1] [--publish 20] [--anew 5] [--only NUMBER]

Beside each repair (time, meetings moved, what is proved about their number, meetings held, breaks) stands what
a schedule made anew from the published one in `--anew` seconds moves, holds and breaks. `weighed` is what a
repair lowers: a break counts once, a moved meeting twice; beside it what no schedule undercuts, everybody's
own least sum (a moved meeting is half each one's).
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.meetings.clock import Stopwatch
from benchmarks.meetings.generate import council
from egiz.meetings import (
    Changes,
    Limits,
    Meeting,
    Participant,
    Problem,
    Result,
    apply_changes,
    check,
    repair,
    result_to_document,
    solve,
)
from egiz.meetings.model.core import build_core
from egiz.meetings.search.home import MOVE

WISHES = 6
# Few more places than meetings, so that a lost table hurts.
TABLES = 64
SECONDS, SECONDS_SLOT = 2.0, 4.8


def changes_of(problem: Problem, published: Result, seed: int) -> dict[str, Changes]:
    """Twenty kinds of change."""
    companies = [p.id for p in problem.participants]
    others = [companies[(seed * 31 + 17 * k) % len(companies)] for k in range(3 * WISHES)]
    slots = len(problem.slots)
    load = Counter(m.slot for m in published.meetings)
    fullest, emptiest = (sorted(range(slots), key=lambda s: -load[s])[k] for k in (0, -1))
    late = Participant("late", "Late arrival")

    def wishes(name: str, first: int = 0) -> tuple[Meeting, ...]:
        return tuple(Meeting(f"{name}-{other}", (name, other)) for other in others[first : first + WISHES])

    there_for_six = replace(late, unavailable=frozenset(range(slots - WISHES)))
    tables = [t.id for t in problem.tables]
    pinned = frozenset(m.id for m in published.meetings if m.slot < 3)
    return {
        "late arrival, six wishes": Changes((late,), wishes("late")),
        "the same, there for 6 slots": Changes((there_for_six,), wishes("late")),
        "two late arrivals": Changes(
            (late, Participant("later")), (*wishes("late"), *wishes("later", WISHES))
        ),
        "one no-show": Changes(gone=frozenset({companies[seed]})),
        "five no-shows": Changes(gone=frozenset(companies[seed : seed + 5])),
        "one table lost": Changes(lost_tables=frozenset(tables[-1:])),
        "three tables lost": Changes(lost_tables=frozenset(tables[-3:])),
        "fullest slot closed": Changes(closed_slots=frozenset({fullest})),
        "emptiest slot closed": Changes(closed_slots=frozenset({emptiest})),
        "first slot closed": Changes(closed_slots=frozenset({0})),
        "last slot closed": Changes(closed_slots=frozenset({slots - 1})),
        "a company away for 4 slots": Changes(away=((companies[seed], frozenset(range(4))),)),
        "five companies away in a slot": Changes(away=tuple((f, frozenset({2})) for f in others[:5])),
        "late arrival, half time": Changes((late,), wishes("late"), now=slots // 2),
        "no-show at half time": Changes(gone=frozenset({companies[seed]}), now=slots // 2),
        "late, 3 slots pinned": Changes((late,), wishes("late"), pinned=pinned),
        "no-show and late arrival": Changes((late,), wishes("late"), gone=frozenset({companies[seed]})),
        "table lost, company away": Changes(
            lost_tables=frozenset(tables[-1:]), away=((companies[seed], frozenset(range(4))),)
        ),
        "ten companies want five more": Changes(
            added=tuple(
                Meeting(f"more-{a}-{b}", (a, b)) for a, b in zip(others[:5], others[5:10], strict=True)
            )
        ),
        "session delayed": Changes(delayed=((slots // 2, 30),)),
    }


def weighed_at_least(problem: Problem, published: dict[str, int]) -> int:
    """Everybody's fewest breaks and moves on their own; half the price of a move is each of the two's."""
    core = build_core(problem)
    old = [published.get(m.id, -1) for m in problem.meetings]
    total = 0.0
    for mine in core.meetings_of:
        if mine and core.must[list(mine)].all():
            home = {old[m] for m in mine}
            open_slots = core.allowed[list(mine)].any(axis=0)
            total += _least(core.span.tolist(), open_slots.tolist(), home, len(mine))
    return math.ceil(total)


def _least(span: list[int], open_slots: list[bool], home: set[int], count: int) -> float:
    costs: dict[tuple[int, int], float] = {(0, 0): 0.0}
    for s, is_open in enumerate(open_slots):
        after: dict[tuple[int, int], float] = {}
        fresh = s > 0 and span[s] != span[s - 1]
        for (k, state), cost in costs.items():
            now = 0 if fresh else state
            if is_open and k < count:
                away = 0.0 if s in home else MOVE / 2
                after[k + 1, 1] = min(after.get((k + 1, 1), math.inf), cost + away + (now == 2))
            key = (k, 2 if now else 0)
            after[key] = min(after.get(key, math.inf), cost)
        costs = after
    return min((cost for (k, _), cost in costs.items() if k == count), default=0.0)


def row(number: int, name: str, problem: Problem, published: Result, changes: Changes, anew: float) -> bool:
    """Print one line; whether the repair moves no more than a schedule made anew."""
    seconds = SECONDS_SLOT if changes.closed_slots else SECONDS
    with Stopwatch() as watch:
        result = repair(problem, published, changes, limits=Limits(seconds, 2), seed=1)
    before = {p.id: p.slot for p in published.meetings}
    after = apply_changes(problem, before, changes)
    broken = len(check(result_to_document(result), after))
    other = solve(after, limits=Limits(anew, 2), seed=1, warm_start=before)
    kept = {m.id for m in after.meetings}
    slot = {m.id: m.slot for m in other.meetings}
    moved = sum(slot.get(key) != s for key, s in before.items() if key in kept)
    repaired, anew_sum = (
        MOVE * a + b for a, b in ((len(result.moved), _breaks(result)), (moved, _breaks(other)))
    )
    print(
        f"{number:3}  {name:27}  {watch.wall:5.2f}  {watch.cpu:5.2f}  {len(result.moved):5}  "
        f"{result.moved_bound if result.moved_bound is not None else '-':>8}  "
        f"{len(result.meetings):5} of {len(after.meetings)}  {_breaks(result):6}  {broken:6}   "
        f"{moved:5}  {len(other.meetings):5}  {_breaks(other):6}   "
        f"{repaired:5} >= {weighed_at_least(after, before)}  {anew_sum:5}",
        flush=True,
    )
    return len(result.moved) <= moved and repaired <= anew_sum and not broken


def _breaks(result: Result) -> int:
    return next((g.value for g in result.goals if g.name == "breaks"), -1)


def main() -> None:
    """Print one line per seed and change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--publish", type=float, default=20.0)
    parser.add_argument("--anew", type=float, default=5.0)
    parser.add_argument("--only", type=int, default=0)
    words = parser.parse_args()
    fine = total = 0
    for seed in range(1, words.seeds + 1):
        problem = council(seed)
        problem = replace(problem, tables=problem.tables[:TABLES])
        published = solve(problem, limits=Limits(words.publish, 2), seed=1)
        print(f"seed {seed}: {len(published.meetings)} meetings published with {_breaks(published)} breaks")
        print(
            "                                    wall s  cpu s  moved  at least  held          breaks  broken  ",
            end="",
        )
        print("| anew: moved  held  breaks | weighed, anew")
        for number, (name, changes) in enumerate(changes_of(problem, published, seed).items(), start=1):
            if words.only in (0, number):
                total += 1
                fine += row(number, name, problem, published, changes, words.anew)
    print(f"{fine} of {total} move no more than a schedule made anew, weigh no more and keep every rule")


if __name__ == "__main__":
    main()
