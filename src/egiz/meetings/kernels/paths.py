"""Annealing over chains of meetings of two: a chain is then a path (or a ring) of participants.

A path between two slots s and t begins with someone who is busy in one of them only and is followed from
partner to partner; only its two ends change their busy slots. So all that a step reads is whom each
participant meets in which slot, and two words of busy slots. Steps are proposed where they may help: a busy
slot at the edge of a run goes to a free slot beside a run.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from egiz.meetings.kernels.words import (
    S8,
    S16,
    S24,
    S32,
    U0,
    U1,
    fused,
    inner,
    one_of,
    outer,
    place,
    turn,
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
# -log(u) for u spread evenly over 0 to 1: what a step may cost at temperature 1.
PATIENCE = -np.log((np.arange(8192) + 0.5) / 8192)


@fused
def swing(p: int, s: int, t: int, busy: Any, span: Any, bit: Any, breaks: Any, weights: Any) -> Any:  # noqa: PLR0913, PLR0917 - arrays of one state; numba has no cheap container for them
    """Change of cost and of breaks when participant p, busy in just one of s and t, takes the other one."""
    change = (U1 << np.uint64(bit[s]), U1 << np.uint64(bit[t]))
    old = busy[p, span[s]]
    if span[s] == span[t]:
        new = old ^ change[0] ^ change[1]
        db = word_breaks(new) - word_breaks(old)
        di = word_idle(new) - word_idle(old)
    else:
        new, old2 = old ^ change[0], busy[p, span[t]]
        new2 = old2 ^ change[1]
        db = word_breaks(new) + word_breaks(new2) - word_breaks(old) - word_breaks(old2)
        di = word_idle(new) + word_idle(new2) - word_idle(old) - word_idle(old2)
    delta = weights[0] * db + weights[1] * di
    if db != 0:
        b = breaks[p]
        delta += weights[2] * (max(0, b + db - weights[3]) - max(0, b - weights[3]))
    return delta, db


@fused
def walk(whom: Any, p: int, s: int, t: int) -> Any:
    """The other end of the path that p, busy in s only, begins; and its number of meetings.

    An odd number leaves s with one meeting less and t with one more.
    """
    q, n = whom[p, s], 1
    here, there = s, t
    following = whom[q, there]
    while following >= 0:
        q, n = following, n + 1
        here, there = there, here
        following = whom[q, there]
    return q, n


@inner
def may(p: int, n: int, s: int, t: int, occ: Any, whom: Any, allowed: Any, frozen: Any) -> bool:  # noqa: PLR0913, PLR0917 - as above
    """Whether each of the n meetings on p's path may change its slot."""
    here, there = s, t
    for _ in range(n):
        m = occ[p, here]
        if frozen[m] or allowed[m, there] == 0:
            return False
        p = whom[p, here]
        here, there = there, here
    return True


@inner
def flip(  # noqa: PLR0913, PLR0917 - as above
    p: int, n: int, s: int, t: int, slot: Any, occ: Any, whom: Any, busy: Any, span: Any, bit: Any
) -> None:
    """Exchange s and t on p's path of n meetings."""
    here, there, v = s, t, p
    last = p
    for _ in range(n + 1):
        last, following = v, whom[v, here]
        whom[v, s], whom[v, t] = whom[v, t], whom[v, s]
        a, b = occ[v, t], occ[v, s]
        occ[v, s], occ[v, t] = a, b
        if a >= 0:
            slot[a] = s
        if b >= 0:
            slot[b] = t
        v = following
        here, there = there, here
    for end in (p, last):
        busy[end, span[s]] ^= U1 << np.uint64(bit[s])
        busy[end, span[t]] ^= U1 << np.uint64(bit[t])


@inner
def settle(p: int, db: int, breaks: Any, weights: Any) -> float:
    """Book p's new number of breaks; returns the change of the weighted breaks."""
    if db == 0:
        return 0.0
    b = breaks[p]
    breaks[p] = b + db
    return float(weights[0] * db + weights[2] * (max(0, b + db - weights[3]) - max(0, b - weights[3])))


@fused
def propose(p: int, busy: Any, free: Any, slot_of: Any, rng: Any) -> Any:
    """A busy and a free slot of p (-1 where there is none)."""
    words = busy.shape[1]
    x = turn(rng)
    w = v = 0
    if words > 1:
        w = np.int64((x >> S8) & LOW) % words
        v = np.int64((x >> S24) & LOW) % words if (x >> S16) & U1 != U0 else w
    edges = (x & LOW) < EDGES
    b = busy[p, w]
    out = b & ~((b << U1) & (b >> U1)) if edges else b
    if out == U0:
        return -1, -1
    x = turn(rng)
    gone = one_of(out, x >> S32)
    rest = b ^ gone if v == w else busy[p, v]
    into = free[p, v] & ~busy[p, v]
    if edges and rest != U0:
        into &= (rest << U1) | (rest >> U1)
    if into == U0:
        return -1, -1
    come = one_of(into, x & MASK)
    return slot_of[w, place(gone)], slot_of[v, place(come)]


@inner
def give_back(  # noqa: PLR0913, PLR0917 - as above
    s: int,
    t: int,
    ends: Any,
    spare: float,
    whom: Any,
    busy: Any,
    free: Any,
    breaks: Any,
    span: Any,
    bit: Any,
    active: Any,
    weights: Any,
    rng: Any,
) -> Any:
    """A path that takes one meeting from t to s at a cost of at most `spare`, apart from the path of `ends`.

    Returns its first end (-1 where none was found), last end, number of meetings, cost and changes of breaks.
    """
    count = np.uint64(active.shape[0])
    ws, wt = span[s], span[t]
    bs, bt = U1 << np.uint64(bit[s]), U1 << np.uint64(bit[t])
    for _ in range(BACK):
        p = active[np.int64(((turn(rng) >> S32) * count) >> S32)]
        if busy[p, wt] & bt == U0 or busy[p, ws] & bs != U0 or free[p, ws] & bs == U0:
            continue
        own, db = swing(p, s, t, busy, span, bit, breaks, weights)
        if own > spare + 1.0 or p == ends[0] or p == ends[1]:
            continue
        q, n = walk(whom, p, t, s)
        if n % 2 == 0 or q == ends[0] or q == ends[1] or free[q, ws] & bs == U0:
            continue
        other, dq = swing(q, s, t, busy, span, bit, breaks, weights)
        if own + other <= spare:
            return p, q, n, own + other, db, dq
    return -1, -1, 0, 0.0, 0, 0


@outer
def glide(  # noqa: PLR0912, PLR0913, PLR0917 - one hot loop over one state
    steps: int,
    temperature: float,
    target: float,
    slot: Any,
    best: Any,
    occ: Any,
    whom: Any,
    busy: Any,
    free: Any,
    breaks: Any,
    seats: Any,
    used: Any,
    slot_of: Any,
    span: Any,
    bit: Any,
    active: Any,
    allowed: Any,
    frozen: Any,
    strict: bool,
    weights: Any,
    cost: float,
    first: float,
    rng: Any,
) -> tuple[float, float]:
    """Steps of simulated annealing over paths at one temperature.

    What a step may cost is drawn first; where one end of the path costs more already, the path is not walked.
    `whom` (P, S) is the partner in each slot or -1; `free` (P, W) the slots a participant may be busy in, by
    stretch; `slot_of` (W, 64) the slot of each bit; `seats` and `used` (S,) the meetings a slot can hold and
    holds. With `strict`, meetings have limits beyond those of their participants, in `allowed` and `frozen`.

    `cost` counts idle slots too and steers; `first` (weighted breaks) decides what is best. Returns both for
    the best schedule, whose slots are in `best`. Stops once `first` is at most `target`.
    """
    best_cost, best_first = cost, first
    count = np.uint64(active.shape[0])
    beyond = active[breaks[active] > weights[3]]
    worst = np.uint64(beyond.shape[0])
    for _ in range(steps):
        x = turn(rng)
        if worst > U0 and (x & LOW) < URGENT:
            p = beyond[np.int64(((x >> S32) * worst) >> S32)]
        else:
            p = active[np.int64(((x >> S32) * count) >> S32)]
        most = temperature * PATIENCE[np.int64((x >> S16) & DRAWS)]
        s, t = propose(p, busy, free, slot_of, rng)
        if s < 0:
            continue
        own, db = swing(p, s, t, busy, span, bit, breaks, weights)
        if own > most:
            continue
        q, n = walk(whom, p, s, t)
        to = t if n % 2 == 1 else s
        if free[q, span[to]] & (U1 << np.uint64(bit[to])) == U0:
            continue
        other, dq = swing(q, s, t, busy, span, bit, breaks, weights)
        delta = own + other
        if delta > most or (strict and not may(p, n, s, t, occ, whom, allowed, frozen)):
            continue
        if n % 2 == 1:
            if used[t] >= seats[t]:
                a, z, back, more, da, dz = give_back(
                    s, t, (p, q), most - delta, whom, busy, free, breaks, span, bit, active, weights, rng
                )
                if a < 0 or (strict and not may(a, back, t, s, occ, whom, allowed, frozen)):
                    continue
                flip(a, back, t, s, slot, occ, whom, busy, span, bit)
                first += settle(a, da, breaks, weights) + settle(z, dz, breaks, weights)
                delta += more
            else:
                used[s] -= 1
                used[t] += 1
        flip(p, n, s, t, slot, occ, whom, busy, span, bit)
        first += settle(p, db, breaks, weights) + settle(q, dq, breaks, weights)
        cost += delta
        if first < best_first - 1e-9 or (first < best_first + 1e-9 and cost < best_cost - 1e-9):
            best_cost, best_first = cost, first
            best[:] = slot
            if best_first <= target:
                break
    return best_first, best_cost
