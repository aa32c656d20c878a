"""Each thing is done in one place: who uses it is named here, and nobody does it again elsewhere."""

import re
from pathlib import Path

import pytest

import egiz

HOUSE = Path(egiz.__file__).parent
SOURCES = {str(path.relative_to(HOUSE)): path.read_text(encoding="utf-8") for path in HOUSE.rglob("*.py")}
OUTSIDE = {name: text for name, text in SOURCES.items() if not name.startswith("text/")}


def importers(*names: str) -> set[str]:
    wanted = "|".join(names)
    pattern = re.compile(
        rf"from egiz\.text(?:\.\w+)? import (?:\((?:[^)]*\W)?(?:{wanted})\b|(?:[^\n(]*\W)?(?:{wanted})\b)"
    )
    return {name.partition("/")[0] for name, text in OUTSIDE.items() if pattern.search(text)}


def writers(pattern: str) -> set[str]:
    return {name for name, text in OUTSIDE.items() if re.search(pattern, text)}


def test_rooms_that_read_tables():
    assert importers("open_tables", "records") == {
        "atlas", "calendars", "corridors", "desk", "matching", "meetings", "twinning",
    }  # fmt: skip


def test_nobody_else_opens_a_workbook():
    assert writers(r"load_workbook|calamine|InvalidFileException") == set()


def test_csv_is_read_elsewhere_only_from_the_packages_own_files():
    assert writers(r"csv\.(DictReader|reader|Sniffer)") == {
        "atlas/_data.py", "calendars/workdays.py", "corridors/checks.py", "corridors/importers/gtfs.py",
        "corridors/freight.py", "corridors/indicators.py",
        "corridors/reading.py", "trips/sights.py", "trips/stays.py", "twinning/contacts.py",
    }  # fmt: skip


def test_rooms_that_write_cells_of_strangers():
    assert importers("safe_cell", "set_text", "csv_bytes", "xlsx_bytes") == {
        "calendars", "desk", "documents", "matching", "meetings",
    }  # fmt: skip


def test_nobody_else_keeps_a_list_of_dangerous_beginnings():
    assert writers(r"FORMULA|[\"'][=+\-@]{3,}|ILLEGAL_CHARACTERS") == set()


def test_rooms_that_fold_words():
    assert importers(
        "plain", "fold", "fold_words", "sound", "heading_key", "keys", "one_script", "bare_letters"
    ) == {"atlas", "calendars", "desk", "matching", "meetings", "minutes"}


def test_rooms_that_make_signs_alike():
    assert importers("normalise", "one_apostrophe", "APOSTROPHES", "INVISIBLE") == {"matching", "minutes"}


@pytest.mark.parametrize(
    "table",
    [r"NFKD", r"\"ж\": \"j\"", r"maketrans\(.*[ʻʼ‘’]", r"\\u200b"],
)
def test_nobody_else_has_a_table_of_letters_or_signs(table):
    assert writers(table) == set()


def test_rooms_that_read_dates_in_words():
    assert importers("dates_in_words") == {"calendars", "meetings"}
    assert importers("find_deadlines") == {"minutes"}


def test_nobody_else_has_the_names_of_the_months():
    assert writers(r"(?i)\bянвар|\byanvar|\bқаңтар|\bапрел|\bиюл") == set()


def test_numbers_in_words_are_read_beneath_the_dates():
    assert importers("number_in_words", "number_pattern") == set()
    assert writers(r"\bчет(?:ы|в\[её\])р|\bсемь\b|\bto'rt\b|\bжеті\b") == set()
