"""`rank`: the candidate cities of one country for one city, on evidence."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from egiz.atlas.facts import Fact
from egiz.twinning._errors import TwinningError, WeightsError
from egiz.twinning.context import Context, Travel
from egiz.twinning.criteria import CRITERIA, TAGGED, evaluate, is_criterion
from egiz.twinning.model import Candidate, Missing, Part, Ranking, Reason, Stability, Tie, Turn
from egiz.twinning.places import Floats, Places, world
from egiz.twinning.precedents import placed, standings
from egiz.twinning.sources import (
    LinkLike,
    airport_finder,
    as_facts,
    as_ties,
    languages_by_country,
    regions_spoken_of,
)
from egiz.twinning.training import MIN_PEOPLE
from egiz.twinning.weights import DEFAULT_WEIGHTS, normalise, turning_weight, win_shares

REASONS_SHOWN = 6
TWO_SIDED = 10


def rank(
    city_id: int,
    *,
    country: str,
    among: Sequence[int] | None = None,
    weights: Mapping[str, float] | None = None,
    links: Iterable[LinkLike] | None = None,
    facts: Iterable[Fact] | None = None,
    travel: Callable[[int], Travel | None] | None = None,
) -> Ranking:
    """Rank the cities of a country as twins for one city, with the evidence for each.

    The score of a candidate is what is proved: the weighted sum over the facts that are known. A missing fact
    adds nothing to it; the range ``low`` to ``high`` says what it could be at least and at most.

    Parameters
    ----------
    city_id : int
        GeoNames id of the city that looks for a twin.
    country : str
        ISO 3166-1 alpha-2 code of the candidates' country.
    among : sequence of int, optional
        GeoNames ids to compare; by default all cities of the country with 15,000 people or more
        (districts of cities are no candidates).
    weights : mapping, optional
        Criterion to weight; normalised to sum one. Default `DEFAULT_WEIGHTS`.
    links : iterable of TwinLink, Tie or (int, int), optional
        Twin links; by default those that ship with the atlas.
    facts : iterable of Fact, optional
        Facts about places; by default those that ship with the atlas.
    travel : callable, optional
        From a candidate's GeoNames id to the time it takes to get there (`egiz.corridors.reach`), None where
        nothing is known; without it the criterion `travel` is unknown everywhere.

    Returns
    -------
    Ranking
        Candidates, best first, with parts, reasons and the stability of the order.

    Raises
    ------
    UnknownPlaceError
        If the city or a place in `among` is not in the atlas.
    WeightsError
        If the weights name an unknown criterion or are all zero.
    TwinningError
        If the country has no candidates.
    """
    places = world()
    row = places.row(city_id)
    shares = normalise(DEFAULT_WEIGHTS if weights is None else weights)
    if wrong := [name for name in shares if not is_criterion(name)]:
        allowed = ", ".join([*CRITERIA, *TAGGED])
        raise WeightsError(f"No criterion {wrong[0]!r}; use {allowed}, or a tag such as sector:oil_gas.")
    pool = _pool(places, city_id, country.upper())
    chosen = [int(g) for g in among] if among is not None else [int(g) for g in places.ids[pool]]
    places.rows(chosen)
    ties, known = as_ties(links), as_facts(facts)
    ctx = Context(
        places,
        city_id,
        ties=ties,
        facts=known,
        regions=regions_spoken_of(known, ties),
        languages=languages_by_country(),
        airports=airport_finder(),
        travel=travel or (lambda _candidate: None),
    )
    if "precedent" in shares:
        ctx.precedent, ctx.precedent_reasons = placed(city_id, places.ids[pool].tolist(), chosen, ctx.ties)
    candidates = _candidates(ctx, chosen, shares)
    if "precedent" in shares:
        candidates = _two_sided(city_id, candidates, ties)
    stability = _stability(candidates, shares)
    return Ranking(
        city_id,
        places.names[row],
        places.code(row),
        candidates,
        shares,
        stability,
        len(pool),
        summarise(candidates, stability),
    )


def _pool(places: Places, city_id: int, country: str) -> np.ndarray:
    if country not in places.country_codes:
        raise TwinningError(f"No country {country!r}; a two-letter ISO code such as UZ is expected.")
    inside = places.country == places.country_codes.index(country)
    pool = np.flatnonzero(
        inside & (places.population >= MIN_PEOPLE) & ~places.district & (places.ids != city_id)
    )
    if not len(pool):
        raise TwinningError(f"No city of {MIN_PEOPLE:,} people or more is known in {country}.")
    return pool


def _candidates(ctx: Context, chosen: Sequence[int], shares: Mapping[str, float]) -> tuple[Candidate, ...]:
    rated: list[tuple[float, float, float, int, tuple[Part, ...]]] = []
    for gid in dict.fromkeys(chosen):
        parts = tuple(
            dataclasses.replace(part, weight=shares[part.criterion]) for part in evaluate(ctx, gid, shares)
        )
        score = sum(part.weight * (part.score or 0.0) for part in parts)
        low = sum(part.weight * (0.0 if part.score is None else part.low) for part in parts)
        high = sum(part.weight * part.high for part in parts)
        rated.append((score, low, high, gid, parts))
    rated.sort(key=lambda item: (-item[0], item[3]))
    return tuple(
        Candidate(
            spot, gid, ctx.name(gid), ctx.places.code(ctx.places.row(gid)), score, low, high, parts,
            _reasons(parts), _warnings(parts),
        )
        for spot, (score, low, high, gid, parts) in enumerate(rated, 1)
    )  # fmt: skip


def _two_sided(city_id: int, candidates: tuple[Candidate, ...], ties: Sequence[Tie]) -> tuple[Candidate, ...]:
    seen = {s.geonameid: s for s in standings(city_id, [c.geonameid for c in candidates[:TWO_SIDED]], ties)}
    return tuple(
        dataclasses.replace(c, their_place=seen[c.geonameid].place, their_list=seen[c.geonameid].among)
        if c.geonameid in seen
        else c
        for c in candidates
    )


def _reasons(parts: Sequence[Part]) -> tuple[Reason, ...]:
    # What moves the score most is said first.
    order = sorted(parts, key=lambda part: -part.weight * (part.score or 0.0))
    return tuple(reason for part in order for reason in part.reasons)[:REASONS_SHOWN]


def summarise(candidates: Sequence[Candidate], stability: Stability) -> tuple[Reason, ...]:
    """The answer, how firm it is, and the nearest weight that would change it."""
    names = {c.geonameid: c.name for c in candidates}
    first = candidates[0]
    share = stability.shares.get(first.geonameid, 0.0)
    certain = "whatever the missing facts are" if stability.certain else "on the facts that are known"
    params: dict[str, str | int | float] = {"name": first.name, "share": round(100 * share)}
    text = f"{first.name} is first {certain}; it wins under {share:.0%} of all weights."
    said = [Reason("first_certain" if stability.certain else "first", params, text)]
    for turn in stability.turns[:2]:
        text = (
            f"{names[turn.winner]} would be first if the weight of {turn.criterion} went from {turn.now:.2f} "
            f"to {turn.weight:.2f}."
        )
        turned: dict[str, str | int | float] = {
            "name": names[turn.winner], "criterion": turn.criterion, "now": round(turn.now, 2),
            "weight": round(turn.weight, 2),
        }  # fmt: skip
        said.append(Reason("turn", turned, text))
    for lack in stability.missing[:2]:
        text = f"{names[lack.geonameid]} could be first if {lack.criterion} were known in its favour."
        said.append(Reason("missing", {"name": names[lack.geonameid], "criterion": lack.criterion}, text))
    return tuple(said)


def _warnings(parts: Sequence[Part]) -> tuple[Reason, ...]:
    found = []
    for part in parts:
        if len({e.value for e in part.evidence}) > 1 and part.status == "conflict":
            values = "; ".join(
                f"{e.value} {e.unit}".strip() + f" ({e.as_of or 'no date'}, {e.source})"
                for e in part.evidence
            )
            text = f"sources disagree on {part.criterion}: {values}"
            found.append(Reason("conflict", {"criterion": part.criterion, "values": values}, text))
        elif part.status == "unknown":
            found.append(
                Reason("unknown", {"criterion": part.criterion}, f"{part.criterion}: not enough data")
            )
    return tuple(found)


def _matrix(candidates: Sequence[Candidate]) -> Floats:
    return np.array([[part.score or 0.0 for part in c.parts] for c in candidates], dtype=np.float64)


def _stability(candidates: Sequence[Candidate], shares: Mapping[str, float]) -> Stability:
    values, ids = _matrix(candidates), [c.geonameid for c in candidates]
    weights = np.array(list(shares.values()))
    wins, exact = win_shares(values, ids)
    first = candidates[0]
    rivals = [c.high for c in candidates[1:]]
    turns = []
    for k, name in enumerate(shares):
        if turn := turning_weight(values, weights, k, 0):
            turns.append(Turn(name, turn[0], float(weights[k]), ids[turn[1]]))
    lows, highs = np.array([c.low for c in candidates]), np.array([c.high for c in candidates])
    return Stability(
        certain=first.low > max(rivals, default=-1.0),
        shares=dict(sorted(wins.items(), key=lambda item: -item[1])),
        method="exact" if exact else "sampled",
        turns=tuple(sorted(turns, key=lambda t: abs(t.weight - t.now))),
        missing=_missing(candidates),
        best_rank={gid: 1 + int((lows > high).sum()) for gid, high in zip(ids, highs, strict=True)},
        worst_rank={gid: int((highs >= low).sum()) for gid, low in zip(ids, lows, strict=True)},
    )


def _missing(candidates: Sequence[Candidate]) -> tuple[Missing, ...]:
    first = candidates[0]
    found = []
    for candidate in candidates[1:]:
        for part in candidate.parts:
            reach = candidate.score + part.weight * (part.high - (part.score or 0.0))
            if part.status != "known" and reach > first.score:
                found.append(Missing(candidate.geonameid, part.criterion, part.status, reach))
    found.sort(key=lambda m: -m.could_reach)
    return tuple(found)
