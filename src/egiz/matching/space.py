"""Sparse vectors of short texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse


class Space:
    """A TF-IDF space over tokens of one kind; rows have unit length.

    Parameters
    ----------
    documents
        Tokens of each text of the corpus.
    """

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        frequency = Counter(token for document in documents for token in set(document))
        self._size = max(1, len(documents))
        self._ids = {token: at for at, token in enumerate(sorted(frequency))}
        self._idf = np.array(
            [np.log(1 + self._size / frequency[token]) for token in sorted(frequency)],
            dtype=np.float32,
        )
        self.matrix = self.vectors(documents)

    def vectors(self, documents: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """Unit rows; a token the corpus has never seen still takes its share of the length."""
        starts, columns, values, lengths = [0], [], [], np.zeros(len(documents), dtype=np.float64)
        rare = float(np.log(1 + self._size))
        ids, idf = self._ids, self._idf
        for row, document in enumerate(documents):
            for token, count in Counter(document).items():
                at = ids.get(token)
                weight = 1 + float(np.log(count)) if count > 1 else 1.0
                if at is None:
                    lengths[row] += (weight * rare * 0.5) ** 2
                else:
                    columns.append(at)
                    values.append(weight * float(idf[at]))
            starts.append(len(columns))
        shape = (len(documents), max(1, len(ids)))
        matrix = sparse.csr_matrix(
            (np.array(values, np.float32), np.array(columns, np.int64), starts), shape=shape
        )
        norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel() + lengths)
        scale = np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0).astype(np.float32)
        return sparse.csr_matrix(sparse.diags(scale) @ matrix)


def top_of_rows(matrix: sparse.csr_matrix, keep: int, *, power: float = 1.0) -> sparse.csr_matrix:
    """The `keep` largest entries of each row, raised to a power; ties go to the smaller column."""
    sorted_matrix = matrix.tocsr().sorted_indices()
    rows = np.repeat(np.arange(sorted_matrix.shape[0]), np.diff(sorted_matrix.indptr))
    order = np.lexsort((sorted_matrix.indices, -sorted_matrix.data, rows))
    rank = np.arange(len(order)) - sorted_matrix.indptr[rows[order]]
    chosen = order[rank < keep]
    return sparse.csr_matrix(
        (sorted_matrix.data[chosen] ** power, (rows[chosen], sorted_matrix.indices[chosen])),
        shape=sorted_matrix.shape,
    )


def counts(documents: Sequence[Sequence[str]], ids: dict[str, int]) -> sparse.csr_matrix:
    """How often each known token stands in each document, float32."""
    starts = [0]
    columns: list[int] = []
    for document in documents:
        columns.extend(ids[token] for token in document if token in ids)
        starts.append(len(columns))
    matrix = sparse.csr_matrix(
        (np.ones(len(columns), np.float32), np.array(columns, np.int64), starts),
        shape=(len(documents), max(1, len(ids))),
    )
    matrix.sum_duplicates()
    return matrix
