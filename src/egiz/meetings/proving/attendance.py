"""A bound from attendance alone: everybody chooses busy slots freely, only the places are shared.

Forgetting who meets whom leaves, for each participant, a path through an automaton (slots passed,
meetings so far, state) whose cost is its breaks, and per slot at most as many attendances as the places
allow. Participants of one kind (the same number of meetings, the same slots) share one flow of integer
size. The cheapest flow is a lower bound on the breaks of every schedule; it is strong where tables are
scarce, because whoever has few slots left over must be busy in the middle.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core

FRESH, BUSY, IDLE = 0, 1, 2
Kind = tuple[int, tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...], bool]


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
            steps = []
            if s in is_open and k < count:
                steps.append((k + 1, BUSY, int(now == IDLE), s))
            if s not in is_forced:
                steps.append((k, FRESH if now == FRESH else IDLE, 0, -1))
            for k2, state2, cost, slot in steps:
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
    for node in nodes.values():
        flow.supply[node] = -size


def flow_size(core: Core) -> int:
    """About as many columns as the flow program has."""
    return sum(3 * len(kind[1]) * kind[0] for kind in kinds(core))


def runs_bound(core: Core) -> int | None:
    """Everybody's fewest breaks, each on its own; None where someone's meetings do not fit."""
    if (core.must & ~core.allowed.any(axis=1)).any():
        return None
    total = 0
    for kind, size in kinds(core).items():
        fewest = _fewest(core, kind)
        if fewest is None:
            return None
        total += fewest * size
    return total


def _fewest(core: Core, kind: Kind) -> int | None:
    count, open_slots, forced, must, may, _ = kind
    is_open, is_forced = set(open_slots), set(forced)
    costs: dict[tuple[int, int], int] = {(0, FRESH): 0}
    for s in range(core.n_slots):
        after: dict[tuple[int, int], int] = {}
        fresh = s > 0 and core.span[s] != core.span[s - 1]
        for (k, state), cost in costs.items():
            now = FRESH if fresh else state
            if s in is_open and k < count and must[s] <= k + 1 <= may[s]:
                key = (k + 1, BUSY)
                after[key] = min(after.get(key, cost + 1), cost + (now == IDLE))
            if s not in is_forced and must[s] <= k <= may[s]:
                key = (k, FRESH if now == FRESH else IDLE)
                after[key] = min(after.get(key, cost), cost)
        costs = after
    return min(costs.values(), default=None)


def attendance_bound(core: Core, seconds: float, *, whole: bool = True) -> int | None:
    """A lower bound on the breaks of every schedule that holds all musts.

    Parameters
    ----------
    core
        The problem's arrays; participants with optional, long or parallel meetings are left out.
    seconds
        Time limit of the integer program.
    whole
        Ask for integer flows; the linear program alone otherwise.

    Returns
    -------
    int or None
        None where no attendance fits: then there is no schedule at all.
    """
    from scipy.optimize import (  # noqa: PLC0415 - a heavy library, loaded when it is used
        Bounds,
        LinearConstraint,
        linprog,
        milp,
    )
    from scipy.sparse import coo_matrix  # noqa: PLC0415 - as above

    flow = build(core)
    if not flow.tail:
        return 0
    n = len(flow.tail)
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
    shared = coo_matrix((np.ones(len(busy)), (slot[busy], busy)), shape=(core.n_slots, n)).tocsr()
    limit = _most_at_once(core)
    cost = np.array(flow.cost, dtype=float)
    if not whole:
        found = linprog(cost, A_ub=shared, b_ub=limit, A_eq=balance, b_eq=right, method="highs")
        return None if found.status == 2 else _rounded(found.fun if found.status == 0 else None)
    result = milp(
        cost,
        constraints=[LinearConstraint(balance, right, right), LinearConstraint(shared, -np.inf, limit)],
        integrality=np.ones(n),
        bounds=Bounds(0, np.array(flow.most, dtype=float)),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    return None if result.status == 2 else _rounded(result.mip_dual_bound)


def _most_at_once(core: Core) -> NDArray[np.float64]:
    """How many people can be busy in each slot."""
    if not core.rows:
        return np.full(core.n_slots, float(core.n_people))
    largest = max(len(core.people[m]) for m in core.rows[0].meetings)
    return largest * np.array(core.rows[0].capacity, dtype=float)


def _rounded(bound: float | None) -> int:
    return int(np.ceil(bound - 1e-6)) if bound is not None and np.isfinite(bound) else 0
