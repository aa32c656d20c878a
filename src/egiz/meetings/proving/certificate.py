"""Refutations that anybody can check: clauses in DIMACS, their refutation in DRAT, and who reads both.

The clauses are made from what the problem says, without the slots that were taken out beforehand, so that
nothing the search concluded is assumed. The checker (dratify, of the extra `proof`) shares nothing with the
solver: it goes through the steps and says whether each follows.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.proving.sat import encode, read, suits

Starts = NDArray[np.int32]
SOLVER = "glucose4"
# Choices of meeting and slot up to which clauses are made, and steps up to which they are checked here.
LARGEST, MOST_STEPS = 15_000, 60_000


@dataclass(frozen=True)
class Certificate:
    """Clauses that no schedule satisfies, and why.

    Parameters
    ----------
    clauses
        One list of literals a clause.
    steps
        Lines of a DRAT proof.
    """

    clauses: tuple[tuple[int, ...], ...]
    steps: tuple[str, ...]

    def dimacs(self) -> str:
        """The clauses as a DIMACS file."""
        most = max((abs(x) for clause in self.clauses for x in clause), default=0)
        lines = [f"p cnf {most} {len(self.clauses)}"]
        lines += [" ".join(map(str, (*clause, 0))) for clause in self.clauses]
        return "\n".join(lines) + "\n"

    def proof(self) -> str:
        """The proof as a DRAT file."""
        return "\n".join(self.steps) + "\n"

    def write(self, folder: Path, name: str) -> None:
        """Write NAME.cnf and NAME.drat."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.cnf").write_text(self.dimacs(), encoding="ascii")
        (folder / f"{name}.drat").write_text(self.proof(), encoding="ascii")

    def checked(self) -> bool | None:
        """Whether every step follows and the last one is the contradiction; None where nobody checks."""
        if len(self.steps) > MOST_STEPS:
            return None
        try:
            from dratify import check_proof, parse_dimacs  # noqa: PLC0415 - an extra, which may be missing
        except ImportError:
            return None
        result = check_proof(parse_dimacs(self.dimacs()), self.proof(), engine="python")
        return bool(result.ok and result.reached_empty)


def refute(
    core: Core, *, breaks: int | None = None, lost: int = 0, seconds: float = 60.0
) -> Certificate | Starts | None:
    """Ask for a schedule that loses at most `lost` of the weight and has at most `breaks` breaks.

    Returns
    -------
    Certificate or ndarray or None
        The refutation; or first slots of such a schedule; or None where time ran out or it is too large.
    """
    from pysat.solvers import Solver  # noqa: PLC0415 - loaded when it is used

    given = replace(core, allowed=core.own)
    # Weight that may be lost counts what no schedule can hold as well, which `own` may still allow.
    never = core.own.any(axis=1) & ~core.allowed.any(axis=1)
    lost += int(core.weight[never].sum())
    if int(given.allowed.sum()) > LARGEST or not suits(given, lost):
        return None
    formula = encode(given, breaks, lost=lost)
    with Solver(name=SOLVER, bootstrap_with=formula.clauses, with_proof=True) as solver:
        timer = threading.Timer(seconds, solver.interrupt)
        timer.start()
        try:
            found = solver.solve_limited(expect_interrupt=True)
        finally:
            timer.cancel()
        if found is None:
            return None
        if found:
            return read(given, formula, solver.get_model())
        return Certificate(tuple(map(tuple, formula.clauses)), _steps(solver))


def _steps(solver: Any) -> tuple[str, ...]:
    steps = [step.strip() for step in solver.get_proof() or ()]
    # Where putting in the clauses contradicts them already, the solver writes nothing at all.
    steps += [] if steps and steps[-1] == "0" else ["0"]
    return tuple(steps)
