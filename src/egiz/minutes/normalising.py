"""A report's characters made alike for the rules, with the way back to its own offsets."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from egiz.minutes.report import PlaceMention, Promise, Twinning
from egiz.text.normalising import APOSTROPHES, INVISIBLE, Aligned, normalise

# Dashes, quotes and ends of lines say how a report is built: they stay.
_KEPT: Final = {sign: sign for sign in f"{APOSTROPHES}\u2013\u2014\n\r"}
_CHANGES: Final = {
    **_KEPT,
    "\u2012": "-",
    "\u2015": "—",
    **dict.fromkeys("\u2028\u2029\u0085\x0b\x0c", "\n"),
    "\u0000": " ",
}


def make_plain(text: str) -> Aligned:
    """Fold hyphens and spaces, compose letters, and drop soft hyphens and marks that show nothing.

    Parameters
    ----------
    text : str
        The report.
    """
    return normalise(text, _CHANGES)


def _back(plain: Aligned, text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the report, without what cannot be seen behind the last letter."""
    first, last = plain.back(start, end)
    return first, first + len(text[first:last].rstrip(INVISIBLE))


def promise_back(plain: Aligned, text: str, one: Promise) -> Promise:
    """The promise with offsets and quote of the report itself."""
    start, end = _back(plain, text, one.start, one.end)
    return replace(one, start=start, end=end, quote=text[start:end])


def twinning_back(plain: Aligned, text: str, one: Twinning) -> Twinning:
    """The same for a pair of twins."""
    start, end = _back(plain, text, one.start, one.end)
    return replace(one, start=start, end=end, quote=text[start:end])


def place_back(plain: Aligned, text: str, one: PlaceMention) -> PlaceMention:
    """The same for a place."""
    start, end = _back(plain, text, one.start, one.end)
    return replace(one, start=start, end=end)
