"""All stretches a group can choose from: a day from the city it wakes in to the city it sleeps in.

Nodes are (day, city, minute): the first minute the group has there. Each stretch leads from a node to a node
of a later day, or home. It knows exactly which sets of visits fit into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from egiz.trips.clock import minute
from egiz.trips.days import order_of
from egiz.trips.fitting import LARGE, MOST, NEVER, WORK, Frame, Minutes, fit_alone, fits, pairs
from egiz.trips.past import Past
from egiz.trips.ways import MOST_WHEEL, Move
from egiz.trips.world import World

Node = tuple[int, str, int]
HOME: Node = (-1, "", 0)
EXACT = 16
"""Sets of up to so many visits are tried in every order; of larger ones a search looks for an order."""


@dataclass(eq=False, slots=True)
class Stretch:
    """
    One way to spend a day.

    Parameters
    ----------
    group, day, start, end
        Number of the group and of the day; nodes (end is HOME for the last).
    stays, moves
        Cities in order and what joins them.
    begin, until
        First and last minute.
    night
        City slept in after it; empty where the trip ends or the night is spent on the way.
    cost
        Of moves and night for the group, in hundredths.
    can
        Visits that fit alone, and the table of sets that fit (None where there are too many to tabulate).
    """

    group: int
    day: int
    start: Node
    end: Node
    stays: tuple[str, ...]
    moves: tuple[Move, ...]
    begin: int
    until: int
    night: str
    cost: int
    world: World
    can: list[int] = field(default_factory=list)
    bit: dict[int, int] = field(default_factory=dict)
    ends: Minutes | None = None
    known: dict[frozenset[int], bool] = field(default_factory=dict)
    doubt: set[frozenset[int]] = field(default_factory=set)
    _frame: Frame | None = None
    _pairs: Any = None

    @property
    def frame(self) -> Frame:
        """The stretch as arrays."""
        if self._frame is None:
            self._frame = self._as_arrays()
        return self._frame

    def _as_arrays(self) -> Frame:
        hours = [self.world.leaving(m, self.day) for m in self.moves]
        if self.world.past is not None:
            hours = self._from_now(hours, self.world.past)
        zero = self.world.zero
        return Frame(
            np.array([self.world.number[c] for c in self.stays], np.int32),
            np.array([h[0] - zero for h in hours], np.int32),
            np.array([h[1] - zero for h in hours], np.int32),
            np.array([m.minutes for m in self.moves], np.int32),
            self.begin - zero,
            self.until - zero,
        )

    def _from_now(self, hours: list[tuple[int, int]], past: Past) -> list[tuple[int, int]]:
        begun = past.frozen(self.group, self.day, self.moves)
        out = [(at, at) for at in begun]
        for k in range(len(begun), len(self.moves)):
            way = self.world.problem.city(self.stays[k]).minutes_between
            earliest = past.first_leaving(self.group, self.moves[k], way, is_next=k == len(begun))
            first, last = max(hours[k][0], earliest), hours[k][1]
            # Too late for it: nobody is ready before the stretch begins.
            out.append((first, last if first <= last else self.begin - 1))
        return out

    def tabulate(self, visits: Iterable[int]) -> bool:
        """Find which visits fit; False where not even the moves do."""
        if fits(self.world.table, self.frame, [])[0] == NEVER:
            return False
        self.can = fit_alone(self.world.table, self.frame, list(visits))
        self.bit = {v: 1 << k for k, v in enumerate(self.can)}
        if len(self.can) <= MOST:
            self.fill_table()
        return True

    @property
    def key(self) -> tuple[Any, ...]:
        """What its table depends on."""
        f = self.frame
        return *(a.tobytes() for a in (f.stays, f.first, f.last, f.minutes)), f.begin, f.end, tuple(self.can)

    def fill_table(self) -> None:
        """Find out for every set of visits whether it fits; stretches that are alike share the table."""
        tables = self.world.tables
        if self.key not in tables:
            tables[self.key] = fits(self.world.table, self.frame, self.can)
        self.ends = tables[self.key]

    @property
    def pairs(self) -> NDArray[np.bool_]:
        """Which of the visits in `can` fit together in pairs, bool (n, n)."""
        if self._pairs is None:
            self._pairs = pairs(self.world.table, self.frame, self.can)
        return cast("NDArray[np.bool_]", self._pairs)

    def both(self, u: int, v: int) -> bool:
        """Whether two visits that fit alone fit together."""
        return bool(self.pairs[self.bit[u].bit_length() - 1, self.bit[v].bit_length() - 1])

    def holds(self, visits: Iterable[int]) -> bool:
        """Whether these visits fit together; of very many, whether a search finds an order for them."""
        wanted = frozenset(visits)
        if not wanted <= self.bit.keys():
            return False
        if self.ends is not None:
            return bool(self.ends[sum(self.bit[v] for v in wanted)] != NEVER)
        if len(wanted) < 2:
            return True
        if wanted not in self.known:
            self.known[wanted] = self._fits(sorted(wanted))
        return self.known[wanted]

    def _fits(self, wanted: list[int]) -> bool:
        at = [self.bit[v].bit_length() - 1 for v in wanted]
        if not self.pairs[np.ix_(at, at)].all():
            return False
        if len(wanted) == 2:
            return True
        table = self.world.table
        wanted = sorted(wanted, key=lambda v: int(table.closes[v].max()))
        # What does not fit in part does not fit as a whole; small parts are quick to try.
        for size in range(8, min(len(wanted), EXACT), 2):
            if fits(table, self.frame, wanted[:size])[-1] == NEVER:
                return False
        if len(wanted) <= EXACT:
            return bool(fits(table, self.frame, wanted)[-1] != NEVER)
        if order_of(self.world.table, self.frame, wanted) is not None:
            return True
        self.doubt.add(frozenset(wanted))
        return False

    def is_sure(self, visits: Iterable[int]) -> bool:
        """Whether it is proved that these visits do not fit, where `holds` says that they do not."""
        return frozenset(visits) not in self.doubt


def build(world: World, group: int) -> list[Stretch]:
    """Every stretch a group may need, from the start of the trip to its end."""
    start: Node = (0, world.problem.home, minute(world.problem.rules.start))
    todo, seen, out = [start], {start}, []
    while todo:
        node = todo.pop()
        for stretch in _from(world, group, node):
            out.append(stretch)
            if stretch.end != HOME and stretch.end not in seen:
                seen.add(stretch.end)
                todo.append(stretch.end)
    return _tabulated(_leading_home(out))


def _tabulated(stretches: list[Stretch]) -> list[Stretch]:
    """Large tables are made when all of them together do not take too long, otherwise none."""
    large = {s.key: len(s.can) for s in stretches if s.ends is None}
    if all(n <= LARGE for n in large.values()) and sum(n * n << n for n in large.values()) <= WORK:
        for s in stretches:
            if s.ends is None:
                s.fill_table()
    return stretches


def _leading_home(stretches: list[Stretch]) -> list[Stretch]:
    home = {HOME}
    for s in sorted(stretches, key=lambda s: -s.day):
        if s.end in home:
            home.add(s.start)
    return [s for s in stretches if s.end in home]


def _from(world: World, group: int, node: Node) -> Iterator[Stretch]:
    day = node[0]
    today = world.today(group, day)
    useful = {world.visits[v].city for v in today}
    for stays, moves in _chains(world, group, node, useful):
        for end, night, back in _ends(world, group, day, stays, moves):
            last = min(back, minute(world.problem.rules.home_by))
            if moves and moves[-1].leaves is not None:
                last = max(last, moves[-1].leaves + moves[-1].minutes)
                if last > minute(world.problem.rules.home_by):
                    continue
            if world.past is not None and not world.past.allows(group, day, moves, night):
                continue
            cost = sum(m.cost for m in moves) + world.night_cost(group, night)
            s = Stretch(group, day, node, end, stays, moves, node[2], last, night, cost, world)
            here = [v for v in today if world.visits[v].city in stays]
            if s.tabulate(here) and _pays(s):
                yield s


def _pays(s: Stretch) -> bool:
    # A stop on the way without a visit is only a detour, unless a timetable begins there.
    cities = {s.world.visits[v].city for v in s.can}
    begun = _begun(s.world, s.group, s.day, s.moves)
    for k, city in enumerate(s.stays[1:-1], start=1):
        if k > begun and city not in cities and s.moves[k].leaves is None and s.moves[k - 1].leaves is None:
            return False
    return True


def _begun(world: World, group: int, day: int, moves: tuple[Move, ...]) -> int:
    return 0 if world.past is None else len(world.past.frozen(group, day, moves))


def _ends(
    world: World, group: int, day: int, stays: tuple[str, ...], moves: tuple[Move, ...]
) -> Iterator[tuple[Node, str, int]]:
    """Where a day can end: the node after it, the city of the night, the last minute of the day."""
    city, problem = stays[-1], world.problem
    arrives = moves[-1].leaves + moves[-1].minutes if moves and moves[-1].leaves is not None else None
    edge, days = world.edges[day + 1], len(world.edges) - 1
    late = world.late(group, day, city)
    if city == problem.end:
        # On the last day nobody needs to be back in the hotel after what ends late.
        yield HOME, "", max([edge, *late])
    if arrives is not None and arrives >= edge:
        later = world.day_of(arrives)
        if later < days:
            yield (later, city, arrives), "", edge
        return
    if day + 1 < days and world.can_sleep(city):
        # One sleeps by midnight: what ends then is late, for the way to the hotel is still to come.
        yield (day + 1, city, edge), city, max(edge - problem.city(city).minutes_between, arrives or 0)
        for back in late:
            if (later := world.day_of(back)) < days:
                yield (later, city, back), city, back


def _chains(
    world: World, group: int, node: Node, useful: set[str]
) -> Iterator[tuple[tuple[str, ...], tuple[Move, ...]]]:
    """Cities and moves of a day: at most three moves, two without a timetable, within road_minutes."""
    day, city, begin = node
    todo: list[tuple[tuple[str, ...], tuple[Move, ...], int]] = [((city,), (), begin)]
    while todo:
        stays, moves, ready = todo.pop()
        yield stays, moves
        if len(moves) >= 3 or ready >= world.edges[day + 1]:
            continue
        free = sum(m.leaves is None for m in moves)
        for move in world.moves(group, stays[-1], day):
            first, last = world.leaving(move, day)
            if max(ready, first) > last or not _drivable(world, (*moves, move)):
                continue
            begun = _begun(world, group, day, (*moves, move))
            # What has begun needs no sense any more.
            sensible = begun > len(moves) or _sensible(world, stays, moves[begun:], move, useful)
            if move.leaves is None and (free >= 2 or not sensible):
                continue
            todo.append(((*stays, move.destination), (*moves, move), max(ready, first) + move.minutes))


def _drivable(world: World, moves: tuple[Move, ...]) -> bool:
    """Whether a day is not too long on the road for the travellers, nor at the wheel for the drivers."""
    road, wheel = sum(m.road for m in moves), sum(m.wheel for m in moves)
    return road <= world.problem.rules.road_minutes and wheel <= MOST_WHEEL + 1e-6


def _sensible(
    world: World, stays: tuple[str, ...], moves: tuple[Move, ...], move: Move, useful: set[str]
) -> bool:
    # Driving on without having done anything is the direct way, which is there by itself.
    if moves and moves[-1].leaves is None and stays[-1] not in useful:
        return False
    city = move.destination
    return city in useful or world.can_sleep(city) or city == world.problem.end or world.has_station(city)
