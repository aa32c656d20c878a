"""Problems whose chains are paths, for which the faster of the two annealings serves."""

from __future__ import annotations

import numpy as np

from egiz.meetings.model.core import Core
from egiz.meetings.search.kernels.arrays import Flags, Ints, Partners, Words

# Seats where nothing counts them.
ROOMY = 2**30
# Participants whose numbers fit into two bytes, so that more of the table stays near the processor.
FEW = 2**15


def in_pairs(core: Core) -> bool:
    """Whether all meetings are of two, everybody meets one at a time, and one row at most counts them all."""
    return (
        core.n_meetings > 0
        and all(len(who) == 2 for who in core.people)
        and bool((core.room_for == 1).all())
        and not core.before
        and (not core.rows or (len(core.rows) == 1 and len(core.rows[0].meetings) == core.n_meetings))
    )


def free_words(core: Core) -> tuple[Words, Ints]:
    """(P, W) bits of the slots in which some meeting of a participant may be; (W, 64) slot of each bit."""
    width = int(core.span.max(initial=0)) + 1
    free = np.zeros((core.n_people, width), dtype=np.uint64)
    slot_of = np.zeros((width, 64), dtype=np.int32)
    open_to = _open_to(core)
    for s in range(core.n_slots):
        w, b = int(core.span[s]), int(core.bit[s])
        free[:, w] |= open_to[:, s].astype(np.uint64) << np.uint64(b)
        slot_of[w, b] = s
    return free, slot_of


def _open_to(core: Core) -> Flags:
    open_to = np.zeros((core.n_people, core.n_slots), dtype=np.bool_)
    for p, mine in enumerate(core.meetings_of):
        if mine:
            open_to[p] = core.allowed[list(mine)].any(axis=0)
    return open_to


def limited_beyond(core: Core, frozen: Flags) -> bool:
    """Whether some meetings may not use all slots that both of their participants may."""
    open_to = _open_to(core)
    sides = np.array(core.people, dtype=np.int32)
    both = open_to[sides[:, 0]] & open_to[sides[:, 1]]
    return bool(frozen.any()) or not np.array_equal(both, core.allowed > 0)


def seats(core: Core) -> Ints:
    """(S,): meetings that fit into a slot."""
    return np.array(core.rows[0].capacity if core.rows else (ROOMY,) * core.n_slots, dtype=np.int32)


def partners(core: Core, slot: Ints) -> Partners:
    """(P, S) the partner of each participant in each slot, or -1."""
    grid = np.full((core.n_people, core.n_slots), -1, dtype=np.int32)
    sides = np.array(core.people, dtype=np.int32)
    for k in range(int(core.length.max(initial=0))):
        held = np.flatnonzero((slot >= 0) & (core.length > k))
        a, b = sides[held].T
        grid[a, slot[held] + k] = b
        grid[b, slot[held] + k] = a
    return grid.astype(np.int16) if core.n_people < FEW else grid
