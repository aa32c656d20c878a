"""From a print pack to one PDF, in Russian, Uzbek, Kazakh and English."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from babel import Locale

from egiz.documents._errors import DocumentError
from egiz.documents.pack.pack import Agenda, Badge, Line, Pack
from egiz.documents.translations import long_day, plain_day, read_words

_HERE = Path(__file__).resolve().parent
_BADGE_HOLDS = 8
CODE_PREFIX = "EGIZ:"  # so that a scanner of badges tells one from any other code


def words(lang: str) -> Mapping[str, str]:
    """The pack's words in one language (`read_words`)."""
    return read_words(_HERE / "words.json", lang, "print pack")


def qr_svg(text: str, *, error: str = "m") -> str:
    """A code to scan as an SVG drawing, with the quiet zone that readers need."""
    import segno  # noqa: PLC0415 - loaded when paper is asked for

    file = io.BytesIO()
    segno.make(text, error=error, micro=False).save(
        file, kind="svg", xmldecl=False, border=4, scale=1, svgclass=None
    )
    return file.getvalue().decode()


def language_names(codes: Sequence[str], lang: str) -> str:
    """Languages by their names in the reader's language."""
    locale = Locale.parse("en_GB" if lang == "en" else lang)
    return ", ".join(str(locale.languages.get(code, code)) for code in codes)


def _seats(pack: Pack, said: Mapping[str, str], lang: str) -> list[dict[str, Any]]:
    by_day = groupby(pack.seats, key=lambda seat: long_day(seat.starts.date(), lang))
    return [{"date": date, "hours": [_hour(seat, said) for seat in part]} for date, part in by_day]


def document(pack: Pack, lang: str) -> dict[str, Any]:
    """What the layout prints, as plain data; agendas and badges speak their reader's language."""
    said = words(lang)
    return {
        "lang": lang,
        "title": pack.title,
        "place": pack.place,
        "foot": _foot(pack, lang),
        "marks": _marks(pack, lang),
        "agendas": [_agenda(one, pack, one.lang or lang) for one in pack.agendas],
        "badges": [_badge(one, pack, one.lang or lang) for one in pack.badges],
        "signs": [
            {"table": one.table, "label": said["table"], "days": _days(one.lines, lang)} for one in pack.signs
        ],
        "interpreters": [
            {
                "name": one.name,
                "label": said["interpreter"],
                "languages": language_names(one.languages, lang),
                "days": _days(one.lines, lang),
                "empty": said["no_meetings"],
            }
            for one in pack.interpreters
        ],
        "seats_title": said["seats"],
        "seats": _seats(pack, said, lang),
        "heads": {"table": said["table"], "interpreter": said["interpreter"]},
    }


def _foot(pack: Pack, lang: str) -> str:
    said = words(lang)
    parts = [
        said["version"].format(number=pack.version) if pack.version else "",
        said["made"].format(date=plain_day(pack.made_on, lang)),
        said["hours_of"].format(zone=pack.zone) if pack.zone else "",
    ]
    return " · ".join(part for part in parts if part)


def _marks(pack: Pack, lang: str) -> list[str]:
    said = words(lang)
    return [said[mark] for mark, on in (("draft", pack.draft), ("sample", pack.sample)) if on]


def _side(side: str, pack: Pack, lang: str) -> dict[str, str]:
    return {"side": side, "side_name": (pack.ours if side == "ours" else pack.theirs) or words(lang)[side]}


def _agenda(one: Agenda, pack: Pack, lang: str) -> dict[str, Any]:
    said = words(lang)
    return {
        **_side(one.side, pack, lang),
        "lang": lang,
        "company": one.company,
        "people": one.people,
        "label": said["agenda"],
        "days": _days(one.lines, lang),
        "empty": "" if one.lines else said["no_meetings"],
        "qr": qr_svg(one.link, error="l") if one.link else "",
        "newest": said["newest"],
        "foot": _foot(pack, lang),
        "marks": _marks(pack, lang),
    }


def _badge(one: Badge, pack: Pack, lang: str) -> dict[str, Any]:
    return {
        **_side(one.side, pack, lang),
        "lang": lang,
        "person": one.person,
        "company": one.company,
        "languages": language_names(one.languages, lang),
        "speaks": words(lang)["speaks"],
        "code": " ".join(one.code[at : at + 4] for at in range(0, len(one.code), 4)),
        "qr": qr_svg(CODE_PREFIX + one.code),
        "marks": _marks(pack, lang),
        "days": _short(one.lines, lang),
    }


def _days(lines: Sequence[Line], lang: str) -> list[dict[str, Any]]:
    said = words(lang)
    ordered = sorted(lines, key=lambda line: (line.starts, line.table))
    return [
        {"date": long_day(date, lang), "lines": [_line(line, said) for line in part]}
        for date, part in groupby(ordered, key=lambda line: line.starts.date())
    ]


def _short(lines: Sequence[Line], lang: str) -> list[dict[str, Any]]:
    """The first lines that fit a badge, and how many more there are on the agenda."""
    days = _days(sorted(lines, key=lambda line: line.starts)[:_BADGE_HOLDS], lang)
    if days and len(lines) > _BADGE_HOLDS:
        days[-1]["more"] = f"+ {len(lines) - _BADGE_HOLDS}"
    return days


def _line(line: Line, said: Mapping[str, str]) -> dict[str, str]:
    return {
        "hours": f"{line.starts:%H:%M}–{line.ends:%H:%M}",
        "who": line.who,
        "other": line.other,
        "about": line.about,
        "place": said["online"] if line.online else line.table,
        "place_label": "" if line.online or not line.table else said["table"],
        "interpreter": line.interpreter,
    }


def _hour(seat: Any, said: Mapping[str, str]) -> dict[str, Any]:
    return {
        "hours": f"{seat.starts:%H:%M}–{seat.ends:%H:%M}",
        "lines": [_line(line, said) for line in seat.lines],
    }


def pack_pdf(pack: Pack, *, lang: str = "en") -> bytes:
    """Print a pack.

    Parameters
    ----------
    pack
        What to print; a part that is empty has no page.
    lang
        ru, uz, kk or en: of what is for everybody, and of whoever names no language.

    Raises
    ------
    DocumentError
        If the language is not held, or the pack holds nothing.
    """
    content: bytes = _compile(_checked(pack, lang), "pdf")
    return content


def pack_pictures(pack: Pack, *, lang: str = "en", ppi: float = 70.0) -> list[bytes]:
    """Give the pages of the same pack as PNG pictures."""
    pages = _compile(_checked(pack, lang), "png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages]


def _checked(pack: Pack, lang: str) -> dict[str, Any]:
    if not (pack.agendas or pack.badges or pack.signs or pack.interpreters or pack.seats):
        raise DocumentError("Nothing to print: the pack has no agenda, badge, sign, sheet or seat.")
    return document(pack, lang)


def _compile(data: Mapping[str, Any], form: Literal["pdf", "png"], ppi: float = 70.0) -> Any:
    import typst  # noqa: PLC0415 - heavy, only when paper is asked for

    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        (room / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (room / "pack.typ").write_bytes((_HERE / "pack.typ").read_bytes())
        return typst.compile(str(room / "pack.typ"), format=form, ppi=ppi)
