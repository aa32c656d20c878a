"""One annealing whose temperature follows the clock, and the best schedule it has found."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.measure import difference, goal_value, keeps_rules
from egiz.meetings.search.local import Search

Starts = NDArray[np.int32]
# Steps of the first chunk, and of the longest; chunks grow until one takes about `TICK` seconds.
CHUNK, LONGEST = 200_000, 20_000_000
TICK = 0.5


class Incumbent:
    """The best schedule so far; until one keeps the fairness limit, the nearest to it is kept aside."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.value: int | None = None
        self.starts: Starts | None = None
        self.unfair: Starts | None = None
        self.apart = 0

    def nearest(self) -> Starts | None:
        """The best fair schedule, or else the nearest to a fair one."""
        return self.unfair if self.starts is None else self.starts

    def offer(self, starts: Starts) -> str:
        """Take a schedule if it keeps the rules and is better; says what it improved, if anything."""
        if not keeps_rules(self.core, starts, fair=False):
            return ""
        limit, apart = self.core.problem.goals.fairness, difference(self.core, starts)
        value = goal_value(self.core, starts, "breaks")
        if limit is not None and apart > limit:
            kept = self.unfair
            if kept is not None and (apart, value) >= (self.apart, goal_value(self.core, kept, "breaks")):
                return ""
            self.unfair, self.apart = starts.copy(), apart
            return "fairness"
        if self.value is not None and value >= self.value:
            return ""
        self.value, self.starts = value, starts.copy()
        return "breaks"


def cool(
    search: Search,
    seconds: float,
    go_on: Callable[[], bool],
    *,
    target: int = 0,
    now: Callable[[], float] = time.monotonic,
) -> None:
    """Anneal from the first to the last temperature within `seconds`; asks after each chunk whether to go on.

    `now` is the clock it goes by, in seconds.
    """
    begin, chunk = now(), CHUNK
    share, (hot, cold) = 0.0, search.temperatures
    while share < 1:
        temperature = hot * (cold / hot) ** share
        clock = now()
        search.anneal(chunk, temperature, target=float(target))
        if not go_on():
            return
        spent = max(1e-3, now() - clock)
        chunk = min(LONGEST, max(CHUNK, int(chunk * min(2.0, TICK / spent))))
        share = (now() - begin) / max(1e-3, seconds)
