"""Time on the way as the caller's network knows it, and shares of OKED sections where they are known."""

import datetime as dt
from dataclasses import dataclass

import pytest

from egiz.atlas import Fact, shipped_facts
from egiz.twinning import compare, dossier_pdf, rank
from egiz.twinning.sentences import LANGUAGES, day

ATYRAU, NUKUS, URGENCH = 610529, 601294, 1512473


@dataclass(frozen=True)
class Hours:
    hours: tuple[float, float, float]
    mode: str = "rail"
    unknown_since: dt.date | None = None


def share(place, section, value, unit="% of output", as_of="2024", **more):
    return Fact(f"oked:{section}", place, value, unit, as_of, "sample", boundary="city", **more)


def sector(facts, candidate=NUKUS):
    ranking = rank(ATYRAU, country="UZ", among=[candidate], weights={"sector": 1}, facts=facts)
    return ranking.candidates[0].part("sector")


def test_half_a_day_on_the_way_halves_the_score_and_the_range_follows_the_hours():
    known = {NUKUS: Hours((6.0, 12.0, 24.0))}
    ranking = rank(ATYRAU, country="UZ", among=[NUKUS, URGENCH], weights={"travel": 1}, travel=known.get)
    part = ranking.candidate(NUKUS).part("travel")
    assert (part.value, part.unit, part.status) == (12.0, "h", "known")
    assert part.score == pytest.approx(0.5)
    assert (part.low, part.high) == (pytest.approx(0.25), pytest.approx(2**-0.5))
    assert ranking.candidate(URGENCH).part("travel").status == "unknown"


def test_without_a_network_the_time_is_unknown_and_never_guessed():
    part = rank(ATYRAU, country="UZ", among=[NUKUS], weights={"travel": 1}).candidates[0].part("travel")
    assert (part.status, part.score, part.value) == ("unknown", None, None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_crossing_of_unknown_state_is_said_in_every_language(lang):
    known = {NUKUS: Hours((6.0, 12.0, 24.0), unknown_since=dt.date(2026, 1, 1))}
    part = rank(ATYRAU, country="UZ", among=[NUKUS], weights={"travel": 1}, travel=known.get).candidates[0]
    said = [reason.said(lang) for reason in part.part("travel").reasons]
    assert len(said) == 2
    assert "12" in said[0]
    assert day("2026-01-01", lang) in said[1]
    assert not any("{" in line for line in said)


def test_the_dossier_prints_time_and_shares():
    facts = shipped_facts().with_facts([share(ATYRAU, "b", 50), share(NUKUS, "b", 20)])
    comparison = compare(
        ATYRAU, NUKUS, URGENCH,
        weights={"travel": 1, "sector": 1, "size": 1}, facts=facts, travel={NUKUS: Hours((6, 12, 24))}.get,
    )  # fmt: skip
    assert dossier_pdf(comparison, lang="kk")[:4] == b"%PDF"


def test_shares_count_where_both_sides_have_them():
    part = sector(
        [share(ATYRAU, "b", 50), share(ATYRAU, "c", 20), share(NUKUS, "b", 10), share(NUKUS, "c", 30)]
    )
    assert part.value == pytest.approx(30)  # 10 of mining, 20 of manufacturing
    assert part.score == pytest.approx(0.3)
    # 30 % of Atyrau and 60 % of Nukus are not known; at most the smaller could be the same.
    assert (part.low, part.high) == (pytest.approx(0.3), pytest.approx(0.6))
    assert part.reasons[0].code == "shares"
    assert {e.note for e in part.evidence} >= {"oked:b", "oked:c"}


def test_shares_are_the_same_from_both_sides():
    facts = [share(ATYRAU, "b", 50), share(ATYRAU, "c", 20), share(NUKUS, "b", 10), share(NUKUS, "c", 30)]
    there = rank(NUKUS, country="KZ", among=[ATYRAU], weights={"sector": 1}, facts=facts)
    back = there.candidates[0].part("sector")
    here = sector(facts)
    assert (here.score, here.low, here.high) == (back.score, back.low, back.high)


def test_shares_of_output_are_not_held_against_shares_of_the_employed():
    part = sector([share(ATYRAU, "b", 50), share(NUKUS, "b", 10, unit="% of employed")])
    assert part.status == "unknown"


def test_a_doubted_share_and_an_impossible_one_do_not_count():
    assert sector([share(ATYRAU, "b", 50), share(NUKUS, "b", 10, doubt="a typing error")]).status == "unknown"
    assert sector([share(ATYRAU, "b", 50), share(NUKUS, "b", 140)]).status == "unknown"


def test_the_newest_share_is_used():
    facts = [share(ATYRAU, "b", 50), share(NUKUS, "b", 10, as_of="2019"), share(NUKUS, "b", 25, as_of="2024")]
    assert sector(facts).value == pytest.approx(25)


def test_a_tag_in_common_says_that_there_is_something_not_how_much():
    tags = [Fact("sector", place, "logistics", "", "2024", "sample") for place in (ATYRAU, NUKUS)]
    part = sector(tags)
    assert (part.low, part.score, part.high) == (0.0, 0.5, 1.0)
