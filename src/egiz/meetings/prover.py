"""A prover in a process of its own, so that it can be ended at any moment.

The parent starts a Python that runs `main` and writes a pickled `Question` to it; pickled news come back
one by one, as soon as they are known. Only the parent ever talks to it.
"""

from __future__ import annotations

import math
import os
import pickle
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.core import Core

Starts = NDArray[np.int32]
# Climbing asks for as few breaks as the bound allows and raises it with every refusal; descending comes from
# a little above, where schedules are found sooner; CP-SAT asks for one break fewer than the best has.
VARIANTS = ("climb", "descend", "cp-sat")
SOLVERS = {"climb": "cadical195", "descend": "cadical153", "here": "glucose42"}
HEAD = struct.Struct("<Q")
STEP = 16


@dataclass(frozen=True)
class Question:
    """Asks for a schedule with at most `breaks` breaks that loses at most `lost` of the weight.

    `anything` asks for any schedule first. `conflicts` limits the search (variant "here" only; 0 for no
    limit). The variant "anneal" proves nothing: it improves `hint` for `seconds`,
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
class News:
    """A schedule; breaks that none undercuts; weight that none exceeds; or that there is no schedule."""

    starts: Starts | None = None
    bound: int | None = None
    weight: int | None = None
    infeasible: bool = False


def answers(question: Question) -> Iterator[News]:
    """Answer in this process."""
    if question.variant == "anneal":
        return _by_search(question)
    if question.variant == "weight":
        return _by_weight(question)
    return _by_cp(question) if question.variant == "cp-sat" else _by_sat(question)


class _Asked:
    """A SAT solver that is asked for fewer breaks than a changing limit."""

    def __init__(self, question: Question, solver: Any) -> None:
        from pysat.card import ITotalizer  # noqa: PLC0415 - loaded in the prover's process only

        from egiz.meetings.sat import encode  # noqa: PLC0415 - as above

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
        from egiz.meetings.sat import read  # noqa: PLC0415 - loaded in the prover's process only

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


def _by_sat(question: Question) -> Iterator[News]:
    from pysat.solvers import Solver  # noqa: PLC0415 - loaded in the prover's process only

    with Solver(name=SOLVERS[question.variant]) as solver:
        asked = _Asked(question, solver)
        if question.anything:
            found, starts = asked.ask(None)
            yield News(infeasible=True) if not found else News(starts)
            if not found:
                return
        yield from _descend(asked) if question.variant == "descend" else _climb(asked)


def _climb(asked: _Asked) -> Iterator[News]:
    most = asked.question.breaks
    while True:
        found, starts = asked.ask(most)
        if found is None:
            return
        if found:
            yield News(starts, bound=most)
            return
        if asked.impossible(most):
            yield News(infeasible=True)
            return
        most += 1
        yield News(bound=most)


def _descend(asked: _Asked) -> Iterator[News]:
    from egiz.meetings.measure import goal_value  # noqa: PLC0415 - loaded in the prover's process only

    most = asked.question.breaks
    while most >= 0:
        found, starts = asked.ask(most)
        if not found or starts is None:
            yield News(bound=most + 1)
            return
        yield News(starts)
        most = min(most, goal_value(asked.question.core, starts, "breaks")) - 1
    yield News(bound=0)


def _by_cp(question: Question) -> Iterator[News]:
    from ortools.sat.python import cp_model  # noqa: PLC0415 - loaded in the prover's process only

    from egiz.meetings.model import ScheduleModel  # noqa: PLC0415 - as above
    from egiz.meetings.stages import solver  # noqa: PLC0415 - as above

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
        yield News(infeasible=True) if question.anything else News(bound=question.breaks + 1)
    elif status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        yield News(model.read(cp.boolean_value))


def _by_weight(question: Question) -> Iterator[News]:
    from egiz.meetings.weight import most_weight  # noqa: PLC0415 - loads a heavy library

    bound, starts = most_weight(question.core, question.seconds)
    yield News(infeasible=True) if bound is None else News(starts, weight=bound)


def _by_search(question: Question) -> Iterator[News]:
    from egiz.meetings.contest import Breaks  # noqa: PLC0415 - the contest imports this module
    from egiz.meetings.portfolio import chill  # noqa: PLC0415 - as above
    from egiz.meetings.search import Search  # noqa: PLC0415 - as above

    seconds = min(question.seconds, question.until - time.time())
    deadline = time.monotonic() + seconds
    search = Search(question.core, question.hint, question.seed)
    contest = Breaks(question.core, lambda *_: True, 1, question.seed, deadline, bound=question.breaks)
    chill(contest, search, contest.left)
    best = contest.unfair if contest.starts is None else contest.starts
    if best is not None:
        yield News(best)


class Prover:
    """A running prover; `asked` is the number of breaks it is busy with."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.asked = question.breaks
        self.output: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self.read = 0
        self.told = 0
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

    def poll(self) -> tuple[list[News], bool]:
        """What is new, and whether it has ended."""
        ended = self.process.poll() is not None
        found: list[News] = []
        # The place for writing belongs to the child: read without moving it.
        size = os.fstat(self.output.fileno()).st_size
        while self.read + HEAD.size <= size:
            (length,) = HEAD.unpack(os.pread(self.output.fileno(), HEAD.size, self.read))
            if self.read + HEAD.size + length > size:
                break
            news = pickle.loads(os.pread(self.output.fileno(), length, self.read + HEAD.size))  # noqa: S301 - written by our own process
            self.read += HEAD.size + length
            if isinstance(news, News):
                found.append(news)
        self.told += len(found)
        return found, ended

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


def _bound_time(seconds: float) -> None:
    # The solvers hold the interpreter, so the watch above may starve: the system ends them as well.
    if sys.platform != "win32" and seconds < 1e5:
        import resource  # noqa: PLC0415 - not everywhere

        used = int(seconds * 1.2) + 30
        resource.setrlimit(resource.RLIMIT_CPU, (used, used + 5))


def main() -> None:
    """Read one question, write the news."""
    import threading  # noqa: PLC0415 - only in the process of its own

    if len(sys.argv) > 1:
        threading.Thread(target=_watch_parent, args=(int(sys.argv[1]),), daemon=True).start()
    question = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent
    _bound_time(question.seconds)
    for news in answers(question):
        packed = pickle.dumps(news)
        sys.stdout.buffer.write(HEAD.pack(len(packed)) + packed)
        sys.stdout.buffer.flush()
