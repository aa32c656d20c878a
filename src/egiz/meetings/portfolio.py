"""Fewest breaks: the local search from above, counting and provers from below."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.attendance import attendance_bound, runs_bound
from egiz.meetings.core import Core
from egiz.meetings.measure import goal_value, keeps_rules
from egiz.meetings.prover import ANY, VARIANTS, Prover, Question, answer
from egiz.meetings.sat import suits
from egiz.meetings.search import Search

Starts = NDArray[np.int32]
Report = Callable[[int | None, int | None, str], bool]
LARGE_FLOW = 60_000
LARGE_SAT = 40_000
LARGE_CP = 20_000
SMALL = 1_500
BUDGET = 5_000
STEPS = 400_000
POLL = 0.02


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
        if not self.report(self.value, self.bound, stage):
            self.stopped = True

    def offer(self, starts: Starts, stage: str) -> None:
        """Take a schedule if it keeps the rules and is better."""
        if not keeps_rules(self.core, starts):
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
    size = int(core.allowed.sum())
    if not suits(core):
        contest.spoiled |= {v for v in VARIANTS if v != "cp-sat"}
    provable = size <= (LARGE_SAT if suits(core) else LARGE_CP)
    if contest.starts is None:
        search.place(min(contest.left, 1.0 if provable else contest.left), lambda: contest.stopped)
    placed = bool((search.slot[core.must] >= 0).all())
    steps, rounds, stale = min(STEPS, max(20_000, 2_000 * core.n_meetings)), 0, 0
    lone = contest.workers == 1
    if not placed and provable:
        _until_answered(
            contest, Question(core, 10**6, ANY if suits(core) else "cp-sat", contest.seed), search
        )
        found = contest.best()
        if contest.over() or found is None:
            return
        search.load(found)
    if not placed and not provable:
        return
    contest.offer(search.slot, "placed")
    begun = search.slot.copy()
    rate = 0.0
    while not contest.over():
        search.load(begun if contest.starts is None or rounds % 4 == 3 else contest.starts)
        if provable and rounds >= (3 if lone else 1) and contest.value is not None:
            _keep_provers(contest, contest.workers - (0 if stale >= 2 else 1))
            if contest.over():
                break
            if stale >= 2 or lone:
                _wait(contest)
                continue
        if rounds == 1 and size <= SMALL and suits(core):
            _ask_here(contest)
            if contest.over():
                break
        before = contest.value
        if not provable and rounds:
            # Nothing but time decides here: one slow cooling beats many quick ones.
            search.load(begun)
            steps = max(STEPS, int(rate * contest.left * (0.97 if rounds % 2 else 0.5)))
        clock = time.monotonic()
        _round(contest, search, steps, rounds if provable else 0)
        rate = steps / max(1e-3, time.monotonic() - clock)
        rounds += 1
        stale = stale + 1 if contest.value == before else 0
        if rounds % 2 == 0:
            steps = min(steps * 2, 64_000_000)


def _round(contest: Breaks, search: Search, steps: int, rounds: int) -> None:
    """One annealing, cut into chunks that look at the clock and at the provers."""
    hot, cold = (0.7, 0.13) if rounds % 2 == 0 else (0.45, 0.13)
    size = max(1, -(-steps // 500_000))
    ratio = (cold / hot) ** (1 / size)
    top = hot
    for _ in range(size):
        if contest.over():
            return
        search.anneal(steps // size, top, top * ratio, target=float(contest.bound))
        contest.offer(search.best, "search")
        top *= ratio
        contest.tell("search")
        if contest.running:
            _collect(contest)


def _keep_provers(contest: Breaks, count: int) -> None:
    """Keep `count` provers at work on questions that still matter.

    One asks for the next better schedule, which closes the case where the local search has found the best.
    The other asks in the lower third of what is left: quick to refute, or else a leap.
    """
    _collect(contest)
    if contest.value is None:
        return
    for prover in list(contest.running):
        if not contest.bound <= prover.question.breaks < contest.value:
            prover.close()
            contest.running.remove(prover)
    busy = {p.question.variant for p in contest.running}
    variants = [v for v in VARIANTS if v not in contest.spoiled and v not in busy]
    while not contest.over() and len(contest.running) < max(1, count) and variants:
        asked = {p.question.breaks for p in contest.running}
        low = contest.bound + (contest.value - contest.bound) // 3
        most = min(low, contest.value - 1) if contest.value - 1 in asked else contest.value - 1
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
        elif found.proved:
            contest.raise_bound(prover.question.breaks + 1, prover.question.variant)
            if contest.value is None:
                contest.infeasible = True
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
