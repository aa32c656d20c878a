"""Loops over millions of postings, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F32 = NDArray[np.float32]


@njit(cache=True)
def invert(terms: I32, starts: I64, width: int) -> tuple[I32, I64]:
    """Postings by term out of terms by text: (texts, starts)."""
    counts = np.zeros(width + 1, np.int64)
    for term in terms:
        counts[term + 1] += 1
    for at in range(width):
        counts[at + 1] += counts[at]
    place = counts.copy()
    texts = np.empty(len(terms), np.int32)
    for text in range(len(starts) - 1):
        for at in range(starts[text], starts[text + 1]):
            term = terms[at]
            texts[place[term]] = text
            place[term] += 1
    return texts, counts


@njit(cache=True)
def _kth(sums: F32, scale: F32, gone: NDArray[np.bool_], touched: I32, k: int) -> float:
    """The k-th largest scaled sum among the touched texts, 0 if there are fewer."""
    best = np.zeros(k, np.float32)
    for text in touched:
        value = sums[text] * scale[text]
        if gone[text] or value <= best[k - 1]:
            continue
        place = k - 1
        while place > 0 and value > best[place - 1]:
            best[place] = best[place - 1]
            place -= 1
        best[place] = value
    return float(best[k - 1])


@njit(cache=True)
def best_texts(  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917 - one pass over the postings, kept flat for the compiler
    query: I32,
    weights: F32,
    lists: tuple[I32, I64, I32, I64],
    scale: F32,
    gone: NDArray[np.bool_],
    sums: F32,
    touched: I32,
    flags: F32,
    k: int,
) -> tuple[I32, F32]:
    """The k texts with the largest weighted sums, ties to the smaller number.

    Terms come rarest first. Once no text without a rare term could still be among the best, the long lists of
    the common terms are not walked; they are looked up in the texts that remain (MaxScore, Turtle and Flood
    1995), so the answer is exact. `sums` and `flags` are zero before and after.
    """
    postings, places, terms, starts = lists
    highest = scale.max() if len(scale) else 0.0
    rest = weights.sum()
    again = rest / 2
    count = 0
    bar = 0.0
    left = 0
    for term in query:
        left += places[term + 1] - places[term]
    at = 0
    while at < len(query):
        low, high = places[query[at]], places[query[at] + 1]
        if count >= k and left > count and rest < again:
            bar = _kth(sums, scale, gone, touched[:count], k)
            if bar > 2 * rest * highest:  # twice: then few texts are left to look up
                break
            again = max(0.6 * rest, bar / (2 * highest))  # a look costs a walk over all touched texts
        for i in range(low, high):
            text = postings[i]
            if sums[text] == 0:
                touched[count] = text
                count += 1
            sums[text] += weights[at]
        rest -= weights[at]
        left -= high - low
        at += 1
    looked_up = at < len(query)
    for i in range(at, len(query)):
        flags[query[i]] = weights[i]
    ids = np.full(k, -1, np.int32)
    best = np.zeros(k, np.float32)
    size = 0
    for number in range(count):
        text = touched[number]
        value = sums[text]
        sums[text] = 0
        if gone[text]:
            continue
        if looked_up:
            if (value + rest) * scale[text] < bar * 0.9999:
                continue
            for i in range(starts[text], starts[text + 1]):
                value += flags[terms[i]]
        value *= scale[text]
        if size == k and (value < best[k - 1] or (value == best[k - 1] and text > ids[k - 1])):
            continue
        place = size if size < k else k - 1
        while place > 0 and (value > best[place - 1] or (value == best[place - 1] and text < ids[place - 1])):
            best[place] = best[place - 1]
            ids[place] = ids[place - 1]
            place -= 1
        best[place] = value
        ids[place] = text
        size = min(k, size + 1)
    for i in range(at, len(query)):
        flags[query[i]] = 0
    return ids[:size], best[:size]
