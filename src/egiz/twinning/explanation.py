"""Contributions of features, grouped into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from egiz.twinning.model import Reason
from egiz.twinning.ranker import Ranker

WORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "size": ("its size", ("people", "share")),
    "role": ("its rank in country and region", ("country_rank", "region_rank", "capital", "isolation")),
    "setting": ("how densely its surroundings are settled", ("suburb", "metro")),
    "coast": ("how far the sea is", ("coast",)),
    "fame": ("how widely it is known", ("fame", "scripts", "known_")),
    "distance": ("the distance", ("distance", "reach", "latitude", "hours")),
    "culture": ("language, border, name", ("language", "border", "continent", "same_name")),
    "countries": ("what the two countries have done",
                  ("country_", "coverage", "cities", "taste", "ours_there")),
    "regions": ("what the two regions have done", ("region_to", "region_pair", "region_degree")),
    "twins": ("how many twins it has, and of what kind",
              ("degree", "no_link", "theirs_here", "their_partners", "our_partners")),
    "paths": ("common partners in the network of twins", ("pagerank", "wander", "shared", "three", "vector")),
    "neighbours": ("the twins of places nearby", ("link_near", "link_around", "beside", "around")),
    "alike": ("the twins of cities like these", ("like",)),
}  # fmt: skip
NOTABLE = 0.15  # of the logarithm of the odds; less is not worth a sentence


def word_of(feature: str) -> str:
    """The group of a feature; the longest matching beginning decides."""
    best, length = "size", 0
    for word, (_, starts) in WORDS.items():
        for start in starts:
            if feature.startswith(start) and len(start) > length:
                best, length = word, len(start)
    return best


def reasons(
    ranker: Ranker, city: int, candidates: Sequence[int], *, most: int = 2
) -> dict[int, tuple[Reason, ...]]:
    """What speaks most for and against each candidate, measured against the average candidate."""
    names, added = ranker.explain(city, candidates)
    groups = list(WORDS)
    member = np.array([groups.index(word_of(name)) for name in names])
    totals = np.stack([added[:, member == g].sum(axis=1) for g in range(len(groups))], axis=1)
    return {gid: _said(groups, row, most) for gid, row in zip(candidates, totals, strict=False)}


def _said(groups: Sequence[str], row: NDArray[np.float64], most: int) -> tuple[Reason, ...]:
    found = []
    for g in np.argsort(-np.abs(row))[:most]:
        if abs(row[g]) < NOTABLE:
            break
        word, speaks = groups[g], "for" if row[g] > 0 else "against"
        text = f"{speaks} it by precedent: {WORDS[word][0]}"
        params: dict[str, str | int | float] = {"word": word, "weight": round(float(row[g]), 2)}
        found.append(Reason(f"precedent_{speaks}", params, text))
    return tuple(found)
