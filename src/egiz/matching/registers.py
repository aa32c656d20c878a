"""A list too long for one index, in parts: what the parts share, and each part's exact share of a search.

Each part numbers its own terms (`gather`); one pass over the parts in their order makes the numbers, the
worth of the terms and the usual length of all texts (`Joining`). A part that is given these scores its texts
with the same bits as `bulk.TextIndex` over the whole list, so that the best of all parts, ties to the text
that stands first, are the best of the list (`Best`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from egiz.matching._kernels import best_of_many
from egiz.matching.bulk import Segment, term_worth, whole_weights
from egiz.matching.common_form import Terms

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F64 = NDArray[np.float64]
Row = tuple[str, Sequence[str]]
"""A text and its codes."""


@dataclass(frozen=True)
class Gathered:
    """Texts of one part as term numbers of its own.

    Parameters
    ----------
    names
        Terms in the order in which they first stand in the texts.
    terms, starts
        Terms of all texts, each once a text, and where each text begins; shapes (postings,), (texts + 1,).
    """

    names: Sequence[str]
    terms: I32
    starts: I64


def gather(rows: Iterable[Row]) -> Gathered:
    """Read the terms of one part's texts."""
    known = Terms()
    flat: list[I32] = []
    lengths = [0]
    for text, codes in rows:
        found = list(dict.fromkeys(_terms(known, text, codes, grow=True)))
        flat.append(np.array(found, dtype=np.int32))
        lengths.append(len(found))
    terms = np.concatenate(flat) if flat else np.empty(0, np.int32)
    return Gathered(known.names, terms, np.cumsum(np.array(lengths, dtype=np.int64)))


def _terms(known: Terms, text: str, codes: Sequence[str], *, grow: bool) -> list[int]:
    found = known.of_text(text, grow=grow)
    for code in codes:
        found.extend(known.of_code(code, grow=grow))
    return found


@dataclass(frozen=True)
class Shared:
    """What all parts count by: terms by number, what each is worth, the mean length of a text."""

    names: list[str]
    worth: F64
    usual: float


@dataclass
class Joining:
    """Adds up the parts, in their order."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _often: list[int] = field(default_factory=list)
    _texts: int = 0
    _length: int = 0

    def add(self, part: Gathered) -> I32:
        """Take in one part; the numbers of its terms among all."""
        numbers = np.array(
            [self._numbers.setdefault(name, len(self._numbers)) for name in part.names], dtype=np.int32
        )
        self._often.extend([0] * (len(self._numbers) - len(self._often)))
        counts = np.bincount(part.terms, minlength=len(part.names))
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            self._often[number] += count
        self._texts += len(part.starts) - 1
        self._length += len(part.terms)
        return numbers

    def shared(self) -> Shared:
        """What all the parts taken in share."""
        worth = term_worth(self._texts, np.array(self._often, dtype=np.int64))
        return Shared(list(self._numbers), worth, self._length / self._texts if self._texts else 1.0)


@dataclass(frozen=True)
class Questions:
    """What is asked of every part: terms rarest first, whole weights and their units; like questions once.

    `place` leads from each row to its question.
    """

    terms: I32
    weights: I32
    starts: I64
    units: F64
    place: I64

    def __len__(self) -> int:
        """How many different questions there are."""
        return len(self.units)


def ask(rows: Iterable[Row], shared: Shared, known: Terms) -> Questions:
    """Questions out of texts with codes; `known` are the terms of `shared`, kept for the next call."""
    seen: dict[tuple[str, tuple[str, ...]], int] = {}
    terms: list[I32] = []
    weights: list[I32] = []
    units: list[float] = []
    lengths, place = [0], []
    for text, codes in rows:
        key = (text, tuple(codes))
        at = seen.setdefault(key, len(seen))
        place.append(at)
        if at < len(units):
            continue
        asked = np.array(sorted(set(_terms(known, text, codes, grow=False))), dtype=np.int32)
        worth = shared.worth[asked]
        rarest = np.argsort(-worth, kind="stable")
        whole, unit = whole_weights(worth[rarest])
        terms.append(asked[rarest])
        weights.append(whole)
        lengths.append(len(asked))
        units.append(unit)
    empty = np.empty(0, np.int32)
    return Questions(
        np.concatenate([empty, *terms]),
        np.concatenate([empty, *weights]),
        np.cumsum(np.array(lengths, dtype=np.int64)),
        np.array(units),
        np.array(place, dtype=np.int64),
    )


@dataclass
class Best:
    """The k best texts of the parts asked so far, for each question: their numbers among all, -1 for none."""

    places: I64
    sums: F64

    @classmethod
    def nothing(cls, questions: Questions, k: int) -> Best:
        """Before any part was asked."""
        return cls(np.full((len(questions), k), -1, np.int64), np.zeros((len(questions), k)))

    def take(self, questions: Questions, part: Segment, first: int) -> None:
        """Ask one more part, whose texts are numbered from `first`; parts come in their order."""
        k = self.sums.shape[1]
        asked = (questions.terms, questions.weights, questions.starts)
        floors = np.ascontiguousarray(self.sums[:, -1])
        ids, sums = best_of_many(asked, part.lists, part.ranked, part.gone, floors, k)
        places = np.where(ids < 0, -1, ids.astype(np.int64) + first)
        both, both_sums = np.hstack([self.places, places]), np.hstack([self.sums, sums])
        # Stable, and the earlier parts stand first: ties go to the text that stands first in the list.
        order = np.argsort(-both_sums, axis=1, kind="stable")[:, :k]
        self.places = np.take_along_axis(both, order, axis=1)
        self.sums = np.take_along_axis(both_sums, order, axis=1)


def part_of(part: Gathered, numbers: I32, shared: Shared) -> Segment:
    """A part made ready to be searched, with what all parts share."""
    return Segment(numbers[part.terms], part.starts, len(shared.names), shared.usual)
