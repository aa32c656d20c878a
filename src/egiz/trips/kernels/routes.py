"""Routes as chains of nodes: their times, a stop in and out, their score and travel time."""

# ruff: noqa: PLR0913, PLR0917, FURB136 - compiled code takes arrays one by one

from __future__ import annotations

from typing import Any

from egiz.trips.kernels.compiling import inner


@inner
def refresh(first: Any, nxt: Any, prv: Any, ear: Any, lat: Any, tt: Any, opens: Any, closes: Any) -> None:
    """Earliest and latest starts of service along the route that begins at node `first`."""
    i = first
    ear[i] = opens[i]
    while nxt[i] != 0:
        j = nxt[i]
        t = ear[i] + tt[i, j]
        ear[j] = t if t > opens[j] else opens[j]
        i = j
    lat[i] = closes[i]
    while i != first:
        h = prv[i]
        t = lat[i] - tt[h, i]
        lat[h] = t if t < closes[h] else closes[h]
        i = h


@inner
def put(u: Any, i: Any, route: Any, nxt: Any, prv: Any, of: Any) -> None:
    """Put stop u after node i."""
    j = nxt[i]
    nxt[i] = u
    prv[u] = i
    nxt[u] = j
    prv[j] = u
    of[u] = route


@inner
def take(u: Any, nxt: Any, prv: Any, of: Any) -> None:
    """Take stop u out of its route."""
    nxt[prv[u]] = nxt[u]
    prv[nxt[u]] = prv[u]
    nxt[u] = 0
    prv[u] = 0
    of[u] = -1


@inner
def measure(n: Any, routes: Any, nxt: Any, tt: Any, score: Any) -> Any:
    """Score and travel time of all routes."""
    total, travel = 0, 0
    for r in range(routes):
        i = n + 1 + 2 * r
        while nxt[i] != 0:
            j = nxt[i]
            travel += tt[i, j]
            if j <= n:
                total += score[j]
            i = j
    return total, travel
