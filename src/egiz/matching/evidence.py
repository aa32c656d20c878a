"""What speaks for a text being the answer to a query: several kinds of evidence, one number each.

- ``said``: log p(query | text) over log p(query), a translation language model (Berger and Lafferty 1999);
  ``said_mean`` the same per word of the query.
- ``meant``: log p(text | query) over log p(text) per word of the text.
- ``example``: cosine of the text and of what the things most like the query are called in its language.
- ``sound``: cosine of romanised three- to five-letter pieces.
- ``covered``: share of the query's words, rare ones more, that the text answers; ``covers`` the other way.
- ``lead``: whether the query's first word is answered among the text's first two, ``lead_wide`` the first
  three among the first four; the longer the query, the less it says.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from egiz.matching.bridge import Bridge, Translator, Vocabulary, bridge, onto
from egiz.matching.coverage import answered, leading, rarity, strength
from egiz.matching.space import Space, counts
from egiz.matching.things import Called
from egiz.text.folding import sound

Floats = NDArray[np.float32]
KINDS = (
    *("said", "said_mean", "meant", "example", "sound"),
    *("covered", "covers", "lead", "lead_wide"),
)
_EVEN = 1.0
"""Odds of a query word being rendered from the text against being drawn from the whole corpus."""
_TINY = 1e-6


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
        return [grams([sound(token, self.language) for token in text]) for text in self.tokens]


class Block:
    """The texts of a corpus that are in one language, ready for queries in any."""

    def __init__(self, words: Words, ids: NDArray[np.int64]) -> None:
        self.words = words
        self.ids = ids
        self.shares = words.shares
        self.usual = np.asarray(self.shares.mean(axis=0)).ravel() + _TINY
        self.space = Space(words.sounds())
        self._called: dict[int, Called] = {}
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
        return {
            "said": said,
            "said_mean": said / queries.lengths[:, None],
            "meant": meant / self.words.lengths[None, :],
            "sound": (self.space.vectors(queries.sounds()) @ self.space.matrix.T).toarray(),
            "example": self._example(queries, translators),
            **self._coverage(queries, strength(links)),
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

    def _coverage(self, queries: Words, strong: sparse.csr_matrix) -> dict[str, Floats]:
        texts = self.words
        holding = np.asarray((texts.counts > 0).sum(axis=0), dtype=np.float64).ravel()
        mine, yours = (rarity(len(self.ids), count) for count in (strong @ holding, holding))
        even = np.ones(strong.shape[0])
        weight = 1 / np.sqrt(queries.lengths)[:, None]

        def lead(first: int, among: int) -> Floats:
            asking = leading(queries.stems, queries.vocabulary.ids, first)
            held = leading(texts.stems, texts.vocabulary.ids, among)
            return np.asarray(weight * answered(strong, asking, held, even), dtype=np.float32)

        return {
            "covered": answered(strong, queries.counts, texts.counts, mine),
            "covers": np.ascontiguousarray(answered(strong.T.tocsr(), texts.counts, queries.counts, yours).T),
            "lead": lead(1, 2),
            "lead_wide": lead(3, 4),
        }

    def _example(self, queries: Words, translators: Sequence[Translator]) -> Floats:
        found = np.zeros((len(queries.tokens), len(self.words.tokens)), dtype=np.float32)
        for translator in translators:
            if translator.lexicon.concepts is None:
                continue
            key = id(translator)
            if key not in self._called:
                self._called[key] = Called(self.words.counts, self.words.vocabulary.words, translator)
            alike = self._called[key].compared(queries.counts, queries.vocabulary.words)
            np.maximum(found, alike, out=found)
        return found
