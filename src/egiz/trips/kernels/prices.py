"""What stretches are worth when visits have a price, and the best chain of them; compiled."""

# ruff: noqa: PLR0913, PLR0917 - compiled code takes arrays one by one

from __future__ import annotations

from typing import Any

import numpy as np

from egiz.trips.kernels.compiling import inner, outer

NEVER = 2**31 - 1


@inner
def _fill(weight: Any, need: Any, order: Any, can: Any, city: Any, left: Any, share: Any) -> Any:
    """Take visits in the order given, the last of each city in part, until no room is left; their weight."""
    total = 0.0
    for v in order:
        if weight[v] <= 0.0:
            break
        if can[v]:
            room = left[city[v]]
            share[v] = 1.0 if need[v] <= room else room / need[v]
            left[city[v]] = room - need[v] * share[v]
            total += weight[v] * share[v]
    return total


@outer
def by_room(
    weight: Any, need: Any, order: Any, can: Any, city: Any, room: Any, rooms: Any, rows: Any, shares: Any
) -> Any:
    """The most that weights add up to in the room of stretches and of their cities, visits taken in parts.

    Which part of each visit is taken is kept where there is a row for it.
    """
    n, gain = weight.shape[0], np.zeros(rows.shape[0])
    nowhere, share, whole = np.zeros(n, np.int64), np.zeros(n), np.zeros(1)
    for i, k in enumerate(rows):
        whole[0] = room[k]
        share[:] = 0.0
        gain[i] = _fill(weight, need, order, can[k], nowhere, whole, share)
        if i < shares.shape[0]:
            shares[i] = share
        share[:] = 0.0
        apart = _fill(weight, need, order, can[k], city, rooms[k].copy(), share)
        if apart < gain[i]:
            gain[i] = apart
            if i < shares.shape[0]:
                shares[i] = share
    return gain


@outer
def by_table(weight: Any, visits: Any, ends: Any) -> Any:
    """The set of visits of most weight that a table allows: its weight and its number."""
    sums = np.zeros(ends.shape[0])
    best, at = 0.0, 0
    for j in range(visits.shape[0]):
        step = 1 << j
        for mask in range(step):
            sums[mask | step] = sums[mask] + weight[visits[j]]
            if sums[mask | step] > best and ends[mask | step] != NEVER:
                best, at = sums[mask | step], mask | step
    return best, at


@outer
def best_chain(gain: Any, start: Any, end: Any, nodes: Any, taken: Any) -> Any:
    """Of stretches in falling order of day, the chain of most gain from node 1 to node 0; its gain."""
    ahead = np.full(nodes, -np.inf)
    ahead[0] = 0.0
    taken[:] = -1
    for k in range(gain.shape[0]):
        value = gain[k] + ahead[end[k]]
        if value > ahead[start[k]]:
            ahead[start[k]] = value
            taken[start[k]] = k
    return ahead[1]


def load_prices() -> None:
    """Compile what is here, or load what was compiled before."""
    one, number, row = np.zeros(1), np.zeros(1, np.int64), np.zeros((1, 1))
    by_room(one, one, number, row > 0, number, one, row, number, row)
    by_table(one, number, np.zeros(2, np.int32))
    best_chain(one, number, number, 2, np.zeros(2, np.int64))
