"""Compiled moves of the local search.

They read an `Instance`, which does not change, and change a `Schedule`.
"""

from __future__ import annotations

from egiz.meetings.search.kernels.anneal import anneal
from egiz.meetings.search.kernels.bitsets import seed_rng
from egiz.meetings.search.kernels.insert import insert
from egiz.meetings.search.kernels.paths import glide

__all__ = ["anneal", "glide", "insert", "seed_rng"]
