"""The outer choice as a CP-SAT model: one stretch per day and group, each visit on at most one of them.

It knows of the insides of a day what the tables of the stretches say: which visits fit alone and in
pairs, how many fit at most and how much value. What it proposes is checked exactly; a set of visits that does
not fit comes back as a cut that names the stretches in which it does (logic-based Benders decomposition,
Hooker and Ottosson, 2003). Every model is therefore a relaxation, and its bound holds for every plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from math import inf
from typing import Any

import numpy as np

from egiz.trips.allowances import DayLimits
from egiz.trips.clock import minute
from egiz.trips.fitting import NEVER, sums
from egiz.trips.room import knapsack, room_of
from egiz.trips.small import small_sets
from egiz.trips.stopping import limit_solver
from egiz.trips.stretches import HOME, Node, Stretch
from egiz.trips.ways import cents
from egiz.trips.world import World

SCALE = 1000
KEPT = 2
Chosen = list[tuple[Stretch, list[int]]]
# The rides of a day (origin, destination, mode, number) and the city of the night after it.
Signature = tuple[tuple[tuple[str, str, str, str], ...], str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solve says: optimal, feasible, infeasible or unknown; the choice; a bound on the value."""

    status: str
    chosen: Chosen
    bound: int


@dataclass(slots=True)
class Wish:
    """What a re-plan wants to keep: the day and group of visits, and the cities and moves of days."""

    days: dict[int, tuple[int, int]] = field(default_factory=dict)
    stretches: dict[tuple[int, int], Signature] = field(default_factory=dict)

    def worth(self, visit: int, group: int, day: int) -> int:
        """How much of a visit is kept: for one that would be lost another may change its day, not two."""
        if visit not in self.days:
            return 0
        return KEPT + (self.days[visit] == (group, day))


class Master:
    """The model, with cuts that are added from round to round."""

    def __init__(self, world: World, stretches: list[Stretch]) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - a heavy library, loaded when it is used

        self.cp, self.world, self.stretches = cp_model, world, stretches
        self.model = cp_model.CpModel()
        self.take = [self.model.new_bool_var("") for _ in stretches]
        self.by_day: dict[tuple[int, int], list[int]] = defaultdict(list)
        for a, s in enumerate(stretches):
            self.by_day[s.group, s.day].append(a)
        self.go: dict[tuple[int, int, int], Any] = {}
        self.where: dict[int, list[Any]] = defaultdict(list)
        # What a question may switch: the budget, the musts, one visit more, a least value.
        self.switches: dict[object, Any] = {}
        self.cuts: set[tuple[int, int, frozenset[int]]] = set()
        # False once a set was cut of which it is not proved that it does not fit: then nothing is proved.
        self.sure = True
        self.is_small = all(s.ends is not None for s in stretches)
        self._flow()
        self._visits()
        for key in self.by_day:
            self._day(key)
        self._budget()
        self._stays()
        values = {v: e.visit.value for v, e in enumerate(world.visits)}
        self.value = sum(values[v] * x for (v, _, _), x in self.go.items())
        self.tie = sum(w * y for w, y in zip(self._ties(), self.take, strict=True))
        self.floor = self.model.new_int_var(0, 1 + sum(values.values()), "")
        self.model.add(self.value >= self.floor)
        self._set(self.floor, 0)
        self.model.maximize(self.value)

    def _set(self, variable: Any, value: int) -> None:
        domain = self.model.proto.variables[variable.index].domain
        domain.clear()
        domain.extend([value, value])

    def _switch(self, name: object, *, on: bool) -> Any:
        self.switches[name] = self.model.new_bool_var("")
        self._set(self.switches[name], int(on))
        return self.switches[name]

    def turn(self, name: object, *, on: bool) -> None:
        """Put the "budget", "musts", "stays" or the need for a visit (its number) into force or out of it."""
        if isinstance(name, int) and name not in self.switches:
            wanted = self._switch(name, on=on)
            self.model.add_bool_or(self.where[name]).only_enforce_if(wanted)
        elif name in self.switches:
            self._set(self.switches[name], int(on))

    def want(self, value: int = 0, *, cheap: bool = False) -> None:
        """Ask for plans of at least this value: the one of most value, or the cheapest."""
        self._set(self.floor, value)
        if cheap:
            self.model.minimize(self.spent)
        else:
            self.model.maximize(self.value)

    def _flow(self) -> None:
        first = (0, self.world.problem.home, minute(self.world.problem.rules.start))
        for g in range(len(self.world.heads)):
            into: dict[Node, list[Any]] = defaultdict(list)
            out: dict[Node, list[Any]] = defaultdict(list)
            for s, y in zip(self.stretches, self.take, strict=True):
                if s.group == g:
                    out[s.start].append(y)
                    into[s.end].append(y)
            for node in (into.keys() | out.keys()) - {HOME}:
                self.model.add(sum(out[node]) == (1 if node == first else sum(into[node])))
            if not out[first]:
                self.model.add_bool_or([])
            self.model.add(sum(into[HOME]) == 1)

    def _visits(self) -> None:
        where, musts = self.where, self._switch("musts", on=True)
        for (g, d), arcs in self.by_day.items():
            for v in sorted({v for a in arcs for v in self.stretches[a].can}):
                x = self.model.new_bool_var("")
                self.go[v, g, d] = x
                where[v].append(x)
                self.model.add(x <= sum(self.take[a] for a in arcs if v in self.stretches[a].bit))
        for v, entry in enumerate(self.world.visits):
            if entry.visit.must and entry.kind != "visit":
                self.model.add(sum(where[v]) == 1)
                continue
            if len(where[v]) > 1:
                self.model.add_at_most_one(where[v])
            if entry.visit.must:
                self.model.add_bool_or(where[v]).only_enforce_if(musts)

    def _day(self, key: tuple[int, int]) -> None:
        """What the tables say of one day: most visits, most value, most minutes, pairs."""
        arcs = self.by_day[key]
        table, entries = self.world.table, self.world.visits
        here = {v: x for (v, g, d), x in self.go.items() if (g, d) == key}
        weights = (
            dict.fromkeys(here, 1),
            {v: entries[v].visit.value for v in here},
            {v: int(table.length[v]) + int(self.world.hulls.hop[v]) for v in here},
        )
        for kind, weight in enumerate(weights):
            room = sum(self._room(a, weight, minutes=kind == 2) * self.take[a] for a in arcs)
            self.model.add(sum(weight[v] * x for v, x in here.items()) <= room)
        self._pairs(key, sorted(here))

    def _pairs(self, key: tuple[int, int], here: list[int]) -> None:
        """Two visits of one day need a stretch in which they fit together."""
        arcs = self.by_day[key]
        at = {v: k for k, v in enumerate(here)}
        fit = np.zeros((len(arcs), len(here), len(here)), np.bool_)
        alone = np.zeros((len(arcs), len(here)), np.bool_)
        for row, a in enumerate(arcs):
            s = self.stretches[a]
            mine = [at[v] for v in s.can]
            fit[np.ix_([row], mine, mine)] = s.pairs
            alone[row, mine] = True
        for i, j in combinations(range(len(here)), 2):
            both = alone[:, i] & alone[:, j]
            if (fit[both, i, j]).all():
                continue
            pair = frozenset((here[i], here[j]))
            self.cuts.add((*key, pair))
            takes = [self.take[arcs[k]] for k in np.flatnonzero(fit[:, i, j])]
            self.model.add(self.go[here[i], *key] + self.go[here[j], *key] <= 1 + sum(takes))

    def _room(self, a: int, weight: dict[int, int], *, minutes: bool) -> int:
        s = self.stretches[a]
        if s.ends is not None:
            return int(sums([weight[v] for v in s.can])[s.ends != NEVER].max())
        if minutes:
            return min(sum(weight[v] for v in s.can), room_of(s))
        by_visit = np.zeros(len(self.world.visits), np.int64)
        by_visit[list(weight)] = list(weight.values())
        return knapsack(s, by_visit)

    def _budget(self) -> None:
        world = self.world
        spent = sum(s.cost * y for s, y in zip(self.stretches, self.take, strict=True))
        visits = sum(world.visit_cost(g, v) * x for (v, g, _), x in self.go.items())
        self.spent = spent + visits
        if world.problem.rules.budget is not None:
            most = cents(world.problem, world.problem.rules.budget)
            self.model.add(self.spent <= most).only_enforce_if(self._switch("budget", on=True))

    def _stays(self) -> None:
        """On how many days a group may be in a country."""
        if not self.world.problem.allowances:
            return
        bound = self._switch("stays", on=True)
        number = {id(s): y for s, y in zip(self.stretches, self.take, strict=True)}
        for most, spent in DayLimits(self.world, self.stretches).limits:
            days = sum(n * number[key] for key, n in spent.items())
            self.model.add(days <= most).only_enforce_if(bound)

    def _ties(self) -> list[int]:
        # Among plans of equal value the one with less money and time on the way; in sum under one point.
        most = max([1, *(s.cost for s in self.stretches)])
        room = SCALE // (len(self.world.heads) * (len(self.world.edges) - 1)) - 1
        out = []
        for s in self.stretches:
            ride = min(1.0, sum(m.minutes for m in s.moves) / 1440)
            out.append(max(0, int(room * (0.5 * s.cost / most + 0.5 * ride))))
        return out

    def cut(self, key: tuple[int, int], visits: frozenset[int]) -> None:
        """Visits that are on one day together need a stretch in which they fit."""
        if (*key, visits) in self.cuts or any((v, *key) not in self.go for v in visits):
            return
        self.cuts.add((*key, visits))
        fit = [self.take[a] for a in self.by_day[key] if self.stretches[a].holds(visits)]
        self.model.add(sum(self.go[v, *key] for v in visits) <= len(visits) - 1 + sum(fit))

    def exclude(self, stretch: Stretch, visits: Iterable[int], until: float = inf) -> None:
        """Small sets among these visits that do not fit the stretch are cut, on every day alike."""
        for small in small_sets(stretch, sorted(visits), until):
            if not stretch.is_sure(small):
                self.sure = False
            for key in self.by_day:
                self.cut(key, small)

    def keep(self, wish: Wish) -> None:
        """Want first that visits are kept (on their day), then the same cities and moves, then value."""
        stays = [wish.worth(*key) * x for key, x in self.go.items() if key[0] in wish.days]
        moves = []
        for a, s in enumerate(self.stretches):
            if wish.stretches.get((s.group, s.day)) == _signature(s):
                moves.append(self.take[a])
        most = 1 + sum(e.visit.value for e in self.world.visits)
        aim = (sum(stays) * (len(moves) + 1) + sum(moves)) * most + self.value
        self.model.maximize(aim)

    def polish(self, value: int) -> None:
        """Of the plans of at least this value, want the one with the least money and time on the way."""
        self._set(self.floor, value)
        self.model.maximize(SCALE * self.value - self.tie)

    def hint(self, chosen: Chosen) -> None:
        """Begin from a plan."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]  # untyped in the library
        taken = {id(s) for s, _ in chosen}
        on = {(v, s.group, s.day) for s, visits in chosen for v in visits}
        for s, y in zip(self.stretches, self.take, strict=True):
            self.model.add_hint(y, id(s) in taken)
        for key, x in self.go.items():
            self.model.add_hint(x, key in on)

    def solve(self, seconds: float, workers: int, seed: int) -> Answer:
        """Solve the model as it stands."""
        solver = self.cp.CpSolver()
        p = solver.parameters
        limit_solver(p, max(0.05, seconds))
        p.num_workers, p.random_seed = workers, seed
        status = solver.status_name(solver.solve(self.model)).lower()
        total = sum(e.visit.value for e in self.world.visits)
        if status not in ("optimal", "feasible"):
            return Answer(status, [], total)
        bound = min(total, int(solver.best_objective_bound + 1e-6))
        chosen = []
        for s, y in zip(self.stretches, self.take, strict=True):
            if solver.boolean_value(y):
                mine = [
                    v
                    for (v, g, d), x in self.go.items()
                    if (g, d) == (s.group, s.day) and solver.boolean_value(x)
                ]
                chosen.append((s, mine))
        return Answer(status, sorted(chosen, key=lambda c: (c[0].group, c[0].day)), bound)


def _signature(s: Stretch) -> Signature:
    hops = [h for m in s.moves for h in m.hops]
    return tuple((leg.origin, leg.destination, leg.mode, d.number if d else "") for leg, d in hops), s.night
