import csv
import gc
import io
import warnings

import openpyxl
import pytest

from egiz.text import csv_bytes, safe_cell, set_text, xlsx_bytes
from egiz.text.spreadsheets import LONGEST_CELL, unguarded

DANGEROUS = [
    "=1+1",
    "+7 701",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "  =1",
    "＝1",
    "=cmd|' /C calc'!A0",
    "%x",
    "|x",
    "\r=1",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_starts_like_a_formula_and_the_guard_comes_off(text):
    assert safe_cell(text) == f"'{text}"
    assert unguarded(safe_cell(text)) == text


@pytest.mark.parametrize("value", ["Нукус", "a=b", "'quoted'", "", 5, -5, None, 1.5])
def test_what_is_harmless_stays_as_it_is(value):
    assert safe_cell(value) == value
    if isinstance(value, str):
        assert unguarded(value) == value


def test_a_cell_holds_only_what_a_file_can_store():
    assert safe_cell("a\x00b\ud800c\x0b") == "abc"
    assert len(safe_cell("x" * 100_000)) == LONGEST_CELL


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_and_workbook_guard_every_cell_and_the_heading(text):
    table = list(csv.reader(io.StringIO(csv_bytes([[text], [text]]).decode("utf-8-sig"), newline="")))
    assert table == [[f"'{text}"], [f"'{text}"]]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("Ж" * 40, [text], [[text], [5]], (10,)))).active
    assert [(c.value.replace("_x000D_", "\r"), c.data_type) for c in (sheet["A1"], sheet["A2"])] == [
        (f"'{text}", "s")
    ] * 2
    assert sheet["A3"].value == 5
    assert sheet.title == "Ж" * 31


def test_a_text_of_a_workbook_stays_a_text_without_a_mark():
    book = openpyxl.Workbook()
    set_text(book.active["A1"], "=Alfa")
    set_text(book.active["A2"], 7)
    out = io.BytesIO()
    book.save(out)
    sheet = openpyxl.load_workbook(out).active
    assert (sheet["A1"].value, sheet["A1"].data_type, sheet["A1"].quotePrefix) == ("=Alfa", "s", True)
    assert (sheet["A2"].value, sheet["A2"].data_type) == (7, "n")


@pytest.mark.parametrize("before", [0, 1, 3])
def test_rows_that_break_off_leave_no_half_written_sheet_behind(before):
    def rows():
        yield from [["a"]] * before
        raise LookupError("no more rows")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(LookupError, match="no more rows"):
            xlsx_bytes("T", ["h"], rows())
        gc.collect()  # a sheet left open would complain here
