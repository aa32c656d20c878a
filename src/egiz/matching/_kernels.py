"""Loops over millions of postings, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

BLOCK = 1 << 14
"""Texts summed at once: their sums stay in the fastest cache."""
EARLY = 2.0
"""How many times the common terms must fall short before they are looked up: then few texts remain."""


@njit(cache=True)
def invert(terms: I32, starts: I64, order: I32, width: int) -> tuple[I32, I64]:
    """Postings by term out of terms by text: (ranks of the texts in `order`, starts)."""
    counts = np.zeros(width + 1, np.int64)
    for term in terms:
        counts[term + 1] += 1
    for at in range(width):
        counts[at + 1] += counts[at]
    place = counts.copy()
    ranks = np.empty(len(terms), np.int32)
    for rank in range(len(order)):
        text = order[rank]
        for at in range(starts[text], starts[text + 1]):
            term = terms[at]
            ranks[place[term]] = rank
            place[term] += 1
    return ranks, counts


@njit(cache=True)
def _put(ids: I32, best: F64, size: int, text: int, value: float) -> int:
    """Insert into the sorted best, ties to the smaller number; the new size."""
    k = len(ids)
    if size == k and (value < best[k - 1] or (value == best[k - 1] and text > ids[k - 1])):
        return size
    place = size if size < k else k - 1
    while place > 0 and (value > best[place - 1] or (value == best[place - 1] and text < ids[place - 1])):
        best[place] = best[place - 1]
        ids[place] = ids[place - 1]
        place -= 1
    best[place] = value
    ids[place] = text
    return min(k, size + 1)


@njit(cache=True)
def _first_from(postings: I32, low: int, high: int, bar: int) -> int:
    """The first place in low to high whose text is not below the bar."""
    while low < high:
        middle = (low + high) // 2
        if postings[middle] < bar:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True)
def _add_up(postings: I32, spans: I64, weights: I32, low: int, sums: I32) -> int:
    """Sum terms over one block of texts, given each term's span of postings; how many postings."""
    count = 0
    for at in range(len(spans)):
        weight = weights[at]
        for place in range(spans[at, 0], spans[at, 1]):
            sums[postings[place] - low] += weight
        count += spans[at, 1] - spans[at, 0]
    return count


@njit(cache=True)
def _promising(  # noqa: PLR0913, PLR0917 - kept flat for the compiler
    postings: I32, spans: I64, few: bool, low: int, sums: I32, scale: F32, rest: int, bar: float, kept: I32
) -> int:
    """Texts of a block that may still be among the best; sums of the others are set to zero."""
    count = 0
    if few:
        for at in range(len(spans)):
            for place in range(spans[at, 0], spans[at, 1]):
                text = postings[place] - low
                if sums[text] > 0:
                    if (sums[text] + rest) * scale[low + text] >= bar:
                        kept[count] = text
                        count += 1
                        sums[text] = -sums[text]  # seen
                    else:
                        sums[text] = 0
        return count
    for text in range(min(len(sums), len(scale) - low)):
        if sums[text] > 0 and (sums[text] + rest) * scale[low + text] >= bar:
            kept[count] = text
            count += 1
            sums[text] = -sums[text]
    return count


@njit(cache=True)
def best_texts(  # noqa: PLR0913, PLR0917 - kept flat for the compiler
    query: I32,
    weights: I32,
    lists: tuple[I32, I64, I32, I64],
    ranked: tuple[I32, F32],
    gone: NDArray[np.bool_],
    scratch: tuple[I32, I32, I32],
    k: int,
    floor: float,
) -> tuple[I32, F64]:
    """The k texts with the largest weighted sums, ties to the smaller number; exact.

    Weights are whole numbers whose sum fits in 31 bits: the same sum in whatever order, so that a text's
    score is the same bits in an index of all texts and in an index of some. Texts below `floor` may be left
    out (0 keeps all).

    Terms come rarest first, texts block by block in the order of `ranked` (largest scale first). Once no text
    of a block could be among the best by its common terms alone, their long lists are not walked any more;
    they are looked up in the few texts that remain (MaxScore, Turtle and Flood 1995). The scratch arrays are
    sums of a block and weights by term, both zero before and after, and room for the texts of a block.
    """
    postings, places, terms, starts = lists
    order, scale = ranked
    sums, kept, flags = scratch
    spans = np.empty((len(query), 2), np.int64)
    spans[:, 0], spans[:, 1] = places[query], places[query]
    ends = places[query + 1]
    rest = np.zeros(len(query) + 1, np.int32)
    for at in range(len(query) - 1, -1, -1):
        rest[at] = rest[at + 1] + weights[at]
    ids = np.full(k, -1, np.int32)
    best = np.zeros(k, np.float64)
    size, essential = 0, len(query)
    for low in range(0, len(order), BLOCK):
        bar = max(best[k - 1], floor)
        while essential > 0 and bar > 0 and EARLY * rest[essential - 1] * scale[low] < bar:
            essential -= 1
            flags[query[essential]] = weights[essential]
        for at in range(essential):
            spans[at, 0] = spans[at, 1]
            spans[at, 1] = _first_from(postings, spans[at, 0], ends[at], low + BLOCK)
        left = rest[essential]
        walked = _add_up(postings, spans[:essential], weights, low, sums)
        few = walked < BLOCK // 8
        count = _promising(postings, spans[:essential], few, low, sums, scale, left, bar, kept)
        for number in range(count):
            rank = kept[number] + low
            value = -sums[kept[number]]
            if few:
                sums[kept[number]] = 0
            text = order[rank]
            if (value + left) * scale[rank] < bar or gone[text]:
                continue
            if essential < len(query):
                for at in range(starts[text], starts[text + 1]):
                    value += flags[terms[at]]
            size = _put(ids, best, size, text, value * scale[rank])
            bar = max(best[k - 1], floor)
        if not few:
            sums[:] = 0
    flags[query] = 0
    return ids[:size], best[:size]


@njit(cache=True, nogil=True)
def best_of_many(
    queries: tuple[I32, I32, I64],
    lists: tuple[I32, I64, I32, I64],
    ranked: tuple[I32, F32],
    gone: NDArray[np.bool_],
    floors: F64,
    k: int,
) -> tuple[I32, F64]:
    """`best_texts` of each query (terms, weights and starts of all): ids, -1 behind the last, and sums."""
    terms, weights, starts = queries
    count = len(starts) - 1
    ids = np.full((count, k), -1, np.int32)
    sums = np.zeros((count, k), np.float64)
    width = len(lists[1]) - 1
    scratch = (np.zeros(BLOCK, np.int32), np.zeros(BLOCK, np.int32), np.zeros(max(1, width), np.int32))
    for at in range(count):
        asked = terms[starts[at] : starts[at + 1]]
        worth = weights[starts[at] : starts[at + 1]]
        found, values = best_texts(asked, worth, lists, ranked, gone, scratch, k, floors[at])
        ids[at, : len(found)] = found
        sums[at, : len(values)] = values
    return ids, sums


@njit(cache=True)
def best_answers(starts: I64, columns: I64, values: F32, held: I64, holders: I64, texts: int) -> F32:
    """For each word and text the surest answer that the text holds."""
    best = np.zeros((len(starts) - 1, texts), np.float32)
    for word in range(len(starts) - 1):
        for at in range(starts[word], starts[word + 1]):
            for place in range(held[columns[at]], held[columns[at] + 1]):
                text = holders[place]
                best[word, text] = max(best[word, text], values[at])
    return best
