"""What speaks for a text being the answer to a query: several kinds of evidence, one number each.

- ``said``: log p(query | text) over log p(query), a translation language model (Berger and Lafferty 1999);
  ``said_mean`` the same per word of the query.
- ``meant``: log p(text | query) over log p(text) per word of the query, ``meant_mean`` per word of the text.
- ``concept``: cosine of the two texts seen as mixtures of the things the lexicon was learned from.
- ``sound``: cosine of romanised three- to five-letter pieces.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from egiz.matching.bridge import Bridge, Translator, Vocabulary, bridge, onto
from egiz.matching.scripts import skeleton
from egiz.matching.space import Space, counts, top_of_rows

Floats = NDArray[np.float32]
KINDS = ("said", "said_mean", "meant", "meant_mean", "concept", "sound")
_EVEN = 1.0
"""Odds of a query word being rendered from the text against being drawn from the whole corpus."""
_TINY = 1e-6
_THINGS = 40


def grams(skeletons: Sequence[str]) -> list[str]:
    """Three- to five-letter pieces of romanised words, word borders included."""
    return [
        padded[at : at + size]
        for word in skeletons
        for padded in (f" {word} ",)
        for size in (3, 4, 5)
        for at in range(max(1, len(padded) - size + 1))
    ]


class Words:
    """Texts of one language as words and as counted stems.

    Parameters
    ----------
    tokens, stems
        Folded words and stems of each text.
    language
        Their language.
    """

    def __init__(
        self, tokens: Sequence[Sequence[str]], stems: Sequence[Sequence[str]], language: str
    ) -> None:
        self.tokens = tokens
        self.stems = stems
        self.language = language
        known = sorted({stem for text in stems for stem in text})
        self.vocabulary = Vocabulary(known or [""], language)  # texts without a word still have a place
        self.counts = counts(stems, self.vocabulary.ids)
        self.lengths = np.maximum(1.0, np.asarray(self.counts.sum(axis=1)).ravel()).astype(np.float32)

    @property
    def shares(self) -> sparse.csr_matrix:
        """p(stem | text)."""
        return sparse.csr_matrix(sparse.diags(1 / self.lengths) @ self.counts)

    def sounds(self) -> list[list[str]]:
        """Romanised pieces of each text."""
        return [grams([skeleton(token, self.language) for token in text]) for text in self.tokens]


class Block:
    """The texts of a corpus that are in one language, ready for queries in any."""

    def __init__(self, words: Words, ids: NDArray[np.int64]) -> None:
        self.words = words
        self.ids = ids
        self.shares = words.shares
        self.usual = np.asarray(self.shares.mean(axis=0)).ravel() + _TINY
        self.space = Space(words.sounds())
        self._concepts: dict[int, sparse.csr_matrix] = {}
        self._known: dict[int, sparse.csr_matrix] = {}

    def links(self, queries: Words, translators: Sequence[Translator]) -> Bridge:
        """Everything that links the words of the queries to the words of this block."""
        vocabulary = self.words.vocabulary
        for translator in translators:
            if id(translator) not in self._known:
                self._known[id(translator)] = onto(vocabulary.words, vocabulary.language, translator.target)
        known = [(translator, self._known[id(translator)]) for translator in translators]
        return bridge(queries.vocabulary.words, queries.language, vocabulary, known)

    def evidence(self, queries: Words, translators: Sequence[Translator]) -> dict[str, Floats]:
        """Each kind of evidence, arrays of shape (queries, texts of this block)."""
        links = self.links(queries, translators)
        said = self._said(queries, links)
        meant = self._meant(queries, links)
        length = queries.lengths[:, None]
        return {
            "said": said,
            "said_mean": said / length,
            "meant": meant / length,
            "meant_mean": meant / self.words.lengths[None, :],
            "concept": self._concept(queries, translators),
            "sound": (self.space.vectors(queries.sounds()) @ self.space.matrix.T).toarray(),
        }

    def _said(self, queries: Words, links: Bridge) -> Floats:
        rendered = (self.shares @ links.to_query.T).tocsr()
        usual = np.asarray(rendered.mean(axis=0)).ravel() + _TINY
        odds = (rendered @ sparse.diags(_EVEN / usual)).tocsr()
        odds.data = np.log1p(odds.data)
        return np.asarray((queries.counts @ odds.T).toarray(), dtype=np.float32)

    def _meant(self, queries: Words, links: Bridge) -> Floats:
        rendered = (queries.shares @ links.to_corpus).tocsr()
        odds = (rendered @ sparse.diags(_EVEN / self.usual)).tocsr()
        odds.data = np.log1p(odds.data)
        return np.asarray((odds @ self.words.counts.T).toarray(), dtype=np.float32)

    def _concept(self, queries: Words, translators: Sequence[Translator]) -> Floats:
        total = np.zeros((len(queries.tokens), len(self.words.tokens)), dtype=np.float32)
        for translator in translators:
            concepts = translator.lexicon.concepts
            if concepts is None:
                continue
            key = id(translator)
            if key not in self._concepts:
                self._concepts[key] = _mixtures(self.words, translator.target, concepts.target)
            mine = _mixtures(queries, translator.source, concepts.source)
            np.maximum(total, (mine @ self._concepts[key].T).toarray(), out=total)
        return total


def _mixtures(words: Words, known: Vocabulary, things: sparse.csr_matrix) -> sparse.csr_matrix:
    """Each text as a unit mixture of the things its words name."""
    columns = [known.ids.get(word, -1) for word in words.vocabulary.words]
    there = [at for at, column in enumerate(columns) if column >= 0]
    onto = sparse.csr_matrix(
        (np.ones(len(there), np.float32), (there, [columns[at] for at in there])),
        shape=(words.counts.shape[1], things.shape[1]),
    )
    rarity = np.log(
        1 + things.shape[0] / np.maximum(1, np.bincount(things.indices, minlength=things.shape[1]))
    )
    near = _weighted(sparse.csr_matrix(words.counts @ onto), rarity) @ _weighted(things, rarity).T
    near = sparse.csr_matrix(near)
    sure = near.max(axis=1).toarray().ravel() if near.shape[1] else np.zeros(near.shape[0])
    # A text that resembles none of the things must not be placed firmly among them.
    return sparse.csr_matrix(sparse.diags(sure) @ _unit(top_of_rows(near, _THINGS, power=2.0)))


def _weighted(matrix: sparse.csr_matrix, rarity: NDArray[np.float64]) -> sparse.csr_matrix:
    scaled = matrix.copy()
    scaled.data = 1 + np.log(np.maximum(scaled.data, 1))
    return _unit(sparse.csr_matrix(scaled @ sparse.diags(rarity)))


def _unit(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0).astype(np.float32)
    return sparse.csr_matrix(sparse.diags(scale) @ matrix).astype(np.float32)
