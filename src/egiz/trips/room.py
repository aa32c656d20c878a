"""How much a stretch can hold at the most, where its sets of visits are too many to be tabulated."""

from __future__ import annotations

import numpy as np

from egiz.trips.fitting import Table
from egiz.trips.hulls import Ints
from egiz.trips.stretches import Stretch


def room_of(stretch: Stretch) -> int:
    """
    The most that lengths and least ways of visits add up to on a stretch, in minutes.

    The hours count in which some visit is open within the stretch. The last visit of each stay needs no way
    to a next one, so one way a stay is given back.
    """
    if not stretch.can:
        return 0
    frame, mine = stretch.frame, stretch.can
    given_back = int(stretch.world.hulls.hop[mine].max()) * len(frame.stays)
    span = _open_span(stretch, mine, frame.begin, frame.end)
    return max(0, span - int(frame.minutes.sum()) + given_back)


def rooms(stretch: Stretch) -> dict[int, int]:
    """The same by city, from the earliest coming to each stay to the latest leaving of it."""
    world, frame = stretch.world, stretch.frame
    count = len(frame.stays)
    come, leave = [frame.begin], [frame.end]
    for k in range(count - 1):
        come.append(max(come[k], int(frame.first[k])) + int(frame.minutes[k]))
    for k in range(count - 2, -1, -1):
        leave.insert(0, min(leave[0] - int(frame.minutes[k]), int(frame.last[k])))
    found: dict[int, int] = {}
    for k, city in enumerate(int(c) for c in frame.stays):
        mine = [v for v in stretch.can if int(world.table.city[v]) == city]
        if not mine:
            continue
        way = int(world.table.entry[city])
        last = leave[k] - (way if k < count - 1 else 0)
        span = _open_span(stretch, mine, come[k] + way, last) + int(world.hulls.hop[mine].max())
        found[city] = found.get(city, 0) + max(0, span)
    return found


def _open_span(stretch: Stretch, mine: list[int], begin: int, end: int) -> int:
    """From the first to the last minute between two moments at which some of the visits can take place."""
    table, known = stretch.world.table, stretch.world.spans
    key = (tuple(mine), begin, end)
    if key not in known:
        known[key] = _widest(table, mine, begin, end)
    return known[key]


def _widest(table: Table, mine: list[int], begin: int, end: int) -> int:
    opens, closes, length = table.opens[mine], table.closes[mine], table.length[mine][:, None]
    there = np.arange(opens.shape[1])[None, :] < table.windows[mine][:, None]
    there &= (closes >= begin) & (opens + length <= end)
    if not there.any():
        return 0
    return min(end, int((closes + length)[there].max())) - max(begin, int(opens[there].min()))


def knapsack(stretch: Stretch, weight: Ints) -> int:
    """The most that weights by visit add up to in the minutes, visits taken in parts (Dantzig, 1957)."""
    return min(
        _knapsack(stretch, stretch.can, weight, room_of(stretch)),
        sum(
            _knapsack(
                stretch, [v for v in stretch.can if int(stretch.world.table.city[v]) == city], weight, room
            )
            for city, room in rooms(stretch).items()
        ),
    )


def _knapsack(stretch: Stretch, mine: list[int], weight: Ints, room: int) -> int:
    worth, table = weight[mine].astype(np.float64), stretch.world.table
    need = np.maximum(1, table.length[mine] + stretch.world.hulls.hop[mine]).astype(np.float64)
    order = np.argsort(-worth / need, kind="stable")
    worth, need = worth[order], need[order]
    before = np.concatenate([[0.0], np.cumsum(need)[:-1]])
    part = np.clip((room - before) / need, 0.0, 1.0)
    # A visit of no length (to be in a city by a time) takes no room.
    free = table.length[mine][order] == 0
    return int((worth * np.where(free, 1.0, part)).sum() + 1e-6)
