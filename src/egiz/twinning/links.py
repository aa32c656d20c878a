"""The criterion `ties`: what the twins on record say for a candidate. Only twinnings count."""

from __future__ import annotations

import math
from collections.abc import Iterator

from egiz.twinning.context import TIE_WEIGHT, Context, unknown
from egiz.twinning.model import ACTIVE, Evidence, Param, Part, Reason, Tie
from egiz.twinning.places import distance_km

NEIGHBOUR_KM = 700.0  # how far a city of the same country may be for its partners to count as ties
NEIGHBOURS = 3  # of the nearest such cities; with more, every city of a country full of twins looks tied
NEIGHBOUR_SHARE, SHARED_SHARE, REGION_SHARE, OTHER_REGION_SHARE = 0.6, 0.5, 0.5, 0.15
LISTED = 6  # of the sentences; the rest counts and is not told

WeighedTie = tuple[float, Reason, Tie]


def ties(ctx: Context, candidate: int) -> Part:
    """Twins of near cities of one's own country, shared partners, and twinnings between the regions.

    What links the two already is said and adds nothing: it is the question, not evidence for its answer.
    Agreements on cooperation or trade are said and add nothing either. Nothing on record for both sides is
    "unknown", not zero: no list of links is complete.
    """
    found = [
        *_between(ctx, candidate),
        *_neighbours_partner(ctx, candidate),
        *_regions_tied(ctx, candidate),
        *_shared(ctx, candidate),
    ]
    if not found and not ctx.links.get(ctx.city) and not ctx.links.get(candidate):
        return unknown("ties", "links")
    return _tie_part(found)


def _about(tie: Tie) -> dict[str, Param]:
    return {
        "tie": tie.word, "status": tie.status, "date": tie.as_of or tie.recorded, "source": tie.source or "",
    }  # fmt: skip


def _between(ctx: Context, candidate: int) -> Iterator[WeighedTie]:
    for tie in ctx.links.get(ctx.city, {}).get(candidate, ()):
        if tie.kind != "twinning":
            yield 0.0, Reason("other_agreement", _about(tie)), tie
        elif tie.is_partnership:
            yield 0.0, Reason("linked", _about(tie)), tie
        else:
            weight = TIE_WEIGHT[tie.status] if tie.is_evidence else 0.0
            yield weight, Reason("planned" if tie.status == "planned" else "proposed", _about(tie)), tie


def _neighbours_partner(ctx: Context, candidate: int) -> list[WeighedTie]:
    if ctx.level == "region":
        return []
    p, home = ctx.places, ctx.home
    near: list[tuple[float, int, Tie]] = []
    for other, tie in ctx.evidence(candidate).items():
        if other == ctx.city or p.code(row := p.row(other)) != home.country:
            continue
        km = float(distance_km(home.lat, home.lon, p.lat[row : row + 1], p.lon[row : row + 1])[0])
        if km <= NEIGHBOUR_KM:
            near.append((km, other, tie))
    near.sort(key=lambda item: item[:2])
    return [
        (
            NEIGHBOUR_SHARE * TIE_WEIGHT[tie.status],
            Reason(
                "neighbours_partner",
                {"place": other, "name": ctx.name(other), "km": round(km), **_about(tie)},
            ),
            tie,
        )
        for km, other, tie in near[:NEIGHBOURS]
    ]


def _regions_tied(ctx: Context, candidate: int) -> Iterator[WeighedTie]:
    """Links between the region around us, or another of our country, and the region around them."""
    ours = ctx.city if ctx.level == "region" else ctx.region(ctx.city)
    theirs = candidate if ctx.level == "region" else ctx.region(candidate)
    for other, records in ctx.links.get(theirs or 0, {}).items():
        tie, near = records[0], other == ours
        itself = near and ctx.level == "region"
        if tie.level != "region" or itself or ctx.spot(other).country != ctx.home.country:
            continue
        share = REGION_SHARE if near else OTHER_REGION_SHARE
        params: dict[str, Param] = {
            "ours": ctx.name(other), "theirs": ctx.name(theirs or 0), "ours_id": other,
            "theirs_id": theirs or 0, **_about(tie),
        }  # fmt: skip
        weight = share * TIE_WEIGHT[tie.status] if tie.is_evidence else 0.0
        yield weight, Reason("regions_linked" if near else "neighbour_region_linked", params), tie


def _shared(ctx: Context, candidate: int) -> Iterator[WeighedTie]:
    ours, theirs = ctx.evidence(ctx.city), ctx.evidence(candidate)
    if not ours.keys() & theirs.keys():
        return
    near = {reason.params["place"] for _, reason, _ in _neighbours_partner(ctx, candidate)}
    for shared in sorted((ours.keys() & theirs.keys()) - near):
        if ours[shared].status not in ACTIVE or theirs[shared].status not in ACTIVE:
            continue
        weight = min(TIE_WEIGHT[ours[shared].status], TIE_WEIGHT[theirs[shared].status])
        # A partner that everybody has says little (Adamic and Adar 2003).
        many = 1 + math.log2(max(2, ctx.degrees.get(shared, 2)) / 2)
        params: dict[str, Param] = {
            "place": shared, "name": ctx.name(shared), "twins": ctx.degrees.get(shared, 2),
            **_about(theirs[shared]),
        }  # fmt: skip
        yield SHARED_SHARE * weight / many, Reason("shared_partner", params), theirs[shared]


def _evidence(reason: Reason, tie: Tie) -> Evidence:
    return Evidence(
        str(reason.params.get("name") or reason.params.get("ours") or reason.params["tie"]), "",
        tie.as_of or tie.recorded or None, tie.source, tie.level, tie.url, tie.doubt, tie.note,
    )  # fmt: skip


def _tie_part(found: list[WeighedTie]) -> Part:
    if not found:
        reason = Reason("no_ties")
        return Part("ties", 0, "links", None, "links on record", 0.0, 0.0, "known", 0.0, 0.0, (), (reason,))
    found.sort(key=lambda item: (-item[0], item[1].code))
    score = 1 - math.prod(1 - weight for weight, _, _ in found)
    first = found[0][2]
    evidence = tuple(_evidence(reason, tie) for _, reason, tie in found[:LISTED])
    return Part(
        "ties", len(found), "links", first.as_of or first.recorded or None, first.source or "links on record",
        score, 0.0, "known", score, score, evidence, tuple(reason for _, reason, _ in found[:LISTED]),
    )  # fmt: skip
