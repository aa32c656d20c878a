"""The local search: a first schedule, then annealing over Kempe chains."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.core import Core
from egiz.meetings.pairs import build_pairs, in_pairs

Starts = NDArray[np.int32]
# Steps, temperature, target, weights, cost, weighted breaks.
Step = tuple[int, float, float, NDArray[np.float64], float, float]
MUST_WORTH = 1e5
UNFAIR = 3.0
# A break, an idle slot, and the share of its own loss by which one participant refuses a step.
WEIGHTS = (1.0, 0.3, 0.5)
# The same where chains are paths (which have no such share).
PATH_WEIGHTS = (1.0, 0.2, 0.0)
# First and last temperature of a long annealing, for chains and for paths.
HEAT, PATH_HEAT = (0.5, 0.15), (0.35, 0.16)


def _kernels() -> Any:
    # The compiler is slow to import, and the provers' processes do without it.
    from egiz.meetings import kernels  # noqa: PLC0415 - as just said

    return kernels


def _csr(lists: list[list[int]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    ptr = np.zeros(len(lists) + 1, dtype=np.int32)
    ptr[1:] = np.cumsum([len(x) for x in lists])
    return ptr, np.fromiter(chain.from_iterable(lists), dtype=np.int32, count=int(ptr[-1]))


class Search:
    """A schedule under improvement.

    Parameters
    ----------
    core
        The problem's arrays.
    starts
        First slots to begin with (-1 for none), or None.
    seed
        Seed of the compiled generator; the same seed and the same calls give the same schedule.
    """

    def __init__(self, core: Core, starts: Starts | None = None, seed: int = 0) -> None:
        self.core = core
        m, s = core.n_meetings, core.n_slots
        self.ptr, self.who = _csr([list(p) for p in core.people])
        rows_of: list[list[int]] = [[] for _ in range(m)]
        for r, row in enumerate(core.rows):
            for i in row.meetings:
                rows_of[i].append(r)
        self.rptr, self.rows = _csr(rows_of)
        self.rmptr, self.rmem = _csr([list(row.meetings) for row in core.rows])
        self.cap = np.array([row.capacity for row in core.rows], dtype=np.int32).reshape(len(core.rows), s)
        self._orders()
        several = [bool((core.room_for[list(p)] > 1).any()) for p in core.people]
        self.several = np.array(several, dtype=np.bool_)
        self.frozen = self.several | (core.length > 1)
        counts = core.allowed.sum(axis=1)
        self.nopt = counts.astype(np.int32)
        movable = (self.nopt > 1) & ~self.frozen
        self.mptr, self.mine = _csr([[i for i in mine if movable[i]] for mine in core.meetings_of])
        self.active = np.flatnonzero(np.diff(self.mptr) > 0).astype(np.int32)
        self.pairs = build_pairs(core, self.frozen) if in_pairs(core) else None
        # Never zero, which is where a xorshift generator would stay.
        self.rng = np.random.default_rng(seed).integers(1, 2**63, size=1, dtype=np.uint64)
        self.options = np.argsort(core.allowed == 0, axis=1, kind="stable").astype(np.int32)
        self.worth = np.where(core.must, MUST_WORTH, core.weight.astype(np.float64))
        self.tabu = np.zeros((m, s), dtype=np.int64)
        self.hard = np.zeros(m, dtype=np.float64)
        self.clock = 0
        self.steps = 0
        _kernels().seed_rng(seed)
        self.load(np.full(m, -1, dtype=np.int32) if starts is None else starts)

    @property
    def heat(self) -> tuple[float, float]:
        """First and last temperature of a long annealing."""
        return HEAT if self.pairs is None else PATH_HEAT

    def _orders(self) -> None:
        lists: list[list[tuple[int, int]]] = [[] for _ in range(self.core.n_meetings)]
        for a, b in self.core.before:
            lists[a].append((b, 1))
            lists[b].append((a, 0))
        self.optr, self.onext = _csr([[o for o, _ in x] for x in lists])
        _, self.olater = _csr([[d for _, d in x] for x in lists])

    def load(self, starts: Starts) -> None:
        """Set the schedule."""
        core = self.core
        self.slot = starts.astype(np.int32).copy()
        self.occ = np.full((core.n_people, core.n_slots), -1, dtype=np.int32)
        self.busy = np.zeros((core.n_people, int(core.span.max()) + 1), dtype=np.uint64)
        self.use = np.zeros(self.cap.shape, dtype=np.int32)
        for m in np.flatnonzero(self.slot >= 0):
            rows = self.rows[self.rptr[m] : self.rptr[m + 1]]
            for s in core.running(int(m), int(self.slot[m])):
                self.use[rows, s] += 1
                for p in core.people[m]:
                    self.occ[p, s] = m
                    self.busy[p, core.span[s]] |= np.uint64(1) << np.uint64(core.bit[s])
        self.breaks = np.array(
            [sum(max(0, _rises(int(word)) - 1) for word in row) for row in self.busy], dtype=np.int64
        )

    def place(self, seconds: float, stop: Callable[[], bool] = lambda: False, chunk: int = 20_000) -> float:
        """Place as much weight as possible; returns the weight left out (musts count 1e5 each)."""
        begin = time.monotonic()
        left_out = (self.slot < 0) & (self.nopt > 0)
        lost = float(self.worth[left_out].sum())
        best, best_lost = self.slot.copy(), lost
        pinned = self.several.copy()
        kernels = _kernels()
        while best_lost > 0 and time.monotonic() - begin < seconds and not stop():
            lost, best_lost, self.clock = kernels.insert(
                chunk,
                self.slot,
                best,
                self.occ,
                self.use,
                self.cap,
                self.ptr,
                self.who,
                self.rptr,
                self.rows,
                self.optr,
                self.onext,
                self.olater,
                self.core.length,
                self.options,
                self.nopt,
                self.worth,
                pinned,
                self.rmem,
                self.rmptr,
                lost,
                best_lost,
                self.tabu,
                self.clock,
                self.core.allowed,
                self.hard,
            )
        self.load(best)
        return best_lost

    def anneal(
        self,
        steps: int,
        temperature: float,
        *,
        target: float = 0.0,
        weights: tuple[float, float, float] | None = None,
    ) -> float:
        """Lower the breaks by `steps` exchanges; keeps the best schedule and returns its weighted breaks.

        Idle slots are counted a little as well: a shorter hole is on the way to no hole.
        """
        if weights is None:
            weights = WEIGHTS if self.pairs is None else PATH_WEIGHTS
        limit = self.core.problem.goals.fairness
        over = (UNFAIR, limit) if limit is not None else (0.0, 10**6)
        packed = np.array([*weights[:2], *over, weights[2]], dtype=np.float64)
        cost = self.cost(packed)
        first = self.cost(packed * np.array([1.0, 0.0, 1.0, 1.0, 1.0]))
        self.best = self.slot.copy()
        if not len(self.active):
            return first
        self.steps += steps
        step = (steps, temperature, target, packed, cost, first)
        return self._chains(step) if self.pairs is None else self._paths(step)

    def _chains(self, step: Step) -> float:
        steps, temperature, target, packed, cost, first = step
        best_first, _ = _kernels().anneal(
            steps,
            temperature,
            target,
            self.slot,
            self.best,
            self.occ,
            self.busy,
            self.breaks,
            self.use,
            self.cap,
            self.core.allowed,
            self.frozen,
            self.ptr,
            self.who,
            self.rptr,
            self.rows,
            self.optr,
            self.onext,
            self.olater,
            self.core.length,
            self.core.span,
            self.core.bit,
            self.options,
            self.nopt,
            packed,
            cost,
            first,
            self.mptr,
            self.mine,
            self.active,
            self.rng,
        )
        return float(best_first)

    def _paths(self, step: Step) -> float:
        steps, temperature, target, packed, cost, first = step
        pairs = self.pairs
        assert pairs is not None  # noqa: S101 - `anneal` has seen to it
        core, whom = self.core, pairs.whom(self.core, self.slot)
        used = self.use[0] if len(self.use) else np.zeros(core.n_slots, dtype=np.int32)
        best_first, _ = _kernels().glide(
            steps,
            temperature,
            target,
            self.slot,
            self.best,
            self.occ,
            whom,
            self.busy,
            pairs.free,
            self.breaks,
            pairs.seats,
            used,
            pairs.slot_of,
            core.span,
            core.bit,
            self.active,
            core.allowed,
            self.frozen,
            pairs.strict,
            packed,
            cost,
            first,
            self.rng,
        )
        return float(best_first)

    def cost(self, packed: NDArray[np.float64]) -> float:
        """Weighted breaks, idle slots, and breaks above the fairness limit."""
        idle = 0
        if packed[1] > 0:
            idle = sum(_idle(int(word)) for row in self.busy for word in row)
        over = np.maximum(0, self.breaks - packed[3]).sum()
        return float(packed[0] * self.breaks.sum() + packed[1] * idle + packed[2] * over)


def _rises(word: int) -> int:
    return (word & ~(word << 1)).bit_count()


def _idle(word: int) -> int:
    return word.bit_length() - ((word & -word).bit_length() - 1) - word.bit_count() if word else 0


@cache
def warm_up() -> None:
    """Compile the local search once (some seconds), so that the first schedule need not wait for it."""
    from egiz.meetings.core import build_core  # noqa: PLC0415 - only here
    from egiz.meetings.problem import Meeting, Participant, Problem, Slot  # noqa: PLC0415 - only here

    people = tuple(Participant(str(i)) for i in range(5))
    pairs = (Meeting("1", ("0", "1")), Meeting("2", ("2", "3")))
    for meetings in (pairs, (*pairs, Meeting("3", ("0", "2", "4")))):
        search = Search(build_core(Problem((Slot(), Slot(), Slot()), people, meetings)))
        search.place(1.0, chunk=10)
        search.anneal(10, 1.0)
