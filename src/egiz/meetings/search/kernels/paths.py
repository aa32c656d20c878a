"""Annealing over chains of meetings of two: a chain is then a path (or a ring) of participants.

A path between two slots s and t begins with someone who is busy in one of them only and is followed from
partner to partner; only its two ends change their busy slots. So all that a step reads is whom each
participant meets in which slot, and two words of busy slots. Steps are proposed where they may help: a busy
slot at the edge of a run goes to a free slot beside a run.
"""

from __future__ import annotations

import numpy as np

from egiz.meetings.search.kernels.arrays import Floats, Instance, Schedule
from egiz.meetings.search.kernels.bitsets import (
    S8,
    S16,
    S24,
    S32,
    U0,
    U1,
    copy_into,
    fused,
    inner,
    next_word,
    one_of,
    outer,
    place,
    word_breaks,
    word_idle,
)

# Of 64 steps, so many are proposed at the edges of runs; the others anywhere.
EDGES = np.uint64(58)
# Of 64 steps, so many begin with someone beyond the fairness limit, while there is anyone.
URGENT = np.uint64(3)
# Other paths tried where a slot is full.
BACK = 20
MASK = np.uint64(0xFFFFFFFF)
LOW = np.uint64(63)
DRAWS = np.uint64(8191)


@fused
def swing(p: int, s: int, t: int, given: Instance, now: Schedule, weights: Floats) -> tuple[float, int]:
    """Change of cost and of breaks when participant p, busy in just one of s and t, takes the other one."""
    bs, bt = U1 << np.uint64(given.bit[s]), U1 << np.uint64(given.bit[t])
    old = now.busy[p, given.span[s]]
    if given.span[s] == given.span[t]:
        new = old ^ bs ^ bt
        db = word_breaks(new) - word_breaks(old)
        di = word_idle(new) - word_idle(old)
    else:
        new, old2 = old ^ bs, now.busy[p, given.span[t]]
        new2 = old2 ^ bt
        db = word_breaks(new) + word_breaks(new2) - word_breaks(old) - word_breaks(old2)
        di = word_idle(new) + word_idle(new2) - word_idle(old) - word_idle(old2)
    delta = weights[0] * db + weights[1] * di
    if db != 0:
        b = now.breaks[p]
        delta += weights[2] * (max(0, b + db - weights[3]) - max(0, b - weights[3]))
    return delta, db


@fused
def walk(p: int, s: int, t: int, now: Schedule) -> tuple[int, int]:
    """The other end of the path that p, busy in s only, begins; and its number of meetings.

    An odd number leaves s with one meeting less and t with one more.
    """
    partner = now.partner
    q, n = partner[p, s], 1
    here, there = s, t
    following = partner[q, there]
    while following >= 0:
        q, n = following, n + 1
        here, there = there, here
        following = partner[q, there]
    return q, n


@inner
def may(p: int, n: int, s: int, t: int, given: Instance, now: Schedule) -> bool:
    """Whether each of the n meetings on p's path may change its slot."""
    here, there = s, t
    for _ in range(n):
        m = now.occupant[p, here]
        if given.frozen[m] or given.allowed[m, there] == 0:
            return False
        p = now.partner[p, here]
        here, there = there, here
    return True


@fused
def flip(p: int, n: int, s: int, t: int, given: Instance, now: Schedule) -> None:
    """Exchange s and t on p's path of n meetings."""
    partner, occupant, slot = now.partner, now.occupant, now.slot
    here, there, v = s, t, p
    last = p
    for _ in range(n + 1):
        last, following = v, partner[v, here]
        partner[v, s], partner[v, t] = partner[v, t], partner[v, s]
        a, b = occupant[v, t], occupant[v, s]
        occupant[v, s], occupant[v, t] = a, b
        if a >= 0:
            slot[a] = s
        if b >= 0:
            slot[b] = t
        v = following
        here, there = there, here
    now.busy[p, given.span[s]] ^= U1 << np.uint64(given.bit[s])
    now.busy[p, given.span[t]] ^= U1 << np.uint64(given.bit[t])
    now.busy[last, given.span[s]] ^= U1 << np.uint64(given.bit[s])
    now.busy[last, given.span[t]] ^= U1 << np.uint64(given.bit[t])


@fused
def settle(p: int, db: int, now: Schedule, weights: Floats) -> float:
    """Book p's new number of breaks; returns the change of the weighted breaks."""
    change = 0.0
    if db != 0:
        b = now.breaks[p]
        now.breaks[p] = b + db
        change = weights[0] * db + weights[2] * (max(0, b + db - weights[3]) - max(0, b - weights[3]))
    return change


@fused
def propose(p: int, given: Instance, now: Schedule) -> tuple[int, int]:
    """A busy and a free slot of p (-1 where there is none)."""
    busy, free = now.busy, given.free
    words = busy.shape[1]
    x = next_word(now.rng)
    w = v = 0
    if words > 1:
        w = np.int64((x >> S8) & LOW) % words
        v = np.int64((x >> S24) & LOW) % words if (x >> S16) & U1 != U0 else w
    edges = (x & LOW) < EDGES
    b = busy[p, w]
    out = b & ~((b << U1) & (b >> U1)) if edges else b
    if out == U0:
        return -1, -1
    x = next_word(now.rng)
    gone = one_of(out, x >> S32)
    rest = b ^ gone if v == w else busy[p, v]
    into = free[p, v] & ~busy[p, v]
    if edges and rest != U0:
        into &= (rest << U1) | (rest >> U1)
    if into == U0:
        return -1, -1
    come = one_of(into, x & MASK)
    return given.slot_of[w, place(gone)], given.slot_of[v, place(come)]


@inner
def give_back(
    s: int, t: int, ends: tuple[int, int], spare: float, given: Instance, now: Schedule, weights: Floats
) -> tuple[int, int, int, float, int, int]:
    """A path that takes one meeting from t to s at a cost of at most `spare`, apart from the path of `ends`.

    Returns its first end (-1 where none was found), last end, number of meetings, cost and changes of breaks.
    """
    busy, free = now.busy, given.free
    count = np.uint64(given.active.shape[0])
    ws, wt = given.span[s], given.span[t]
    bs, bt = U1 << np.uint64(given.bit[s]), U1 << np.uint64(given.bit[t])
    for _ in range(BACK):
        p = given.active[np.int64(((next_word(now.rng) >> S32) * count) >> S32)]
        if busy[p, wt] & bt == U0 or busy[p, ws] & bs != U0 or free[p, ws] & bs == U0:
            continue
        own, db = swing(p, s, t, given, now, weights)
        if own > spare + 1.0 or p == ends[0] or p == ends[1]:
            continue
        q, n = walk(p, t, s, now)
        if n % 2 == 0 or q == ends[0] or q == ends[1] or free[q, ws] & bs == U0:
            continue
        other, dq = swing(q, s, t, given, now, weights)
        if own + other <= spare:
            return p, q, n, own + other, db, dq
    return -1, -1, 0, 0.0, 0, 0


@outer
def glide(  # noqa: C901, PLR0912 - one hot loop over one state
    steps: int,
    temperature: float,
    target: float,
    start: tuple[float, float],
    weights: Floats,
    given: Instance,
    now: Schedule,
) -> tuple[float, float]:
    """Steps of simulated annealing over paths at one temperature.

    What a step may cost is drawn first; where one end of the path costs more already, the path is not walked.
    `start` and what is returned are as in `anneal`.
    """
    cost, first = start
    best_cost, best_first = cost, first
    free, seats, used, active = given.free, given.seats, now.used, given.active
    count = np.uint64(active.shape[0])
    worst = U0
    for p in active:
        if now.breaks[p] > weights[3]:
            now.beyond[np.int64(worst)] = p
            worst += U1
    for _ in range(steps):
        x = next_word(now.rng)
        if worst > U0 and (x & LOW) < URGENT:
            p = now.beyond[np.int64(((x >> S32) * worst) >> S32)]
        else:
            p = active[np.int64(((x >> S32) * count) >> S32)]
        most = temperature * now.patience[np.int64((x >> S16) & DRAWS)]
        s, t = propose(p, given, now)
        if s < 0:
            continue
        own, db = swing(p, s, t, given, now, weights)
        if own > most:
            continue
        q, n = walk(p, s, t, now)
        to = t if n % 2 == 1 else s
        if free[q, given.span[to]] & (U1 << np.uint64(given.bit[to])) == U0:
            continue
        other, dq = swing(q, s, t, given, now, weights)
        delta = own + other
        if delta > most or (given.strict and not may(p, n, s, t, given, now)):
            continue
        if n % 2 == 1:
            if used[t] >= seats[t]:
                a, z, back, more, da, dz = give_back(s, t, (p, q), most - delta, given, now, weights)
                if a < 0 or (given.strict and not may(a, back, t, s, given, now)):
                    continue
                flip(a, back, t, s, given, now)
                first += settle(a, da, now, weights) + settle(z, dz, now, weights)
                delta += more
            else:
                used[s] -= 1
                used[t] += 1
        flip(p, n, s, t, given, now)
        first += settle(p, db, now, weights) + settle(q, dq, now, weights)
        cost += delta
        if first < best_first - 1e-9 or (first < best_first + 1e-9 and cost < best_cost - 1e-9):
            best_cost, best_first = cost, first
            copy_into(now.best, now.slot)
            if best_first <= target:
                break
    return best_first, best_cost
