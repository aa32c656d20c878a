"""Fewest breaks: the local search from above, counting and provers from below."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.attendance import attendance_bound, runs_bound
from egiz.meetings.core import Core
from egiz.meetings.measure import difference, goal_value, keeps_rules
from egiz.meetings.problem import GoalName
from egiz.meetings.prover import ANY, VARIANTS, Prover, Question, answer
from egiz.meetings.sat import suits
from egiz.meetings.search import Search

Starts = NDArray[np.int32]
Report = Callable[[GoalName, int | None, int | None, str], bool]
LARGE_FLOW = 60_000
LARGE_SAT = 15_000
LARGE_CP = 15_000
SMALL = 1_500
BUDGET = 5_000
STEPS = 400_000
POLL = 0.02
ANYTHING = 10**6
HOT, COLD = 0.5, 0.15
CHUNK = 200_000
TICK = 0.5
HANDOVER = 1.5


@dataclass
class Breaks:
    """The contest between a schedule and its bound."""

    core: Core
    report: Report
    workers: int
    seed: int
    deadline: float
    value: int | None = None
    bound: int = 0
    starts: Starts | None = None
    unfair: Starts | None = None
    apart: int = 0
    infeasible: bool = False
    stopped: bool = False
    running: list[Prover] = field(default_factory=list)
    spoiled: set[str] = field(default_factory=set)

    @property
    def left(self) -> float:
        return self.deadline - time.monotonic()

    def over(self) -> bool:
        """Whether nothing more is to be done."""
        closed = self.value is not None and self.value <= self.bound
        return closed or self.infeasible or self.stopped or self.left <= 0

    def best(self) -> Starts | None:
        """The best schedule so far."""
        return self.starts

    def tell(self, stage: str) -> None:
        if not self.report("breaks", self.value, self.bound, stage):
            self.stopped = True

    def offer(self, starts: Starts, stage: str) -> None:
        """Take a schedule if it keeps the rules and is better.

        Until one keeps the fairness limit, the one that comes closest to it is kept aside.
        """
        if not keeps_rules(self.core, starts, fair=False):
            return
        limit, apart = self.core.problem.goals.fairness, difference(self.core, starts)
        if limit is not None and apart > limit:
            if self.unfair is None or apart < self.apart:
                self.unfair, self.apart = starts.copy(), apart
                self.stopped |= not self.report("fairness", apart, limit, stage)
            return
        value = goal_value(self.core, starts, "breaks")
        if self.value is None or value < self.value:
            self.value, self.starts = value, starts.copy()
            self.tell(stage)

    def raise_bound(self, bound: int, stage: str) -> None:
        if bound > self.bound:
            self.bound = bound
            self.tell(stage)


def count_bound(core: Core, seconds: float) -> int | None:
    """The best bound by counting that the size allows; None proves that there is no schedule."""
    runs = runs_bound(core)
    if runs is None:
        return None
    from egiz.meetings.attendance import flow_size  # noqa: PLC0415 - beside its use

    if flow_size(core) > LARGE_FLOW or seconds < 1:
        return runs
    found = attendance_bound(core, seconds, whole=False)
    return None if found is None else max(runs, found)


def fewest_breaks(contest: Breaks) -> None:
    """Run the contest until it is closed, cancelled or out of time."""
    core = contest.core
    if contest.starts is not None:
        contest.offer(contest.starts, "start")
    bound = count_bound(core, contest.left)
    if bound is None:
        contest.infeasible = True
        return
    contest.raise_bound(bound, "counting")
    try:
        _compete(contest)
    finally:
        for prover in contest.running:
            prover.close()


def _compete(contest: Breaks) -> None:
    core = contest.core
    search = Search(core, contest.starts, contest.seed)
    if not suits(core):
        contest.spoiled |= {v for v in VARIANTS if v != "cp-sat"}
    provable = int(core.allowed.sum()) <= (LARGE_SAT if suits(core) else LARGE_CP)
    if not _begin(contest, search, provable=provable):
        return
    if provable:
        _alternate(contest, search)
    else:
        _cool(contest, search)


def _begin(contest: Breaks, search: Search, *, provable: bool) -> bool:
    """A first schedule with every must in it; False where there is none or none was found."""
    core = contest.core
    if contest.starts is None and contest.unfair is None:
        search.place(min(contest.left, 1.0 if provable else contest.left), lambda: contest.stopped)
    elif contest.starts is None and contest.unfair is not None:
        search.load(contest.unfair)
    if (search.slot[core.must] >= 0).all():
        contest.offer(search.slot, "placed")
        return True
    if not provable:
        return False
    _until_answered(contest, Question(core, ANYTHING, ANY if suits(core) else "cp-sat", contest.seed), search)
    found = contest.best()
    if contest.over() or found is None:
        return False
    search.load(found)
    return True


def _alternate(contest: Breaks, search: Search) -> None:
    """Annealings and provers by turns, until schedule and bound meet."""
    core, begun = contest.core, search.slot.copy()
    steps, rounds, stale = min(STEPS, max(20_000, 2_000 * core.n_meetings)), 0, 0
    lone = contest.workers == 1
    while not contest.over():
        search.load(begun if contest.starts is None or rounds % 4 == 3 else contest.starts)
        if rounds >= (3 if lone else 1) and (contest.value is not None or stale >= 2):
            _keep_provers(contest, contest.workers - (0 if stale >= 2 else 1))
            if contest.over():
                break
            if stale >= 2 or lone:
                _wait(contest)
                continue
        if rounds == 1 and int(core.allowed.sum()) <= SMALL and suits(core):
            _ask_here(contest)
            if contest.over():
                break
        before = contest.value
        _round(contest, search, steps, rounds)
        rounds += 1
        stale = stale + 1 if contest.value == before else 0
        if rounds % 2 == 0:
            steps = min(steps * 2, 64_000_000)


def _cool(contest: Breaks, search: Search) -> None:
    """Where only time decides: a quick cooling, then a slow one, with other seeds in further processes."""
    begun = search.slot.copy()
    chill(contest, search, contest.left * 0.1)
    while not contest.over() and contest.left > 1:
        _helpers(contest, begun)
        search.load(begun)
        chill(contest, search, contest.left - 0.1)
        _gather(contest)


def chill(contest: Breaks, search: Search, seconds: float) -> None:
    """One annealing whose temperature follows the clock."""
    begin, chunk = time.monotonic(), CHUNK
    share = 0.0
    while share < 1 and not contest.over():
        temperature = HOT * (COLD / HOT) ** share
        clock = time.monotonic()
        claimed = search.anneal(chunk, temperature, target=float(contest.bound))
        if contest.value is None or claimed < contest.value:
            contest.offer(search.best, "search")
        contest.tell("search")
        now = time.monotonic()
        chunk = min(20_000_000, max(CHUNK, int(chunk * min(2.0, TICK / max(1e-3, now - clock)))))
        share = (now - begin) / max(1e-3, seconds)


def _helpers(contest: Breaks, begun: Starts) -> None:
    """The same annealing in further processes."""
    seconds = contest.left - HANDOVER
    if seconds < HANDOVER:
        return
    for k in range(1, contest.workers):
        question = Question(contest.core, 0, "anneal", contest.seed + k, begun, seconds)
        contest.running.append(Prover(question))


def _gather(contest: Breaks) -> None:
    """Take what the further processes have found; they end a little before the deadline."""
    while contest.running and not contest.stopped and contest.left > 0:
        _collect(contest)
        time.sleep(POLL)


def _round(contest: Breaks, search: Search, steps: int, rounds: int) -> None:
    """One annealing, cut into chunks that look at the clock and at the provers."""
    hot, cold = (0.7, 0.13) if rounds % 2 == 0 else (0.45, 0.13)
    size = max(25, -(-steps // 500_000))
    for k in range(size):
        if contest.over():
            return
        temperature = hot * (cold / hot) ** (k / (size - 1))
        search.anneal(steps // size, temperature, target=float(contest.bound))
        contest.offer(search.best, "search")
        contest.tell("search")
        if contest.running:
            _collect(contest)


def _keep_provers(contest: Breaks, count: int) -> None:
    """Keep `count` provers at work on questions that still matter.

    One asks for the next better schedule, which closes the case where the local search has found the best.
    The other asks in the lower third of what is left: quick to refute, or else a leap.
    """
    _collect(contest)
    ceiling = ANYTHING + 1 if contest.value is None else contest.value
    for prover in list(contest.running):
        if not contest.bound <= prover.question.breaks < ceiling:
            prover.close()
            contest.running.remove(prover)
    busy = {p.question.variant for p in contest.running}
    variants = [v for v in VARIANTS if v not in contest.spoiled and v not in busy]
    while not contest.over() and len(contest.running) < max(1, count) and variants:
        asked = {p.question.breaks for p in contest.running}
        low = contest.bound + (ceiling - contest.bound) // 3
        most = min(low, ceiling - 1) if ceiling - 1 in asked else ceiling - 1
        question = Question(contest.core, most, variants.pop(0), contest.seed, contest.starts, contest.left)
        contest.running.append(Prover(question))


def _collect(contest: Breaks) -> None:
    for prover in list(contest.running):
        found = prover.poll()
        if found is None:
            continue
        prover.close()
        contest.running.remove(prover)
        if found.starts is not None:
            contest.offer(found.starts, prover.question.variant)
        elif found.proved and prover.question.breaks == ANYTHING:
            contest.infeasible = True
        elif found.proved:
            contest.raise_bound(prover.question.breaks + 1, prover.question.variant)
        else:
            contest.spoiled.add(prover.question.variant)


def _ask_here(contest: Breaks) -> None:
    """Small formulas are answered sooner than a process starts."""
    while not contest.over() and contest.value is not None:
        question = Question(contest.core, contest.value - 1, "glucose42", contest.seed, conflicts=BUDGET)
        found = answer(question)
        if found.starts is not None:
            contest.offer(found.starts, question.variant)
        elif found.proved:
            contest.raise_bound(question.breaks + 1, question.variant)
        else:
            return


def _wait(contest: Breaks) -> None:
    """Nothing left but to wait for a prover (with one worker, it has the processor for itself)."""
    count = len(contest.running)
    value = contest.value
    last = time.monotonic()
    while not contest.over() and count and len(contest.running) == count and contest.value == value:
        time.sleep(POLL)
        _collect(contest)
        if time.monotonic() - last > 0.3:
            last = time.monotonic()
            contest.tell("proof")
    if not contest.running and len(contest.spoiled) == len(VARIANTS):
        contest.stopped = True


def _until_answered(contest: Breaks, question: Question, search: Search) -> None:
    """Ask for any schedule while the local search goes on looking for one."""
    if suits(contest.core) and int(contest.core.allowed.sum()) <= SMALL:
        found = answer(Question(contest.core, question.breaks, "glucose42", contest.seed, conflicts=BUDGET))
        if found.proved:
            contest.infeasible = found.starts is None
            if found.starts is not None:
                contest.offer(found.starts, "glucose42")
            return
    contest.running.append(Prover(question))
    while contest.running and not contest.over() and contest.starts is None:
        if search.place(0.2, chunk=2000) == 0:
            contest.offer(search.slot, "placed")
        contest.tell("placing")
        _collect(contest)
    for prover in contest.running:
        prover.close()
    contest.running.clear()
