"""Placing meetings one after another with a tabu list."""

from __future__ import annotations

from typing import Any

import numpy as np

from egiz.meetings.kernels.chains import grow, order_fits, rows_fit
from egiz.meetings.kernels.words import inner, outer


@inner
def put(  # noqa: PLR0913, PLR0917 - as above
    m: int,
    s: int,
    sign: int,
    slot: Any,
    occ: Any,
    length: Any,
    ptr: Any,
    who: Any,
    rptr: Any,
    rows: Any,
    use: Any,
) -> None:
    """Place (sign 1) or remove (sign -1) a meeting at first slot s."""
    for x in range(s, s + length[m]):
        for k in range(ptr[m], ptr[m + 1]):
            occ[who[k], x] = m if sign > 0 else -1
        for k in range(rptr[m], rptr[m + 1]):
            use[rows[k], x] += sign
    slot[m] = s if sign > 0 else -1


@inner
def conflicts(  # noqa: C901, PLR0912, PLR0913, PLR0917 - as above
    m: int,
    s: int,
    slot: Any,
    occ: Any,
    length: Any,
    ptr: Any,
    who: Any,
    rptr: Any,
    rows: Any,
    use: Any,
    cap: Any,
    optr: Any,
    onext: Any,
    olater: Any,
    out: Any,
    rmem: Any,
    rmptr: Any,
    pick: bool,
) -> int:
    """Meetings that must leave so that m can be at s, in `out`; a lower count where `pick` is off."""
    n = 0
    for x in range(s, s + length[m]):
        for k in range(ptr[m], ptr[m + 1]):
            d = occ[who[k], x]
            if d >= 0:
                known = False
                for i in range(n):
                    known = known or out[i] == d
                if not known:
                    out[n] = d
                    n += 1
    for k in range(optr[m], optr[m + 1]):
        o = onext[k]
        if slot[o] >= 0:
            bad = s + length[m] > slot[o] if olater[k] == 1 else slot[o] + length[o] > s
            if bad:
                known = False
                for i in range(n):
                    known = known or out[i] == o
                if not known:
                    out[n] = o
                    n += 1
    for x in range(s, s + length[m]):
        for k in range(rptr[m], rptr[m + 1]):
            r = rows[k]
            over = use[r, x] + 1 - cap[r, x]
            for i in range(n):
                d = out[i]
                if slot[d] <= x < slot[d] + length[d]:
                    for j in range(rptr[d], rptr[d + 1]):
                        if rows[j] == r:
                            over -= 1
            while over > 0:
                if cap[r, x] == 0:
                    return -1
                if not pick:
                    n += 1
                    over -= 1
                    continue
                size = rmptr[r + 1] - rmptr[r]
                at = np.random.randint(size)  # noqa: NPY002 - numba's generator
                found = False
                for j in range(size):
                    d = rmem[rmptr[r] + (at + j) % size]
                    if slot[d] >= 0 and slot[d] <= x < slot[d] + length[d]:
                        known = False
                        for i in range(n):
                            known = known or out[i] == d
                        if not known:
                            out[n] = d
                            n += 1
                            found = True
                            break
                if not found:
                    return -1
                over -= 1
    return n


@outer
def insert(  # noqa: PLR0913, PLR0917, C901, PLR0912, PLR0915 - one hot loop over one state
    steps: int,
    slot: Any,
    best: Any,
    occ: Any,
    use: Any,
    cap: Any,
    ptr: Any,
    who: Any,
    rptr: Any,
    rows: Any,
    optr: Any,
    onext: Any,
    olater: Any,
    length: Any,
    options: Any,
    nopt: Any,
    worth: Any,
    pinned: Any,
    rmem: Any,
    rmptr: Any,
    lost: float,
    best_lost: float,
    tabu: Any,
    clock: int,
    allowed: Any,
    hard: Any,
) -> tuple[float, float, int]:
    """Place what is not placed: each step puts one meeting where it drives out the least, with a tabu list.

    Returns the weight left out now and at best, and the clock of the tabu list; `best` holds the best slots.
    """
    n_m = slot.shape[0]
    out = np.empty(64 + 8 * int(length.max()), np.int32)
    waiting = np.empty(n_m, np.int32)
    where = np.full(n_m, -1, np.int32)
    chain = np.empty(n_m, np.int32)
    mark = np.full(n_m, -1, np.int64)
    net = np.zeros(use.shape[0], np.int32)
    n_w = 0
    for m in range(n_m):
        if slot[m] < 0 and nopt[m] > 0 and worth[m] > 0:
            waiting[n_w] = m
            where[m] = n_w
            n_w += 1
    for _step in range(steps):
        if n_w == 0:
            break
        clock += 1
        m = waiting[np.random.randint(n_w)]  # noqa: NPY002 - numba's generator
        top, top_cost, ties = -1, 1e18, 0
        for j in range(nopt[m]):
            s = options[m, j]
            n = conflicts(
                m,
                s,
                slot,
                occ,
                length,
                ptr,
                who,
                rptr,
                rows,
                use,
                cap,
                optr,
                onext,
                olater,
                out,
                rmem,
                rmptr,
                True,
            )
            if n < 0:
                continue
            c = 0.0
            for i in range(n):
                c += worth[out[i]] * (1.0 + 0.02 * hard[out[i]])
                if pinned[out[i]]:
                    c += 1e12
            if tabu[m, s] > clock and lost - worth[m] + c >= best_lost:
                c += 1e9
            if c < top_cost - 1e-9:
                top, top_cost, ties = s, c, 1
            elif c < top_cost + 1e-9:
                ties += 1
                if np.random.randint(ties) == 0:  # noqa: NPY002 - numba's generator
                    top = s
        if top >= 0 and top_cost < 1e9:
            n = conflicts(
                m,
                top,
                slot,
                occ,
                length,
                ptr,
                who,
                rptr,
                rows,
                use,
                cap,
                optr,
                onext,
                olater,
                out,
                rmem,
                rmptr,
                True,
            )
            blocked = n < 0
            gain = 0.0
            for i in range(max(n, 0)):
                blocked = blocked or pinned[out[i]]
                gain += worth[out[i]]
            # Now and then a step that loses weight, or nothing would ever change where not all can be held.
            if not blocked and (gain <= worth[m] or np.random.random() < 0.05):  # noqa: NPY002 - numba's generator
                for i in range(n):
                    d = out[i]
                    tabu[d, slot[d]] = clock + 10 + np.random.randint(10 + n_w)  # noqa: NPY002 - numba's generator
                    put(d, slot[d], -1, slot, occ, length, ptr, who, rptr, rows, use)
                    waiting[n_w] = d
                    where[d] = n_w
                    n_w += 1
                    lost += worth[d]
                    hard[d] += 1
                put(m, top, 1, slot, occ, length, ptr, who, rptr, rows, use)
                hole = where[m]
                n_w -= 1
                waiting[hole] = waiting[n_w]
                where[waiting[hole]] = hole
                where[m] = -1
                lost -= worth[m]
                if lost < best_lost - 1e-9:
                    best_lost = lost
                    best[:] = slot
                    if n_w == 0:
                        break
        # Plateau moves: random chains shake the rest without losing anyone.
        for k in range(3):
            c = np.random.randint(n_m)  # noqa: NPY002 - numba's generator
            s = slot[c]
            if s < 0 or nopt[c] < 2 or pinned[c]:
                continue
            t = options[c, np.random.randint(nopt[c])]  # noqa: NPY002 - numba's generator
            if t == s:
                continue
            stamp = clock * 4 + k
            n = grow(c, s, t, 0, chain, mark, stamp, occ, slot, allowed, pinned, ptr, who)
            if n < 0 or rows_fit(n, s, t, chain, slot, rptr, rows, use, cap, net) > 0:
                continue
            if onext.shape[0] > 0 and not order_fits(
                n, s, t, chain, mark, stamp, slot, optr, onext, olater, length
            ):
                continue
            for i in range(n):
                d = chain[i]
                for q in range(ptr[d], ptr[d + 1]):
                    occ[who[q], slot[d]] = -1
            for i in range(n):
                d = chain[i]
                here = slot[d]
                there = t if here == s else s
                for q in range(rptr[d], rptr[d + 1]):
                    use[rows[q], here] -= 1
                    use[rows[q], there] += 1
                slot[d] = there
                for q in range(ptr[d], ptr[d + 1]):
                    occ[who[q], there] = d
    return lost, best_lost, clock
