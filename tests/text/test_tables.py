import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egiz.text import Limits, TableError, cell_text, decode, find_heading, open_tables, records
from egiz.text.tables import separator_of

TABLE = "Компания;Предложения\nТОО «Атырау»;трубы, насосы\n"


def book(fill) -> bytes:
    workbook = openpyxl.Workbook()
    fill(workbook.active)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def rows(data, **options):
    return list(open_tables(data, **options).rows())


@pytest.mark.parametrize(
    "text",
    [TABLE, "Атауы;Ұсыныс\nӨскемен құс;ет, жүн\n", "Номи;Таклиф\nЎзбекистон;пахта ўрими\n"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_its_mark(text, encoding):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866"])
def test_the_letters_of_offices_are_told_apart(encoding):
    text = "Компания;Предложения\nЗавод;трубы, насосы\n"
    assert decode(text.encode(encoding)) == text


def test_kazakh_and_uzbek_code_pages_are_not_mixed_up():
    kazakh = "Атауы;Қажеттілік\nӨскемен құс;ет, жүн, ұн\n"
    uzbek = "Номи;Таклиф\nЎзбекистон;пахта ўрими\n"
    assert decode(kazakh.encode("kz1048")) == kazakh
    assert decode(uzbek.encode("cp1251")) == uzbek


@pytest.mark.parametrize("separator", list(",;\t|"))
def test_the_separator_is_the_one_that_makes_a_table(separator):
    head = ["Название", "Адрес", "Сумма"]
    table = [head, ["ТОО «А, Б»", "ул. Абая; 5", "1,5"], ["ТОО В", "пр. Мира | 2", "2,5"], ["Г", "", "7"]]
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(table)
    assert separator_of(out.getvalue()) == separator
    assert [cells for _, cells in rows(out.getvalue().encode())] == table


def test_excels_own_line_names_the_separator_and_is_no_row():
    assert rows(b"sep=;\na;b\n1;2,5\n") == [(2, ["a", "b"]), (3, ["1", "2,5"])]


def test_rows_keep_their_numbers_and_blank_ones_do_not_come():
    assert rows(b'a,b\n\n"x\ny",2\n,\n3,4\n') == [
        (1, ["a", "b"]), (3, ["x\ny", "2"]), (5, ["3", "4"]),
    ]  # fmt: skip


def test_what_was_exported_is_imported_without_the_guard():
    assert rows(b"name,note\n'=HYPERLINK(1),'quoted'\n")[1][1] == ["=HYPERLINK(1)", "'quoted'"]


def test_a_workbook_gives_numbers_days_and_texts():
    def fill(sheet):
        sheet.append(["код", "день", "час", "доля", "да"])
        sheet.append([1110, dt.datetime(2026, 12, 9), dt.time(15, 30), 2.0, True])  # noqa: DTZ001
        sheet["A3"] = 1110
        sheet["A3"].number_format = "00000"

    (_, _), (number, cells), (_, padded) = rows(book(fill))
    assert (number, cells) == (2, [1110, dt.datetime(2026, 12, 9), dt.time(15, 30), 2, True])  # noqa: DTZ001
    assert padded == ["01110"]
    assert [cell_text(cell) for cell in cells[:4]] == ["1110", "2026-12-09", "15:30:00", "2"]


def test_a_value_merged_over_rows_stands_in_each_of_them():
    def fill(sheet):
        for row in (["Кто", "Что"], ["Альфа", "трубы"], [None, "насосы"], [None, None], ["Бета", "мука"]):
            sheet.append(row)
        sheet.merge_cells("A2:A4")

    assert [cells for _, cells in rows(book(fill))] == [
        ["Кто", "Что"], ["Альфа", "трубы"], ["Альфа", "насосы"], ["Бета", "мука"],
    ]  # fmt: skip


def test_two_rows_of_headings_are_read_as_one():
    known = {"Компания": "name", "Наименование": "name", "Предложения": "offers", "Потребности": "needs"}
    table = b"".join(
        line.encode()
        for line in (
            "Список на 2026 год,,\n",
            "Компания,Продукция,,Сайт\n",
            ",Предложения,Потребности,\n",
            "Альфа,трубы,мука,x\n",
        )
    )
    heading, below = find_heading(rows(table), known.get)
    assert dict(heading.columns) == {0: "name", 1: "offers", 2: "needs"}
    assert (heading.row, heading.unknown) == (3, ("Сайт",))
    assert list(below) == [(4, ["Альфа", "трубы", "мука", "x"])]


def test_no_heading_is_found_where_there_is_none():
    heading, below = find_heading([(1, ["x"]), (2, ["y"])], lambda _: None)
    assert (heading.row, len(heading.columns), list(below)) == (0, 0, [(1, ["x"]), (2, ["y"])])


def test_records_say_what_is_lacking():
    assert list(records(b"a;b\n1;\n\n;2\n")) == [(2, {"a": "1", "b": ""}), (4, {"a": "", "b": "2"})]
    with pytest.raises(TableError, match="lacks the columns c; it needs a, c") as caught:
        records(b"a,b\n1,2\n", needed=("a", "c"))
    assert caught.value.code == "no-columns"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\x00\x01\x00binary\x00\x02", "not-a-table"),
        (b"PK\x03\x04 broken", "not-a-table"),
        (b"\xd0\xcf\x11\xe0 old workbook", "not-a-table"),
    ],
)
def test_what_is_no_table_is_refused_by_its_kind(data, code):
    with pytest.raises(TableError) as caught:
        rows(data)
    assert caught.value.code == code


def test_a_missing_file_and_a_missing_sheet_are_named(tmp_path):
    with pytest.raises(TableError, match="no such file"):
        open_tables(tmp_path / "none.csv")
    with pytest.raises(TableError, match="no sheet 'B'; it has A") as caught:
        list(open_tables(b"x,y\n1,2\n", name="A.csv").rows("B"))
    assert caught.value.code == "no-sheet"


def test_rows_are_counted_while_reading():
    reading = open_tables(b"a,b\n" + b"1,2\n" * 1000, limits=Limits(rows=10)).rows()
    assert len([next(reading) for _ in range(10)]) == 10
    with pytest.raises(TableError) as caught:
        next(reading)
    assert (caught.value.code, caught.value.params["limit"]) == ("too-many-rows", 10)
    with pytest.raises(TableError) as caught:
        open_tables(b"a,b\n" * 100, limits=Limits(size=100))
    assert caught.value.code == "too-big"


def test_one_cell_in_the_last_row_costs_nothing():
    def fill(sheet):
        sheet["A1"] = "a"
        sheet["XFD1048576"] = "x"
        sheet["B1048576"] = "y"

    data = book(fill)
    # Kept as a rectangle, these three cells are seventeen thousand million.
    assert rows(data) == [(1, ["a"]), (1048576, [None, "y"])]


def test_a_bomb_and_definitions_are_not_opened():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    with pytest.raises(TableError) as caught:
        open_tables(data.getvalue(), limits=Limits(unpacked=1_000_000))
    assert caught.value.code == "hostile"
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", b" " * 262_140 + b'<!DOCTYPE x [<!ENTITY a "aa">]><x/>')
    with pytest.raises(TableError) as caught:
        open_tables(data.getvalue())
    assert caught.value.code == "hostile"


def test_rows_wider_than_a_table_stop_the_reading():
    def fill(sheet):
        for number in range(1, 1102):
            sheet.cell(number, 16384, "x")

    with pytest.raises(TableError) as caught:
        rows(book(fill))
    assert caught.value.code == "hostile"


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n'", exclude_categories=["Cc"]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_any_written_table_is_read_without_a_fall(table, separator):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(table)
    found = rows(("x" + separator + "y\n" + out.getvalue()).encode())
    assert all(cells and cells[-1] != "" for _, cells in found)
    assert len(found) <= len(table) + 1
