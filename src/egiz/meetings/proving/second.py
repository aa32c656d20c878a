"""What was proved, proved once more: a refutation that is checked step by step, and another solver."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from egiz.meetings.model.core import Core, build_core
from egiz.meetings.model.problem import GoalName, Problem
from egiz.meetings.model.result import Result
from egiz.meetings.proving.certificate import Certificate, Starts, refute
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
    first
        What raised the bound at first: "counting", "here", "climb", "descend", "program", "cp-sat" (empty
        where the result does not say).
    steps
        Length of the refutation that SAT wrote down (None where there is none).
    checked
        Whether a checker followed all its steps; None where nobody did.
    """

    goal: GoalName | None
    bound: int | None
    verdict: Verdict
    seconds: float
    first: str = ""
    steps: int | None = None
    checked: bool | None = None


def prove(
    problem: Problem,
    result: Result,
    *,
    seconds: float = 60.0,
    workers: int = 2,
    folder: Path | None = None,
) -> tuple[Proof, ...]:
    """Ask CP-SAT and SAT for a schedule better than every proved bound, goal after goal.

    Parameters
    ----------
    problem, result
        What was solved and what came back.
    seconds
        For each claim.
    workers
        Threads of the second solver.
    folder
        Where refutations are written, as GOAL.cnf and GOAL.drat.

    Returns
    -------
    tuple of Proof
        In the order of the goals. Breaks and weight are proved by other solvers at first (SAT, flow program,
        integer program); goals after the breaks by CP-SAT itself, which then merely repeats.
    """
    if result.status == "infeasible":
        refusal = _refusal(problem, None, None, (), seconds, workers)
        return (_certified(problem, result, refusal, seconds, folder),)
    proofs: list[Proof] = []
    fixed: list[tuple[GoalName, int]] = []
    for goal in result.goals:
        if goal.limit is not None or goal.name == "changes":
            continue
        if not goal.proved:
            proofs.append(Proof(goal.name, goal.bound, "not proved", 0.0))
            break
        refusal = _refusal(problem, goal.name, goal.bound, tuple(fixed), seconds, workers)
        proofs.append(_certified(problem, result, refusal, seconds, folder))
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
        model.keep(name, value)
    if goal is not None and bound is not None:
        model.keep(goal, bound + 1 if goal == "held" else bound - 1)
    status = solver(seconds, workers, 0).solve(model.cp)
    verdict: Verdict = "open"
    if status == cp_model.INFEASIBLE:
        verdict = "confirmed"
    elif status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        verdict = "refuted"
    return Proof(goal, bound, verdict, round(time.monotonic() - begin, 2))


def _certified(problem: Problem, result: Result, proof: Proof, seconds: float, folder: Path | None) -> Proof:
    """The proof with what proved it first and, where clauses can say it, a refutation that was checked."""
    proof = replace(proof, first=_first(result, proof))
    if proof.verdict == "refuted":
        return proof
    found = _refuted(build_core(problem), result, proof, seconds)
    if isinstance(found, Certificate):
        if folder is not None:
            found.write(folder, proof.goal or "schedule")
        return replace(proof, steps=len(found.steps), checked=found.checked())
    # Two solvers that disagree: whoever reads it must know.
    return proof if found is None else replace(proof, verdict="refuted")


def _refuted(core: Core, result: Result, proof: Proof, seconds: float) -> Certificate | Starts | None:
    """What clauses say of a schedule that is better than the bound; None where they cannot say it."""
    most = int(core.weight[core.allowed.any(axis=1)].sum())
    if proof.goal is None:
        return refute(core, seconds=seconds)
    if proof.goal == "held" and proof.bound is not None and proof.bound < most:
        return refute(core, lost=most - proof.bound - 1, seconds=seconds)
    if proof.goal == "breaks" and proof.bound:
        lost = most - result.goal("held").value
        return refute(core, breaks=proof.bound - 1, lost=lost, seconds=seconds)
    return None


def _first(result: Result, proof: Proof) -> str:
    """The stage at which the bound was reached first."""
    reached = (p.stage for p in result.improvements if p.goal == proof.goal and p.bound == proof.bound)
    return next(reached, "")
