"""Problems whose chains are paths: the arrays for the faster of the two annealings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.core import Core

Starts = NDArray[np.int32]
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


@dataclass(frozen=True)
class Pairs:
    """What does not change with the schedule.

    Parameters
    ----------
    sides
        (M, 2): the participants of each meeting.
    free
        (P, W): bits of the slots, by stretch, in which some meeting of a participant may be held.
    slot_of
        (W, 64): slot of each bit.
    seats
        (S,): meetings that fit into a slot.
    strict
        Whether some meetings may not use all slots that both of their participants may.
    """

    sides: NDArray[np.int32]
    free: NDArray[np.uint64]
    slot_of: NDArray[np.int32]
    seats: NDArray[np.int32]
    strict: bool

    def whom(self, core: Core, slot: Starts) -> NDArray[np.int16] | NDArray[np.int32]:
        """(P, S) the partner of each participant in each slot, or -1."""
        kind = np.int16 if core.n_people < FEW else np.int32
        grid = np.full((core.n_people, core.n_slots), -1, dtype=kind)
        for k in range(int(core.length.max(initial=0))):
            held = np.flatnonzero((slot >= 0) & (core.length > k))
            a, b = self.sides[held].T
            grid[a, slot[held] + k] = b
            grid[b, slot[held] + k] = a
        return grid


def build_pairs(core: Core, frozen: NDArray[Any]) -> Pairs:
    """The arrays of a problem in pairs; `frozen` (M,) marks meetings that are never moved."""
    sides = np.array(core.people, dtype=np.int32)
    open_to = np.zeros((core.n_people, core.n_slots), dtype=np.bool_)
    for p, mine in enumerate(core.meetings_of):
        if mine:
            open_to[p] = core.allowed[list(mine)].any(axis=0)
    width = int(core.span.max(initial=0)) + 1
    free = np.zeros((core.n_people, width), dtype=np.uint64)
    slot_of = np.zeros((width, 64), dtype=np.int32)
    for s in range(core.n_slots):
        w, b = int(core.span[s]), int(core.bit[s])
        free[:, w] |= open_to[:, s].astype(np.uint64) << np.uint64(b)
        slot_of[w, b] = s
    both = open_to[sides[:, 0]] & open_to[sides[:, 1]]
    seats = core.rows[0].capacity if core.rows else (ROOMY,) * core.n_slots
    return Pairs(
        sides=sides,
        free=free,
        slot_of=slot_of,
        seats=np.array(seats, dtype=np.int32),
        strict=bool(frozen.any()) or not np.array_equal(both, core.allowed > 0),
    )
