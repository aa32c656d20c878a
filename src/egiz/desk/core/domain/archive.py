"""One desk as one archive: its rows as lines of JSON, its files, and a list of digests; and back.

What is made anew or passes stays out: the search index, work in progress and the bin. People are named by
their e-mail address; whoever has no account where the archive is taken in gets one without a password.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, Any

from django.apps import apps
from django.core import serializers
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django_scopes import scopes_disabled

from egiz import __version__
from egiz.desk.core.domain import index
from egiz.desk.core.models import Binned, Desk, DeskModel, Job, Membership, SearchRow, User

FORMAT = 1
LEFT_OUT: tuple[type[models.Model], ...] = (SearchRow, Job, Binned)
CHUNK = 1 << 20
BATCH = 500


class ArchiveError(ValueError):
    """An archive cannot be taken in; the text says why and what would be right."""


def kinds() -> list[type[models.Model]]:
    """List the kinds of records an archive holds, those first that others stand on."""
    ordered = serializers.sort_dependencies([(config, None) for config in apps.get_app_configs()])
    return [
        model
        for model in ordered
        if model is Membership or (issubclass(model, DeskModel) and not _passes(model))
    ]


def _passes(model: type[models.Model]) -> bool:
    """Say whether a kind stays out: it is one of those, or nothing without one (a merge without its bin).

    Keys stay out too: an app says so of its own kinds with ``stays_here``.
    """
    if getattr(model, "stays_here", False):
        return True
    needed = {
        column.related_model
        for column in model._meta.concrete_fields  # noqa: SLF001 - Django's public way
        if column.is_relation and not column.null
    }
    return model in LEFT_OUT or not needed.isdisjoint(LEFT_OUT)


def label_of(model: type[models.Model]) -> str:
    return model._meta.label_lower  # noqa: SLF001 - Django's public way to a model's name


# --- out ------------------------------------------------------------------------


@transaction.atomic
def write(desk: Desk, target: IO[bytes]) -> dict[str, Any]:
    """Write a desk into an archive and give its list of contents."""
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    with scopes_disabled(), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        with _part(archive, "desk.json", digests) as put:
            put(_line(desk))
        people = User.objects.filter(pk__in=_people_of(desk)).order_by("email")
        with _part(archive, "people.jsonl", digests) as put:
            for user in people:
                put(_json({"email": user.email, "name": user.name, "language": user.language}))
        for model in kinds():
            counts[label_of(model)] = 0
            with _part(archive, f"rows/{label_of(model)}.jsonl", digests) as put:
                for row in _rows(model, desk):
                    put(_line(row))
                    counts[label_of(model)] += 1
        for name in _files(desk):
            _write_file(archive, name, digests)
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "desk": desk.slug,
            "counts": counts,
            "digests": digests,
        }
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def _rows(model: type[models.Model], desk: Desk) -> Iterator[models.Model]:
    yield from model._base_manager.filter(desk=desk).order_by("pk").iterator(chunk_size=2000)  # noqa: SLF001


def _people_of(desk: Desk) -> set[int]:
    """Find every account that a record of the desk names."""
    found: set[int] = set()
    for model in kinds():
        for column in model._meta.concrete_fields:  # noqa: SLF001 - Django's public way
            if column.is_relation and column.related_model is User:
                rows = model._base_manager.filter(desk=desk).order_by()  # noqa: SLF001
                found.update(pk for pk in rows.values_list(column.attname, flat=True).distinct() if pk)
    return found


def _files(desk: Desk) -> Iterator[str]:
    for kind in kinds():
        for column in kind._meta.concrete_fields:  # noqa: SLF001 - Django's public way
            if isinstance(column, models.FileField):
                rows = kind._base_manager.filter(desk=desk).order_by("pk")  # noqa: SLF001
                yield from (name for name in rows.values_list(column.attname, flat=True) if name)


@contextmanager
def _part(archive: zipfile.ZipFile, name: str, digests: dict[str, str]) -> Iterator[Any]:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as member:

        def put(line: bytes) -> None:
            digest.update(line)
            member.write(line)

        yield put
    digests[name] = digest.hexdigest()


def _write_file(archive: zipfile.ZipFile, name: str, digests: dict[str, str]) -> None:
    if not default_storage.exists(name):
        return  # it was gone before; the record says so as it did
    with _part(archive, f"files/{name}", digests) as put, default_storage.open(name, "rb") as source:
        while piece := source.read(CHUNK):
            put(piece)


def _json(value: Any) -> bytes:
    return (json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _line(row: models.Model) -> bytes:
    """Give a row in one form whatever the database; what points at something left out points nowhere."""
    (plain,) = serializers.serialize("python", [row], use_natural_foreign_keys=True)
    for column in row._meta.concrete_fields:  # noqa: SLF001 - Django's public way
        if column.is_relation and column.related_model in LEFT_OUT:
            plain["fields"][column.name] = None
        if isinstance(column, models.DateTimeField) and (moment := getattr(row, column.attname)):
            plain["fields"][column.name] = (
                moment.isoformat()
            )  # Django's own form would cut it to milliseconds
    return _json(plain)


# --- in -------------------------------------------------------------------------


def verify(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Read an archive whole and compare every digest; give its list of contents."""
    try:
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
        if manifest.get("format") != FORMAT:
            raise ArchiveError(f"The archive is of another form; this version reads form {FORMAT}.")
        for name, wanted in manifest["digests"].items():
            digest = hashlib.sha256()
            with archive.open(name) as member:
                while piece := member.read(CHUNK):
                    digest.update(piece)
            if digest.hexdigest() != wanted:
                raise ArchiveError(f"The archive is damaged: {name} is not what was written. Take another.")
    except (KeyError, EOFError, zipfile.BadZipFile, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ArchiveError(f"This is no archive of a desk, or it is damaged: {error}.") from error
    return manifest


def read(source: IO[bytes]) -> Desk:
    """Take a desk in where its numbers and its address are free, and compare it with the archive.

    Raises
    ------
    ArchiveError
        If it is damaged, of other tables, or its place is taken; then nothing is kept.
    """
    try:
        archive = zipfile.ZipFile(source)
    except zipfile.BadZipFile as error:
        raise ArchiveError("This is no archive of a desk.") from error
    written: list[str] = []
    try:
        with archive, scopes_disabled(), transaction.atomic():
            manifest = verify(archive)
            _must_fit(manifest)
            desk = _read_desk(archive)
            for label in manifest["counts"]:
                _read_rows(label, archive)
            written += _read_files(archive, manifest)
            connection.check_constraints()
            _set_counters(manifest)
            _compare(desk, manifest)
            _file_anew(desk)
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise
    return desk


def _must_fit(manifest: dict[str, Any]) -> None:
    if Desk.objects.filter(slug=manifest["desk"]).exists():
        raise ArchiveError(f"There is a desk “{manifest['desk']}” here already; remove or rename it first.")
    ours = {label_of(model) for model in kinds()}
    if other := sorted(ours ^ {*manifest["counts"]}):
        raise ArchiveError(
            f"The archive was written by version {manifest['version']}, whose tables differ ({other[0]}). "
            "Install that version, take it in there, then upgrade."
        )


def _read_desk(archive: zipfile.ZipFile) -> Desk:
    for line in archive.read("people.jsonl").decode().splitlines():
        person = json.loads(line)
        if not User.objects.filter(email=person["email"]).exists():
            User.objects.create_user(person["email"], None, name=person["name"], language=person["language"])
    (found,) = serializers.deserialize("jsonl", archive.read("desk.json").decode())
    desk: Any = found.object
    _must_be_free(Desk, [desk.pk])
    desk.save_base(raw=True, force_insert=True)
    return desk


def _must_be_free(model: type[models.Model], numbers: list[Any]) -> None:
    if model._base_manager.filter(pk__in=numbers).exists():  # noqa: SLF001 - all desks
        raise ArchiveError(
            f"Numbers of “{model._meta.verbose_name_plural}” are taken by another desk here; "  # noqa: SLF001
            "take the archive in where no other desk is, in a new EGIZ_VAR or database."
        )


def _read_rows(label: str, archive: zipfile.ZipFile) -> None:
    model = apps.get_model(label)
    columns = model._meta.concrete_fields  # noqa: SLF001 - Django's public way
    lines = archive.read(f"rows/{label}.jsonl").decode().splitlines()
    for start in range(0, len(lines), BATCH):
        batch = list(serializers.deserialize("jsonl", "\n".join(lines[start : start + BATCH])))
        _must_be_free(model, [found.object.pk for found in batch])
        rows = [found.object for found in batch]
        model._base_manager.all()._insert(rows, fields=columns, using="default", raw=True)  # noqa: SLF001 - as it was
        for found in batch:
            for name, values in (found.m2m_data or {}).items():
                getattr(found.object, name).set(values)


def _read_files(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> list[str]:
    written = []
    for part in manifest["digests"]:
        if not part.startswith("files/"):
            continue
        name = part.removeprefix("files/")
        if ".." in PurePosixPath(name).parts or name.startswith("/"):
            raise ArchiveError(f"{name} would lie outside the folder of files.")
        if default_storage.exists(name):
            raise ArchiveError(f"There is a file {name} here already.")
        with archive.open(part) as member:
            kept = default_storage.save(name, File(member))
        written.append(kept)
        if kept != name:
            raise ArchiveError(f"The file {name} could not be kept under its name.")
    return written


def _set_counters(manifest: dict[str, Any]) -> None:
    found: list[type[models.Model]] = [Desk, *(apps.get_model(label) for label in manifest["counts"])]
    with connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), found):
            cursor.execute(line)


def _compare(desk: Desk, manifest: dict[str, Any]) -> None:
    for model in kinds():
        digest = hashlib.sha256()
        for row in _rows(model, desk):
            digest.update(_line(row))
        if digest.hexdigest() != manifest["digests"][f"rows/{label_of(model)}.jsonl"]:
            raise ArchiveError(
                f"The rows of {label_of(model)} did not come in as they were; nothing is kept."
            )


def _file_anew(desk: Desk) -> None:
    for kind in index.KINDS.values():
        index.put(kind.rows().filter(desk=desk).order_by("pk").iterator(chunk_size=BATCH))
