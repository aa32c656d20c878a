"""The dossier of a comparison as a PDF, in Russian, Uzbek, Kazakh and English."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from egiz import atlas
from egiz.twinning._errors import TwinningError
from egiz.twinning.charts import dot_plot, render, weight_triangle
from egiz.twinning.columns import DATA
from egiz.twinning.comparison import Comparison
from egiz.twinning.model import Evidence, Part, Reason

LANGUAGES = ("ru", "uz", "kk", "en")
SAID_IN_WORDS = frozenset({"shares", "travel"})  # the bare figure would not say what it is


@cache
def words(lang: str) -> Mapping[str, str]:
    """The dossier's words in one language.

    Raises
    ------
    TwinningError
        If the language is not one of ru, uz, kk, en.
    """
    if lang not in LANGUAGES:
        raise TwinningError(f"No dossier in {lang!r}; one of {', '.join(LANGUAGES)} is expected.")
    table: dict[str, dict[str, str]] = json.loads((DATA / "dossier.json").read_text(encoding="utf-8"))
    return table[lang]


def place_name(geonameid: int, lang: str) -> str:
    """The name of a place in a language, its first name where that is not known."""
    return atlas.names(geonameid).get(lang) or atlas.place(geonameid).name


def number(value: float, lang: str) -> str:
    """A figure with the language's separators: 343,500 or 343 500."""
    text = f"{value:,.10g}"
    return text if lang == "en" else text.replace(",", "\u00a0").replace(".", ",")


def criterion_name(criterion: str, lang: str) -> str:
    """A criterion in words; a tag after the colon too."""
    said = words(lang)
    head, _, tag = criterion.partition(":")
    name = said.get(head, head)
    return f"{name}: {said.get(tag, tag)}" if tag else name


def sentence(reason: Reason, lang: str) -> str:
    """A reason in a language; the English text where no translation is held."""
    said = words(lang)
    pattern = said.get(f"r_{reason.code}")
    if pattern is None:
        return reason.text
    filled: dict[str, str] = {}
    for key, value in reason.params.items():
        known = reason.params.get("place" if key == "name" else f"{key}_id")
        if isinstance(known, int):
            filled[key] = place_name(known, lang)
        elif key == "criterion":
            filled[key] = criterion_name(str(value), lang)
        elif key == "status":
            filled[key] = said.get(f"{value}_status", str(value))
        elif key == "word":
            filled[key] = said[f"pw_{value}"]
        elif key == "shared":
            filled[key] = languages(str(value), lang)
        elif key == "tags":
            filled[key] = _words_of(str(value), said)
        elif isinstance(value, (int, float)):
            filled[key] = number(value, lang)
        else:
            filled[key] = said.get(str(value), str(value))
    return pattern.format(**filled)


def languages(codes: str, lang: str) -> str:
    """Language codes in words of a language: "ru" is "орыс тілі" or "русский"."""
    from babel import Locale  # noqa: PLC0415 - only when paper is asked for

    known = Locale(lang).languages
    return ", ".join(str(known.get(code, code)) for code in codes.split(", "))


def _words_of(tags: str, said: Mapping[str, str]) -> str:
    return ", ".join(said.get(tag, tag) for tag in tags.split(", "))


def document(comparison: Comparison, lang: str, *, today: dt.date | None = None) -> dict[str, Any]:
    """What the template prints, as plain data in one language."""
    said = words(lang)
    ranking = comparison.ranking
    names = {c.geonameid: place_name(c.geonameid, lang) for c in ranking.candidates}
    by_name = {c.name: names[c.geonameid] for c in ranking.candidates}
    city = place_name(ranking.geonameid, lang)
    return {
        "lang": lang,
        "title": said["title"].format(city=city),
        "subtitle": f"{said['subtitle']}: {', '.join(names.values())}",
        "made": said["made"].format(date=(today or dt.datetime.now(dt.UTC).date()).isoformat()),
        "words": dict(said),
        "answer": [_renamed(reason, by_name, lang) for reason in ranking.summary],
        "head": list(names.values()),
        "warnings": _warnings(comparison, names, lang),
        "rows": [_row(comparison, criterion, lang) for criterion in comparison.criteria],
        "reasons": [
            {"name": names[c.geonameid], "text": "; ".join(sentence(r, lang) for r in c.reasons)}
            for c in ranking.candidates
        ],
        "their_view": [
            said["their_row"].format(city=city, place=s.place, among=s.among, name=names[s.geonameid])
            for s in comparison.standings
        ],
        "precedents": _precedents(comparison, lang),
        "sources": _sources(comparison, said),
        "note": said["note"],
    }


def _renamed(reason: Reason, by_name: Mapping[str, str], lang: str) -> str:
    params = dict(reason.params)
    params["name"] = by_name.get(str(params.get("name")), str(params.get("name")))
    return sentence(Reason(reason.code, params, reason.text), lang)


def _shown(evidence: Evidence, said: Mapping[str, str], lang: str) -> str:
    value = evidence.value
    if evidence.unit == "languages":
        return languages(str(value), lang)
    text = number(value, lang) if isinstance(value, (int, float)) else _words_of(str(value), said)
    return f"{text} {said.get(evidence.unit, evidence.unit)}".strip()


def _cited(evidence: Evidence, said: Mapping[str, str]) -> str:
    boundary = said.get(f"{evidence.boundary}_b", evidence.boundary)
    source = evidence.source or ""
    return ", ".join(x for x in (evidence.as_of or said["no_date"], boundary, said.get(source, source)) if x)


def _row(comparison: Comparison, criterion: str, lang: str) -> dict[str, Any]:
    cells = [_cell(part, lang) for part in comparison.row(criterion)]
    weight = number(round(comparison.ranking.weights[criterion], 2), lang)
    return {"name": criterion_name(criterion, lang), "weight": weight, "cells": cells}


def _cell(part: Part, lang: str) -> dict[str, Any]:
    said = words(lang)
    if part.status == "unknown":
        return {"status": part.status, "value": said["unknown"], "more": []}
    if part.criterion in ("ties", "precedent"):
        more = [_cited(e, said) for e in part.evidence[:1]] if part.criterion == "ties" else []
        return {"status": part.status, "value": sentence(part.reasons[0], lang), "more": more}
    if part.reasons and part.reasons[0].code in SAID_IN_WORDS:
        said_so = "; ".join(sentence(reason, lang) for reason in part.reasons)
        return {"status": part.status, "value": said_so, "more": [_cited(part.evidence[0], said)]}
    first = part.evidence[0] if part.evidence else Evidence(part.value, part.unit, part.as_of, part.source)
    more = [_cited(first, said)]
    if part.status == "conflict":
        more += [f"{_shown(e, said, lang)} ({_cited(e, said)})" for e in part.evidence[1:4]]
    return {"status": part.status, "value": _shown(first, said, lang), "more": more}


def _warnings(comparison: Comparison, names: Mapping[int, str], lang: str) -> list[str]:
    from egiz.twinning.warnings import population_warnings  # noqa: PLC0415 - a ring of two modules

    ids = {comparison.ranking.geonameid: place_name(comparison.ranking.geonameid, lang), **names}
    return [line for gid, name in ids.items() for line in population_warnings(comparison, gid, name, lang)]


def _precedents(comparison: Comparison, lang: str) -> list[str]:
    pairs = {(a, b): why for p in comparison.precedents for a, b, why in p.pairs}
    return [f"{place_name(a, lang)} – {place_name(b, lang)} ({why})" for (a, b), why in pairs.items()]


def _sources(comparison: Comparison, said: Mapping[str, str]) -> list[str]:
    found = dict.fromkeys(
        f"{said.get(e.source, e.source)}{': ' + e.url if e.url else ''}"
        for c in comparison.ranking.candidates
        for part in c.parts
        for e in part.evidence
        if e.source
    )
    return sorted(found)


def write_dossier(
    comparison: Comparison, path: Path, *, lang: str = "en", today: dt.date | None = None
) -> None:
    """Write the dossier of a comparison as PDF.

    Parameters
    ----------
    comparison : Comparison
        What `compare` answered.
    path : Path
        The PDF file.
    lang : str
        ru, uz, kk or en.
    today : date, optional
        The date to print; by default today.

    Raises
    ------
    TwinningError
        If the language is not held.
    OSError
        If the file cannot be written.
    """
    path.write_bytes(dossier_pdf(comparison, lang=lang, today=today))


def dossier_pdf(
    comparison: Comparison, *, lang: str = "en", today: dt.date | None = None, pages_as_png: bool = False
) -> Any:
    """The dossier as bytes of a PDF (or a list of PNG pages)."""
    import typst  # noqa: PLC0415 - heavy, only when paper is asked for

    data = document(comparison, lang, today=today)
    names = {c.geonameid: place_name(c.geonameid, lang) for c in comparison.ranking.candidates}
    said = words(lang)
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        (room / "dossier.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (room / "dossier.typ").write_bytes((DATA / "dossier.typ").read_bytes())
        (room / "dots.svg").write_bytes(render(dot_plot(comparison, names=names, words=said)))
        (room / "triangle.svg").write_bytes(render(weight_triangle(comparison, names=names, words=said)))
        if pages_as_png:
            return typst.compile(str(room / "dossier.typ"), format="png", ppi=80.0)
        return typst.compile(str(room / "dossier.typ"))
