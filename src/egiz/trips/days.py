"""The search over the days of a plan, asked with stretches and answered with sequences of visits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from egiz.trips.fitting import Frame, Table
from egiz.trips.kernels.days import search_days
from egiz.trips.stopping import tick

WIDE = 48
"""Most visits and moves of one day in the search."""
PLENTY = 1 << 60
CHUNK = 25
"""Turns between two looks at the clock; a fixed number, so that the same seed searches alike."""


class DaySearch:
    """
    Visits put into given stretches, whatever their order was.

    Parameters
    ----------
    table
        The visits as arrays.
    frames
        The stretches as arrays.
    worth, price, allowed
        What each visit is worth; what it costs on each day; whether a day may hold it.
    left
        Money for visits.
    seed
        The same seed searches in the same order.
    """

    def __init__(
        self,
        table: Table,
        frames: Sequence[Frame],
        worth: Any,
        price: Any,
        allowed: Any,
        left: int,
        seed: int = 1,
    ) -> None:
        many, moves = len(frames), max([1, *(len(f.minutes) for f in frames)])
        self.frames = frames
        stays = np.zeros((many, moves + 1), np.int64)
        first, last, minutes = (np.zeros((many, moves), np.int64) for _ in range(3))
        self.days, self.counts = np.zeros((many, WIDE), np.int64), np.zeros(many, np.int64)
        for s, f in enumerate(frames):
            k = len(f.minutes)
            stays[s, : k + 1] = f.stays
            first[s, :k], last[s, :k], minutes[s, :k] = f.first, f.last, f.minutes
        begin, end = (np.array(x, np.int64) for x in ([f.begin for f in frames], [f.end for f in frames]))
        self.worth = np.asarray(worth, np.int64)
        self.given: tuple[Any, ...] = (
            np.int64(left), table.city.astype(np.int64), self.worth, np.asarray(price, np.int64),
            np.asarray(allowed, np.bool_),
        )  # fmt: skip
        self.frame: tuple[Any, ...] = (stays, first, last, minutes, begin, end)
        self.table: Any = tuple(
            a.astype(np.int64)
            for a in (table.length, table.opens, table.closes, table.windows, table.hop, table.entry)
        )
        self.rng = np.array([0x9E3779B97F4A7C15 ^ (seed * 2654435761 + 1)], np.uint64)
        self.best_days, self.best_counts = self.days.copy(), self.counts.copy()
        self.best = np.array([-1], np.int64)
        self.load([[] for _ in frames])

    def load(self, visits: Sequence[Sequence[int]]) -> None:
        """Begin from days without visits, or from visits in an order that is kept where it fits."""
        for s, f in enumerate(self.frames):
            moves = len(f.minutes)
            self.counts[s] = moves
            self.days[s, :moves] = [-1 - k for k in range(moves)]
        if any(visits):
            self._begin_from(visits)

    def _begin_from(self, visits: Sequence[Sequence[int]]) -> None:
        allowed = self.given[4].copy()
        wanted = np.zeros_like(allowed)
        for s, mine in enumerate(visits):
            wanted[s, list(mine)] = True
        left, city, worth, price, _ = self.given
        self.given = (left, city, worth, price, allowed & wanted)
        self._turns(1, 1.0, 1.0)
        self.given = (left, city, worth, price, allowed)

    def _turns(self, count: int, hot: float, cold: float) -> None:
        search_days(  # type: ignore[call-arg]  # mypy does not see the lengths of the tuples
            count, hot, cold, *self.given, self.days, self.counts, self.best_days, self.best_counts,
            self.best, *self.frame, *self.table, self.rng,
        )  # fmt: skip

    def run(self, until: float, *, turns: int = 20_000, enough: int = PLENTY) -> None:
        """Search to a moment of the wall clock, at most so many turns, or until it is worth enough."""
        mean = max(1.0, float(np.median(self.worth[self.worth > 0])) if (self.worth > 0).any() else 1.0)
        for done in range(0, turns, CHUNK):
            if (done and tick() >= until) or self.best[0] >= enough:
                return
            temperatures = [mean * 0.6 * 0.02 ** (x / turns) for x in (done, done + CHUNK)]
            self._turns(CHUNK, temperatures[0], temperatures[1])

    def found(self) -> list[list[int]]:
        """The visits of each day in order, of the best so far."""
        return [
            [int(v) for v in self.best_days[s, : self.best_counts[s]] if v >= 0]
            for s in range(len(self.frames))
        ]


def order_of(
    table: Table, frame: Frame, visits: Sequence[int], *, turns: int = 400, seed: int = 1
) -> list[int] | None:
    """An order in which the visits fit into a stretch; None where the search finds none."""
    n = len(table.length)
    worth, allowed = np.zeros(n, np.int64), np.zeros((1, n), np.bool_)
    worth[list(visits)], allowed[0, list(visits)] = 1, True
    search = DaySearch(table, [frame], worth, np.zeros((1, n)), allowed, PLENTY, seed)
    search.run(tick() + 1.0, turns=turns, enough=len(visits))
    return search.found()[0] if int(search.best[0]) == len(visits) else None
