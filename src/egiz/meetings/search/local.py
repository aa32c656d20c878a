"""The local search: a first schedule, then annealing over Kempe chains."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core, build_core
from egiz.meetings.model.problem import Meeting, Participant, Problem, Slot
from egiz.meetings.search.instance import build_instance
from egiz.meetings.search.kernels.arrays import Floats, Ints, Longs, Schedule
from egiz.meetings.search.pairs import in_pairs, partners

Starts = NDArray[np.int32]
# How much a break beyond the fairness limit costs on top of itself.
UNFAIR = 3.0
# A break, an idle slot, and the share of its own loss by which one participant refuses a step.
WEIGHTS = (1.0, 0.3, 0.5)
# The same where chains are paths (which have no such share).
PATH_WEIGHTS = (1.0, 0.2, 0.0)
# First and last temperature of a long annealing, for chains and for paths: found by trying on L250 and X1000.
TEMPERATURES, PATH_TEMPERATURES = (0.5, 0.15), (0.35, 0.16)
# Random exchanges after each insertion.
SHAKES = 3
# -log(u) for u spread evenly over 0 to 1: what a step may cost at temperature 1.
PATIENCE = -np.log((np.arange(8192) + 0.5) / 8192)


def _kernels() -> ModuleType:
    # The compiler is slow to import, and the provers' processes do without it.
    from egiz.meetings.search.kernels import moves  # noqa: PLC0415 - as just said

    return moves


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
    home
        Published first slots (-1 for none), to which `anneal` can be asked to go back.
    """

    def __init__(
        self, core: Core, starts: Starts | None = None, seed: int = 0, *, home: Starts | None = None
    ) -> None:
        self.core = core
        # Paths know nothing of published slots.
        self.pairs = home is None and in_pairs(core)
        self.given = build_instance(core, pairs=self.pairs, home=home)
        m, rows = core.n_meetings, len(core.rows)
        # Never zero, which is where a xorshift generator would stay.
        self.rng = np.random.default_rng(seed).integers(1, 2**63, size=1, dtype=np.uint64)
        self._tabu = np.zeros((m, core.n_slots), dtype=np.int64)
        self._hardness = np.zeros(m, dtype=np.float64)
        self._clock = np.zeros(1, dtype=np.int64)
        self._scratch = (np.empty(m, np.int32), np.full(m, -1, np.int64), np.zeros(rows, np.int32))
        self.steps = 0
        _kernels().seed_rng(seed)
        self.load(np.full(m, -1, dtype=np.int32) if starts is None else starts)

    @property
    def temperatures(self) -> tuple[float, float]:
        """First and last temperature of a long annealing."""
        return PATH_TEMPERATURES if self.pairs else TEMPERATURES

    @property
    def slot(self) -> Ints:
        """First slot of each meeting now."""
        return self.now.slot

    @property
    def best(self) -> Ints:
        """First slot of each meeting in the best schedule of the last annealing."""
        return self.now.best

    @property
    def breaks(self) -> Longs:
        """Breaks of each participant now."""
        return self.now.breaks

    def load(self, starts: Starts) -> None:
        """Set the schedule."""
        core, given = self.core, self.given
        slot = starts.astype(np.int32).copy()
        occupant = np.full((core.n_people, core.n_slots), -1, dtype=np.int32)
        busy = np.zeros((core.n_people, int(core.span.max()) + 1), dtype=np.uint64)
        use = np.zeros(given.capacity.shape, dtype=np.int32)
        for m in np.flatnonzero(slot >= 0):
            rows = given.rows[given.row_ptr[m] : given.row_ptr[m + 1]]
            for s in core.running(int(m), int(slot[m])):
                use[rows, s] += 1
                for p in core.people[m]:
                    occupant[p, s] = m
                    busy[p, core.span[s]] |= np.uint64(1) << np.uint64(core.bit[s])
        breaks = [sum(max(0, _rises(int(word)) - 1) for word in row) for row in busy]
        chain, mark, net = self._scratch
        self.now = Schedule(
            slot=slot,
            best=slot.copy(),
            occupant=occupant,
            partner=np.zeros((0, 0), np.int16),
            busy=busy,
            breaks=np.array(breaks, dtype=np.int64),
            use=use,
            used=use[0] if len(use) else np.zeros(core.n_slots, dtype=np.int32),
            tabu=self._tabu,
            hardness=self._hardness,
            clock=self._clock,
            chain=chain,
            mark=mark,
            net=net,
            out=np.empty(64 + 8 * int(core.length.max(initial=1)), np.int32),
            waiting=np.empty(core.n_meetings, np.int32),
            where=np.full(core.n_meetings, -1, np.int32),
            beyond=np.empty(core.n_people, np.int32),
            patience=PATIENCE,
            rng=self.rng,
        )

    def place(
        self,
        seconds: float,
        stop: Callable[[], bool] = lambda: False,
        chunk: int = 20_000,
        shakes: int = SHAKES,
    ) -> float:
        """Place as much weight as possible; returns the weight left out (each must `MUST_WORTH`)."""
        begin = time.monotonic()
        left_out = (self.slot < 0) & (self.given.option_count > 0)
        lost = best_lost = float(self.given.worth[left_out].sum())
        self.now.best[:] = self.now.slot
        kernels = _kernels()
        while best_lost > 0 and time.monotonic() - begin < seconds and not stop():
            lost, best_lost = kernels.insert(chunk, shakes, lost, best_lost, self.given, self.now)
        self.load(self.now.best)
        return best_lost

    def anneal(
        self,
        steps: int,
        temperature: float,
        *,
        target: float = 0.0,
        weights: tuple[float, float, float] | None = None,
        move: float = 0.0,
    ) -> float:
        """Lower the breaks by `steps` exchanges; keeps the best schedule and returns its weighted breaks.

        Idle slots are counted a little as well: a shorter hole is on the way to no hole. A meeting away from
        its published slot costs `move`; nobody refuses a step for itself then.
        """
        if weights is None:
            weights = PATH_WEIGHTS if self.pairs else WEIGHTS
        limit = self.core.problem.goals.fairness
        over = (UNFAIR, limit) if limit is not None else (0.0, 10**6)
        packed = np.array([*weights[:2], *over, 0.0 if move else weights[2], move], dtype=np.float64)
        first = self.cost(packed * np.array([1.0, 0.0, 1.0, 1.0, 1.0, 1.0]))
        self.now.best[:] = self.now.slot
        if not len(self.given.active):
            return first
        self.steps += steps
        start = (self.cost(packed), first)
        if self.pairs:
            self.now = self.now._replace(partner=partners(self.core, self.slot))
            kernel = _kernels().glide
        else:
            kernel = _kernels().anneal
        best_first, _ = kernel(steps, temperature, target, start, packed, self.given, self.now)
        return float(best_first)

    def cost(self, packed: Floats) -> float:
        """Weighted breaks, idle slots, and breaks above the fairness limit."""
        idle = 0
        if packed[1] > 0:
            idle = sum(_idle(int(word)) for row in self.now.busy for word in row)
        over = np.maximum(0, self.breaks - packed[3]).sum()
        away = int(((self.given.home >= 0) & (self.given.home != self.slot)).sum()) if packed[5] else 0
        return float(packed[0] * self.breaks.sum() + packed[1] * idle + packed[2] * over + packed[5] * away)


def _rises(word: int) -> int:
    return (word & ~(word << 1)).bit_count()


def _idle(word: int) -> int:
    return word.bit_length() - ((word & -word).bit_length() - 1) - word.bit_count() if word else 0


@cache
def warm_up() -> None:
    """Compile the local search once (some seconds), so that the first schedule need not wait for it."""
    people = tuple(Participant(str(i)) for i in range(5))
    pairs = (Meeting("1", ("0", "1")), Meeting("2", ("2", "3")))
    for meetings in (pairs, (*pairs, Meeting("3", ("0", "2", "4")))):
        search = Search(build_core(Problem((Slot(), Slot(), Slot()), people, meetings)))
        search.place(1.0, chunk=10)
        search.anneal(10, 1.0)
