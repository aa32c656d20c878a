"""How far one phrase covers another across languages, and by which words: a number a person can check.

A phrase of the one side is covered by the other as far as its words, weighted by how rare they are, have a
counterpart there: the same stem, a near spelling, a translation out of a lexicon or the same loan word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from egiz.matching.bridge import Translator, between, translators
from egiz.matching.coverage import answered, strength
from egiz.matching.evidence import Block, Words
from egiz.matching.index import split
from egiz.matching.languages import STOP_STEMS, detect
from egiz.matching.lexicon import Lexicon
from egiz.text.folding import plain

Floats = NDArray[np.float32]
_NEED_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Terms:
    """Two words that answer each other; strength 0 to 1."""

    first: str
    second: str
    strength: float


class Phrases:
    """Offers, ready to be compared with needs.

    Parameters
    ----------
    offers
        Distinct phrases.
    languages
        One code per phrase, or None to guess each.
    lexicons
        None for those that come with the package.
    """

    def __init__(
        self,
        offers: Sequence[str],
        languages: Sequence[str] | None = None,
        lexicons: Sequence[Lexicon] | None = None,
    ) -> None:
        self.offers = tuple(offers)
        self._translators = translators(lexicons)
        self._blocks = [Block(words, ids) for words, ids in split(self.offers, languages)]

    def similarity(self, needs: Sequence[str], languages: Sequence[str] | None = None) -> Floats:
        """How far each need and each offer cover each other, 0 to 1, shape (needs, offers)."""
        every = np.zeros((len(needs), len(self.offers)), dtype=np.float32)
        for words, rows in split(needs, languages):
            for block in self._blocks:
                every[np.ix_(rows, block.ids)] = self._compare(words, block)
        return every

    def _compare(self, needs: Words, block: Block) -> Floats:
        strong = self.strength(needs, block)
        mine, yours = _rarity(needs), _rarity(block.words)
        covered = answered(strong, needs.counts, block.words.counts, mine)
        back = answered(strong.T.tocsr(), block.words.counts, needs.counts, yours).T
        return np.asarray(covered**_NEED_SHARE * back ** (1 - _NEED_SHARE), dtype=np.float32)

    def covered(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> Floats:
        """How far the words of each text are answered by each offer, 0 to 1, shape (texts, offers)."""
        every = np.zeros((len(texts), len(self.offers)), dtype=np.float32)
        for words, rows in split(texts, languages):
            for block in self._blocks:
                strong = self.strength(words, block)
                found = answered(strong, words.counts, block.words.counts, _rarity(words))
                every[np.ix_(rows, block.ids)] = found
        return every

    def strength(self, needs: Words, block: Block) -> sparse.csr_matrix:
        """How surely each word of the needs answers each word of the offers, 0 to 1, sparse."""
        return strength(block.links(needs, self._between(needs.language, block.words.language)))

    def _between(self, source: str, target: str) -> list[Translator]:
        return between(self._translators, source, target)


@lru_cache(maxsize=50_000)
def terms_of(need: str, offer: str) -> tuple[Terms, ...]:
    """The words by which a need and an offer answer each other, strongest first, each word once."""
    if plain(need) == plain(offer):
        return ()
    base = _pairwise()
    found = []
    (mine,), (yours,) = (
        [words for words, _ in split([text], [language])]
        for text, language in zip((need, offer), (detect(need), detect(offer)), strict=True)
    )
    block = Block(yours, np.zeros(1, dtype=np.int64))
    matrix = base.strength(mine, block).tocoo()
    first, second = _surface(mine), _surface(yours)
    for row, column, value in zip(matrix.row, matrix.col, matrix.data, strict=True):
        stems = (mine.vocabulary.words[row], yours.vocabulary.words[column])
        if not set(stems) & STOP_STEMS:
            found.append(Terms(first[stems[0]], second[stems[1]], round(float(value), 3)))
    return _each_word_once(sorted(found, key=lambda term: (-term.strength, term.first, term.second)))


def _each_word_once(terms: list[Terms]) -> tuple[Terms, ...]:
    taken: set[str] = set()
    kept = []
    for term in terms:
        if taken.isdisjoint((term.first, term.second)):
            taken |= {term.first, term.second}
            kept.append(term)
    return tuple(kept)


@cache
def _pairwise() -> Phrases:
    return Phrases([])


def _surface(words: Words) -> Mapping[str, str]:
    return {
        stem: token
        for text, stems in zip(words.tokens, words.stems, strict=True)
        for token, stem in zip(text, stems, strict=True)
    }


def _rarity(words: Words) -> NDArray[np.float64]:
    """Weight of each stem: rare ones say more, words of the genre and of grammar nearly nothing."""
    texts = max(1, words.counts.shape[0])
    seen = np.bincount(words.counts.indices, minlength=words.counts.shape[1])
    weights = np.log(1 + (texts + 20) / np.maximum(1, seen))
    light = [at for at, word in enumerate(words.vocabulary.words) if word in STOP_STEMS]
    weights[light] *= 0.12
    return np.asarray(weights, dtype=np.float64)
