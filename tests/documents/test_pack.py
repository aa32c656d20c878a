"""The print pack: in four languages, every code read back from the printed page by a decoder of its own."""

import datetime as dt
import io
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from egiz.documents._errors import DocumentError
from egiz.documents.pack import (
    Agenda,
    Badge,
    InterpreterSheet,
    Line,
    Pack,
    Seat,
    TableSign,
    pack_pdf,
    pack_pictures,
)  # fmt: skip
from egiz.documents.pack.sheets import words
from tests.documents.conftest import at

LANGUAGES = ("ru", "uz", "kk", "en")
OURS, THEIRS = "ЖШС «Жайық Құбыр Өңдеу»", "«Qoraqalpogʻiston Paxta Tolasi» MChJ"
LINK = "https://desk.example.org/p/missions/WzEsMV0:1xX9Ps:M89y55UsP5pCOgWMLNulqfsNmKmbPPEfM8b5n-10_GQ/"


@pytest.fixture
def pack():
    own = Line(
        at(9, 10), at(9, 10, 30), THEIRS, about="Нөкис · пахта", table="12", interpreter="Айгүл Сапарова"
    )
    other = replace(own, who=OURS, about="")
    pair = replace(own, who=OURS, other=THEIRS)
    online = Line(at(9, 11), at(9, 11, 30), THEIRS, online=True)
    return Pack(
        "Деловая миссия", dt.date(2026, 12, 1), "Нукус", "Ташкент (UTC+5)", 3,
        ours="Казахстан", theirs="Oʻzbekiston",
        agendas=(
            Agenda(OURS, "ours", "Ерлан Андашев", (own, online), LINK),
            Agenda(THEIRS, "theirs", "", (other,)),
        ),
        badges=(
            Badge(OURS, "ours", "7KX2M9QA", "Ерлан Андашев", ("kk", "ru"), (own, online)),
            Badge(THEIRS, "theirs", "M4T0B8ZR", "", ("uz",), (other,) * 30),
        ),
        signs=(TableSign("12", (pair,)),),
        interpreters=(InterpreterSheet("Айгүл Сапарова", ("kk", "uz"), (pair,)),),
        seats=(Seat(at(9, 10), at(9, 10, 30), (pair,)),),
    )  # fmt: skip


def text_of(content):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def codes_on(pages):
    return [found.text for page in pages for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(page)))]


def test_the_four_languages_have_the_same_words_and_places():
    english = words("en")
    for lang in LANGUAGES:
        assert words(lang).keys() == english.keys()
        assert all(words(lang)[key].count("{") == text.count("{") for key, text in english.items())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_is_printed_in_each_language(pack, lang):
    pages = text_of(pack_pdf(pack, lang=lang))
    assert len(pages) == 6  # two agendas, a sheet of badges, a sign, an interpreter, the room
    said = words(lang)
    for page, wanted in zip(
        pages, ("agenda", "agenda", "speaks", "table", "interpreter", "seats"), strict=True
    ):
        assert said[wanted] in page
    assert "12" in pages[0]
    assert said["online"] in pages[0]
    assert OURS in " ".join(pages)
    assert THEIRS in " ".join(pages)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_codes_are_read_back_from_the_printed_page(pack, lang):
    # 150 dots to the inch: a plain office printer gives four times as many.
    codes = codes_on(pack_pictures(pack, lang=lang, ppi=150))
    assert sorted(codes) == sorted([LINK, "EGIZ:7KX2M9QA", "EGIZ:M4T0B8ZR"])


def test_a_long_name_and_a_full_day_leave_the_code_readable(pack):
    long_name = "Общество с ограниченной ответственностью «Производственно-коммерческое объединение Берег»"
    badge = replace(pack.badges[1], company=long_name, person="Абдурахмонов Шавкатжон Мирзакаримович оглы")
    codes = codes_on(pack_pictures(replace(pack.only("badges"), badges=(badge,)), ppi=100))
    assert codes == ["EGIZ:M4T0B8ZR"]


def test_each_reader_gets_their_own_language(pack):
    mixed = replace(pack, agendas=(replace(pack.agendas[0], lang="kk"), replace(pack.agendas[1], lang="uz")))
    first, second = text_of(pack_pdf(mixed.only("agendas"), lang="ru"))
    assert words("kk")["agenda"] in first
    assert words("uz")["agenda"] in second


def test_a_draft_and_a_sample_say_so_on_every_sheet(pack):
    pages = text_of(pack_pdf(replace(pack, draft=True, sample=True), lang="ru"))
    assert all(words("ru")["draft"] in page and words("ru")["sample"] in page for page in pages)


def test_only_what_is_asked_for_is_printed(pack):
    assert len(text_of(pack_pdf(pack.only("signs"), lang="en"))) == 1
    with pytest.raises(DocumentError, match="Nothing to print"):
        pack_pdf(pack.only(), lang="en")
    with pytest.raises(DocumentError, match="No part 'menus'"):
        pack.only("menus")


@pytest.mark.parametrize(
    "make",
    [
        lambda pack: replace(pack, badges=(replace(pack.badges[0], side="both"),)),
        lambda pack: replace(pack, badges=(pack.badges[0], pack.badges[0])),
        lambda pack: pack_pdf(pack, lang="de"),
    ],
    ids=["a side of nobody", "one code twice", "a language without words"],
)
def test_what_contradicts_itself_is_refused(pack, make):
    with pytest.raises(DocumentError):
        make(pack)


def test_what_people_type_is_printed_and_never_run(pack):
    evil = replace(pack.agendas[0], company='#read("/etc/passwd") $x$ *bold* \\', link="")
    (page,) = text_of(pack_pdf(replace(pack.only("agendas"), agendas=(evil,)), lang="en"))
    assert '#read("/etc/passwd")' in page
