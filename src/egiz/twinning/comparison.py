"""`compare`: a few candidates side by side, seen from both ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np

from egiz.atlas.facts import Fact, Facts
from egiz.twinning._errors import TwinningError
from egiz.twinning.context import Travel
from egiz.twinning.criteria import hours_on_the_way
from egiz.twinning.model import Part, Ranking, Reason, Tie
from egiz.twinning.pairs import nearest_pairs
from egiz.twinning.precedents import Standing, standings
from egiz.twinning.ranking import rank
from egiz.twinning.sources import LinkLike, as_facts, as_ties
from egiz.twinning.weights import DEFAULT_GROUPS, Region, simplex_regions


@dataclass(frozen=True)
class Precedents:
    """Recorded twins most like one pair: of the same two countries, the ends near in place and size."""

    geonameid: int
    pairs: tuple[Tie, ...]


@dataclass(frozen=True)
class Comparison:
    """Candidates for one city in a table, with the weight triangle and the view from the other side."""

    ranking: Ranking
    criteria: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    group_scores: Mapping[int, tuple[float, float, float]]
    regions: tuple[Region, ...]
    here: tuple[float, float, float]
    standings: tuple[Standing, ...]
    precedents: tuple[Precedents, ...]
    facts: Facts
    ties: tuple[Tie, ...] = ()
    on_the_way: Mapping[int, tuple[Reason, ...]] = field(default_factory=dict)

    def row(self, criterion: str) -> tuple[Part, ...]:
        """One line of the table: the part of each candidate, in the order of the ranking."""
        return tuple(candidate.part(criterion) for candidate in self.ranking.candidates)

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """The ranking document with the table's extras."""
        document = self.ranking.as_dict(lang)
        document["groups"] = {name: list(criteria) for name, criteria in self.groups.items()}
        document["group_scores"] = {
            str(gid): [round(s, 4) for s in scores] for gid, scores in self.group_scores.items()
        }
        document["weight_regions"] = list(map(_region, self.regions))
        document["weights_now"] = [round(x, 4) for x in self.here]
        document["their_view"] = [
            {"geonameid": s.geonameid, "place": s.place, "among": s.among} for s in self.standings
        ]
        document["precedents"] = [
            {"geonameid": p.geonameid, "pairs": [{"a": t.a, "b": t.b, **t.as_dict()} for t in p.pairs]}
            for p in self.precedents
        ]
        return document


def compare(
    *place_ids: int,
    weights: Mapping[str, float] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    links: Iterable[LinkLike] | None = None,
    facts: Iterable[Fact] | None = None,
    travel: Callable[[int], Travel | None] | None = None,
) -> Comparison:
    """Compare candidates for a city, village or region; they may lie in several countries.

    Parameters
    ----------
    *place_ids : int
        GeoNames ids: our place first, then the candidates.
    weights : mapping, optional
        As in `rank`.
    groups : mapping, optional
        Three groups of criteria for the weight triangle; a criterion may be in one group only. Default
        `DEFAULT_GROUPS`; criteria with no weight count nothing.
    links, facts : iterable, optional
        As in `rank`.
    travel : callable, optional
        As in `rank`.

    Returns
    -------
    Comparison
        The ranking of the candidates, the exact regions of the weight triangle in which each is first, our
        city's place on each candidate's own list, and the recorded pairs nearest to each pair.

    Raises
    ------
    TwinningError
        If fewer than two places are given, levels are mixed, or the groups are not three.
    UnknownPlaceError
        If a place is not in the atlas.
    """
    if len(place_ids) < 2:
        raise TwinningError("Must have our city and at least one candidate.")
    city, *candidates = place_ids
    ties, known = as_ties(links), as_facts(facts)
    ranking = rank(city, among=candidates, weights=weights, links=ties, facts=known, travel=travel)
    return comparison_of(ranking, groups=groups, links=ties, facts=known, travel=travel)


def comparison_of(
    ranking: Ranking,
    *,
    groups: Mapping[str, Sequence[str]] | None = None,
    links: Iterable[LinkLike] | None = None,
    facts: Iterable[Fact] | None = None,
    travel: Callable[[int], Travel | None] | None = None,
) -> Comparison:
    """The comparison of the candidates of a ranking, which is taken as it is and not made again.

    Parameters
    ----------
    ranking : Ranking
        What `rank` answered, perhaps `narrowed` to a few.
    groups, links, facts, travel
        As in `compare`; the same links and facts as the ranking was made with.

    Returns
    -------
    Comparison
        As `compare`.
    """
    ties, known = as_ties(links), as_facts(facts)
    chosen = _groups(groups or DEFAULT_GROUPS, ranking)
    scores, here = _group_scores(ranking, chosen)
    ids = [c.geonameid for c in ranking.candidates]
    cities = ids if ranking.level == "city" else []
    return Comparison(
        ranking,
        tuple(ranking.weights),
        chosen,
        dict(zip(ids, scores, strict=True)),
        simplex_regions(np.array(scores), ids),
        here,
        standings(ranking.geonameid, cities, ties),
        tuple(Precedents(gid, nearest_pairs(ranking.geonameid, gid, ties)) for gid in cities),
        known,
        ties,
        {gid: hours_on_the_way(travel(gid)) for gid in ids} if travel else {},
    )


def _groups(groups: Mapping[str, Sequence[str]], ranking: Ranking) -> dict[str, tuple[str, ...]]:
    if len(groups) != 3:
        raise TwinningError(f"Must have three groups of criteria; found {len(groups)}.")
    kept = {
        name: tuple(c for c in ranking.weights if c in members or c.partition(":")[0] in members)
        for name, members in groups.items()
    }
    named = list(chain.from_iterable(kept.values()))
    if len(named) != len(set(named)):
        raise TwinningError("A criterion may be in one group only.")
    return kept


def _by_group(values: Mapping[str, float], groups: Mapping[str, tuple[str, ...]]) -> list[float]:
    return [sum(values[c] for c in members) for members in groups.values()]


def _group_scores(
    ranking: Ranking, groups: Mapping[str, tuple[str, ...]]
) -> tuple[list[tuple[float, float, float]], tuple[float, float, float]]:
    totals = _by_group(ranking.weights, groups)
    whole = sum(totals) or 1.0
    scores = []
    for candidate in ranking.candidates:
        parts = {part.criterion: part.weight * (part.score or 0.0) for part in candidate.parts}
        sums = _by_group(parts, groups)
        a, b, c = (s / t if t else 0.0 for s, t in zip(sums, totals, strict=True))
        scores.append((a, b, c))
    x, y, z = (t / whole for t in totals)
    return scores, (x, y, z)


def _region(region: Region) -> dict[str, Any]:
    return {
        "winner": region.winner,
        "share": round(region.share, 4),
        "corners": [[round(x, 4) for x in corner] for corner in region.corners],
    }
