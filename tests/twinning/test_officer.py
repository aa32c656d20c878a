"""What a city's officer reads: one figure for a size, sentences that say something, what to do next."""

import re

import pytest

from egiz.atlas import TwinLink, known_links, load_links, save_links
from egiz.twinning import Partner, Reason, Stability, Tie, Turn, Twins, compare, rank
from egiz.twinning.contacts import mission_for, missions, rules
from egiz.twinning.dossier import document
from egiz.twinning.dossier_parts import partner_line
from egiz.twinning.firmness import summarise
from egiz.twinning.maps import drawn_map
from egiz.twinning.places import spot_of
from egiz.twinning.sentences import LANGUAGES, words

ATYRAU, AKTAU, NUKUS, URGENCH, ANDIJAN = 610529, 610612, 601294, 1512473, 1514588
KARAKALPAKSTAN, ATYRAU_REGION, KHOREZM = 453752, 609862, 1484843
TURKISTAN, TUYTEPA, LEPSI = 1517945, 1512524, 1521333
QUICK = {"size": 1.0, "distance": 1.0, "ties": 1.0, "language": 1.0, "airport": 1.0, "role": 1.0}


def with_twins(*countries):
    return Twins(tuple(Partner(n, str(n), code, (Tie(1, 2 + n),)) for n, code in enumerate(countries)))


@pytest.fixture(scope="module")
def two_cities():
    return compare(ATYRAU, NUKUS, URGENCH)


def test_one_ranking_knows_one_size_of_a_place(two_cities):
    # GeoNames' undated 747,800 for Andijan stood beside the 501,131 on record in one and the same answer.
    reasons = [r for part in rank(ATYRAU, among=[ANDIJAN]).candidates[0].parts for r in part.reasons]
    sizes = {r.params["theirs"] for r in reasons if r.code == "size" or r.params.get("word") == "people"}
    assert sizes == {501_131}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_weight_of_nought_or_less_is_never_told(two_cities, lang):
    turns = (Turn("size", 0.0, 0.25, URGENCH), Turn("distance", 0.0004, 0.15, URGENCH))
    stability = Stability(certain=False, shares={}, method="sampled", turns=turns)
    lines = summarise(two_cities.ranking.candidates, stability)
    assert [reason.code for reason in lines[1:]] == ["turn_without", "turn_without"]
    assert not re.search(r"\b0[,.]?0? ?%", " ".join(reason.said(lang) for reason in lines[1:]))


@pytest.mark.parametrize(
    ("countries", "code", "named"),
    [
        (["KZ", "RU", "TR"], "twins_spread", 3),
        (["TR", "TR", "RU", "RU", "KZ"], "twins_several", 3),
        (["TR", "TR", "TR", "RU"], "twins_mostly", 2),
        (["TR", "TR", "RU", "RU", "KZ", "KZ", "UZ", "UZ"], "twins_spread", 4),
    ],
)
def test_most_is_said_of_no_country_that_others_equal(countries, code, named):
    reason = with_twins(*countries).reason
    assert (reason.code, reason.params["countries"]) == (code, named)


def test_countries_that_are_level_are_all_named():
    assert "Россия, Турция (2)" in with_twins("TR", "TR", "RU", "RU", "KZ").reason.said("ru")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_measured_from_a_copy_of_data_names_it_and_its_date(two_cities, lang):
    for candidate in two_cities.ranking.candidates:
        said = {r.code: r for part in candidate.parts for r in part.reasons}
        for code, source in (("distance", "GeoNames"), ("language", "GeoNames"), ("airport", "airportsdata")):
            assert re.search(rf"\(.*{source}.*2026.*\)", said[code].said(lang)), (code, said[code].said(lang))


def test_a_record_of_an_older_release_still_reads():
    assert Reason("distance", {"km": 798}).said("ru") == "798 км по прямой"


def test_a_distance_of_a_region_is_not_said_to_be_a_citys():
    printed = document(compare(ATYRAU_REGION, KARAKALPAKSTAN, KHOREZM), "ru")
    rows = {row["name"]: row["cells"][0]["more"] for row in printed["rows"]}
    assert "область" in rows["Размер"][0]
    assert not any("город" in line for line in rows["Расстояние"])


def test_a_village_is_called_a_village():
    assert document(compare(LEPSI, 1512742), "ru")["title"].startswith("Село-побратим")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_month_needs_no_case_ending(lang):
    tie = Tie(ATYRAU, AKTAU, as_of="2022-11", source="x")
    line = partner_line(Partner(AKTAU, "Aktau", "KZ", (tie,)), lang)
    month = {"ru": "начало: ноябрь 2022", "uz": "boshlangan: noyabr, 2022", "kk": "басталуы: 2022 ж. қараша"}
    assert month.get(lang, "since November 2022") in line.replace("\u202f", " ")


def lines_for(comparison, lang="en"):
    return {block["name"]: block["lines"] for block in document(comparison, lang)["practical"]}


def test_whom_to_write_to_is_said_for_each_side(two_cities):
    said = lines_for(two_cities)
    assert sum("Mission whose district it is" in line for line in said["Nukus"]) == 2
    assert "Which mission of Kazakhstan covers Khorezm Region is not on record." in said["Urgench"]


def test_themes_are_those_that_the_paper_of_the_regions_names():
    themed = lines_for(compare(AKTAU, NUKUS, URGENCH))
    assert any("tourism (Mangystau Region – Karakalpakstan; ecoaral.org" in line for line in themed["Nukus"])
    assert words("en")["themes_unknown"] in themed["Urgench"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_partners_rules_stand_with_date_and_source_or_are_unknown(two_cities, lang):
    for lines in lines_for(two_cities, lang).values():
        assert any("regulation.gov.uz" in line and "2020" in line for line in lines)
    abroad = lines_for(compare(ATYRAU, 745044), lang)
    assert words(lang)["rules_unknown"] in next(iter(abroad.values()))


def test_what_is_known_of_rules_and_missions_has_an_address():
    assert all(row.url.startswith("https://") and row.recorded for row in rules())
    assert all(row.url.startswith("https://") and row.source for row in missions())
    assert mission_for(ATYRAU, "UZ").seat == AKTAU
    assert mission_for(ATYRAU, "TR") is None


@pytest.mark.parametrize("lang", ["ru", "uz", "kk"])
def test_nothing_that_ships_in_english_stands_in_another_language(two_cities, lang):
    printed = document(two_cities, lang)
    lines = [*printed["answer"], *(line for block in printed["practical"] for line in block["lines"])]
    lines += [line for block in printed["reasons"] for line in block["lines"]]
    assert not [line for line in lines if re.search(r"\b(the|of|and|is|not|twin|law|only)\b", line)]


def test_sources_of_next_steps_and_data_sets_have_their_addresses(two_cities):
    listed = "\n".join(document(two_cities, "en")["sources"])
    for address in ("https://www.geonames.org/", "regulation.gov.uz/oz/document/19411", "kz.kursiv.media"):
        assert address in listed
    assert listed.count("airportsdata") == 2  # the name and its address, once for all airports


def test_the_map_shows_land_borders_and_every_name():
    spots = [spot_of(gid) for gid in (ATYRAU, NUKUS, URGENCH)]
    drawn = drawn_map(spots[0], spots[1:], {ATYRAU: "Атырау", NUKUS: "Нукус", URGENCH: "<Ургенч>"}).decode()
    assert all(name in drawn for name in ("Атырау", "Нукус", "&lt;Ургенч&gt;"))
    land, borders = re.findall(r'<path d="([^"]*)"', drawn)
    assert len(land) > 1_000
    assert borders.startswith("M")
    # West and north of both: the point of our place stands left of and above theirs.
    found = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawn)
    (x0, y0), *others = [(float(x), float(y)) for x, y in found]
    assert all(x0 < x and y0 < y for x, y in others)


def test_themes_travel_with_a_link_through_a_table(tmp_path):
    link = TwinLink(ATYRAU, NUKUS, "city", "agreement", "2026", "x", themes="export, tourism")
    save_links(tmp_path / "links.csv", [link])
    assert load_links(tmp_path / "links.csv").items == (link,)
    trade = next(k for k in known_links() if set(k.pair) == {TUYTEPA, TURKISTAN})
    assert trade.themes == "investment, export, tourism"
