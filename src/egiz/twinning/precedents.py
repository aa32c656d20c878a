"""The learned ranker inside a ranking: places in its order, seen from both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from egiz.twinning.criteria import log_rank_score
from egiz.twinning.model import ACTIVE, Reason, Tie
from egiz.twinning.places import world
from egiz.twinning.ranker import Ranker, shipped
from egiz.twinning.training import MIN_PEOPLE


@dataclass(frozen=True)
class Standing:
    """Where our city stands on a candidate's own list of cities of our country, by precedent."""

    geonameid: int
    place: int
    among: int


def ranker_with(ties: Sequence[Tie]) -> Ranker | None:
    """The shipped model with the ties between cities that are in force."""
    active = {(min(t.a, t.b), max(t.a, t.b)) for t in ties if t.level == "city" and t.status in ACTIVE}
    return shipped(tuple(sorted(active)))


def placed(
    city: int, pool: Sequence[int], chosen: Sequence[int], ties: Sequence[Tie]
) -> tuple[dict[int, tuple[float, float, int]], dict[int, tuple[Reason, ...]]]:
    """Score in 0..1, place and number of places for pool and chosen; what speaks for and against."""
    from egiz.twinning.explanation import reasons  # noqa: PLC0415 - loads with the model

    ranker = ranker_with(ties)
    if ranker is None:
        return {}, {}
    ids = sorted({*pool, *chosen})
    scores = ranker.score(city, ids)
    position = np.empty(len(ids))
    position[np.argsort(-scores, kind="stable")] = np.arange(1, len(ids) + 1)
    marks = log_rank_score(position, len(ids))
    found = {
        gid: (float(mark), float(spot), len(ids))
        for gid, mark, spot in zip(ids, marks, position, strict=True)
    }
    return found, reasons(ranker, city, ids)


def standings(city: int, candidates: Sequence[int], ties: Sequence[Tie]) -> tuple[Standing, ...]:
    """The view from the other side: our city's place on each candidate's list of our country's cities."""
    ranker = ranker_with(ties)
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
