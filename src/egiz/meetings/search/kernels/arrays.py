"""The two structures every kernel works on: what is given, and the schedule under improvement.

Named tuples, because compiled code reads them as it reads plain arrays, while strict typing guards every
field. Shapes: M meetings, P participants, S slots, R counting rows, W stretches; lists of lists are
flattened, with the beginning of list i at `..._ptr[i]`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Words = NDArray[np.uint64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Partners = NDArray[np.int16] | NDArray[np.int32]


class Instance(NamedTuple):
    """What does not change while one problem is searched.

    Parameters
    ----------
    allowed
        (M, S): 1 where a meeting may begin.
    options, option_count
        (M, S) allowed first slots in front, and how many there are.
    frozen, pinned
        (M,): never moved by an exchange; never driven out by an insertion.
    length, worth, home
        (M,): slots a meeting takes; what leaving it out costs; its published slot or -1.
    people_ptr, people
        Participants of each meeting.
    row_ptr, rows
        Counting rows of each meeting.
    member_ptr, members
        Meetings of each counting row.
    capacity
        (R, S): meetings of a row that a slot holds.
    order_ptr, order_other, order_later
        Meetings in an order with each meeting, and whether they come later.
    span, bit
        (S,): the stretch of a slot and its place within it.
    mine_ptr, mine, active
        Movable meetings of each participant, and the participants who have any.
    free, slot_of, seats
        Only where chains are paths: (P, W) bits of the slots a participant may be busy in, (W, 64) the slot
        of each bit, (S,) meetings that a slot holds.
    strict
        Whether meetings have limits beyond those of their participants, in `allowed` and `frozen`.
    """

    allowed: NDArray[np.uint8]
    options: Ints
    option_count: Ints
    frozen: Flags
    pinned: Flags
    length: Ints
    worth: Floats
    home: Ints
    people_ptr: Ints
    people: Ints
    row_ptr: Ints
    rows: Ints
    member_ptr: Ints
    members: Ints
    capacity: Ints
    order_ptr: Ints
    order_other: Ints
    order_later: Ints
    span: Ints
    bit: Ints
    mine_ptr: Ints
    mine: Ints
    active: Ints
    free: Words
    slot_of: Ints
    seats: Ints
    strict: bool


class Schedule(NamedTuple):
    """A schedule under improvement, with its books and its scratch space.

    Parameters
    ----------
    slot, best
        (M,): first slot of each meeting or -1, now and in the best schedule.
    occupant, partner
        (P, S): the meeting of a participant in a slot or -1; whom it meets there (where chains are paths).
    busy
        (P, W): bits of the busy slots by stretch.
    breaks
        (P,): breaks now.
    use
        (R, S): meetings of each row in each slot; `used` (S,) is its first row, or the meetings of a slot.
    tabu, hardness, clock
        (M, S) until when a meeting must not go back to a slot; (M,) how often it was driven out; (1,) steps.
    chain, mark, net
        Scratch: (M,) meetings of a chain, (M,) stamps of those seen, (R,) change by row.
    rng
        (1,): state of the generator.
    """

    slot: Ints
    best: Ints
    occupant: Ints
    partner: Partners
    busy: Words
    breaks: Longs
    use: Ints
    used: Ints
    tabu: Longs
    hardness: Floats
    clock: Longs
    chain: Ints
    mark: Longs
    net: Ints
    out: Ints
    waiting: Ints
    where: Ints
    beyond: Ints
    patience: Floats
    rng: Words
