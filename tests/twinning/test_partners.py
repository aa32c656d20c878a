"""Known twins stand apart from the candidates, and only twinnings speak for other twinnings."""

import dataclasses
import json

import pytest

from egiz import atlas
from egiz.twinning import Tie, compare, narrowed, rank, ranking_from
from egiz.twinning.precedents import ranker_with

ATYRAU, AKTOBE, AKTAU, ORAL, NUKUS, URGENCH = 610529, 610611, 610612, 608668, 601294, 1512473
DAUGAVPILS, RADOM, TURKISTAN, NURAFSHON, OSH = 460413, 760778, 1517945, 1512524, 1527534
QUICK = {"size": 1.0, "distance": 1.0, "ties": 1.0}


@pytest.mark.parametrize(
    ("city", "country", "twins"),
    [
        (DAUGAVPILS, "PL", {RADOM}),
        (NUKUS, "KZ", {AKTOBE}),
        (AKTOBE, "UZ", {NUKUS}),
        (ATYRAU, "KZ", {AKTAU, ORAL, AKTOBE}),
    ],
)
def test_a_known_twin_is_a_partner_and_no_candidate(city, country, twins):
    ranking = rank(city, country=country, weights=QUICK)
    assert twins <= {partner.geonameid for partner in ranking.partners}
    assert not twins & {candidate.geonameid for candidate in ranking.candidates}


def test_a_known_twin_is_ranked_when_asked_for_and_being_one_adds_nothing():
    with_it = rank(NUKUS, country="KZ", weights=QUICK, with_existing=True)
    part = with_it.candidate(AKTOBE).part("ties")
    without = rank(NUKUS, country="KZ", among=[AKTOBE], weights=QUICK, links=[])
    assert {"linked"} <= {reason.code for reason in part.reasons}
    alone = rank(NUKUS, country="KZ", among=[AKTOBE], weights=QUICK, links=[Tie(NUKUS, AKTOBE)])
    assert alone.candidate(AKTOBE).score == pytest.approx(without.candidate(AKTOBE).score)


@pytest.mark.parametrize("status", ["memorandum", "agreement", "existing", "dormant", "ended"])
def test_who_was_a_twin_once_is_not_proposed_as_if_for_the_first_time(status):
    ranking = rank(ATYRAU, country="UZ", weights=QUICK, links=[Tie(ATYRAU, NUKUS, status, "register")])
    assert NUKUS not in {candidate.geonameid for candidate in ranking.candidates}
    assert ranking.partners[0].ties[0].status == status


@pytest.mark.parametrize("kind", ["cooperation", "trade"])
def test_an_agreement_that_is_no_twinning_is_said_and_counts_nothing(kind):
    other = Tie(ATYRAU, NUKUS, "agreement", "news", "2020", kind=kind)
    near = Tie(AKTOBE, URGENCH, "agreement", "news", "2020", kind=kind)
    ranking = rank(ATYRAU, country="UZ", among=[NUKUS, URGENCH], weights=QUICK, links=[other, near])
    part = ranking.candidate(NUKUS).part("ties")
    assert ranking.partners == ()
    assert (part.score, part.reasons[0].code, part.reasons[0].params["tie"]) == (0.0, "other_agreement", kind)
    assert ranking.candidate(URGENCH).part("ties").score == 0.0


def test_turkistan_is_not_told_that_a_trade_agreement_is_a_twinning():
    ranking = rank(TURKISTAN, country="UZ", weights=QUICK)
    nurafshon = ranking.candidate(NURAFSHON)
    assert nurafshon.part("ties").score == 0.0
    pairs = compare(ATYRAU, NUKUS, weights=QUICK).precedents[0].pairs
    assert pairs
    assert {TURKISTAN, NURAFSHON} not in [{tie.a, tie.b} for tie in pairs]


def test_only_twinnings_are_folded_into_the_learned_order():
    plain = ranker_with([])
    trade = ranker_with([Tie(AKTOBE, NUKUS, "agreement", kind="trade")])
    twins = ranker_with([Tie(AKTOBE, NUKUS, "agreement")])
    assert trade.tendencies is plain.tendencies
    assert twins.tendencies is not plain.tendencies


def test_a_link_that_the_model_was_trained_on_is_not_counted_twice():
    known = atlas.recorded_links()[0]
    assert ranker_with([Tie(known.a, known.b)]).tendencies is ranker_with([]).tendencies


def test_a_link_with_a_doubtful_end_is_shown_and_is_no_evidence():
    doubtful = Tie(AKTOBE, NUKUS, "existing", "Wikidata", doubt="ambiguous")
    ranking = rank(ATYRAU, country="UZ", among=[NUKUS], weights=QUICK, links=[doubtful])
    assert ranking.candidate(NUKUS).twins.partners[0].as_dict()["doubt"] == "ambiguous"
    assert ranking.candidate(NUKUS).part("ties").score == 0.0


def test_known_links_say_who_recorded_them_and_when():
    links = atlas.recorded_links()
    assert 18_000 < len(links) < 19_000
    assert {link.source for link in links} == {"Wikidata"}
    assert {link.recorded for link in links} == {"2016", "2017"}
    assert {link.since for link in links} == {""}  # dates of signing are not Wikidata's in the list
    assert sum(bool(link.doubt) for link in links) > 1_000


def test_the_pattern_of_the_twins_is_told_with_numbers():
    twins = rank(ATYRAU, country="UZ", among=[NUKUS], weights=QUICK).twins
    assert dict(twins.countries)["KZ"] == 3
    assert twins.reason.params["total"] == len(twins.partners)


def test_a_ranking_survives_being_written_and_read():
    ranking = rank(ATYRAU, country="UZ", among=[NUKUS, URGENCH])
    document = json.loads(json.dumps(ranking.as_dict()))
    again = ranking_from(document)
    assert again.as_dict() == document
    assert again.sentences("kk") == ranking.sentences("kk")


def test_a_ranking_narrowed_keeps_its_parts_and_finds_its_firmness_anew():
    whole = rank(ATYRAU, country="UZ", weights=QUICK)
    few = narrowed(whole, [URGENCH, NUKUS])
    assert [c.rank for c in few.candidates] == [1, 2]
    for candidate in few.candidates:
        same = whole.candidate(candidate.geonameid)
        assert dataclasses.replace(candidate, rank=same.rank) == same
    assert set(few.stability.best_rank) == {NUKUS, URGENCH}


def test_the_share_of_weights_is_never_all_beside_a_weight_that_changes_the_answer():
    ranking = rank(ATYRAU, country="UZ")
    first = ranking.summary[0]
    if ranking.stability.turns:
        assert "100" not in first.text
        assert "all weights" not in first.text


def test_an_act_that_was_seen_tells_more_than_a_report_of_the_link():
    astrakhan = next(p for p in rank(ATYRAU, country="RU", weights=QUICK).partners if p.geonameid == 580497)
    assert (astrakhan.ties[0].status, astrakhan.ties[0].as_of) == ("memorandum", "2022-11")
    assert {tie.source for tie in astrakhan.ties} == {"Interfax Russia", "Wikidata"}
