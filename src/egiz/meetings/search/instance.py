"""A core as the compiled code reads it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.search.kernels.arrays import Instance, Ints
from egiz.meetings.search.pairs import free_words, limited_beyond, seats

# What leaving out a must is taken to cost, beside weights.
MUST_WORTH = 1e5


def flat(lists: Iterable[Iterable[int]]) -> tuple[Ints, Ints]:
    """Lists of numbers one after another: where each begins, and all of them."""
    rows = [list(row) for row in lists]
    ptr = np.zeros(len(rows) + 1, dtype=np.int32)
    ptr[1:] = np.cumsum([len(row) for row in rows])
    return ptr, np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=int(ptr[-1]))


def _only(meetings: tuple[int, ...], chosen: NDArray[np.bool_]) -> list[int]:
    return [m for m in meetings if chosen[m]]


def _orders(core: Core) -> tuple[Ints, Ints, Ints]:
    """For each meeting those it is ordered with: where they begin, which, and whether they come later."""
    others: list[list[int]] = [[] for _ in range(core.n_meetings)]
    later: list[list[int]] = [[] for _ in range(core.n_meetings)]
    for a, b in core.before:
        others[a].append(b)
        later[a].append(1)
        others[b].append(a)
        later[b].append(0)
    return (*flat(others), flat(later)[1])


def build_instance(core: Core, *, pairs: bool, home: Ints | None = None) -> Instance:
    """The arrays of a core; with `pairs` also those of paths; `home` are published first slots."""
    several = np.zeros(core.n_meetings, dtype=np.bool_)
    meetings, who = core.attendance
    several[meetings[core.room_for[who] > 1]] = True
    frozen = several | (core.length > 1)
    count = core.allowed.sum(axis=1).astype(np.int32)
    movable = (count > 1) & ~frozen
    people_ptr, people = flat(core.people)
    row_ptr, rows = flat(core.rows_of)
    member_ptr, members = flat(row.meetings for row in core.rows)
    order_ptr, order_other, order_later = _orders(core)
    mine_ptr, mine = flat(_only(mine, movable) for mine in core.meetings_of)
    free, slot_of = np.zeros((0, 0), np.uint64), np.zeros((0, 0), np.int32)
    if pairs:
        free, slot_of = free_words(core)
    capacity = np.array([row.capacity for row in core.rows], dtype=np.int32)
    return Instance(
        allowed=np.ascontiguousarray(core.allowed),
        options=np.argsort(core.allowed == 0, axis=1, kind="stable").astype(np.int32),
        option_count=count,
        frozen=frozen,
        pinned=several,
        length=core.length,
        worth=np.where(core.must, MUST_WORTH, core.weight.astype(np.float64)),
        home=np.full(core.n_meetings, -1, dtype=np.int32) if home is None else home.astype(np.int32),
        people_ptr=people_ptr,
        people=people,
        row_ptr=row_ptr,
        rows=rows,
        member_ptr=member_ptr,
        members=members,
        capacity=capacity.reshape(len(core.rows), core.n_slots),
        order_ptr=order_ptr,
        order_other=order_other,
        order_later=order_later,
        span=core.span,
        bit=core.bit,
        mine_ptr=mine_ptr,
        mine=mine,
        active=np.flatnonzero(np.diff(mine_ptr) > 0).astype(np.int32),
        free=free,
        slot_of=slot_of,
        seats=seats(core) if pairs else np.zeros(0, np.int32),
        strict=pairs and limited_beyond(core, frozen),
    )
