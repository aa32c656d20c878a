"""What was proved, proved once more by another solver: CP-SAT is asked for anything better."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

from egiz.meetings.model.core import build_core
from egiz.meetings.model.problem import GoalName, Problem
from egiz.meetings.model.result import Result
from egiz.meetings.proving.cp_model import ScheduleModel
from egiz.meetings.proving.stages import solver

Verdict = Literal["confirmed", "refuted", "open", "not proved"]


@dataclass(frozen=True, slots=True)
class Proof:
    """One claim and what the second solver says of it.

    Parameters
    ----------
    goal
        The goal, or None for the claim that there is no schedule.
    bound
        What was claimed: no schedule as good in the goals before it is better than this.
    verdict
        "confirmed" by a refusal of anything better; "refuted" by a better schedule; "open" where time ran
        out; "not proved" where nothing was claimed beyond a gap.
    seconds
        Of the second solver.
    """

    goal: GoalName | None
    bound: int | None
    verdict: Verdict
    seconds: float


def prove(problem: Problem, result: Result, *, seconds: float = 60.0, workers: int = 2) -> tuple[Proof, ...]:
    """Ask CP-SAT for a schedule better than every proved bound, goal after goal.

    Parameters
    ----------
    problem, result
        What was solved and what came back.
    seconds
        For each claim.
    workers
        Threads of the second solver.

    Returns
    -------
    tuple of Proof
        In the order of the goals. Breaks and weight are proved by other solvers at first (SAT, flow program,
        integer program); goals after the breaks by CP-SAT itself, which then merely repeats.
    """
    if result.status == "infeasible":
        return (_refusal(problem, None, None, (), seconds, workers),)
    proofs: list[Proof] = []
    fixed: list[tuple[GoalName, int]] = []
    for goal in result.goals:
        if goal.limit is not None or goal.name == "changes":
            continue
        if not goal.proved:
            proofs.append(Proof(goal.name, goal.bound, "not proved", 0.0))
            break
        proofs.append(_refusal(problem, goal.name, goal.bound, tuple(fixed), seconds, workers))
        fixed.append((goal.name, goal.value))
    return tuple(proofs)


def _refusal(
    problem: Problem,
    goal: GoalName | None,
    bound: int | None,
    fixed: tuple[tuple[GoalName, int], ...],
    seconds: float,
    workers: int,
) -> Proof:
    from ortools.sat.python import cp_model  # noqa: PLC0415 - a heavy library, loaded when it is used

    begin = time.monotonic()
    core = build_core(problem)
    model = ScheduleModel(core)
    for name, value in fixed:
        expression = model.goal(name)
        model.cp.add(expression >= value) if name == "held" else model.cp.add(expression <= value)
    if goal is not None and bound is not None:
        expression = model.goal(goal)
        model.cp.add(expression >= bound + 1) if goal == "held" else model.cp.add(expression <= bound - 1)
    status = solver(seconds, workers, 0).solve(model.cp)
    verdict: Verdict = "open"
    if status == cp_model.INFEASIBLE:
        verdict = "confirmed"
    elif status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        verdict = "refuted"
    return Proof(goal, bound, verdict, round(time.monotonic() - begin, 2))
