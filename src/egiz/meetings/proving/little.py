"""Small problems goal after goal by clauses alone, which are answered sooner than a larger solver loads.

Every question is a formula of its own: the goals before keep their values, the next one is to be better. A
question that is not answered within a number of conflicts is left to the larger solvers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.measure import goal_value, keeps_rules, missed
from egiz.meetings.model.problem import GoalName
from egiz.meetings.proving.sat import Formula, encode, read, suits

Starts = NDArray[np.int32]
# Choices of meeting and slot up to which a formula is answered sooner than a process starts; the most
# conflicts of a question; how many losses of weight are asked about one after the other.
SMALL, BUDGET, LOSSES = 1_500, 5_000, 8


@dataclass(frozen=True)
class Answer:
    """The best schedule found, what bounds the goal, and whether the two meet."""

    starts: Starts | None
    bound: int
    proved: bool


def is_little(core: Core) -> bool:
    """Whether a problem is small enough, and no meeting may be at a table or online.

    Clauses do not spread such meetings over the slots, so that more of them would go without a table.
    """
    mixed = any(at_table and online for at_table, online in core.ways)
    return int(core.allowed.sum()) <= SMALL and suits(core) and not mixed


def hold_most(core: Core) -> Answer:
    """The most weight: everything first, then without the lightest loss, and so on.

    The bound is an upper one; a schedule for it is the proof from the other side.
    """
    most = int(core.weight[core.allowed.any(axis=1)].sum())
    losses = _losses(core)
    for loss in losses:
        if not suits(core, loss):
            return Answer(None, most - loss, proved=False)
        found, starts = ask(core, encode(core, lost=loss))
        if found is None:
            return Answer(None, most - loss, proved=False)
        if starts is not None:
            return Answer(starts, most - loss, proved=True)
    return Answer(None, most - losses[-1], proved=False)


def improve(
    core: Core, starts: Starts, name: GoalName, done: Mapping[GoalName, int], floor: int
) -> Answer | None:
    """Lower one goal with the goals in `done` kept; None for goals that clauses do not count."""
    if name not in COUNTED:
        return None
    held = goal_value(core, starts, "held")
    lost = int(core.weight[core.allowed.any(axis=1)].sum()) - held
    value = goal_value(core, starts, name)
    while value > floor:
        formula = encode(core, lost=lost)
        for goal, limit in {**done, name: value - 1}.items():
            _count(core, formula, goal, limit)
        found, better = ask(core, formula)
        if found is None:
            return Answer(starts, floor, proved=False)
        if better is None:
            return Answer(starts, value, proved=True)
        if not keeps_rules(core, better) or goal_value(core, better, name) >= value:
            return Answer(starts, floor, proved=False)
        starts, value = better, goal_value(core, better, name)
    return Answer(starts, value, proved=True)


def _count(core: Core, formula: Formula, goal: GoalName, limit: int) -> None:
    for group in COUNTED[goal](core, formula) if goal in COUNTED else ():
        formula.at_most(group, limit)


def ask(core: Core, formula: Formula) -> tuple[bool | None, Starts | None]:
    """Whether there is a schedule (None: not known within the conflicts), and one."""
    from pysat.solvers import Solver  # noqa: PLC0415 - loaded when it is used

    with Solver(name="glucose42", bootstrap_with=formula.clauses) as solver:
        solver.conf_budget(BUDGET)
        found = solver.solve_limited()
        return found, read(core, formula, solver.get_model()) if found else None


def _losses(core: Core) -> list[int]:
    """The smallest losses of weight that leaving out meetings can add up to."""
    sums = {0}
    able = ~core.must & core.allowed.any(axis=1)
    for weight in core.weight[able].tolist():
        sums = set(sorted(sums | {loss + weight for loss in sums})[:LOSSES])
    return sorted(sums)


def _all_holes(_core: Core, formula: Formula) -> Iterator[list[int]]:
    yield formula.breaks


def _own_holes(_core: Core, formula: Formula) -> Iterator[list[int]]:
    yield from formula.holes.values()


def _missed(core: Core, formula: Formula) -> Iterator[list[int]]:
    likes = {p.id: p.prefer for p in core.problem.participants if p.prefer}
    wanted = core.problem.meetings
    # A beginning that leaves two wishes open counts twice: by a second variable that it entails.
    group: list[int] = []
    for (m, s), begin in formula.begin.items():
        times = missed(wanted[m], s, likes)
        group += [begin] * min(times, 1)
        for _ in range(times - 1):
            again = formula.new()
            formula.clauses.append([-begin, again])
            group.append(again)
    yield group


def _idle(core: Core, formula: Formula) -> Iterator[list[int]]:
    group: list[int] = []
    for p in formula.holes:
        for span in np.unique(core.span).tolist():
            slots = np.flatnonzero(core.span == span).tolist()
            group += _between(formula, [formula.busy.get((p, s), 0) for s in slots])
    yield group


def _between(formula: Formula, busy: list[int]) -> list[int]:
    """A variable for each slot that is idle with a meeting before and another after it."""
    before, after = _so_far(formula, busy), _so_far(formula, busy[::-1])[::-1]
    found = []
    for i in range(1, len(busy) - 1):
        if before[i - 1] and after[i + 1]:
            idle = formula.new()
            own = [busy[i]] if busy[i] else []
            formula.clauses.append([-before[i - 1], -after[i + 1], idle, *own])
            found.append(idle)
    return found


def _so_far(formula: Formula, busy: list[int]) -> list[int]:
    """Variables that hold once somebody has been busy (0 where that cannot be yet)."""
    found: list[int] = []
    last = 0
    for now in busy:
        if now and last:
            both = formula.new()
            formula.clauses += [[-last, both], [-now, both]]
            last = both
        found.append(last := last or now)
    return found


COUNTED = {"breaks": _all_holes, "fairness": _own_holes, "idle": _idle, "preferences": _missed}
