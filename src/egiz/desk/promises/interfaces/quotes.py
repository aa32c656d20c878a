"""A report's text cut into pieces, so that each promise's words can be underlined where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from egiz.desk.promises.models import Promise

AROUND = 220  # letters of a long paragraph shown on each side of the quote


@dataclass(frozen=True)
class Piece:
    """A run of text under the same promises; ``starts`` are those whose quote begins here."""

    text: str
    numbers: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()
    faded: bool = False

    @property
    def words(self) -> str:
        return " ".join(map(str, self.numbers))


def paragraphs(text: str, promises: Iterable[Promise]) -> list[list[Piece]]:
    """Cut the text at line ends and at the quotes' edges; quotes may overlap."""
    spans = [
        (c.start, c.end, c.number, c.status in {Promise.Status.REJECTED, Promise.Status.MERGED})
        for c in promises
        if c.start is not None and c.end is not None and 0 <= c.start < c.end <= len(text)
    ]
    result = []
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        if line.strip():
            result.append(_pieces(text, begin, end, spans))
        begin = end + 1
    return result


Span = tuple[int, int, int, bool]


def _pieces(text: str, begin: int, end: int, spans: list[Span]) -> list[Piece]:
    here = [span for span in spans if span[0] < end and span[1] > begin]
    edges = sorted({begin, end, *(max(s[0], begin) for s in here), *(min(s[1], end) for s in here)})
    pieces = []
    for left, right in pairwise(edges):
        over = [span for span in here if span[0] <= left and span[1] >= right]
        pieces.append(
            Piece(
                text=text[left:right],
                numbers=tuple(span[2] for span in over),
                starts=tuple(span[2] for span in over if span[0] == left),
                faded=bool(over) and all(span[3] for span in over),
            )
        )
    return pieces


def paragraph_around(promise: Promise) -> list[Piece]:
    """Return the paragraph a promise's quote stands in, the quote marked; the bare quote without a text."""
    text = promise.meeting.text if promise.meeting else ""
    start, end = promise.start, promise.end
    if start is None or end is None or text[start:end] != promise.quote:
        return [Piece(promise.quote, (1,))] if promise.quote else []
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    right = len(text) if right < 0 else right
    return [
        Piece(_tail(text[left:start])),
        Piece(text[start:end], (1,)),
        Piece(_head(text[end:right])),
    ]


def _tail(before: str) -> str:
    """Keep what stands just before a quote, from the start of a word."""
    if len(before) <= AROUND:
        return before
    return "… " + before[-AROUND:].split(" ", 1)[-1]


def _head(after: str) -> str:
    if len(after) <= AROUND:
        return after
    return after[:AROUND].rsplit(" ", 1)[0] + " …"
