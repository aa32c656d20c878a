"""The comparison, its pictures and its dossier."""

import datetime as dt

import pytest
from babel import Locale

from egiz.twinning import (
    TwinningError,
    compare,
    dossier_pdf,
    dot_plot,
    render,
    weight_triangle,
    write_dossier,
)
from egiz.twinning.dossier import document
from egiz.twinning.sentences import LANGUAGES, criterion_name, number, words

ATYRAU, NUKUS, URGENCH, TRABZON, KARAKALPAKSTAN = 610529, 601294, 1512473, 738648, 453752
GROUPS = {"oil": ("sector:oil_gas",), "tourism": ("sector:tourism",), "near": ("distance", "size", "ties")}
WEIGHTS = {"sector:oil_gas": 1.0, "sector:tourism": 1.0, "distance": 1.0, "size": 0.5, "ties": 1.0}


@pytest.fixture(scope="module")
def comparison():
    return compare(ATYRAU, NUKUS, URGENCH, weights=WEIGHTS, groups=GROUPS)


def test_the_triangle_names_the_winner_of_each_region(comparison):
    assert {region.winner for region in comparison.regions} == {NUKUS, URGENCH}
    assert sum(region.share for region in comparison.regions) == pytest.approx(1)


def test_the_corner_of_a_group_is_won_by_the_city_with_that_sector(comparison):
    tourism = next(r for r in comparison.regions if (0.0, 1.0, 0.0) in r.corners)
    assert tourism.winner == URGENCH


def test_the_weights_now_give_the_same_winner_as_the_ranking(comparison):
    totals = {
        gid: sum(w * s for w, s in zip(comparison.here, scores, strict=True))
        for gid, scores in comparison.group_scores.items()
    }
    assert max(totals, key=totals.get) == comparison.ranking.candidates[0].geonameid
    for candidate in comparison.ranking.candidates:
        assert totals[candidate.geonameid] == pytest.approx(candidate.score)


def test_the_nearest_recorded_pair_is_aktobe_and_nukus(comparison):
    nukus = next(p for p in comparison.precedents if p.geonameid == NUKUS)
    assert (nukus.pairs[0].a, nukus.pairs[0].b) == (610611, NUKUS)


def test_candidates_of_two_countries_stand_side_by_side():
    ranking = compare(ATYRAU, NUKUS, TRABZON).ranking
    assert {c.country for c in ranking.candidates} == {"UZ", "TR"}
    assert all(c.part("precedent").status == "known" for c in ranking.candidates)


def test_a_city_and_a_region_are_not_compared():
    with pytest.raises(TwinningError, match="cities are compared with cities"):
        compare(ATYRAU, KARAKALPAKSTAN)


def test_a_city_alone_is_refused():
    with pytest.raises(TwinningError, match="at least one candidate"):
        compare(ATYRAU)


def test_groups_that_share_a_criterion_are_refused():
    with pytest.raises(TwinningError, match="one group only"):
        compare(ATYRAU, NUKUS, groups={"a": ("size",), "b": ("size",), "c": ()})


def test_pictures_are_drawn_without_a_browser(comparison):
    assert render(dot_plot(comparison)).startswith(b"<svg")
    assert render(weight_triangle(comparison), "png").startswith(b"\x89PNG")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_dossier_warns_of_both_conflicting_populations_in_every_language(lang):
    data = document(compare(ATYRAU, NUKUS, URGENCH, weights=WEIGHTS), lang, today=dt.date(2026, 11, 20))
    warned = "\n".join(data["warnings"])
    for value in (316_468, 404_129, 153_800, 205_480):
        assert number(value, lang) in warned
    assert words(lang)["city_b"] in warned


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_criterion_and_tag_has_a_word(lang):
    for criterion in (
        "precedent",
        "size",
        "distance",
        "ties",
        "sector:oil_gas",
        "sector:tourism",
        "airport",
        "role",
    ):
        assert "_" not in criterion_name(criterion, lang)


def test_all_languages_have_the_same_words():
    counted = {lang: {key for key in words(lang) if key.startswith("times_")} for lang in LANGUAGES}
    assert {frozenset(set(words(lang)) - counted[lang]) for lang in LANGUAGES} == {frozenset(words("en"))}
    # A language that writes the word after the figure has every form that its grammar counts with.
    for lang in LANGUAGES:
        written = any("{times_word}" in text for text in words(lang).values())
        forms = {f"times_{form}" for form in Locale(lang).plural_form.tags | {"other"}}
        assert counted[lang] == (forms if written else set()), lang


def test_the_dossier_is_a_pdf(comparison, tmp_path):
    write_dossier(comparison, tmp_path / "dossier.pdf", lang="kk", today=dt.date(2026, 11, 20))
    assert (tmp_path / "dossier.pdf").read_bytes().startswith(b"%PDF")


def test_an_unknown_language_is_refused(comparison):
    with pytest.raises(TwinningError, match="ru, uz, kk, en"):
        dossier_pdf(comparison, lang="de")
