"""The office's own Word templates: downloaded, changed, given back; a bad one is refused with its place."""

import io

import pytest
from docx import Document

from egiz.desk.core.models import Attachment
from egiz.desk.papers.models import PaperTemplate
from tests.desk.conftest import client_of
from tests.desk.papers.conftest import URL, docx_text, word_file

pytestmark = pytest.mark.django_db


def give(page, upload, language=""):
    return page.post(
        f"{URL}/settings/", {"kind": "invitation", "language": language, "upload": upload}, format="multipart"
    )


def test_the_shipped_template_comes_changed_and_is_used(page, letter):
    shipped = Document(io.BytesIO(page.get(f"{URL}/settings/template/invitation.docx").content))
    assert any("{{ greeting }}" in one.text for one in shipped.paragraphs)
    give(page, word_file("Our own look", "{{ greeting }}"))
    assert docx_text(page.get(f"{URL}/{letter.pk}/ru.docx")) == "Our own look\nУважаемые коллеги!"


def test_the_template_of_a_language_goes_before_the_one_for_all(page, letter):
    give(page, word_file("for all"))
    give(page, word_file("for Uzbek"), "uz")
    assert docx_text(page.get(f"{URL}/{letter.pk}/uz.docx")) == "for Uzbek"
    assert docx_text(page.get(f"{URL}/{letter.pk}/kk.docx")) == "for all"


def test_a_bad_template_is_refused_with_field_and_place_and_the_old_one_stays(page, letter, settings):
    give(page, word_file("good"))
    answer = give(page, word_file("first", "Dear {{ governor }}"))
    said = answer.context["form"].errors["upload"][0]
    assert "governor" in said
    assert "paragraph 2: “Dear {{ governor }}”" in said
    assert docx_text(page.get(f"{URL}/{letter.pk}/ru.docx")) == "good"


def test_a_template_cannot_reach_beyond_its_data(page):
    answer = give(page, word_file("{{ greeting.__class__.__mro__ }}"))
    assert "__class__" in answer.context["form"].errors["upload"][0]
    assert not PaperTemplate.objects.exists()


def test_a_new_template_leaves_no_file_of_the_old_one(page, in_desk):
    give(page, word_file("old"))
    old = Attachment.objects.get()
    path = old.file.path
    give(page, word_file("new"))
    assert Attachment.objects.count() == PaperTemplate.objects.count() == 1
    with pytest.raises(FileNotFoundError):
        open(path, "rb")  # noqa: PTH123, SIM115 - only whether it is there


def test_the_shipped_look_comes_back(page, letter):
    give(page, word_file("own"))
    page.post(f"{URL}/settings/own/{PaperTemplate.objects.get().pk}/drop/")
    assert "Уважаемые коллеги!" in docx_text(page.get(f"{URL}/{letter.pk}/ru.docx"))


def test_a_template_that_never_ends_is_stopped(page, letter, settings, monkeypatch):
    from egiz.desk.core.domain import apart

    settings.READ_APART = True
    monkeypatch.setattr(apart, "SECONDS", 2.0)
    loops = "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}"
    answer = give(page, word_file(loops))
    assert "more time or memory" in answer.context["form"].errors["upload"][0]
    assert not PaperTemplate.objects.exists()


def test_viewers_do_not_see_templates(viewer):
    assert client_of(viewer).get(f"{URL}/settings/template/invitation.docx").status_code == 403
