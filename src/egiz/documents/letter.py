"""A letter that asks a host to receive the delegation: DOCX to be edited, PDF to be read. Always a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from egiz.documents.addressing import greeting
from egiz.documents.editable import docx
from egiz.documents.model import Letter
from egiz.documents.paper import pdf
from egiz.documents.translations import hours, long_day, plain_day, words

BLANK = "________"


def letter_data(letter: Letter, lang: str) -> dict[str, Any]:
    """What the letter says, as plain data in one language.

    Raises
    ------
    DocumentError
        If the language is not known.
    """
    said = words(lang)
    day = long_day(letter.starts.date(), lang)
    ask = said["letter_ask"].format(sender=letter.sender)
    return {
        "lang": lang,
        "words": dict(said),
        "title": said["letter_title"],
        "sender": letter.sender,
        "host": letter.host,
        "addressee": letter.addressee,
        "date": plain_day(letter.made_on, lang),
        "number": f"{said['letter_number']} {letter.number or BLANK}",
        "greeting": greeting(letter.addressee, said, lang),
        "ask": ask,
        "about": letter.title,
        "purpose": letter.purpose,
        "when": f"{day}, {hours(letter.starts, letter.ends)}, {letter.zone}",
        "place": letter.place,
        "members": [
            {"name": m.name, "about": ", ".join(p for p in (m.position, m.organisation) if p)}
            for m in letter.members
        ],
        "close": said["letter_close"],
        "contact": letter.contact,
        "office": letter.office or said["letter_office"],
        "signer": letter.signer or said["letter_signer"],
        "draft": said["letter_draft"],
        "sample": said["sample"] if letter.sample else "",
    }


def letter_pdf(letter: Letter, lang: str, *, as_png: bool = False) -> Any:
    """The letter as bytes of a PDF (or a list of PNG pages), marked as a draft."""
    return pdf("letter", letter_data(letter, lang), as_png=as_png)


def letter_docx(letter: Letter, lang: str, *, template: bytes | Path | None = None) -> bytes:
    """The letter as a Word document, marked as a draft."""
    return docx("letter", letter_data(letter, lang), template)
