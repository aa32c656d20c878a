"""Vectors of words: what the corpus never saw counts against likeness, and only against it."""

import numpy as np
import pytest

from egiz.matching.space import Space


def test_a_word_never_seen_makes_a_text_less_like_the_rest_of_it():
    space = Space([["cement", "brick"], ["wool"]])
    known, mixed, twice = (
        space.vectors([words]).toarray()[0]
        for words in (["cement"], ["cement", "zinc"], ["cement", "zinc", "zinc"])
    )
    assert np.linalg.norm(known) == pytest.approx(1.0)
    assert 1.0 > known @ mixed > known @ twice > 0.0


def test_a_text_of_unknown_words_is_like_nothing():
    space = Space([["cement"]])
    assert not space.vectors([["zinc"], []]).toarray().any()
