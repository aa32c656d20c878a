import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from egiz.desk.core.domain import trail
from egiz.desk.core.domain.files import check_upload
from egiz.desk.core.models import Attachment, AuditEntry
from egiz.desk.directory.models import Person
from tests.desk.conftest import client_of


@pytest.fixture
def person(in_desk):
    return Person.objects.create(desk=in_desk, name="Gulnara")


def test_history_says_what_changed_and_leaves_out_what_did_not(person, editor):
    with trail.tracked(person, "changed", editor, ("name", "position")):
        person.position = "chair"
    entry = AuditEntry.objects.get()
    assert entry.changes == {"position": ["", "chair"]}
    assert (entry.user, entry.target, entry.target_id) == (editor, "directory.person", person.pk)


def test_nothing_changed_writes_no_history(person, editor):
    with trail.tracked(person, "changed", editor, ("name",)):
        person.name = "Gulnara"
    assert not AuditEntry.objects.exists()


def test_a_kept_file_comes_back_as_a_download_under_its_own_name(person, editor, page):
    upload = SimpleUploadedFile("протокол <1>.txt", b"<script>alert(1)</script>")
    kept = trail.attach(person, upload, editor)
    assert "протокол" not in kept.file.name
    response = page.get(f"/d/atyrau/desk/files/{kept.pk}/")
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_kept_file_is_not_reached_through_another_desk(person, editor, stranger):
    kept = trail.attach(person, SimpleUploadedFile("a.txt", b"secret"), editor)
    assert Attachment.objects.count() == 1
    assert client_of(stranger).get(f"/d/nukus/desk/files/{kept.pk}/").status_code == 404
    assert client_of(stranger).get(f"/d/atyrau/desk/files/{kept.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("run.exe", b"MZ", "not kept here"),
        ("noending", b"x", "not kept here"),
        ("fake.pdf", b"<html>", "something else"),
        ("fake.docx", b"%PDF-1.7", "something else"),
    ],
)
def test_an_upload_is_refused_with_the_reason(name, content, said):
    with pytest.raises(ValidationError, match=said):
        check_upload(SimpleUploadedFile(name, content))


def test_too_big_a_file_is_refused_and_the_limit_is_named(settings):
    settings.UPLOAD_MAX_BYTES = 10
    with translation.override("en"), pytest.raises(ValidationError) as error:
        check_upload(SimpleUploadedFile("a.txt", b"12345678901"))
    with translation.override("en"):
        messages = error.value.messages
    assert messages == ["The file is 11\xa0bytes; at most 10\xa0bytes is kept."]


def test_a_good_file_can_still_be_read_from_its_start_after_the_check():
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7 rest")
    check_upload(upload)
    assert upload.read() == b"%PDF-1.7 rest"
