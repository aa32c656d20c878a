"""The learned ranker inside a ranking: places in its order, seen from both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from egiz.atlas.links import recorded_links
from egiz.twinning.model import ACTIVE, Tie
from egiz.twinning.places import MIN_PEOPLE, Floats, world
from egiz.twinning.ranker import Ranker, shipped


@dataclass(frozen=True)
class Standing:
    """Where our city stands on a candidate's own list of cities of our country, by precedent."""

    geonameid: int
    place: int
    among: int


def ranker_with(ties: Sequence[Tie]) -> Ranker | None:
    """The shipped model with the twinnings between cities that are in force and that it has not seen."""
    active = {
        (min(t.a, t.b), max(t.a, t.b))
        for t in ties
        if t.level == "city" and t.is_evidence and t.status in ACTIVE
    }
    return shipped(tuple(sorted(active - _seen())))


@cache
def _seen() -> frozenset[tuple[int, int]]:
    return frozenset(link.pair for link in recorded_links())


def order_of(
    ranker: Ranker, city: int, pool: Sequence[int], chosen: Sequence[int]
) -> Mapping[int, tuple[float, int]]:
    """Place and number of places for pool and chosen, the likeliest first."""
    ids = sorted({*pool, *chosen})
    scores: Floats = ranker.score(city, ids)
    position = np.empty(len(ids))
    position[np.argsort(-scores, kind="stable")] = np.arange(1, len(ids) + 1)
    return {gid: (float(spot), len(ids)) for gid, spot in zip(ids, position, strict=True)}


def standings(city: int, candidates: Sequence[int], ties: Sequence[Tie]) -> tuple[Standing, ...]:
    """The view from the other side: our city's place on each candidate's list of our country's cities."""
    ranker = ranker_with(ties) if candidates else None
    if ranker is None:
        return ()
    places = world()
    ours = places.country[places.row(city)]
    peers = (places.country == ours) & (places.population >= MIN_PEOPLE) & ~places.district
    found = []
    for gid in candidates:
        ids = sorted({*places.ids[peers].tolist(), city} - {gid})
        scores = ranker.score(gid, ids)
        found.append(Standing(gid, 1 + int((scores > scores[ids.index(city)]).sum()), len(ids)))
    return tuple(found)
