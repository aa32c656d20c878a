"""What an officer asks next: the way, whom to write to, themes, capacity, language, the partner's rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from egiz.twinning.comparison import Comparison
from egiz.twinning.contacts import mission_for, region_of, rules
from egiz.twinning.criteria import GEONAMES_COPY
from egiz.twinning.model import Candidate, Tie
from egiz.twinning.sentences import (
    cited,
    country_name,
    language_names,
    place_name,
    quoted,
    tag_names,
    translated,
    words,
)
from egiz.twinning.sources import languages_by_country

GEONAMES = "GeoNames (CC BY 4.0)"


def practical(comparison: Comparison, lang: str) -> list[dict[str, Any]]:
    """One block for each candidate; what is not on record is said to be unknown."""
    return [
        {"name": place_name(c.geonameid, lang), "lines": _lines(comparison, c, lang)}
        for c in comparison.ranking.candidates
    ]


def _lines(comparison: Comparison, candidate: Candidate, lang: str) -> list[str]:
    said, gid = words(lang), candidate.geonameid
    travel = [reason.said(lang) for reason in comparison.on_the_way.get(gid, ())]
    known = f"{'; '.join(travel)} ({said['corridors']})"
    found = [known if travel else f"{said['travel']}: {said['unknown']}"]
    found += _missions(comparison, candidate, lang)
    found += [
        said["themes"].format(
            themes=tag_names(tie.themes, lang),
            between=f"{place_name(tie.a, lang)} – {place_name(tie.b, lang)}",
            cited=cited(tie.as_of or tie.recorded, tie.source, lang),
        )
        for tie in _themed(comparison, gid)
    ] or [said["themes_unknown"]]
    if candidate.twins.partners:
        found.append(said["capacity"].format(pattern=candidate.twins.reason.said(lang)))
    found.append(_language(comparison, candidate, lang))
    found += [
        said["rules"].format(rule=translated(rule.rule, lang), cited=cited(rule.recorded, rule.source, lang))
        for rule in rules()
        if rule.country == candidate.country
    ] or [said["rules_unknown"]]
    return found


def _missions(comparison: Comparison, candidate: Candidate, lang: str) -> Iterator[str]:
    """Their country's mission for our region, then our country's for theirs."""
    said, ranking = words(lang), comparison.ranking
    if candidate.country == ranking.country:
        return
    for place, country in ((ranking.geonameid, candidate.country), (candidate.geonameid, ranking.country)):
        mission = mission_for(place, country)
        if mission is None:
            where = place_name(region_of(place) or place, lang)
            yield said["mission_none"].format(country=country_name(country, lang), region=where)
        else:
            yield said["mission"].format(
                name=quoted(mission.name, lang),
                city=place_name(mission.seat, lang),
                cited=cited(mission.recorded, mission.source, lang),
            )


def _themed(comparison: Comparison, candidate: int) -> list[Tie]:
    """Papers between the two places or their regions that name fields of cooperation."""
    ours = {comparison.ranking.geonameid, region_of(comparison.ranking.geonameid)}
    theirs = {candidate, region_of(candidate)}
    return [
        tie
        for tie in comparison.ties
        if tie.themes and ((tie.a in ours and tie.b in theirs) or (tie.b in ours and tie.a in theirs))
    ]


def _language(comparison: Comparison, candidate: Candidate, lang: str) -> str:
    said, spoken = words(lang), languages_by_country()
    ours, theirs = (spoken.get(c, frozenset()) for c in (comparison.ranking.country, candidate.country))
    shared = language_names(", ".join(sorted(ours & theirs)), lang) if ours & theirs else ""
    return said["working_language"].format(
        shared=shared or said["no_shared_language"], cited=cited(GEONAMES_COPY, GEONAMES, lang)
    )


def practical_sources(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Names and addresses of what these lines stand on."""
    for candidate in comparison.ranking.candidates:
        gid, ours = candidate.geonameid, comparison.ranking
        yield from ((r.source, r.url) for r in rules() if r.country == candidate.country)
        yield from ((tie.source or "", tie.url) for tie in _themed(comparison, gid))
        for place, country in ((ours.geonameid, candidate.country), (gid, ours.country)):
            if mission := mission_for(place, country):
                yield mission.source, mission.url
