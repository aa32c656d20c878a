"""Ruin and recreate over the days of a plan: which visits, on which day, in which order, within all windows.

A day is a sequence of visits and moves; a move k is written -1 - k. It is walked from its beginning, so any
number of windows a visit and any number of cities a day are kept exactly.
"""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917 - compiled code takes arrays one by one

from __future__ import annotations

from typing import Any

import numpy as np

from egiz.trips.kernels.compiling import draw, inner, outer

LATE = np.int64(1 << 40)


@inner
def walk(
    day: Any, count: Any, s: Any, stays: Any, first: Any, last: Any, minutes: Any, begin: Any, end: Any,
    length: Any, opens: Any, closes: Any, windows: Any, hop: Any, entry: Any,
) -> Any:  # fmt: skip
    """The minute at which a sequence ends on day s, or LATE where it does not keep a window or a move."""
    t = np.int64(begin[s])
    here, before = stays[s, 0], -1
    for k in range(count):
        e = day[k]
        if e < 0:
            move = -1 - e
            if before >= 0:
                t += entry[here]
            if t > last[s, move]:
                return LATE
            t = (t if t > first[s, move] else np.int64(first[s, move])) + minutes[s, move]
            here, before = stays[s, move + 1], -1
            continue
        t += entry[here] if before < 0 else hop[before, e]
        kept = False
        for w in range(windows[e]):
            if t <= closes[e, w]:
                t = (t if t > opens[e, w] else np.int64(opens[e, w])) + length[e]
                kept = True
                break
        if not kept:
            return LATE
        before = e
    return t if t <= end[s] else LATE


@inner
def put_in(day: Any, count: Any, at: Any, v: Any) -> None:
    """Put v at a place of a sequence."""
    for k in range(count, at, -1):
        day[k] = day[k - 1]
    day[at] = v


@inner
def take_out(day: Any, count: Any, at: Any) -> None:
    """Take out what is at a place of a sequence."""
    for k in range(at, count - 1):
        day[k] = day[k + 1]


@inner
def best_place(
    v: Any, s: Any, city: Any, day: Any, count: Any, now: Any, trial: Any, stays: Any, first: Any, last: Any,
    minutes: Any, begin: Any, end: Any, length: Any, opens: Any, closes: Any, windows: Any, hop: Any,
    entry: Any,
) -> Any:  # fmt: skip
    """The place in a sequence where v delays the end least: that delay, or LATE, and the place."""
    best, where = LATE, -1
    here = stays[s, 0]
    for at in range(count + 1):
        if at > 0 and day[at - 1] < 0:
            here = stays[s, -day[at - 1]]
        if here != city[v]:
            continue
        trial[:count] = day[:count]
        put_in(trial, count, at, v)
        t = walk(trial, count + 1, s, stays, first, last, minutes, begin, end, length, opens, closes,
                 windows, hop, entry)  # fmt: skip
        if t < LATE and t - now < best:
            best, where = t - now, at
    return best, where


@outer
def search_days(
    iterations: Any, hot: Any, cold: Any, left: Any, city: Any, worth: Any, price: Any, allowed: Any,
    days: Any, counts: Any, best_days: Any, best_counts: Any, best: Any, stays: Any, first: Any, last: Any,
    minutes: Any, begin: Any, end: Any, length: Any, opens: Any, closes: Any, windows: Any, hop: Any,
    entry: Any, rng: Any,
) -> None:  # fmt: skip
    """
    Ruin and recreate from the sequences in `days`, cooling from `hot` to `cold`.

    Parameters
    ----------
    iterations
        How many.
    left
        Money left for visits, int64; price by day and visit, int64 (days, visits).
    city, worth, allowed
        City and worth of each visit, int64; whether a day may hold it, bool (days, visits).
    days, counts
        Sequences and their lengths, int64 (days, places) and (days,); they are changed.
    best_days, best_counts, best
        The best sequences so far and their worth, int64 (1,); written.
    """
    many, n = counts.shape[0], worth.shape[0]
    ends = np.zeros(many, np.int64)
    trial = np.zeros(days.shape[1] + 1, np.int64)
    on = np.zeros(n, np.bool_)
    value, spent = np.int64(0), np.int64(0)
    for s in range(many):
        ends[s] = walk(days[s], counts[s], s, stays, first, last, minutes, begin, end, length, opens,
                       closes, windows, hop, entry)  # fmt: skip
        for k in range(counts[s]):
            if days[s, k] >= 0:
                on[days[s, k]] = True
                value += worth[days[s, k]]
                spent += price[s, days[s, k]]
    s_days, s_counts, s_ends, s_on = days.copy(), counts.copy(), ends.copy(), on.copy()
    s_value, s_spent = value, spent
    weight = np.zeros(n, np.float64)
    temperature, step = hot, (cold / hot) ** (1.0 / max(1, iterations))
    for turn in range(iterations):
        if turn > 0:
            for _ in range(1 + int(draw(rng) * 2.0)):
                s = int(draw(rng) * many)
                if counts[s] == 0:
                    continue
                at, number = int(draw(rng) * counts[s]), 1 + int(draw(rng) * 4.0)
                while number > 0 and at < counts[s]:
                    v = days[s, at]
                    number -= 1
                    if v < 0:
                        at += 1
                        continue
                    take_out(days[s], counts[s], at)
                    counts[s] -= 1
                    on[v] = False
                    value -= worth[v]
                    spent -= price[s, v]
                ends[s] = walk(days[s], counts[s], s, stays, first, last, minutes, begin, end, length, opens,
                               closes, windows, hop, entry)  # fmt: skip
        power = draw(rng)
        for v in range(n):
            noise = 0.5 + draw(rng)
            weight[v] = -np.float64(worth[v]) * noise / (np.float64(length[v]) + 10.0) ** power
        for v in np.argsort(weight):
            if on[v]:
                continue
            least, where, home = LATE, -1, -1
            for s in range(many):
                if not allowed[s, v] or counts[s] >= days.shape[1] or spent + price[s, v] > left:
                    continue
                if draw(rng) < 0.03 and turn > 0:
                    continue
                delay, at = best_place(v, s, city, days[s], counts[s], ends[s], trial, stays, first, last,
                                       minutes, begin, end, length, opens, closes, windows, hop,
                                       entry)  # fmt: skip
                if delay < least:
                    least, where, home = delay, at, s
            if home >= 0:
                put_in(days[home], counts[home], where, v)
                counts[home] += 1
                ends[home] += least
                on[v] = True
                value += worth[v]
                spent += price[home, v]
        gain = np.float64(value - s_value)
        if gain >= 0.0 or draw(rng) < np.exp(gain / temperature):
            s_days[:], s_counts[:], s_ends[:], s_on[:] = days, counts, ends, on
            s_value, s_spent = value, spent
            if value > best[0]:
                best[0] = value
                best_days[:], best_counts[:] = days, counts
        else:
            days[:], counts[:], ends[:], on[:] = s_days, s_counts, s_ends, s_on
            value, spent = s_value, s_spent
        temperature *= step
