"""A list in parts is searched as the whole list is, bit for bit."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egiz.matching.bulk import TextIndex, whole_weights
from egiz.matching.codes import activity_labels
from egiz.matching.common_form import Terms
from egiz.matching.registers import Best, Joining, ask, gather, part_of

LABELS = [
    (label, (code,)) for scheme in ("GCED2011", "NACE2") for code, label in activity_labels(scheme).items()
]


def in_parts(parts, queries, k):
    """Row numbers and scores of the k best of all parts, for each query."""
    gathered = [gather(part) for part in parts]
    joining = Joining()
    numbers = [joining.add(part) for part in gathered]
    shared = joining.shared()
    questions = ask(queries, shared, Terms(shared.names))
    best, first = Best.nothing(questions, k), 0
    for part, own in zip(gathered, numbers, strict=True):
        best.take(questions, part_of(part, own, shared), first)
        first += len(part.starts) - 1
    units = questions.units[questions.place]
    return best.places[questions.place].tolist(), (best.sums[questions.place] * units[:, None]).tolist()


def in_one(rows, queries, k):
    """The same by one index over all rows."""
    index = TextIndex((str(at), text, codes) for at, (text, codes) in enumerate(rows))
    hits = [index.search(text, k, codes=codes, words=False) for text, codes in queries]
    blank = ([-1] * k, [0.0] * k)
    return (
        [([int(hit.id) for hit in found] + blank[0])[:k] for found in hits],
        [([hit.score for hit in found] + blank[1])[:k] for found in hits],
    )


@pytest.mark.parametrize("cuts", [[0], [700], [1, 2, 900], [300, 300, 600, 900, 1100]])
def test_real_labels_in_parts_give_the_bits_of_one_index(cuts):
    # Each label stands twice, so that ties across the parts are many.
    rows = [*LABELS[::3], *LABELS[::3], ("", ())]
    queries = [*LABELS[1::40], ("сорго и нечто unbekannt", ("01.11", "01.13")), ("", ())]
    edges = [0, *cuts, len(rows)]
    parts = [rows[a:b] for a, b in pairwise(edges)]
    assert in_parts(parts, queries, 7) == in_one(rows, queries, 7)


WORDS = st.lists(st.sampled_from(["насос", "pump", "цемент", "paxta", "балық", "окно"]), max_size=4)
CODES = st.lists(st.sampled_from(["28.13", "28.14", "28", "8413", "841370", "01.11"]), max_size=3)
ROWS = st.lists(st.tuples(WORDS.map(" ".join), CODES.map(tuple)), max_size=12)


@given(ROWS, st.lists(st.integers(0, 12), max_size=4), ROWS, st.integers(1, 4))
@settings(max_examples=60)
def test_any_rows_cut_anywhere_give_the_bits_of_one_index(rows, cuts, queries, k):
    edges = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    parts = [rows[a:b] for a, b in pairwise(edges)]
    assert in_parts(parts, queries, k) == in_one(rows, queries, k)


@given(st.lists(st.floats(0.4, 500), min_size=1, max_size=300))
def test_whole_weights_add_up_below_the_largest_number_whatever_their_order(worth):
    whole, unit = whole_weights(np.array(worth))
    again, same = whole_weights(np.array(worth[::-1]))
    assert (unit, whole.tolist()) == (same, again.tolist()[::-1])
    assert 0 < int(whole.astype(np.int64).sum()) < 2**31
    assert np.allclose(whole * unit, worth, rtol=1e-4)
