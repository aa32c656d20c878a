"""The most weight that can be held: an integer program over meetings and first slots.

Nobody is in two meetings at once, places and interpreters are counted per slot, numbers of meetings and the
order of meetings are kept; only a limit of fairness is forgotten. Slots by people is close to a matching,
so the linear program is nearly whole already and the integer one is solved in a moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core, Nogood

Starts = NDArray[np.int32]
CLOSE = 1e-4


def most_weight(core: Core, seconds: float) -> tuple[int | None, Starts | None]:
    """A schedule of the most weight, and a weight that no schedule exceeds.

    Parameters
    ----------
    core
        The problem's arrays; the program has a column per allowed first slot.
    seconds
        Time limit.

    Returns
    -------
    bound : int or None
        None where the musts and the fewest meetings cannot be had: then there is no schedule.
    starts : ndarray or None
        First slots of the best schedule found in time, without a look at fairness.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - loaded when it is used
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - as above

    everything = int(core.weight[core.allowed.any(axis=1)].sum())
    column = {(m, s): i for i, (m, s) in enumerate(np.argwhere(core.allowed > 0).tolist())}
    if not column:
        return (None if core.must.any() or core.least.any() else 0), None
    sums = _sums(core, column)
    data = np.concatenate([np.full(len(group), sign) for group, sign, _ in sums])
    rows = np.repeat(np.arange(len(sums)), [len(group) for group, _, _ in sums])
    columns = np.concatenate([group for group, _, _ in sums])
    matrix = csr_matrix((data, (rows, columns)), shape=(len(sums), len(column)))
    limits = np.array([limit for _, _, limit in sums], dtype=float)
    found = milp(
        -core.weight[[m for m, _ in column]].astype(float),
        constraints=[LinearConstraint(matrix, -np.inf, limits)],
        integrality=np.ones(len(column)),
        bounds=Bounds(0, 1),
        options={"time_limit": max(0.1, seconds), "mip_rel_gap": 0.0},
    )
    if found.status == 2:
        return None, None
    dual = found.mip_dual_bound
    known = dual is not None and np.isfinite(dual)
    bound = min(everything, int(np.floor(-dual + CLOSE))) if known else everything
    return bound, None if found.x is None else _read(core, column, found.x)


def _read(core: Core, column: dict[tuple[int, int], int], x: NDArray[np.float64]) -> Starts:
    starts = np.full(core.n_meetings, -1, dtype=np.int32)
    for (m, s), i in column.items():
        if x[i] > 0.5:
            starts[m] = s
    return starts


Sum = tuple[list[int], float, float]


def _sums(core: Core, column: dict[tuple[int, int], int]) -> list[Sum]:
    """Columns, their sign, and what their sum is at most."""
    mine: list[list[int]] = [[] for _ in range(core.n_meetings)]
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (m, s), i in column.items():
        mine[m].append(i)
        for t in core.running(m, s):
            at[m, t].append(i)
    sums: list[Sum] = [(group, 1.0, 1.0) for group in mine if group]
    sums += [(mine[m], -1.0, -1.0) for m in np.flatnonzero(core.must) if mine[m]]
    return [
        *sums,
        *_people(core, mine, at),
        *_places(core, at),
        *_order(core, column),
        *_tallies(core, column),
    ]


def _people(core: Core, mine: list[list[int]], at: dict[tuple[int, int], list[int]]) -> list[Sum]:
    sums: list[Sum] = []
    for p, meetings in enumerate(core.meetings_of):
        for s in range(core.n_slots):
            group = [i for m in meetings for i in at.get((m, s), ())]
            if len(group) > core.room_for[p]:
                sums.append((group, 1.0, float(core.room_for[p])))
        sums += _number(core, p, [i for m in meetings for i in mine[m]])
    return sums


def _number(core: Core, p: int, group: list[int]) -> Iterator[Sum]:
    """A participant's most and fewest meetings."""
    if core.most[p] < len(core.meetings_of[p]) and group:
        yield group, 1.0, float(core.most[p])
    if core.least[p] > 0 and group:
        yield group, -1.0, -float(core.least[p])


def _places(core: Core, at: dict[tuple[int, int], list[int]]) -> list[Sum]:
    sums: list[Sum] = []
    for row in core.rows:
        for s, capacity in enumerate(row.capacity):
            group = [i for m in row.meetings for i in at.get((m, s), ())]
            if len(group) > capacity:
                sums.append((group, 1.0, float(capacity)))
    return sums


def _tallies(core: Core, column: dict[tuple[int, int], int]) -> list[Sum]:
    sums: list[Sum] = []
    for most, entries in zip(core.tallies.most.tolist(), core.tallies.by_row(), strict=True):
        # A column that counts twice stands twice: the matrix adds it up.
        group = [column[m, s] for m, s, c in entries if (m, s) in column for _ in range(c)]
        if group:
            sums.append((group, 1.0, float(most)))
    return sums + [_nogood(column, nogood) for nogood in core.nogoods if column.keys() >= set(nogood)]


def _nogood(column: dict[tuple[int, int], int], nogood: Nogood) -> Sum:
    return [column[key] for key in nogood], 1.0, float(len(nogood) - 1)


def _order(core: Core, column: dict[tuple[int, int], int]) -> list[Sum]:
    sums: list[Sum] = []
    for a, b in core.before:
        for s in core.starts(b):
            late = [column[a, t] for t in core.starts(a) if t + core.length[a] > s]
            if late:
                sums.append(([*late, column[b, s]], 1.0, 1.0))
    return sums
