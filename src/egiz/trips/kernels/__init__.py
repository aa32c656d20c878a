"""Compiled ruin and recreate for tours that choose their stops.

Stops are 1 … n. Route r begins at node n + 1 + 2r and ends at n + 2 + 2r. A solution is the pair of arrays
`nxt`, `prv` (0 for a stop in no route) with `ear`, the earliest start of service, and `lat`, the latest that
keeps the rest of the route on time. Inserting a stop between two others is then checked in constant time:
it is on time itself, and the next one is reached by its latest start.
"""

from __future__ import annotations

from egiz.trips.kernels.annealing import search, warm_up

__all__ = ["search", "warm_up"]
