from __future__ import annotations

from egiz.matching import Profile, match
from egiz.matching.stability import blocking

A = [Profile("a1", "One", max_meetings=1), Profile("a2", "Two", max_meetings=1)]
B = [Profile("b1", "Three", max_meetings=1), Profile("b2", "Four", max_meetings=0)]


def test_two_companies_that_would_both_rather_meet_block_a_selection():
    pairs = [(0, 0, 0.9, 0.9), (1, 0, 0.5, 0.5), (0, 1, 0.9, 0.9)]
    assert blocking(A, B, pairs, [1]) == (0,)
    assert blocking(A, B, pairs, [0]) == ()
    assert blocking(A, B, pairs, []) == (0, 1)


def test_the_pairs_that_block_are_named_and_not_recommended(sample):
    few = tuple(side[:12] for side in sample)
    result = match(*few, fairness="leximin")
    assert not set(result.blocking) & {(pair.a, pair.b) for pair in result.selected}
    assert set(result.blocking) <= {(pair.a, pair.b) for pair in result.pairs}
