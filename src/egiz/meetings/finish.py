"""From slots to a result: places, goals with bounds, reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.measure import difference, goal_value
from egiz.meetings.model.problem import GoalName
from egiz.meetings.model.result import Goal, Placed, Progress, Result, Status
from egiz.meetings.proving.explain import explain_infeasible, explain_not_held
from egiz.meetings.proving.stages import State
from egiz.meetings.search.assign import Assignment, NoAssignment, assign

Starts = NDArray[np.int32]


class Timer(Protocol):
    """What the result needs of the clock."""

    log: list[Progress]

    @property
    def spent(self) -> float:
        """Seconds since the start."""


def finish(core: Core, state: State, clock: Timer) -> Result:
    """Make the result: goals with bounds, places, what was not held and why."""
    log = tuple(clock.log)
    if state.starts is None or state.infeasible:
        status: Status = "infeasible" if state.infeasible else "unknown"
        why = explain_infeasible(core) if state.infeasible else ()
        spent = round(clock.spent, 3)
        return Result(status, spent, improvements=log, explanation=why, stopped_by_limit=not state.infeasible)
    starts = state.starts
    places = _places(core, starts)
    goals = tuple(_goal(core, state, places, name) for name in core.problem.goals.order)
    apart, limit = difference(core, starts), core.problem.goals.fairness
    optimal = all(g.proved for g in goals) and (limit is None or apart <= limit)
    if limit is not None and "fairness" not in core.problem.goals.order:
        goals += (Goal("fairness", apart, 0, limit),)
    result = Result(
        status="optimal" if optimal else "feasible",
        seconds=0.0,
        goals=goals,
        meetings=_placed(core, starts, places),
        not_held=explain_not_held(core, starts),
        improvements=log,
        stopped_by_limit=not optimal,
    )
    return replace(result, seconds=round(clock.spent, 3))


def _places(core: Core, starts: Starts) -> Assignment:
    try:
        return assign(core, starts)
    except NoAssignment:
        none = np.full(core.n_meetings, -1, dtype=np.int32)
        return Assignment(none, none.copy(), 0)


def _goal(core: Core, state: State, places: Assignment, name: GoalName) -> Goal:
    assert state.starts is not None  # noqa: S101 - finish has a schedule in hand
    limit = core.problem.goals.fairness if name == "fairness" else None
    if name == "changes":
        return Goal(name, places.changes, 0)
    value = goal_value(core, state.starts, name)
    default = int(core.weight[core.allowed.any(axis=1)].sum()) if name == "held" else 0
    bound = state.bounds.get(name, default)
    bound = max(value, min(bound, default)) if name == "held" else min(value, max(bound, default))
    return Goal(name, value, bound, limit)


def _placed(core: Core, starts: Starts, places: Assignment) -> tuple[Placed, ...]:
    problem = core.problem
    found = []
    for i, m in enumerate(problem.meetings):
        if starts[i] < 0:
            continue
        unit, helper = int(places.place[i]), int(places.interpreter[i])
        at_table = 0 <= unit < len(problem.tables)
        found.append(
            Placed(
                id=m.id,
                participants=m.participants,
                slot=int(starts[i]),
                length=m.length,
                table=problem.tables[unit].id if at_table else None,
                online=not at_table and core.ways[i][1],
                interpreter=problem.interpreters[helper].id if helper >= 0 else None,
            )
        )
    return tuple(found)
