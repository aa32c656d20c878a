"""The cheapest assignment of rows to columns, for tables so small that loading a library takes longer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Rows up to which the paths below are sooner than scipy's import.
FEW_ROWS = 40


def cheapest(cost: NDArray[np.float64]) -> NDArray[np.intp]:
    """The column of every row so that the sum of costs is least.

    Parameters
    ----------
    cost
        (R, C) with R no larger than C, all finite.

    Notes
    -----
    Shortest augmenting paths with prices (Kuhn and Munkres, as by Jonker and Volgenant) up to `FEW_ROWS`
    rows, scipy above.
    """
    if len(cost) > FEW_ROWS:
        from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - a heavy library, loaded when it is used

        return np.asarray(linear_sum_assignment(cost)[1], dtype=np.intp)
    rows, columns = cost.shape
    row_price, column_price = np.zeros(rows), np.zeros(columns)
    owner = np.full(columns, -1)
    for row in range(rows):
        _augment(cost, row, owner, row_price, column_price)
    picked = np.empty(rows, dtype=np.intp)
    taken = np.flatnonzero(owner >= 0)
    picked[owner[taken]] = taken
    return picked


def _augment(
    cost: NDArray[np.float64],
    row: int,
    owner: NDArray[np.int_],
    row_price: NDArray[np.float64],
    column_price: NDArray[np.float64],
) -> None:
    """Give one more row a column along the cheapest path of exchanges."""
    distance = np.full(len(owner), np.inf)
    before = np.full(len(owner), -1)
    done = np.zeros(len(owner), dtype=bool)
    here, reached, column = row, 0.0, -1
    while True:
        offered = reached + cost[here] - row_price[here] - column_price
        nearer = ~done & (offered < distance)
        distance[nearer], before[nearer] = offered[nearer], column
        column = int(np.where(done, np.inf, distance).argmin())
        reached = float(distance[column])
        if owner[column] < 0:
            break
        done[column] = True
        here = int(owner[column])
    row_price[row] += reached
    row_price[owner[done]] += reached - distance[done]
    column_price[done] -= reached - distance[done]
    while before[column] >= 0:
        owner[column] = owner[before[column]]
        column = int(before[column])
    owner[column] = row
