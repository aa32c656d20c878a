"""The parts of the dossier: rows and cells of its table, ties, partners, warnings, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from egiz.atlas.facts import Boundary, Fact
from egiz.twinning.comparison import Comparison
from egiz.twinning.dossier_practice import practical_sources
from egiz.twinning.model import Candidate, Evidence, Part, Partner, Tie
from egiz.twinning.sentences import (
    cited,
    country_name,
    criterion_name,
    day,
    language_names,
    number,
    place_name,
    quoted,
    sentence,
    source_name,
    tag_names,
    words,
)

ADDRESSES = {
    "GeoNames (CC BY 4.0)": "https://www.geonames.org/",
    "Wikidata": "https://www.wikidata.org/",
    "airportsdata": "https://github.com/mborsetti/airportsdata",
}
SAID_IN_WORDS = frozenset({"shares", "travel", "tag_of_region"})  # the bare figure would not say what it is
MOST_PARTNERS = 12  # listed of ours; how many there are is said before


def sentences_of(candidate: Candidate, lang: str) -> list[str]:
    """Everything that speaks for and against a candidate, what moves the score most first."""
    order = sorted(candidate.parts, key=lambda part: -part.weight * (part.score or 0.0))
    return [reason.said(lang) for part in order if part.status != "unknown" for reason in part.reasons]


def proposals(comparison: Comparison, lang: str) -> list[str]:
    """Who proposed or prepares which of the twinnings: why the dossier exists."""
    ranking = comparison.ranking
    ids = {candidate.geonameid for candidate in ranking.candidates}
    lines = []
    for tie in comparison.ties:
        others = {tie.a, tie.b} - {ranking.geonameid}
        if len(others) == 1 and others <= ids and tie.status in ("proposed", "planned"):
            names = f"{place_name(ranking.geonameid, lang)} – {place_name(others.pop(), lang)}"
            about = {"date": tie.as_of or tie.recorded, "source": tie.source or ""}
            lines.append(f"{names}: {sentence(tie.status, about, lang)}. {quoted(tie.note, lang)}".strip())
    return lines


def partner_line(partner: Partner, lang: str) -> str:
    """One known twin: where, what was signed, since when, last activity, and who says so."""
    tie = partner.ties[0]
    said = words(lang)
    noted = [said[f"{tie.word}_tie"], said[f"{tie.status}_status"]]
    noted.append(said["since"].format(date=day(tie.as_of, lang)) if tie.as_of else said["since_unknown"])
    if tie.last_activity:
        noted.append(said["last_activity"].format(date=day(tie.last_activity, lang)))
    if tie.doubt:
        noted.append(said[f"{tie.doubt}_doubt"])
    where = f"{place_name(partner.geonameid, lang)}, {country_name(partner.country, lang)}"
    return f"{where}: {', '.join(noted)} ({cited(tie.recorded, tie.source, lang)})"


def partners(comparison: Comparison, lang: str) -> list[dict[str, Any]]:
    """The known twins of our place and of each candidate: how many, where, and which."""
    ranking = comparison.ranking
    ours = ranking.twins.partners
    here = {partner.geonameid for partner in ranking.partners}
    order = [*ranking.partners, *(partner for partner in ours if partner.geonameid not in here)]
    blocks = [(ranking.geonameid, ranking.twins, order)]
    blocks += [(c.geonameid, c.twins, list(c.twins.partners)) for c in ranking.candidates]
    return [
        {
            "name": place_name(gid, lang),
            "pattern": twins.reason.said(lang),
            "lines": [partner_line(partner, lang) for partner in listed[:MOST_PARTNERS]],
            "more": words(lang)["more"].format(number=len(listed) - MOST_PARTNERS)
            if len(listed) > MOST_PARTNERS
            else "",
        }
        for gid, twins, listed in blocks
    ]


def row(comparison: Comparison, criterion: str, lang: str) -> dict[str, Any]:
    """One line of the table."""
    cells = [_cell(part, lang) for part in comparison.row(criterion)]
    weight = number(round(comparison.ranking.weights[criterion], 2), lang)
    return {"name": criterion_name(criterion, lang), "weight": weight, "cells": cells}


def _value(evidence: Evidence, lang: str) -> str:
    value, said = evidence.value, words(lang)
    if evidence.unit == "languages":
        return said["none"] if value == "none" else language_names(str(value), lang)
    text = number(value, lang) if isinstance(value, (int, float)) else tag_names(str(value), lang)
    return f"{text} {said.get(evidence.unit, evidence.unit)}".strip()


def _cited(evidence: Evidence, lang: str) -> str:
    said = [day(evidence.as_of or "", lang)]
    # What a distance or an undated figure of GeoNames is about needs no boundary, or has none on record.
    if evidence.boundary != "city" or (evidence.unit == "people" and evidence.as_of):
        said.append(words(lang).get(f"{evidence.boundary}_b", evidence.boundary))
    return ", ".join([*said, source_name(evidence.source or "", lang)])


def _cell(part: Part, lang: str) -> dict[str, Any]:
    said = [reason.said(lang) for reason in part.reasons]
    if part.status == "unknown":
        return {"status": part.status, "value": ": ".join([words(lang)["unknown"], *said]), "more": []}
    if part.criterion in ("ties", "precedent"):
        return {"status": part.status, "value": said[0], "more": said[1:] if part.criterion == "ties" else []}
    if part.reasons and part.reasons[0].code in SAID_IN_WORDS:
        return {"status": part.status, "value": "; ".join(said), "more": []}
    return _value_cell(part, lang)


def _value_cell(part: Part, lang: str) -> dict[str, Any]:
    first = part.evidence[0] if part.evidence else Evidence(part.value, part.unit, part.as_of, part.source)
    more = [_cited(first, lang)]
    if part.status == "conflict":
        more += [f"{_value(e, lang)} ({_cited(e, lang)})" for e in part.evidence[1:4]]
    return {"status": part.status, "value": _value(first, lang), "more": more}


def _places(comparison: Comparison) -> list[int]:
    return [comparison.ranking.geonameid, *(c.geonameid for c in comparison.ranking.candidates)]


def warnings(comparison: Comparison, lang: str) -> list[str]:
    """Disagreeing and doubted figures of every place, ours first, and which of the reader's own are used."""
    found = [reason.said(lang) for reason in comparison.ranking.notes]
    for candidate in comparison.ranking.candidates:
        found += [r.said(lang) for r in candidate.warnings if r.code.startswith("own_")]
    for gid in _places(comparison):
        found += population_warnings(comparison, gid, lang)
    return found


def population_warnings(comparison: Comparison, geonameid: int, lang: str) -> list[str]:
    """Disagreeing and doubted populations of a place, with source, date, boundary and the whole reason."""
    said, name = words(lang), place_name(geonameid, lang)
    boundary: Boundary = "region" if comparison.ranking.level == "region" else "city"
    reading = comparison.facts.reading(geonameid, "population", boundary)
    lines = []
    if reading.conflicts:
        facts = dict.fromkeys(chain.from_iterable((c.a, c.b) for c in reading.conflicts))
        values = "; ".join(_figure(fact, lang) for fact in facts)
        lines.append(said["w_conflict"].format(name=name, criterion=said["population"], values=values))
    for fact in reading.facts:
        if fact.doubt:
            value = f"{number(fact.number or 0, lang)} {said['people']}"
            why = quoted(fact.doubt, lang)
            cite = cited(fact.as_of, fact.source, lang)
            lines.append(said["w_doubt"].format(name=name, value=value, source=cite, why=why))
    return lines


def _figure(fact: Fact, lang: str) -> str:
    said = words(lang)
    boundary = said.get(f"{fact.boundary}_b", fact.boundary)
    return (
        f"{number(fact.number or 0, lang)} {said['people']} "
        f"({day(fact.as_of, lang)}, {boundary}, {source_name(fact.source, lang)})"
    )


def precedents(comparison: Comparison, lang: str) -> list[str]:
    """Recorded twins of cities of the same two countries."""
    pairs: dict[tuple[int, int], Tie] = {}
    for precedent in comparison.precedents:
        for tie in precedent.pairs:
            pairs.setdefault((tie.a, tie.b), tie)
    said = words(lang)
    return [
        f"{place_name(a, lang)} – {place_name(b, lang)}: {said[f'{tie.word}_tie']}, "
        f"{said[f'{tie.status}_status']} ({cited(tie.as_of or tie.recorded, tie.source, lang)})"
        for (a, b), tie in pairs.items()
    ]


def _part_sources(parts: Iterable[Part]) -> Iterator[tuple[str, str]]:
    for part in parts:
        yield from ((e.source, e.url) for e in part.evidence if e.source)


def _cited_sources(comparison: Comparison) -> Iterator[tuple[str, str]]:
    for candidate in comparison.ranking.candidates:
        yield from _part_sources(candidate.parts)
        yield from _tie_sources(candidate.twins.partners)
    for gid in _places(comparison):
        yield from ((fact.source, fact.source_url) for fact in comparison.facts.about(gid, "population"))
    yield from _tie_sources(comparison.ranking.twins.partners)
    for precedent in comparison.precedents:
        yield from ((tie.source or "", tie.url) for tie in precedent.pairs)


def _tie_sources(found: Iterable[Partner]) -> Iterator[tuple[str, str]]:
    for partner in found:
        yield from ((tie.source or "", tie.url) for tie in partner.ties)


def sources(comparison: Comparison, lang: str) -> list[str]:
    """Every source that a value, tie or warning of the dossier stands on, with its address."""
    found: dict[str, dict[str, None]] = {}
    for source, url in (*_cited_sources(comparison), *practical_sources(comparison)):
        if source:
            head = source.partition(",")[0] if source.startswith("airportsdata") else source
            found.setdefault(source_name(head, lang), {})[url or ADDRESSES.get(head, "")] = None
    return [f"{name}: {url}" if url else name for name in sorted(found) for url in found[name]]
