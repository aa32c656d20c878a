"""The compiled moves together; to ask for them loads the compiler, which takes longer than a small proof."""

from __future__ import annotations

from egiz.meetings.search.kernels.anneal import anneal
from egiz.meetings.search.kernels.bitsets import seed_rng
from egiz.meetings.search.kernels.insert import insert
from egiz.meetings.search.kernels.paths import glide

__all__ = ["anneal", "glide", "insert", "seed_rng"]
