"""A bound from attendance alone: everybody chooses busy slots freely, only the places are shared.

Forgetting who meets whom leaves, for each participant, a path through an automaton (slots passed,
meetings so far, state) whose cost is its breaks, and per slot at most as many attendances as the places
allow. Participants of one kind (the same number of meetings, the same slots) share one flow of integer
size. The cheapest flow is a lower bound on the breaks of every schedule; it is strong where tables are
scarce, because whoever has few slots left over must be busy in the middle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from egiz.meetings.model.core import Core
from egiz.meetings.proving.exact import BUSY, FRESH, IDLE, Kind, priced_bound


@dataclass
class Flow:
    """Columns of the flow program: tail and head node, cost, and the slot it is busy in (or -1)."""

    n_nodes: int = 0
    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    slot: list[int] = field(default_factory=list)
    group: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    supply: dict[int, int] = field(default_factory=dict)


def kinds(core: Core) -> Counter[Kind]:
    """Participants by what matters: meetings, open slots, forced slots, fewest and most meetings by then."""
    found: Counter[Kind] = Counter()
    shared = _shared(core)
    for p, mine in enumerate(core.meetings_of):
        if (
            not mine
            or core.room_for[p] > 1
            or core.length[list(mine)].max() > 1
            or not core.must[list(mine)].all()
        ):
            continue
        grid = core.allowed[list(mine)] > 0
        done_by = np.maximum.accumulate(grid, axis=1)
        may = done_by.sum(axis=0)
        later = np.maximum.accumulate(grid[:, ::-1], axis=1)[:, ::-1]
        must = np.append((~later[:, 1:]).sum(axis=0), len(mine))
        single = grid[grid.sum(axis=1) == 1].any(axis=0) if len(mine) else np.zeros(core.n_slots, bool)
        key = (
            len(mine),
            tuple(np.flatnonzero(grid.any(axis=0)).tolist()),
            tuple(np.flatnonzero(single).tolist()),
            tuple(must.tolist()),
            tuple(may.tolist()),
            p in shared,
        )
        found[key] += 1
    return found


def _shared(core: Core) -> set[int]:
    rows = [set(row.meetings) for row in core.rows[:1]]
    return {p for p, mine in enumerate(core.meetings_of) if rows and set(mine) <= rows[0]}


def build(core: Core) -> Flow:
    """The flow program of all kinds of participants."""
    flow = Flow()
    for g, (kind, size) in enumerate(sorted(kinds(core).items())):
        _one_kind(core, flow, g, kind, size)
    return flow


def _one_kind(core: Core, flow: Flow, g: int, kind: Kind, size: int) -> None:
    count, open_slots, forced, must, may, shared = kind
    is_open, is_forced = set(open_slots), set(forced)
    nodes: dict[tuple[int, int], int] = {(0, FRESH): flow.n_nodes}
    flow.supply[flow.n_nodes] = size
    flow.n_nodes += 1
    for s in range(core.n_slots):
        after: dict[tuple[int, int], int] = {}
        fresh = s > 0 and core.span[s] != core.span[s - 1]
        for (k, state), node in nodes.items():
            now = FRESH if fresh else state
            busy, idle = s in is_open and k < count, s not in is_forced
            for k2, state2, cost, slot in _steps(now, k, s, busy=busy, idle=idle):
                if not must[s] <= k2 <= may[s]:
                    continue
                # Whoever has met everyone is out: one state will do.
                key = (k2, IDLE if k2 == count else state2)
                if key not in after:
                    after[key] = flow.n_nodes
                    flow.n_nodes += 1
                flow.tail.append(node)
                flow.head.append(after[key])
                flow.cost.append(cost)
                flow.slot.append(slot if shared else -1)
                flow.group.append(g)
                flow.most.append(size)
        nodes = after
    flow.supply.update(dict.fromkeys(nodes.values(), -size))


def _steps(now: int, k: int, s: int, *, busy: bool, idle: bool) -> Iterator[tuple[int, int, int, int]]:
    """What somebody with k meetings behind can do in slot s: meetings then, the state, its cost, the slot."""
    if busy:
        yield k + 1, BUSY, int(now == IDLE), s
    if idle:
        yield k, FRESH if now == FRESH else IDLE, 0, -1


def flow_size(core: Core) -> int:
    """About as many columns as the flow program has."""
    return sum(3 * len(kind[1]) * kind[0] for kind in kinds(core))


def runs_bound(core: Core) -> int | None:
    """Everybody's fewest breaks, each on its own; None where someone's meetings do not fit."""
    if (core.must & ~core.allowed.any(axis=1)).any():
        return None
    return priced_bound(kinds(core), core.span.tolist(), [0] * core.n_slots, [0.0] * core.n_slots)


def attendance_bound(core: Core) -> int | None:
    """A lower bound on the breaks of every schedule that holds all musts.

    The linear program over flows finds prices of seats; what they prove is counted in whole numbers.

    Parameters
    ----------
    core
        The problem's arrays; participants with optional, long or parallel meetings are left out.

    Returns
    -------
    int or None
        None where no attendance fits: then there is no schedule at all.
    """
    flow = build(core)
    if not flow.tail:
        return 0
    seats = _most_at_once(core)
    known, span = kinds(core), core.span.tolist()
    prices = _prices(core, flow, seats)
    if prices is not None:
        return priced_bound(known, span, seats, prices)
    # No attendance fits, says the program. Prices of being too many prove it, or it is left to others.
    prices = _prices(core, flow, seats, crowded=True)
    over = None if prices is None else priced_bound(known, span, seats, prices, breaks=False)
    return None if over is not None and over > 0 else runs_bound(core)


def _prices(core: Core, flow: Flow, seats: list[int], *, crowded: bool = False) -> list[float] | None:
    """Prices of seats by the linear program; with `crowded` the fewest too many are looked for instead."""
    from scipy.optimize import linprog  # noqa: PLC0415 - a heavy library, loaded when it is used
    from scipy.sparse import coo_matrix, eye_array, hstack  # noqa: PLC0415 - as above

    n, slots = len(flow.tail), core.n_slots
    columns = np.arange(n)
    balance = coo_matrix(
        (np.r_[np.ones(n), -np.ones(n)], (np.r_[flow.tail, flow.head], np.r_[columns, columns])),
        shape=(flow.n_nodes, n),
    ).tocsr()
    right = np.zeros(flow.n_nodes)
    for node, value in flow.supply.items():
        right[node] = value
    slot = np.array(flow.slot)
    busy = np.flatnonzero(slot >= 0)
    shared = coo_matrix((np.ones(len(busy)), (slot[busy], busy)), shape=(slots, n)).tocsr()
    cost = np.array(flow.cost, dtype=float)
    if crowded:
        cost = np.r_[np.zeros(n), np.ones(slots)]
        balance = hstack([balance, coo_matrix((flow.n_nodes, slots))]).tocsr()
        shared = hstack([shared, -eye_array(slots)]).tocsr()
    found = linprog(cost, A_ub=shared, b_ub=seats, A_eq=balance, b_eq=right, method="highs")
    return None if found.status != 0 else (-found.ineqlin.marginals).tolist()


def _most_at_once(core: Core) -> list[int]:
    """How many people can be busy in each slot."""
    if not core.rows:
        return [core.n_people] * core.n_slots
    largest = max(len(core.people[m]) for m in core.rows[0].meetings)
    return [largest * int(capacity) for capacity in core.rows[0].capacity]
