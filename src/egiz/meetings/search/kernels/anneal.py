"""Annealing over chains of meetings of any number of participants."""

from __future__ import annotations

import math

from egiz.meetings.search.kernels.arrays import Floats, Instance, Schedule
from egiz.meetings.search.kernels.bitsets import S7, U0, below, copy_into, next_word, outer, unit
from egiz.meetings.search.kernels.chains import grow, order_fits, pair_up, rows_fit
from egiz.meetings.search.kernels.exchange import apply_move, homesick, move_cost, toggle_cost


@outer
def anneal(  # noqa: C901, PLR0912, PLR0915 - one hot loop over one state
    steps: int,
    temperature: float,
    target: float,
    start: tuple[float, float],
    weights: Floats,
    given: Instance,
    now: Schedule,
) -> tuple[float, float]:
    """Steps of simulated annealing over Kempe chains at one temperature.

    A chain changes the busy slots of those at its ends only. So a step begins at one end: a participant
    and two of its slots. Most choices are bad for this one participant already and are dropped before
    the chain is followed (with a probability that the final acceptance makes up for, so that every
    exchange and its reverse stay in balance).

    `start` is the cost with idle slots, which steers, and the weighted breaks, which decide what is best.
    Returns both for the best schedule, whose slots are in `now.best`. Stops once the weighted breaks are at
    most `target`.
    """
    cost, first = start
    best_cost, best_first = cost, first
    slot = now.slot
    now.mark[:] = -1
    ordered = given.order_other.shape[0] > 0
    n_active = given.active.shape[0]
    for step in range(steps):
        p = given.active[below(now.rng, n_active)]
        low = given.mine_ptr[p]
        m = given.mine[low + below(now.rng, given.mine_ptr[p + 1] - low)]
        s = slot[m]
        t = given.options[m, below(now.rng, given.option_count[m])]
        if s < 0 or t == s:
            continue
        credit = 0.0
        if now.occupant[p, t] < 0:
            own = toggle_cost(p, s, t, given, now, weights)
            credit = weights[4] * own
            if own > 0 and unit(now.rng) > math.exp(-credit / temperature):
                continue
        elif next_word(now.rng) & S7 != U0:
            # Busy in both slots: somewhere inside a chain, which its ends propose as well.
            continue
        stamp = step * 8
        n = grow(m, s, t, 0, stamp, given, now)
        if n < 0:
            continue
        most = credit - temperature * math.log(unit(now.rng))
        delta = move_cost(n, s, t, given, now, weights)
        if weights[5] > 0:
            delta += weights[5] * homesick(n, s, t, given, now)
        if delta > most:
            continue
        fit = rows_fit(n, s, t, given, now)
        if fit > 0:
            n = pair_up(n, s, t, t if fit == 1 else s, stamp, given, now)
            if n < 0:
                continue
            delta = move_cost(n, s, t, given, now, weights)
            if weights[5] > 0:
                delta += weights[5] * homesick(n, s, t, given, now)
            if delta > most:
                continue
        if ordered and not order_fits(n, s, t, stamp, given, now):
            continue
        if weights[5] > 0:
            # Moves away from home decide what is best as well.
            first += weights[5] * homesick(n, s, t, given, now)
        first += apply_move(n, s, t, given, now, weights)
        cost += delta
        if first < best_first - 1e-9 or (first < best_first + 1e-9 and cost < best_cost - 1e-9):
            best_cost, best_first = cost, first
            copy_into(now.best, now.slot)
            if best_first <= target:
                break
    return best_first, best_cost
