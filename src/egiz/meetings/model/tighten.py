"""Slots that no schedule can use are taken out before anything else begins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.pools import Row

ROUNDS = 50


def tighten(  # noqa: PLR0913, PLR0917 - the parts of a core that is still being built
    allowed: NDArray[np.uint8],
    must: NDArray[np.bool_],
    length: NDArray[np.int32],
    people: tuple[tuple[int, ...], ...],
    meetings_of: tuple[tuple[int, ...], ...],
    room_for: NDArray[np.int32],
    before: tuple[tuple[int, int], ...],
    rows: tuple[Row, ...],
) -> NDArray[np.uint8]:
    """Allowed first slots after propagation of fixed musts, precedences and full rows.

    Parameters
    ----------
    allowed
        (M, S) first slots that each meeting's own rules allow.
    must, length, people, meetings_of, room_for, before, rows
        As in `Core`.

    Returns
    -------
    ndarray
        (M, S); a must without any slot left proves that there is no schedule.
    """
    grid = allowed.copy()
    done: set[int] = set()
    for _ in range(ROUNDS):
        size = int(grid.sum())
        for m in np.flatnonzero((grid.sum(axis=1) == 1) & must & (length == 1)):
            if int(m) not in done:
                done.add(int(m))
                _settle(grid, int(m), people, meetings_of, room_for, length)
        _full_rows(grid, rows, done, length)
        for a, b in before:
            if must[a] and must[b]:
                _order(grid, a, b, int(length[a]))
        if int(grid.sum()) == size:
            break
    return grid


def _settle(
    grid: NDArray[np.uint8],
    m: int,
    people: tuple[tuple[int, ...], ...],
    meetings_of: tuple[tuple[int, ...], ...],
    room_for: NDArray[np.int32],
    length: NDArray[np.int32],
) -> None:
    s = int(grid[m].argmax())
    for p in people[m]:
        if room_for[p] == 1:
            for other in meetings_of[p]:
                if other != m:
                    grid[other, max(0, s - int(length[other]) + 1) : s + 1] = 0


def _full_rows(
    grid: NDArray[np.uint8], rows: tuple[Row, ...], done: set[int], length: NDArray[np.int32]
) -> None:
    for row in rows:
        settled = [m for m in row.meetings if m in done]
        if not settled:
            continue
        used = grid[settled].sum(axis=0)
        full = np.flatnonzero(used >= np.array(row.capacity))
        others = [m for m in row.meetings if m not in done and length[m] == 1]
        grid[np.ix_(np.array(others, dtype=np.intp), full)] = 0


def _order(grid: NDArray[np.uint8], a: int, b: int, length: int) -> None:
    if not grid[a].any() or not grid[b].any():
        return
    first = int(grid[a].argmax())
    last = grid.shape[1] - 1 - int(grid[b][::-1].argmax())
    grid[b, : first + length] = 0
    grid[a, max(0, last - length + 1) :] = 0
