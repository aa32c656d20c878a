"""Which visits fit into a stretch together: an exact dynamic programme over all sets of visits, compiled.

A stretch is what one group does on one day: stays in cities, joined by moves. For every set of visits the
programme finds the earliest minute at which the set can be done, whatever the order, with several opening
windows per visit (after Held and Karp, 1962). Being early is never worse, so the earliest is enough.
"""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0917, PLR1730, FURB136, E501 - compiled code takes arrays one by one

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.trips.kernels.compiling import outer

Ints = NDArray[np.int64]
Minutes = NDArray[np.int32]
NEVER = np.int32(2**31 - 1)
MOST = 13
"""So many visits are tabulated on every stretch, and more of them where few stretches are alike."""
LARGE = 20
"""Never more than this many: the table has two to that power of rows."""
WORK = 900_000_000
"""Steps that all tables of more than `MOST` visits may take together."""


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
    alive = np.zeros(size, np.bool_)
    k = 0
    while True:
        here = stays[k]
        way = entry[here]
        after[:] = NEVER
        alive[:] = False
        for mask in range(size):
            if ready[mask] == NEVER and not alive[mask]:
                continue  # nobody comes to this set
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
                            alive[mask | (1 << j)] = True
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
    times: Minutes = finish_times(np.array(visits, np.int32), *_arrays(table, frame))
    return times


def _arrays(table: Table, frame: Frame) -> tuple[Any, ...]:
    return (
        table.city, table.length, table.opens, table.closes, table.windows, table.hop, table.entry,
        frame.stays, frame.first, frame.last, frame.minutes, np.int32(frame.begin), np.int32(frame.end),
    )  # fmt: skip


@outer
def fit_pairs(
    visits: Any,
    alone: Any,
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
    """Which visits fit with which, bool (n, n); on the diagonal (and nothing else, if `alone`) those alone."""
    n = visits.shape[0]
    together = np.zeros((n, n), np.bool_)
    for a in range(n):
        for b in range(a, a + 1 if alone else n):
            pair = visits[a : a + 1] if a == b else np.array([visits[a], visits[b]], np.int32)
            times = finish_times(
                pair,
                city,
                length,
                opens,
                closes,
                windows,
                hop,
                entry,
                stays,
                first,
                last,
                minutes,
                begin,
                end,
            )
            together[a, b] = together[b, a] = times[times.shape[0] - 1] != NEVER
    return together


def fit_alone(table: Table, frame: Frame, visits: list[int]) -> list[int]:
    """Those of the given visits that fit into a stretch by themselves."""
    if not visits:
        return []
    found = fit_pairs(np.array(visits, np.int32), True, *_arrays(table, frame))
    return [v for k, v in enumerate(visits) if found[k, k]]


def pairs(table: Table, frame: Frame, visits: list[int]) -> NDArray[np.bool_]:
    """Which of the given visits fit into a stretch in pairs, bool (n, n); alone on the diagonal."""
    found: NDArray[np.bool_] = fit_pairs(np.array(visits, np.int32), False, *_arrays(table, frame))
    return found


def sums(values: list[int]) -> Ints:
    """The sum of the values in each set."""
    out = np.zeros(1, np.int64)
    for v in values:
        out = np.concatenate([out, out + v])
    return out
