"""A prover in a process of its own, so that it can be ended at any moment.

The parent starts a Python that runs `main` and writes a pickled `Question` to it; one pickled
`Answer` comes back. Only the parent ever talks to it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import IO

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.core import Core

Starts = NDArray[np.int32]
VARIANTS = ("cadical195", "glucose42", "cp-sat")
ANY = "cadical195"


@dataclass(frozen=True)
class Question:
    """Asks whether there is a schedule with at most `breaks` breaks.

    `conflicts` limits the search (Glucose only; 0 for no limit). The variant "anneal" proves nothing: it
    improves `hint` for `seconds`.
    """

    core: Core
    breaks: int
    variant: str
    seed: int = 0
    hint: Starts | None = None
    seconds: float = 1e6
    conflicts: int = 0


@dataclass(frozen=True)
class Answer:
    """A schedule; or None with `proved` where there is none; or None without."""

    starts: Starts | None
    proved: bool


def answer(question: Question) -> Answer:
    """Answer in this process."""
    if question.variant == "anneal":
        return _by_search(question)
    return _by_cp(question) if question.variant == "cp-sat" else _by_sat(question)


def _by_sat(question: Question) -> Answer:
    from pysat.solvers import Solver  # noqa: PLC0415 - loaded in the prover's process only

    from egiz.meetings.sat import encode, read  # noqa: PLC0415 - as above

    formula = encode(question.core, question.breaks)
    with Solver(name=question.variant, bootstrap_with=formula.clauses) as solver:
        if question.hint is not None and question.variant != "cadical195":
            solver.set_phases([v if question.hint[m] == s else -v for (m, s), v in formula.begin.items()])
        if question.conflicts:
            solver.conf_budget(question.conflicts)
            found = solver.solve_limited()
        else:
            found = solver.solve()
        if found is None:
            return Answer(None, proved=False)
        if not found:
            return Answer(None, proved=True)
        return Answer(read(question.core, formula, solver.get_model()), proved=True)


def _by_cp(question: Question) -> Answer:
    from ortools.sat.python import cp_model  # noqa: PLC0415 - loaded in the prover's process only

    from egiz.meetings.model import ScheduleModel  # noqa: PLC0415 - as above
    from egiz.meetings.stages import solver  # noqa: PLC0415 - as above

    model = ScheduleModel(question.core)
    model.cp.add(model.goal("breaks") <= question.breaks)
    if question.hint is not None:
        model.hint(question.hint)
    cp = solver(question.seconds, 1, question.seed)
    status = cp.solve(model.cp)
    if status == cp_model.INFEASIBLE:
        return Answer(None, proved=True)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(model.read(cp.boolean_value), proved=True)
    return Answer(None, proved=False)


def _by_search(question: Question) -> Answer:
    from egiz.meetings.portfolio import Breaks, chill  # noqa: PLC0415 - the portfolio imports this module
    from egiz.meetings.search import Search  # noqa: PLC0415 - as above

    deadline = time.monotonic() + question.seconds
    search = Search(question.core, question.hint, question.seed)
    contest = Breaks(question.core, lambda *_: True, 1, question.seed, deadline, bound=question.breaks)
    chill(contest, search, question.seconds)
    best = contest.unfair if contest.starts is None else contest.starts
    return Answer(best, proved=best is not None)


class Prover:
    """A running prover."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.output: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self.process = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
            [sys.executable, "-c", "from egiz.meetings.prover import main; main()", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=self.output,
            stderr=subprocess.DEVNULL,
        )
        assert self.process.stdin is not None  # noqa: S101 - it is a pipe
        try:
            pickle.dump(question, self.process.stdin)
            self.process.stdin.close()
        except BrokenPipeError:
            pass

    def poll(self) -> Answer | None:
        """The answer, or None while it is at work."""
        if self.process.poll() is None:
            return None
        self.output.seek(0)
        try:
            found = pickle.load(self.output)  # noqa: S301 - written by our own process
        except (EOFError, pickle.UnpicklingError):
            return Answer(None, proved=False)
        return found if isinstance(found, Answer) else Answer(None, proved=False)

    def close(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.output.close()


def _watch_parent(parent: int) -> None:
    # A prover whose parent has gone must not run on.
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


def main() -> None:
    """Read one question, write one answer."""
    import threading  # noqa: PLC0415 - only in the process of its own

    if len(sys.argv) > 1:
        threading.Thread(target=_watch_parent, args=(int(sys.argv[1]),), daemon=True).start()
    question = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent
    pickle.dump(answer(question), sys.stdout.buffer)
    sys.stdout.buffer.flush()
