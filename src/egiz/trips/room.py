"""How much a stretch can hold at the most, where its sets of visits are too many to be tabulated."""

from __future__ import annotations

import numpy as np

from egiz.trips.hulls import Ints
from egiz.trips.stretches import Stretch


def room_of(stretch: Stretch) -> int:
    """
    The most that lengths and least ways of visits add up to on a stretch, in minutes.

    The last visit of each stay needs no way to a next one, so one way a stay is given back.
    """
    if not stretch.can:
        return 0
    world, frame, mine = stretch.world, stretch.frame, stretch.can
    span = min(frame.end, int(world.hulls.last[mine].max())) - max(
        frame.begin, int(world.hulls.first[mine].min())
    )
    given_back = int(world.hulls.hop[mine].max()) * len(frame.stays)
    return max(0, span - int(frame.minutes.sum()) + given_back)


def knapsack(stretch: Stretch, weight: Ints) -> int:
    """The most that weights by visit add up to in the minutes, visits taken in parts (Dantzig, 1957)."""
    mine = stretch.can
    worth = weight[mine].astype(np.float64)
    need = np.maximum(1, stretch.world.table.length[mine] + stretch.world.hulls.hop[mine]).astype(np.float64)
    order = np.argsort(-worth / need, kind="stable")
    worth, need = worth[order], need[order]
    before = np.concatenate([[0.0], np.cumsum(need)[:-1]])
    part = np.clip((room_of(stretch) - before) / need, 0.0, 1.0)
    # A visit of no length (to be in a city by a time) takes no room.
    free = stretch.world.table.length[mine][order] == 0
    return int((worth * np.where(free, 1.0, part)).sum() + 1e-6)
