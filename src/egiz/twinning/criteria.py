"""The criteria: each a function of facts, with its evidence, its direction and its "not known"."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from egiz import atlas
from egiz.twinning.context import TIE_WEIGHT, Context, as_evidence, spread, unknown
from egiz.twinning.model import Evidence, Part, Reason, Tie
from egiz.twinning.places import Floats, distance_km
from egiz.twinning.sectors import tagged

HALF_KM = 1000.0  # a thousand kilometres halve the score: the median of real links is 1,080 km
HALF_HOURS = 12.0  # half a day on the way halves it too
SIZE_LIMIT = 10.0  # cities that differ tenfold share nothing in size
NEAR_KM = 50.0  # an airport this near serves the city
FAR_KM = 250.0
NEIGHBOUR_KM = 700.0  # how far a city of the same country may be for its partners to count as ties
POPULATION_SOURCE = "GeoNames (CC BY 4.0)"


def distance(ctx: Context, candidate: int) -> Part:
    """Great-circle distance; a thousand kilometres halve the score."""
    a, b = ctx.places.row(ctx.city), ctx.places.row(candidate)
    p = ctx.places
    km = float(distance_km(p.lat[a], p.lon[a], p.lat[b : b + 1], p.lon[b : b + 1])[0])
    shown = Evidence(round(km), "km", None, "GeoNames coordinates, great circle")
    reason = Reason("distance", {"km": round(km)}, f"{km:,.0f} km apart in a straight line")
    return spread("distance", shown, [2 ** (-km / HALF_KM)], (shown,), reason)


def travel(ctx: Context, candidate: int) -> Part:
    """Hours from door to door as the caller's network knows them; half a day halves the score."""
    found = ctx.travel(candidate)
    if found is None:
        return unknown("travel", "h")
    low, usual, high = found.hours
    shown = Evidence(round(usual, 1), "h", None, "corridors")
    params: dict[str, str | int | float] = {
        "hours": round(usual, 1), "low": round(low), "high": round(high), "mode": found.mode,
    }  # fmt: skip
    text = f"{usual:.0f} hours on the way, {low:.0f} to {high:.0f}, mostly by {found.mode}"
    part = spread("travel", shown, [2 ** (-usual / HALF_HOURS)], (shown,), Reason("travel", params, text))
    reasons = part.reasons
    if found.unknown_since is not None:
        day = found.unknown_since.isoformat()
        said = f"whether a crossing on the way is open is not known since {day}"
        reasons = (*reasons, Reason("travel_unknown_since", {"day": day}, said))
    return replace(part, low=2 ** (-high / HALF_HOURS), high=2 ** (-low / HALF_HOURS), reasons=reasons)


def populations(ctx: Context, geonameid: int) -> tuple[tuple[float, ...], tuple[Evidence, ...], bool]:
    """City populations: values to reckon with (the one to use first), all evidence, whether it conflicts.

    A doubted value and one of another boundary are evidence to show, not to reckon with.
    """
    reading = ctx.facts.reading(geonameid, "population", "city")
    if reading.first is not None and reading.first.number:
        rivals = [fact for c in reading.conflicts for fact in (c.a, c.b)]
        values = [f.number for f in (reading.first, *rivals) if f.number and not f.doubt]
        shown = (reading.first, *(f for f in reading.facts if f is not reading.first))
        evidence = tuple(as_evidence(fact) for fact in shown)
        return tuple(dict.fromkeys(values)), evidence, reading.status == "conflict"
    heads = float(ctx.places.population[ctx.places.row(geonameid)])
    if heads <= 0:
        return (), (), False
    return (heads,), (Evidence(int(heads), "people", None, POPULATION_SOURCE),), False


def size(ctx: Context, candidate: int) -> Part:
    """How near the two populations are: one when equal, zero at tenfold."""
    ours, _, _ = populations(ctx, ctx.city)
    theirs, evidence, conflict = populations(ctx, candidate)
    if not ours or not theirs:
        return unknown("size", "people")
    ratios = [max(x, y) / max(1.0, min(x, y)) for x in ours for y in theirs]
    scores = [max(0.0, 1 - math.log(ratio) / math.log(SIZE_LIMIT)) for ratio in ratios]
    params: dict[str, str | int | float] = {"theirs": int(theirs[0]), "ours": int(ours[0])}
    text = f"{params['theirs']:,} people against {params['ours']:,} ({ratios[0]:.1f} times)"
    reason = Reason("size", {**params, "times": round(ratios[0], 1)}, text)
    shown = evidence[0]
    return Part(
        "size", shown.value, shown.unit, shown.as_of, shown.source, scores[0], 0.0,
        "conflict" if conflict else "known", min(scores), max(scores), evidence, (reason,),
    )  # fmt: skip


def ties(ctx: Context, candidate: int) -> Part:
    """Twins of near cities of one's own country, shared partners, and what is already signed.

    Nothing on record for both sides is "unknown", not zero: no list of links is complete.
    """
    ours, theirs = ctx.partners.get(ctx.city, {}), ctx.partners.get(candidate, {})
    if not ours and not theirs and not _regions_tied(ctx, candidate):
        return unknown("ties", "links")
    found: list[tuple[float, Reason, Tie]] = []
    if candidate in ours:
        tie = ours[candidate]
        proposed = tie.status == "proposed"
        text = "a twinning is proposed" if proposed else f"already linked ({tie.status})"
        reason = Reason("proposed" if proposed else "linked", {"status": tie.status}, text)
        found.append((TIE_WEIGHT[tie.status], reason, tie))
    found += _neighbours_partner(ctx, candidate, theirs)
    found += _regions_tied(ctx, candidate)
    for shared in sorted(set(ours) & set(theirs)):
        weight = min(TIE_WEIGHT[ours[shared].status], TIE_WEIGHT[theirs[shared].status])
        name = ctx.name(shared)
        reason = Reason("shared_partner", {"place": shared, "name": name}, f"both are twins of {name}")
        found.append((0.5 * weight, reason, theirs[shared]))
    return _tie_part(found)


def _neighbours_partner(
    ctx: Context, candidate: int, theirs: Mapping[int, Tie]
) -> list[tuple[float, Reason, Tie]]:
    p, a = ctx.places, ctx.places.row(ctx.city)
    found = []
    for other, tie in sorted(theirs.items()):
        row = p.row(other)
        if other == ctx.city or p.country[row] != p.country[a]:
            continue
        km = float(distance_km(p.lat[a], p.lon[a], p.lat[row : row + 1], p.lon[row : row + 1])[0])
        if km > NEIGHBOUR_KM:
            continue
        here, there = ctx.name(other), ctx.name(candidate)
        text = f"{here}, {km:,.0f} km from here, is a twin of {there} ({tie.status})"
        params: dict[str, str | int | float] = {
            "place": other, "name": here, "km": round(km), "status": tie.status,
        }  # fmt: skip
        found.append((0.6 * TIE_WEIGHT[tie.status], Reason("neighbours_partner", params, text), tie))
    return found


def _regions_tied(ctx: Context, candidate: int) -> list[tuple[float, Reason, Tie]]:
    here, there = ctx.region(ctx.city), ctx.region(candidate)
    found = []
    for ours, theirs, near in ((here, there, True), *((r, there, False) for r in ctx.regions.values())):
        if ours is None or theirs is None or (not near and ours == here):
            continue
        tie = ctx.partners.get(ours, {}).get(theirs)
        if tie is None or atlas.place(ours).country != ctx.places.code(ctx.places.row(ctx.city)):
            continue
        names = atlas.place(ours).name, atlas.place(theirs).name
        code = "regions_linked" if near else "neighbour_region_linked"
        text = f"{names[0]} and {names[1]} have a {tie.status} between the regions"
        params: dict[str, str | int | float] = {
            "ours": names[0], "theirs": names[1], "status": tie.status, "ours_id": ours, "theirs_id": theirs,
        }  # fmt: skip
        found.append(((0.5 if near else 0.15) * TIE_WEIGHT[tie.status], Reason(code, params, text), tie))
    return found


def _tie_part(found: list[tuple[float, Reason, Tie]]) -> Part:
    if not found:
        reason = Reason("no_ties", {}, "no shared partner among the links on record")
        return Part("ties", 0, "links", None, "links on record", 0.0, 0.0, "known", 0.0, 0.0, (), (reason,))
    found.sort(key=lambda item: -item[0])
    score = 1 - math.prod(1 - weight for weight, _, _ in found)
    first = found[0][2]
    evidence = tuple(
        Evidence(reason.text, "", tie.as_of, tie.source, tie.level, tie.url) for _, reason, tie in found
    )
    return Part(
        "ties", len(found), "links", first.as_of, first.source or "links on record", score, 0.0, "known",
        score, score, evidence, tuple(reason for _, reason, _ in found),
    )  # fmt: skip


def language(ctx: Context, candidate: int) -> Part:
    """Languages that both countries use (GeoNames lists, the first three of each)."""
    p = ctx.places
    a, b = p.code(p.row(ctx.city)), p.code(p.row(candidate))
    ours, theirs = ctx.languages.get(a, frozenset()), ctx.languages.get(b, frozenset())
    if not ours or not theirs:
        return unknown("language", "languages")
    shared = sorted(ours & theirs)
    shown = Evidence(", ".join(shared) or "none", "languages", None, POPULATION_SOURCE, "country")
    text = f"shared by both countries: {', '.join(shared)}" if shared else "no shared language listed"
    reason = Reason("language", {"shared": ", ".join(shared)}, text)
    return spread("language", shown, [len(shared) / min(len(ours), len(theirs))], (shown,), reason)


def role(ctx: Context, candidate: int) -> Part:
    """Same place in the order: capital, first city of its region, or neither."""
    p = ctx.places
    ranks = []
    for place in (ctx.city, candidate):
        row = p.row(place)
        peers = (p.admin1 == p.admin1[row]) & ~p.district
        first = bool(p.population[row] >= p.population[peers].max(initial=0))
        ranks.append(2 if p.capital[row] else int(first))
    words = ("other city", "first city of its region", "capital")
    shown = Evidence(words[ranks[1]], "", None, "GeoNames populations within the region")
    score = 1 - abs(ranks[0] - ranks[1]) / 2
    reason = Reason("role", {"theirs": words[ranks[1]], "ours": words[ranks[0]]}, words[ranks[1]])
    return spread("role", shown, [score], (shown,), reason)


def airport(ctx: Context, candidate: int) -> Part:
    """Nearest airport with scheduled-flight code: full score within 50 km, none beyond 250 km."""
    p, row = ctx.places, ctx.places.row(candidate)
    found = ctx.airports(float(p.lat[row]), float(p.lon[row]))
    if found is None:
        return unknown("airport", "km")
    code, km = found
    score = min(1.0, max(0.0, (FAR_KM - km) / (FAR_KM - NEAR_KM)))
    shown = Evidence(round(km), "km", None, f"airportsdata, {code}")
    reason = Reason("airport", {"code": code, "km": round(km)}, f"airport {code} at {km:,.0f} km")
    return spread("airport", shown, [score], (shown,), reason)


def precedent(ctx: Context, candidate: int) -> Part:
    """How much the pair looks like pairs that really twinned, as a place in the learned order."""
    found = ctx.precedent.get(candidate)
    if found is None:
        return unknown("precedent", "place in the order")
    score, position, total = found
    shown = Evidence(int(position), f"of {total}", None, "precedent model")
    text = f"{int(position)} of {total} by likeness to real twin links"
    reason = Reason("precedent", {"position": int(position), "total": total}, text)
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
