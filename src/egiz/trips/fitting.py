"""Which visits fit into a stretch together: an exact dynamic programme over all sets of visits, compiled.

A stretch is what one group does on one day: stays in cities, joined by moves. For every set of visits the
programme finds the earliest minute at which the set can be done, whatever the order, with several opening
windows per visit (after Held and Karp, 1962). Being early is never worse, so the earliest is enough.
"""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0917, PLR1730, FURB136, E501 - compiled code takes arrays one by one

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.trips.kernels.compiling import outer

Ints = NDArray[np.int64]
Minutes = NDArray[np.int32]
NEVER = np.int32(2**31 - 1)
# Times inside the programme count from this many minutes before the start of the trip.
MOST = 13


@dataclass(frozen=True, slots=True)
class Table:
    """
    The visits as arrays; minutes since the beginning of the trip's first day.

    Parameters
    ----------
    city, length
        By visit: number of the city; minutes with the protocol before and after.
    opens, closes, windows
        By visit and window: first and last minute to be there; how many windows.
    hop
        Minutes from visit to visit in one city.
    entry
        By city: minutes from station or hotel to a visit and back.
    """

    city: Minutes
    length: Minutes
    opens: Minutes
    closes: Minutes
    windows: Minutes
    hop: Minutes
    entry: Minutes


@dataclass(frozen=True, slots=True)
class Frame:
    """
    A stretch as arrays.

    Parameters
    ----------
    stays
        Numbers of the cities, in order, int32 (k,).
    first, last, minutes
        Of the moves between them: hours in which they can begin, length, int32 (k - 1,).
    begin, end
        The first minute in the first city and the last in the last.
    """

    stays: Minutes
    first: Minutes
    last: Minutes
    minutes: Minutes
    begin: int
    end: int


@outer
def finish_times(
    visits: Any,
    city: Any,
    length: Any,
    opens: Any,
    closes: Any,
    windows: Any,
    hop: Any,
    entry: Any,
    stays: Any,
    first: Any,
    last: Any,
    minutes: Any,
    begin: Any,
    end: Any,
) -> Any:
    """Earliest end by set of visits (a bit each, in the order of `visits`), NEVER where the set does not fit."""
    n = visits.shape[0]
    size = 1 << n
    ready = np.full(size, NEVER, np.int32)
    ready[0] = begin
    after = np.empty((size, n), np.int32)
    k = 0
    while True:
        here = stays[k]
        way = entry[here]
        after[:] = NEVER
        for mask in range(size):
            for j in range(n):
                v = visits[j]
                if mask & (1 << j) or city[v] != here:
                    continue
                at = NEVER if ready[mask] == NEVER else ready[mask] + way
                for i in range(n):
                    if after[mask, i] != NEVER:
                        t = after[mask, i] + hop[visits[i], v]
                        if t < at:
                            at = t
                if at == NEVER:
                    continue
                for w in range(windows[v]):
                    if at <= closes[v, w]:
                        start = at if at > opens[v, w] else opens[v, w]
                        done = start + length[v]
                        if done < after[mask | (1 << j), j]:
                            after[mask | (1 << j), j] = done
                        break
        is_last = k == stays.shape[0] - 1
        for mask in range(size):
            best = ready[mask]
            for i in range(n):
                t = after[mask, i]
                if t != NEVER:
                    if not is_last:
                        t += way
                    if t < best:
                        best = t
            if best == NEVER:
                continue
            if is_last:
                ready[mask] = best if best <= end else NEVER
            elif best > last[k]:
                ready[mask] = NEVER
            else:
                ready[mask] = (best if best > first[k] else first[k]) + minutes[k]
        if is_last:
            return ready
        k += 1


def fits(table: Table, frame: Frame, visits: list[int]) -> Minutes:
    """Earliest end by set of the given visits, int32 (2 ** len(visits),)."""
    times: Minutes = finish_times(
        np.array(visits, np.int32),
        table.city,
        table.length,
        table.opens,
        table.closes,
        table.windows,
        table.hop,
        table.entry,
        frame.stays,
        frame.first,
        frame.last,
        frame.minutes,
        np.int32(frame.begin),
        np.int32(frame.end),
    )
    return times


@cache
def popcount(n: int) -> Ints:
    """Number of bits of 0 … 2 ** n - 1."""
    counts = np.zeros(1, np.int64)
    for _ in range(n):
        counts = np.concatenate([counts, counts + 1])
    return counts


def sums(values: list[int]) -> Ints:
    """The sum of the values in each set."""
    out = np.zeros(1, np.int64)
    for v in values:
        out = np.concatenate([out, out + v])
    return out
