"""The contest between a schedule from above and a bound from below."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.core import Core, build_core
from egiz.meetings.measure import difference, goal_value, keeps_rules
from egiz.meetings.problem import GoalName
from egiz.meetings.prover import News, Prover

Starts = NDArray[np.int32]
Report = Callable[[GoalName, int | None, int | None, str], bool]


def settled(core: Core, starts: Starts) -> Core:
    """The problem of the meetings held in `starts`, all of them musts."""
    problem = core.problem
    held = starts >= 0
    ids = {m.id for m, h in zip(problem.meetings, held, strict=True) if h}
    meetings = tuple(
        replace(m, must=True, after=tuple(a for a in m.after if a in ids))
        for m in problem.meetings
        if m.id in ids
    )
    people = tuple(replace(p, min_meetings=0, max_meetings=None) for p in problem.participants)
    return build_core(replace(problem, meetings=meetings, participants=people, check_loads=False))


@dataclass
class Breaks:
    """The contest between a schedule and its bound.

    `core` is what the local search works on: musts only. Where other meetings might be held instead at the
    same weight, `whole` is the problem with all its meetings, which the provers are asked about; `kept`
    are the numbers of the core's meetings in it and `lost` the weight that may be left out.
    `counted` is the part of the bound that counting alone has proved.
    """

    core: Core
    report: Report
    workers: int
    seed: int
    deadline: float
    value: int | None = None
    bound: int = 0
    counted: int = 0
    starts: Starts | None = None
    unfair: Starts | None = None
    apart: int = 0
    infeasible: bool = False
    stopped: bool = False
    running: list[Prover] = field(default_factory=list)
    spoiled: set[str] = field(default_factory=set)
    whole: Core | None = None
    kept: NDArray[np.intp] | None = None
    lost: int = 0

    @property
    def left(self) -> float:
        return self.deadline - time.monotonic()

    @property
    def asked(self) -> Core:
        """The problem that bounds and provers speak of."""
        return self.core if self.whole is None else self.whole

    def over(self) -> bool:
        """Whether nothing more is to be done."""
        closed = self.value is not None and self.value <= self.bound
        return closed or self.infeasible or self.stopped or self.left <= 0

    def best(self) -> Starts | None:
        """The best schedule so far."""
        return self.starts

    def result(self) -> Starts | None:
        """The best schedule of the whole problem, or the nearest to a fair one."""
        found = self.unfair if self.starts is None else self.starts
        return None if found is None else self.widen(found)

    def widen(self, starts: Starts) -> Starts:
        """A schedule of the core as one of the problem asked about."""
        if self.whole is None or self.kept is None:
            return starts
        wide = np.full(self.whole.n_meetings, -1, dtype=np.int32)
        wide[self.kept] = starts
        return wide

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
        value = goal_value(self.core, starts, "breaks")
        if limit is not None and apart > limit:
            kept = self.unfair
            if kept is None or (apart, value) < (self.apart, goal_value(self.core, kept, "breaks")):
                self.unfair, self.apart = starts.copy(), apart
                self.stopped |= not self.report("fairness", apart, limit, stage)
            return
        if self.value is None or value < self.value:
            self.value, self.starts = value, starts.copy()
            self.tell(stage)

    def take(self, wide: Starts, stage: str) -> None:
        """Take a schedule of the problem asked about, which may hold other meetings."""
        if self.whole is None or self.kept is None:
            self.offer(wide, stage)
            return
        kept = np.flatnonzero(wide >= 0)
        if np.array_equal(kept, self.kept):
            self.offer(wide[kept], stage)
            return
        weight = self.whole.weight
        value = goal_value(self.whole, wide, "breaks")
        if weight[kept].sum() < weight[self.kept].sum() or not keeps_rules(self.whole, wide):
            return
        if self.value is None or value < self.value:
            self.core, self.kept = settled(self.whole, wide), kept
            self.value, self.starts, self.unfair = value, wide[kept].copy(), None
            self.tell(stage)

    def raise_bound(self, bound: int, stage: str) -> None:
        if bound > self.bound:
            self.bound = bound
            self.tell(stage)

    def hear(self, news: News, stage: str) -> None:
        """Take in what a prover says."""
        if news.infeasible:
            self.infeasible = True
        if news.starts is not None:
            self.take(news.starts, stage)
        if news.bound is not None:
            self.raise_bound(news.bound, stage)

    def collect(self) -> None:
        """Take in what all provers say; those that end without an end of the contest are not asked again."""
        for prover in list(self.running):
            found, ended = prover.poll()
            for news in found:
                self.hear(news, prover.question.variant)
                if prover.question.variant == "climb":
                    prover.asked = prover.asked if news.bound is None else news.bound
                elif news.starts is not None:
                    prover.asked = min(prover.asked, self.value or 0) - 1
            if ended:
                prover.close()
                self.running.remove(prover)
                if not prover.told:
                    self.spoiled.add(prover.question.variant)
