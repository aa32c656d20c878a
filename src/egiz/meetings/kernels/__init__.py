"""Compiled moves of the local search.

A schedule is kept as `slot[m]` (or -1) and `occ[p, s]`, the meeting of participant p in slot s (or -1).
"""

from __future__ import annotations

from egiz.meetings.kernels.anneal import anneal
from egiz.meetings.kernels.insert import insert
from egiz.meetings.kernels.paths import glide
from egiz.meetings.kernels.words import seed_rng

__all__ = ["anneal", "glide", "insert", "seed_rng"]
