from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from egiz.matching import Profile, ProfileError, WorkbookError, read_profiles
from egiz.matching.profiles import normal_activity_code


def book(path, rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(path)
    return path


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", " "),
        ("name", ""),
        ("country", "Казахстан"),
        ("size", "huge"),
        ("format", "phone"),
        ("cooperation", ("barter",)),
        ("codes", ("pumps",)),
        ("hs_codes", ("84.13",)),
    ],
)
def test_a_profile_names_the_field_that_breaks_a_rule(field, value):
    with pytest.raises(ProfileError) as caught:
        Profile(**{"id": "1", "name": "Sample", field: value})
    assert caught.value.field == field


def test_limits_must_not_contradict_each_other():
    with pytest.raises(ProfileError, match="0 <= min <= max, not 5 and 3"):
        Profile("1", "Sample", min_meetings=5, max_meetings=3)


@pytest.mark.parametrize("written", ["2813", "28.13", "C28.13", "28.13.0", "28130"])
def test_a_code_is_read_however_it_is_written(written):
    assert normal_activity_code(written) == "28.13"


@pytest.mark.parametrize(
    "heading",
    [
        ("Компания", "Предложения", "Потребности", "ОКЭД"),
        ("Kompaniya", "Takliflar", "Ehtiyojlar", "IFUT"),
        ("Компания атауы", "Ұсыныстар", "Қажеттіліктер", "ЭҚЖЖ"),
        ("Company", "Offers", "Needs", "NACE"),
    ],
)
def test_headings_are_understood_in_four_languages(tmp_path, heading):
    path = book(tmp_path / "a.xlsx", [heading, ("Sample", "pumps; valves", "steel", "28.13")])
    loaded = read_profiles(path)
    assert loaded.problems == ()
    (profile,) = loaded.profiles
    assert (profile.offers, profile.needs, profile.codes) == (("pumps", "valves"), ("steel",), ("28.13",))


def test_a_bad_cell_is_reported_by_row_and_field_and_the_good_rows_are_kept(tmp_path):
    path = book(
        tmp_path / "a.xlsx",
        [
            ("SAMPLE",),
            ("ID", "Company", "NACE", "Languages", "Max meetings"),
            ("a", "One", "28.13; pumps 1", "ru; martian", "many"),
            ("b", None, "28.13", None, None),
            ("a", "Three", None, None, None),
            (None, None, None, None, None),
            ("d", "Four", "10.20", "uz", 3),
        ],
    )
    loaded = read_profiles(path)
    assert [(p.id, p.codes, p.languages, p.max_meetings) for p in loaded.profiles] == [
        ("a", ("28.13",), ("ru",), 8),
        ("d", ("10.20",), ("uz",), 3),
    ]
    assert [(p.row, p.field) for p in loaded.problems] == [
        (3, "codes"),
        (3, "languages"),
        (3, "max_meetings"),
        (4, "name"),
        (5, "id"),
    ]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", b"\x00" * 1000, "Компания;Предложения".encode()]
)
def test_a_file_that_is_no_workbook_is_refused_with_its_name(tmp_path, content):
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match=r"list\.xlsx: not an XLSX workbook"):
        read_profiles(path)


def test_a_workbook_without_headings_says_which_are_needed(tmp_path):
    with pytest.raises(WorkbookError, match="no heading row found"):
        read_profiles(book(tmp_path / "a.xlsx", [("1", "2"), ("3", "4")]))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(WorkbookError, match="no such file"):
        read_profiles(tmp_path / "none.xlsx")


def test_every_row_of_the_sample_is_read_and_marked(sample):
    for side in sample:
        assert len(side) == 40
        assert all(profile.note for profile in side)
        assert all(
            any(mark in profile.name for mark in ("Образец", "Үлгі", "Үлги", "Namuna", "Намуна", "Sample"))
            for profile in side
        )


@pytest.mark.parametrize(
    ("column", "cell", "right", "remarks"),
    [
        ("NACE", 1.11, ("01.11",), 1), ("NACE", 1110, ("01.11",), 1), ("NACE", "01110", ("01.11",), 0),
        ("NACE", 1420, ("14.20",), 1), ("NACE", 1620, ("01.62",), 1), ("NACE", 2813, ("28.13",), 0),
        ("NACE", "28.13", ("28.13",), 0),
        ("NACE", 1, ("01",), 1), ("NACE", 111, ("01.11",), 1), ("NACE", "1.11; 28.13", ("01.11", "28.13"), 1),
        ("HS", 406, ("0406",), 1), ("HS", 8413, ("8413",), 0), ("HS", 40690, ("040690",), 1),
        ("BIN", 10540001234, "010540001234", 1), ("BIN", "010540001234", "010540001234", 0),
        ("BIN", 301234567, "301234567", 0), ("BIN", "10540001234.0", "010540001234", 1),
        ("BIN", "010 540 001 234", "010540001234", 0), ("BIN", "1,0540E+11", "", 1),
        ("NACE", "1110.0", ("01.11",), 1), ("NACE", "28,13", ("28.13",), 1),
        ("NACE", "28.13, 28.14", ("28.13", "28.14"), 0), ("NACE", "01.янв", (), 1), ("NACE", "Jan-11", (), 1),
        ("NACE", "11-қаң", (), 1), ("NACE", "01.11.2026", (), 1), ("NACE", "1.5E+01", (), 1),
        ("NACE", dt.date(2026, 11, 1), (), 1),
        ("HS", 8413.7, ("841370",), 1), ("HS", 406.1, ("040610",), 1), ("HS", 27.1, ("2710",), 1),
        ("HS", 27.09, ("2709",), 0), ("HS", 4.06, ("0406",), 1), ("HS", "8413.0", ("8413",), 0),
        ("HS", "8413,7", ("841370",), 1), ("HS", "8413,8414", ("8413", "8414"), 0),
        ("HS", "8413 8414", ("8413", "8414"), 0), ("HS", "8413 70 210 0", ("8413702100",), 0),
        ("HS", "84.13.70", ("841370",), 0), ("HS", 406100000, ("0406100000",), 1), ("HS", 1, ("01",), 1),
        ("HS", "8.4137E+05", (), 1), ("HS", "4.июн", (), 1), ("HS", dt.date(2026, 6, 4), (), 1),
        ("Phone", "77012345678.0", "77012345678", 0), ("Phone", "7,70123E+10", "", 1),
        ("Not with", 10540001235, ("010540001235",), 1), ("Not with", "Alfa; Beta", ("Alfa", "Beta"), 0),
    ],
)  # fmt: skip
def test_a_code_that_a_table_program_shortened_is_mended_and_said(tmp_path, column, cell, right, remarks):
    loaded = read_profiles(book(tmp_path / "a.xlsx", [("Company", "Offers", column), ("One", "x", cell)]))
    (profile,) = loaded.profiles
    field = {"NACE": "codes", "HS": "hs_codes", "BIN": "registration", "Phone": "phone",
             "Not with": "not_with"}[column]  # fmt: skip
    assert getattr(profile, field) == right
    assert [problem.field for problem in loaded.problems] == [field] * remarks


@pytest.mark.parametrize(("number", "right"), [(140001234, "000140001234"), (1040001234, "001040001234")])
def test_a_kazakh_bin_of_the_year_2000_has_all_its_noughts_back(tmp_path, number, right):
    rows = [("Company", "Country", "BIN"), ("One", "KZ", number), ("Two", "UZ", 301234567)]
    loaded = read_profiles(book(tmp_path / "a.xlsx", rows))
    assert [profile.registration for profile in loaded.profiles] == [right, "301234567"]
    assert [(problem.row, problem.field) for problem in loaded.problems] == [(2, "registration")]


def test_two_rows_of_headings_lose_no_need(tmp_path):
    path = book(
        tmp_path / "a.xlsx",
        [
            ("Компания", "Продукция", None),
            ("Наименование", "Предложения", "Потребности"),
            ("Альфа", "трубы", "мука"),
        ],
    )
    loaded = read_profiles(path)
    assert [(p.name, p.offers, p.needs) for p in loaded.profiles] == [("Альфа", ("трубы",), ("мука",))]
    assert loaded.problems == ()


@pytest.mark.parametrize(
    "name", ["Company name", "Полное наименование", "Наименование организации", "Korxona nomi"]
)
@pytest.mark.parametrize("offers", ["Предлагаем", "Products / services", "Ұсынамыз", "Takliflar:"])
def test_usual_headings_are_not_refused(tmp_path, name, offers):
    path = tmp_path / "list.csv"
    path.write_text(
        f"{name};{offers};Ищем\nАльфа;трубы;мука\n", encoding="cp1251" if offers[0] in "Пп" else "utf-8"
    )
    (profile,) = read_profiles(path).profiles
    assert (profile.name, profile.offers, profile.needs) == ("Альфа", ("трубы",), ("мука",))
