"""`solve`: the one verb of this room."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.assign import Assignment, NoAssignment, assign
from egiz.meetings.core import Core, build_core
from egiz.meetings.explain import explain_infeasible, explain_not_held
from egiz.meetings.measure import difference, goal_value
from egiz.meetings.problem import GoalName, Problem
from egiz.meetings.result import Goal, Limits, Placed, Progress, Result, Status
from egiz.meetings.stages import State, improve_goal

Starts = NDArray[np.int32]
OnProgress = Callable[[Progress], bool | None]
SHARE = {"held": 0.5, "breaks": 0.7, "fairness": 0.5, "idle": 0.7, "preferences": 1.0}


class Clock:
    """Time left, and the log of improvements."""

    def __init__(self, limits: Limits, on_progress: OnProgress | None) -> None:
        self.begin = time.monotonic()
        self.limits = limits
        self.on_progress = on_progress
        self.log: list[Progress] = []
        self.cancelled = False

    @property
    def spent(self) -> float:
        return time.monotonic() - self.begin

    @property
    def left(self) -> float:
        return self.limits.seconds - self.spent

    def watch(self, goal: GoalName, value: int | None, bound: int | None, stage: str) -> bool:
        """Log an improvement; False asks the engine to stop."""
        progress = Progress(round(self.spent, 3), goal, value, bound, stage)
        if value is not None or bound is not None:
            self.log.append(progress)
        if self.on_progress is not None and self.on_progress(progress) is False:
            self.cancelled = True
        return not self.cancelled


def solve(
    problem: Problem,
    *,
    limits: Limits | None = None,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    warm_start: Result | Mapping[str, int] | None = None,
) -> Result:
    """Find the best schedule and prove how good it is.

    Parameters
    ----------
    problem
        What is to be scheduled.
    limits
        Seconds and workers.
    seed
        The same seed with one worker gives the same schedule.
    on_progress
        Called with every improvement; returning False cancels and keeps the best.
    warm_start
        An earlier result, or first slots by meeting id, to start from.

    Returns
    -------
    Result
        Never worse than the warm start where that keeps the rules.
    """
    clock = Clock(limits or Limits(), on_progress)
    core = build_core(problem)
    state = State(starts=_warm(core, warm_start))
    done: list[GoalName] = []
    for name in problem.goals.order:
        if name == "changes" or (name != "held" and (clock.left <= 0 or clock.cancelled)):
            continue
        improve_goal(
            core,
            state,
            name,
            done,
            seconds=max(0.1, clock.left) * SHARE[name],
            workers=clock.limits.workers,
            seed=seed,
            watch=clock.watch,
        )
        if state.starts is None:
            break
        done.append(name)
    return finish(core, state, clock)


def _warm(core: Core, warm_start: Result | Mapping[str, int] | None) -> Starts | None:
    from egiz.meetings.measure import keeps_rules  # noqa: PLC0415 - small and used once

    if warm_start is None:
        return None
    given = {p.id: p.slot for p in warm_start.meetings} if isinstance(warm_start, Result) else warm_start
    starts = np.array([given.get(m.id, -1) for m in core.problem.meetings], dtype=np.int32)
    return starts if keeps_rules(core, starts) else None


def finish(core: Core, state: State, clock: Clock) -> Result:
    """Make the result: goals with bounds, places, what was not held and why."""
    log = tuple(clock.log)
    if state.starts is None:
        status: Status = "infeasible" if state.infeasible else "unknown"
        why = explain_infeasible(core) if state.infeasible else ()
        return Result(
            status,
            round(clock.spent, 3),
            improvements=log,
            explanation=why,
            stopped_by_limit=not state.infeasible,
        )
    starts = state.starts
    try:
        places = assign(core, starts)
    except NoAssignment:
        places = Assignment(np.full(core.n_meetings, -1, np.int32), np.full(core.n_meetings, -1, np.int32), 0)
    goals = tuple(_goal(core, state, places, name) for name in core.problem.goals.order)
    if core.problem.goals.fairness is not None and "fairness" not in core.problem.goals.order:
        value = difference(core, starts)
        goals += (Goal("fairness", value, 0, core.problem.goals.fairness),)
    asked = [g for g in goals if g.name in core.problem.goals.order]
    optimal = all(g.proved for g in asked)
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
