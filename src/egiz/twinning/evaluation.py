"""Where a model puts the partners of links it has not seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from egiz.twinning._errors import LinksError
from egiz.twinning.places import MIN_PEOPLE, world
from egiz.twinning.ranker import Ranker


def evaluate(ranker: Ranker, links: Iterable[tuple[int, int]]) -> dict[str, dict[str, float]]:
    """Mean reciprocal rank and hits of the true partner, from both ends of each link.

    Parameters
    ----------
    ranker : Ranker
        Must not have seen the links.
    links : iterable of (int, int)
        GeoNames ids; links inside a country or with an end below 15,000 people are left out.

    Returns
    -------
    dict
        For "country" (candidates: the partner's country) and "world" (all places abroad): queries, mrr,
        hits10, hits100 and the median rank. Other partners among `links` and the ranker's own links are left
        out.

    Raises
    ------
    LinksError
        If no link can be asked for.
    """
    places = world()
    pairs = np.array([(a, b) for a, b in links], dtype=np.int64).reshape(-1, 2)
    rows = places.rows(pairs.ravel()).reshape(-1, 2)
    large = places.population >= MIN_PEOPLE
    fit_to_ask = large[rows].all(axis=1) & (places.country[rows[:, 0]] != places.country[rows[:, 1]])
    rows = rows[fit_to_ask]
    if not len(rows):
        raise LinksError(
            f"No link of {len(pairs)} joins two countries with {MIN_PEOPLE:,} people at both ends."
        )
    known = rows if ranker.network is None else np.vstack([rows, ranker.network.pairs()])
    both = np.vstack([rows, rows[:, ::-1]])
    everywhere = np.flatnonzero(large)
    found: dict[str, list[float]] = {"country": [], "world": []}
    for a, b in both.tolist():
        taken = np.r_[known[known[:, 0] == a, 1], known[known[:, 1] == a, 0]]
        free = everywhere[~np.isin(everywhere, taken[taken != b])]
        inside = free[places.country[free] == places.country[b]]
        abroad = free[places.country[free] != places.country[a]]
        for task, candidates in (("country", inside), ("world", abroad)):
            scores = ranker.score(int(places.ids[a]), places.ids[candidates].tolist())
            found[task].append(_rank_of(scores, int(np.flatnonzero(candidates == b)[0])))
    return {task: _figures(ranks) for task, ranks in found.items()}


def _rank_of(scores: NDArray[np.float64], answer: int) -> float:
    better = int((scores > scores[answer]).sum())
    return 1 + better + (int((scores == scores[answer]).sum()) - 1) / 2


def _figures(ranks: Sequence[float]) -> dict[str, float]:
    r = np.array(ranks)
    return {
        "queries": len(r),
        "mrr": float((1 / r).mean()),
        "hits10": float((r <= 10).mean()),
        "hits100": float((r <= 100).mean()),
        "median": float(np.median(r)),
    }
