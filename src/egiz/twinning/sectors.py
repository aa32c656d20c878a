"""What is on record of a place beside its size: sectors as shares or tags, universities, sights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from egiz.atlas.facts import Fact
from egiz.twinning.context import Context, as_evidence, spread, unknown
from egiz.twinning.model import Evidence, Param, Part, Reason

OKED = "oked:"  # facts such as `oked:b`, a section's share with its unit: "% of output", "% of employed"
SHARE_UNIT = "%"
TAG_IN_COMMON = 0.5
TAG_OF_REGION = 0.5  # of what a city's own tag counts


def tagged(ctx: Context, candidate: int, criterion: str) -> Part:
    """A sector or feature both sides have on record (`sector`), or the candidate has (`sector:oil_gas`).

    Only what a source says counts; a tag that is not on record is unknown, not absent. Where the shares of
    OKED sections are known on both sides, `sector` compares those instead.
    """
    indicator, _, tag = criterion.partition(":")
    if criterion == "sector" and (part := shares_in_common(ctx, candidate)):
        return part
    theirs = _tags(ctx, candidate, indicator)
    if not theirs:
        return unknown(criterion)
    wanted = {tag} if tag else set(_tags(ctx, ctx.city, indicator))
    found = [evidence for name in sorted(wanted & set(theirs)) for evidence in theirs[name]]
    if not found:
        return unknown(criterion)
    return _tag_part(ctx, candidate, criterion, found)


def _tags(ctx: Context, geonameid: int, indicator: str) -> dict[str, tuple[Evidence, ...]]:
    # What is known of the region holds for its cities with the region named as the boundary; own facts first.
    found: dict[str, tuple[Evidence, ...]] = {}
    for place in (geonameid, ctx.region(geonameid)):
        for fact in ctx.facts.about(place, indicator) if place is not None else ():
            if not fact.doubt:
                value = str(fact.value)
                found[value] = (*found.get(value, ()), as_evidence(fact))
    return found


def _tag_part(ctx: Context, candidate: int, criterion: str, found: Sequence[Evidence]) -> Part:
    own = [e for e in found if ctx.level == "region" or e.boundary != "region"]
    used = own or found
    names = ", ".join(dict.fromkeys(str(e.value) for e in used))
    first = used[0]
    params: dict[str, Param] = {
        "criterion": criterion, "tags": names, "date": first.as_of or "", "source": first.source or "",
    }  # fmt: skip
    region = None if own else ctx.region(candidate)
    if region is not None:
        params |= {"place": region, "name": ctx.name(region)}
    reason = Reason("tag" if region is None else "tag_of_region", params)
    shown = Evidence(names, "", first.as_of, first.source, first.boundary, first.url)
    evidence = (*used, *(e for e in found if e not in used))
    # A sector in common says that there is something to share, not how much; a region's tag says even less of
    # one of its cities. What is not said of the city itself may be so or not: the range is open below.
    score = (TAG_IN_COMMON if criterion == "sector" else 1.0) * (1.0 if own else TAG_OF_REGION)
    part = spread(criterion, shown, [score], evidence, reason)
    return part if own and criterion != "sector" else replace(part, low=0.0, high=1.0)


def shares_in_common(ctx: Context, candidate: int) -> Part | None:
    """How much of the two economies lies in the same OKED sections; None where that is not known.

    The smaller of the two shares, summed over the sections known on both sides (percentage similarity,
    Renkonen 1938). What is not known of either could still lie in the same sections: that is the upper bound.
    """
    if ctx.our_shares is None:
        ctx.our_shares = _shares(ctx, ctx.city)
    ours = ctx.our_shares
    if not ours:
        return None
    theirs = _shares(ctx, candidate)
    measured = [(unit, set(ours[unit]) & set(theirs[unit])) for unit in sorted(set(ours) & set(theirs))]
    measured = [(unit, both) for unit, both in measured if both]
    if not measured:
        return None
    # Shares of output are never held against shares of the employed; the basis with most sections counts.
    unit, both = max(measured, key=lambda item: len(item[1]))
    a, b = ours[unit], theirs[unit]
    common = {section: min(_number(a[section]), _number(b[section])) for section in both}
    least = sum(common.values())
    rest = min(max(0.0, 100 - sum(_number(f) for f in side.values())) for side in (a, b))
    first = sorted(both, key=lambda section: (-common[section], section))
    letters = ", ".join(section.upper() for section in first)
    newest = as_evidence(b[first[0]])
    shown = replace(newest, value=round(least, 1), note=letters)
    evidence = (shown, *(replace(as_evidence(b[s]), note=f"{OKED}{s}") for s in first))
    params: dict[str, Param] = {
        "share": round(least, 1), "sections": letters, "unit": unit, "date": shown.as_of or "",
        "source": shown.source or "",
    }  # fmt: skip
    score = min(1.0, least / 100)
    high = min(1.0, (least + rest) / 100)
    return Part(
        "sector", shown.value, unit, shown.as_of, shown.source, score, 0.0, "known", score, high, evidence,
        (Reason("shares", params),),
    )  # fmt: skip


def _shares(ctx: Context, geonameid: int) -> dict[str, dict[str, Fact]]:
    """Sections of OKED by the unit of their shares; the city's own before its region's, the newest first."""
    found: dict[str, dict[str, Fact]] = {}
    for place in (geonameid, ctx.region(geonameid)):
        # Sections of a city are not filled up with its region's: their sum would mean nothing.
        for unit, sections in _own_shares(ctx.facts.about(place) if place is not None else ()).items():
            found.setdefault(unit, sections)
    return found


def _own_shares(facts: Iterable[Fact]) -> dict[str, dict[str, Fact]]:
    own: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        sound = fact.indicator.startswith(OKED) and fact.unit.startswith(SHARE_UNIT) and not fact.doubt
        if sound and 0 <= _number(fact) <= 100:
            own.setdefault(fact.unit, {}).setdefault(fact.indicator.removeprefix(OKED), fact)
    return own


def _number(fact: Fact) -> float:
    return -1.0 if fact.number is None else fact.number
