"""After an erasure no table, no file and no line of history holds the name, in any script or form."""

import io
import json

import pytest
from django.apps import apps
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from egiz.desk.core.domain import removing, sharing, trail
from egiz.desk.core.domain.erasing import Name
from egiz.desk.core.models import Attachment
from egiz.desk.directory.domain import entries
from egiz.desk.directory.models import Person
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.models import OfficialMeeting, Promise
from egiz.text import fold

REPORT = (
    "Генеральный консул Турсынбеков Атабек принял делегацию. Турсынбекову поручено прислать календарь, "
    "А. Турсынбеков согласился. Atabek Tursynbekov will write."
)


def word(*paragraphs):
    document, out = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


@pytest.fixture
def consul(in_desk, editor):
    """A person whose name stands wherever a desk can put one."""
    person = Person.objects.create(
        desk=in_desk, name="Атабек Турсынбеков", names={"en": "Atabek Tursynbekov"},
        email="atabek@mfa.example", phone="+998 90 123 45 67",
    )  # fmt: skip
    meeting = OfficialMeeting.objects.create(
        desk=in_desk, title="Встреча с Турсынбековым", text=REPORT,
        findings={"people": [{"name": "Турсынбеков Атабек", "role": "консул"}]},
    )  # fmt: skip
    start = REPORT.index("Турсынбекову поручено")
    promise = Promise.objects.create(
        desk=in_desk, meeting=meeting, title="Календарь от Турсынбекова", quote=REPORT[start : start + 40],
        start=start, end=start + 40, owner_person=person, owner_text="Турсынбеков А.",
        note="писать на atabek@mfa.example",
    )  # fmt: skip
    deciding.change(promise, editor, title="Календарь мероприятий от Турсынбекова")
    trail.add_comment(promise, editor, "Турсынбеков просил напомнить")
    trail.attach(meeting, SimpleUploadedFile("отчёт.docx", word("Список", REPORT)), editor)
    trail.attach(meeting, SimpleUploadedFile("Турсынбеков.txt", b"nothing"), editor)
    trail.attach(meeting, SimpleUploadedFile("other.docx", word("Повестка дня")), editor)
    sharing.make_guest(
        in_desk, name="Atabek Tursynbekov", email="atabek@mfa.example", organisation="", language="uz"
    )
    removing.remove(Promise.objects.create(desk=in_desk, title="Позвонить Турсынбекову"), editor)
    removing.remove(Person.objects.create(desk=in_desk, name="Турсынбеков Атабек"), editor)
    return person


def everything():
    """Every row of every table as text, search index and accounts included."""
    for model in apps.get_models():
        for row in model._base_manager.all():
            yield (
                model._meta.label,
                json.dumps(serializers.serialize("python", [row]), default=str, ensure_ascii=False),
            )


def names_it(text):
    low = text.casefold()
    return "tursinbek" in fold(text) or "atabek@" in low or "турсынбек" in low or "90 123 45 67" in low


def test_no_table_and_no_file_holds_the_name(consul, editor, settings):
    assert any(names_it(text) for _label, text in everything())
    entries.erase_person(consul, editor)
    assert [label for label, text in everything() if names_it(text)] == []
    kept = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert list(Attachment.objects.values_list("name", flat=True)) == ["other.docx"]


def test_what_does_not_name_the_person_stays_as_it_was(consul, editor):
    entries.erase_person(consul, editor)
    meeting, promise = OfficialMeeting.objects.get(), Promise.objects.get()
    assert len(meeting.text) == len(REPORT)
    assert "поручено прислать календарь" in meeting.text
    assert meeting.text[promise.start : promise.end] == promise.quote
    assert promise.title.startswith("Календарь мероприятий от █")
    assert (promise.owner_text, promise.owner_person) == ("", None)


def test_a_surname_that_somebody_else_has_is_blotted_out_with_the_first_name_only(in_desk, editor):
    mine = Person.objects.create(desk=in_desk, name="Айгуль Иванова")
    other = Person.objects.create(desk=in_desk, name="Пётр Иванов")
    row = Promise.objects.create(desk=in_desk, title="Иванов и Айгуль Иванова пришлют список")
    entries.erase_person(mine, editor)
    row.refresh_from_db()
    other.refresh_from_db()
    assert row.title == "Иванов и ██████ ███████ пришлют список"
    assert other.name == "Пётр Иванов"


@pytest.mark.parametrize(
    "text",
    [
        "Атабеку Турсынбекову", "ТУРСЫНБЕКОВ А.", "А. К. Турсынбеков", "Tursynbekov", "Турсынбековой",
        "Atabek Tursinbekov",
    ],
)  # fmt: skip
def test_the_name_is_met_in_any_form(text):
    name = Name(["Атабек Каримович Турсынбеков"])

    assert name.blotted(text) == ""


@pytest.mark.parametrize("text", ["Турсун", "бекон", "Атабек пришёл", "Турция", "turs"])
def test_other_words_stay(text):
    assert Name(["Атабек Турсынбеков"]).blotted(text) == text


def test_another_desk_is_not_touched(consul, editor):
    from django_scopes import scope

    from tests.desk.conftest import make_desk

    other = make_desk("nukus")
    with scope(desk=other):
        Promise.objects.create(desk=other, title="Турсынбеков приедет")
    entries.erase_person(consul, editor)
    with scope(desk=other):
        assert Promise.objects.get().title == "Турсынбеков приедет"


def test_the_person_is_told_what_was_done(consul, page):
    body = page.post(f"/d/atyrau/directory/people/{consul.pk}/erase/", follow=True).content.decode()
    assert "Files that named the person are removed" in body
    assert "The name is blotted out in" in body
