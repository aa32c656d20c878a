from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from egiz.matching.fairness import levels
from egiz.matching.selection import SCALE, select
from tests.matching.test_selection import allowed, markets


def shares(chosen, one, two, limits):
    """How many meetings each company has, fewest first."""
    counts = [
        np.bincount([side[at] for at in chosen], minlength=len(limit))
        for side, limit in ((one, limits[0]), (two, limits[1]))
    ]
    return tuple(sorted(np.concatenate(counts).tolist()))


@given(markets())
@settings(deadline=None, max_examples=80)
def test_nobody_could_have_more_without_one_who_has_less_losing(market):
    one, two, scores, limits = market
    found = select(*market, fairness="leximin")
    subsets = ([at for at in range(len(one)) if mask >> at & 1] for mask in range(2 ** len(one)))
    sets = [chosen for chosen in subsets if allowed(chosen, one, two, limits)]
    best = max(
        (shares(chosen, one, two, limits), round(sum(scores[at] for at in chosen), 9)) for chosen in sets
    )
    assert shares(found.chosen, one, two, limits) == best[0]
    assert found.value == pytest.approx(best[1], abs=len(one) / SCALE)


def test_the_fewest_come_first_where_the_sum_would_serve_others():
    market = ([0, 0, 1], [0, 1, 1], [0.9, 0.9, 0.1], ([2, 1], [1, 1]))
    assert select(*market, bonus=0).chosen == (0, 1)
    assert select(*market, fairness="leximin").chosen == (0, 2)


def test_prices_stay_within_the_solvers_numbers_however_many_companies():
    scale, prices = levels((20_000, 20_000), 12, SCALE)
    assert scale >= 1000
    assert int(prices[0]) * 40_003 < 2**62
    assert (prices[:-1] >= 3 * prices[1:]).all()
    assert len(levels((20_000, 20_000), 200, SCALE)[1]) < 60
