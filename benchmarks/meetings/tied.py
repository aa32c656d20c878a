"""Does it help a bound to know who meets whom? Everybody's patterns, tied by their meetings, and the tables.

The linear program has a column for every participant's set of busy slots, a variable for every meeting and
slot, and says that somebody is busy in a slot as much as his meetings are there. It is climbed from below by
prices (of being busy, of a table), smoothed at first; what any prices prove is counted in whole numbers.

Usage: python -m benchmarks.meetings.tied [--rounds 1500] NAME [NAME …], names as in `annealing`
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.meetings.starts import named
from egiz.meetings.model.core import Core, build_core
from egiz.meetings.proving.attendance import runs_bound
from egiz.meetings.proving.exact import UNIT

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
FRESH, BUSY, IDLE = 0, 1, 2
NEVER = 1e15
# First and last temperature of the smoothing and length of a step, in breaks.
HOT, COLD, FAR, NEAR = 0.02, 0.0003, 0.01, 0.0002


class Tied:
    """A problem of pairs on one stretch, as arrays."""

    def __init__(self, core: Core) -> None:
        self.pairs = np.array(core.people)
        self.allowed = core.allowed > 0
        self.slots, self.people = core.n_slots, core.n_people
        self.degree = np.bincount(self.pairs.ravel(), minlength=core.n_people)
        self.open = np.zeros((core.n_people, core.n_slots), dtype=bool)
        for side in (0, 1):
            np.logical_or.at(self.open, self.pairs[:, side], self.allowed)
        self.seats = np.array(core.rows[0].capacity)

    def proved(self, busy: Floats, table: Floats) -> int:
        """What the prices prove, in whole numbers."""
        u, v = (np.rint(x * UNIT).astype(np.int64) for x in (busy, np.maximum(0, table)))
        far = np.int64(10) ** 15
        cost = np.full((self.people, self.degree.max() + 1, 3), far)
        cost[:, 0, FRESH] = 0
        for s in range(self.slots):
            after = np.full_like(cost, far)
            came = np.minimum(cost[:, :-1, :IDLE].min(axis=2), cost[:, :-1, IDLE] + UNIT) - u[:, s, None]
            after[:, 1:, BUSY] = np.where(self.open[:, s, None], came, far)
            after[:, :, FRESH] = cost[:, :, FRESH]
            after[:, :, IDLE] = cost[:, :, BUSY:].min(axis=2)
            cost = after
        patterns = cost[np.arange(self.people), self.degree].min(axis=1).sum()
        prices = np.where(self.allowed, u[self.pairs].sum(axis=1) + v, far).min(axis=1).sum()
        return -int((int((v * self.seats).sum()) - int(patterns) - int(prices)) // UNIT)

    def slopes(self, busy: Floats, table: Floats, temperature: float) -> tuple[Floats, Floats]:
        """In which direction the smoothed bound rises."""
        before = [np.full((self.people, self.degree.max() + 1, 3), -NEVER)]
        before[0][:, 0, FRESH] = 0
        gain = np.where(self.open, busy / temperature, -NEVER)
        hole = np.array([0.0, 0.0, 1.0 / temperature])
        for s in range(self.slots):
            now, after = before[-1], np.full_like(before[-1], -NEVER)
            after[:, 1:, BUSY] = np.logaddexp.reduce(now[:, :-1] - hole, axis=2) + gain[:, s, None]
            after[:, :, FRESH] = now[:, :, FRESH]
            after[:, :, IDLE] = np.logaddexp(now[:, :, BUSY], now[:, :, IDLE])
            before.append(after)
        everybody = np.arange(self.people)
        whole = np.logaddexp.reduce(before[-1][everybody, self.degree], axis=1)
        later = np.full_like(before[0], -NEVER)
        later[everybody, self.degree] = 0
        up = np.zeros_like(busy)
        for s in reversed(range(self.slots)):
            here = np.full_like(later, -NEVER)
            here[:, :-1] = later[:, 1:, BUSY, None] + gain[:, s, None, None] - hole
            up[:, s] -= np.exp(before[s] + here - whole[:, None, None]).sum(axis=(1, 2))
            stay = np.stack([later[:, :, FRESH], later[:, :, IDLE], later[:, :, IDLE]], axis=2)
            later = np.logaddexp(here, stay)
        price = np.where(self.allowed, busy[self.pairs].sum(axis=1) + table, NEVER)
        share = np.exp((price.min(axis=1, keepdims=True) - price) / temperature)
        share /= share.sum(axis=1, keepdims=True)
        for side in (0, 1):
            np.add.at(up, self.pairs[:, side], share)
        return up, share.sum(axis=0) - self.seats


def climb(tied: Tied, rounds: int) -> int:
    """The best bound on the way."""
    prices = [np.zeros((tied.people, tied.slots)), np.zeros(tied.slots)]
    means, squares = ([np.zeros_like(x) for x in prices] for _ in range(2))
    best = tied.proved(prices[0], prices[1])
    for k in range(rounds):
        share = k / rounds
        ups = tied.slopes(prices[0], prices[1], HOT * (COLD / HOT) ** share)
        step = FAR * (NEAR / FAR) ** share
        for i, up in enumerate(ups):
            means[i] = 0.9 * means[i] + 0.1 * up
            squares[i] = 0.99 * squares[i] + 0.01 * up**2
            mean, square = means[i] / (1 - 0.9 ** (k + 1)), squares[i] / (1 - 0.99 ** (k + 1))
            prices[i] += step * mean / (np.sqrt(square) + 1e-8)
        prices[1] = np.maximum(0, prices[1])
        if k % 50 == 49:
            best = max(best, tied.proved(prices[0], prices[1]))
    last = tied.proved(prices[0], prices[1])
    print(f"  the last prices alone: {last}")
    return max(best, last)


def main() -> None:
    """Print the bound by counting and the best one by prices."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--rounds", type=int, default=1500)
    words = parser.parse_args()
    for name in words.names:
        core = build_core(named(name))
        begin = time.process_time()
        best = climb(Tied(core), words.rounds)
        spent = time.process_time() - begin
        print(
            f"{name}: at least {runs_bound(core)} by counting, {best} by prices ({spent:.0f} CPU s)",
            flush=True,
        )


if __name__ == "__main__":
    main()
