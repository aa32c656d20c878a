"""The shipped model: what it must find, and what it must not hold."""

import numpy as np
import pytest

from egiz.twinning import rank
from egiz.twinning.places import world
from egiz.twinning.ranker import MODEL_FILE, load

ATYRAU, AKTOBE, AKTAU, SHYMKENT, SAMARKAND = 610529, 610611, 610612, 1518980, 1216265
NUKUS, URGENCH, OSH, GANJA, TRABZON = 601294, 1512473, 1527534, 586523, 738648


@pytest.fixture(scope="module")
def ranker():
    return load(MODEL_FILE)


def place_of(ranker, city, country, candidate):
    places = world()
    inside = places.country == places.country_codes.index(country)
    ids = places.ids[inside & (places.population >= 15_000) & ~places.district]
    scores = ranker.score(city, ids.tolist())
    return 1 + int((scores > scores[int(np.flatnonzero(ids == candidate)[0])]).sum())


def test_the_model_is_small_and_holds_no_links(ranker):
    assert MODEL_FILE.stat().st_size < 15_000_000
    assert ranker.network is None
    with np.load(MODEL_FILE) as file:
        assert "links" not in file.files


@pytest.mark.parametrize(
    ("city", "country", "candidate"),
    [
        (ATYRAU, "UZ", NUKUS),
        (ATYRAU, "UZ", URGENCH),
        (AKTOBE, "UZ", NUKUS),
        (SHYMKENT, "KG", OSH),
        (SAMARKAND, "AZ", GANJA),
        (AKTAU, "TR", TRABZON),
        (NUKUS, "KZ", AKTOBE),
    ],
)
def test_pairs_that_the_links_do_not_hold_are_in_the_first_ten(ranker, city, country, candidate):
    assert place_of(ranker, city, country, candidate) <= 10


def test_a_desks_link_moves_the_neighbours_candidate_up(ranker):
    refined = ranker.with_links([(AKTOBE, NUKUS)])
    assert place_of(refined, ATYRAU, "UZ", NUKUS) < place_of(ranker, ATYRAU, "UZ", NUKUS)


def test_nukus_and_urgench_are_in_the_first_ten_of_rank_with_evidence_from_both_sides():
    ranking = rank(ATYRAU, country="UZ")
    first = {c.geonameid: c for c in ranking.candidates[:10]}
    assert {NUKUS, URGENCH} <= set(first)
    for gid in (NUKUS, URGENCH):
        assert first[gid].their_place is not None
        assert first[gid].their_place <= 10
        assert {r.code for r in first[gid].part("precedent").reasons} & {"precedent_for", "precedent_against"}


def test_every_place_of_the_world_gets_a_score(ranker):
    ids = world().ids
    scores = ranker.score(ATYRAU, ids)
    assert scores.shape == (len(ids),)
    assert np.isfinite(scores).all()
