"""First and last minutes of visits and the least ways between them: what bounds on a day are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egiz.trips.fitting import Table

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hulls:
    """
    What bounds on a day need of each visit, int64 by visit.

    Parameters
    ----------
    first, last
        First minute at which it can begin and last at which it can end.
    hop
        Least minutes to another visit of its city; 0 where there is none.
    """

    first: Ints
    last: Ints
    hop: Ints


def hulls(table: Table) -> Hulls:
    """The hulls of the windows and the least ways of all visits."""
    n = len(table.length)
    there = np.arange(table.opens.shape[1])[None, :] < table.windows[:, None]
    first = np.where(there, table.opens, np.int64(1 << 40)).min(axis=1)
    last = np.where(there, table.closes, -1).max(axis=1) + table.length
    near = (table.city[:, None] == table.city[None, :]) & ~np.eye(n, dtype=bool)
    hop = np.where(near, table.hop, np.int64(1 << 40)).min(axis=1) if n else np.zeros(0)
    return Hulls(first.astype(np.int64), last.astype(np.int64), np.where(near.any(axis=1), hop, 0))
