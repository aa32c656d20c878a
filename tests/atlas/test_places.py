"""What the atlas holds."""

import numpy as np
import pytest

from egiz import atlas
from egiz.atlas import (
    UnknownPlaceError,
    aliases,
    columns,
    countries,
    find,
    local_name,
    names,
    place,
    region_of,
    rows_of,
)
from egiz.atlas._data import wider


def test_all_places_of_five_hundred_people_are_held_in_order():
    table = columns()
    assert len(table.geonameid) == 234_909  # those of GeoNames, and Zarafshon
    assert np.all(np.diff(table.geonameid) > 0)
    assert len(table.names) == len(table.geonameid)
    assert np.all(np.abs(table.lat) <= 90)
    assert np.all(np.abs(table.lon) <= 180)


def test_columns_and_places_agree():
    table = columns()
    rows = rows_of([601294, 610529])
    assert [table.names[row] for row in rows] == ["Nukus", "Atyrau"]
    nukus = place(601294)
    assert (nukus.country, nukus.admin1, nukus.admin1_name, nukus.level) == (
        "UZ",
        "09",
        "Karakalpakstan",
        "city",
    )
    assert nukus.timezone == "Asia/Samarkand"
    assert nukus.population == table.population[rows[0]]


def test_the_columns_cannot_be_spoiled_by_a_reader():
    with pytest.raises(ValueError, match="read-only"):
        columns().population[0] = 1


def test_an_unknown_id_is_named_in_the_error():
    with pytest.raises(UnknownPlaceError, match="77777777") as caught:
        place(77777777)
    assert caught.value.geonameid == 77777777
    with pytest.raises(UnknownPlaceError, match="99999999"):
        rows_of([601294, 99999999])


def test_districts_of_tashkent_are_no_cities_and_towns_around_it_are():
    for district in (1512296, 1514230, 1514257, 1514396):
        assert place(district).level == "district"
    for town in (1514210, 1513567, 1512339, 1512569):
        assert place(town).level == "city"


def test_countries_and_regions_are_places_too():
    assert place(1522867).level == "country"
    assert place(1522867).name == "Kazakhstan"
    atyrau = place(609862)
    assert (atyrau.level, atyrau.country, atyrau.name, atyrau.population) == (
        "region",
        "KZ",
        "Atyrau Region",
        0,
    )
    assert (atyrau.lat, atyrau.lon) == (place(610529).lat, place(610529).lon)


def test_kazakhstan_and_uzbekistan_have_all_their_regions():
    regions = [p for p in wider().places if p.level == "region"]
    assert sum(p.country == "KZ" for p in regions) == 17
    assert sum(p.country == "UZ" for p in regions) == 13


def test_countries_tell_their_neighbours_languages_and_capital():
    held = countries()
    assert len(held) == 252
    uzbekistan = held["UZ"]
    assert set(uzbekistan.neighbours) == {"TM", "AF", "KG", "TJ", "KZ"}
    assert (uzbekistan.capital, uzbekistan.currency, uzbekistan.continent) == (1512569, "UZS", "AS")
    assert uzbekistan.languages[0] == "uz"
    assert held["KZ"].capital == 1526273


def test_region_of_a_city():
    assert region_of(610529).geonameid == 609862
    assert region_of(1512473).name == "Khorezm Region"
    assert region_of(1512569) is None
    assert region_of(609862) is None


def test_nukus_in_eight_languages():
    assert names(601294) == {
        "en": "Nukus",
        "ru": "Нукус",
        "kk": "Нөкіс",
        "uz": "Nukus",
        "uz-Cyrl": "Нукус",
        "kaa": "Nókis",
        "zh": "努库斯",
        "ar": "نوكوس",
    }


def test_countries_have_the_names_of_cldr():
    assert names(1522867)["uz"] == "Qozogʻiston"
    assert names(1512440)["kk"] == "Өзбекстан"


def test_a_name_spelled_by_rule_says_so():
    name = local_name(1513092, "uz-Cyrl")
    assert (name.name, name.origin) == ("Тўрткўл", "transliterated")
    assert local_name(601294, "kaa").origin == "curated"
    assert local_name(1522867, "ru").origin == "cldr"
    berlin = local_name(2950159, "ru")
    assert (berlin.name, berlin.origin) == ("Берлин", "geonames")


def test_aliases_hold_old_names():
    assert "Гурьев" in aliases(610529)
    assert "Хорезм" in aliases(1484843)
    with pytest.raises(UnknownPlaceError):
        aliases(1)


@pytest.mark.parametrize(
    "table", ["names.csv", "regions.csv", "districts.csv", "admin1.csv", "countries.csv", "world_regions.csv"]
)
def test_curated_tables_name_only_places_that_exist(table):
    from egiz.atlas._data import read_csv

    for row in read_csv(table):
        for column in ("geonameid", "seat", "capital", "keep"):
            if row.get(column):
                assert place(int(row[column])), row


def test_the_index_was_built_after_the_last_change_of_the_curated_names():
    from egiz.atlas._data import read_csv
    from egiz.atlas._index import index
    from egiz.text.folding import keys

    held = index()
    missing = []
    for table in ("names.csv", "regions.csv", "world_regions.csv"):
        for row in read_csv(table):
            texts = [text for column, text in row.items() if column.startswith("name") or column == "other"]
            for name in (name for text in texts for name in text.split("|") if name):
                rows = {posting.row for posting in held.exact(keys(name)[0])}
                if not any(_id_of(row_) == int(row["geonameid"]) for row_ in rows):
                    missing.append(name)
    assert missing == [], "run scripts/build_atlas.py"


def _id_of(row):
    from egiz.atlas._data import place_at

    return place_at(row).geonameid


@pytest.mark.parametrize(
    ("name", "geonameid"),
    [
        ("Липецкая область", 535120), ("Липецкой области", 535120), ("Lipetsk viloyati", 535120),
        ("Orel region", 514801), ("Архангельская область", 581043), ("Могилевской области", 625073),
        ("Bavaria", 2951839), ("Бавария", 2951839), ("Gujarat", 1270770), ("Suffolk", 2636561),
        ("Чжэцзян провинцияси", 1784764), ("Омбы облысы", 1496152), ("Balx viloyati", 1147288),
        ("California", 5332921), ("Хэбэй", 1808773),
    ],
)  # fmt: skip
def test_regions_of_the_world_by_the_names_that_reports_use(name, geonameid):
    assert find(name, limit=1)[0].place.geonameid == geonameid


@pytest.mark.parametrize(
    "name", ["Istanbul", "Стамбул", "Minsk", "Минск", "Киев", "New York", "Tehran", "Berlin", "Tomsk"]
)
def test_a_bare_name_is_the_city_and_not_its_region(name):
    assert find(name, limit=1)[0].place.level == "city"


def test_the_largest_city_of_a_region_lies_in_it_and_no_other_is_larger():
    region = atlas.region_of(610529)
    assert atlas.largest_city_of(region).geonameid == 610529
    for region in atlas.regions():
        city = atlas.largest_city_of(region)
        assert city is None or (city.country, city.admin1) == (region.country, region.admin1)
    assert atlas.largest_city_of(atlas.place(610529)) is None
