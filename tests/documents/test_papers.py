import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from egiz.documents import addressing, costs, delegation, editable, letter, programme, translations
from egiz.documents._errors import DocumentError
from egiz.documents.model import Day, Entry, Programme
from tests.documents.conftest import FIRST, at

LANGUAGES = ("ru", "uz", "kk", "en")


def pdf_text(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def docx_text(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_four_languages_have_the_same_words_and_places():
    tables = {lang: translations.words(lang) for lang in LANGUAGES}
    english = tables["en"]
    for lang, table in tables.items():
        assert table.keys() == english.keys(), lang
        for key, text in table.items():
            assert text.count("{") == english[key].count("{"), (lang, key)


@pytest.mark.parametrize(
    ("lang", "day"), [("ru", "вторник"), ("uz", "seshanba"), ("kk", "сейсенбі"), ("en", "tuesday")]
)
def test_a_programme_is_printed_in_each_language(programme_of_two, lang, day):
    text = pdf_text(programme.programme_pdf(programme_of_two, lang))
    assert day in text.lower()
    assert "10:00–11:30" in text
    assert translations.words(lang)["draft"] in text
    assert translations.words(lang)["sample"] in text


def test_kazakh_and_uzbek_letters_are_not_lost_on_paper(programme_of_two):
    text = pdf_text(programme.programme_pdf(programme_of_two, "kk"))
    assert "Айгүл Сәрсенова" in text
    assert "Qoʻngʻirot soda zavodi" in text


def test_a_persons_programme_holds_only_their_own_lines(programme_of_two):
    text = pdf_text(programme.programme_pdf(programme_of_two, "ru", person="Ерлан Андашев"))
    assert "Qoʻngʻirot soda zavodi" in text
    assert "Музей имени Савицкого" not in text


def test_nobody_gets_the_programme_of_a_stranger(programme_of_two):
    with pytest.raises(DocumentError, match="not a member"):
        programme.programme_pdf(programme_of_two, "ru", person="Somebody Else")


def test_a_calendar_keeps_its_ids_and_counts_versions(programme_of_two):
    from icalendar import Calendar

    read = Calendar.from_ical(programme.programme_ics(programme_of_two, stamp=at(1, 9)))
    events = read.walk("VEVENT")
    assert [str(one["summary"]) for one in events][:2] == ["Атырау – Нөкис", "Qoʻngʻirot soda zavodi"]
    assert {one["sequence"] for one in events} == {2}
    assert len({one["uid"] for one in events}) == 3
    assert events[1]["dtstart"].dt == at(9, 10)
    again = Calendar.from_ical(programme.programme_ics(programme_of_two, stamp=at(2, 9)))
    assert [e["uid"] for e in again.walk("VEVENT")] == [e["uid"] for e in events]


def test_a_word_programme_is_filled_and_holds_no_braces(programme_of_two):
    text = docx_text(programme.programme_docx(programme_of_two, "uz"))
    assert "Qoʻngʻirot soda zavodi" in text
    assert "{" not in text


def test_the_protocol_officers_own_template_is_used(programme_of_two):
    own = Document(str(editable.template_file("programme")))
    own.paragraphs[0].text = "LETTERHEAD {{ title }}"
    file = io.BytesIO()
    own.save(file)
    text = docx_text(programme.programme_docx(programme_of_two, "ru", template=file.getvalue()))
    assert "LETTERHEAD Поездка Атырау – Нукус" in text


@pytest.mark.parametrize(
    "wrong", ["{{ nothing_of_that_name }}", "{{ title.__class__.__mro__ }}", "{% for x in %}"]
)
def test_a_template_that_asks_for_more_is_refused(programme_of_two, wrong):
    own = Document()
    own.add_paragraph(wrong)
    file = io.BytesIO()
    own.save(file)
    with pytest.raises(DocumentError):
        programme.programme_docx(programme_of_two, "ru", template=file.getvalue())


def test_a_file_that_is_no_word_document_is_refused(programme_of_two):
    with pytest.raises(DocumentError, match="not a Word document"):
        programme.programme_docx(programme_of_two, "ru", template=b"PK\x03\x04 nonsense")


def test_names_cannot_smuggle_markup_into_a_document(programme_of_two):
    day = Day(FIRST, (Entry(at(8, 9), at(8, 10), "company", "<w:p>A & B</w:p> {{ 7 * 7 }}"),))
    made = Programme("T #strong[x] & <y>", (day,), FIRST)
    assert "<w:p>A & B</w:p> {{ 7 * 7 }}" in docx_text(programme.programme_docx(made, "en"))
    assert "T #strong[x] & <y>" in pdf_text(programme.programme_pdf(made, "en"))


def test_a_nationality_that_was_not_handed_over_stays_blank(programme_of_two):
    data = delegation.delegation_data(programme_of_two, "ru")
    assert [one["nationality"] for one in data["members"]] == ["Казахстан", ""]
    assert "русский, казахский" in pdf_text(delegation.delegation_pdf(programme_of_two, "ru"))
    assert "Азаматтығы" in docx_text(delegation.delegation_docx(programme_of_two, "kk"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_letter_never_reads_as_if_the_host_were_the_delegation(letter_to_a_host, lang):
    ask = letter.letter_data(letter_to_a_host, lang)["ask"]
    assert letter_to_a_host.sender in ask
    assert letter_to_a_host.host not in ask  # it stands above the letter, as the one who is asked
    assert ":" not in ask


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_letter_is_a_draft_in_each_language(letter_to_a_host, lang):
    for text in (
        pdf_text(letter.letter_pdf(letter_to_a_host, lang)),
        docx_text(letter.letter_docx(letter_to_a_host, lang)),
    ):
        assert translations.words(lang)["letter_draft"] in text
        assert "10:00–11:30" in text
        assert "+7 700 000 00 00" in text


def test_the_cost_sheet_adds_up_at_dated_rates_and_runs_no_formula_of_a_stranger(sheet):
    book = openpyxl.load_workbook(io.BytesIO(costs.costs_xlsx(sheet, "ru")))
    page = book.active
    assert page["A7"].value.startswith("'=")
    assert page["A7"].data_type == "s"
    assert (page["F6"].value, page["G6"].value) == ("=C6*D6", "=F6/C$16*C$14")
    assert (page["A16"].value, page["C16"].value) == ("UZS", 12000)
    assert page["G8"].value == "=SUM(G6:G7)"
    assert "20 ноября 2026" in page["B13"].value


def test_a_currency_without_a_rate_stands_beside_the_total_and_the_total_says_so(sheet):
    from dataclasses import replace
    from decimal import Decimal

    from egiz.documents.model import CostLine

    euros = [CostLine("Hotel", "night", Decimal(n), Decimal("60.5"), "EUR") for n in (1, 2)]
    lines = (sheet.lines[0], euros[0], *sheet.lines[1:], euros[1])
    wider = replace(sheet, lines=lines, budget=Decimal(500))
    page = openpyxl.load_workbook(io.BytesIO(costs.costs_xlsx(wider, "en"))).active
    rows = {page.cell(n, 1).value: [cell.value for cell in page[n]][4:7] for n in range(10, 15)}
    assert rows["Total (without EUR)"] == [None, None, "=SUM(G6:G9)"]
    assert rows["Not in the total: no rate is given"] == ["EUR", '=SUMIF(E6:E9,"EUR",F6:F9)', None]
    assert rows["Budget"] == [None, None, 500]
    assert rows["Remains (without EUR)"] == [None, None, "=G12-G10"]
    assert page["G7"].value is None
    assert page["G6"].value == "=F6/C$19*C$17"
    assert (page["A19"].value, page["C19"].value) == ("UZS", 12000)


def test_rates_without_their_day_are_refused(sheet):
    from dataclasses import replace

    with pytest.raises(DocumentError, match="day they are of"):
        replace(sheet, rates_as_of=None)


def test_a_programme_without_days_is_refused():
    with pytest.raises(DocumentError, match="at least one day"):
        Programme("T", (), FIRST)


def test_templates_carry_no_name_of_the_machine_that_made_them():
    for name in ("programme", "delegation", "letter"):
        with zipfile.ZipFile(editable.template_file(name)) as archive:
            core = archive.read("docProps/core.xml").decode()
        assert "/work" not in core


def test_an_unknown_language_is_refused(programme_of_two):
    with pytest.raises(DocumentError, match="ru, uz, kk, en"):
        programme.programme_pdf(programme_of_two, "de")


def test_the_way_is_drawn_north_up_with_every_city_named():
    from egiz.documents.model import Passed, Ride
    from egiz.documents.route import route_svg

    cities = (Passed("Атырау", 47.1, 51.9, ours=True), Passed("Нукус & <b>", 42.5, 59.6))
    drawn = route_svg(cities, (Ride(0, 1, "air"),))
    y = [float(part.split('"')[0]) for part in drawn.split('cy="')[1:]]
    x = [float(part.split('"')[0]) for part in drawn.split('cx="')[1:]]
    assert y[0] < y[1]
    assert x[0] < x[1]
    assert "Нукус &amp; &lt;b&gt;" in drawn
    assert "stroke-dasharray" in drawn
    assert route_svg(cities[:1], ()) == ""


def test_a_ride_to_a_city_that_is_not_passed_is_refused(programme_of_two):
    from dataclasses import replace

    from egiz.documents.model import Passed, Ride

    with pytest.raises(DocumentError, match="not among those passed"):
        replace(programme_of_two, cities=(Passed("Атырау", 47.1, 51.9),), rides=(Ride(0, 1),))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Сидоров И. И.", "m"), ("Сидорова И. И.", "f"), ("Ким Наталья Сергеевна", "f"),
        ("Yoʻldoshev Aziz Olim oʻgʻli", "m"), ("Karimova Nilufar Anvar qizi", "f"), ("Ерлан Серікұлы", "m"),
        ("Айгүл Серікқызы", "f"), ("Андашев Ерлан", "m"), ("Ким А.", ""), ("Серік Ахмет", ""),
        ("Левина Константин", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_name_tells_how_it_is_addressed_or_nothing(name, kind):
    assert addressing.address_of(name) == kind


@pytest.mark.parametrize(
    ("name", "lang", "line"),
    [
        ("Сидоров Иван Иванович", "ru", "Уважаемый Иван Иванович!"),
        ("Наталья Сергеевна Ким", "ru", "Уважаемая Наталья Сергеевна!"),
        ("Ким А.", "ru", "Уважаемый(ая) Ким А.!"),
        ("Karimova Nilufar", "en", "Dear Ms Karimova Nilufar,"),
        ("Karimova Nilufar", "uz", "Hurmatli Karimova Nilufar!"),
        ("", "kk", "Құрметті әріптестер!"),
    ],
)
def test_a_letter_opens_as_its_language_does(letter_to_a_host, name, lang, line):
    assert letter.letter_data(replace(letter_to_a_host, addressee=name), lang)["greeting"] == line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_letter_has_room_for_its_number_and_who_signs(letter_to_a_host, lang):
    signed = replace(letter_to_a_host, number="01-12/345", office="Директор", signer="Е. Андашев")
    filled = ["01-12/345", "Директор", "Е. Андашев"]
    for one, parts in ((letter_to_a_host, ["________"]), (signed, filled)):
        for text in (docx_text(letter.letter_docx(one, lang)), pdf_text(letter.letter_pdf(one, lang))):
            assert all(part in text for part in parts)
            assert "{" not in text
