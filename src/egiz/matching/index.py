"""Search across languages in one corpus of short texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from egiz.matching._errors import LexiconError
from egiz.matching.bridge import Translator, between, translators
from egiz.matching.evidence import KINDS, Block, Words
from egiz.matching.fusion import Fusion, pair_kind, shipped_fusion
from egiz.matching.languages import detect_all, stem
from egiz.matching.lexicon import Lexicon
from egiz.matching.meaning import REORDERED, meanings
from egiz.matching.scripts import tokens
from egiz.text.sense_store import SenseStore

Floats = NDArray[np.float32]
_CHUNK = 512
_NONE = np.float32(-np.inf)


class Index:
    """Short texts in any of the languages, searched by texts in any other.

    Parameters
    ----------
    texts
        The corpus.
    languages
        One code per text (``ru``, ``uz``, ``kk``, ``kaa``, ``en``), or None to guess each.
    lexicons
        Lexicons to translate with, in either direction; None for those that come with the package, empty
        for none.
    fusion
        Weights of the evidence; None for those that come with the package.
    sense
        The sentence model with its memory: the texts that the words find best are put in order again by the
        sum of both. None to go by the words alone.
    """

    def __init__(
        self,
        texts: Sequence[str],
        languages: Sequence[str] | None = None,
        lexicons: Sequence[Lexicon] | None = None,
        fusion: Fusion | None = None,
        sense: SenseStore | None = None,
    ) -> None:
        self.texts = tuple(texts)
        self.languages = tuple(languages if languages is not None else detect_all(self.texts))
        self._fusion = fusion
        self._sense, self._reordered = sense, REORDERED
        self._translators = translators(lexicons)
        self._blocks = [Block(words, ids) for words, ids in split(self.texts, self.languages)]

    def with_sense(self, sense: SenseStore | None, *, reordered: int = REORDERED) -> Index:
        """The same texts, searched with a model or with none; `reordered` texts are put in order again."""
        found = copy(self)
        found._sense, found._reordered = sense, reordered  # noqa: SLF001 - a copy of its own kind
        return found

    def search(
        self,
        queries: Sequence[str],
        top: int = 10,
        languages: Sequence[str] | None = None,
    ) -> tuple[NDArray[np.int64], Floats]:
        """The best texts for each query.

        Parameters
        ----------
        queries
            Texts in any of the languages.
        top
            How many texts for each.
        languages
            One code per query, or None to guess each.

        Returns
        -------
        ids, scores
            int64 and float32 of shape (queries, top), best first. A score is a sum of evidence (log-odds
            like), comparable within one query. Where the corpus is smaller than `top`, ids are -1 and
            scores minus infinity.
        """
        ids = np.full((len(queries), top), -1, dtype=np.int64)
        scores = np.full((len(queries), top), _NONE, dtype=np.float32)
        if not self.texts or not len(queries):
            return ids, scores
        spoken = list(languages) if languages is not None else detect_all(queries)
        for rows, found in self._scored(queries, spoken):
            if self._sense is not None:
                self._reorder(found, [queries[row] for row in rows], spoken[rows[0]])
            width = min(top, found.shape[1])
            # Ties go to the text that comes first, so that a search is repeatable.
            order = np.argsort(-found, axis=1, kind="stable")[:, :width]
            ids[rows, :width] = order
            scores[rows, :width] = np.take_along_axis(found, order, axis=1)
        return ids, scores

    def _reorder(self, found: Floats, queries: Sequence[str], language: str) -> None:
        """Add what the model says to the best of each row; the others keep their order behind them."""
        assert self._sense is not None  # noqa: S101 - the caller asks only where there is a model
        best = np.argsort(-found, axis=1, kind="stable")[:, : self._reordered]
        ids = np.unique(best)
        kept = meanings(self._sense, [self.texts[at] for at in ids], [self.languages[at] for at in ids])
        place = np.zeros(found.shape[1], dtype=np.int64)
        place[ids] = np.arange(len(ids))
        asked = meanings(self._sense, queries, [language] * len(queries))
        for row, columns in enumerate(best):
            weights = np.array(
                [self._weights(language, self.languages[at]).weights.get("sense", 0.0) for at in columns],
                dtype=np.float32,
            )
            found[row, columns] += weights * (kept[place[columns]] @ asked[row])
            behind = np.ones(found.shape[1], dtype=bool)
            behind[columns] = False
            found[row, behind] = np.minimum(found[row, behind], found[row, columns].min())

    def scores(self, queries: Sequence[str], languages: Sequence[str] | None = None) -> Floats:
        """The score of every text for every query, float32 of shape (queries, texts)."""
        every = np.full((len(queries), len(self.texts)), _NONE, dtype=np.float32)
        for rows, found in self._scored(queries, languages):
            every[rows] = found
        return every

    def evidence(self, queries: Sequence[str], languages: Sequence[str]) -> dict[str, Floats]:
        """Each kind of evidence for a corpus in one language, to learn a `Fusion` from."""
        if len(self._blocks) != 1:
            raise LexiconError("evidence for learning needs a corpus in one language")
        block = self._blocks[0]
        parts = [
            (rows, block.evidence(words, self._between(words.language, block.words.language)))
            for words, rows in split(queries, languages)
        ]
        every = {kind: np.zeros((len(queries), len(self.texts)), dtype=np.float32) for kind in KINDS}
        for rows, found in parts:
            for kind in KINDS:
                every[kind][np.ix_(rows, block.ids)] = found[kind]
        return every

    def _scored(
        self,
        queries: Sequence[str],
        languages: Sequence[str] | None,
    ) -> Iterator[tuple[NDArray[np.int64], Floats]]:
        for words, rows in split(queries, languages, chunk=_CHUNK):
            found = np.full((len(rows), len(self.texts)), _NONE, dtype=np.float32)
            for block in self._blocks:
                evidence = block.evidence(words, self._between(words.language, block.words.language))
                found[:, block.ids] = self._weights(words.language, block.words.language).joined(evidence)
            yield rows, found

    def _between(self, source: str, target: str) -> list[Translator]:
        return between(self._translators, source, target)

    def _weights(self, source: str, target: str) -> Fusion:
        if self._fusion is not None:
            return self._fusion
        return shipped_fusion(pair_kind(source, target))


def split(
    texts: Sequence[str],
    languages: Sequence[str] | None,
    chunk: int = 0,
) -> Iterator[tuple[Words, NDArray[np.int64]]]:
    """Texts by language, with their positions; at most `chunk` at once if it is given."""
    spoken = list(languages) if languages is not None else detect_all(texts)
    for language in sorted(set(spoken)):
        members = [at for at, code in enumerate(spoken) if code == language]
        size = chunk or len(members)
        for start in range(0, len(members), size):
            part = members[start : start + size]
            yield _words_of([tokens(texts[at]) for at in part], language), np.array(part, dtype=np.int64)


def _words_of(words: list[list[str]], language: str) -> Words:
    return Words(words, [[stem(word, language) for word in text] for text in words], language)
