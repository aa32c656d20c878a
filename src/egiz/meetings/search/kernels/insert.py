"""Placing meetings one after another with a tabu list."""

from __future__ import annotations

import numpy as np

from egiz.meetings.search.kernels.arrays import Instance, Ints, Schedule
from egiz.meetings.search.kernels.bitsets import copy_into, inner, outer
from egiz.meetings.search.kernels.chains import grow, order_fits, rows_fit
from egiz.meetings.search.kernels.exchange import exchange

# What driving out a pinned meeting, or going back to a tabu slot, is taken to cost: never chosen.
NEVER, TABU = 1e12, 1e9
# How much dearer a meeting becomes each time it is driven out.
HARDER = 0.02
# Share of the steps that may lose weight, or nothing would ever change where not all can be held.
LOSE = 0.05


@inner
def put(m: int, s: int, sign: int, given: Instance, now: Schedule) -> None:
    """Place (sign 1) or remove (sign -1) a meeting at first slot s."""
    for x in range(s, s + given.length[m]):
        for k in range(given.people_ptr[m], given.people_ptr[m + 1]):
            now.occupant[given.people[k], x] = m if sign > 0 else -1
        for k in range(given.row_ptr[m], given.row_ptr[m + 1]):
            now.use[given.rows[k], x] += sign
    now.slot[m] = s if sign > 0 else -1


@inner
def noted(d: int, n: int, out: Ints) -> int:
    """The number of meetings in `out` after d is among them."""
    for i in range(n):
        if out[i] == d:
            return n
    out[n] = d
    return n + 1


@inner
def member_at(r: int, x: int, n: int, out: Ints, given: Instance, now: Schedule) -> int:
    """Some meeting of row r that runs in slot x and is not in `out` yet; -1 where there is none."""
    low = given.member_ptr[r]
    size = given.member_ptr[r + 1] - low
    at = np.random.randint(size)  # noqa: NPY002 - numba's generator
    for j in range(size):
        d = given.members[low + (at + j) % size]
        if now.slot[d] >= 0 and now.slot[d] <= x < now.slot[d] + given.length[d]:
            known = False
            for i in range(n):
                known = known or out[i] == d
            if not known:
                return int(d)
    return -1


@inner
def crowded(m: int, s: int, n: int, out: Ints, given: Instance, now: Schedule) -> int:
    """Add meetings of full rows that must leave to the n in `out`; -1 where no meeting would help."""
    for x in range(s, s + given.length[m]):
        for k in range(given.row_ptr[m], given.row_ptr[m + 1]):
            r = given.rows[k]
            over = now.use[r, x] + 1 - given.capacity[r, x]
            for i in range(n):
                d = out[i]
                if now.slot[d] <= x < now.slot[d] + given.length[d]:
                    for j in range(given.row_ptr[d], given.row_ptr[d + 1]):
                        if given.rows[j] == r:
                            over -= 1
            while over > 0:
                d = -1 if given.capacity[r, x] == 0 else member_at(r, x, n, out, given, now)
                if d < 0:
                    return -1
                out[n] = d
                n += 1
                over -= 1
    return n


@inner
def conflicts(m: int, s: int, out: Ints, given: Instance, now: Schedule) -> int:
    """Meetings that must leave so that m can be at s, in `out`; -1 where it cannot."""
    n = 0
    for x in range(s, s + given.length[m]):
        for k in range(given.people_ptr[m], given.people_ptr[m + 1]):
            d = now.occupant[given.people[k], x]
            if d >= 0:
                n = noted(d, n, out)
    for k in range(given.order_ptr[m], given.order_ptr[m + 1]):
        o = given.order_other[k]
        if now.slot[o] >= 0:
            late = given.order_later[k] == 1
            bad = s + given.length[m] > now.slot[o] if late else now.slot[o] + given.length[o] > s
            if bad:
                n = noted(o, n, out)
    return crowded(m, s, n, out, given, now)


@inner
def cheapest(m: int, lost: float, best_lost: float, out: Ints, given: Instance, now: Schedule) -> int:
    """The first slot at which m drives out the least; -1 where every one costs too much."""
    top, top_cost, ties = -1, NEVER, 0
    for j in range(given.option_count[m]):
        s = given.options[m, j]
        n = conflicts(m, s, out, given, now)
        if n < 0:
            continue
        c = 0.0
        for i in range(n):
            c += given.worth[out[i]] * (1.0 + HARDER * now.hardness[out[i]])
            if given.pinned[out[i]]:
                c += NEVER
        if now.tabu[m, s] > now.clock[0] and lost - given.worth[m] + c >= best_lost:
            c += TABU
        if c < top_cost - 1e-9:
            top, top_cost, ties = s, c, 1
        elif c < top_cost + 1e-9:
            ties += 1
            if np.random.randint(ties) == 0:  # noqa: NPY002 - numba's generator
                top = s
    return top if top_cost < TABU else -1


@inner
def shake(stamp: int, given: Instance, now: Schedule) -> None:
    """Exchange one random chain, whatever it does to the breaks."""
    m = np.random.randint(now.slot.shape[0])  # noqa: NPY002 - numba's generator
    s = now.slot[m]
    if s < 0 or given.option_count[m] < 2 or given.frozen[m]:
        return
    t = given.options[m, np.random.randint(given.option_count[m])]  # noqa: NPY002 - numba's generator
    if t == s:
        return
    n = grow(m, s, t, 0, stamp, given, now)
    if n < 0 or rows_fit(n, s, t, given, now) > 0:
        return
    if given.order_other.shape[0] > 0 and not order_fits(n, s, t, stamp, given, now):
        return
    exchange(n, s, t, given, now)


@outer
def insert(
    steps: int, shakes: int, lost: float, best_lost: float, given: Instance, now: Schedule
) -> tuple[float, float]:
    """Place what is not placed: each step puts one meeting where it drives out the least, with a tabu list.

    After each insertion `shakes` random exchanges (at most three) shake the schedule without losing anyone.
    Returns the weight left out now and at best; `now.best` holds the best slots.
    """
    n_m = now.slot.shape[0]
    out, waiting, where = now.out, now.waiting, now.where
    now.mark[:] = -1
    n_w = 0
    for m in range(n_m):
        if now.slot[m] < 0 and given.option_count[m] > 0 and given.worth[m] > 0:
            waiting[n_w] = m
            where[m] = n_w
            n_w += 1
    for _step in range(steps):
        if n_w == 0:
            break
        now.clock[0] += 1
        m = waiting[np.random.randint(n_w)]  # noqa: NPY002 - numba's generator
        top = cheapest(m, lost, best_lost, out, given, now)
        if top >= 0:
            n = conflicts(m, top, out, given, now)
            blocked = n < 0
            gain = 0.0
            for i in range(max(n, 0)):
                blocked = blocked or given.pinned[out[i]]
                gain += given.worth[out[i]]
            if not blocked and (gain <= given.worth[m] or np.random.random() < LOSE):  # noqa: NPY002 - numba's generator
                for i in range(n):
                    d = out[i]
                    now.tabu[d, now.slot[d]] = now.clock[0] + 10 + np.random.randint(10 + n_w)  # noqa: NPY002 - as above
                    put(d, now.slot[d], -1, given, now)
                    waiting[n_w] = d
                    where[d] = n_w
                    n_w += 1
                    lost += given.worth[d]
                    now.hardness[d] += 1
                put(m, top, 1, given, now)
                hole = where[m]
                n_w -= 1
                waiting[hole] = waiting[n_w]
                where[waiting[hole]] = hole
                where[m] = -1
                lost -= given.worth[m]
                if lost < best_lost - 1e-9:
                    best_lost = lost
                    copy_into(now.best, now.slot)
                    if n_w == 0:
                        break
        for k in range(shakes):
            shake(now.clock[0] * 4 + k, given, now)
    return lost, best_lost
