"""Whole plans by search, for trips too large for the exact model: chains of days, then visits.

A turn gives every visit a day, takes the chain of stretches that passes most of them, and lets the tour
search put the visits in. Visits of the best plan mostly keep their day from turn to turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from egiz.trips.allowances import DayLimits
from egiz.trips.clock import minute
from egiz.trips.days import PLENTY, DaySearch
from egiz.trips.stopping import tick
from egiz.trips.stretches import HOME, Node, Stretch
from egiz.trips.ways import cents
from egiz.trips.world import World

Chosen = list[tuple[Stretch, list[int]]]
KEPT = 0.85
"""How often a visit of the best plan keeps its day."""
QUICK, LONG = 100, 1500
"""Turns of the tour search for a new chain, and for one that is the best so far."""
PATIENCE = 12


def worth_of(world: World) -> list[int]:
    """Values, with musts above all others together."""
    total = 1 + sum(e.visit.value for e in world.visits)
    return [e.visit.value + total * e.visit.must for e in world.visits]


def search_chosen(
    world: World, chosen: Chosen, until: float, seed: int, *, turns: int = LONG, enough: int = PLENTY
) -> Chosen:
    """The same days, with visits put into them anew by the tour search."""
    stretches = [stretch for stretch, _ in chosen]
    allowed = np.zeros((len(stretches), len(world.visits)), np.bool_)
    for s, stretch in enumerate(stretches):
        allowed[s, stretch.can] = True
    price = [[world.visit_cost(stretch.group, v) for v in range(len(world.visits))] for stretch in stretches]
    left = PLENTY if (given := _budget(world)) is None else given - sum(s.cost for s in stretches)
    search = DaySearch(world.table, [s.frame for s in stretches], worth_of(world), price, allowed, left, seed)
    search.load([visits for _, visits in chosen])
    search.run(until, turns=turns, enough=enough)
    return list(zip(stretches, search.found(), strict=True))


def _budget(world: World) -> int | None:
    budget = world.problem.rules.budget
    return None if budget is None else cents(world.problem, budget)


class ChainSearch:
    """
    The search over chains.

    Parameters
    ----------
    world, stretches
        The trip and every stretch of it.
    most
        What each stretch, by its identity, can be worth at the most.
    seed
        The same seed gives the same plans in the same order.
    """

    def __init__(
        self, world: World, stretches: Sequence[Stretch], most: Mapping[int, float], seed: int
    ) -> None:
        self.world, self.stretches = world, sorted(stretches, key=lambda s: -s.day)
        self.rng = np.random.default_rng(seed)
        self.seed = seed
        self.worth = np.array(worth_of(world), np.float64)
        self.can = np.zeros((len(self.stretches), len(world.visits)), np.bool_)
        for k, s in enumerate(self.stretches):
            self.can[k, s.can] = True
        self.day = np.array([s.day for s in self.stretches])
        self.cost = np.array([s.cost for s in self.stretches], np.float64)
        self.group = np.array([s.group for s in self.stretches])
        self.open = np.zeros((len(world.edges), len(world.visits)), np.bool_)
        for k, day in enumerate(self.day):
            self.open[day] |= self.can[k]
        self.limits = DayLimits(world, stretches)
        self.stay = np.array([self.limits.spent(s) for s in self.stretches], np.float64)
        self.most = np.array([most[id(s)] for s in self.stretches], np.float64)
        self.best: Chosen = []
        self.value = -1.0
        self.tried: set[tuple[int, ...]] = set()

    def begin(self, chains: Sequence[list[Stretch]], until: float) -> None:
        """Try given chains of which none was tried before, the best of them for longer."""
        for turn, chain in enumerate(chains):
            if (turn and tick() >= until) or self.value >= self.worth.sum():
                return
            key = tuple(id(s) for s in chain)
            if key not in self.tried and self.limits.allow(chain):
                self.tried.add(key)
                self._try(chain, until, QUICK, turn)
        if self.best:
            self._try([s for s, _ in self.best], until, LONG, len(chains))

    def run(self, until: float, *, rounds: int = 200) -> Chosen:
        """The best plan that the time allows; empty where no chain was found."""
        enough = int(self.worth.sum())
        for turn in range(rounds):
            if (turn and tick() >= until) or self.value >= enough:
                break
            chain = self._chain(self._days())
            if chain is None:
                continue
            self._try(chain, until, QUICK, turn)
            if turn % PATIENCE == PATIENCE - 1 and self.best:
                self._try([s for s, _ in self.best], until, LONG, turn)
        return self.best

    def _try(self, chain: list[Stretch], until: float, turns: int, turn: int) -> None:
        day_of = {v: (s.group, s.day) for s, visits in self.best for v in visits}
        start = [(s, [v for v in s.can if day_of.get(v) == (s.group, s.day)]) for s in chain]
        found = search_chosen(self.world, start, until, self.seed + turn, turns=turns)
        value = sum(self.worth[v] for _, visits in found for v in visits)
        if value > self.value:
            self.best, self.value = found, value

    def _days(self) -> NDArray[np.int64]:
        """A day for each visit: mostly the one it has in the best plan, else any on which it is open."""
        chance = self.rng.random(self.open.shape) * self.open
        days: NDArray[np.int64] = chance.argmax(axis=0)
        for s, visits in self.best:
            for v in visits:
                if self.rng.random() < KEPT:
                    days[v] = s.day
        return days

    def _chain(self, days: NDArray[np.int64]) -> list[Stretch] | None:
        here = self.can & (days[None, :] == self.day[:, None])
        gain = np.minimum(here @ self.worth, self.most)
        budget = _budget(self.world)
        # A dollar is worth nothing as long as the budget allows the chain, then more and more.
        for thrift in (0.0, 0.001, 0.01, 0.1, 1.0, 1e6) if budget is not None else (0.0,):
            chain = self._allowed(gain - thrift * self.cost)
            if chain is None or budget is None or sum(s.cost for s in chain) <= budget:
                return chain
        return None

    def _allowed(self, gain: NDArray[np.float64]) -> list[Stretch] | None:
        """The best chain found that keeps the days in each country."""
        # A day in such a country costs nothing as long as all are allowed, then more and more.
        for fine in (0.0, 1.0, 10.0, 100.0, 1e6) if self.limits.limits else (0.0,):
            chain = self._longest(gain - fine * self.stay)
            if chain is None or self.limits.allow(chain):
                return chain
        return None

    def _longest(self, gain: NDArray[np.float64]) -> list[Stretch] | None:
        world, chain = self.world, []
        for g in range(len(world.heads)):
            ahead: dict[Node, tuple[float, Stretch | None]] = {HOME: (0.0, None)}
            for k in np.flatnonzero(self.group == g):
                s = self.stretches[k]
                if s.end not in ahead:
                    continue
                value = gain[k] + ahead[s.end][0] + 1e-9 * self.rng.random()
                if s.start not in ahead or value > ahead[s.start][0]:
                    ahead[s.start] = (value, s)
            node: Node = (0, world.problem.home, minute(world.problem.rules.start))
            if node not in ahead:
                return None
            while node != HOME:
                s_ = ahead[node][1]
                assert s_ is not None  # noqa: S101 - only HOME has no stretch after it
                chain.append(s_)
                node = s_.end
        return chain
