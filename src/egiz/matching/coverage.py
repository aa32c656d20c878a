"""How far the words of one text are answered by the words of another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from egiz.matching.bridge import Bridge

Floats = NDArray[np.float32]
Reals = NDArray[np.float64]
_STRENGTH = 1.6
_FLOOR = 0.2


def strength(links: Bridge) -> sparse.csr_matrix:
    """How surely each word of the queries answers each word of the corpus, 0 to 1, sparse.

    The geometric mean of both directions' probabilities, stretched so that a good translation counts fully.
    """
    product = links.to_query.multiply(links.to_corpus).tocsr()
    product.data = np.minimum(1.0, _STRENGTH * np.sqrt(product.data)).astype(np.float32)
    product.data[product.data < _FLOOR] = 0
    product.eliminate_zeros()
    return product


def answered(
    strong: sparse.csr_matrix, asking: sparse.csr_matrix, held: sparse.csr_matrix, weights: Reals
) -> Floats:
    """For each pair of texts the weighted share of the first one's words that the second answers.

    Parameters
    ----------
    strong
        How surely the words of the first texts answer those of the second, shape (words, words).
    asking, held
        Which words stand in which text of the first and of the second kind, sparse, texts by words.
    weights
        What each word of the first texts counts.

    Returns
    -------
    NDArray
        0 to 1, shape (texts of the first kind, texts of the second kind).
    """
    from egiz.matching._kernels import best_answers  # noqa: PLC0415 - loads a compiler

    links, holders = strong.tocsr(), held.tocsc()
    best = best_answers(
        *(links.indptr.astype(np.int64), links.indices.astype(np.int64), links.data.astype(np.float32)),
        *(holders.indptr.astype(np.int64), holders.indices.astype(np.int64)),
        held.shape[0],
    )
    weighted = sparse.csr_matrix((asking > 0).astype(np.float32) @ sparse.diags(weights))
    total = np.asarray(weighted.sum(axis=1)).ravel()
    shares = sparse.diags(np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)) @ weighted
    return np.asarray(shares @ best, dtype=np.float32)


def leading(stems: Sequence[Sequence[str]], ids: dict[str, int], first: int) -> sparse.csr_matrix:
    """The first words of each text as ones, shape (texts, words): they name the thing or what is done."""
    starts, columns = [0], []
    for text in stems:
        columns.extend(sorted({ids[stem] for stem in text[:first]}))
        starts.append(len(columns))
    return sparse.csr_matrix(
        (np.ones(len(columns), np.float32), np.array(columns, np.int64), starts),
        shape=(len(stems), max(1, len(ids))),
    )


def rarity(texts: int, holding: Reals) -> Reals:
    """What a word counts that so many of the texts hold: the rarer, the more."""
    return np.asarray(np.log1p(texts / np.maximum(1.0, holding)), dtype=np.float64)
