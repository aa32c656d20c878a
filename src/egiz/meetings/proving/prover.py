"""What a prover is asked and what it answers: SAT, CP-SAT, or the integer program over weights."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.measure import goal_value
from egiz.meetings.proving.sat import encode, read
from egiz.meetings.proving.weight import most_weight

Starts = NDArray[np.int32]
# Climbing asks for as few breaks as the bound allows and raises it with every refusal; descending comes from
# a little above, where schedules are found sooner; CP-SAT asks for one break fewer than the best has.
VARIANTS = ("climb", "descend", "cp-sat")
SOLVERS = {"climb": "cadical195", "descend": "cadical153", "here": "glucose42"}
STEP = 16


@dataclass(frozen=True)
class Question:
    """Asks for a schedule with at most `breaks` breaks that loses at most `lost` of the weight.

    `anything` asks for any schedule first. `conflicts` limits the search (variant "here" only; 0 for no
    limit). The variant "anneal" is for `workers` only: it proves nothing and improves `hint` for `seconds`,
    and no longer than the clock time `until`. With `people` the clauses count whoever is busy in a slot,
    which holds the argument of `attendance`; without, they count meetings.
    """

    core: Core
    breaks: int
    variant: str
    seed: int = 0
    hint: Starts | None = None
    seconds: float = 1e6
    conflicts: int = 0
    lost: int = 0
    anything: bool = False
    until: float = math.inf
    people: bool = True


@dataclass(frozen=True)
class Message:
    """A schedule; breaks that none undercuts; weight that none exceeds; or that there is no schedule."""

    starts: Starts | None = None
    bound: int | None = None
    weight: int | None = None
    infeasible: bool = False


def answers(question: Question) -> Iterator[Message]:
    """Answer in this process."""
    if question.variant == "weight":
        return _by_weight(question)
    return _by_cp(question) if question.variant == "cp-sat" else _by_sat(question)


class _Asked:
    """A SAT solver that is asked for fewer breaks than a changing limit."""

    def __init__(self, question: Question, solver: Any) -> None:
        from pysat.card import ITotalizer  # noqa: PLC0415 - loaded in the prover's process only

        self.question, self.solver = question, solver
        self.formula = encode(question.core, lost=question.lost, counting=question.people)
        self.breaks = self.formula.breaks
        self.limit = min(len(self.breaks) - 1, question.breaks + STEP)
        self.totalizer = ITotalizer(self.breaks, max(0, self.limit), self.formula.pool.top)
        for clause in (*self.formula.clauses, *self.totalizer.cnf.clauses):
            solver.add_clause(clause)
        if question.hint is not None and not SOLVERS[question.variant].startswith("cadical"):
            hint = question.hint
            solver.set_phases([v if hint[m] == s else -v for (m, s), v in self.formula.begin.items()])

    def assume(self, most: int | None) -> list[int]:
        """The literal for "at most so many breaks"."""
        if most is None or most >= len(self.breaks):
            return []
        if most > self.limit:
            self.limit = min(len(self.breaks) - 1, most + STEP)
            known = len(self.totalizer.cnf.clauses)
            self.totalizer.increase(self.limit)
            for clause in self.totalizer.cnf.clauses[known:]:
                self.solver.add_clause(clause)
        return [-self.totalizer.rhs[most]]

    def ask(self, most: int | None) -> tuple[bool | None, Starts | None]:
        """Whether there is a schedule with at most `most` breaks (None for any), and the schedule."""
        assumed = self.assume(most)
        if self.question.conflicts:
            self.solver.conf_budget(self.question.conflicts)
            found = self.solver.solve_limited(assumptions=assumed)
        else:
            found = self.solver.solve(assumptions=assumed)
        if not found:
            return found, None
        return True, read(self.question.core, self.formula, self.solver.get_model())

    def impossible(self, most: int | None) -> bool:
        """After a refusal: whether it had nothing to do with the breaks."""
        return not self.assume(most) or not self.solver.get_core()


def _by_sat(question: Question) -> Iterator[Message]:
    from pysat.solvers import Solver  # noqa: PLC0415 - loaded in the prover's process only

    with Solver(name=SOLVERS[question.variant]) as solver:
        asked = _Asked(question, solver)
        if question.anything:
            found, starts = asked.ask(None)
            yield Message(infeasible=True) if not found else Message(starts)
            if not found:
                return
        yield from _descend(asked) if question.variant == "descend" else _climb(asked)


def _climb(asked: _Asked) -> Iterator[Message]:
    most = asked.question.breaks
    while True:
        found, starts = asked.ask(most)
        if found is None:
            return
        if found:
            yield Message(starts, bound=most)
            return
        if asked.impossible(most):
            yield Message(infeasible=True)
            return
        most += 1
        yield Message(bound=most)


def _descend(asked: _Asked) -> Iterator[Message]:
    most = asked.question.breaks
    while most >= 0:
        found, starts = asked.ask(most)
        if not found or starts is None:
            yield Message(bound=most + 1)
            return
        yield Message(starts)
        most = min(most, goal_value(asked.question.core, starts, "breaks")) - 1
    yield Message(bound=0)


def _by_cp(question: Question) -> Iterator[Message]:
    from ortools.sat.python import cp_model  # noqa: PLC0415 - loaded in the prover's process only

    from egiz.meetings.proving.cp_model import ScheduleModel  # noqa: PLC0415 - as above
    from egiz.meetings.proving.stages import solver  # noqa: PLC0415 - as above

    core = question.core
    model = ScheduleModel(core)
    most = int(core.weight[core.allowed.any(axis=1)].sum())
    model.cp.add(model.goal("held") >= most - question.lost)
    if not question.anything:
        model.cp.add(model.goal("breaks") <= question.breaks)
    if question.hint is not None:
        model.hint(question.hint)
    cp = solver(question.seconds, 1, question.seed)
    status = cp.solve(model.cp)
    if status == cp_model.INFEASIBLE:
        yield Message(infeasible=True) if question.anything else Message(bound=question.breaks + 1)
    elif status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        yield Message(model.read(cp.boolean_value))


def _by_weight(question: Question) -> Iterator[Message]:
    bound, starts = most_weight(question.core, question.seconds)
    yield Message(infeasible=True) if bound is None else Message(starts, weight=bound)
