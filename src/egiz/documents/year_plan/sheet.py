"""From a year plan to a PDF of one paper size, in Russian, Uzbek, Kazakh and English."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from babel import Locale
from babel.dates import format_date, get_month_names

from egiz.documents._errors import DocumentError
from egiz.documents.translations import read_words

from .plan import PlanEntry, YearPlan

PAPERS = ("a3", "a4")
_HERE = Path(__file__).resolve().parent
# How many entries of one sector a month can hold before the sheet stops being readable from a step away.
_CELL_HOLDS = {"a3": 6, "a4": 4}
# With so few entries above one another the letters can be larger: a plan is read from across the room.
_ROOMY = 14


def words(lang: str) -> Mapping[str, str]:
    """The sheet's words in one language (`read_words`)."""
    return read_words(_HERE / "words.json", lang, "year plan")


def document(plan: YearPlan, *, lang: str, paper: str) -> dict[str, Any]:
    """What the layout prints, as plain data in one language."""
    if paper not in PAPERS:
        raise DocumentError(f"The paper must be one of {', '.join(PAPERS)}, not {paper!r}.")
    said = words(lang)
    locale = Locale.parse("en_GB" if lang == "en" else lang)
    used = [key for key in plan.sectors if any(e.sector == key and e.months(plan.year) for e in plan.entries)]
    made = format_date(plan.made_on, "long", locale=locale)
    names = get_month_names("wide", context="stand-alone", locale=locale)
    deepest = [max(len(plan.cell(key, month)) for month in range(1, 13)) for key in used]
    return {
        "lang": lang,
        "paper": paper,
        "scale": 1.25 if sum(deepest) <= _ROOMY else 1.0,
        "year": str(plan.year),
        "title": plan.title,
        "months": [_capital(names[month]) for month in range(1, 13)],
        "rows": [
            {
                "name": plan.sectors[key],
                "cells": [_cell(plan.cell(key, month), paper, said) for month in range(1, 13)],
            }
            for key in used
        ],
        "empty": "" if used else said["empty"],
        "legend": {
            status: said[status] for status in ("expected", "announced", "confirmed", "moved", "cancelled")
        },
        "note": _note(plan, said),
        "made": said["made"].format(date=made),
        "address": plan.address,
    }


def _note(plan: YearPlan, said: Mapping[str, str]) -> str:
    left = said["left_out"].format(count=plan.left_out) if plan.left_out else ""
    return f"{said['note']} {left}".strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cell(entries: list[PlanEntry], paper: str, said: Mapping[str, str]) -> dict[str, Any]:
    most = _CELL_HOLDS[paper]
    # One line that says "and 1 more" takes the room of the entry itself.
    shown = entries if len(entries) <= most + 1 else entries[:most]
    more = len(entries) - len(shown)
    return {
        "entries": [
            {
                "name": entry.name,
                "when": _when(entry, said),
                "where": ", ".join(filter(None, (entry.place, entry.country))),
                "status": entry.status,
            }
            for entry in shown
        ],
        "more": said["more"].format(count=more) if more else "",
    }


def _when(entry: PlanEntry, said: Mapping[str, str]) -> str:
    if entry.first_day is None:
        return said[entry.part] if entry.part else ""
    first, last = entry.first_day, entry.last_day
    if last is None or last == first:
        return str(first.day)
    if (last.year, last.month) == (first.year, first.month):
        return f"{first.day}–{last.day}"
    return f"{first.day}.{first.month:02} – {last.day}.{last.month:02}"


def year_plan_pdf(plan: YearPlan, *, lang: str = "en", paper: str = "a3") -> bytes:
    """Print a year plan.

    Parameters
    ----------
    plan
        What to print.
    lang
        ru, uz, kk or en.
    paper
        a3 or a4, landscape.

    Returns
    -------
    bytes
        A PDF; more than one page only when the rows do not fit.

    Raises
    ------
    DocumentError
        If the language or the paper is not held.
    """
    content: bytes = _compile(document(plan, lang=lang, paper=paper), "pdf")
    return content


def year_plan_pictures(plan: YearPlan, *, lang: str = "en", paper: str = "a3") -> list[bytes]:
    """Give the pages of the same sheet as PNG pictures."""
    pages = _compile(document(plan, lang=lang, paper=paper), "png")
    return pages if isinstance(pages, list) else [pages]


def _compile(data: Mapping[str, Any], form: Literal["pdf", "png"]) -> Any:
    import typst  # noqa: PLC0415 - heavy, only when paper is asked for

    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        (room / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (room / "sheet.typ").write_bytes((_HERE / "sheet.typ").read_bytes())
        return typst.compile(str(room / "sheet.typ"), format=form, ppi=70.0)
