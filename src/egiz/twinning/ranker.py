"""The learned ranker: how much a pair looks like pairs that really twinned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Ranker(Protocol):
    """What a ranker answers."""

    def score(self, city: int, candidates: Sequence[int]) -> NDArray[np.float64]: ...


def shipped(links: tuple[tuple[int, int], ...]) -> Ranker | None:
    """The shipped model refined with a desk's links; None while none ships."""
    del links
    return None
