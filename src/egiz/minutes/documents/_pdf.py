"""PDF in the order it is read: one column after the other, words joined over line ends."""

from __future__ import annotations

import io
import re
import time
from typing import Any

from egiz.minutes._errors import TextTooLongError, UnsupportedFileError
from egiz.minutes.documents._limits import LONGEST_TEXT

_MOST_PAGES = 400
_SECONDS = 60.0
_FEWEST_LINES = 8
_NARROWEST = 40
_STRIP = 2
_CLEAR, _BESIDE = 0.9, 0.4


def pdf_text(data: bytes, name: str) -> tuple[str, int]:
    """The text of a PDF, and how many of its pages were left out.

    Raises
    ------
    UnsupportedFileError
        It is damaged, encrypted, or holds pictures of pages only.
    TextTooLongError
        It holds far more than a report, or takes more than a minute of processor.
    """
    try:
        pages, left_out = _pages(data, name)
    except (UnsupportedFileError, TextTooLongError):
        raise
    except Exception as error:  # a damaged PDF can raise whatever its broken part is used for
        raise UnsupportedFileError(
            f"{name} is a PDF that cannot be opened: {type(error).__name__}. Save or print it to PDF anew."
        ) from error
    text = "\n".join(pages)
    if not re.search(r"[^\W\d_]{2,}", text):
        raise UnsupportedFileError(
            f"{name} is a PDF without text, probably scanned pages. "
            "Run text recognition (OCR) on it first, or paste the text."
        )
    return re.sub(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[a-zа-яәғқңөұүһіўҳ])", "", text), left_out


def _pages(data: bytes, name: str) -> tuple[list[str], int]:
    from pypdf import PdfReader  # noqa: PLC0415 - needed for one kind of file

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnsupportedFileError(f"{name} is encrypted. Save it without a password.")
    pages: list[str] = []
    length, started, count = 0, time.process_time(), len(reader.pages)
    for page in reader.pages[:_MOST_PAGES]:
        pages.append(_page(page))
        length += len(pages[-1])
        if length > LONGEST_TEXT:
            raise TextTooLongError(f"{name} holds more than {LONGEST_TEXT:,} characters; that is no report.")
        if time.process_time() - started > _SECONDS:
            raise TextTooLongError(
                f"{name} takes more than a minute to open; that is no report. Cut it into parts."
            )
    return pages, max(0, count - _MOST_PAGES)


def _page(page: Any) -> str:
    plain: str = page.extract_text()
    if plain.count("\n") < _FEWEST_LINES:
        return plain
    laid_out: str = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
    lines = [line.rstrip() for line in laid_out.splitlines() if line.strip()]
    gutter = _gutter(lines)
    if gutter is None:
        return plain
    return "\n".join([*(line[:gutter] for line in lines), *(line[gutter:] for line in lines)])


def _gutter(lines: list[str]) -> int | None:
    """Where the white strip between two columns is, counted in letters; None for a page of one column."""
    width = max((len(line) for line in lines), default=0)
    if len(lines) < _FEWEST_LINES or width < _NARROWEST:
        return None
    best: tuple[int, int] | None = None
    for at in range(width // 4, 3 * width // 4):
        blank = [line for line in lines if line[at : at + _STRIP].strip() == ""]
        both = sum(bool(line[:at].strip()) and bool(line[at:].strip()) for line in blank)
        if len(blank) >= _CLEAR * len(lines) and both >= _BESIDE * len(lines):
            best = max(best or (0, 0), (both, at))
    return best[1] if best else None
