"""The criteria: each a function of facts, with its evidence, its direction and its "not known"."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from egiz.twinning.context import POPULATION_SOURCE, Context, Travel, spread, unknown
from egiz.twinning.links import ties
from egiz.twinning.model import Evidence, Param, Part, Reason
from egiz.twinning.places import Floats
from egiz.twinning.sectors import tagged

HALF_KM = 1000.0  # a thousand kilometres halve the score: the median of real links is 1,080 km
HALF_HOURS = 12.0  # half a day on the way halves it too
SIZE_LIMIT = 10.0  # cities that differ tenfold share nothing in size
NEAR_KM = 50.0  # an airport this near serves the city
FAR_KM = 250.0
SIZES_WITHIN = "GeoNames and populations on record, within the region"
COORDINATES = "GeoNames coordinates, great circle"
GEONAMES_COPY = "2026-07"  # when the copy of GeoNames behind the atlas was published
AIRPORTS_COPY = "2026-09-05"  # the version of airportsdata
MODEL_SOURCE, MODEL_DATE = "precedent model", "2026-11"  # see data/MODEL_CARD.md
ROLES = ("other city", "first city of its region", "capital")


def distance(ctx: Context, candidate: int) -> Part:
    """Great-circle distance; a thousand kilometres halve the score."""
    km = ctx.km[candidate]
    shown = Evidence(round(km), "km", GEONAMES_COPY, COORDINATES)
    reason = Reason("distance", {"km": round(km), **_named(shown)})
    return spread("distance", shown, [2 ** (-km / HALF_KM)], (shown,), reason)


def travel(ctx: Context, candidate: int) -> Part:
    """Hours from door to door as the caller's network knows them; half a day halves the score."""
    found = ctx.travel(candidate)
    if found is None:
        return unknown("travel", "h")
    low, usual, high = found.hours
    shown = Evidence(round(usual, 1), "h", None, "corridors")
    said = hours_on_the_way(found)
    part = spread("travel", shown, [2 ** (-usual / HALF_HOURS)], (shown,), said[0])
    return replace(part, low=2 ** (-high / HALF_HOURS), high=2 ** (-low / HALF_HOURS), reasons=said)


def hours_on_the_way(found: Travel | None) -> tuple[Reason, ...]:
    """How long it takes and by what, and since when the state of a crossing is not known."""
    if found is None:
        return ()
    low, usual, high = found.hours
    params: dict[str, Param] = {
        "hours": round(usual, 1), "low": round(low), "high": round(high), "mode": found.mode,
    }  # fmt: skip
    if found.unknown_since is None:
        return (Reason("travel", params),)
    since = Reason("travel_unknown_since", {"day": found.unknown_since.isoformat()})
    return Reason("travel", params), since


def size(ctx: Context, candidate: int) -> Part:
    """How near the two populations are: one when equal, zero at tenfold."""
    ours, own, _ = ctx.our_population
    theirs, evidence, conflict = ctx.population(candidate)
    if not ours or not theirs:
        return unknown("size", "people")
    ratios = [max(x, y) / max(1.0, min(x, y)) for x in ours for y in theirs]
    scores = [max(0.0, 1 - math.log(ratio) / math.log(SIZE_LIMIT)) for ratio in ratios]
    shown = evidence[0]
    params: dict[str, Param] = {
        **_cited("theirs", theirs[0], shown), **_cited("ours", ours[0], own[0]), "times": round(ratios[0], 1),
    }  # fmt: skip
    return Part(
        "size", shown.value, shown.unit, shown.as_of, shown.source, scores[0], 0.0,
        "conflict" if conflict else "known", min(scores), max(scores), evidence, (Reason("size", params),),
    )  # fmt: skip


def _named(shown: Evidence) -> dict[str, Param]:
    return {"date": shown.as_of or "", "source": shown.source or ""}


def _cited(whose: str, people: float, shown: Evidence) -> dict[str, Param]:
    return {
        whose: int(people), f"{whose}_date": shown.as_of or "", f"{whose}_source": shown.source or ""
    }  # fmt: skip


def language(ctx: Context, candidate: int) -> Part:
    """Languages that both countries use (GeoNames lists, the first three of each)."""
    country = ctx.spot(candidate).country
    if ("language", country) not in ctx.shared_parts:
        ctx.shared_parts["language", country] = _languages(ctx, ctx.home.country, country)
    return ctx.shared_parts["language", country]


def _languages(ctx: Context, a: str, b: str) -> Part:
    ours, theirs = ctx.languages.get(a, frozenset()), ctx.languages.get(b, frozenset())
    if not ours or not theirs:
        return unknown("language", "languages")
    shared = sorted(ours & theirs)
    shown = Evidence(", ".join(shared) or "none", "languages", GEONAMES_COPY, POPULATION_SOURCE, "country")
    named: dict[str, Param] = {"shared": ", ".join(shared)} if shared else {}
    reason = Reason("language" if shared else "language_none", {**named, **_named(shown)})
    return spread("language", shown, [len(shared) / min(len(ours), len(theirs))], (shown,), reason)


def role(ctx: Context, candidate: int) -> Part:
    """Same place in the order: capital, first city of its region, or neither."""
    if ctx.level == "region":
        return unknown("role", "", (Reason("not_for_regions"),))
    p = ctx.places
    ours, theirs = (
        2 if p.capital[row] else int(p.first_of_region[row]) for row in (p.row(ctx.city), p.row(candidate))
    )
    if ("role", ROLES[theirs]) not in ctx.shared_parts:
        ctx.shared_parts["role", ROLES[theirs]] = _roles(ours, theirs)
    return ctx.shared_parts["role", ROLES[theirs]]


def _roles(ours: int, theirs: int) -> Part:
    shown = Evidence(ROLES[theirs], "", GEONAMES_COPY, SIZES_WITHIN)
    reason = Reason("role", {"theirs": ROLES[theirs], "ours": ROLES[ours], **_named(shown)})
    return spread("role", shown, [1 - abs(ours - theirs) / 2], (shown,), reason)


def airport(ctx: Context, candidate: int) -> Part:
    """Nearest airport with an IATA code: full score within 50 km, none beyond 250 km."""
    code, km = ctx.airports[candidate]
    score = min(1.0, max(0.0, (FAR_KM - km) / (FAR_KM - NEAR_KM)))
    shown = Evidence(round(km), "km", AIRPORTS_COPY, f"airportsdata, {code}")
    named: dict[str, Param] = {"date": AIRPORTS_COPY, "source": "airportsdata"}
    reason = Reason("airport", {"code": code, "km": round(km), **named})
    return spread("airport", shown, [score], (shown,), reason)


def precedent(ctx: Context, candidate: int) -> Part:
    """How much the pair looks like pairs that really twinned, as a place in the learned order."""
    found = ctx.precedent.get(candidate)
    if found is None:
        code = {"region": "not_for_regions", "village": "precedent_no_villages"}.get(ctx.level)
        return unknown("precedent", "place in the order", (Reason(code),) if code else ())
    score, position, total = found
    shown = Evidence(int(position), f"of {total}", MODEL_DATE, MODEL_SOURCE)
    reason = Reason("precedent", {"position": int(position), "total": total})
    part = spread("precedent", shown, [score], (shown,), reason)
    return replace(part, reasons=(reason, *ctx.precedent_reasons.get(candidate, ())))


CRITERIA: Mapping[str, Callable[[Context, int], Part]] = {
    "precedent": precedent,
    "size": size,
    "distance": distance,
    "travel": travel,
    "ties": ties,
    "language": language,
    "airport": airport,
    "role": role,
}
TAGGED = ("sector", "university", "sight", "diaspora", "climate")


def evaluate(ctx: Context, candidate: int, criteria: Iterable[str]) -> list[Part]:
    """All parts of one candidate."""
    return [
        CRITERIA[name](ctx, candidate) if name in CRITERIA else tagged(ctx, candidate, name)
        for name in criteria
    ]


def is_criterion(name: str) -> bool:
    """Whether weights may name it."""
    return name in CRITERIA or name.partition(":")[0] in TAGGED


def log_rank_score(position: Floats, total: int) -> Floats:
    """1 for the first place, 0 for the last, even steps in the logarithm: first places matter most."""
    if total <= 1:
        return np.ones_like(position, dtype=np.float64)
    marks: Floats = 1 - np.log(position) / math.log(total)
    return marks
