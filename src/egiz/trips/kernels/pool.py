"""Good routes are remembered, to be recombined."""

# ruff: noqa: PLR0913, PLR0917, PLR1730 - compiled code takes arrays one by one

from __future__ import annotations

from typing import Any

import numpy as np

from egiz.trips.kernels.compiling import inner


@inner
def remember(
    n: Any,
    routes: Any,
    whole: Any,
    nxt: Any,
    score: Any,
    marks: Any,
    pool: Any,
    worth: Any,
    table: Any,
    rows: Any,
    used: Any,
) -> None:
    """Keep the routes as sets of stops in an open-addressing table; of a set the first order seen is kept."""
    for r in range(routes):
        key, total, length = np.uint64(1469598103934665603), 0, 0
        i = nxt[n + 1 + 2 * r]
        while i <= n:
            key ^= marks[i]
            total += score[i]
            length += 1
            i = nxt[i]
        if length == 0 or length >= pool.shape[1] or used[0] >= pool.shape[0]:
            continue  # nothing to keep, or no room to keep it
        at = np.int64(key % np.uint64(table.shape[0]))
        while table[at] != 0 and table[at] != key:
            at = (at + 1) % np.int64(table.shape[0])
        if table[at] == key:
            if whole > worth[rows[at], 1]:
                worth[rows[at], 1] = whole
            continue
        row = used[0]
        table[at], rows[at] = key, row
        used[0] = row + 1
        worth[row, 0], worth[row, 1] = total, whole
        i = nxt[n + 1 + 2 * r]
        for k in range(length):
            pool[row, k] = i
            i = nxt[i]
        pool[row, length] = 0
