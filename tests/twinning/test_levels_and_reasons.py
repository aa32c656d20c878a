"""Regions with regions, villages with villages; reasons that name their value, date and source."""

import dataclasses
import json
import re

import pytest
import typer
from typer.testing import CliRunner

from egiz.atlas import Fact, shipped_facts
from egiz.commands import twinning
from egiz.twinning import NOT_FOR, Reason, TwinningError, compare, default_weights, dossier_pdf, rank
from egiz.twinning.context import unknown
from egiz.twinning.dossier import document
from egiz.twinning.dossier_parts import _cell
from egiz.twinning.sentences import LANGUAGES, day, sentence, words

ATYRAU, NUKUS, URGENCH, KHIVA, GURLAN = 610529, 601294, 1512473, 1513604, 1513962
ATYRAU_REGION, KARAKALPAKSTAN, KHOREZM = 609862, 453752, 1484843
QUICK = {"size": 1.0, "distance": 1.0, "ties": 1.0}

app = typer.Typer()
twinning.register(app)
runner = CliRunner()


def asked(*arguments):
    result = runner.invoke(app, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_region_is_ranked_against_regions_on_facts_of_regions():
    ranking = rank(ATYRAU_REGION, country="UZ")
    assert ranking.level == "region"
    assert {KARAKALPAKSTAN, KHOREZM} <= {c.geonameid for c in ranking.candidates}
    size = ranking.candidate(KARAKALPAKSTAN).part("size")
    assert (size.value, size.evidence[0].boundary) == (1_962_400, "region")
    ties = ranking.candidate(KARAKALPAKSTAN).part("ties")
    assert {r.params["tie"] for r in ties.reasons} == {"cooperation"}
    assert ties.score == 0.0


def test_a_region_by_its_russian_name_in_a_country_by_its_name():
    found = asked("rank", "Атырауская область", "--in", "Узбекистан", "--lang", "ru")
    assert found["city"]["geonameid"] == ATYRAU_REGION
    assert found["level"] == "region"
    assert re.search("[а-я]", found["candidates"][0]["reasons"][0])


def test_levels_are_not_mixed():
    with pytest.raises(TwinningError, match="regions with regions"):
        rank(ATYRAU_REGION, country="UZ", among=[NUKUS])


def test_a_country_without_regions_in_the_atlas_says_which_there_are():
    with pytest.raises(TwinningError, match="the atlas holds those of"):
        rank(ATYRAU_REGION, country="MC")


def test_candidates_of_a_village_are_villages_of_like_size():
    found = asked("rank", "Lepsi", "--in", "UZ")
    assert found["level"] == "village"
    people = [
        part["value"] for c in found["candidates"] for part in c["parts"] if part["criterion"] == "size"
    ]
    assert people
    assert all(100 < value < 5_000 for value in people)
    assert "precedent" not in {part["criterion"] for part in found["candidates"][0]["parts"]}


def test_precedent_of_a_village_is_unknown_where_somebody_asks_for_it(tmp_path):
    weights = tmp_path / "w.toml"
    weights.write_text("precedent = 1\nsize = 1\n", encoding="utf-8")
    found = asked("rank", "Lepsi", "--in", "UZ", "--weights", str(weights))
    precedent = next(p for p in found["candidates"][0]["parts"] if p["criterion"] == "precedent")
    assert (precedent["status"], precedent["reason_codes"][0]["code"]) == ("unknown", "precedent_no_villages")


def test_a_tag_of_a_region_counts_less_than_a_citys_own_and_says_whose_it_is():
    ranking = rank(ATYRAU, country="UZ", among=[KHIVA, GURLAN], weights={"sector:tourism": 2, "distance": 1})
    own, region = (ranking.candidate(gid).part("sector:tourism") for gid in (KHIVA, GURLAN))
    assert ranking.candidates[0].geonameid == KHIVA
    assert own.score == 1.0
    assert 0 < region.score < own.score
    assert region.reasons[0].code == "tag_of_region"
    assert "Khorezm" in region.reasons[0].text
    assert (region.low, region.high) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("as_of", "value", "code"), [("2025-01-01", 160_000, "own_leads"), ("2020", 153_800, "own_older")]
)
def test_a_newer_figure_of_ones_own_leads_and_an_older_one_says_why_not(as_of, value, code):
    own = Fact("population", URGENCH, 160_000.0, "people", as_of, "our office", source_class="own figure")
    ranking = rank(
        ATYRAU, country="UZ", among=[URGENCH], weights=QUICK, facts=shipped_facts().with_facts([own])
    )
    assert ranking.candidates[0].part("size").value == value
    assert code in {reason.code for reason in ranking.candidates[0].warnings}


def test_facts_from_a_file_that_do_not_say_their_source_class_are_ones_own(tmp_path):
    path = tmp_path / "facts.csv"
    row = "population,Urgench,UZ,160 000,people,2025-01-01,city,Statistics office\n"
    path.write_text("indicator,place,country,value,unit,as_of,boundary,source\n" + row, encoding="utf-8")
    found = asked("compare", "Atyrau", "Nukus", "Urgench", "--facts", str(path))
    urgench = next(c for c in found["candidates"] if c["geonameid"] == URGENCH)
    assert next(p for p in urgench["parts"] if p["criterion"] == "size")["value"] == 160_000


def test_every_reason_names_its_figures_date_and_source():
    ranking = rank(ATYRAU, country="UZ", among=[NUKUS, URGENCH])
    for candidate in ranking.candidates:
        said = {reason.code: reason for part in candidate.parts for reason in part.reasons}
        size = said["size"]
        assert f"{size.params['theirs']:,}" in size.text
        assert str(size.params["theirs_source"]) in size.text
        assert day(str(size.params["theirs_date"]), "en") in size.text
        assert all(re.search(r"\d", said[code].text) for code in ("distance", "airport", "precedent"))


def test_the_one_known_twin_is_named_with_what_is_known_of_it():
    twins = rank(ATYRAU, country="UZ", among=[NUKUS], weights=QUICK).candidate(NUKUS).twins
    assert twins.reason.code == "twins_one"
    text = twins.reason.text
    assert all(word in text for word in ("Aktobe", "Kazakhstan", "reported", "Consul General"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_can_be_said_in_every_language(lang):
    ranking = rank(ATYRAU, country="UZ", among=[NUKUS, URGENCH, GURLAN])
    reasons = [*ranking.summary, *ranking.notes, ranking.twins.reason]
    for candidate in ranking.candidates:
        reasons += [*candidate.reasons, *candidate.warnings, candidate.twins.reason]
        reasons += [reason for part in candidate.parts for reason in part.reasons]
    for reason in reasons:
        text = reason.said(lang)
        assert "{" not in text
        assert "_" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_dossier_says_why_it_exists_and_names_our_own_sources(lang):
    data = document(compare(ATYRAU, NUKUS, URGENCH), lang)
    assert len(data["proposals"]) == 2
    sources = "\n".join(data["sources"])
    assert "wikiclassic.com" in sources
    assert "en.wikipedia.org" in sources or "Atyrau" in sources
    warned = "\n".join(data["warnings"])
    assert "389" in warned  # the whole reason of the doubt: all towns of the region together
    assert data["words"]["reasons"]


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_no_english_sentence_of_ours_stands_in_a_russian_or_kazakh_dossier(lang):
    data = document(compare(ATYRAU, NUKUS, URGENCH), lang)
    data.pop("sources")
    said = json.dumps({key: value for key, value in data.items() if key != "words"}, ensure_ascii=False)
    english = ("people", "twins on record", "no date", "statistics office", "on record", "Wikipedia", " the ")
    assert [word for word in english if word in said] == []


def test_a_dossier_of_regions_is_printed():
    assert dossier_pdf(compare(ATYRAU_REGION, KARAKALPAKSTAN, KHOREZM), lang="kk")[:4] == b"%PDF"


def test_a_reason_without_a_figure_that_older_records_lack_reads_as_unknown():
    assert words("ru")["unknown"] in Reason("size", {"theirs": 5, "ours": 6}).said("ru")


def test_an_unknown_language_is_refused_before_anything_is_ranked():
    result = runner.invoke(app, ["rank", "Atyrau", "--in", "UZ", "--lang", "de"])
    assert result.exit_code == 2  # a wrong command line, as of every verb
    assert "“de” is no language of Egiz" in result.stderr


def test_candidates_of_two_countries_are_ranked_together():
    ranking = rank(ATYRAU, among=[NUKUS, 738648], weights=QUICK)
    assert {c.country for c in ranking.candidates} == {"UZ", "TR"}
    again = dataclasses.replace(ranking, candidates=ranking.candidates[:1])
    assert again.candidate(ranking.candidates[0].geonameid) == ranking.candidates[0]


def test_a_cell_says_what_is_not_known_and_why():
    unsaid = unknown("size", "people", (Reason("no_ties"),))
    cell = _cell(unsaid, "en")
    assert cell["value"] == f"{words('en')['unknown']}: {Reason('no_ties').said('en')}"
    known = dataclasses.replace(
        unsaid, status="known", value=1200.0, score=0.5, as_of="2024", source="a census", reasons=()
    )
    assert _cell(known, "en")["value"] == "1,200 people"
    assert "a census" in _cell(known, "en")["more"][0]


@pytest.mark.parametrize("level", ["city", "region", "village"])
def test_no_weight_lies_on_what_a_level_can_never_know(level):
    given = default_weights(level)
    assert sum(given.values()) == pytest.approx(1)
    assert not NOT_FOR.get(level, frozenset()) & set(given)


@pytest.mark.parametrize(
    ("times", "end"),
    [(1.0, "почти одинаково"), (1.1, "в 1,1 раза"), (2.0, "в 2 раза"), (5.0, "в 5 раз"), (21.0, "в 21 раз")],
)
def test_how_many_times_is_said_as_russian_says_it(times, end):
    params = {"theirs": 100, "ours": 20, "times": times, "theirs_source": "", "ours_source": ""}
    assert sentence("size", params, "ru").endswith(end)
    assert sentence("size", params, "kk")
