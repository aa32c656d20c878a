"""A part of a problem with everything else left where it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
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
    inside = set(free)
    number = {m: i for i, m in enumerate(free)}
    allowed = core.allowed[free].copy()
    used = {r: np.zeros(core.n_slots, dtype=np.int64) for r in range(len(core.rows))}
    rows_of: dict[int, list[int]] = {}
    for r, row in enumerate(core.rows):
        for m in row.meetings:
            rows_of.setdefault(m, []).append(r)
    taken = np.zeros((core.n_people, core.n_slots), dtype=np.int32)
    counts = np.zeros(core.n_people, dtype=np.int32)
    for m in np.flatnonzero(starts >= 0).tolist():
        if m in inside:
            continue
        time = slice(int(starts[m]), int(starts[m] + core.length[m]))
        taken[list(core.people[m]), time] += 1
        counts[list(core.people[m])] += 1
        for r in rows_of.get(m, ()):
            used[r][time] += 1
    for i, m in enumerate(free):
        for s in np.flatnonzero(allowed[i]).tolist():
            time = slice(s, s + int(core.length[m]))
            if any((taken[p, time] >= core.room_for[p]).any() for p in core.people[m]):
                allowed[i, s] = 0
        _keep_order(core, starts, inside, m, allowed[i])
    rows = tuple(
        replace(
            row,
            meetings=tuple(number[m] for m in row.meetings if m in inside),
            capacity=tuple(max(0, c - u) for c, u in zip(row.capacity, used[r].tolist(), strict=True)),
        )
        for r, row in enumerate(core.rows)
        if any(m in inside for m in row.meetings)
    )
    return replace(
        core,
        n_meetings=len(free),
        allowed=allowed,
        own=core.own[free],
        people=tuple(core.people[m] for m in free),
        meetings_of=tuple(tuple(number[m] for m in mine if m in inside) for mine in core.meetings_of),
        length=core.length[free],
        weight=core.weight[free],
        must=core.must[free],
        least=np.maximum(0, core.least - counts),
        most=np.maximum(0, core.most - counts),
        rows=rows,
        before=tuple((number[a], number[b]) for a, b in core.before if a in inside and b in inside),
        ways=tuple(core.ways[m] for m in free),
        seats={number[m]: seat for m, seat in core.seats.items() if m in inside},
        tallies=part_of_tallies(core.tallies, starts, free),
        nogoods=(),
    )


def _keep_order(core: Core, starts: Starts, inside: set[int], m: int, allowed: NDArray[np.uint8]) -> None:
    for a, b in core.before:
        if b == m and a not in inside and starts[a] >= 0:
            allowed[: int(starts[a] + core.length[a])] = 0
        elif a == m and b not in inside and starts[b] >= 0:
            allowed[max(0, int(starts[b] - core.length[m]) + 1) :] = 0
