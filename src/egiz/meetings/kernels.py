"""Compiled moves of the local search.

A schedule is kept as `slot[m]` (or -1) and `occ[p, s]`, the meeting of participant p in slot s (or -1).
Between two slots s and t the meetings form components joined by common participants (Kempe chains);
exchanging s and t within a component never double-books anyone. Only participants who are in one of the
two slots change their busy slots, so a long chain costs little to evaluate. Busy slots of a stretch are
the bits of one 64-bit word; a break is a rising bit after the first.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

F = TypeVar("F", bound=Callable[..., Any])
OUTER: dict[str, Any] = {"cache": True}
# Functions that only compiled code calls need no wrappers, which would double their time to compile.
INNER: dict[str, Any] = {"cache": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def outer(function: F) -> F:
    """Compile a function that Python calls."""
    return cast("F", njit(**OUTER)(function))


def inner(function: F) -> F:
    """Compile a function that only compiled code calls."""
    return cast("F", njit(**INNER)(function))


U0 = np.uint64(0)
U1 = np.uint64(1)
M1 = np.uint64(0x5555555555555555)
M2 = np.uint64(0x3333333333333333)
M4 = np.uint64(0x0F0F0F0F0F0F0F0F)
H01 = np.uint64(0x0101010101010101)
S1, S2, S4, S8, S16, S32, S56 = (np.uint64(k) for k in (1, 2, 4, 8, 16, 32, 56))
X7, X11, X13, X17, S7 = (np.uint64(k) for k in (7, 11, 13, 17, 7))
# Other chains tried where a slot is full; a stamp has room for eight.
PAIRS = 6


@inner
def ones(x: Any) -> Any:
    """Number of set bits."""
    x = x - ((x >> S1) & M1)
    x = (x & M2) + ((x >> S2) & M2)
    x = (x + (x >> S4)) & M4
    return np.int64((x * H01) >> S56)


@inner
def word_breaks(b: Any) -> Any:
    """Breaks in one stretch: rising bits less one."""
    return ones(b & ~(b << S1)) - 1 if b != U0 else 0


@inner
def word_idle(b: Any) -> Any:
    """Idle slots between the first and the last busy one."""
    if b == U0:
        return 0
    x = b | (b >> S1)
    x |= x >> S2
    x |= x >> S4
    x |= x >> S8
    x |= x >> S16
    x |= x >> S32
    low = b & (~b + U1)
    return ones(x) - ones(low - U1) - ones(b)


@outer
def seed_rng(seed: int) -> None:
    """Seed the generator of the compiled code (it is not numpy's own)."""
    np.random.seed(seed)  # noqa: NPY002 - the only generator numba compiles without an object


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


@inner
def turn(rng: Any) -> Any:
    """Next word of a xorshift generator (Marsaglia 2003): much cheaper here than numba's own."""
    x = rng[0]
    x ^= x << X13
    x ^= x >> X7
    x ^= x << X17
    rng[0] = x
    return x


@inner
def below(rng: Any, n: int) -> Any:
    """A number from 0 to n - 1."""
    return np.int64(((turn(rng) >> S32) * np.uint64(n)) >> S32)


@inner
def unit(rng: Any) -> float:
    """A number above 0 and at most 1."""
    return (np.float64(turn(rng) >> X11) + 1.0) / 9007199254740993.0


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


@outer
def anneal(  # noqa: C901, PLR0912, PLR0913, PLR0917 - one hot loop over one state
    steps: int,
    temperature: float,
    target: float,
    slot: Any,
    best: Any,
    occ: Any,
    busy: Any,
    breaks: Any,
    use: Any,
    cap: Any,
    allowed: Any,
    frozen: Any,
    ptr: Any,
    who: Any,
    rptr: Any,
    rows: Any,
    optr: Any,
    onext: Any,
    olater: Any,
    length: Any,
    span: Any,
    bit: Any,
    options: Any,
    nopt: Any,
    weights: Any,
    cost: float,
    first: float,
    mptr: Any,
    mine: Any,
    active: Any,
    rng: Any,
) -> tuple[float, float]:
    """Steps of simulated annealing over Kempe chains at one temperature.

    A chain changes the busy slots of those at its ends only. So a step begins at one end: a participant
    and two of its slots. Most choices are bad for this one participant already and are dropped before
    the chain is followed (with a probability that the final acceptance makes up for, so that every
    exchange and its reverse stay in balance).

    `cost` counts idle slots too and steers; `first` (weighted breaks) decides what is best. Returns both
    for the best schedule, whose slots are in `best`. Stops once `first` is at most `target`.
    """
    best_cost, best_first = cost, first
    n_m = slot.shape[0]
    chain = np.empty(n_m, np.int32)
    mark = np.full(n_m, -1, np.int64)
    net = np.zeros(use.shape[0], np.int32)
    ordered = onext.shape[0] > 0
    n_active = active.shape[0]
    for step in range(steps):
        p = active[below(rng, n_active)]
        m = mine[mptr[p] + below(rng, mptr[p + 1] - mptr[p])]
        s = slot[m]
        t = options[m, below(rng, nopt[m])]
        if s < 0 or t == s:
            continue
        credit = 0.0
        if occ[p, t] < 0:
            own = toggle_cost(p, s, t, busy, span, bit, breaks, weights)
            credit = weights[4] * own
            if own > 0 and unit(rng) > math.exp(-credit / temperature):
                continue
        elif turn(rng) & S7 != U0:
            # Busy in both slots: somewhere inside a chain, which its ends propose as well.
            continue
        stamp = step * 8
        n = grow(m, s, t, 0, chain, mark, stamp, occ, slot, allowed, frozen, ptr, who)
        if n < 0:
            continue
        most = credit - temperature * math.log(unit(rng))
        delta = move_cost(n, s, t, chain, occ, slot, ptr, who, busy, span, bit, breaks, weights)
        if delta > most:
            continue
        fit = rows_fit(n, s, t, chain, slot, rptr, rows, use, cap, net)
        if fit > 0:
            full = t if fit == 1 else s
            n = pair_up(
                n,
                s,
                t,
                full,
                chain,
                mark,
                stamp,
                occ,
                slot,
                allowed,
                frozen,
                ptr,
                who,
                rptr,
                rows,
                use,
                cap,
                net,
                rng,
            )
            if n < 0:
                continue
            delta = move_cost(n, s, t, chain, occ, slot, ptr, who, busy, span, bit, breaks, weights)
            if delta > most:
                continue
        if ordered and not order_fits(n, s, t, chain, mark, stamp, slot, optr, onext, olater, length):
            continue
        first += apply_move(
            n, s, t, chain, occ, slot, ptr, who, busy, span, bit, breaks, rptr, rows, use, weights
        )
        cost += delta
        if first < best_first - 1e-9 or (first < best_first + 1e-9 and cost < best_cost - 1e-9):
            best_cost, best_first = cost, first
            best[:] = slot
            if best_first <= target:
                break
    return best_first, best_cost


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
