import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope, scopes_disabled

from egiz.desk.core.domain import archive, search, sharing, trail
from egiz.desk.core.models import Attachment, AuditEntry, Desk, Membership, User
from egiz.desk.promises.models import OfficialMeeting, Promise
from tests.desk import matrix
from tests.desk.conftest import client_of, join, make_desk, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(desk, owner, editor, in_desk):
    """A desk with a record of every kind, a file, comments and people."""
    meeting = OfficialMeeting.objects.create(desk=desk, title="Встреча", text="Отчёт о Нукусе")
    meeting.source_file = trail.attach(meeting, SimpleUploadedFile("report.txt", b"in the file"), editor)
    meeting.save()
    promise = Promise.objects.create(
        desk=desk, meeting=meeting, title="Прислать календарь «Нефть»", responsible=editor
    )
    trail.add_comment(promise, editor, "two\nlines")
    trail.record(promise, "changed", editor, {"title": ["", promise.title]})
    sharing.share(
        promise,
        sharing.make_guest(desk, name="D", email="", organisation="", language="uz"),
        editor,
        may_update=True,
    )
    with scopes_disabled():
        matrix.fill(desk)
    return desk


def written(desk):
    out = io.BytesIO()
    manifest = archive.write(desk, out)
    out.seek(0)
    return out, manifest


def wipe():
    with scopes_disabled():
        for file in Attachment.objects.exclude(file=""):
            file.file.delete(save=False)
        Desk.objects.all().delete()
        User.objects.all().delete()


def test_a_desk_taken_in_again_is_identical_by_every_checksum(kept):
    out, manifest = written(kept)
    assert sum(manifest["counts"].values()) > 60
    wipe()
    desk = archive.read(out)
    _again, second = written(desk)
    assert second == manifest
    with scope(desk=desk):
        with Attachment.objects.exclude(file="").get().file.open("rb") as file:
            assert file.read() == b"in the file"
        assert [hit.title for group in search.find(desk, "календарь") for hit in group.hits]


def test_people_come_with_it_without_a_password(kept, editor):
    out, _manifest = written(kept)
    wipe()
    desk = archive.read(out)
    person = User.objects.get(email=editor.email)
    assert not person.has_usable_password()
    assert Membership.objects.get(desk=desk, user=person).role == "editor"
    with scope(desk=desk):
        assert AuditEntry.objects.get(action="changed").user == person


def test_another_desk_is_not_in_it(kept):
    other = make_desk("nukus")
    join(other, make_user("far@example.org"))
    with scope(desk=other):
        Promise.objects.create(desk=other, title="FOREIGN")
    out, _manifest = written(kept)
    with zipfile.ZipFile(out) as found:
        everything = b"".join(found.read(name) for name in found.namelist())
    assert b"FOREIGN" not in everything
    assert b"far@example.org" not in everything


@pytest.mark.parametrize("spoil", ["bytes", "row", "no archive"])
def test_a_damaged_archive_is_refused_and_keeps_nothing(kept, spoil):
    out, _manifest = written(kept)
    wipe()
    if spoil == "bytes":
        out = io.BytesIO(out.getvalue()[:-200])
    elif spoil == "row":
        again = io.BytesIO()
        with zipfile.ZipFile(out) as old, zipfile.ZipFile(again, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name).replace("Прислать".encode(), "Послать".encode()))
        out = io.BytesIO(again.getvalue())
    else:
        out = io.BytesIO(b"hello")
    with pytest.raises(archive.ArchiveError):
        archive.read(out)
    assert not Desk.objects.exists()


def test_it_is_not_taken_in_over_another_desk(kept):
    out, _manifest = written(kept)
    with pytest.raises(archive.ArchiveError, match="already"):
        archive.read(out)
    Desk.objects.filter(pk=kept.pk).update(slug="renamed")
    with pytest.raises(archive.ArchiveError, match="taken by another desk"):
        archive.read(out)
    assert Desk.objects.count() == 1


def test_only_an_owner_takes_it_along(kept, owner, editor, viewer, guest):
    where = "/d/atyrau/desk/settings/archive/"
    for person in (editor, viewer, guest):
        assert client_of(person).post(where).status_code == 403
    answer = client_of(owner).post(where)
    content = answer.getvalue()
    answer.close()
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert json.loads(found.read("manifest.json"))["desk"] == "atyrau"
