"""Places and interpreters for a schedule whose slots are decided."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.pools import Pool

Starts = NDArray[np.int32]
FORBIDDEN = 1e6


class NoAssignment(Exception):  # noqa: N818 - a signal inside the room, not an error shown to anyone
    """A slot in which the units do not suffice; `units` is the violated set."""

    def __init__(self, pool: int, units: frozenset[int]) -> None:
        super().__init__(pool, units)
        self.pool = pool
        self.units = units


@dataclass(frozen=True)
class Assignment:
    """Unit per meeting (-1 for none) in each pool, and how often participants change their table."""

    place: NDArray[np.int32]
    interpreter: NDArray[np.int32]
    changes: int


def assign(core: Core, starts: Starts) -> Assignment:
    """Give every held meeting its place and interpreter.

    Slot after slot the cheapest assignment is taken: tables before online rooms where both will do, and
    the table at which its participants already sit.

    Raises
    ------
    NoAssignment
        With the set of units that is too small for what needs them.
    """
    found = [_pool(core, starts, k, pool) for k, pool in enumerate(core.pools)]
    return Assignment(found[0], found[1], count_changes(core, starts, found[0]))


def count_changes(core: Core, starts: Starts, place: NDArray[np.int32]) -> int:
    """How often a participant's next table differs from the last one within a stretch."""
    changes = 0
    for mine in core.meetings_of:
        held = sorted((int(starts[m]), m) for m in mine if starts[m] >= 0 and place[m] >= 0)
        for (s, a), (t, b) in itertools.pairwise(held):
            changes += core.span[s] == core.span[t] and place[a] != place[b]
    return int(changes)


def _pool(core: Core, starts: Starts, number: int, pool: Pool) -> NDArray[np.int32]:
    chosen = np.full(core.n_meetings, -1, dtype=np.int32)
    need_of = {m: need for need, ms in pool.needs.items() for m in ms}
    last: dict[int, int] = {}
    by_slot: dict[int, list[int]] = defaultdict(list)
    for m in need_of:
        if starts[m] >= 0:
            by_slot[int(starts[m])].append(m)
    taken: dict[int, int] = {}
    for s in sorted(by_slot):
        taken = {u: end for u, end in taken.items() if end > s}
        todo = sorted(by_slot[s])
        units = [u for u in range(len(pool.open_slots)) if u not in taken]
        picked = _slot(core, pool, todo, units, (s, need_of, last))
        if picked is None:
            raise NoAssignment(number, _short(pool, todo, need_of, s))
        for m, u in zip(todo, picked, strict=True):
            chosen[m] = u
            taken[u] = s + int(core.length[m])
            for p in core.people[m]:
                last[p] = u
    return chosen


def _slot(
    core: Core,
    pool: Pool,
    todo: list[int],
    units: list[int],
    state: tuple[int, dict[int, frozenset[int]], dict[int, int]],
) -> list[int] | None:
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - a heavy library, loaded when it is used

    s, need_of, last = state
    if not units:
        return None
    n_tables = len(core.problem.tables)
    cost = np.full((len(todo), len(units)), FORBIDDEN)
    column = {u: j for j, u in enumerate(units)}
    remote = np.array([pool.kind == "table" and u >= n_tables for u in units]) * 50.0
    known: dict[tuple[frozenset[int], int], list[int]] = {}
    for i, m in enumerate(todo):
        key = (need_of[m], int(core.length[m]))
        if key not in known:
            stretch = slice(s, s + key[1])
            known[key] = [column[u] for u in key[0] if u in column and pool.open_slots[u, stretch].all()]
        able = known[key]
        cost[i, able] = remote[able] + 2.0
        for p in core.people[m]:
            j = column.get(last.get(p, -1), -1)
            if j >= 0 and cost[i, j] < FORBIDDEN:
                cost[i, j] -= 1.0
    if len(todo) > len(units):
        return None
    rows, columns = linear_sum_assignment(cost)
    if cost[rows, columns].max() >= FORBIDDEN:
        return None
    return [units[j] for j in columns]


def _short(pool: Pool, todo: list[int], need_of: dict[int, frozenset[int]], s: int) -> frozenset[int]:
    # Grow unions of needs until one has more meetings than open units.
    needs = {need_of[m] for m in todo}
    unions: set[frozenset[int]] = set(needs)
    whole = frozenset().union(*needs)
    for need in sorted(needs, key=len):
        unions |= {need | other for other in list(unions)[:200]}
    for union in sorted(unions, key=len):
        if sum(need_of[m] <= union for m in todo) > sum(bool(pool.open_slots[u, s]) for u in union):
            return union
    return whole
