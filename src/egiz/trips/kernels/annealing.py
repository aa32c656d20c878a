"""Ruin and recreate under simulated annealing on the score; the travel time breaks ties."""

# ruff: noqa: PLR0912, PLR0913, PLR0917 - compiled code takes arrays one by one

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from egiz.trips.kernels.compiling import draw, outer
from egiz.trips.kernels.pool import remember
from egiz.trips.kernels.recreate import insert_by_ratio, insert_in_order
from egiz.trips.kernels.routes import measure, refresh
from egiz.trips.kernels.ruin import ruin


@outer
def search(
    iterations: Any,
    n: Any,
    routes: Any,
    tt: Any,
    opens: Any,
    closes: Any,
    score: Any,
    near: Any,
    nxt: Any,
    prv: Any,
    best_nxt: Any,
    best: Any,
    hot: Any,
    cold: Any,
    size: Any,
    tie: Any,
    margin: Any,
    marks: Any,
    pool: Any,
    worth: Any,
    table: Any,
    rows: Any,
    used: Any,
    rng: Any,
) -> None:
    """
    Ruin and recreate from the solution in `nxt`, `prv`, cooling from `hot` to `cold`.

    Parameters
    ----------
    iterations
        How many.
    n, routes
        Stops and routes.
    tt, opens, closes, score
        Service of the first plus travel, int64 (n + 1 + 2 routes, same); windows of the start of service and
        scores, int64 by node.
    near
        For each stop all stops by nearness, int64 (n + 1, n).
    best_nxt, best
        The best solution and its (score, travel); both are written.
    hot, cold, tie
        Temperatures in points of score, and the points one unit of travel time costs.
    size
        Most stops of a string.
    margin, marks, pool, worth, table, rows, used
        Routes of solutions within `margin` of the best are kept in the pool, with their score and the
        score of the best solution they were part of.
    """
    nodes = n + 1 + 2 * routes
    of = np.full(nodes, -1, np.int64)
    ear, lat = np.zeros(nodes, np.int64), np.zeros(nodes, np.int64)
    for r in range(routes):
        i = nxt[n + 1 + 2 * r]
        while i <= n:
            of[i] = r
            i = nxt[i]
        refresh(n + 1 + 2 * r, nxt, prv, ear, lat, tt, opens, closes)
    s_nxt, s_prv, s_of, s_ear, s_lat = nxt.copy(), prv.copy(), of.copy(), ear.copy(), lat.copy()
    absent, weight = np.zeros(n, np.int64), np.zeros(nodes, np.float64)
    cost, spot, home = np.zeros(nodes, np.int64), np.zeros(nodes, np.int64), np.zeros(nodes, np.int64)
    touched = np.zeros(routes, np.bool_)
    now_score, now_travel = measure(n, routes, nxt, tt, score)
    temperature = hot
    step = (cold / hot) ** (1.0 / max(1, iterations))
    for _ in range(iterations):
        touched[:] = False
        ruin(n, size, near, nxt, prv, of, touched, rng)
        for r in range(routes):
            if touched[r]:
                refresh(n + 1 + 2 * r, nxt, prv, ear, lat, tt, opens, closes)
        count = 0
        for u in range(1, n + 1):
            if of[u] < 0:
                absent[count] = u
                count += 1
        pick = draw(rng)
        waits = draw(rng) < 0.5
        if pick < 0.5:
            power = 1.0 + draw(rng)
            insert_by_ratio(
                n,
                absent,
                count,
                power,
                0.6,
                waits,
                0.02,
                nxt,
                prv,
                of,
                ear,
                lat,
                tt,
                opens,
                closes,
                score,
                cost,
                spot,
                home,
                weight,
                touched,
                rng,
            )
        else:
            rule = int(draw(rng) * 4)
            insert_in_order(
                n,
                absent,
                count,
                rule,
                waits,
                0.02,
                nxt,
                prv,
                of,
                ear,
                lat,
                tt,
                opens,
                closes,
                score,
                weight,
                touched,
                rng,
            )
        new_score, new_travel = measure(n, routes, nxt, tt, score)
        gain = (new_score - now_score) - tie * (new_travel - now_travel)
        if gain >= 0 or draw(rng) < np.exp(gain / temperature):
            if new_score >= best[0] - margin and (new_score != now_score or new_travel != now_travel):
                remember(n, routes, new_score, nxt, score, marks, pool, worth, table, rows, used)
            now_score, now_travel = new_score, new_travel
            s_nxt[:], s_prv[:], s_of[:], s_ear[:], s_lat[:] = nxt, prv, of, ear, lat
            if new_score > best[0] or (new_score == best[0] and new_travel < best[1]):
                best[0], best[1] = new_score, new_travel
                best_nxt[:] = nxt
        else:
            nxt[:], prv[:], of[:], ear[:], lat[:] = s_nxt, s_prv, s_of, s_ear, s_lat
        temperature *= step


@cache
def warm_up() -> None:
    """Compile, or load what was compiled before, by a search on two stops."""
    tt = np.ones((5, 5), np.int64)
    many, one = np.zeros(5, np.int64), np.zeros(1, np.int64)
    nxt, prv = many.copy(), many.copy()
    nxt[3], prv[4] = 4, 3
    near = np.array([[1, 2], [1, 2], [2, 1]], np.int64)
    search(
        1,
        2,
        1,
        tt,
        many,
        many + 9,
        many + 1,
        near,
        nxt,
        prv,
        many.copy(),
        np.zeros(2, np.int64),
        1.0,
        0.1,
        2,
        0.0,
        0.0,
        np.ones(5, np.uint64),
        np.zeros((4, 4), np.int16),
        np.zeros((4, 2), np.int64),
        np.zeros(13, np.uint64),
        np.zeros(13, np.int64),
        one,
        np.ones(1, np.uint64),
    )
