"""Ranking on the shipped facts and links: the real case of Atyrau."""

import itertools

import pytest

from egiz.atlas import UnknownPlaceError
from egiz.twinning import Tie, TwinningError, WeightsError, rank

ATYRAU, AKTOBE, NUKUS, URGENCH, KHIVA, TASHKENT = 610529, 610611, 601294, 1512473, 1513604, 1512569
CHILANZAR, YUNUSOBOD = 1514230, 1512296
NO_MODEL = {"size": 1.0, "distance": 1.0, "ties": 1.0, "sector": 1.0}


def test_districts_of_tashkent_are_no_candidates():
    ids = {c.geonameid for c in rank(ATYRAU, country="UZ", weights=NO_MODEL).candidates}
    assert TASHKENT in ids
    assert not ids & {CHILANZAR, YUNUSOBOD}


def test_a_missing_fact_adds_nothing_to_the_score_and_widens_the_range():
    ranking = rank(ATYRAU, country="UZ", among=[URGENCH], weights={"sector:oil_gas": 1.0, "distance": 1.0})
    urgench = ranking.candidates[0]
    part = urgench.part("sector:oil_gas")
    assert (part.status, part.score, part.value) == ("unknown", None, None)
    assert urgench.score == pytest.approx(urgench.part("distance").score / 2)
    assert urgench.high == pytest.approx(urgench.score + 0.5)


def test_oil_and_gas_makes_nukus_first_and_tourism_urgench():
    oil = rank(
        ATYRAU, country="UZ", among=[NUKUS, URGENCH], weights={"sector:oil_gas": 1, "distance": 1, "ties": 1}
    )
    tourism = rank(ATYRAU, country="UZ", among=[NUKUS, URGENCH], weights={"sector:tourism": 1, "distance": 1})
    assert oil.candidates[0].geonameid == NUKUS
    assert tourism.candidates[0].geonameid == URGENCH
    turn = tourism.stability.turns[0]
    assert turn.winner == NUKUS
    assert 0 < turn.weight < turn.now


def test_the_weight_at_which_the_winner_turns_makes_both_equal():
    weights = {"sector:tourism": 1.0, "distance": 1.0}
    before = rank(ATYRAU, country="UZ", among=[NUKUS, URGENCH], weights=weights)
    turn = before.stability.turns[0]
    moved = {"sector:tourism": turn.weight, "distance": 1 - turn.weight}
    after = rank(ATYRAU, country="UZ", among=[NUKUS, URGENCH], weights=moved)
    assert after.candidates[0].score == pytest.approx(after.candidates[1].score)


def test_a_link_that_a_desk_enters_changes_the_evidence_and_names_its_source():
    without = rank(ATYRAU, country="UZ", among=[NUKUS], weights=NO_MODEL, links=[])
    entered = Tie(AKTOBE, NUKUS, "agreement", "letter of the akimat", "2026-03")
    with_it = rank(ATYRAU, country="UZ", among=[NUKUS], weights=NO_MODEL, links=[entered])
    assert without.candidates[0].part("ties").status == "unknown"
    part = with_it.candidates[0].part("ties")
    assert part.source == "letter of the akimat"
    assert part.reasons[0].code == "neighbours_partner"
    assert with_it.candidates[0].score > without.candidates[0].score


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [("ended", "dormant"), ("dormant", "planned"), ("planned", "memorandum"), ("memorandum", "agreement")],
)
def test_how_far_a_tie_got_decides_what_it_counts(weaker, stronger):
    def score(status):
        ranking = rank(
            ATYRAU, country="UZ", among=[NUKUS], weights={"ties": 1.0}, links=[Tie(AKTOBE, NUKUS, status)]
        )
        return ranking.candidates[0].score

    assert score(weaker) < score(stronger)


def test_populations_that_disagree_are_all_shown_with_boundary_and_source():
    part = rank(ATYRAU, country="UZ", among=[URGENCH], weights={"size": 1.0}).candidates[0].part("size")
    assert part.status == "conflict"
    assert part.value == 153_800
    assert {190_300, 205_480} <= {e.value for e in part.evidence}
    assert all(e.source and e.boundary == "city" for e in part.evidence)


def test_every_known_part_has_a_source():
    for candidate in rank(ATYRAU, country="UZ", among=[NUKUS, URGENCH, KHIVA]).candidates:
        assert [p.criterion for p in candidate.parts if p.status != "unknown" and not p.source] == []


def test_the_document_has_the_promised_keys():
    document = rank(ATYRAU, country="UZ", among=[NUKUS, URGENCH]).as_dict()
    assert {"city", "candidates", "stability"} <= set(document)
    assert {"geonameid", "name"} <= set(document["city"])
    candidate = document["candidates"][0]
    assert {"rank", "geonameid", "name", "country", "score", "parts", "reasons"} <= set(candidate)
    promised = {"criterion", "value", "unit", "as_of", "source", "score", "weight", "status"}
    assert all(promised <= set(part) for part in candidate["parts"])


def test_candidates_are_in_order_and_inside_their_ranges():
    candidates = rank(ATYRAU, country="UZ", weights=NO_MODEL).candidates
    assert [c.rank for c in candidates] == list(range(1, len(candidates) + 1))
    assert all(a.score >= b.score for a, b in itertools.pairwise(candidates))
    assert all(c.low <= c.score <= c.high for c in candidates)


def test_stability_is_certain_only_when_no_missing_fact_could_change_the_winner():
    known = rank(ATYRAU, country="UZ", among=[NUKUS, URGENCH], weights={"distance": 1.0})
    open_ = rank(
        ATYRAU, country="UZ", among=[NUKUS, URGENCH], weights={"distance": 1.0, "sector:textile": 1.0}
    )
    assert known.stability.certain
    assert not open_.stability.certain


@pytest.mark.parametrize("bad", ["XX", "Atlantis"])
def test_an_unknown_country_is_refused_with_what_would_be_right(bad):
    with pytest.raises(TwinningError, match="ISO code such as UZ"):
        rank(ATYRAU, country=bad)


def test_an_unknown_place_is_refused():
    with pytest.raises(UnknownPlaceError):
        rank(1, country="UZ")
    with pytest.raises(UnknownPlaceError):
        rank(ATYRAU, country="UZ", among=[2])


def test_an_unknown_criterion_is_named_with_the_ones_there_are():
    with pytest.raises(WeightsError, match=r"'beauty'.*precedent.*distance"):
        rank(ATYRAU, country="UZ", weights={"beauty": 1.0})


def test_a_place_is_not_its_own_twin():
    with pytest.raises(TwinningError, match="its own twin"):
        Tie(NUKUS, NUKUS)
