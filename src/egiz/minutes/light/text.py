"""Text made ready for the rules, with the way back to its own offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from egiz.minutes.structure import cut_long, trim
from egiz.text.normalising import normalise
from egiz.text.uzbek import uzbek_to_latin

_END = re.compile(r"[.!?…]+[»”\"')\]]*(?=\s+[«“\"(\[–—-]*\s*[^\W\d_a-zа-яәғқңөұүһіў])")
_ABBREVIATION = re.compile(
    r"(?i)(?:^|[\s(])(?:[^\W\d_]|mr|mrs|ms|dr|st|no|prof|rev|cllr|hon|jr|sr|approx|dept|fig|vs|e\.g|i\.e|т\.?ғ|ж|г|й|y|sh|ш)\Z"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A piece of the report in the letters the rules know.

    `places[i]` is the offset in the report of letter i of `plain`; one more entry marks the end.
    """

    plain: str
    places: list[int]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of the report for a part of `plain`."""
        return self.places[start], self.places[end]

    def forth(self, place: int) -> int:
        """The letter of `plain` that stands at an offset of the report."""
        for index, at in enumerate(self.places):
            if at >= place:
                return index
        return len(self.plain)


def fold(text: str, start: int, end: int, language: str) -> Folded:
    """Fold a part of the report."""
    made = normalise(text[start:end], {"–": "–", "—": "—"})
    if language == "uz" and re.search(r"(?i)[а-яўқғҳ]", made.text):
        made = made.then(uzbek_to_latin(made.text))
    return Folded(made.text, [start + place for place in made.places])


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of one block, by stop and capital letter; initials and abbreviations do not end one."""
    spans = []
    begin = start
    for match in _END.finditer(text, start, end):
        if match[0] == "." and _ABBREVIATION.search(text[begin : match.start()]):
            continue
        spans.append((begin, match.end()))
        begin = match.end()
    spans.append((begin, end))
    pieces = [piece for span in spans for piece in cut_long(text, *span)]
    trimmed = [trim(text, *piece) for piece in pieces]
    return [(a, b) for a, b in trimmed if a < b]
