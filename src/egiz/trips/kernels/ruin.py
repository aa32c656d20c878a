"""The ruin: strings of neighbouring stops are taken out.

After Christiaens and Vanden Berghe, Slack Induction by String Removals, Transportation Science 54, 2020.
"""

# ruff: noqa: PLR0913, PLR0917 - compiled code takes arrays one by one

from __future__ import annotations

from typing import Any

from egiz.trips.kernels.compiling import draw, inner
from egiz.trips.kernels.routes import take


@inner
def ruin(n: Any, size: Any, near: Any, nxt: Any, prv: Any, of: Any, touched: Any, rng: Any) -> None:
    """Take out strings of consecutive stops, one per route, around a seed that need not be visited itself."""
    routes = touched.shape[0]
    seed = 1 + int(draw(rng) * n)
    strings = 1 + int(draw(rng) * min(routes, 3))
    done = 0
    for k in range(near.shape[1]):
        u = near[seed, k]
        r = of[u]
        if r < 0 or touched[r]:
            continue
        touched[r] = True
        length = 1 + int(draw(rng) * size)
        back = int(draw(rng) * length)
        i = u
        while back > 0 and prv[i] <= n:
            i = prv[i]
            back -= 1
        # Sometimes a middle part of the string stays.
        keep_at, keep = -1, 0
        if length > 2 and draw(rng) < 0.4:
            keep = 1 + int(draw(rng) * (length - 2))
            keep_at = int(draw(rng) * (length - keep))
        at = 0
        while at < length + keep and i <= n:
            following = nxt[i]
            if not keep_at <= at < keep_at + keep:
                take(i, nxt, prv, of)
            i = following
            at += 1
        done += 1
        if done >= strings:
            break
