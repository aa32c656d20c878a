"""A bound on the value of every plan of a large trip: each visit has a price, whoever makes it pays it.

Without the rule that a visit is made once, the best plan is a chain of days, each filled for itself. Prices
put that rule back: the sum of all prices and the best chain of days that pays them is a bound whatever the
prices are, and the prices that make it least are searched for (Lagrangian relaxation, Held and Karp, 1971). A
price of money does the same for the budget. Then the nights are fixed one after the other, the most promising
first (branch and bound). The chains met on the way are where good plans are.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.trips.clock import minute
from egiz.trips.kernels.prices import best_chain, by_room, by_table
from egiz.trips.room import room_of, rooms
from egiz.trips.stopping import tick
from egiz.trips.stretches import HOME, Node, Stretch
from egiz.trips.ways import cents
from egiz.trips.world import World

Floats = NDArray[np.float64]
ROUNDS, FEW = 250, 25
"""Most rounds of prices for the whole trip, and for each way to spend some nights."""
PATIENCE, LEAST_STEP = 8, 0.002
"""Rounds without a better bound before the steps are halved, and the step at which one stops."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Plans whose first group spends its first nights at given nodes; a bound and prices that prove it."""

    bound: float
    price: Floats
    thrift: float
    nights: tuple[int, ...] = ()
    step: float = 1.0

    def __lt__(self, other: Branch) -> bool:
        return (-self.bound, -len(self.nights)) < (-other.bound, -len(other.nights))


class Days:
    """The stretches of a group as arrays, in falling order of day: chains are built from their end."""

    def __init__(self, world: World, group: int, stretches: Sequence[Stretch]) -> None:
        n = len(world.visits)
        self.stretches = sorted((s for s in stretches if s.group == group), key=lambda s: -s.day)
        first: Node = (0, world.problem.home, minute(world.problem.rules.start))
        nodes = dict.fromkeys([HOME, first, *(x for s in self.stretches for x in (s.start, s.end))])
        number = {node: k for k, node in enumerate(nodes)}
        self.nodes = len(number)
        self.start = np.array([number[s.start] for s in self.stretches], np.int64)
        self.end = np.array([number[s.end] for s in self.stretches], np.int64)
        self.day = np.array([s.day for s in self.stretches], np.int64)
        self.cost = np.array([s.cost for s in self.stretches], np.float64)
        self.visit_cost = np.array([world.visit_cost(group, v) for v in range(n)], np.float64)
        self.alive = np.ones(len(self.stretches), np.bool_)
        self.can = np.zeros((len(self.stretches), n), np.bool_)
        self.room = np.zeros(len(self.stretches))
        self.rooms = np.zeros((len(self.stretches), len(world.number)))
        self.tables: dict[tuple[Any, ...], list[int]] = {}
        for k, s in enumerate(self.stretches):
            self.can[k, s.can] = True
            if s.ends is not None:
                self.tables.setdefault(s.key, []).append(k)
                continue
            self.room[k] = room_of(s)
            for city, room in rooms(s).items():
                self.rooms[k, city] = room
        self.rest = np.array([k for k, s in enumerate(self.stretches) if s.ends is None], np.int64)

    def restrict(self, nights: tuple[int, ...]) -> None:
        """Leave the stretches that end their days at the given nodes."""
        self.alive[:] = True
        for day, node in enumerate(nights):
            self.alive &= (self.day != day) | (self.end == node)


class Prices:
    """
    Prices of visits, and the bound that they prove.

    Parameters
    ----------
    world, stretches
        The trip and every stretch of it.
    worth
        By visit; musts may be worth more than they are, for every plan has them.
    """

    def __init__(self, world: World, stretches: Sequence[Stretch], worth: Sequence[int]) -> None:
        self.world, self.worth = world, np.array(worth, np.float64)
        self.need = (world.table.length + world.hulls.hop).astype(np.float64)
        # A visit of no length (to be in a city by a time) takes no room.
        self.need[world.table.length == 0] = 0.0
        self.city = world.table.city.astype(np.int64)
        self.groups = [Days(world, g, stretches) for g in range(len(world.heads))]
        budget = world.problem.rules.budget
        self.budget = None if budget is None else float(cents(world.problem, budget))
        self.open: list[Branch] = []
        self.chains: dict[tuple[int, ...], list[Stretch]] = {}

    def bound(self, until: float, least: int) -> int:
        """
        A bound on the worth of every plan; asked again, it goes on where it was.

        Parameters
        ----------
        until
            Moment of `egiz.trips.stopping.tick`; one round is made whatever the clock says.
        least
            The worth of a plan that is known: what cannot be better is not looked into.
        """
        if not self.open:
            whole = Branch(float(self.worth.sum()), np.zeros(len(self.worth)), 0.0)
            self.open = [self._priced(whole, until, least, ROUNDS)]
        while self.open[0].bound >= least + 1 - 1e-6 and tick() < until:
            branch = self.open[0]
            if not branch.nights and branch.step >= LEAST_STEP:
                heapq.heapreplace(self.open, self._priced(branch, until, least, ROUNDS))
                continue
            self.groups[0].restrict(branch.nights)
            today = self.groups[0].alive & (self.groups[0].day == len(branch.nights))
            nodes = sorted(set(self.groups[0].end[today].tolist()))
            if not nodes or nodes == [0]:
                break
            # Its children together stand for it, so all of them are priced before it goes.
            children = [replace(branch, nights=(*branch.nights, node), step=1.0) for node in nodes]
            heapq.heapreplace(self.open, self._priced(children[0], until, least, FEW))
            for child in children[1:]:
                heapq.heappush(self.open, self._priced(child, until, least, FEW))
        return max(least, int(self.open[0].bound + 1e-6))

    def _priced(self, branch: Branch, until: float, least: int, turns: int) -> Branch:
        """The same branch with better prices and a bound that is no worse."""
        self.groups[0].restrict(branch.nights)
        price, thrift, best = branch.price, branch.thrift, branch
        step, waiting = branch.step, 0
        for turn in range(turns):
            if turn and tick() > until:
                return replace(best, price=price, thrift=thrift, step=step)
            if step < LEAST_STEP:
                break
            value, made, spent = self._round(price, thrift)
            if turn == 0 or value < best.bound - 1e-3:
                best, waiting = replace(branch, bound=min(value, best.bound), price=price, thrift=thrift), 0
            else:
                waiting += 1
            if waiting > PATIENCE:
                step, waiting = step / 2, 0
            if best.bound < least + 1 - 1e-6:
                break
            price, thrift = self._step(price, thrift, step * max(1.0, value - least), made, spent)
        return replace(best, step=0.0)

    def _step(
        self, price: Floats, thrift: float, size: float, made: Floats, spent: float
    ) -> tuple[Floats, float]:
        slope = 1.0 - made
        slope[(price <= 0) & (slope > 0)] = 0.0
        # In the currency itself, so that money and visits weigh alike.
        over = 0.0 if self.budget is None else (self.budget - spent) / 100
        if thrift <= 0 and over > 0:
            over = 0.0
        norm = float((slope * slope).sum() + over * over)
        if norm <= 0:
            return price, thrift
        return np.maximum(0.0, price - size / norm * slope), max(0.0, thrift - size / norm * over / 100)

    def _round(self, price: Floats, thrift: float) -> tuple[float, Floats, float]:
        """The bound of these prices; how often the best chains make each visit; what they cost."""
        value = float(price.sum()) + (0.0 if self.budget is None else thrift * self.budget)
        made, spent = np.zeros(len(price)), 0.0
        chain: list[Stretch] = []
        for g in self.groups:
            weight = self.worth - price - thrift * g.visit_cost
            order = np.argsort(-weight / np.maximum(self.need, 1e-3), kind="stable")
            gain, sets = self._gains(g, weight, order)
            taken = np.zeros(g.nodes, np.int64)
            value += float(best_chain(gain - thrift * g.cost, g.start, g.end, g.nodes, taken))
            node = 1
            while node != 0 and taken[node] >= 0:
                k = int(taken[node])
                part = sets[k] if k in sets else self._part(g, k, weight, order)
                made += part
                spent += g.cost[k] + float((part * g.visit_cost).sum())
                chain.append(g.stretches[k])
                node = int(g.end[k])
        self.chains.setdefault(tuple(id(s) for s in chain), chain)
        return value, made, spent

    def most(self) -> dict[int, float]:
        """What each stretch, by its identity, can be worth at the most."""
        found: dict[int, float] = {}
        for g in self.groups:
            g.restrict(())
            order = np.argsort(-self.worth / np.maximum(self.need, 1e-3), kind="stable")
            gain, _ = self._gains(g, self.worth, order)
            found.update((id(s), float(value)) for s, value in zip(g.stretches, gain, strict=True))
        return found

    def _part(self, g: Days, k: int, weight: Floats, order: Any) -> Floats:
        shares = np.zeros((1, len(weight)))
        rows = np.array([k], np.int64)
        by_room(weight, self.need, order, g.can, self.city, g.room, g.rooms, rows, shares)
        row: Floats = shares[0]
        return row

    def _gains(self, g: Days, weight: Floats, order: Any) -> tuple[Floats, dict[int, Floats]]:
        """The gain of each stretch; the best sets of those that have tables."""
        gain, sets = np.full(len(g.stretches), -np.inf), {}
        rows = g.rest[g.alive[g.rest]]
        none = np.zeros((0, 0))
        gain[rows] = by_room(weight, self.need, order, g.can, self.city, g.room, g.rooms, rows, none)
        for same in g.tables.values():
            alive = [k for k in same if g.alive[k]]
            if not alive:
                continue
            can = np.array(g.stretches[alive[0]].can, np.int64)
            gain[alive], at = by_table(weight, can, g.stretches[alive[0]].ends)
            part = np.zeros(len(weight))
            part[can[[j for j in range(len(can)) if int(at) >> j & 1]]] = 1.0
            sets.update(dict.fromkeys(alive, part))
        return gain, sets

    def good_chains(self) -> list[list[Stretch]]:
        """The chains met, the latest first; those that do not lead home are left out."""
        return [
            c for c in list(self.chains.values())[::-1] if sum(s.end == HOME for s in c) == len(self.groups)
        ]
