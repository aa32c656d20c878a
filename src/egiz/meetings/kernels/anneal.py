"""Annealing over chains of meetings of any number of participants."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from egiz.meetings.kernels.chains import grow, order_fits, pair_up, rows_fit
from egiz.meetings.kernels.exchange import apply_move, move_cost, toggle_cost
from egiz.meetings.kernels.words import S7, U0, below, outer, turn, unit


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
