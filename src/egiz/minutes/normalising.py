"""A report's characters made plain for the rules, with the way back to its own offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from egiz.minutes.report import PlaceMention, Promise, Twinning

# Hyphens of every kind are one; so are spaces. What is put for a character is one character long.
_SAME_LENGTH: Final = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d", "-"),
        "\u2015": "—",
        **dict.fromkeys(
            "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
        ),
        **dict.fromkeys("\u2028\u2029\u0085\x0b\x0c", "\n"),
        "\t": " ",
        "\u0000": " ",
    }
)
_GONE: Final = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e")


@dataclass(frozen=True, slots=True)
class Plain:
    """The text as the rules read it; `places[i]` is where its character i stands in the report."""

    text: str
    places: Sequence[int]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of the report for a part of the plain text."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


def make_plain(text: str) -> Plain:
    """Fold hyphens and spaces, and drop soft hyphens and marks that show nothing.

    Parameters
    ----------
    text : str
        The report.
    """
    plain = text.translate(_SAME_LENGTH)
    if not _GONE.intersection(plain):
        return Plain(plain, range(len(text) + 1))
    places = [place for place, letter in enumerate(plain) if letter not in _GONE]
    return Plain("".join(plain[place] for place in places), [*places, len(text)])


def promise_back(plain: Plain, text: str, one: Promise) -> Promise:
    """The promise with offsets and quote of the report itself."""
    start, end = plain.back(one.start, one.end)
    return replace(one, start=start, end=end, quote=text[start:end])


def twinning_back(plain: Plain, text: str, one: Twinning) -> Twinning:
    """The same for a pair of twins."""
    start, end = plain.back(one.start, one.end)
    return replace(one, start=start, end=end, quote=text[start:end])


def place_back(plain: Plain, one: PlaceMention) -> PlaceMention:
    """The same for a place."""
    start, end = plain.back(one.start, one.end)
    return replace(one, start=start, end=end)
