"""The list of a delegation as the other side asks for it: PDF and DOCX."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from egiz.documents.editable import docx
from egiz.documents.model import Programme
from egiz.documents.paper import pdf
from egiz.documents.translations import country, languages, plain_day, words


def delegation_data(programme: Programme, lang: str) -> dict[str, Any]:
    """What the list prints; a nationality that was not handed over stays blank.

    Raises
    ------
    DocumentError
        If the language is not known.
    """
    said = words(lang)
    days = [plain_day(day, lang) for day in (programme.days[0].date, programme.days[-1].date)]
    return {
        "lang": lang,
        "words": dict(said),
        "title": programme.title,
        "subtitle": said["delegation_list"],
        "span": " – ".join(dict.fromkeys(days)),
        "sender": programme.sender,
        "made": said["made"].format(date=plain_day(programme.made_on, lang)),
        "draft": said["draft"] if programme.draft else "",
        "sample": said["sample"] if programme.sample else "",
        "members": [
            {
                "number": number,
                "name": one.name,
                "position": one.position,
                "organisation": one.organisation,
                "role": one.role,
                "nationality": country(one.nationality, lang) if one.nationality else "",
                "languages": languages(one.languages, lang),
            }
            for number, one in enumerate(programme.members, 1)
        ],
        "with_nationality": any(one.nationality for one in programme.members),
    }


def delegation_pdf(programme: Programme, lang: str, *, as_png: bool = False) -> Any:
    """The list as bytes of a PDF (or a list of PNG pages)."""
    return pdf("delegation", delegation_data(programme, lang), as_png=as_png)


def delegation_docx(programme: Programme, lang: str, *, template: bytes | Path | None = None) -> bytes:
    """The list as a Word document."""
    return docx("delegation", delegation_data(programme, lang), template)
