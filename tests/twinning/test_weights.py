"""Weights: checks, and the exact picture of who wins where."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egiz.twinning import WeightsError, simplex_regions
from egiz.twinning.weights import (
    normalise,
    read_weights,
    sampled_shares,
    segment_shares,
    turning_weight,
    win_shares,
)

scores = st.lists(st.integers(0, 20).map(lambda n: n / 20), min_size=3, max_size=3)
tables = st.lists(scores, min_size=1, max_size=6).map(lambda rows: np.array(rows, dtype=float))


@settings(max_examples=60, deadline=None)
@given(tables)
def test_regions_cover_the_triangle_without_overlap(table):
    regions = simplex_regions(table, range(len(table)))
    assert sum(region.share for region in regions) == pytest.approx(1, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_the_winner_of_a_region_is_first_at_its_middle_and_corners(table):
    for region in simplex_regions(table, range(len(table))):
        for weights in (*region.corners, np.mean(region.corners, axis=0)):
            totals = table @ np.array(weights)
            assert totals[region.winner] >= totals.max() - 1e-9


@settings(max_examples=25, deadline=None)
@given(tables)
def test_sampled_shares_agree_with_the_exact_ones(table):
    exact, is_exact = win_shares(table, range(len(table)))
    sampled = sampled_shares(table, range(len(table)))
    assert is_exact
    for gid, share in exact.items():
        if len(np.unique(table, axis=0)) == len(table):
            assert sampled.get(gid, 0.0) == pytest.approx(share, abs=0.03)


def test_two_criteria_split_the_segment_where_the_lines_cross():
    table = np.array([[1.0, 0.0], [0.0, 0.5]])
    assert segment_shares(table, [7, 8]) == pytest.approx({7: 2 / 3, 8: 1 / 3})


def test_turning_weight_is_where_the_winner_is_caught_up():
    table = np.array([[0.9, 0.2], [0.3, 0.8]])
    weights = np.array([0.8, 0.2])
    turn = turning_weight(table, weights, 0, 0)
    assert turn is not None
    assert turn[1] == 1
    at = np.array([turn[0], 1 - turn[0]])
    assert table[0] @ at == pytest.approx(table[1] @ at)


def test_no_turn_is_offered_for_a_tie_at_the_very_end():
    table = np.array([[0.5, 0.0], [0.2, 0.0]])
    assert turning_weight(table, np.array([0.5, 0.5]), 1, 0) is None


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"size": -1.0}, "size"),
        ({"size": float("nan")}, "size"),
        ({"size": 0.0}, "above zero"),
        ({}, "above zero"),
    ],
)
def test_impossible_weights_are_refused_with_the_rule(weights, said):
    with pytest.raises(WeightsError, match=said):
        normalise(weights)


def test_weights_are_normalised_and_zero_ones_dropped():
    assert normalise({"size": 3, "distance": 1, "role": 0}) == {"size": 0.75, "distance": 0.25}


def test_weights_are_read_from_json_and_toml(tmp_path):
    (tmp_path / "w.json").write_text(json.dumps({"size": 2, "distance": 1}), encoding="utf-8")
    (tmp_path / "w.toml").write_text("[weights]\nsize = 2\ndistance = 1\n", encoding="utf-8")
    assert (
        read_weights(tmp_path / "w.json")
        == read_weights(tmp_path / "w.toml")
        == {"size": 2.0, "distance": 1.0}
    )


def test_a_weight_that_is_no_number_is_named(tmp_path):
    (tmp_path / "w.json").write_text('{"size": "much"}', encoding="utf-8")
    with pytest.raises(WeightsError, match="'size' must be a number"):
        read_weights(tmp_path / "w.json")
