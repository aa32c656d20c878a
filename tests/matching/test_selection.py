from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egiz.matching import SelectionError
from egiz.matching.selection import SCALE, select


@st.composite
def markets(draw):
    left, right = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    pairs = draw(
        st.sets(st.tuples(st.integers(0, left - 1), st.integers(0, right - 1)), min_size=1, max_size=9)
    )
    scores = draw(st.lists(st.floats(0, 1), min_size=len(pairs), max_size=len(pairs)))
    limit = st.integers(0, 3)
    limits = (
        draw(st.lists(limit, min_size=left, max_size=left)),
        draw(st.lists(limit, min_size=right, max_size=right)),
    )
    return [p[0] for p in sorted(pairs)], [p[1] for p in sorted(pairs)], scores, limits


def allowed(chosen, one, two, limits):
    return all(
        np.bincount([side[at] for at in chosen], minlength=len(limit))[company] <= limit[company]
        for side, limit in ((one, limits[0]), (two, limits[1]))
        for company in range(len(limit))
    )


@given(markets())
@settings(deadline=None, max_examples=80)
def test_the_plain_sum_is_that_of_trying_every_set(market):
    one, two, scores, limits = market
    found = select(one, two, scores, limits, bonus=0)
    best = max(
        sum(scores[at] for at in chosen)
        for size in range(len(one) + 1)
        for chosen in combinations(range(len(one)), size)
        if allowed(chosen, one, two, limits)
    )
    assert allowed(found.chosen, one, two, limits)
    assert found.value == pytest.approx(best, abs=len(one) / SCALE)
    assert found.bound >= best - 1e-9


@given(markets())
@settings(deadline=None, max_examples=40)
def test_the_bonus_keeps_the_limits_and_never_beats_the_bound(market):
    one, two, scores, limits = market
    found = select(one, two, scores, limits, bonus=0.3)
    assert allowed(found.chosen, one, two, limits)
    assert found.value <= found.bound + 1e-9


def test_the_bonus_gives_a_first_meeting_to_the_company_nobody_prefers():
    # Two companies of the second list; everybody likes the first one better, and it has room for both.
    market = ([0, 1, 0, 1], [0, 0, 1, 1], [0.9, 0.9, 0.7, 0.7], ([1, 1], [2, 2]))
    assert select(*market, bonus=0).without == ((), (1,))
    assert select(*market, bonus=0.5).without == ((), ())


def test_a_wanted_minimum_is_met_before_a_better_sum():
    market = ([0, 1], [0, 0], [0.9, 0.1], ([1, 1], [1]))
    assert select(*market, bonus=0).chosen == (0,)
    assert select(*market, bonus=0, wanted=([0, 1], [0])).chosen == (1,)


@pytest.mark.parametrize(
    ("market", "message"),
    [
        (([0, 0], [0, 0], [0.5, 0.5], ([1], [1])), "stands twice"),
        (([0], [1], [0.5], ([1], [1])), "outside the list"),
        (([0], [0], [1.5], ([1], [1])), "must lie in 0 to 1"),
        (([0], [0], [float("nan")], ([1], [1])), "must lie in 0 to 1"),
        (([0], [0], [0.5], ([-1], [1])), "must not be negative"),
        (([0], [0, 0], [0.5], ([1], [1])), "same length"),
    ],
)
def test_contradicting_input_is_refused(market, message):
    with pytest.raises(SelectionError, match=message):
        select(*market)


def test_no_candidates_make_no_meetings():
    assert select([], [], [], ([], [])).chosen == ()
