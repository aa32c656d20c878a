"""From slots to a result: places, goals with bounds, reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.check import check
from egiz.meetings.model.core import Core
from egiz.meetings.model.formats.documents import result_to_document
from egiz.meetings.model.measure import difference, goal_value, keeps_row
from egiz.meetings.model.pools import Row
from egiz.meetings.model.problem import GoalName, Problem
from egiz.meetings.model.result import Goal, Placed, Progress, Result
from egiz.meetings.model.sentences import reason
from egiz.meetings.proving.conflict import explain_infeasible
from egiz.meetings.proving.explain import explain_not_held
from egiz.meetings.proving.stages import State
from egiz.meetings.search.assign import FREELY, NOWHERE, Assignment, NoAssignment, assign
from egiz.meetings.search.fill import fill

Starts = NDArray[np.int32]


class Timer(Protocol):
    """What the result needs of the clock."""

    log: list[Progress]

    @property
    def spent(self) -> float:
        """Seconds since the start."""

    @property
    def left(self) -> float:
        """Seconds left."""


# Seconds kept for reasons when time is up.
MARGIN = 0.5


def learn(core: Core, state: State) -> Core | None:
    """The core with what a schedule without enough places teaches; None where it has its places."""
    if state.starts is None or state.infeasible:
        return None
    try:
        assign(core, state.starts)
    except NoAssignment as short:
        if not short.proved:
            return None
        row = _overfull(core, state.starts, short)
        if row is not None:
            return replace(core, rows=(*core.rows, row))
        nogood = tuple((m, int(state.starts[m])) for m in short.meetings)
        return replace(core, nogoods=(*core.nogoods, nogood))
    return None


def _overfull(core: Core, starts: Starts, short: NoAssignment) -> Row | None:
    """A counting row that the core has not got and the schedule breaks."""
    if not short.units:
        return None
    row = core.pools[short.pool].row(short.units)
    return None if row in core.rows or keeps_row(core, starts, row) else row


def finish(core: Core, state: State, clock: Timer) -> Result:
    """Make the result: goals with bounds, places, what was not held and why.

    Nothing is called feasible or optimal before the independent checker has passed it.
    """
    if state.starts is None or state.infeasible:
        return _without_schedule(core, state, clock)
    filled = fill(core, state.starts)
    starts, places = _places(core, filled)
    if (starts != filled).any():
        # What was proved about the other goals holds for schedules that hold as much.
        state.bounds = {name: bound for name, bound in state.bounds.items() if name == "held"}
    goals, optimal = _goals(core, state, starts, places)
    result = Result(
        status="optimal" if optimal else "feasible",
        seconds=0.0,
        goals=goals,
        meetings=_placed(core, starts, places),
        improvements=tuple(clock.log),
        stopped_by_limit=not optimal,
    )
    result = _checked(core.problem, result)
    if len(result.meetings) < core.n_meetings:
        result = replace(result, not_held=explain_not_held(core, starts, clock.left))
    return replace(result, seconds=round(clock.spent, 3))


def _without_schedule(core: Core, state: State, clock: Timer) -> Result:
    """There is none, or none was found in time."""
    log, spent = tuple(clock.log), round(clock.spent, 3)
    if not state.infeasible:
        return Result("unknown", spent, improvements=log, stopped_by_limit=True)
    why = explain_infeasible(core, max(MARGIN, min(clock.left, 5.0)))
    return Result("infeasible", round(clock.spent, 3), improvements=log, explanation=why)


def _goals(core: Core, state: State, starts: Starts, places: Assignment) -> tuple[tuple[Goal, ...], bool]:
    """Every goal, and whether nothing better is left to find."""
    order = core.problem.goals.order
    goals = tuple(_goal(core, state, (starts, places), name) for name in order)
    proved = all(g.proved for g in goals)
    limit = core.problem.goals.fairness
    if limit is None:
        return goals, proved
    apart = difference(core, starts)
    if "fairness" not in order:
        goals += (Goal("fairness", apart, 0, limit),)
    return goals, proved and apart <= limit


def _checked(problem: Problem, result: Result) -> Result:
    """The result as the independent checker sees it."""
    broken = check(result_to_document(result), problem)
    if not broken:
        return result
    first = broken[0]
    why = reason("check", rule=first.rule, text=first.text)
    return replace(result, status="unknown", explanation=(why,), stopped_by_limit=True)


def _places(core: Core, starts: Starts) -> tuple[Starts, Assignment]:
    """The schedule with its places; meetings for which there is none are left out, the lightest first."""
    starts = starts.copy()
    while True:
        try:
            return starts, assign(core, starts)
        except NoAssignment as short:
            able = [m for m in short.meetings if not core.must[m]]
            if not able:
                none = np.full(core.n_meetings, -1, dtype=np.int32)
                return starts, Assignment(none, none.copy(), 0)
            starts[min(able, key=lambda m: (core.weight[m], -m))] = -1


def _goal(core: Core, state: State, made: tuple[Starts, Assignment], name: GoalName) -> Goal:
    starts, places = made
    limit = core.problem.goals.fairness if name == "fairness" else None
    if name == "changes":
        return Goal(name, places.changes, 0)
    value = goal_value(core, starts, name)
    default = int(core.weight[core.allowed.any(axis=1)].sum()) if name == "held" else 0
    bound = state.bounds.get(name, default)
    bound = max(value, min(bound, default)) if name == "held" else min(value, max(bound, default))
    return Goal(name, value, bound, limit)


def _placed(core: Core, starts: Starts, places: Assignment) -> tuple[Placed, ...]:
    problem = core.problem
    found = []
    for i in np.flatnonzero(starts >= 0).tolist():
        m = problem.meetings[i]
        unit, helper = int(places.place[i]), int(places.interpreter[i])
        at_table = 0 <= unit < len(problem.tables)
        online = unit >= len(problem.tables) or unit == FREELY or (unit == NOWHERE and not core.ways[i][0])
        found.append(
            Placed(
                id=m.id,
                participants=m.participants,
                slot=int(starts[i]),
                length=m.length,
                table=problem.tables[unit].id if at_table else None,
                online=online and not at_table,
                interpreter=problem.interpreters[helper].id if helper >= 0 else None,
                people=_people(core, places, i),
            )
        )
    return tuple(found)


def _people(core: Core, places: Assignment, m: int) -> tuple[tuple[str, str], ...]:
    """Who sits in a meeting for whom; colleagues without a name are left out."""
    found = []
    for pool, chosen in zip(core.pools[2:], places.people, strict=False):
        person = core.problem.participants[pool.who]
        if 0 <= chosen[m] < len(person.people):
            found.append((person.id, person.people[int(chosen[m])].name))
    return tuple(found)
