"""What the things a lexicon was learned from are called: a bridge of whole labels, not of single words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from egiz.matching.bridge import Translator, Vocabulary
from egiz.matching.space import top_of_rows

Floats = NDArray[np.float32]
_EXAMPLES = 20


class Called:
    """The texts of a corpus, ready to be compared with the names of the things a query resembles.

    Parameters
    ----------
    counts, words
        Stems of each text, sparse, and the stems in the order of the columns.
    translator
        From the queries' language to the corpus's; its lexicon must hold its things.
    """

    def __init__(self, counts: sparse.csr_matrix, words: Sequence[str], translator: Translator) -> None:
        things = translator.lexicon.concepts
        assert things is not None  # noqa: S101 - the caller asks only for lexicons that hold their things
        self._source, self._known = things.source, translator.source
        self._asked = _weighted(things.source, _rarity(things.source))
        self._names = _weighted(things.target, _rarity(things.target))
        self._texts = _known_words(counts, words, translator.target, things.target)

    def compared(self, counts: sparse.csr_matrix, words: Sequence[str]) -> Floats:
        """How like each text the names of each query's nearest things are, shape (queries, texts)."""
        asked = _known_words(counts, words, self._known, self._source)
        near = _unit(top_of_rows(sparse.csr_matrix(asked @ self._asked.T), _EXAMPLES, power=3.0))
        named = _unit(sparse.csr_matrix(near @ self._names))
        return np.asarray((named @ self._texts.T).toarray(), dtype=np.float32)


def _known_words(
    counts: sparse.csr_matrix, words: Sequence[str], known: Vocabulary, things: sparse.csr_matrix
) -> sparse.csr_matrix:
    """Texts as weighted words of the lexicon, rows of unit length."""
    columns = [known.ids.get(word, -1) for word in words]
    there = [at for at, column in enumerate(columns) if column >= 0]
    onto = sparse.csr_matrix(
        (np.ones(len(there), np.float32), (there, [columns[at] for at in there])),
        shape=(counts.shape[1], things.shape[1]),
    )
    return _weighted(sparse.csr_matrix(counts @ onto), _rarity(things))


def _rarity(things: sparse.csr_matrix) -> NDArray[np.float64]:
    seen = np.maximum(1, np.bincount(things.indices, minlength=things.shape[1]))
    return np.asarray(np.log(1 + things.shape[0] / seen), dtype=np.float64)


def _weighted(matrix: sparse.csr_matrix, rarity: NDArray[np.float64]) -> sparse.csr_matrix:
    scaled = matrix.copy()
    scaled.data = 1 + np.log(np.maximum(scaled.data, 1))
    return _unit(sparse.csr_matrix(scaled @ sparse.diags(rarity)))


def _unit(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0).astype(np.float32)
    return sparse.csr_matrix(sparse.diags(scale) @ matrix).astype(np.float32)
