"""History, comments and files of any record."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.files import File
from django.db import models, transaction

from egiz.desk.core.domain import once, together
from egiz.desk.core.models import Attachment, AuditEntry, Comment, Desk, DeskModel, Membership, User


def target_name(obj: models.Model) -> str:
    return obj._meta.label_lower  # noqa: SLF001 - Django's public way to a model's name


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return value


def _snapshot(obj: DeskModel, fields: Iterable[str]) -> dict[str, Any]:
    return {field: _plain(getattr(obj, field)) for field in fields}


def record(
    obj: DeskModel | Membership, action: str, user: User | None, changes: dict[str, list[Any]] | None = None
) -> AuditEntry:
    """Write one line of history; the form that led to it is done with it."""
    once.mark_done()
    return AuditEntry.objects.create(
        desk_id=obj.desk_id,
        target=target_name(obj),
        target_id=obj.pk,
        user=user,
        action=action,
        changes=changes or {},
    )


def record_all(rows: Sequence[DeskModel], action: str, user: User | None) -> None:
    """Write one line of history of each of many records of a kind."""
    once.mark_done()
    AuditEntry.objects.bulk_create(
        AuditEntry(desk_id=row.desk_id, target=target_name(row), target_id=row.pk, user=user, action=action)
        for row in rows
    )


def record_desk(desk: Desk, user: User, changes: dict[str, list[Any]]) -> AuditEntry:
    """Write one line of history of the desk itself."""
    once.mark_done()
    return AuditEntry.objects.create(
        desk=desk, target=target_name(desk), target_id=desk.pk, user=user, action="changed", changes=changes
    )


@contextmanager
def tracked(obj: DeskModel, action: str, user: User | None, fields: Iterable[str]) -> Iterator[None]:
    """Save the object after the block and write what changed in those fields, from what to what."""
    names = tuple(fields)
    before = _snapshot(obj, names)
    yield
    after = _snapshot(obj, names)
    changes = {name: [before[name], after[name]] for name in names if before[name] != after[name]}
    if changes and not obj._state.adding:  # noqa: SLF001 - Django's public way
        together.before_change(obj, changes)
    with transaction.atomic():
        obj.save()
        if changes:
            record(obj, action, user, changes)


@transaction.atomic
def add_comment(obj: DeskModel, author: User, text: str) -> Comment:
    once.mark_done()
    return Comment.objects.create(
        desk_id=obj.desk_id, target=target_name(obj), target_id=obj.pk, author=author, text=text.strip()
    )


def attach(obj: DeskModel, upload: File, user: User | None) -> Attachment:
    """Keep a file with a record; forms check its size and kind before this."""
    return Attachment.objects.create(
        desk_id=obj.desk_id,
        target=target_name(obj),
        target_id=obj.pk,
        file=upload,
        name=(upload.name or "file")[:200],
        size=upload.size or 0,
        uploaded_by=user,
    )


def history_of(obj: DeskModel) -> models.QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(target=target_name(obj), target_id=obj.pk).select_related("user")


def comments_on(obj: DeskModel) -> models.QuerySet[Comment]:
    """List what the desk says to itself; what both sides read stands apart (see ``sharing``)."""
    rows = Comment.objects.filter(target=target_name(obj), target_id=obj.pk, is_shared=False)
    return rows.select_related("author")
