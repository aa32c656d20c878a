"""The contest between a schedule from above and a bound from below."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core, build_core
from egiz.meetings.model.measure import goal_value, keeps_rules
from egiz.meetings.model.problem import GoalName
from egiz.meetings.proving.prover import Message
from egiz.meetings.search.cooling import Incumbent
from egiz.meetings.workers import Worker

Starts = NDArray[np.int32]
OnProgress = Callable[[GoalName, int | None, int | None, str], bool]


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
    # A host who meets nobody keeps no table, as in the whole problem.
    meet = {p for m in meetings for p in m.participants}
    people = tuple(
        replace(p, min_meetings=0, max_meetings=None, fixed=p.fixed and p.id in meet)
        for p in problem.participants
    )
    return build_core(replace(problem, meetings=meetings, participants=people, check_loads=False))


@dataclass
class Contest:
    """The contest between an incumbent and its lower bound.

    `core` is what the local search works on: musts only. Where other meetings might be held instead at the
    same weight, `whole` is the problem with all its meetings, which the provers are asked about; `kept`
    are the numbers of the core's meetings in it and `lost` the weight that may be left out.
    `counted` is the part of the bound that counting alone has proved; `exhausted` are the variants of
    provers that ended without an answer and are not asked again. `compiled` loads the local search before it
    is first used and says how many seconds that took, which are not the contest's.
    """

    core: Core
    progress: OnProgress
    workers: int
    seed: int
    deadline: float
    given: Starts | None = None
    bound: int = 0
    counted: int = 0
    infeasible: bool = False
    stopped: bool = False
    running: list[Worker] = field(default_factory=list)
    exhausted: set[str] = field(default_factory=set)
    whole: Core | None = None
    kept: NDArray[np.intp] | None = None
    lost: int = 0
    compiled: Callable[[], float] = lambda: 0.0
    incumbent: Incumbent = field(init=False)

    def __post_init__(self) -> None:
        self.incumbent = Incumbent(self.core)

    @property
    def value(self) -> int | None:
        """Breaks of the incumbent."""
        return self.incumbent.value

    @property
    def starts(self) -> Starts | None:
        """First slots of the incumbent, within the core."""
        return self.incumbent.starts

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

    def result(self) -> Starts | None:
        """The best schedule of the whole problem, or the nearest to a fair one."""
        found = self.incumbent.nearest()
        return None if found is None else self.widen(found)

    def widen(self, starts: Starts) -> Starts:
        """A schedule of the core as one of the problem asked about."""
        if self.whole is None or self.kept is None:
            return starts
        wide = np.full(self.whole.n_meetings, -1, dtype=np.int32)
        wide[self.kept] = starts
        return wide

    def report(self, stage: str) -> None:
        """Say how far it is; whoever listens may stop it."""
        if not self.progress("breaks", self.value, self.bound, stage):
            self.stopped = True

    def offer(self, starts: Starts, stage: str) -> None:
        """Take a schedule of the core if it keeps the rules and is better."""
        improved = self.incumbent.offer(starts)
        if improved == "fairness":
            limit = self.core.problem.goals.fairness
            self.stopped |= not self.progress("fairness", self.incumbent.apart, limit, stage)
        elif improved:
            self.report(stage)

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
            self.incumbent = Incumbent(self.core)
            self.offer(wide[kept], stage)

    def raise_bound(self, bound: int, stage: str) -> None:
        """Take a lower bound if it is higher."""
        if bound > self.bound:
            self.bound = bound
            self.report(stage)

    def receive(self, message: Message, stage: str) -> None:
        """Take in a worker's message."""
        if message.infeasible:
            self.infeasible = True
        if message.starts is not None:
            self.take(message.starts, stage)
        if message.bound is not None:
            self.raise_bound(message.bound, stage)

    def collect(self) -> None:
        """Take in what all workers say; those that end without a message are not asked again."""
        for worker in list(self.running):
            messages, ended = worker.poll()
            for message in messages:
                self.receive(message, worker.question.variant)
                self._ask_further(worker, message)
            if ended:
                worker.close()
                self.running.remove(worker)
                if not worker.received:
                    self.exhausted.add(worker.question.variant)

    def _ask_further(self, worker: Worker, message: Message) -> None:
        """Keep what a worker is asked now that it has said this."""
        if worker.question.variant == "climb":
            worker.asked = worker.asked if message.bound is None else message.bound
        elif message.starts is not None:
            worker.asked = min(worker.asked, self.value or 0) - 1
