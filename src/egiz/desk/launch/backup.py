"""A desk in one file, and back: every row as a line of JSON, every file, the key, and a list of digests.

The rows are read in one snapshot of the database, so that a backup made while people write is one moment's
whole. The form is the same for SQLite and PostgreSQL: what one gave, the other takes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import serializers
from django.core.exceptions import SuspiciousOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.core.serializers import sort_dependencies
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django_scopes import scopes_disabled

from egiz import __version__
from egiz.desk.launch import sealing

FORMAT = 1
LEFT_OUT = {"sessions.session", "contenttypes.contenttype", "auth.permission", "admin.logentry"}
# What is made from the rest, and is made anew after a restore.
LEFT_OUT |= {"core.searchrow", "core.searchversion"}
CHUNK = 1 << 20
BATCH = 500


class BackupError(ValueError):
    """A backup cannot be made or taken back; the text says why and what would be right."""


def write(target: Path, passphrase: str = "") -> dict[str, Any]:
    """Write a backup of this desk, read it again to verify it, and give its list of contents.

    With a passphrase nothing of it ever lies readable under a name.
    """
    _must_be_up_to_date()
    if target.is_dir() or not target.resolve().parent.is_dir():
        raise BackupError(f"{target} is no place for a file: name a file in a folder that exists.")
    part = target.with_name(target.name + ".part")
    try:
        with _private(part) as file:
            if passphrase:
                with tempfile.TemporaryFile(dir=target.parent) as plain:
                    manifest = _archive(plain)
                    plain.seek(0)
                    _sealed(plain, file, passphrase)
            else:
                manifest = _archive(file)
            file.flush()
            os.fsync(file.fileno())
        verify(part, passphrase)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _private(path: Path) -> IO[bytes]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds the signing key
    return os.fdopen(handle, "w+b")


def _archive(file: IO[bytes]) -> dict[str, Any]:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        return _write_all(archive, settings.VAR_DIR / "secret_key")


def _sealed(plain: IO[bytes], target: IO[bytes], passphrase: str) -> None:
    try:
        sealing.seal(plain, target, passphrase)
    except sealing.SealError as error:
        raise BackupError(str(error)) from error


@contextlib.contextmanager
def opened(path: Path, passphrase: str = "") -> Iterator[IO[bytes]]:
    """Open a backup, whether it is sealed or not."""
    with path.open("rb") as file:
        if not sealing.is_sealed(file):
            yield file
            return
        if not passphrase:
            raise BackupError(
                f"{path} is encrypted: give its passphrase in a file (--passphrase-file) or in "
                "EGIZ_BACKUP_PASSPHRASE."
            )
        with tempfile.TemporaryFile() as plain:  # it has no name, and is gone when this ends
            try:
                sealing.unseal(file, plain, passphrase)
            except sealing.SealError as error:
                raise BackupError(f"{path}: {error}") from error
            plain.seek(0)
            yield plain


def _must_be_up_to_date() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BackupError(
            f"The tables are of an earlier version than this one, {__version__}. Make the backup with the "
            "version that wrote them; or upgrade them first: egiz manage migrate."
        )


def _write_all(archive: zipfile.ZipFile, key: Path) -> dict[str, Any]:
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    with _snapshot():
        for label in _labels():
            name = f"rows/{label}.jsonl"
            with archive.open(name, "w", force_zip64=True) as member:
                counts[label], digests[name] = _write_rows(label, member)
        migrations = _applied()
    for kept in sorted(_kept_files("")):
        # Somebody may have removed it since it was listed.
        with contextlib.suppress(FileNotFoundError), default_storage.open(kept) as source:
            digests[f"media/{kept}"] = _write_file(archive, f"media/{kept}", source)
    if key.exists():
        with key.open("rb") as source:
            digests["secret_key"] = _write_file(archive, "secret_key", source)
    manifest = {
        "format": FORMAT,
        "version": __version__,
        "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "migrations": migrations,
        "counts": counts,
        "digests": digests,
    }
    archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


@contextlib.contextmanager
def _snapshot() -> Iterator[None]:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        # The desk's own transactions begin as writers; this one reads, and holds up nobody.
        with scopes_disabled(), connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with scopes_disabled(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _labels() -> list[str]:
    """List the models, those first that others stand on."""
    ordered = sort_dependencies([(config, None) for config in apps.get_app_configs()])
    return [m._meta.label_lower for m in ordered if m._meta.managed and m._meta.label_lower not in LEFT_OUT]  # noqa: SLF001 - Django's public way to a model's name


def _line(row: Any) -> bytes:
    """Give a row in one form whatever the database: PostgreSQL orders the keys of JSON in its own way."""
    (plain,) = serializers.serialize("python", [row], use_natural_foreign_keys=True)
    return (json.dumps(plain, default=_as_text, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _as_text(value: Any) -> str:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()  # Django's own form would cut moments to milliseconds
    return str(DjangoJSONEncoder().default(value))


def _rows_of(model: Any) -> Any:
    """Give all rows of all desks, with what the serializer would ask the database for row by row."""
    meta = model._meta  # noqa: SLF001 - Django's public way to a model's fields
    many = [one.name for one in meta.many_to_many if one.remote_field.through._meta.auto_created]  # noqa: SLF001 - as above
    named = [
        one.name for one in meta.fields if hasattr(getattr(one.remote_field, "model", None), "natural_key")
    ]
    rows = model._base_manager.order_by("pk").prefetch_related(*many)  # noqa: SLF001 - of all desks
    return rows.select_related(*named) if named else rows


def _write_rows(label: str, target: IO[bytes]) -> tuple[int, str]:
    count, digest = 0, hashlib.sha256()
    for row in _rows_of(apps.get_model(label)).iterator(chunk_size=2000):
        line = _line(row)
        digest.update(line)
        target.write(line)
        count += 1
    return count, digest.hexdigest()


def _kept_files(folder: str) -> Iterator[str]:
    """Name every file the desk keeps, wherever its storage is."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        if name:
            yield f"{folder}/{name}".lstrip("/")
    for name in folders:
        if name:
            yield from _kept_files(f"{folder}/{name}".lstrip("/"))


def _write_file(archive: zipfile.ZipFile, name: str, source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as member:
        while piece := source.read(CHUNK):
            digest.update(piece)
            member.write(piece)
    return digest.hexdigest()


def _applied() -> list[str]:
    """Name the migrations of the apps there are; what an app that is gone left behind says nothing."""
    labels = {config.label for config in apps.get_app_configs()}
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in labels)


def verify(path: Path, passphrase: str = "") -> dict[str, Any]:
    """Read a backup whole and compare every digest; give its list of contents.

    Raises
    ------
    BackupError
        If anything is missing, changed or of a later form.
    """
    try:
        with opened(path, passphrase) as file, zipfile.ZipFile(file) as archive:
            manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
            if manifest.get("format") != FORMAT:
                raise BackupError(f"{path} is of another form; this version reads form {FORMAT}.")
            present = {*archive.namelist()} - {"manifest.json"}
            if missing := {*manifest["digests"]} ^ present:
                raise BackupError(f"{path} is not whole: {min(missing)} is missing or too much.")
            for name, wanted in manifest["digests"].items():
                digest = hashlib.sha256()
                with archive.open(name) as member:
                    while piece := member.read(CHUNK):
                        digest.update(piece)
                if digest.hexdigest() != wanted:
                    raise BackupError(f"{path} is damaged: {name} is not what was written. Take another.")
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, EOFError) as error:
        if isinstance(error, BackupError):
            raise
        raise BackupError(f"{path} is no backup, or is damaged: {error}.") from error
    return manifest


def restore(path: Path, passphrase: str = "") -> dict[str, Any]:
    """Take a backup back into an empty desk, and compare every row with it before anything is kept."""
    from egiz.desk.core.domain import index  # noqa: PLC0415 - as above

    manifest = verify(path, passphrase)
    _must_fit(manifest)
    with (
        scopes_disabled(),
        opened(path, passphrase) as file,
        zipfile.ZipFile(file) as archive,
        transaction.atomic(),
    ):
        for label in manifest["counts"]:
            _read_rows(label, archive)
        connection.check_constraints()
        for label, count in manifest["counts"].items():
            if _write_rows(label, io.BytesIO()) != (count, manifest["digests"][f"rows/{label}.jsonl"]):
                raise BackupError(f"The rows of {label} did not come back as they were; nothing is kept.")
        _set_counters(list(manifest["counts"]))
        index.rebuild()
        # Before the rows are kept: where the disk is too small for the files, there is no desk as before.
        _restore_files(archive, manifest, settings.VAR_DIR / "secret_key")
    return manifest


def _must_fit(manifest: dict[str, Any]) -> None:
    from egiz.desk.core.models import Desk  # noqa: PLC0415 - as above

    if Desk.objects.exists() or get_user_model().objects.exists():
        raise BackupError("There is a desk here already. Restore into an empty EGIZ_VAR or database.")
    ours = {*_applied()}
    if other := sorted(ours ^ {*manifest["migrations"]}):
        raise BackupError(
            f"The backup was made by version {manifest['version']}, whose tables differ ({other[0]}). "
            "Install that version, restore there, then upgrade."
        )


def _read_rows(label: str, archive: zipfile.ZipFile) -> None:
    model = apps.get_model(label)
    model._base_manager.all().delete()  # noqa: SLF001 - what migrations put there is in the backup too
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's public way to a model's fields
    batch: list[Any] = []

    def keep() -> None:
        if batch:
            rows = [found.object for found in batch]
            model._base_manager.all()._insert(rows, fields=fields, using="default", raw=True)  # noqa: SLF001 - as it was, not as "now"
            for found in batch:
                for name, values in (found.m2m_data or {}).items():
                    if values:  # a row that is new has none
                        getattr(found.object, name).set(values)
            batch.clear()

    with archive.open(f"rows/{label}.jsonl") as member:
        for found in serializers.deserialize("jsonl", io.TextIOWrapper(member, "utf-8")):
            batch.append(found)
            if len(batch) >= BATCH:
                keep()
    keep()


def _set_counters(labels: list[str]) -> None:
    """Let new rows go on after the last one (PostgreSQL counts apart from its rows)."""
    models = [apps.get_model(label) for label in labels]
    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(line)


def _restore_files(archive: zipfile.ZipFile, manifest: dict[str, Any], key: Path) -> None:
    for name in manifest["digests"]:
        if not name.startswith("media/") and name != "secret_key":
            continue
        with archive.open(name) as member:
            if name.startswith("media/"):
                kept = name.removeprefix("media/")
                try:
                    if default_storage.exists(kept):  # an attempt before this one was broken off here
                        default_storage.delete(kept)
                    default_storage.save(kept, File(member, name=kept))
                except SuspiciousOperation as error:
                    raise BackupError(f"{name} would lie outside the folder of files.") from error
            else:  # links that were given out stay good
                with _private(key) as file:
                    while piece := member.read(CHUNK):
                        file.write(piece)
