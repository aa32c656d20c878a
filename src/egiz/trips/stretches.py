"""All stretches a group can choose from: a day from the city it wakes in to the city it sleeps in.

Nodes are (day, city, minute): the first minute the group has there. Each stretch leads from a node to a node
of a later day, or home. It knows exactly which sets of visits fit into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from egiz.trips.clock import minute
from egiz.trips.fitting import MOST, NEVER, Frame, Minutes, fits, popcount
from egiz.trips.past import Past
from egiz.trips.ways import Move, leaving_hours
from egiz.trips.world import World

Node = tuple[int, str, int]
HOME: Node = (-1, "", 0)


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

    def frame(self) -> Frame:
        """The stretch as arrays."""
        hours = [leaving_hours(self.world.problem, m, self.day) for m in self.moves]
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
        frame = self.frame()
        if fits(self.world.table, frame, [])[0] == NEVER:
            return False
        self.can = [v for v in visits if fits(self.world.table, frame, [v])[1] != NEVER]
        self.bit = {v: 1 << k for k, v in enumerate(self.can)}
        if len(self.can) <= MOST:
            self.ends = fits(self.world.table, frame, self.can)
        return True

    def holds(self, visits: Iterable[int]) -> bool:
        """Whether these visits fit together."""
        wanted = frozenset(visits)
        if not wanted <= self.bit.keys():
            return False
        if self.ends is not None:
            return bool(self.ends[sum(self.bit[v] for v in wanted)] != NEVER)
        if wanted not in self.known:
            self.known[wanted] = len(wanted) <= MOST and bool(
                fits(self.world.table, self.frame(), sorted(wanted))[-1] != NEVER
            )
        return self.known[wanted]

    def most(self) -> int:
        """The most visits that fit together, or all that fit alone where the sets are not tabulated."""
        if self.ends is None:
            return len(self.can)
        return int(popcount(len(self.can))[self.ends != NEVER].max())


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
    return _leading_home(out)


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
        for end, night in _ends(world, day, stays, moves):
            last = min(world.edges[day + 1], minute(world.problem.rules.home_by))
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
    world: World, day: int, stays: tuple[str, ...], moves: tuple[Move, ...]
) -> Iterator[tuple[Node, str]]:
    city, problem = stays[-1], world.problem
    arrives = moves[-1].leaves + moves[-1].minutes if moves and moves[-1].leaves is not None else None
    if city == problem.end:
        yield HOME, ""
    if arrives is not None and arrives >= world.edges[day + 1]:
        later = world.day_of(arrives)
        if later < len(world.edges) - 1:
            yield (later, city, arrives), ""
        return
    if day + 1 < len(world.edges) - 1 and world.can_sleep(city):
        yield (day + 1, city, world.edges[day + 1]), city


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
        road = sum(m.road for m in moves)
        free = sum(m.leaves is None for m in moves)
        for move in world.moves(group, stays[-1], day):
            first, last = leaving_hours(world.problem, move, day)
            if max(ready, first) > last or road + move.road > world.problem.rules.road_minutes:
                continue
            begun = _begun(world, group, day, (*moves, move))
            # What has begun needs no sense any more.
            sensible = begun > len(moves) or _sensible(world, stays, moves[begun:], move, useful)
            if move.leaves is None and (free >= 2 or not sensible):
                continue
            todo.append(((*stays, move.destination), (*moves, move), max(ready, first) + move.minutes))


def _sensible(
    world: World, stays: tuple[str, ...], moves: tuple[Move, ...], move: Move, useful: set[str]
) -> bool:
    # Driving on without having done anything is the direct way, which is there by itself.
    if moves and moves[-1].leaves is None and stays[-1] not in useful:
        return False
    city = move.destination
    return city in useful or world.can_sleep(city) or city == world.problem.end or world.has_station(city)
