"""Kempe chains: growing one between two slots and asking whether it may be exchanged.

Between two slots s and t the meetings form components joined by common participants; exchanging s and t
within a component never double-books anyone.
"""

from __future__ import annotations

from egiz.meetings.search.kernels.arrays import Instance, Schedule
from egiz.meetings.search.kernels.bitsets import below, fused, inner

# Other chains tried where a slot is full; a stamp has room for eight.
PAIRS = 6
# Looks for a meeting in the full slot before a try is given up.
LOOKS = 40


@fused
def grow(m: int, s: int, t: int, n: int, stamp: int, given: Instance, now: Schedule) -> int:
    """Append the chain of meeting m between s and t after n others; -1 where it cannot be exchanged."""
    end = n + 1
    now.mark[m] = stamp
    now.chain[n] = m
    i = n
    while 0 <= i < end:
        c = now.chain[i]
        i += 1
        here = now.slot[c]
        other = t if here == s else s
        if given.frozen[c] or given.allowed[c, other] == 0:
            end = -1
            break
        for k in range(given.people_ptr[c], given.people_ptr[c + 1]):
            d = now.occupant[given.people[k], other]
            if d >= 0 and now.mark[d] != stamp:
                now.mark[d] = stamp
                now.chain[end] = d
                end += 1
    return end


@fused
def rows_fit(n: int, s: int, t: int, given: Instance, now: Schedule) -> int:
    """0 if all rows stay within their capacity, 1 if t gets too many, 2 if s does."""
    result = 0
    net = now.net
    for i in range(n):
        m = now.chain[i]
        step = 1 if now.slot[m] == s else -1
        for k in range(given.row_ptr[m], given.row_ptr[m + 1]):
            net[given.rows[k]] += step
    for i in range(n):
        m = now.chain[i]
        for k in range(given.row_ptr[m], given.row_ptr[m + 1]):
            r = given.rows[k]
            if net[r] > 0 and now.use[r, t] + net[r] > given.capacity[r, t]:
                result = 1
            elif net[r] < 0 and now.use[r, s] - net[r] > given.capacity[r, s]:
                result = 2
            net[r] = 0
    return result


@inner
def order_fits(n: int, s: int, t: int, stamp: int, given: Instance, now: Schedule) -> bool:
    """Whether all precedences hold after exchanging s and t in the chain."""
    for i in range(n):
        m = now.chain[i]
        new = t if now.slot[m] == s else s
        for k in range(given.order_ptr[m], given.order_ptr[m + 1]):
            o = given.order_other[k]
            if now.slot[o] < 0:
                continue
            then = now.slot[o]
            if now.mark[o] == stamp:
                then = t if then == s else s
            if given.order_later[k] == 1:
                if new + given.length[m] > then:
                    return False
            elif then + given.length[o] > new:
                return False
    return True


@inner
def pair_up(n: int, s: int, t: int, full: int, stamp: int, given: Instance, now: Schedule) -> int:
    """A full slot takes one chain only in exchange for another: append such a one, or return -1."""
    n_m = now.slot.shape[0]
    for attempt in range(PAIRS):
        m = -1
        for _try in range(LOOKS):
            m = below(now.rng, n_m)
            if now.slot[m] == full and now.mark[m] != stamp:
                break
        if now.slot[m] != full or now.mark[m] == stamp:
            continue
        n2 = grow(m, s, t, n, stamp + 1 + attempt, given, now)
        if n2 >= 0 and rows_fit(n2, s, t, given, now) == 0:
            for i in range(n, n2):
                now.mark[now.chain[i]] = stamp
            return n2
    return -1
