import datetime as dt
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from egiz.desk.core.domain import trail
from egiz.desk.core.models import Attachment, Desk, User
from egiz.desk.launch import backup, sealing
from egiz.desk.promises.models import Promise
from tests.desk.conftest import join, make_desk, make_user

MOMENT = dt.datetime(2026, 11, 28, 2, 44, 1, 123_456, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def written(tmp_path, settings):
    """A backup of a desk with a promise, a comment and a file; then everything is deleted."""
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    (settings.VAR_DIR / "secret_key").write_text("the key")
    desk, user = make_desk(), make_user()
    join(desk, user)
    with scope(desk=desk):
        promise = Promise.objects.create(
            desk=desk,
            title="Прислать календарь «Нефть»",
            quote='"ʻоʻ"\n',
            candidates=[{"name": "Нукус", "country": "UZ", "a": 1.5}],
        )
        Promise.objects.update(created_at=MOMENT)
        trail.add_comment(promise, user, "two\nlines")
        trail.attach(promise, SimpleUploadedFile("a.txt", b"in the file"), user)
    path = tmp_path / "desk.egiz"
    backup.write(path)
    with scopes_disabled():
        for file in Attachment.objects.all():
            file.file.delete()
        Desk.objects.all().delete()
        User.objects.all().delete()
    (settings.VAR_DIR / "secret_key").unlink()
    return path


def test_a_restored_desk_is_what_it_was(written, settings):
    backup.restore(written)
    with scopes_disabled():
        promise = Promise.objects.get()
        assert (promise.title, promise.quote) == ("Прислать календарь «Нефть»", '"ʻоʻ"\n')
        assert promise.candidates == [{"name": "Нукус", "country": "UZ", "a": 1.5}]
        assert promise.created_at == MOMENT  # to the millionth of a second
        with Attachment.objects.get().file.open("rb") as file:
            assert file.read() == b"in the file"
        assert Desk.objects.get().members.get().check_password("a long enough password")
        # New rows go on after the last one.
        assert Promise.objects.create(desk=promise.desk, title="next").pk > promise.pk
    assert (settings.VAR_DIR / "secret_key").read_text() == "the key"


def test_a_backup_asks_no_more_for_three_rows_than_for_one(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    desk, user = make_desk(), make_user()
    counts = []
    with scope(desk=desk):
        for number in range(3):
            promise = Promise.objects.create(desk=desk, title=f"promise {number}")
            promise.watchers.add(user)
            trail.add_comment(promise, user, "a line")
            with CaptureQueriesContext(connection) as asked:
                backup.write(tmp_path / f"{number}.egiz")
            counts.append(len(asked))
    assert counts[0] == counts[2]


def test_what_many_rows_hold_of_one_another_comes_back(tmp_path, settings):
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    desk, users = make_desk(), [make_user(f"{name}@example.org") for name in "cab"]
    with scope(desk=desk):
        promise = Promise.objects.create(desk=desk, title="followed by three")
        promise.watchers.set(users)
        Promise.objects.create(desk=desk, title="followed by nobody")
    backup.write(tmp_path / "desk.egiz")
    with scopes_disabled():
        Desk.objects.all().delete()
        User.objects.all().delete()
    backup.restore(tmp_path / "desk.egiz")
    with scopes_disabled():
        followed = {one.title: {user.email for user in one.watchers.all()} for one in Promise.objects.all()}
    assert followed == {"followed by three": {user.email for user in users}, "followed by nobody": set()}


def test_a_backup_goes_into_an_empty_desk_only(written):
    make_desk("other")
    with pytest.raises(backup.BackupError, match="a desk here already"):
        backup.restore(written)


WORDS = "a sentence only the keeper knows"


@pytest.fixture
def sealed(written, tmp_path):
    """The same backup, encrypted."""
    path = tmp_path / "sealed.egiz"
    with written.open("rb") as plain, path.open("wb") as target:
        sealing.seal(plain, target, WORDS)
    return path


def test_an_encrypted_backup_comes_back_with_its_passphrase_and_shows_nothing_without(sealed):
    assert b"promises.promise" not in sealed.read_bytes()
    for passphrase, says in (("", "is encrypted: give its passphrase"), ("wrong" * 3, "passphrase is wrong")):
        with pytest.raises(backup.BackupError, match=says):
            backup.restore(sealed, passphrase)
    assert not Desk.objects.exists()
    backup.restore(sealed, WORDS)
    with scopes_disabled():
        assert Promise.objects.get().title == "Прислать календарь «Нефть»"


def test_an_encrypted_backup_is_written_and_verified(desk_with_nothing, tmp_path):
    path = tmp_path / "desk.egiz"
    backup.write(path, WORDS)
    assert path.read_bytes().startswith(sealing.MAGIC)
    assert path.stat().st_mode & 0o077 == 0
    assert backup.verify(path, WORDS)["counts"]["core.desk"] == 1
    assert {one.name for one in tmp_path.iterdir()} == {"desk.egiz", "var"}


@pytest.fixture
def desk_with_nothing(tmp_path, settings):
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    return make_desk()


def test_a_short_passphrase_is_not_taken(desk_with_nothing, tmp_path):
    with pytest.raises(backup.BackupError, match="at least 12 characters"):
        backup.write(tmp_path / "desk.egiz", "short")
    assert not (tmp_path / "desk.egiz").exists()


@pytest.mark.parametrize("piece", [10, 64])
def test_sealed_pieces_cannot_be_changed_cut_or_put_in_another_order(monkeypatch, piece):
    monkeypatch.setattr(sealing, "PIECE", piece)
    monkeypatch.setattr(sealing, "COST", 2)
    plain, made = bytes(range(64)), io.BytesIO()
    sealing.seal(io.BytesIO(plain), made, WORDS)
    whole = made.getvalue()

    def back(content):
        out = io.BytesIO()
        sealing.unseal(io.BytesIO(content), out, WORDS)
        return out.getvalue()

    assert back(whole) == plain
    head, step = len(sealing.MAGIC) + sealing.SALT + sealing.PREFIX, piece + sealing.TAG
    pieces = [whole[at : at + step] for at in range(head, len(whole), step)]
    wrong = [
        whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(len(sealing.MAGIC), len(whole))
    ]
    wrong += [whole[:-1], whole + b"x", whole[:head]]
    if len(pieces) > 1:
        wrong += [
            whole[:head] + b"".join(pieces[:-1]),
            whole[:head] + b"".join([pieces[1], pieces[0], *pieces[2:]]),
        ]
    for content in wrong:
        with pytest.raises(sealing.SealError):
            back(content)


def test_only_its_owner_can_read_a_backup(written):
    assert written.stat().st_mode & 0o077 == 0


def test_a_damaged_backup_is_refused_with_the_reason_and_keeps_nothing(written, tmp_path):
    changed = tmp_path / "changed.egiz"
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace("Нефть".encode(), "Нефта".encode()))
    with pytest.raises(backup.BackupError, match=r"rows/promises.promise.jsonl is not what was written"):
        backup.restore(changed)
    cut = tmp_path / "cut.egiz"
    cut.write_bytes(written.read_bytes()[:-200])
    with pytest.raises(backup.BackupError, match="is no backup, or is damaged"):
        backup.restore(cut)
    assert not Desk.objects.exists()


@pytest.mark.parametrize("target", [".", "nowhere/desk.egiz"])
def test_a_backup_needs_a_file_in_a_folder_that_exists(desk_with_nothing, tmp_path, target):
    with pytest.raises(backup.BackupError, match="name a file in a folder that exists"):
        backup.write(tmp_path / target)


def test_where_the_files_cannot_come_back_no_row_does_and_the_next_try_is_whole(written):
    with zipfile.ZipFile(written) as archive:
        (kept,) = (name.removeprefix("media/") for name in archive.namelist() if name.startswith("media/"))
    folder = Path(default_storage.path(kept.split("/", 1)[0]))
    shutil.rmtree(folder)
    folder.write_text("in the way")
    with pytest.raises(OSError, match=folder.name):
        backup.restore(written)
    with scopes_disabled():
        assert not Desk.objects.exists()
    folder.unlink()
    backup.restore(written)
    with scopes_disabled(), Attachment.objects.get().file.open("rb") as file:
        assert file.read() == b"in the file"
