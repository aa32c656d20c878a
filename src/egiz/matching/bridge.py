"""From the words of a query to the words of a corpus: lexicon, near spellings and loan words in one matrix.

A word the lexicon does not know borrows the translations of its nearest spellings in the same language; words
that sound alike across languages are taken for the same loan word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import sparse

from egiz.matching.lexicon import Lexicon, shipped_lexicons
from egiz.matching.space import Space, top_of_rows
from egiz.text.folding import sound

_NEAR = 0.45
_BORROWED = 0.6
_LOAN = 0.6
_LOAN_WEIGHT = 0.5
_KEEP = 5
_KIN = {"kk": "uz", "kaa": "uz"}


@dataclass(frozen=True)
class Bridge:
    """How the words of a query render the words of a corpus.

    Parameters
    ----------
    to_query
        t(query word | corpus word), sparse, shape (query words, corpus words).
    to_corpus
        t(corpus word | query word), of the same shape.
    """

    to_query: sparse.csr_matrix
    to_corpus: sparse.csr_matrix


def pieces(words: Sequence[str], language: str, *, romanised: bool) -> list[list[str]]:
    """Two- to four-letter pieces of each word, its beginning marked; numbers stay whole."""
    found = []
    for word in words:
        if not word[:1].isalpha():
            found.append([f"#{word}"])
            continue
        padded = f" {sound(word, language) if romanised else word}"
        found.append(
            [padded[at : at + size] for size in (2, 3, 4) for at in range(max(1, len(padded) - size + 1))],
        )
    return found


class Vocabulary:
    """The words of a corpus in one language, ready to be compared with others by spelling."""

    def __init__(self, words: Sequence[str], language: str) -> None:
        self.words = tuple(words)
        self.language = language
        self.ids = {word: at for at, word in enumerate(self.words)}
        self._spaces: dict[bool, Space] = {}

    def near(
        self, words: Sequence[str], language: str, *, romanised: bool, floor: float
    ) -> sparse.csr_matrix:
        """Spelling similarity of other words to these, shape (words, vocabulary), none below `floor`."""
        if romanised not in self._spaces:
            self._spaces[romanised] = Space(pieces(self.words, self.language, romanised=romanised))
        space = self._spaces[romanised]
        found = (space.vectors(pieces(words, language, romanised=romanised)) @ space.matrix.T).tocsr()
        found.data[found.data < floor] = 0
        found.eliminate_zeros()
        return found


class Translator:
    """A lexicon with the spelling index of both its sides, to be used for many queries."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.source = Vocabulary(lexicon.source_stems, lexicon.source)
        self.target = Vocabulary(lexicon.target_stems, lexicon.target)


Translators = dict[tuple[str, str], list[Translator]]


def translators(lexicons: Sequence[Lexicon] | None) -> Translators:
    """Lexicons by language pair, in both directions; those that come with the package for None."""
    return _shipped() if lexicons is None else _by_pair(lexicons)


def between(known: Translators, source: str, target: str) -> list[Translator]:
    """The lexicons for two languages; Kazakh and Karakalpak lean on Uzbek where they have none."""
    own = known.get((source, target), [])
    if own or source == target:
        return own
    return known.get((_KIN.get(source, source), _KIN.get(target, target)), [])


@cache
def _shipped() -> Translators:
    return _by_pair(shipped_lexicons())


def _by_pair(lexicons: Sequence[Lexicon]) -> Translators:
    found: Translators = {}
    for lexicon in lexicons:
        for read in (lexicon, lexicon.swapped()):
            found.setdefault((read.source, read.target), []).append(Translator(read))
    return found


def _exact(words: Sequence[str], known: Vocabulary) -> dict[int, int]:
    """Rows of words that are known as they are, and their columns."""
    return {row: known.ids[word] for row, word in enumerate(words) if word in known.ids}


def onto(words: Sequence[str], language: str, known: Vocabulary) -> sparse.csr_matrix:
    """Each word as known words: itself where it is known, else its nearest spellings with less weight."""
    exact = _exact(words, known) if language == known.language else {}
    others = [row for row, word in enumerate(words) if row not in exact and word[:1].isalpha()]
    shape = (len(words), len(known.words))
    direct = sparse.csr_matrix(
        (np.ones(len(exact), np.float32), (list(exact.keys()), list(exact.values()))), shape=shape
    )
    if not others:
        return direct
    foreign = language != known.language
    near = known.near([words[row] for row in others], language, romanised=foreign, floor=_NEAR)
    near = top_of_rows(near, 3, power=3.0)
    total = np.asarray(near.sum(axis=1)).ravel()
    best = near.max(axis=1).toarray().ravel() ** (1 / 3)
    share = np.divide(_BORROWED * best, total, out=np.zeros_like(total), where=total > 0)
    placed = sparse.csr_matrix(
        (np.ones(len(others), np.float32), (others, np.arange(len(others)))),
        shape=(len(words), len(others)),
    )
    return (direct + placed @ sparse.diags(share.astype(np.float32)) @ near).tocsr()


def bridge(
    words: Sequence[str],
    language: str,
    corpus: Vocabulary,
    translators: Sequence[tuple[Translator, sparse.csr_matrix]],
) -> Bridge:
    """Everything that links query words to corpus words.

    Parameters
    ----------
    words, language
        Distinct query stems and their language.
    corpus
        Words of the corpus in one language.
    translators
        Lexicons from the query's language to the corpus's language, each with the corpus words as words of
        the lexicon (`onto`); may be empty.
    """
    same = language == corpus.language
    loans = corpus.near(words, language, romanised=not same, floor=_LOAN)
    loans.data = _LOAN_WEIGHT * loans.data**2
    loans = top_of_rows(loans, _KEEP)
    if same:
        rows = [row for row, word in enumerate(words) if word in corpus.ids]
        columns = [corpus.ids[words[row]] for row in rows]
        itself = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=loans.shape)
        loans = loans.maximum(itself).tocsr()
    to_query = to_corpus = loans
    for translator, right in translators:
        left = onto(words, language, translator.source)
        to_query = to_query.maximum((left @ translator.lexicon.backward @ right.T).tocsr())
        to_corpus = to_corpus.maximum((left @ translator.lexicon.forward @ right.T).tocsr())
    return Bridge(to_query.tocsr(), to_corpus.tocsr())
