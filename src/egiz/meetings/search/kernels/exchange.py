"""What exchanging a chain costs, and doing it.

Only participants who are in one of the two slots change their busy slots, so a long chain costs little.
"""

from __future__ import annotations

import numpy as np

from egiz.meetings.search.kernels.arrays import Floats, Instance, Schedule
from egiz.meetings.search.kernels.bitsets import U1, fused, word_breaks, word_idle


@fused
def toggle_cost(p: int, s: int, t: int, given: Instance, now: Schedule, weights: Floats) -> float:
    """Change of the cost when participant p, busy in just one of s and t, takes the other one."""
    bs, bt = U1 << np.uint64(given.bit[s]), U1 << np.uint64(given.bit[t])
    ss, st = given.span[s], given.span[t]
    di = 0
    if ss == st:
        old = now.busy[p, ss]
        new = old ^ bs ^ bt
        db = word_breaks(new) - word_breaks(old)
        if weights[1] > 0:
            di = word_idle(new) - word_idle(old)
    else:
        old, old2 = now.busy[p, ss], now.busy[p, st]
        new, new2 = old ^ bs, old2 ^ bt
        db = word_breaks(new) + word_breaks(new2) - word_breaks(old) - word_breaks(old2)
        if weights[1] > 0:
            di = word_idle(new) + word_idle(new2) - word_idle(old) - word_idle(old2)
    delta = weights[1] * di
    if db != 0:
        b = now.breaks[p]
        over = max(0, b + db - weights[3]) - max(0, b - weights[3])
        delta += weights[0] * db + weights[2] * over
    return float(delta)


@fused
def move_cost(n: int, s: int, t: int, given: Instance, now: Schedule, weights: Floats) -> float:
    """Change of the cost by exchanging s and t in the chain of n meetings."""
    delta = 0.0
    for i in range(n):
        m = now.chain[i]
        other = t if now.slot[m] == s else s
        for k in range(given.people_ptr[m], given.people_ptr[m + 1]):
            p = given.people[k]
            if now.occupant[p, other] < 0:
                delta += toggle_cost(p, s, t, given, now, weights)
    return delta


@fused
def homesick(n: int, s: int, t: int, given: Instance, now: Schedule) -> int:
    """How many more meetings are away from their published slots after exchanging s and t in the chain."""
    more = 0
    for i in range(n):
        m = now.chain[i]
        here = now.slot[m]
        there = t if here == s else s
        if given.home[m] == here:
            more += 1
        elif given.home[m] == there:
            more -= 1
    return more


@fused
def exchange(n: int, s: int, t: int, given: Instance, now: Schedule) -> None:
    """Exchange s and t in the chain of n meetings; busy slots and breaks are left to the caller."""
    for i in range(n):
        m = now.chain[i]
        for k in range(given.people_ptr[m], given.people_ptr[m + 1]):
            now.occupant[given.people[k], now.slot[m]] = -1
    for i in range(n):
        m = now.chain[i]
        here = now.slot[m]
        there = t if here == s else s
        for k in range(given.row_ptr[m], given.row_ptr[m + 1]):
            now.use[given.rows[k], here] -= 1
            now.use[given.rows[k], there] += 1
        now.slot[m] = there
        for k in range(given.people_ptr[m], given.people_ptr[m + 1]):
            now.occupant[given.people[k], there] = m


@fused
def apply_move(n: int, s: int, t: int, given: Instance, now: Schedule, weights: Floats) -> float:
    """Exchange s and t in the chain; returns the change of the weighted breaks (idle slots left out)."""
    change = 0.0
    bs, bt = U1 << np.uint64(given.bit[s]), U1 << np.uint64(given.bit[t])
    ss, st = given.span[s], given.span[t]
    exchange(n, s, t, given, now)
    for i in range(n):
        m = now.chain[i]
        for k in range(given.people_ptr[m], given.people_ptr[m + 1]):
            p = given.people[k]
            old = word_breaks(now.busy[p, ss])
            if ss != st:
                old += word_breaks(now.busy[p, st])
            now.busy[p, ss] &= ~bs
            now.busy[p, st] &= ~bt
            if now.occupant[p, s] >= 0:
                now.busy[p, ss] |= bs
            if now.occupant[p, t] >= 0:
                now.busy[p, st] |= bt
            new = word_breaks(now.busy[p, ss])
            if ss != st:
                new += word_breaks(now.busy[p, st])
            if new != old:
                b = now.breaks[p]
                over = max(0, b + new - old - weights[3]) - max(0, b - weights[3])
                change += weights[0] * (new - old) + weights[2] * over
                now.breaks[p] += new - old
    return change
