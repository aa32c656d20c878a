"""The words of a sentence that belong to one promise: its quote."""

from __future__ import annotations

import re
from dataclasses import dataclass

from egiz.minutes.russian.acts import Act
from egiz.minutes.russian.parse import Sentence
from egiz.minutes.russian.speech import Speech

_EDGE = ' \t\r\n,;:.–—-«»“”"'
_TRAILING = re.compile(r"[\s,;:–—\-]+\Z")
_LEADING = re.compile(r"\A(?:[\s,;:–—\-]|(?:и|а|но|что|также)\s)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the report."""

    start: int
    end: int


def cut_clauses(text: str, sentence: Sentence, acts: list[Act], speeches: list[Speech]) -> list[Clause]:
    """One clause for each act, in the order of the acts, not overlapping."""
    cores = [_core(act) for act in acts]
    clauses = []
    for at, act in enumerate(acts):
        start, end = _inside(sentence, act, speeches)
        if at > 0:
            start = max(start, _boundary(sentence, cores[at - 1][1], cores[at][0]))
        if at + 1 < len(acts):
            end = min(end, _boundary(sentence, cores[at][1], cores[at + 1][0]))
        clauses.append(_trim(text, start, end, sentence, cores[at]))
    return clauses


def _core(act: Act) -> tuple[int, int]:
    indexes = [act.word.index, act.content.index]
    return min(indexes), max(indexes)


def _boundary(sentence: Sentence, before: int, after: int) -> int:
    """Where one promise ends and the next begins: the last comma, semicolon or "and" between their words."""
    for token in reversed(sentence.tokens[before + 1 : after + 1]):
        if token.text in {",", ";", ":", "—"} or token.pos == "CCONJ":
            return token.start
    return sentence.tokens[after].start if after > before else sentence.tokens[before].end


def _inside(sentence: Sentence, act: Act, speeches: list[Speech]) -> tuple[int, int]:
    """The part of the sentence within the quotation that holds the act, or outside it."""
    for speech in speeches:
        if speech.start <= act.word.start < speech.end:
            return max(sentence.start, speech.start), min(sentence.end, speech.end)
    start, end = sentence.start, sentence.end
    for speech in speeches:
        if act.word.start < speech.start < end:
            end = speech.start
        elif start < speech.end <= act.word.start:
            start = speech.end
    return start, end


def _trim(text: str, start: int, end: int, sentence: Sentence, core: tuple[int, int]) -> Clause:
    first, last = sentence.tokens[core[0]].start, sentence.tokens[core[1]].end
    start, end = min(start, first), max(end, last)
    piece = text[start:end]
    lead = _LEADING.match(piece)
    if lead and start + lead.end() <= first:
        start += lead.end()
    while start < first and text[start] in _EDGE and not (text[start] in '«“"' and _closes(text[start:end])):
        start += 1
    tail = _TRAILING.search(text[start:end])
    if tail and start + tail.start() >= last:
        end = start + tail.start()
    while end > last and text[end - 1] in _EDGE and not (text[end - 1] in '»”"' and "«" in text[start:end]):
        end -= 1
    return Clause(start, end)


def _closes(piece: str) -> bool:
    return "»" in piece or piece.count('"') > 1 or "”" in piece
