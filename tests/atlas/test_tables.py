"""Facts and links from tables: bad rows are named, good ones kept."""

import csv

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egiz.atlas import (
    Fact,
    FactError,
    LinkError,
    TableError,
    TwinLink,
    load_facts,
    load_links,
    save_facts,
    save_links,
    shipped_facts,
    shipped_links,
)
from egiz.atlas.facts_io import parse_number
from egiz.atlas.tables import number_text


def write(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_shipped_facts_and_links_survive_a_round_trip(tmp_path):
    save_facts(tmp_path / "facts.csv", shipped_facts())
    read = load_facts(tmp_path / "facts.csv")
    assert read.errors == ()
    assert read.items == shipped_facts().facts
    save_links(tmp_path / "links.csv", shipped_links())
    again = load_links(tmp_path / "links.csv")
    assert again.errors == ()
    assert again.items == shipped_links()


def test_a_statistics_office_table_with_its_own_headings(tmp_path):
    table = write(
        tmp_path / "stat.csv",
        ["Город", "Население", "Дата"],
        ["Атырау", "316 468", "2023-01"],
        ["Актау", "263 893", "2023-01"],
    )
    read = load_facts(
        table,
        columns={"place": "Город", "value": "Население", "as_of": "Дата"},
        constants={"indicator": "population", "unit": "people", "source": "Bureau", "boundary": "city"},
    )
    assert read.errors == ()
    assert [(f.place, f.value, f.as_of, f.boundary) for f in read.items] == [
        (610529, 316_468.0, "2023-01", "city"),
        (610612, 263_893.0, "2023-01", "city"),
    ]


def test_bad_rows_are_reported_with_row_and_column_and_good_ones_kept(tmp_path):
    table = write(
        tmp_path / "mixed.csv",
        ["indicator", "place", "value", "source", "as_of", "country"],
        ["population", "Нукус", "334600", "office", "2023", ""],
        ["population", "Zzyzxqq", "1", "office", "2023", ""],
        ["population", "Ургенч", "", "office", "2024", ""],
        ["population", "Ургенч", "153800", "office", "last spring", ""],
        ["population", "Абай", "35454", "office", "2023", "KZ"],
        ["population", "Атырау", "1,234", "office", "2023", ""],
        ["", "", "", "", "", ""],
        ["population", "Хива", "99000", "office", "2024", ""],
    )
    read = load_facts(table)
    assert [f.place for f in read.items] == [601294, 1513604]
    assert [(e.row, e.field) for e in read.errors] == [
        (3, "place"),
        (4, "value"),
        (5, "as_of"),
        (6, "place"),
        (7, "value"),
    ]
    assert "give its id" in read.errors[3].problem
    assert "is empty" in str(read.errors[1])


def test_a_row_that_does_not_say_its_boundary_is_unclear(tmp_path):
    table = write(
        tmp_path / "t.csv", ["indicator", "geonameid", "value", "source"], ["area", "601294", "221", "x"]
    )
    assert load_facts(table).items[0].boundary == "unclear"


def test_a_spreadsheet_is_read_like_a_text_table(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Data"
    page.append(["indicator", "geonameid", "value", "source", "as_of", "boundary"])
    page.append(["population", 601294, 334600, "office", 2023, "city"])
    page.append(["density", 601294, 12.345, "office", 2023, "city"])
    book.create_sheet("Other").append(["nothing"])
    book.save(tmp_path / "t.xlsx")
    read = load_facts(tmp_path / "t.xlsx", sheet="Data")
    assert read.errors == ()
    assert [f.value for f in read.items] == [334600.0, 12.345]
    assert [f.as_of for f in read.items] == ["2023", "2023"]
    with pytest.raises(TableError, match="no sheet 'Missing'; it has Data, Other"):
        load_facts(tmp_path / "t.xlsx", sheet="Missing")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "must name the columns"),
        ("b.csv", b"\xff\xfe\x00broken", "not UTF-8"),
        ("c.csv", b"PK\x00\x00", "binary"),
        ("d.xlsx", b"not a zip", "not a readable .xlsx"),
        ("e.pdf", b"%PDF", "expected a .csv or .xlsx"),
    ],
)
def test_a_file_that_is_no_table_says_why(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TableError, match=says):
        load_facts(tmp_path / name)


def test_a_missing_file_or_column_is_named(tmp_path):
    with pytest.raises(TableError, match="no such file"):
        load_facts(tmp_path / "nothing.csv")
    table = write(tmp_path / "t.csv", ["indicator", "value"], ["area", "1"])
    with pytest.raises(TableError, match="no column 'Город'"):
        load_facts(table, columns={"place": "Город"})


def test_semicolons_and_a_byte_order_mark_are_understood(tmp_path):
    text = "\ufeffindicator;geonameid;value;source\narea;601294;221,5;office\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    assert load_facts(tmp_path / "t.csv").items[0].value == 221.5


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("12.7", 12.7),
        ("−20", -20.0),
        ("1\u00a0234\u202f567", 1234567.0),
        ("1.234.567", 1234567.0),
        ("0.123", 0.123),
        ("oil", None),
        ("", None),
    ],
)
def test_numbers_as_people_write_them(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["1.234", "12,345", "-123.456"])
def test_a_number_that_may_mean_two_things_is_refused(text):
    with pytest.raises(FactError, match="separator of thousands"):
        parse_number(text)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_number_reads_back_as_itself(value):
    text = number_text(value)
    assert "e" in text or parse_number(text) == value


def test_the_curated_links_hold_the_known_ones_and_are_of_both_levels():
    pairs = {(link.pair, link.status) for link in shipped_links()}
    assert ((601294, 610611), "existing") in pairs
    assert ((601294, 610529), "proposed") in pairs
    assert ((610529, 1512473), "proposed") in {(tuple(sorted(p)), s) for p, s in pairs}
    assert {link.level for link in shipped_links()} == {"city", "region"}
    assert all(link.source for link in shipped_links())


def test_a_proposed_link_is_not_active():
    by_status = {link.status: link.active for link in shipped_links()}
    assert by_status["existing"]
    assert by_status["memorandum"]
    assert not by_status["proposed"]


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"b": 1}, "b"),
        ({"level": "village"}, "level"),
        ({"status": "maybe"}, "status"),
        ({"source": ""}, "source"),
        ({"since": "long ago"}, "since"),
        ({"until": "2001"}, "until"),
        ({"source_url": "www"}, "source_url"),
    ],
)
def test_a_link_that_breaks_a_rule_names_the_field(broken, field):
    sound = {"a": 1, "b": 2, "level": "city", "status": "agreement", "since": "2020", "source": "x"}
    with pytest.raises(LinkError) as caught:
        TwinLink(**(sound | broken))
    assert caught.value.field == field


def test_links_are_read_by_name_and_a_city_is_not_twinned_with_a_region(tmp_path):
    table = write(
        tmp_path / "links.csv",
        ["a", "b", "level", "status", "source", "since"],
        ["Актобе", "Нукус", "city", "existing", "consul", ""],
        ["Атырау", "Каракалпакстан", "city", "proposed", "x", ""],
        ["Кызылординская область", "Хорезм", "region", "memorandum", "x", "2020-02"],
        ["Актобе", "Актобе", "city", "existing", "x", ""],
    )
    read = load_links(table)
    assert [link.pair for link in read.items] == [(601294, 610611), (1484843, 1521406)]
    assert [(e.row, e.field) for e in read.errors] == [(3, "level"), (5, "b")]


def test_facts_are_hashable_values():
    one = Fact("area", 601294, 221.0, "km2", "2022", "x")
    assert one == Fact("area", 601294, 221.0, "km2", "2022", "x")
    assert len({one, Fact("area", 601294, 221.0, "km2", "2022", "x")}) == 1
