"""A part of a problem with everything else left where it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.pools import Row
from egiz.meetings.model.tallies import part_of_tallies

Starts = NDArray[np.int32]


def part_of(core: Core, starts: Starts, free: list[int]) -> Core:
    """The core of the meetings in `free` (in that order) around all others as they stand in `starts`.

    Parameters
    ----------
    core
        The whole problem.
    starts
        First slots; meetings outside `free` keep theirs, or stay out where they have none.
    free
        Indices of the meetings that may move.
    """
    number = dict(zip(free, range(len(free)), strict=True))
    standing = starts >= 0
    standing[free] = False
    others: list[int] = np.flatnonzero(standing).tolist()
    counts = core.counts(standing).astype(np.int32)
    return replace(
        core,
        n_meetings=len(free),
        allowed=_still_allowed(core, starts, free, others),
        own=core.own[free],
        people=tuple(core.people[m] for m in free),
        meetings_of=tuple(_inside(number, mine) for mine in core.meetings_of),
        length=core.length[free],
        weight=core.weight[free],
        must=core.must[free],
        least=np.maximum(0, core.least - counts),
        most=np.maximum(0, core.most - counts),
        rows=_rows_left(core, starts, number, others),
        before=tuple((number[a], number[b]) for a, b in core.before if {a, b} <= number.keys()),
        ways=tuple(core.ways[m] for m in free),
        seats={number[m]: seat for m, seat in core.seats.items() if m in number},
        tallies=part_of_tallies(core.tallies, starts, free),
        nogoods=(),
    )


def _inside(number: dict[int, int], meetings: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(number[m] for m in meetings if m in number)


def _still_allowed(core: Core, starts: Starts, free: list[int], others: list[int]) -> NDArray[np.uint8]:
    taken = np.zeros((core.n_people, core.n_slots), dtype=np.int32)
    for m in others:
        taken[list(core.people[m]), starts[m] : starts[m] + core.length[m]] += 1
    allowed, inside = core.allowed[free].copy(), set(free)
    for i, m in enumerate(free):
        for s in np.flatnonzero(allowed[i]).tolist():
            time = slice(s, s + int(core.length[m]))
            if any((taken[p, time] >= core.room_for[p]).any() for p in core.people[m]):
                allowed[i, s] = 0
        _keep_order(core, starts, inside, m, allowed[i])
    return allowed


def _rows_left(core: Core, starts: Starts, number: dict[int, int], others: list[int]) -> tuple[Row, ...]:
    """What the others leave of each row that a free meeting is in."""
    standing = set(others)
    rows = []
    for row in core.rows:
        mine = _inside(number, row.meetings)
        if not mine:
            continue
        left = np.array(row.capacity)
        for m in standing.intersection(row.meetings):
            left[starts[m] : starts[m] + core.length[m]] -= 1
        rows.append(replace(row, meetings=mine, capacity=tuple(np.maximum(left, 0).tolist())))
    return tuple(rows)


def _keep_order(core: Core, starts: Starts, inside: set[int], m: int, allowed: NDArray[np.uint8]) -> None:
    for a, b in core.before:
        if b == m and a not in inside and starts[a] >= 0:
            allowed[: int(starts[a] + core.length[a])] = 0
        elif a == m and b not in inside and starts[b] >= 0:
            allowed[max(0, int(starts[b] - core.length[m]) + 1) :] = 0
