"""The problem prepared for planning: visits of every group as arrays, moves, prices, edges of the days."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from egiz.atlas.geo import distance_km
from egiz.trips.blocks import parts_of
from egiz.trips.clock import local, minute
from egiz.trips.fitting import NEVER, Minutes, Table
from egiz.trips.hours import open_spans
from egiz.trips.hulls import hulls
from egiz.trips.parts import Block, Visit, Window
from egiz.trips.past import Past
from egiz.trips.problem import Problem
from egiz.trips.ways import Move, cents, free_moves, leaving_hours, timetable

# In town a straight line takes this long; an assumption, used only where both addresses have coordinates.
TOWN_KMH, TOWN_DETOUR, TOWN_LEAST = 25.0, 1.3, 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit, part of a block or arrival, as the planner sees it; `group` is set where only one may go."""

    visit: Visit
    kind: str
    group: int | None
    spans: tuple[tuple[int, int], ...]
    slack: int

    @property
    def pinned(self) -> bool:
        """Whether it has one time and no other."""
        return len(self.spans) == 1 and self.spans[0][1] - self.spans[0][0] == self.visit.minutes

    @property
    def city(self) -> str:
        """Id of the city."""
        return self.visit.city


class World:
    """What the planner asks again and again, worked out once."""

    def __init__(self, problem: Problem, *, past: Past | None = None, like: World | None = None) -> None:
        self.problem = problem
        self.past = past
        # Ways in town are the same in a world that differs in its hours only.
        self.hops: dict[tuple[str, str], int] = {} if like is None else like.hops
        # From the first to the last minute at which some visits can take place, by visits and hours.
        self.spans: dict[tuple[tuple[int, ...], int, int], int] = {}
        self._today: dict[tuple[int, int], list[int]] = {}
        self._late: dict[tuple[int, int, str], list[int]] = {}
        self._leaving: dict[tuple[str, str, int | None, int, int], tuple[int, int]] = {}
        self.number = {c.id: k for k, c in enumerate(problem.cities)}
        zone = problem.city(problem.home).zone
        after = problem.days[-1] + dt.timedelta(days=1)
        self.edges = [local(d, dt.time(0), zone) for d in (*problem.days, after)]
        self.zero = self.edges[0] - 2 * 24 * 60
        self.heads = [problem.head_count(g.id) for g in problem.parties]
        self._free = [free_moves(problem, n) for n in self.heads]
        self._timed = [timetable(problem, n) for n in self.heads]
        self.tables: dict[tuple[Any, ...], Minutes] = {}
        self.visits = self._entries()
        self.table = self._table()
        self.hulls = hulls(self.table)

    def _entries(self) -> list[Entry]:
        problem = self.problem
        out = []
        for v in problem.visits:
            slack = problem.rules.slack if v.slack is None else v.slack
            spans = tuple(open_spans(problem, v))
            entry = Entry(v, "visit", None, spans, slack)
            out.append(entry if self.past is None else self._from_now(entry, self.past))
        for g, group in enumerate(problem.parties):
            for b in problem.blocks:
                if not b.groups or group.id in b.groups:
                    zone = problem.city(b.city).zone
                    out += [_pinned(p, g) for p in parts_of(b, problem.rules, zone)]
            for k, a in enumerate(problem.rules.arrive_by):
                span = (minute(problem.rules.start), max(minute(problem.rules.start) + 1, minute(a.by)))
                visit = Visit(f"arrival-{k}", "", a.city, 1, 0, must=True, kind="event")
                out.append(Entry(visit, "arrival", g, (span,), 0))
        return out

    def _from_now(self, entry: Entry, past: Past) -> Entry:
        """A visit that began is at its time; another begins no earlier than one can come to it now."""
        visit = entry.visit
        if visit.id in past.visits:
            group, start = past.visits[visit.id]
            at = ((start, start + visit.minutes),)
            return replace(entry, visit=replace(visit, must=True), group=group, spans=at)
        made = [v for v in self.problem.visits if v.id in past.visits and v.city == visit.city]
        city = self.problem.city(visit.city)
        first = past.now + entry.slack + max([city.minutes_between, *(self.hop(v, visit) for v in made)])
        spans = tuple((max(a, first), b) for a, b in entry.spans if b - max(a, first) >= visit.minutes)
        group, start = past.coming.get(visit.id, (0, first))
        if start < first and any(a <= start and start + visit.minutes <= b for a, b in entry.spans):
            # Its group is on the way there already.
            return replace(entry, group=group, spans=((start, start + visit.minutes), *spans))
        return replace(entry, spans=spans)

    def _table(self) -> Table:
        n = len(self.visits)
        wide = max([1, *(len(e.spans) for e in self.visits)])
        opens, closes = np.zeros((n, wide), np.int32), np.full((n, wide), -1, np.int32)
        for k, e in enumerate(self.visits):
            for w, (first, last) in enumerate(e.spans):
                opens[k, w] = first - e.slack - self.zero
                closes[k, w] = last - e.visit.minutes - e.slack - self.zero
            if e.kind == "arrival":
                # Being in the city is enough; the way to a visit is not part of it.
                closes[k, 0] += self.problem.city(e.city).minutes_between
        hop = np.zeros((n, n), np.int32)
        for i, a in enumerate(self.visits):
            for j, b in enumerate(self.visits):
                if a.city == b.city and "arrival" not in (a.kind, b.kind):
                    hop[i, j] = self.hop(a.visit, b.visit)
        return Table(
            np.array([self.number[e.city] for e in self.visits], np.int32),
            np.array(
                [e.visit.minutes + 2 * e.slack if e.kind != "arrival" else 0 for e in self.visits], np.int32
            ),
            opens,
            closes,
            np.array([len(e.spans) for e in self.visits], np.int32),
            hop,
            np.array([c.minutes_between for c in self.problem.cities], np.int32),
        )

    def hop(self, a: Visit, b: Visit) -> int:
        """Minutes from one visit to another in the same city, in steps of five."""
        if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
            return self.problem.city(a.city).minutes_between
        pair = (a.id, b.id) if a.id < b.id else (b.id, a.id)
        if pair not in self.hops:
            km = float(distance_km(a.lat, a.lon, b.lat, b.lon)) * TOWN_DETOUR
            self.hops[pair] = max(TOWN_LEAST, math.ceil(km / TOWN_KMH * 60 / 5 - 1e-9) * 5)
        return self.hops[pair]

    def leaving(self, move: Move, day: int) -> tuple[int, int]:
        """The first and last minute of a day at which a move can begin."""
        key = (move.origin, move.destination, move.leaves, move.minutes, day)
        if key not in self._leaving:
            self._leaving[key] = leaving_hours(self.problem, move, day)
        return self._leaving[key]

    def late(self, group: int, day: int, city: str) -> list[int]:
        """When one is back from what begins there on that day at a fixed time and ends after midnight."""
        if (group, day, city) not in self._late:
            self._late[group, day, city] = self._back(group, day, city)
        return self._late[group, day, city]

    def _back(self, group: int, day: int, city: str) -> list[int]:
        edge, way = self.edges[day + 1], self.problem.city(city).minutes_between
        ends = {
            e.spans[0][1] + e.slack + way
            for e in (self.visits[k] for k in self.today(group, day))
            if e.city == city and e.kind != "arrival" and e.pinned and self.edges[day] <= e.spans[0][0] < edge
        }
        return sorted(end for end in ends if end > edge)

    def today(self, group: int, day: int) -> list[int]:
        """Visits that are open at some time of the day (to the noon after, for days in other zones)."""
        if (group, day) not in self._today:
            self._today[group, day] = self._open(group, day)
        return self._today[group, day]

    def _open(self, group: int, day: int) -> list[int]:
        first, last = self.edges[day], self.edges[day + 1]
        me = self.problem.parties[group].id
        return [
            k
            for k, e in enumerate(self.visits)
            if (e.group is None or e.group == group)
            and (not e.visit.groups or me in e.visit.groups)
            and any(a < last and b > first for a, b in e.spans)
        ]

    def moves(self, group: int, city: str, day: int) -> list[Move]:
        """The moves that can begin in the city on that day."""
        free = [m for (a, _), ms in self._free[group].items() if a == city for m in ms]
        timed = self._timed[group].get(city, [])
        first, last = self.edges[day], self.edges[day + 1]
        return free + [m for m in timed if m.leaves is not None and first <= m.leaves < last]

    def has_station(self, city: str) -> bool:
        """Whether a timetable begins in the city."""
        return any(city in timed for timed in self._timed)

    def can_sleep(self, city: str) -> bool:
        """Whether the group can spend a night there: a hotel with a price, or home."""
        return city == self.problem.home or self.problem.city(city).night is not None

    def night_cost(self, group: int, city: str) -> int:
        """What a night costs the group, in hundredths; sleeping at home is free."""
        if not city or city == self.problem.home:
            return 0
        return cents(self.problem, self.problem.city(city).night) * self.heads[group]

    def visit_cost(self, group: int, k: int) -> int:
        """What a visit costs the group, in hundredths."""
        return cents(self.problem, self.visits[k].visit.cost) * self.heads[group]

    def day_of(self, at: int) -> int:
        """Number of the day a minute falls in."""
        return int(np.searchsorted(self.edges, at, side="right")) - 1


def _pinned(block: Block, group: int) -> Entry:
    span = (minute(block.start), minute(block.end))
    window = Window(block.start, block.end)
    visit = Visit(block.id, block.name, block.city, span[1] - span[0], 0, (window,), "event", must=True)
    return Entry(visit, "block", group, (span,), 0)


__all__ = ["NEVER", "Entry", "World"]
