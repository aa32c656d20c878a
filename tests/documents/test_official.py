"""Official papers: every kind in every language, nothing invented, one layout for PDF, DOCX and template."""

import io
import re

import pytest
from docx import Document
from pypdf import PdfReader

from egiz.documents._errors import DocumentError
from egiz.documents.editable import fill
from egiz.documents.faults import TemplateFaultError
from egiz.documents.official.content import content
from egiz.documents.official.kinds import KINDS, LANGUAGES, label, table
from egiz.documents.official.layouts import LAYOUTS
from egiz.documents.official.model import OfficialPaper
from egiz.documents.official.saying import BLANK, body, official_span
from egiz.documents.official.template import template
from egiz.documents.official.writing import IN_TWO_COLUMNS, paper_docx, paper_pdf
from tests.documents.test_papers import docx_text, pdf_text

MEMORANDUM = OfficialPaper(
    "memorandum",
    {"level": "city", "fields": ["tourism"], "term": 5, "renewal": 5, "notice": 6, "languages": ["kk", "ru"]},
    {"ru": {"place_a": "Атырау", "place_b": "Нукус"}, "kk": {"place_a": "Атырау", "place_b": "Нөкіс"}},
)


def placeholders(text):
    return set(re.findall(r"\{\w+\}", text))


@pytest.mark.parametrize("name", ["words", "labels"])
def test_every_word_stands_in_four_languages_with_the_same_places(name):
    tables = table(name)
    for key, english in tables["en"].items():
        if key.startswith("body_region"):  # Russian alone changes the name of a region
            continue
        for lang in LANGUAGES:
            assert tables[lang][key], (key, lang)
            assert placeholders(tables[lang][key]) == placeholders(english), (key, lang)


def test_every_field_choice_and_column_has_a_name():
    for kind in KINDS.values():
        assert label(f"kind_{kind.name}", "kk")
        for field in kind.fields:
            assert label(field.name, "uz")
            assert all(field.choice_label(code, "ru") for code in field.choices)
            assert all(label(f"col_{column}", "en") for column in field.columns)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_is_written_in_every_language_with_its_blanks(kind, lang):
    empty = OfficialPaper(kind)
    word, pdf = docx_text(paper_docx(empty, lang)), pdf_text(paper_pdf(empty, lang))
    assert "{" not in word
    assert table("words")[lang]["draft"] in word
    assert table("words")[lang]["draft"] in pdf
    assert BLANK in word


@pytest.mark.parametrize("kind", KINDS)
def test_the_layout_places_every_text_that_the_paper_has(kind):
    named = {key for part in LAYOUTS[kind] for key in vars_of(part)}
    data = content(OfficialPaper(kind), "en")
    # What the office may name beside: the language, the heads inside a table, the title of the file.
    assert set(data) - named <= {"lang", "heads", "title"}


def vars_of(part):
    return [getattr(part, name) for name in ("key", "left", "right") if hasattr(part, name)]


def test_what_nobody_knows_is_a_blank_and_is_named():
    text = pdf_text(paper_pdf(MEMORANDUM, "ru"))
    assert "между городом Атырау и городом Нукус" in text
    assert f"{BLANK}" in text
    assert {one.name for one in MEMORANDUM.blanks("ru")} >= {"signer_a", "body_b", "place", "date"}
    assert "place_a" not in {one.name for one in MEMORANDUM.blanks("ru")}
    assert "place_a" in {one.name for one in MEMORANDUM.blanks("uz")}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("level", ["city", "region"])
def test_a_memorandum_without_its_places_still_has_a_title_with_blanks(lang, level):
    assert BLANK in content(OfficialPaper("memorandum", {"level": level}), lang)["title"]


def test_a_text_of_one_language_never_stands_in_another():
    paper = OfficialPaper("invitation", {}, {"ru": {"purpose": "переговоры"}})
    assert "переговоры" in docx_text(paper_docx(paper, "ru"))
    assert "переговоры" not in docx_text(paper_docx(paper, "kk"))


def test_a_memorandum_binds_nobody_unless_a_person_says_so():
    nature = table("words")["en"]["memo_nature"]
    assert nature in docx_text(paper_docx(MEMORANDUM, "en"))
    binding = OfficialPaper("memorandum", {**MEMORANDUM.fields, "binding": True})
    text = docx_text(paper_docx(binding, "en"))
    assert nature not in text
    assert "6. Changes and differences" in text


def test_the_draft_mark_goes_when_a_person_takes_it_off():
    paper = OfficialPaper("release", draft=False)
    assert "Draft" not in docx_text(paper_docx(paper, "en"))
    assert "Draft" not in pdf_text(paper_pdf(paper, "en"))


def test_a_quotation_waits_for_its_speaker():
    said = {"ru": {"quote": "Мы рады", "quote_by": "А. Образец"}}
    waiting = OfficialPaper("release", {}, said)
    assert "Мы рады" not in docx_text(paper_docx(waiting, "ru"))
    assert "quote_approved" in {one.name for one in waiting.blanks("ru")}
    approved = OfficialPaper("release", {"quote_approved": "2027-04-15"}, said)
    assert "«Мы рады», – А. Образец" in docx_text(paper_docx(approved, "ru"))


@pytest.mark.parametrize("kind", IN_TWO_COLUMNS)
def test_two_languages_stand_side_by_side(kind):
    paper = OfficialPaper(kind, {}, {"kk": {"place_a": "Атырау"}, "uz": {"place_a": "Atirau"}})
    word = Document(io.BytesIO(paper_docx(paper, "kk", beside="uz")))
    first = word.tables[0].rows[0].cells
    assert [cell.text for cell in first] == [table("words")[lang]["draft"] for lang in ("kk", "uz")]
    assert table("words")["uz"]["draft"] in pdf_text(paper_pdf(paper, "kk", beside="uz"))


def test_a_letter_is_one_language_a_file():
    with pytest.raises(DocumentError, match="one language a file"):
        paper_pdf(OfficialPaper("invitation"), "kk", beside="ru")


def test_karakalpak_headings_come_only_where_they_were_seen():
    paper = OfficialPaper("minutes", {"karakalpak": True, "number": "2"}, {"ru": {"heard": "…"}})
    text = docx_text(paper_docx(paper, "ru"))
    assert "Повестка дня / Kún tártibi" in text
    assert "ПРОТОКОЛ № 2 / Protokol" in text
    assert "Присутствовали /" not in text


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ru", "14–16 апреля 2027 года"), ("kk", "2027 жылғы 14–16 сәуір"),
        ("uz", "2027-yil 14–16-aprel"), ("en", "14–16 April 2027"),
    ],
)  # fmt: skip
def test_days_are_written_as_offices_do(lang, said):
    paper = OfficialPaper("invitation", {"starts": "2027-04-14", "ends": "2027-04-16"})
    assert official_span(paper.day("starts"), paper.day("ends"), lang) == said
    assert said in docx_text(paper_docx(paper, lang))


def test_the_body_of_a_place_is_named_only_where_it_is_known():
    assert body("city", "UZ", "Нукус", "ru") == "Хокимият города Нукус"
    assert body("region", "KZ", "Атырауская область", "ru") == "Акимат Атырауской области"
    assert body("city", "TR", "Трабзон", "ru") == ""


def test_a_value_that_no_field_holds_and_a_day_that_is_none_are_refused():
    with pytest.raises(DocumentError, match="no field 'weather'"):
        OfficialPaper("reply", {"weather": "fine"})
    with pytest.raises(DocumentError, match="2027-03-12"):
        OfficialPaper("reply", {"date": "12.03.2027"})


def own_template(text, kind="invitation"):
    document = Document(io.BytesIO(template(kind)))
    document.add_paragraph("The office's own foot")
    document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_the_offices_own_template_is_filled():
    paper = OfficialPaper("invitation", {}, {"ru": {"sender": "Палата <Образец> & Ко"}})
    text = docx_text(paper_docx(paper, "ru", own_template=own_template("От: {{ ask }}")))
    assert "От: Палата <Образец> & Ко приглашает" in text


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("Dear {{ governor }}", "unknown_field", "governor"),
        ("{{ ask.__class__ }}", "not_allowed", "__class__"),
        ("Place {{ place | }}", "broken_tag", "{{ place | }}"),
        ("{{ place }", "broken_tag", "{{ place }"),
    ],
)
def test_a_bad_template_names_the_field_and_the_place(text, code, field):
    with pytest.raises(TemplateFaultError) as caught:
        paper_docx(OfficialPaper("invitation"), "ru", own_template=own_template(text))
    fault = caught.value
    assert (fault.code, fault.field) == (code, field)
    assert fault.number == len(Document(io.BytesIO(own_template(text))).element.body.xpath(".//w:p"))
    assert text in fault.excerpt
    assert f"абзац {fault.number}" in fault.said("ru")
    assert fault.said("fr") == fault.said("en") == str(fault)


@pytest.mark.parametrize("tag", ["{%p if place %}", "{%p endfor %}"])
def test_a_tag_without_its_other_half_is_named(tag):
    own = own_template(tag)
    with pytest.raises(TemplateFaultError) as caught:
        fill(own, content(OfficialPaper("invitation"), "en"))
    assert caught.value.field == tag
    assert caught.value.number == len(Document(io.BytesIO(own)).element.body.xpath(".//w:p"))


def test_what_is_typed_cannot_become_markup():
    paper = OfficialPaper("release", {}, {"en": {"headline": "A #strong[x] {{ 7 * 7 }} <w:p>"}})
    assert "{{ 7 * 7 }} <w:p>" in docx_text(paper_docx(paper, "en"))
    assert "#strong[x] {{ 7 * 7 }} <w:p>" in pdf_text(paper_pdf(paper, "en"))


def test_a_plan_is_grouped_by_direction_and_lies_on_its_side():
    rows = [
        {"direction": "туризм", "measure": "стенд", "due": "IV кв. 2027"},
        {"direction": "спорт", "measure": "турнир"},
        {"direction": "туризм", "measure": "маршрут"},
    ]
    paper = OfficialPaper("plan", {"years": "2027–2029"}, {"ru": {"measures": rows}})
    printed = PdfReader(io.BytesIO(paper_pdf(paper, "ru"))).pages[0]
    assert printed.mediabox.width > printed.mediabox.height
    tables = Document(io.BytesIO(paper_docx(paper, "ru"))).tables
    assert [[row.cells[1].text for row in one.rows[1:]] for one in tables[:2]] == [
        ["стенд", "маршрут"],
        ["турнир"],
    ]
