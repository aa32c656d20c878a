"""Search across languages: stems, romanised n-grams and learned lexicons over one corpus of short texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from egiz.matching.languages import detect, stem
from egiz.matching.scripts import skeleton, tokens

FloatMatrix = NDArray[np.float32]


def grams(skeletons: Sequence[str]) -> list[str]:
    """Three- to five-letter pieces of romanised words, word borders included."""
    return [
        padded[at : at + size]
        for word in skeletons
        for padded in (f" {word} ",)
        for size in (3, 4, 5)
        for at in range(max(1, len(padded) - size + 1))
    ]


class Space:
    """A TF-IDF space over tokens of one kind; rows have unit length."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        counts = Counter(token for document in documents for token in set(document))
        self._size = max(1, len(documents))
        self._ids = {token: at for at, token in enumerate(sorted(counts))}
        self._idf = np.array(
            [np.log(1 + self._size / counts[token]) for token in sorted(counts)], dtype=np.float32
        )
        self.matrix = self.vectors(documents)

    def vectors(self, documents: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """Unit TF-IDF rows; a token the corpus has never seen still takes its share of the length."""
        rows, columns, values, unseen = [], [], [], np.zeros(len(documents), dtype=np.float64)
        rare = float(np.log(1 + self._size))
        for row, document in enumerate(documents):
            for token, count in Counter(document).items():
                weight = 1 + np.log(count)
                at = self._ids.get(token)
                if at is None:
                    unseen[row] += (weight * rare * 0.5) ** 2
                else:
                    rows.append(row)
                    columns.append(at)
                    values.append(weight * self._idf[at])
        shape = (len(documents), max(1, len(self._ids)))
        matrix = sparse.csr_matrix((np.array(values, dtype=np.float32), (rows, columns)), shape=shape)
        norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel() + unseen)
        scale = np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0).astype(np.float32)
        return sparse.csr_matrix(sparse.diags(scale) @ matrix)


class Index:
    """Short texts in any of the languages, searched by texts in any other.

    Parameters
    ----------
    texts
        The corpus.
    languages
        One code per text, or None to guess each.
    """

    def __init__(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> None:
        self.texts = tuple(texts)
        self._words, self._grams = (Space(part) for part in _views(texts, languages))

    def similarity(self, queries: Sequence[str], languages: Sequence[str] | None = None) -> FloatMatrix:
        """How near each query is to each text, float32 of shape (queries, texts), 0 to 1."""
        words, pieces = _views(queries, languages)
        near = (self._words.vectors(words) @ self._words.matrix.T).toarray()
        alike = (self._grams.vectors(pieces) @ self._grams.matrix.T).toarray()
        return np.asarray(np.maximum(near, alike), dtype=np.float32)


def _views(
    texts: Sequence[str],
    languages: Sequence[str] | None,
) -> tuple[list[list[str]], list[list[str]]]:
    words, pieces = [], []
    for at, text in enumerate(texts):
        language = languages[at] if languages is not None else detect(text)
        found = tokens(text)
        words.append([stem(token, language) for token in found])
        pieces.append(grams([skeleton(token, language) for token in found]))
    return words, pieces
