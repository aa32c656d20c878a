"""Learning a lexicon from pairs of labels that mean the same, such as two versions of a code list.

IBM Model 1 in both directions (Brown et al. 1993), then trained to agree (Liang, Taskar and Klein 2006):
a link counts as much as both directions believe in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from egiz.matching._errors import LexiconError
from egiz.matching.languages import stem, stems
from egiz.matching.lexicon import Concepts, Lexicon
from egiz.matching.scripts import tokens

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MAX_WORDS = 40
"""Words of one label that are aligned; the rest of a very long one adds noise."""
_MIN_PROBABILITY = 0.005
_SMOOTH = 0.5
_NULL = 0.2


def learn_lexicon(
    pairs: Iterable[tuple[str, str]],
    source: str,
    target: str,
    *,
    rounds: int = 5,
) -> Lexicon:
    """Learn a lexicon from pairs of texts that mean the same.

    Parameters
    ----------
    pairs
        Text in the source language, text in the target language.
    source, target
        Language codes of the two sides.
    rounds
        Rounds of expectation and maximisation, first for each direction alone, then for both together.

    Returns
    -------
    Lexicon

    Raises
    ------
    LexiconError
        If no pair has words on both sides.
    """
    unique = dict.fromkeys(pairs)
    both = [(stems(one, source)[:MAX_WORDS], stems(two, target)[:MAX_WORDS]) for one, two in unique]
    both = [pair for pair in both if all(pair)]
    if not both:
        raise LexiconError("no pair has words on both sides; a lexicon needs parallel labels")
    ones, twos = map(list, zip(*both, strict=True))
    left, left_ids = _numbered(ones)
    right, right_ids = _numbered(twos)
    links = _Links.of(left_ids, right_ids, len(right))
    forward, backward = links.train(rounds)
    shape = (len(left), len(right))
    return Lexicon(
        source,
        target,
        tuple(left),
        tuple(right),
        _matrix(links, forward, shape),
        _matrix(links, backward, shape),
        Concepts(_counts(left_ids, len(left)), _counts(right_ids, len(right))),
        (_forms(left, source, [one for one, _ in unique]), _forms(right, target, [two for _, two in unique])),
    )


def _forms(stems_of: Sequence[str], language: str, texts: Sequence[str]) -> tuple[str, ...]:
    """The commonest word of each stem in the texts, the shorter of two as common."""
    seen = Counter(word for text in texts for word in tokens(text))
    best: dict[str, str] = {}
    for word in sorted(seen, key=lambda word: (-seen[word], len(word), word)):
        best.setdefault(stem(word, language), word)
    return tuple(best.get(known, known) for known in stems_of)


def _numbered(sentences: Sequence[Sequence[str]]) -> tuple[list[str], list[Ints]]:
    words = sorted({word for sentence in sentences for word in sentence})
    at = {word: number for number, word in enumerate(words)}
    return words, [np.array([at[word] for word in sentence], dtype=np.int64) for sentence in sentences]


def _counts(sentences: Sequence[Ints], width: int) -> sparse.csr_matrix:
    rows = np.repeat(np.arange(len(sentences)), [len(sentence) for sentence in sentences])
    columns = np.concatenate(list(sentences))
    matrix = sparse.csr_matrix(
        (np.ones(len(rows), np.float32), (rows, columns)), shape=(len(sentences), width)
    )
    matrix.sum_duplicates()
    return matrix


@dataclass(frozen=True)
class _Links:
    """All pairs of words that stand in the same pair of labels."""

    pair: Ints
    left: Ints
    right: Ints
    rows: Ints
    columns: Ints
    left_null: Floats
    right_null: Floats

    @classmethod
    def of(cls, lefts: list[Ints], rights: list[Ints], width: int) -> _Links:
        keys, left, right = [], [], []
        seen_left = seen_right = 0
        for one, two in zip(lefts, rights, strict=True):
            keys.append((one[:, None] * width + two[None, :]).ravel())
            left.append(np.repeat(np.arange(len(one)) + seen_left, len(two)))
            right.append(np.tile(np.arange(len(two)) + seen_right, len(one)))
            seen_left += len(one)
            seen_right += len(two)
        unique, pair = np.unique(np.concatenate(keys), return_inverse=True)
        return cls(
            pair,
            np.concatenate(left),
            np.concatenate(right),
            unique // width,
            unique % width,
            _null(lefts),
            _null(rights),
        )

    def train(self, rounds: int) -> tuple[Floats, Floats]:
        """Translation probabilities of each pair of stems in both directions."""
        together = np.bincount(self.pair, minlength=len(self.rows)).astype(np.float64)
        forward, backward = self._normal(together, 0), self._normal(together, 1)
        for step in range(2 * rounds):
            for_right = forward[self.pair]
            for_right /= (np.bincount(self.right, for_right) + self.right_null)[self.right]
            for_left = backward[self.pair]
            for_left /= (np.bincount(self.left, for_left) + self.left_null)[self.left]
            if step >= rounds:
                for_right = for_left = for_right * for_left
            forward = self._normal(np.bincount(self.pair, for_right).astype(np.float64), 0)
            backward = self._normal(np.bincount(self.pair, for_left).astype(np.float64), 1)
        return forward, backward

    def _normal(self, counts: Floats, side: int) -> Floats:
        ids = self.columns if side else self.rows
        return np.asarray(counts / (np.bincount(ids, counts) + _SMOOTH)[ids], dtype=np.float64)


def _null(sentences: list[Ints]) -> Floats:
    """Chance that a word comes from nothing: a share of its frequency."""
    every = np.concatenate(sentences)
    return np.asarray(_NULL * (np.bincount(every) / len(every))[every] + 1e-9, dtype=np.float64)


def _matrix(links: _Links, values: Floats, shape: tuple[int, int]) -> sparse.csr_matrix:
    keep = values > _MIN_PROBABILITY
    return sparse.csr_matrix(
        (values[keep].astype(np.float32), (links.rows[keep], links.columns[keep])), shape=shape
    )
