"""Repair of a published schedule of 200 firms and 1,200 meetings: time, meetings moved, and the bound.

Usage: python -m benchmarks.meetings.repairing [seeds] [seconds of the published schedule]
"""

from __future__ import annotations

import sys
from dataclasses import replace

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

WISHES = 6
TABLES = 62


def changes_of(problem: Problem, seed: int) -> dict[str, Changes]:
    """Return a late arrival (twice), a no-show and a lost table."""
    others = [
        problem.participants[(seed * 31 + 17 * k) % len(problem.participants)].id for k in range(WISHES)
    ]
    late = Participant("late", "Late arrival")
    return {
        "late arrival, six wishes": Changes(
            arrivals=(late,),
            added=tuple(Meeting(f"late-{other}", ("late", other)) for other in others),
        ),
        # Six meetings in six slots: others have to make room.
        "the same, there for 6 slots": Changes(
            arrivals=(replace(late, unavailable=frozenset(range(len(problem.slots) - WISHES))),),
            added=tuple(Meeting(f"late-{other}", ("late", other)) for other in others),
        ),
        "one no-show": Changes(gone=frozenset({problem.participants[seed].id})),
        "one table lost": Changes(lost_tables=frozenset({problem.tables[-1].id})),
    }


def lowered(problem: Problem, seed: int) -> Problem:
    """One firm now wants half as many meetings."""
    busy = problem.participants[seed].id
    wanted = sum(busy in m.participants for m in problem.meetings)
    people = tuple(replace(p, max_meetings=wanted // 2) if p.id == busy else p for p in problem.participants)
    return replace(problem, participants=people)


def row(seed: int, name: str, problem: Problem, published: Result, changes: Changes) -> None:
    """Print one line."""
    with Stopwatch() as watch:
        result = repair(problem, published, changes, limits=Limits(5.0, 2), seed=1)
    before = {p.id: p.slot for p in published.meetings}
    after = apply_changes(problem, before, changes)
    broken = len(check(result_to_document(result), after))
    print(
        f"{seed:4}  {name:27}  {watch.wall:5.2f}  {watch.cpu:5.2f}  {len(result.moved):5}  "
        f"{result.moved_bound if result.moved_bound is not None else '-':>8}  "
        f"{len(result.meetings):5} of {len(after.meetings)}  {broken}",
        flush=True,
    )


def main() -> None:
    """Print one line per seed and change."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20.0
    print("seed  change                       wall s  cpu s  moved  at least  held            broken rules")
    for seed in range(1, seeds + 1):
        problem = council(seed)
        # Few more places than meetings, so that a lost table hurts.
        problem = replace(problem, tables=problem.tables[:TABLES])
        published = solve(problem, limits=Limits(seconds, 2), seed=1)
        for name, changes in changes_of(problem, seed).items():
            row(seed, name, problem, published, changes)
        row(seed, "limit of meetings halved", lowered(problem, seed), published, Changes())


if __name__ == "__main__":
    main()
