"""What of a plan has happened by a moment: visits and rides that began before it, and nights slept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from egiz.trips._errors import refuse
from egiz.trips.clock import local, minute
from egiz.trips.parts import Leg, check_aware
from egiz.trips.problem import Problem
from egiz.trips.result import Item, Plan
from egiz.trips.ways import Move, ride_minutes

# Where from, where to, the mode and the number.
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Ride:
    """A ride of a plan: which, the minute since 1970 at which one must be ready, its length in minutes."""

    key: Key
    ready: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Past:
    """
    What cannot be changed any more.

    Parameters
    ----------
    now
        Minutes since 1970, rounded up: what begins earlier has begun.
    visits, coming
        Group and beginning by visit: of those that began before now, and of the others.
    rides
        Those that left before now, by group and day.
    next_rides
        The first ride after now, by group.
    nights
        City of the night by group and day, for the days that are over.
    over
        How many days are over.
    """

    now: int
    visits: Mapping[str, tuple[int, int]]
    coming: Mapping[str, tuple[int, int]]
    rides: Mapping[tuple[int, int], tuple[Ride, ...]]
    next_rides: Mapping[int, Ride]
    nights: Mapping[tuple[int, int], str]
    over: int

    def allows(self, group: int, day: int, moves: tuple[Move, ...], night: str) -> bool:
        """Whether the moves of a day begin with the rides that left, and on a day that is over end there."""
        rides = self.rides.get((group, day), ())
        if len(self.frozen(group, day, moves)) < self._count(rides, moves):
            return False
        if day >= self.over:
            return True
        hops = sum(len(m.hops) for m in moves)
        return hops == len(rides) and self.nights.get((group, day), "") == night

    def _count(self, rides: tuple[Ride, ...], moves: tuple[Move, ...]) -> int:
        """How many moves the rides are; more than there are where they do not match."""
        keys = [hop_key(leg, d.number if d else "") for m in moves for leg, d in m.hops]
        if keys[: len(rides)] != [r.key for r in rides]:
            return len(moves) + 1
        count = hops = 0
        while hops < len(rides):
            hops += len(moves[count].hops)
            count += 1
        return count

    def frozen(self, group: int, day: int, moves: tuple[Move, ...]) -> list[int]:
        """The beginnings of the moves that are made of rides that left, at the times at which they left."""
        rides, begins = list(self.rides.get((group, day), ())), []
        for move in moves:
            if not rides:
                break
            begins.append(at := rides[0].ready)
            if move.leaves not in (None, at):
                return []
            for leg, departure in move.hops[: len(rides)]:
                ride = rides.pop(0)
                if ride.ready != at or (departure is None and ride.minutes != ride_minutes(leg)):
                    return []
                at += leg.before + ride.minutes + leg.after
        return begins

    def first_leaving(self, group: int, move: Move, way: int, *, is_next: bool) -> int:
        """The first minute at which a move can begin now, `way` minutes from the station."""
        leg, departure = move.hops[0]
        coming = self.next_rides.get(group)
        same = coming is not None and coming.key == hop_key(leg, departure.number if departure else "")
        if is_next and coming is not None and same and coming.ready < self.now + way:
            return coming.ready  # The group is on its way to the station already.
        return self.now + way


def hop_key(leg: Leg, number: str) -> Key:
    """What tells rides apart."""
    return leg.origin, leg.destination, leg.mode, number


def look_back(problem: Problem, plan: Plan, now: dt.datetime) -> Past:
    """
    What of a plan of the trip had begun before a moment.

    Raises
    ------
    ProblemError
        Where what began is no longer part of the trip, or the moment has no offset.
    """
    check_aware(now, "now")
    at = -int(-now.timestamp() // 60)
    zone = problem.city(problem.home).zone
    ends = [local(d + dt.timedelta(days=1), dt.time(0), zone) for d in problem.days]
    number = {g.id: k for k, g in enumerate(problem.parties)}
    dates = {d: k for k, d in enumerate(problem.days)}
    items = [(number[d.group], i) for d in plan.days for i in d.items]
    visits, coming = _visits(problem, items, at)
    rides, next_rides = _rides(problem, items, at, ends)
    nights = {(number[d.group], dates[d.date]): d.night for d in plan.days}
    return Past(at, visits, coming, rides, next_rides, nights, sum(e <= at for e in ends))


def _visits(
    problem: Problem, items: list[tuple[int, Item]], at: int
) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
    known = {v.id for v in problem.visits}
    begun: dict[str, tuple[int, int]] = {}
    coming: dict[str, tuple[int, int]] = {}
    for group, item in items:
        if item.kind != "visit":
            continue
        start = minute(item.start)
        if start >= at:
            coming[item.ref] = (group, start)
        elif item.ref in known:
            begun[item.ref] = (group, start)
        else:
            _gone(item)
    return begun, coming


def _rides(
    problem: Problem, items: list[tuple[int, Item]], at: int, ends: list[int]
) -> tuple[dict[tuple[int, int], tuple[Ride, ...]], dict[int, Ride]]:
    left: dict[tuple[int, int], tuple[Ride, ...]] = {}
    following: dict[int, Ride] = {}
    for group, item in items:
        ride = _ride(problem, item) if item.kind == "travel" else None
        if ride is not None and minute(item.start) < at:
            key = (group, sum(e <= ride.ready for e in ends))
            left[key] = (*left.get(key, ()), ride)
        elif ride is not None:
            following.setdefault(group, ride)
        elif item.kind == "travel" and minute(item.start) < at:
            _gone(item)
    return left, following


def _gone(item: Item) -> None:
    refuse("already-begun", f"Must stay part of the trip; it began at {item.start:%Y-%m-%d %H:%M}.", item.ref)


def _ride(problem: Problem, item: Item) -> Ride | None:
    for leg in problem.legs:
        key = hop_key(leg, item.number)
        if key != (item.origin, item.destination, item.mode, item.number):
            continue
        timed = any(d.number == item.number and d.leaves == item.start for d in leg.departures)
        if timed or (not leg.departures and item.end - item.start == dt.timedelta(minutes=ride_minutes(leg))):
            length = minute(item.end) - minute(item.start)
            return Ride(key, minute(item.start) - leg.before, length)
    return None
