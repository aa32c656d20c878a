"""The dossier of a comparison as a PDF, in Russian, Uzbek, Kazakh and English."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from egiz.twinning import dossier_parts as parts
from egiz.twinning.charts import dot_plot, render, weight_triangle
from egiz.twinning.comparison import Comparison
from egiz.twinning.dossier_practice import practical
from egiz.twinning.maps import drawn_map
from egiz.twinning.places import DATA, spot_of
from egiz.twinning.sentences import criterion_name, day, place_name, words

TITLES = {"region": "title_region", "village": "title_village"}


def document(comparison: Comparison, lang: str, *, today: dt.date | None = None) -> dict[str, Any]:
    """What the template prints, as plain data in one language."""
    said = words(lang)
    ranking = comparison.ranking
    names = {c.geonameid: place_name(c.geonameid, lang) for c in ranking.candidates}
    city = place_name(ranking.geonameid, lang)
    made = (today or dt.datetime.now(dt.UTC).date()).isoformat()
    return {
        "lang": lang,
        "title": said[TITLES.get(ranking.level, "title")].format(city=city),
        "subtitle": f"{said['subtitle']}: {', '.join(names.values())}",
        "made": said["made"].format(date=day(made, lang)),
        "words": dict(said),
        "proposals": parts.proposals(comparison, lang),
        "answer": list(ranking.sentences(lang)),
        "head": list(names.values()),
        "reasons": [
            {"name": names[c.geonameid], "lines": parts.sentences_of(c, lang)} for c in ranking.candidates
        ],
        "partners": parts.partners(comparison, lang),
        "rows": [parts.row(comparison, criterion, lang) for criterion in comparison.criteria],
        "warnings": parts.warnings(comparison, lang),
        "practical": practical(comparison, lang),
        "triangle_note": said["triangle_note"].format(groups=_groups(comparison, lang)),
        "their_view": [
            said["their_row"].format(city=city, place=s.place, among=s.among, name=names[s.geonameid])
            for s in comparison.standings
        ],
        "precedents": parts.precedents(comparison, lang),
        "sources": parts.sources(comparison, lang),
        "note": said["note"],
    }


def _groups(comparison: Comparison, lang: str) -> str:
    """What each corner of the triangle stands for: its criteria with a weight."""
    said = words(lang)
    named = {
        said.get(name, name): ", ".join(criterion_name(criterion, lang) for criterion in members)
        for name, members in comparison.groups.items()
        if members
    }
    return " ".join(f"{name}: {members}." for name, members in named.items())


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
    names: Mapping[int, str] = {
        c.geonameid: place_name(c.geonameid, lang) for c in comparison.ranking.candidates
    }
    said = words(lang)
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        (room / "dossier.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (room / "dossier.typ").write_bytes((DATA / "dossier.typ").read_bytes())
        (room / "dots.svg").write_bytes(render(dot_plot(comparison, names=names, words=said)))
        spots = [spot_of(gid) for gid in (comparison.ranking.geonameid, *names)]
        ours = {comparison.ranking.geonameid: place_name(comparison.ranking.geonameid, lang)}
        (room / "map.svg").write_bytes(drawn_map(spots[0], spots[1:], {**ours, **names}))
        (room / "triangle.svg").write_bytes(render(weight_triangle(comparison, names=names, words=said)))
        if pages_as_png:
            return typst.compile(str(room / "dossier.typ"), format="png", ppi=80.0)
        return typst.compile(str(room / "dossier.typ"))
