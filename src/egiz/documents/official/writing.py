"""From an official paper to PDF and DOCX, in one language or in two side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from egiz.documents._errors import DocumentError
from egiz.documents.editable import fill
from egiz.documents.paper import pdf

from .columns import two_columns
from .content import content
from .layouts import blocks
from .model import OfficialPaper
from .template import template

# Papers that two sides sign in one text; the others go out one language a file, as office rules ask.
IN_TWO_COLUMNS = ("memorandum", "plan", "minutes")


def paper_pdf(paper: OfficialPaper, lang: str, *, beside: str = "", as_png: bool = False) -> Any:
    """The paper as bytes of a PDF (or a list of PNG pages).

    Parameters
    ----------
    paper, lang
        What to print, and in which language.
    beside
        A second language in a column of its own; only for papers that two sides sign.
    as_png
        Give the pages as pictures instead.

    Raises
    ------
    DocumentError
        If a language is not known, or the paper does not stand in two columns.
    """
    data = content(paper, lang)
    made = blocks(paper.kind, data)
    printed: dict[str, Any] = {
        "lang": lang,
        "other": beside or lang,
        "title": data["title"],
        "wide": paper.asks.wide,
        "two": bool(beside),
        "footer": data["draft"],
        "blocks": [block for block in made if block],
    }
    if beside:
        printed["rows"] = [list(pair) for pair in zip(made, _beside(paper, lang, beside), strict=True)]
        printed["wide"] = True
    return pdf("official", printed, as_png=as_png)


def paper_docx(
    paper: OfficialPaper, lang: str, *, beside: str = "", own_template: bytes | Path | None = None
) -> bytes:
    """The paper as a Word document, from the shipped template or from the office's own.

    Raises
    ------
    DocumentError
        If the template names something that is not there, or as for `paper_pdf`.
    """
    data = content(paper, lang)
    if beside:
        return two_columns(blocks(paper.kind, data), _beside(paper, lang, beside))
    return fill(own_template if own_template is not None else template(paper.kind), data)


def _beside(paper: OfficialPaper, lang: str, beside: str) -> list[dict[str, Any] | None]:
    if paper.kind not in IN_TWO_COLUMNS:
        raise DocumentError(f"{paper.kind} is written in one language a file, not in two columns.")
    if beside == lang:
        raise DocumentError("Two columns hold two languages, not one twice.")
    return blocks(paper.kind, content(paper, beside))
