from __future__ import annotations

import pytest
from benchmarks.matching.large_lists import companies

from egiz.matching import match


@pytest.mark.slow
def test_candidates_of_long_lists_keep_nearly_all_of_what_every_pair_would_give(sample):
    a, b = companies(sample[0], 150, seed=1), companies(sample[1], 150, seed=2)
    every, found = match(a, b, dense=True), match(a, b, dense=False)
    assert found.objective >= 0.98 * every.objective
    back = match(b, a, dense=False)
    assert {(p.a, p.b, p.score) for p in found.pairs} == {(p.b, p.a, p.score) for p in back.pairs}
