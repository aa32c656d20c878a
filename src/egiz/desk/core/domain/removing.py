"""The bin: what is removed goes whole, with all that hangs on it, and can be put back for 30 days.

An app says in its ``rules.py`` which of its things people may remove::

    removing.offer(Promise, permission="promises.change", page="promises:promise", home="promises:home")
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import together, trail
from egiz.desk.core.models import Attachment, AuditEntry, Binned, Comment, DeskModel, User

KEPT_FOR = dt.timedelta(days=30)


class RemovalError(ValueError):
    """Something that cannot be removed or put back; the text is for the person."""

    HELD = _("Something else needs it; remove that first.")
    TAKEN = _("Something else stands in its place now; remove or change that first.")
    ALONE = _("What it belonged to is gone; put that back first.")
    TOGETHER = _("It is kept together with another desk; take it back there first.")

    def __init__(self, text: Any) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that people may remove: whose permission it takes, its page, the list it stands in."""

    model: type[DeskModel]
    permission: str
    page: str
    home: str
    # The app asks its own questions before it removes one; the bin's page only brings it back.
    own_act: bool = False


@dataclass(frozen=True, slots=True)
class Hanging:
    """What goes with a thing, and what stays without it: counted by the names of their kinds."""

    goes: list[tuple[str, int]]
    stays: list[tuple[str, int]]


_KINDS: dict[str, Kind] = {}


def offer(model: type[DeskModel], *, permission: str, page: str, home: str, own_act: bool = False) -> None:
    """Say that things of this kind may be removed."""
    _KINDS[model._meta.label_lower] = Kind(model, permission, page, home, own_act)  # noqa: SLF001 - as above


def kind_of(target: str) -> Kind | None:
    return _KINDS.get(target)


def _collect(obj: DeskModel, *also: DeskModel) -> Collector:
    collector = Collector(using=obj._state.db or "default", origin=obj)  # noqa: SLF001 - Django's public way
    try:
        collector.collect([obj, *also])
    except (ProtectedError, RestrictedError) as error:
        raise RemovalError(RemovalError.HELD) from error
    return collector


def _going(collector: Collector) -> Iterator[models.Model]:
    """List every record that would go: what others depend on comes last."""
    for found in collector.fast_deletes:
        yield from found
    for rows in collector.data.values():
        yield from rows


def _pointing(collector: Collector) -> Iterator[tuple[models.Field[Any, Any], list[models.Model]]]:
    """List the records that only point at what goes, by the field that will be empty."""
    leaving = {(type(record), record.pk) for record in _going(collector)}
    updates: Any = collector.field_updates
    for (field, _value), groups in updates.items():
        rows = [row for group in groups for row in group if (type(row), row.pk) not in leaving]
        if rows:
            yield field, rows


def _words(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name_plural)  # noqa: SLF001 - Django's public way


def hanging(obj: DeskModel) -> Hanging:
    """Say what hangs on a thing, before it is removed.

    Raises
    ------
    RemovalError
        If something else cannot be without it.
    """
    collector = _collect(obj)
    goes = Counter(
        _words(type(record))
        for record in _going(collector)
        if record != obj and not type(record)._meta.auto_created  # noqa: SLF001 - Django's public way
    )
    stays: Counter[str] = Counter()
    for _field, rows in _pointing(collector):
        stays[_words(type(rows[0]))] += len(rows)
    return Hanging(sorted(goes.items()), sorted(stays.items()))


def _plain(field: models.Field[Any, Any], record: models.Model) -> Any:
    value = field.value_from_object(record)
    plain = value is None or isinstance(value, bool | int | float | str | dict | list)
    return value if plain else field.value_to_string(record)


def _told(record: models.Model) -> dict[str, Any]:
    meta = record._meta  # noqa: SLF001 - Django's public way
    return {
        "model": meta.label_lower,
        "fields": {field.attname: _plain(field, record) for field in meta.concrete_fields},
    }


@transaction.atomic
def remove(
    obj: DeskModel, user: User | None, *also: DeskModel, changes: dict[str, list[Any]] | None = None
) -> Binned:
    """Put a thing and all that hangs on it into the bin, and what is to go and come with it.

    Parameters
    ----------
    obj, user
        What goes, and who sent it there.
    also
        Further records that go and come back with it.
    changes
        What its history keeps of it, field by field.

    Raises
    ------
    RemovalError
        If something else cannot be without it, or another desk keeps it too.
    """
    collector = _collect(obj, *also)
    records = list(_going(collector))[::-1]
    try:
        together.before_removal((record._meta.label_lower, record.pk) for record in records)  # noqa: SLF001
    except together.ElsewhereError as error:
        raise RemovalError(RemovalError.TOGETHER) from error
    pointers = [
        [field.model._meta.label_lower, field.name, obj_pk, [row.pk for row in rows]]  # noqa: SLF001
        for field, rows in _pointing(collector)
        for obj_pk in {getattr(row, field.attname) for row in rows}
    ]
    hung = Counter(record._meta.label_lower for record in records if record != obj)  # noqa: SLF001
    binned = Binned.objects.create(
        desk_id=obj.desk_id,
        target=trail.target_name(obj),
        target_id=obj.pk,
        title=str(obj)[:300],
        records=[_told(record) for record in records],
        pointers=pointers,
        hung=[list(pair) for pair in sorted(hung.items())],
        removed_by=user,
        expires_at=timezone.now() + KEPT_FOR,
    )
    trail.record(obj, "binned", user, changes)
    collector.delete()
    return binned


def _is_gone(model: Any, pk: Any, back: set[tuple[str, Any]]) -> bool:
    # Asked of the plain manager: a record may stand in any state, and a member belongs to no desk.
    return (model._meta.label_lower, pk) not in back and not model._base_manager.filter(pk=pk).exists()  # noqa: SLF001


def _made_again(noted: dict[str, Any], back: set[tuple[str, Any]]) -> models.Model:
    """Build one record as it was; a pointer to something that is gone by now is left empty."""
    model = apps.get_model(noted["model"])
    values = {}
    for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's public way
        if field.attname not in noted["fields"]:
            continue  # a later version of the desk knows this field no more, or not yet
        value = field.to_python(noted["fields"][field.attname])
        related: Any = field.related_model
        if related and value is not None and _is_gone(related, value, back):
            if not field.null:
                raise RemovalError(RemovalError.ALONE)
            value = None
        values[field.attname] = value
    return model(**values)


@transaction.atomic
def put_back(binned: Binned, user: User | None) -> DeskModel:
    """Bring a thing back as it was, with all that hung on it and all that pointed at it.

    Raises
    ------
    RemovalError
        If its place was taken meanwhile, or what it belonged to is gone.
    """
    back = {
        (noted["model"], noted["fields"][apps.get_model(noted["model"])._meta.pk.attname])  # noqa: SLF001
        for noted in binned.records
    }
    try:
        with transaction.atomic():
            for noted in binned.records:
                _made_again(noted, back).save_base(raw=True, force_insert=True)
    except IntegrityError as error:
        raise RemovalError(RemovalError.TAKEN) from error
    for label, name, was, numbers in binned.pointers:
        model = apps.get_model(label)
        model._base_manager.filter(pk__in=numbers, **{f"{name}__isnull": True}).update(**{name: was})  # noqa: SLF001
    obj = apps.get_model(binned.target).objects.get(pk=binned.target_id)
    trail.record(obj, "put_back", user)
    binned.delete()
    return obj


def erase(rows: Iterable[Binned]) -> int:
    """Delete things of the bin for good, with their comments, files and history."""
    count = 0
    for binned in rows:
        for noted in binned.records:
            pk = noted["fields"].get(apps.get_model(noted["model"])._meta.pk.attname)  # noqa: SLF001
            where = {"desk_id": binned.desk_id, "target": noted["model"], "target_id": pk}
            for kept in Attachment._base_manager.filter(**where):  # noqa: SLF001 - outside any desk's scope
                kept.file.delete(save=False)
            for model in (Attachment, Comment, AuditEntry):
                model._base_manager.filter(**where).delete()  # noqa: SLF001
        binned.delete()
        count += 1
    return count


def empty(now: dt.datetime) -> int:
    """Delete for good what has lain in the bin for its time, on every desk."""
    return erase(Binned._base_manager.filter(expires_at__lte=now).iterator(chunk_size=20))  # noqa: SLF001
