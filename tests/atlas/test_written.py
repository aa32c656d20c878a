"""Names as they stand in letters, tables and addresses: each kind with examples of our own."""

import pytest

from egiz.atlas import country_code, find, former_names, people, resolve

ATYRAU, AKTAU, AKTOBE, ORAL, ASTANA, ALMATY = 610529, 610612, 610611, 608668, 1526273, 1526384
NUKUS, URGENCH, KHIVA, BUKHARA, TASHKENT, SAMARKAND = 601294, 1512473, 1513604, 1217662, 1512569, 1216265
PETERSBURG, NIZHNY, TARAZ, TURTKUL, FERGANA = 498817, 520555, 1516905, 1513092, 1514019
OSKEMEN, ROSTOV, ZARAFSHON, KARAKALPAKSTAN, KHOREZM = 1520316, 501175, 2_000_000_001, 453752, 1484843
ATYRAU_REGION, KOSTANAY, KYZYLORDA, MOSCOW, PETROPAVL = 609862, 1519928, 1519922, 524901, 1520172


def first(name, **more):
    matches = find(name, **more)
    return matches[0].place.geonameid if matches else None


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("в Атырау", ATYRAU),
        ("из Актау", AKTAU),
        ("в Астане", ASTANA),
        ("под Астаной", ASTANA),
        ("в Нукусе", NUKUS),
        ("из Ургенча", URGENCH),
        ("через Хиву", KHIVA),
        ("из Бухары", BUKHARA),
        ("до Ташкента", TASHKENT),
        ("с Самаркандом", SAMARKAND),
        ("в Уральске", ORAL),
        ("в Нижнем Новгороде", NIZHNY),
        ("из Нижнего Новгорода", NIZHNY),
        ("в Санкт-Петербурге", PETERSBURG),
        ("в Ростове-на-Дону", ROSTOV),
        ("из Усть-Каменогорска", OSKEMEN),
        ("in Atyrau", ATYRAU),
        ("from Nukus", NUKUS),
        ("в городе Хиве", KHIVA),
        ("в г. Кызылорде", KYZYLORDA),
        ("Атырауской области", ATYRAU_REGION),
        ("из Хорезмской области", KHOREZM),
    ],
)
def test_a_name_with_a_preposition_or_a_case_ending_is_found(name, place):
    assert first(name) == place


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Ургенч, Хорезмская область", URGENCH),
        ("Хорезмская область, г. Ургенч", URGENCH),
        ("Узбекистан, Хорезм, Хива", KHIVA),
        ("Atyrau, Atyrau Region, Kazakhstan", ATYRAU),
        ("Нукус, Республика Каракалпакстан", NUKUS),
        ("060011, г. Атырау", ATYRAU),
        ("г.Атырау 060000", ATYRAU),
        ("Urganch sh., Xorazm viloyati", URGENCH),
        ("Nukus sh.", NUKUS),
        ("Атырау қ.", ATYRAU),
        ("Ақтау қаласы, Маңғыстау облысы, 130000", AKTAU),
        ("220100 Urganch shahri", URGENCH),
        ("Nukus/Нукус", NUKUS),
        ("Үргеніш | Ургенч", URGENCH),
        ("Uralsk / Oral", ORAL),
        ("Хива – Xiva", KHIVA),
        ("Казахстан, Хорезм", None),
    ],
)
def test_what_stands_around_a_name_helps_and_does_not_hinder(name, place):
    found = first(name)
    assert found == place if place else found != KHOREZM


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("С.-Петербург", PETERSBURG),
        ("С-Петербург", PETERSBURG),
        ("СПб", PETERSBURG),
        ("Н. Новгород", NIZHNY),
        ("Н.Новгород", NIZHNY),
        ("У.-Каменогорск", OSKEMEN),
        ("Ростов н/Д", ROSTOV),
        ("Hive", KHIVA),
        ("Taşkent", TASHKENT),
        ("Semerkant", SAMARKAND),
        ("Çimkent", 1518980),
    ],
)
def test_a_shortened_or_turkish_name_is_found(name, place):
    assert first(name) == place


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("阿特劳", ATYRAU),
        ("乌尔根奇", URGENCH),
        ("希瓦", KHIVA),
        ("努库斯", NUKUS),
        ("阿克套", AKTAU),
        ("撒马尔罕", SAMARKAND),
        ("أتيراو", ATYRAU),
        ("أورغنتش", URGENCH),
        ("خيوة", KHIVA),
        ("نوكوس", NUKUS),
        ("طشقند", TASHKENT),
        ("بخارى", BUKHARA),
    ],
)
def test_chinese_and_arabic_spellings_are_found(name, place):
    assert first(name) == place


@pytest.mark.parametrize(
    ("name", "place", "years"),
    [
        ("Мирзоян", TARAZ, ("1936", "1938")),
        ("Петро-Александровск", TURTKUL, ("1873", "1920")),
        ("Петроалександровск", TURTKUL, ("1873", "1920")),
        ("Скобелев", FERGANA, ("1907", "1924")),
        ("Новый Маргелан", FERGANA, ("1876", "1907")),
        ("Целиноград", ASTANA, ("1961", "")),
        ("Шевченко", AKTAU, ("", "")),
    ],
)
def test_a_former_name_is_found_with_its_years_and_source(name, place, years):
    assert first(name) == place
    said = next(former for former in former_names(place) if former.name == name)
    assert (said.since, said.until) == years
    assert said.source


def test_the_old_autonomous_region_is_karakalpakstan():
    assert first("ККАО") == KARAKALPAKSTAN


def test_zarafshon_is_there_with_a_figure_that_has_date_and_source():
    place = resolve("Zarafshon").place
    assert place is not None
    assert (place.geonameid, place.country, place.admin1_name) == (ZARAFSHON, "UZ", "Navoi Region")
    counted = people(ZARAFSHON)
    assert (counted.number, counted.as_of, counted.source_url[:16]) == (86_500, "2023-01", "https://oyina.uz")


@pytest.mark.parametrize(
    ("place", "value", "as_of"),
    [(1514588, 501_131, "2025-10-01"), (TASHKENT, 3_164_030, "2025-10-01"), (AKTAU, 263_893, "2023-01")],
)
def test_the_atlas_shows_its_own_better_figure_of_people(place, value, as_of):
    counted = people(place)
    assert (counted.number, counted.as_of) == (value, as_of)


def test_a_figure_of_geonames_says_whose_it_is_and_that_it_has_no_date():
    counted = people(MOSCOW)
    assert (counted.source, counted.as_of) == ("GeoNames", "")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UZ", "UZ"), ("uzb", "UZ"), ("Uzbekistan", "UZ"), ("Узбекистан", "UZ"), ("Өзбекстан", "UZ"),
        ("в Узбекистане", "UZ"), ("США", "US"), ("Türkiye", "TR"), ("ОАЭ", "AE"), ("Atlantis", None),
        ("XX", None), ("Polska", "PL"), ("Magyarország", "HU"),
    ],
)  # fmt: skip
def test_a_country_goes_by_any_of_its_names(name, code):
    assert country_code(name) == code


@pytest.mark.parametrize("word", ["протокол", "в протоколе", "на встрече", "из меморандума", "тәжірибе"])
def test_a_word_that_is_no_place_is_not_taken_for_one(word):
    assert resolve(word, fuzzy=False).place is None
