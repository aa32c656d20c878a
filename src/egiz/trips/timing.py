"""The times of one stretch: as early as possible, with as few visits as possible off their former times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from egiz.trips.days import order_of
from egiz.trips.fitting import Frame
from egiz.trips.stretches import Stretch

MANY = 9
"""Of more visits than this the order comes from the search: trying every set would take too long here."""

# (time, changes) with the way there: the last state and the visit with its arrival.
State = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Timed:
    """When the visits begin (protocol before not counted) and when the moves do, minutes since 1970."""

    visits: tuple[tuple[int, int], ...]
    moves: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    time: int
    changes: int
    before: _Step | None
    visit: int = -1
    at: int = 0


def time_stretch(stretch: Stretch, visits: list[int], former: Mapping[int, int] | None = None) -> Timed:
    """
    Order and times of the visits of a stretch in which they fit.

    Parameters
    ----------
    former
        Former beginnings by visit, minutes since 1970; as many as possible are kept, then the end is early.

    Raises
    ------
    ValueError
        Where they do not fit together.
    """
    frame, n = stretch.frame, len(visits)
    former = former or {}
    if n > MANY and (order := order_of(stretch.world.table, stretch.frame, visits, turns=20_000)) is not None:
        return _in_order(stretch, order, former)
    ready: dict[int, list[_Step]] = {0: [_Step(frame.begin, 0, None)]}
    for k in range(len(frame.stays)):
        ready = _stay(stretch, frame, k, visits, ready, former)
        if k < len(frame.stays) - 1:
            ready = {m: _pareto([_moved(frame, k, s) for s in steps]) for m, steps in ready.items()}
    ends = [s for s in ready.get((1 << n) - 1, []) if s.time <= frame.end]
    if not ends:
        raise ValueError("Must be visits that fit into the stretch together.")
    return _unfold(stretch, min(ends, key=lambda s: (s.changes, s.time)))


def _in_order(stretch: Stretch, order: list[int], former: Mapping[int, int]) -> Timed:
    """The visits one after another; each goes back to its former time where all later ones allow it."""
    kept: dict[int, int] = {}
    for v in order:
        if v in former and _walk(stretch, order, {**kept, v: former[v]}) is not None:
            kept[v] = former[v]
    timed = _walk(stretch, order, kept)
    if timed is None:
        raise ValueError("Must be visits that fit into the stretch together.")
    return timed


def _walk(stretch: Stretch, order: list[int], times: Mapping[int, int]) -> Timed | None:
    """The times of an order of visits, some of which begin at given times; None where it cannot be kept."""
    world, frame, table = stretch.world, stretch.frame, stretch.world.table
    t, k, before = frame.begin, 0, -1
    visits: list[tuple[int, int]] = []
    moves: list[int] = []

    def move() -> bool:
        nonlocal t, k, before
        t += int(table.entry[frame.stays[k]]) if before >= 0 else 0
        if t > frame.last[k]:
            return False
        t = max(t, int(frame.first[k]))
        moves.append(t + world.zero)
        t, k, before = t + int(frame.minutes[k]), k + 1, -1
        return True

    for v in order:
        while table.city[v] != frame.stays[k]:
            if k >= len(frame.minutes) or not move():
                return None
        t += int(table.entry[frame.stays[k]]) if before < 0 else int(table.hop[before, v])
        wanted = times[v] - world.visits[v].slack - world.zero if v in times else None
        at = _start(stretch, v, t, wanted)
        if at is None:
            return None
        visits.append((v, at + world.zero + world.visits[v].slack))
        t, before = at + int(table.length[v]), v
    while k < len(frame.minutes):
        if not move():
            return None
    return Timed(tuple(visits), tuple(moves)) if t <= frame.end else None


def _start(stretch: Stretch, v: int, at: int, wanted: int | None) -> int | None:
    table = stretch.world.table
    for w in range(int(table.windows[v])):
        first, last = int(table.opens[v, w]), int(table.closes[v, w])
        if wanted is not None:
            if max(at, first) <= wanted <= last:
                return wanted
        elif at <= last:
            return max(at, first)
    return None


def _moved(frame: Frame, k: int, step: _Step) -> _Step | None:
    if step.time > frame.last[k]:
        return None
    begin = max(step.time, int(frame.first[k]))
    return _Step(begin + int(frame.minutes[k]), step.changes, step, -2 - k, begin)


def _pareto(steps: list[_Step | None]) -> list[_Step]:
    out: list[_Step] = []
    for s in sorted((s for s in steps if s is not None), key=lambda s: (s.time, s.changes)):
        if not out or s.changes < out[-1].changes:
            out.append(s)
    return out


def _stay(
    stretch: Stretch,
    frame: Frame,
    k: int,
    visits: list[int],
    ready: dict[int, list[_Step]],
    former: Mapping[int, int],
) -> dict[int, list[_Step]]:
    table = stretch.world.table
    here, leaving = int(frame.stays[k]), k < len(frame.stays) - 1
    way = int(table.entry[here])
    mine = [j for j, v in enumerate(visits) if table.city[v] == here]
    after: dict[tuple[int, int], list[_Step]] = {}
    masks = sorted({m | extra for m in ready for extra in _unions(mine)})
    for mask in masks:
        for j in mine:
            if mask & (1 << j):
                continue
            arrivals = [(s.time + way, s) for s in ready.get(mask, [])]
            for i in mine:
                hop = int(table.hop[visits[i], visits[j]])
                arrivals += [(s.time + hop, s) for s in after.get((mask, i), [])]
            steps = [e for t, s in arrivals for e in _visit(stretch, visits[j], t, s, former)]
            if steps:
                key = (mask | (1 << j), j)
                after[key] = _pareto([*after.get(key, []), *steps])
    out: dict[int, list[_Step]] = {}
    for mask in masks:
        done = [
            _Step(s.time + (way if leaving else 0), s.changes, s)
            for i in mine
            for s in after.get((mask, i), [])
        ]
        steps = _pareto([*ready.get(mask, []), *done])
        if steps:
            out[mask] = steps
    return out


def _unions(mine: list[int]) -> list[int]:
    out = [0]
    for j in mine:
        out += [m | (1 << j) for m in out]
    return out


def _visit(stretch: Stretch, v: int, at: int, step: _Step, former: Mapping[int, int]) -> list[_Step]:
    """Begin as early as possible, and at the former time where that is not past."""
    world = stretch.world
    table, slack = world.table, world.visits[v].slack
    old = former[v] - slack - world.zero if v in former else None
    out: list[_Step] = []
    for w in range(int(table.windows[v])):
        first, last = int(table.opens[v, w]), int(table.closes[v, w])
        starts = [max(at, first)] if at <= last and not out else []
        if old is not None and max(at, first) <= old <= last:
            starts.append(old)
        out += [
            _Step(t + int(table.length[v]), step.changes + (v in former and t != old), step, v, t)
            for t in starts
        ]
    return out


def _unfold(stretch: Stretch, step: _Step) -> Timed:
    world = stretch.world
    visits, moves = [], []
    at: _Step | None = step
    while at is not None:
        if at.visit >= 0:
            visits.append((at.visit, at.at + world.zero + world.visits[at.visit].slack))
        elif at.visit <= -2:
            moves.append(at.at + world.zero)
        at = at.before
    return Timed(tuple(reversed(visits)), tuple(reversed(moves)))
