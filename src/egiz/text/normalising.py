"""Characters made alike, with the way back to where each of them stood."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

APOSTROPHES = "'ʻʼ‘’‛′ʹʺ″`´ʽˈ＇ʾʿ"
"""Signs that are typed for one: the Uzbek and Kazakh letters' own marks, quotes, primes and accents."""
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
HYPHENS = "\u2010\u2011\u2043\u2212\ufe63\uff0d"
DASHES = "\u2012\u2013\u2014\u2015"
SPACES = (
    "\t\n\r\v\f\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
)

_ALIKE: Mapping[str, str] = {
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys(INVISIBLE, ""),
    **dict.fromkeys(HYPHENS, "-"),
    **dict.fromkeys(DASHES, "–"),
    **dict.fromkeys(SPACES, " "),
}
_ODD = re.compile(f"[{''.join(map(re.escape, _ALIKE))}]")
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
# What stands in most of a text: left alone at a stroke where no mark follows.
_USUAL = re.compile(r"[ !-&(-_a-~А-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІіЎўҲҳ]+(?![\u0300-\u036f\u0483-\u0489])")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A text made from another one.

    ``places[i]`` is the offset in the original of letter i of ``text``; one more entry marks the end.
    """

    text: str
    places: Sequence[int]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original for a part of ``text``."""
        return self.places[start], self.places[end]

    def forth(self, place: int) -> int:
        """The first letter of ``text`` that stands at an offset of the original or after it."""
        return min(bisect_left(self.places, place), len(self.text))

    def then(self, later: Aligned) -> Aligned:
        """Join with a step that was made from this one's text: the way back leads to the beginning."""
        return Aligned(later.text, [self.places[place] for place in later.places])


def one_apostrophe(text: str) -> str:
    """The text, as long as before, with one kind of apostrophe."""
    return text.translate(_ONE_APOSTROPHE)


def _joins(text: str, at: int, end: int) -> bool:
    letter = text[end]
    if letter < "\u0900":
        return bool(unicodedata.combining(letter))
    before, with_it = (unicodedata.normalize("NFC", text[at:to]) for to in (end, end + 1))
    return bool(unicodedata.combining(letter)) or len(with_it) <= len(before)


def normalise(text: str, changes: Mapping[str, str] | None = None) -> Aligned:
    """
    Make characters alike that people type for each other.

    Parameters
    ----------
    text
        Any text.
    changes
        Character → what stands for it, beside or instead of the usual ones: every kind of space is a space,
        every apostrophe ', hyphens and minus signs -, dashes –, what cannot be seen goes.

    Returns
    -------
    Aligned
        The text, composed (NFC: и and a breve are й), and for each of its letters the place in the original.
    """
    table = {**_ALIKE, **changes} if changes else _ALIKE
    if not changes and not _ODD.search(text) and unicodedata.is_normalized("NFC", text):
        return Aligned(text, range(len(text) + 1))
    letters: list[str] = []
    places: list[int] = []
    at = 0
    as_usual = not any(map(_USUAL.match, changes or ()))
    while at < len(text):
        if as_usual and (usual := _USUAL.match(text, at)):
            letters.append(usual[0])
            places.extend(range(at, usual.end()))
            at = usual.end()
            continue
        end = at + 1
        # A letter and what composes with it: marks, and the vowels and endings of some scripts.
        while end < len(text) and _joins(text, at, end):
            end += 1
        piece = unicodedata.normalize("NFC", text[at:end])
        new = "".join(table.get(letter, letter) for letter in piece)
        letters.append(new)
        places.extend([at] * len(new))
        at = end
    places.append(len(text))
    return Aligned("".join(letters), places)
