"""Places and interpreters for a schedule whose slots are decided."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.pools import Pool
from egiz.meetings.search.cheapest import cheapest

Starts = NDArray[np.int32]
FORBIDDEN = 1e6
# Costs of one assignment: an online room or no table where a table would do; a participant who stays seated;
# the longest walk between two tables (shorter ones in proportion).
ONLINE_COST, STAY, WALK = 50.0, 1.0, 0.5
# Instead of a unit: no place needed, or online outside limited rooms.
NOWHERE, FREELY = -1, -2


class NoAssignment(Exception):  # noqa: N818 - a signal inside the room, not an error shown to anyone
    """Slots in which the units do not suffice; `units` is the violated set, `meetings` who asks for them."""

    def __init__(self, pool: int, units: frozenset[int], meetings: tuple[int, ...], *, proved: bool) -> None:
        super().__init__(pool, units, meetings)
        self.proved = proved
        self.pool = pool
        self.units = units
        self.meetings = meetings


@dataclass(frozen=True)
class Assignment:
    """Unit per meeting (or `NOWHERE`, `FREELY`) in each pool, and how often tables are changed.

    `people` holds, for each pool of them, who sits in each meeting.
    """

    place: NDArray[np.int32]
    interpreter: NDArray[np.int32]
    changes: int
    people: tuple[NDArray[np.int32], ...] = ()


def assign(core: Core, starts: Starts) -> Assignment:
    """Give every held meeting its place and interpreter.

    Slot after slot the cheapest assignment is taken: tables before online rooms where both will do, the
    table at which its participants already sit, or else one near it. Where long meetings make that fail,
    all slots are looked at together.

    Raises
    ------
    NoAssignment
        With the set of units that is too small for what needs them.
    """
    found = [_pool(core, starts, k, pool) for k, pool in enumerate(core.pools)]
    return Assignment(found[0], found[1], count_changes(core, starts, found[0]), tuple(found[2:]))


def count_changes(core: Core, starts: Starts, place: NDArray[np.int32]) -> int:
    """How often a participant's next table differs from the last one within a stretch."""
    changes = 0
    tables = len(core.problem.tables)
    for mine in core.meetings_of:
        held = sorted((int(starts[m]), m) for m in mine if starts[m] >= 0 and 0 <= place[m] < tables)
        for (s, a), (t, b) in itertools.pairwise(held):
            changes += core.span[s] == core.span[t] and place[a] != place[b]
    return int(changes)


@dataclass
class _Table:
    """What one pool's assignment goes by."""

    core: Core
    pool: Pool
    need_of: dict[int, frozenset[int]]
    freely: set[int]
    last: dict[int, int]

    def able(self, m: int, s: int) -> tuple[frozenset[int], bool]:
        """Units a meeting may use from slot s on, and whether it may be online outside limited rooms."""
        time = self.core.running(m, s)
        units = self.need_of.get(m, frozenset())
        free = m in self.freely
        for t in time:
            narrow = self.pool.narrow.get(t, {}).get(m)
            if narrow is not None:
                units, free = units & narrow, False
        stretch = slice(time.start, time.stop)
        return frozenset(u for u in units if self.pool.open_slots[u, stretch].all()), free

    def is_remote(self, u: int) -> bool:
        """Whether a unit is an online room: rooms come behind the tables."""
        return self.pool.kind == "table" and u >= len(self.core.problem.tables)

    def position(self, u: int) -> tuple[float, float] | None:
        """Where a table stands, None where it is not known or no table."""
        tables = self.core.problem.tables
        return tables[u].position if self.pool.kind == "table" and 0 <= u < len(tables) else None


def _pool(core: Core, starts: Starts, number: int, pool: Pool) -> NDArray[np.int32]:
    chosen = np.full(core.n_meetings, NOWHERE, dtype=np.int32)
    need_of = pool.need_of()
    freely: set[int] = set()
    if pool.kind == "table":
        freely = {m for m, seat in core.seats.items() if seat.unlimited}
        need_of |= {m: core.seats[m].tables for m in freely}
    state = _Table(core, pool, need_of, freely, {})
    # No meeting runs over the end of a session, so each stands alone.
    for by_slot in _by_session(core, starts, need_of):
        picked = _slot_by_slot(state, by_slot) or _together(state, starts, number, by_slot)
        for m, u in picked.items():
            chosen[m] = u
    return chosen


def _by_session(core: Core, starts: Starts, meetings: Iterable[int]) -> Iterable[dict[int, list[int]]]:
    """Meetings that are held, by session and first slot."""
    sessions: dict[tuple[int, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for m in meetings:
        if starts[m] >= 0:
            slot = core.problem.slots[int(starts[m])]
            sessions[slot.day, slot.session][int(starts[m])].append(m)
    return sessions.values()


def _slot_by_slot(state: _Table, by_slot: dict[int, list[int]]) -> dict[int, int] | None:
    chosen: dict[int, int] = {}
    taken: dict[int, int] = {}
    last = dict(state.last)
    for s in sorted(by_slot):
        taken = {u: end for u, end in taken.items() if end > s}
        todo = sorted(by_slot[s])
        units = sorted(set(range(len(state.pool.open_slots))) - taken.keys())
        picked = _slot(state, todo, units, s)
        if picked is None:
            state.last.clear()
            state.last.update(last)
            return None
        for m, u in zip(todo, picked, strict=True):
            chosen[m] = u
            if u >= 0:
                taken[u] = s + int(state.core.length[m])
                state.last.update(dict.fromkeys(state.core.people[m], u))
    return chosen


def _slot(state: _Table, todo: list[int], units: list[int], s: int) -> list[int] | None:
    core = state.core
    # Behind the units, one column per meeting for being online without a room of ours.
    cost = np.full((len(todo), len(units) + len(todo)), FORBIDDEN)
    column = {u: j for j, u in enumerate(units)}
    remote = np.array(list(map(state.is_remote, units)), dtype=np.float64) * ONLINE_COST
    known: dict[tuple[object, ...], tuple[list[int], bool]] = {}
    for i, m in enumerate(todo):
        columns, free = _columns(state, column, m, s, known)
        cost[i, columns] = remote[columns] + 2.0
        if free:
            cost[i, len(units) + i] = 2 * ONLINE_COST
        for p in core.people[m]:
            _stay(state, cost[i], column, columns, state.last.get(p, NOWHERE))
    picked = cheapest(cost)
    if cost[np.arange(len(todo)), picked].max(initial=0.0) >= FORBIDDEN / 2:
        return None
    return [units[j] if j < len(units) else FREELY for j in picked]


def _columns(
    state: _Table,
    column: dict[int, int],
    m: int,
    s: int,
    known: dict[tuple[object, ...], tuple[list[int], bool]],
) -> tuple[list[int], bool]:
    """Columns of the units a meeting may use, and whether it may be online without a room of ours."""
    narrow = tuple(state.pool.narrow.get(t, {}).get(m) for t in state.core.running(m, s))
    key = (state.need_of.get(m), m in state.freely, int(state.core.length[m]), narrow)
    if key not in known:
        able, free = state.able(m, s)
        known[key] = ([column[u] for u in able if u in column], free)
    return known[key]


def _stay(
    state: _Table, row: NDArray[np.float64], column: dict[int, int], able: list[int], last: int
) -> None:
    """Make the table where somebody sits cheaper, and those near it a little."""
    j = column.get(last, -1)
    if j >= 0 and row[j] < FORBIDDEN / 2:
        row[j] -= STAY
    walks = _walks(state, column, able, last)
    longest = max(walks.values(), default=0.0)
    for k, walk in walks.items():
        row[k] += WALK * walk / longest if longest else 0.0


def _walks(state: _Table, column: dict[int, int], able: list[int], last: int) -> dict[int, float]:
    """How far the tables of some columns are from the last one."""
    here = state.position(last)
    walks: dict[int, float] = {}
    if here is None:
        return walks
    for u, k in column.items():
        there = state.position(u)
        if there is not None and k in able:
            walks[k] = math.dist(here, there)
    return walks


def _together(state: _Table, starts: Starts, number: int, by_slot: dict[int, list[int]]) -> dict[int, int]:
    """All slots of a session at once, for meetings that run over several."""
    todo = [m for meetings in by_slot.values() for m in meetings]
    found, refuted = _exactly(state, starts, todo)
    if found is not None:
        return found
    core = state.core
    if not (core.length[todo] > 1).any():
        for s, meetings in by_slot.items():
            if _exactly(state, starts, meetings)[0] is None:
                raise NoAssignment(number, _short(state, tuple(meetings), s), tuple(meetings), proved=True)
    if refuted:
        todo = _smallest(state, starts, todo)
    raise NoAssignment(number, frozenset(), tuple(todo), proved=refuted)


def _smallest(state: _Table, starts: Starts, todo: list[int]) -> list[int]:
    """As few meetings as contradict each other: what is learnt from them is worth more."""
    for m in list(todo):
        rest = [x for x in todo if x != m]
        if _exactly(state, starts, rest)[1]:
            todo = rest
    return todo


def _exactly(state: _Table, starts: Starts, todo: list[int]) -> tuple[dict[int, int] | None, bool]:
    """Units for these meetings, or None and whether it is proved that there are none."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - a heavy library, loaded when it is used

    cp = cp_model.CpModel()
    picks: dict[tuple[int, int], Any] = {}
    for m in todo:
        able, free = state.able(m, int(starts[m]))
        options = {(m, u): cp.new_bool_var("") for u in (*sorted(able), *((FREELY,) * free))}
        cp.add_exactly_one(options.values())
        picks |= options
    _one_at_a_time(state, starts, cp, picks)
    if state.pool.kind == "table":
        cp.minimize(sum(_from_afar(state, picks)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    # Counted in work, not in seconds: the same schedule must get the same places.
    solver.parameters.max_deterministic_time = 5.0
    status = solver.solve(cp)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {m: u for (m, u), x in picks.items() if solver.boolean_value(x)}, False
    return None, bool(status == cp_model.INFEASIBLE)


def _from_afar(state: _Table, picks: dict[tuple[int, int], Any]) -> list[Any]:
    return [x for (_, u), x in picks.items() if u < 0 or state.is_remote(u)]


def _one_at_a_time(state: _Table, starts: Starts, cp: Any, picks: dict[tuple[int, int], Any]) -> None:
    """No unit serves two meetings in one slot."""
    uses: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for (m, u), x in picks.items():
        for t in state.core.running(m, int(starts[m])) if u >= 0 else ():
            uses[u, t].append(x)
    for group in uses.values():
        if len(group) > 1:
            cp.add_at_most_one(group)


def _short(state: _Table, todo: tuple[int, ...], s: int) -> frozenset[int]:
    """Units of a set of needs that is larger than what is there: unions are grown until one is too small."""
    needs = {m: state.able(m, s)[0] for m in todo if not state.able(m, s)[1]}
    unions: set[frozenset[int]] = set(needs.values())
    for need in sorted(set(needs.values()), key=len):
        unions |= {need | other for other in list(unions)[:200]}
    for union in sorted(unions, key=len):
        if sum(need <= union for need in needs.values()) > len(union):
            return union
    return frozenset().union(*needs.values())
