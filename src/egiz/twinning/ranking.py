"""`rank`: the candidates of a country for one city, village or region, on evidence."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from egiz.atlas.facts import Boundary, Fact
from egiz.twinning._errors import TwinningError, WeightsError
from egiz.twinning.context import Context, Travel
from egiz.twinning.criteria import CRITERIA, TAGGED, evaluate, is_criterion, log_rank_score
from egiz.twinning.explanation import contributions, reasons
from egiz.twinning.firmness import stability_of, summarise
from egiz.twinning.model import Candidate, Param, Part, Partner, Ranking, Reason
from egiz.twinning.places import world
from egiz.twinning.pools import Pool, pool_of
from egiz.twinning.precedents import order_of, ranker_with, standings
from egiz.twinning.ranker import Ranker
from egiz.twinning.sources import LinkLike, as_facts, as_ties, languages_by_country
from egiz.twinning.weights import default_weights, normalise

REASONS_SHOWN = 6
TWO_SIDED = 10
EXPLAINED = 25  # candidates whose place in the learned order is explained; nobody reads further
COMPARED = 150  # others, evenly taken, against whom they are explained


def _partners_in(pool: Pool, ctx: Context, city: int) -> tuple[Partner, ...]:
    """Partners of our place that are candidates or lie in a country of them."""
    return tuple(p for p in ctx.partners(city) if p.geonameid in pool or p.country in pool.countries)


def rank(  # noqa: PLR0913 - what is asked, and what may be looked at
    city_id: int,
    *,
    country: str | None = None,
    among: Sequence[int] | None = None,
    with_existing: bool = False,
    weights: Mapping[str, float] | None = None,
    links: Iterable[LinkLike] | None = None,
    facts: Iterable[Fact] | None = None,
    travel: Callable[[int], Travel | None] | None = None,
) -> Ranking:
    """Rank the places of a country as twins for one of ours, with the evidence for each.

    The score of a candidate is what is proved: the weighted sum over the facts that are known. A missing fact
    adds nothing to it; the range ``low`` to ``high`` says what it could be at least and at most. Cities are
    ranked for a city, villages of like size for a village, regions for a region.

    Parameters
    ----------
    city_id : int
        GeoNames id of the place that looks for a twin.
    country : str, optional
        Country of the candidates: its name in any language, or its ISO 3166-1 code. May be left out where
        `among` names the candidates, who may then lie in several countries.
    among : sequence of int, optional
        GeoNames ids to compare; by default all cities of the country with 15,000 people or more (districts of
        cities are no candidates), for a village those from a fifth to five times its size, for a region all
        regions.
    with_existing : bool
        Rank also the twins that the place has or had; they stand apart in `Ranking.partners` otherwise. Those
        named in `among` are always ranked.
    weights : mapping, optional
        Criterion to weight; normalised to sum one. Default `default_weights` of the level.
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
        Candidates, best first, with parts, reasons and the stability of the order; the partners apart.

    Raises
    ------
    UnknownPlaceError
        If the place or one in `among` is not in the atlas.
    WeightsError
        If the weights name an unknown criterion or are all zero.
    TwinningError
        If there are no candidates, or places of different levels are mixed.
    """
    pool = pool_of(city_id, country, among)
    shares = _shares(weights, pool)
    known, ties = as_facts(facts), as_ties(links)
    ctx = Context(
        world(),
        city_id,
        candidates=pool.chosen,
        level=pool.level,
        ties=ties,
        facts=known,
        languages=languages_by_country(),
        travel=travel or (lambda _candidate: None),
    )
    partners = _partners_in(pool, ctx, city_id)
    ctx.candidates = _candidates_of(pool, partners, with_existing=with_existing or among is not None)
    ranker = ranker_with(ties) if "precedent" in shares and pool.level == "city" else None
    if ranker is not None:
        ctx.precedent = _precedent(ranker, ctx, pool)
    candidates = _explained(ctx, ranker, _rated(ctx, shares), pool)
    if ranker is not None:
        candidates = _two_sided(city_id, candidates, ctx)
    stability = stability_of(candidates, shares)
    return Ranking(
        city_id,
        ctx.home.name,
        ctx.home.country,
        candidates,
        shares,
        stability,
        len(pool.everyone),
        summarise(candidates, stability),
        partners,
        ctx.twins(city_id),
        pool.level,
        _population_notes(ctx, city_id),
    )


def _shares(weights: Mapping[str, float] | None, pool: Pool) -> dict[str, float]:
    default = default_weights(pool.level)
    shares = normalise(default if weights is None else weights)
    if wrong := [name for name in shares if not is_criterion(name)]:
        allowed = ", ".join([*CRITERIA, *TAGGED])
        raise WeightsError(f"No criterion {wrong[0]!r}; use {allowed}, or a tag such as sector:oil_gas.")
    return shares


def _candidates_of(pool: Pool, partners: Sequence[Partner], *, with_existing: bool) -> tuple[int, ...]:
    taken = set() if with_existing else {partner.geonameid for partner in partners}
    left = tuple(gid for gid in pool.chosen if gid not in taken)
    if not left:
        names = ", ".join(partner.name for partner in partners)
        raise TwinningError(f"All places there are its twins already: {names}. Ask with the existing ones.")
    return left


def _precedent(ranker: Ranker, ctx: Context, pool: Pool) -> dict[int, tuple[float, float, int]]:
    order = order_of(ranker, ctx.city, pool.everyone, ctx.candidates)
    spots = np.array([spot for spot, _ in order.values()])
    marks = log_rank_score(spots, len(order))
    return {
        gid: (float(mark), spot, total)
        for (gid, (spot, total)), mark in zip(order.items(), marks, strict=True)
    }


def _rated(ctx: Context, shares: Mapping[str, float]) -> list[Candidate]:
    rated = [_candidate(ctx, gid, shares) for gid in ctx.candidates]
    return sorted(rated, key=lambda candidate: (-candidate.score, candidate.geonameid))


def _candidate(ctx: Context, gid: int, shares: Mapping[str, float]) -> Candidate:
    parts = []
    for part in evaluate(ctx, gid, shares):
        object.__setattr__(part, "weight", shares[part.criterion])
        parts.append(part)
    spot = ctx.spot(gid)
    return Candidate(
        0,
        gid,
        spot.name,
        spot.country,
        sum(part.weight * (part.score or 0.0) for part in parts),
        sum(part.weight * (0.0 if part.score is None else part.low) for part in parts),
        sum(part.weight * part.high for part in parts),
        tuple(parts),
    )


def _explained(
    ctx: Context, ranker: Ranker | None, rated: list[Candidate], pool: Pool
) -> tuple[Candidate, ...]:
    """The candidates with their sentences; the learned order of the first ones is explained."""
    first = [candidate.geonameid for candidate in rated[:EXPLAINED]]
    noted: dict[int, tuple[Reason, ...]] = {}
    if ranker is not None:
        others = [gid for gid in pool.everyone if gid not in set(first)]
        step = max(1, len(others) // COMPARED)
        added = contributions(ranker, ctx.city, [*first, *others[::step]])
        noted = {gid: reasons(ctx, ranker, gid, (added[0], added[1][at])) for at, gid in enumerate(first)}
    return tuple(_with_sentences(ctx, candidate, noted, spot) for spot, candidate in enumerate(rated, 1))


def _with_sentences(
    ctx: Context, candidate: Candidate, noted: Mapping[int, tuple[Reason, ...]], rank_: int
) -> Candidate:
    parts = candidate.parts
    if candidate.geonameid in noted:
        parts = tuple(
            dataclasses.replace(part, reasons=(*part.reasons, *noted[candidate.geonameid]))
            if part.criterion == "precedent"
            else part
            for part in parts
        )
    return dataclasses.replace(
        candidate,
        rank=rank_,
        parts=parts,
        reasons=_reasons(parts),
        warnings=(*_warnings(parts), *_population_notes(ctx, candidate.geonameid)),
        twins=ctx.twins(candidate.geonameid),
    )


def _two_sided(city_id: int, candidates: tuple[Candidate, ...], ctx: Context) -> tuple[Candidate, ...]:
    seen = {
        s.geonameid: s for s in standings(city_id, [c.geonameid for c in candidates[:TWO_SIDED]], ctx.ties)
    }
    return tuple(
        dataclasses.replace(c, their_place=seen[c.geonameid].place, their_list=seen[c.geonameid].among)
        if c.geonameid in seen
        else c
        for c in candidates
    )


def _reasons(parts: Sequence[Part]) -> tuple[Reason, ...]:
    # What moves the score most is said first.
    order = sorted(parts, key=lambda part: -part.weight * (part.score or 0.0))
    return tuple(reason for part in order for reason in part.reasons if part.status != "unknown")[
        :REASONS_SHOWN
    ]


def _warnings(parts: Sequence[Part]) -> tuple[Reason, ...]:
    found = []
    for part in parts:
        if part.status == "conflict" and len({e.value for e in part.evidence}) > 1:
            values = "; ".join(
                f"{e.value} {e.unit}".strip() + f" ({e.as_of or 'no date'}, {e.source})"
                for e in part.evidence
            )
            found.append(Reason("conflict", {"criterion": part.criterion, "values": values}))
        elif part.status == "unknown":
            found.append(Reason("unknown", {"criterion": part.criterion}))
    return tuple(found)


def _population_notes(ctx: Context, geonameid: int) -> tuple[Reason, ...]:
    """Which of several figures is used where one of them is the reader's own, and why."""
    boundary: Boundary = "region" if ctx.level == "region" else "city"
    why = ctx.facts.own_figure(geonameid, "population", boundary)
    if why is None:
        return ()
    own, first, code = why
    params: dict[str, Param] = {
        "name": ctx.name(geonameid), "place": geonameid,
        "own": own.number or 0, "own_date": own.as_of, "own_source": own.source,
        "used": (first.number or 0) if first else 0, "used_date": first.as_of if first else "",
        "used_source": first.source if first else "",
    }  # fmt: skip
    return (Reason(f"own_{code}", params),)
