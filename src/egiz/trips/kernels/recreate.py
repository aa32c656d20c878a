"""The recreate: absent stops are put in where they cost least, in one of several orders."""

# ruff: noqa: C901, PLR0913, PLR0917, PLR1730, FURB136 - compiled code takes arrays one by one

from __future__ import annotations

from typing import Any

import numpy as np

from egiz.trips.kernels.compiling import draw, inner
from egiz.trips.kernels.routes import put, refresh

# The cost of what fits nowhere.
BIG = np.int64(1 << 60)


@inner
def best_in_route(
    u: Any,
    first: Any,
    nxt: Any,
    ear: Any,
    lat: Any,
    tt: Any,
    opens: Any,
    closes: Any,
    blink: Any,
    waits: Any,
    rng: Any,
) -> Any:
    """The cheapest place for stop u in a route: added time, or BIG, and the node before it."""
    best: Any = BIG
    where = 0
    i = first
    while nxt[i] != 0:
        j = nxt[i]
        a = ear[i] + tt[i, u]
        if a > closes[u]:
            break
        if a < opens[u]:
            a = opens[u]
        b = a + tt[u, j]
        if b <= lat[j] and (blink == 0.0 or draw(rng) >= blink):
            if waits:
                cost = (b if b > opens[j] else opens[j]) - ear[j]
                cost = cost * 4 + tt[i, u] + tt[u, j] - tt[i, j]
            else:
                cost = tt[i, u] + tt[u, j] - tt[i, j]
            if cost < best:
                best, where = cost, i
        i = j
    return best, where


@inner
def insert_by_ratio(
    n: Any,
    absent: Any,
    count: Any,
    power: Any,
    noise: Any,
    waits: Any,
    blink: Any,
    nxt: Any,
    prv: Any,
    of: Any,
    ear: Any,
    lat: Any,
    tt: Any,
    opens: Any,
    closes: Any,
    score: Any,
    cost: Any,
    spot: Any,
    home: Any,
    weight: Any,
    touched: Any,
    rng: Any,
) -> None:
    """Put in absent stops, the best ratio of score to added time first."""
    routes = touched.shape[0]
    for k in range(count):
        u = absent[k]
        weight[u] = score[u] ** power * (1.0 + noise * (draw(rng) - 0.5))
        cost[u] = BIG
        for r in range(routes):
            c, where = best_in_route(u, n + 1 + 2 * r, nxt, ear, lat, tt, opens, closes, blink, waits, rng)
            if c < cost[u]:
                cost[u], spot[u], home[u] = c, where, r
    while True:
        best, chosen = -1.0, -1
        k = 0
        while k < count:
            u = absent[k]
            if cost[u] == BIG:
                # What fits nowhere now will not fit after more stops are in.
                count -= 1
                absent[k] = absent[count]
                absent[count] = u
                continue
            value = weight[u] / (cost[u] + 10.0)
            if value > best:
                best, chosen = value, k
            k += 1
        if chosen < 0:
            return
        u = absent[chosen]
        count -= 1
        absent[chosen] = absent[count]
        absent[count] = u
        r = home[u]
        first = n + 1 + 2 * r
        put(u, spot[u], r, nxt, prv, of)
        refresh(first, nxt, prv, ear, lat, tt, opens, closes)
        for k in range(count):
            v = absent[k]
            if home[v] != r:
                continue
            cost[v] = BIG
            for q in range(routes):
                c, where = best_in_route(v, n + 1 + 2 * q, nxt, ear, lat, tt, opens, closes, 0.0, waits, rng)
                if c < cost[v]:
                    cost[v], spot[v], home[v] = c, where, q


@inner
def insert_in_order(
    n: Any,
    absent: Any,
    count: Any,
    rule: Any,
    waits: Any,
    blink: Any,
    nxt: Any,
    prv: Any,
    of: Any,
    ear: Any,
    lat: Any,
    tt: Any,
    opens: Any,
    closes: Any,
    score: Any,
    weight: Any,
    touched: Any,
    rng: Any,
) -> None:
    """Put in absent stops in random order; by rule chance, score, window or score by distance weighs more."""
    for k in range(count):
        u = absent[k]
        noise = draw(rng)
        if rule == 0:
            weight[k] = noise
        elif rule == 1:
            weight[k] = -score[u] * (0.7 + 0.6 * noise)
        elif rule == 2:
            weight[k] = (closes[u] - opens[u]) * (0.7 + 0.6 * noise)
        else:
            weight[k] = -score[u] * (0.7 + 0.6 * noise) / (tt[u, n + 1] + 1.0)
    order = np.argsort(weight[:count])
    routes = touched.shape[0]
    for k in order:
        u = absent[k]
        best, where, home = BIG, 0, -1
        for r in range(routes):
            c, at = best_in_route(u, n + 1 + 2 * r, nxt, ear, lat, tt, opens, closes, blink, waits, rng)
            if c < best:
                best, where, home = c, at, r
        if home >= 0:
            put(u, where, home, nxt, prv, of)
            refresh(n + 1 + 2 * home, nxt, prv, ear, lat, tt, opens, closes)
