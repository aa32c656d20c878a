"""Who supplies whom, and who makes what: weak priors out of public tables, see ``data/CARD.md``.

The shares are those of the United States in 2017; they break ties and explain, they never exclude.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray


@cache
def _tables() -> tuple[dict[str, int], NDArray[np.float64], dict[str, dict[str, float]]]:
    source = files("egiz.matching") / "data" / "supply.npz"
    with source.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        groups = {str(group): at for at, group in enumerate(arrays["groups"])}
        share = (arrays["share"].astype(np.float64) / 255) ** 2
        goods = json.loads(arrays["goods"].tobytes())
    return groups, share, goods


def supply_share(supplier: str, buyer: str) -> float:
    """Share of the inputs of the buyer's NACE group that comes from the supplier's group, 0 to 1.

    Two companies of the same group are taken for competitors: 0.
    """
    groups, share, _ = _tables()
    seller, customer = groups.get(supplier[:4]), groups.get(buyer[:4])
    if seller is None or customer is None or seller == customer:
        return 0.0
    return float(share[seller, customer])


def makers(goods: str) -> dict[str, float]:
    """NACE classes whose companies make the goods of an HS code, with shares; empty where not known."""
    return _tables()[2].get(goods[:4], {})
