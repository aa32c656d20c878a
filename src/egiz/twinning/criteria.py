"""The criteria: each a function of facts, with its evidence, its direction and its "not known"."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from egiz import atlas
from egiz.atlas.facts import Fact, Facts
from egiz.twinning.model import Evidence, Part, Reason, Tie
from egiz.twinning.places import Floats, Places, distance_km

HALF_KM = 1000.0  # a thousand kilometres halve the score: the median of real links is 1,080 km
SIZE_LIMIT = 10.0  # cities that differ tenfold share nothing in size
NEAR_KM = 50.0  # an airport this near serves the city
FAR_KM = 250.0
TIE_WEIGHT = {
    "agreement": 1.0, "existing": 0.9, "memorandum": 0.8, "planned": 0.4, "dormant": 0.3, "proposed": 0.0,
    "ended": 0.0,
}  # fmt: skip
NEIGHBOUR_KM = 700.0  # how far a city of the same country may be for its partners to count as ties
POPULATION_SOURCE = "GeoNames (CC BY 4.0)"


@dataclass
class Context:
    """Everything a criterion may look at."""

    places: Places
    city: int
    ties: Sequence[Tie] = ()
    facts: Facts = field(default_factory=Facts)
    regions: Mapping[tuple[str, str], int] = field(default_factory=dict)
    precedent: Mapping[int, tuple[float, float, int]] = field(default_factory=dict)
    precedent_reasons: Mapping[int, tuple[Reason, ...]] = field(default_factory=dict)
    languages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    airports: Callable[[float, float], tuple[str, float] | None] = lambda _lat, _lon: None
    partners: Mapping[int, Mapping[int, Tie]] = field(init=False)

    def __post_init__(self) -> None:
        partners: dict[int, dict[int, Tie]] = {}
        for tie in self.ties:
            for here, there in ((tie.a, tie.b), (tie.b, tie.a)):
                known = partners.setdefault(here, {}).get(there)
                if known is None or TIE_WEIGHT[tie.status] > TIE_WEIGHT[known.status]:
                    partners[here][there] = tie
        self.partners = partners

    def region(self, geonameid: int) -> int | None:
        """GeoNames id of the region a city lies in, where facts or links speak of that region."""
        row = self.places.row(geonameid)
        code = self.places.admin1_codes[self.places.admin1[row]]
        country, _, admin1 = code.partition(".")
        return self.regions.get((country, admin1))

    def name(self, geonameid: int) -> str:
        return self.places.names[self.places.row(geonameid)]


def unknown(criterion: str, unit: str = "", reasons: tuple[Reason, ...] = ()) -> Part:
    """A part that says: not enough data."""
    return Part(criterion, None, unit, None, None, None, 0.0, "unknown", reasons=reasons)


def _spread(
    criterion: str, shown: Evidence, scores: Sequence[float], evidence: tuple[Evidence, ...], reason: Reason
) -> Part:
    # The first score belongs to the value that is used; the others only widen the range.
    conflict = len({round(score, 9) for score in scores}) > 1
    return Part(
        criterion,
        shown.value,
        shown.unit,
        shown.as_of,
        shown.source,
        scores[0],
        0.0,
        "conflict" if conflict else "known",
        min(scores),
        max(scores),
        evidence,
        (reason,),
    )


def distance(ctx: Context, candidate: int) -> Part:
    """Great-circle distance; a thousand kilometres halve the score."""
    a, b = ctx.places.row(ctx.city), ctx.places.row(candidate)
    p = ctx.places
    km = float(distance_km(p.lat[a], p.lon[a], p.lat[b : b + 1], p.lon[b : b + 1])[0])
    shown = Evidence(round(km), "km", None, "GeoNames coordinates, great circle")
    reason = Reason("distance", {"km": round(km)}, f"{km:,.0f} km apart in a straight line")
    return _spread("distance", shown, [2 ** (-km / HALF_KM)], (shown,), reason)


def as_evidence(fact: Fact) -> Evidence:
    """A fact of the atlas as evidence."""
    return Evidence(
        fact.value,
        fact.unit,
        fact.as_of or None,
        fact.source,
        fact.boundary,
        fact.source_url,
        fact.doubt,
        fact.note,
    )


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
    return _spread("language", shown, [len(shared) / min(len(ours), len(theirs))], (shown,), reason)


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
    return _spread("role", shown, [score], (shown,), reason)


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
    return _spread("airport", shown, [score], (shown,), reason)


def precedent(ctx: Context, candidate: int) -> Part:
    """How much the pair looks like pairs that really twinned, as a place in the learned order."""
    found = ctx.precedent.get(candidate)
    if found is None:
        return unknown("precedent", "place in the order")
    score, position, total = found
    shown = Evidence(int(position), f"of {total}", None, "precedent model")
    text = f"{int(position)} of {total} by likeness to real twin links"
    reason = Reason("precedent", {"position": int(position), "total": total}, text)
    part = _spread("precedent", shown, [score], (shown,), reason)
    return replace(part, reasons=(reason, *ctx.precedent_reasons.get(candidate, ())))


def tagged(ctx: Context, candidate: int, criterion: str) -> Part:
    """A sector or feature both sides have on record (`sector`), or the candidate has (`sector:oil_gas`).

    Only what a source says counts; a tag that is not on record is unknown, not absent.
    """
    indicator, _, tag = criterion.partition(":")
    theirs = _tags(ctx, candidate, indicator)
    if not theirs:
        return unknown(criterion)
    wanted = {tag} if tag else set(_tags(ctx, ctx.city, indicator))
    found = [evidence for name in sorted(wanted & set(theirs)) for evidence in theirs[name]]
    return _tag_part(criterion, found) if found else unknown(criterion)


def _tags(ctx: Context, geonameid: int, indicator: str) -> dict[str, tuple[Evidence, ...]]:
    # What is known of the region holds for its cities with the region named as the boundary.
    found: dict[str, tuple[Evidence, ...]] = {}
    for place in (geonameid, ctx.region(geonameid)):
        for fact in ctx.facts.about(place, indicator) if place is not None else ():
            if not fact.doubt:
                value = str(fact.value)
                found[value] = (*found.get(value, ()), as_evidence(fact))
    return found


def _tag_part(criterion: str, found: Sequence[Evidence]) -> Part:
    names = ", ".join(dict.fromkeys(str(e.value) for e in found))
    shown = Evidence(names, "", found[0].as_of, found[0].source, found[0].boundary)
    reason = Reason("tag", {"criterion": criterion, "tags": names}, f"{names.replace('_', ' ')} on record")
    return _spread(criterion, shown, [1.0], tuple(found), reason)


CRITERIA: Mapping[str, Callable[[Context, int], Part]] = {
    "precedent": precedent,
    "size": size,
    "distance": distance,
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
