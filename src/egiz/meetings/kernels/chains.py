"""Kempe chains: growing one between two slots and asking whether it may be exchanged.

Between two slots s and t the meetings form components joined by common participants; exchanging s and t
within a component never double-books anyone.
"""

from __future__ import annotations

from typing import Any

from egiz.meetings.kernels.words import below, inner

# Other chains tried where a slot is full; a stamp has room for eight.
PAIRS = 6


@inner
def grow(  # noqa: PLR0913, PLR0917 - arrays of one state; numba has no cheap container for them
    m: int,
    s: int,
    t: int,
    n: int,
    chain: Any,
    mark: Any,
    stamp: int,
    occ: Any,
    slot: Any,
    allowed: Any,
    frozen: Any,
    ptr: Any,
    who: Any,
) -> int:
    """Append the chain of meeting m between s and t to `chain`; -1 where it cannot be exchanged."""
    first = n
    mark[m] = stamp
    chain[n] = m
    n += 1
    i = first
    while i < n:
        c = chain[i]
        i += 1
        here = slot[c]
        other = t if here == s else s
        if frozen[c] or allowed[c, other] == 0:
            return -1
        for k in range(ptr[c], ptr[c + 1]):
            d = occ[who[k], other]
            if d >= 0 and mark[d] != stamp:
                mark[d] = stamp
                chain[n] = d
                n += 1
    return n


@inner
def rows_fit(  # noqa: PLR0913, PLR0917 - as above
    n: int, s: int, t: int, chain: Any, slot: Any, rptr: Any, rows: Any, use: Any, cap: Any, net: Any
) -> int:
    """0 if all rows stay within their capacity, 1 if t gets too many, 2 if s does."""
    result = 0
    for i in range(n):
        step = 1 if slot[chain[i]] == s else -1
        for k in range(rptr[chain[i]], rptr[chain[i] + 1]):
            net[rows[k]] += step
    for i in range(n):
        for k in range(rptr[chain[i]], rptr[chain[i] + 1]):
            r = rows[k]
            if net[r] > 0 and use[r, t] + net[r] > cap[r, t]:
                result = 1
            elif net[r] < 0 and use[r, s] - net[r] > cap[r, s]:
                result = 2
            net[r] = 0
    return result


@inner
def order_fits(  # noqa: PLR0913, PLR0917 - as above
    n: int,
    s: int,
    t: int,
    chain: Any,
    mark: Any,
    stamp: int,
    slot: Any,
    optr: Any,
    onext: Any,
    olater: Any,
    length: Any,
) -> bool:
    """Whether all precedences hold after exchanging s and t in the chain."""
    for i in range(n):
        m = chain[i]
        now = t if slot[m] == s else s
        for k in range(optr[m], optr[m + 1]):
            o = onext[k]
            if slot[o] < 0:
                continue
            then = slot[o]
            if mark[o] == stamp:
                then = t if then == s else s
            if olater[k] == 1:
                if now + length[m] > then:
                    return False
            elif then + length[o] > now:
                return False
    return True


@inner
def pair_up(  # noqa: PLR0913, PLR0917 - as above
    n: int,
    s: int,
    t: int,
    full: int,
    chain: Any,
    mark: Any,
    stamp: int,
    occ: Any,
    slot: Any,
    allowed: Any,
    frozen: Any,
    ptr: Any,
    who: Any,
    rptr: Any,
    rows: Any,
    use: Any,
    cap: Any,
    net: Any,
    rng: Any,
) -> int:
    """A full slot takes one chain only in exchange for another: append such a one, or return -1."""
    n_m = slot.shape[0]
    for attempt in range(PAIRS):
        m = -1
        for _try in range(40):
            m = below(rng, n_m)
            if slot[m] == full and mark[m] != stamp:
                break
        if slot[m] != full or mark[m] == stamp:
            continue
        n2 = grow(m, s, t, n, chain, mark, stamp + 1 + attempt, occ, slot, allowed, frozen, ptr, who)
        if n2 >= 0 and rows_fit(n2, s, t, chain, slot, rptr, rows, use, cap, net) == 0:
            for i in range(n, n2):
                mark[chain[i]] = stamp
            return n2
    return -1
