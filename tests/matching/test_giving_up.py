from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from egiz.matching import MatchingError, Profile, match
from egiz.matching.bulk import ProfileIndex
from egiz.matching.fairness import START, welfare
from egiz.matching.selection import select
from tests.matching.test_selection import allowed, markets

BUYER = Profile("b", "Sample Buyer", needs=("цемент",), codes=("41.20",), max_meetings=1)
SELLER = Profile("s", "Sample Seller", offers=("цемент",), codes=("41.20",), max_meetings=1)


@given(markets())
@settings(deadline=None, max_examples=40)
def test_nash_keeps_the_limits_and_lies_between_the_bonus_and_its_bound(market):
    one, two, scores, limits = market
    found = select(*market, fairness="nash")
    plain = select(*market)
    assert allowed(found.chosen, one, two, limits)
    arrays = (np.array(one), np.array(two), np.array(scores))
    sizes = (len(limits[0]), len(limits[1]))
    value = welfare(*arrays, np.array(found.chosen, dtype=np.int64), sizes)
    assert found.welfare[0] == pytest.approx(value)
    assert found.welfare[0] >= welfare(*arrays, np.array(plain.chosen, dtype=np.int64), sizes) - 1e-9
    subsets = (np.flatnonzero([mask >> at & 1 for at in range(len(one))]) for mask in range(2 ** len(one)))
    best = max(welfare(*arrays, chosen, sizes) for chosen in subsets if allowed(chosen, one, two, limits))
    assert found.welfare[1] >= best - 1e-9


def test_nash_shares_out_what_the_plain_sum_gives_to_one():
    market = ([0, 1, 0, 1], [0, 0, 1, 1], [0.9, 0.9, 0.4, 0.4], ([1, 1], [2, 2]))
    assert select(*market, bonus=0).without == ((), (1,))
    assert select(*market, bonus=0, fairness="nash").without == ((), ())


def test_the_bound_on_nash_is_close_where_only_one_meeting_can_be_chosen():
    for score in (0.2, 0.5, 0.9):
        value, bound = select([0], [0], [score], ([1], [1]), fairness="nash").welfare
        assert value == pytest.approx(2 * np.log1p(score / START))
        assert value <= bound <= value * 1.001


def test_every_candidate_is_either_recommended_or_given_up_with_a_reason(sample):
    result = match(*sample, top=20)
    shown = {(pair.a, pair.b) for pair in result.pairs}
    chosen = {(pair.a, pair.b) for pair in result.selected}
    given = {(pair.a, pair.b) for pair in result.given_up if pair.reasons[0].code != "excluded"}
    assert chosen | given == shown
    assert not chosen & given
    assert given
    assert all(reason.text for pair in result.given_up for reason in pair.reasons)


def test_a_full_company_says_whose_limit_it_was_and_whether_the_pair_was_weaker():
    weak = replace(SELLER, id="w", name="Sample Weak", cooperation=("tourism",))
    (given,) = match([replace(BUYER, cooperation=("buy",))], [SELLER, weak]).given_up
    assert (given.b, [(r.code, r.params["side"]) for r in given.reasons]) == ("w", [("weaker", "a")])


@pytest.mark.parametrize(
    ("changes", "interpreters", "why"),
    [
        ({"not_with": ("Конкуренты",)}, None, "competitor"),
        ({"languages": ("uz",)}, (), "no_interpreter"),
        ({"languages": ("uz",)}, (frozenset({"uz", "ru"}),), None),
        ({"languages": ("uz",)}, None, None),
        ({"not_with": ("competitors",), "codes": ("46.73",)}, None, None),
        ({"not_with": ("competitors",), "cooperation": ("tourism",)}, None, None),
    ],
)
def test_hard_exclusions_are_those_asked_for(changes, interpreters, why):
    other = replace(SELLER, languages=("ru",), cooperation=("sell",))
    result = match([replace(BUYER, **changes)], [other], interpreters=interpreters)
    assert result.excluded == ({why: 1} if why else {})
    if why:
        assert [(pair.reasons[0].code, pair.reasons[0].params) for pair in result.given_up] == [
            ("excluded", {"why": why})
        ]


def test_a_saved_register_answers_as_before(tmp_path):
    index = ProfileIndex([SELLER])
    index.update([replace(SELLER, id="t", name="Sample Later")])
    index.save(tmp_path / "register")
    again = ProfileIndex.load(tmp_path / "register")
    for side in ("offers", "needs"):
        assert again.candidates(BUYER, side, 5) == index.candidates(BUYER, side, 5)
    assert {hit.id for hit in again.candidates(BUYER, "offers", 5)} == {"s", "t"}
    with pytest.raises(MatchingError, match="not an index"):
        ProfileIndex.load(tmp_path / "elsewhere")
