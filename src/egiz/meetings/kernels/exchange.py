"""What exchanging a chain costs, and doing it.

Only participants who are in one of the two slots change their busy slots, so a long chain costs little.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from egiz.meetings.kernels.words import U1, inner, word_breaks, word_idle


@inner
def toggle_cost(p: int, s: int, t: int, busy: Any, span: Any, bit: Any, breaks: Any, weights: Any) -> Any:  # noqa: PLR0913, PLR0917 - as above
    """Change of the cost when participant p, busy in just one of s and t, takes the other one."""
    bs, bt = U1 << np.uint64(bit[s]), U1 << np.uint64(bit[t])
    ss, st = span[s], span[t]
    di = 0
    if ss == st:
        old = busy[p, ss]
        new = old ^ bs ^ bt
        db = word_breaks(new) - word_breaks(old)
        if weights[1] > 0:
            di = word_idle(new) - word_idle(old)
    else:
        old, old2 = busy[p, ss], busy[p, st]
        new, new2 = old ^ bs, old2 ^ bt
        db = word_breaks(new) + word_breaks(new2) - word_breaks(old) - word_breaks(old2)
        if weights[1] > 0:
            di = word_idle(new) + word_idle(new2) - word_idle(old) - word_idle(old2)
    delta = weights[1] * di
    if db != 0:
        b = breaks[p]
        over = max(0, b + db - weights[3]) - max(0, b - weights[3])
        delta += weights[0] * db + weights[2] * over
    return delta


@inner
def move_cost(  # noqa: PLR0913, PLR0917 - as above
    n: int,
    s: int,
    t: int,
    chain: Any,
    occ: Any,
    slot: Any,
    ptr: Any,
    who: Any,
    busy: Any,
    span: Any,
    bit: Any,
    breaks: Any,
    weights: Any,
) -> float:
    """Change of the cost by exchanging s and t in the chain."""
    delta = 0.0
    for i in range(n):
        other = t if slot[chain[i]] == s else s
        for k in range(ptr[chain[i]], ptr[chain[i] + 1]):
            if occ[who[k], other] < 0:
                delta += toggle_cost(who[k], s, t, busy, span, bit, breaks, weights)
    return delta


@inner
def apply_move(  # noqa: C901, PLR0913, PLR0917 - as above
    n: int,
    s: int,
    t: int,
    chain: Any,
    occ: Any,
    slot: Any,
    ptr: Any,
    who: Any,
    busy: Any,
    span: Any,
    bit: Any,
    breaks: Any,
    rptr: Any,
    rows: Any,
    use: Any,
    weights: Any,
) -> float:
    """Exchange s and t in the chain; returns the change of the weighted breaks (idle slots left out)."""
    change = 0.0
    bs, bt = U1 << np.uint64(bit[s]), U1 << np.uint64(bit[t])
    ss, st = span[s], span[t]
    for i in range(n):
        m = chain[i]
        for k in range(ptr[m], ptr[m + 1]):
            occ[who[k], slot[m]] = -1
    for i in range(n):
        m = chain[i]
        here = slot[m]
        there = t if here == s else s
        for k in range(rptr[m], rptr[m + 1]):
            use[rows[k], here] -= 1
            use[rows[k], there] += 1
        slot[m] = there
        for k in range(ptr[m], ptr[m + 1]):
            occ[who[k], there] = m
    for i in range(n):
        m = chain[i]
        for k in range(ptr[m], ptr[m + 1]):
            p = who[k]
            old = word_breaks(busy[p, ss])
            if ss != st:
                old += word_breaks(busy[p, st])
            busy[p, ss] &= ~bs
            busy[p, st] &= ~bt
            if occ[p, s] >= 0:
                busy[p, ss] |= bs
            if occ[p, t] >= 0:
                busy[p, st] |= bt
            new = word_breaks(busy[p, ss])
            if ss != st:
                new += word_breaks(busy[p, st])
            if new != old:
                b = breaks[p]
                over = max(0, b + new - old - weights[3]) - max(0, b - weights[3])
                change += weights[0] * (new - old) + weights[2] * over
                breaks[p] += new - old
    return change
