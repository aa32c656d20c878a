import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope
from openpyxl import Workbook

from egiz.desk.core.models import AuditEntry
from egiz.desk.twinnings.domain import fact_tables
from egiz.desk.twinnings.domain.fact_tables import _why_not
from egiz.desk.twinnings.models import FactTable, PlaceFact
from tests.desk.conftest import client_of
from tests.desk.twinnings.conftest import NUKUS, URGENCH

TABLE = """Город;Население;Дата
Нукус;335 000;01.01.2025
Вымышленноград;12 000;01.01.2025
Ургенч;157.000;01.01.2025
Хива;;01.01.2025
Ургенч;157 000;01.01.2025
"""
CONTENT = TABLE.encode()
NAMED = {
    "col_place": "Город", "col_value": "Население", "col_as_of": "Дата", "all_indicator": "population",
    "all_boundary": "city", "all_source": "Statistics office, table 4",
    "all_source_class": "statistics office",
}  # fmt: skip


def give(page, desk, content=CONTENT, name="people.csv", sheet=""):
    url = reverse("twinnings:new_fact_table", args=[desk.slug])
    return page.post(url, {"upload": SimpleUploadedFile(name, content), "sheet": sheet}, follow=True)


def waiting(desk):
    with scope(desk=desk):
        return FactTable.objects.get()


def book(*sheets):
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def named(page, desk, **changes):
    table = waiting(desk)
    url = reverse("twinnings:fact_table", args=[desk.slug, table.pk])
    return page.post(url, NAMED | changes, follow=True)


def keep(page, desk, **data):
    return page.post(
        reverse("twinnings:keep_fact_table", args=[desk.slug, waiting(desk).pk]), data, follow=True
    )


def test_good_rows_come_in_and_the_others_are_named_with_what_would_be_right(page, desk, editor):
    give(page, desk)
    text = named(page, desk).content.decode()
    assert "2 rows would come in, 3 rows would not" in text.replace("\n", "")
    for words in ("No place called “Вымышленноград”", "may mean thousands or a fraction", "Write a number"):
        assert words in text
    with scope(desk=desk):
        assert not PlaceFact.objects.exists()
    said = keep(page, desk).content.decode()
    assert "2 facts came in. 3 rows were left out." in said
    with scope(desk=desk):
        rows = {row.place_id: row for row in PlaceFact.objects.all()}
        assert not FactTable.objects.exists()
        trail = AuditEntry.objects.filter(target="twinnings.placefact")
        assert {(entry.action, entry.user) for entry in trail} == {("imported", editor)}
        assert {entry.target_id for entry in trail} == {row.pk for row in rows.values()}
    assert {place: row.value for place, row in rows.items()} == {NUKUS: "335000", URGENCH: "157000"}
    assert {row.as_of for row in rows.values()} == {"2025-01-01"}


def test_the_problem_says_row_column_and_what_stands_there(page, desk):
    give(page, desk)
    problems = named(page, desk).context["looked"].problems
    assert [(p.row, p.column, p.given) for p in problems] == [
        (3, "Город", "Вымышленноград"), (4, "Население", "157.000"), (5, "Население", ""),
    ]  # fmt: skip


def test_a_table_given_twice_comes_in_once(page, desk):
    for said in ("2 facts came in.", "0 facts came in. 2 were here before."):
        give(page, desk)
        named(page, desk)
        assert said in keep(page, desk).content.decode()
    with scope(desk=desk):
        assert PlaceFact.objects.count() == 2


def test_what_is_exported_is_read_again_without_naming_a_column(page, desk):
    give(page, desk)
    named(page, desk)
    keep(page, desk)
    for kind in ("csv", "xlsx"):
        exported = page.get(reverse(f"twinnings:facts_{kind}", args=[desk.slug])).content
        give(page, desk, exported, f"facts.{kind}")
        assert "2 were here before" in keep(page, desk).content.decode()


def test_headings_speak_for_themselves_in_four_languages():
    assert fact_tables.guessed(["Источник", "Source", "Qiymat", "geonameid", "x"]) == {
        "source": "Источник", "value": "Qiymat", "geonameid": "geonameid",
    }  # fmt: skip


def test_of_very_many_columns_the_first_and_the_known_are_kept(page, desk):
    heads = ";".join(f"x{number}" for number in range(200))
    give(page, desk, f"{heads};place\n{'1;' * 200}Нукус\n".encode())
    kept = fact_tables.headings(waiting(desk))
    assert len(kept) == fact_tables.MOST_COLUMNS + 1
    assert kept[-1] == "place"


def test_an_excel_sheet_is_chosen_by_its_name(page, desk):
    rows = [["Place", "Value"], ["Nukus", 335000], ["Urgench", 157000.0]]
    give(page, desk, book(("Notes", [["nothing"]]), ("Towns", rows)), "t.xlsx", sheet="Towns")
    changes = {"col_place": "Place", "col_value": "Value", "col_as_of": "", "all_as_of": "2025"}
    assert "2 rows would come in" in named(page, desk, **changes).content.decode()


def test_a_field_nobody_named_is_asked_for(page, desk):
    give(page, desk)
    text = named(page, desk, all_source="", col_value="").content.decode()
    assert "Every fact needs these" in text
    assert "Value, Source" in text
    assert waiting(desk).constants == {"source_class": "statistics office"}


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "t.csv", "empty"),
        (b"a;b\n", "t.csv", "no row under the headings"),
        (b"PK\x03\x04 no book", "t.xlsx", "its content is something else"),
        (b"\x00\x01", "t.csv", "not a text table"),
        (b"%PDF-1.4", "t.pdf", "not kept here"),
        (("a\n" + "1\n" * 2001).encode(), "t.csv", "longer than 2000 rows"),
        (book(("One", [["a"], [1]])), "t.xlsx", "a sheet must be called"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(page, desk, content, name, words):
    sheet = "Two" if name == "t.xlsx" else ""
    response = give(page, desk, content, name, sheet)
    assert words in " ".join(response.context["form"].errors["upload"])
    with scope(desk=desk):
        assert not FactTable.objects.exists()


def test_letters_of_an_old_program_are_read(page, desk):
    give(page, desk, TABLE.encode("cp1251"))
    assert "2 rows would come in" in named(page, desk).content.decode()


def test_a_table_can_be_put_away(page, desk):
    give(page, desk)
    assert "people.csv” waits" in page.get(reverse("twinnings:facts", args=[desk.slug])).content.decode()
    assert "nothing of it came in" in keep(page, desk, drop="").content.decode()
    with scope(desk=desk):
        assert not FactTable.objects.exists()
        assert not PlaceFact.objects.exists()


def test_another_desk_and_a_guest_cannot_reach_a_table(page, desk, stranger, guest):
    give(page, desk)
    pk = waiting(desk).pk
    assert client_of(stranger).get(reverse("twinnings:fact_table", args=["nukus", pk])).status_code == 404
    for name in ("fact_table", "keep_fact_table"):
        url = reverse(f"twinnings:{name}", args=[desk.slug, pk])
        assert client_of(guest).post(url, {}).status_code == 403


@pytest.mark.parametrize(
    ("code", "is_book", "words"),
    [
        ("hostile", True, "unpacks to more"),
        ("too-big", False, "unpacks to more"),
        ("empty", True, "must name the columns"),
        ("not-a-table", True, "cannot be opened"),
        ("not-a-table", False, "not a text table"),
    ],
)
def test_a_file_that_is_no_table_is_told_what_would_be_right(code, is_book, words):
    assert words in _why_not(code, is_book=is_book)
