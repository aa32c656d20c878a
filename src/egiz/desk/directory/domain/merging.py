"""Cards that are probably one and the same: found, merged by a person, taken apart again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from egiz.desk.core.domain import index, removing, trail
from egiz.desk.core.domain.folding import fold_whole
from egiz.desk.core.models import Attachment, Comment, User
from egiz.desk.directory.models import Different, Merged, Organisation, Person

MOST = 100
TAKEN = {
    Person: ("position", "organisation", "side", "territory", "email", "phone"),
    Organisation: ("country", "place_id", "place_name", "side", "territory", "website"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards that look like one; the older is kept when they are merged."""

    kept: Any
    gone: Any
    why: str  # "name" or "email"


def alike(model: type[Person] | type[Organisation], limit: int = MOST) -> list[Pair]:
    """Propose pairs of cards with the same name in any script and order, or the same e-mail address."""
    rows = list(model.objects.order_by("pk"))
    target = model._meta.label_lower  # noqa: SLF001 - Django's public way to a model's name
    no = set(Different.objects.filter(target=target).values_list("first_id", "second_id"))
    found: dict[tuple[int, int], Pair] = {}
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        for key in _keys(row):
            groups[key].append(row)
    for (why, _key), group in groups.items():
        for other in group[1:]:
            pair = (group[0].pk, other.pk)
            if pair not in no and pair[0] != pair[1]:
                found.setdefault(pair, Pair(group[0], other, why))
    return list(found.values())[:limit]


def _keys(row: Any) -> Iterator[tuple[str, str]]:
    seen = set()
    for name in (row.name, *row.names.values()):
        words = fold_whole(name).split()
        # An organisation's words have an order; a person is written either way round.
        key = " ".join(sorted(words) if isinstance(row, Person) else words)
        if len(words) > 1 and key not in seen:
            seen.add(key)
            yield "name", key
    if isinstance(row, Person) and row.email:
        yield "email", row.email.casefold()


@transaction.atomic
def merge(kept: Any, gone: Any, user: User) -> Merged:
    """Make one card of two: what pointed at the other points at the kept one, which fills its gaps."""
    moved = [list(one) for one in _move_all(kept, gone)]
    filled = _fill(kept, gone)
    kept.save()
    trail.record(
        kept, "merged", user, {"merged": [str(gone), str(kept)], **{k: list(v) for k, v in filled.items()}}
    )
    binned = removing.remove(gone, user)
    _file_anew(moved)
    return Merged.objects.create(
        desk_id=kept.desk_id, target=trail.target_name(kept), kept_id=kept.pk, gone_name=str(binned.title),
        binned=binned, moved=moved, filled={k: list(v) for k, v in filled.items()}, merged_by=user,
    )  # fmt: skip


def _pointers(model: Any) -> Iterator[tuple[Any, str]]:
    """List what points at a kind of card: the model and its field, tables between two models among them."""
    for relation in model._meta.related_objects:  # noqa: SLF001 - Django's public way
        if relation.many_to_many:
            through = relation.through
            name = next(f.name for f in through._meta.fields if f.related_model is model)  # noqa: SLF001
            yield through, name
        elif relation.field.model is not Merged:
            yield relation.field.model, relation.field.name


def _move_all(kept: Any, gone: Any) -> Iterator[tuple[str, str, list[int]]]:
    for model, name in _pointers(type(gone)):
        rows = model._base_manager.filter(**{name: gone})  # noqa: SLF001 - all states
        yield model._meta.label_lower, name, _moved(rows, {name: kept})  # noqa: SLF001
    target = trail.target_name(gone)
    for about in (Comment, Attachment):
        rows = about.objects.filter(target=target, target_id=gone.pk)
        yield about._meta.label_lower, "target_id", _moved(rows, {"target_id": kept.pk})  # noqa: SLF001


def _moved(rows: models.QuerySet[Any], values: dict[str, Any]) -> list[int]:
    """Point each row elsewhere; one that would stand there twice stays, and goes with the other card."""
    done = []
    for pk in list(rows.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                rows.model._base_manager.filter(pk=pk).update(**values)  # noqa: SLF001
        except IntegrityError:
            continue
        done.append(pk)
    return done


def _fill(kept: Any, gone: Any) -> dict[str, tuple[Any, Any]]:
    filled: dict[str, tuple[Any, Any]] = {}
    for name in TAKEN[type(kept)]:
        column = kept._meta.get_field(name).attname  # noqa: SLF001 - Django's public way
        if not getattr(kept, column) and getattr(gone, column):
            filled[column] = (getattr(kept, column), getattr(gone, column))
            setattr(kept, column, getattr(gone, column))
    names = {**gone.names, **kept.names}
    if gone.name != kept.name and gone.name not in names.values():
        names.setdefault("other", gone.name)
    if names != kept.names:
        filled["names"] = (kept.names, names)
        kept.names = names
    note = "\n".join(filter(None, [kept.note, gone.note if gone.note != kept.note else ""]))
    if note != kept.note:
        filled["note"] = (kept.note, note)
        kept.note = note[:4000]
    return filled


@transaction.atomic
def take_apart(merged: Merged, user: User) -> Any:
    """Take a merge back: the other card returns with everything that had pointed at it.

    Raises
    ------
    RemovalError
        If its place was taken meanwhile.
    """
    model = apps.get_model(merged.target)
    kept = model._base_manager.filter(pk=merged.kept_id).first()  # noqa: SLF001
    moved, filled, binned = merged.moved, merged.filled, merged.binned
    merged.delete()
    gone = removing.put_back(binned, user)
    for label, name, numbers in moved:
        rows = apps.get_model(label)._base_manager.filter(pk__in=numbers, **{name: merged.kept_id})  # noqa: SLF001
        rows.update(**{name: gone.pk})
    if kept is not None:
        for column, (was, taken) in filled.items():
            if getattr(kept, column) == taken:
                setattr(kept, column, was)
        kept.save()
        trail.record(kept, "taken_apart", user, {"merged": [str(kept), str(gone)]})
    _file_anew(moved)
    return gone


def _file_anew(moved: Iterable[Any]) -> None:
    for label, _name, numbers in moved:
        if label in index.KINDS:
            index.put(index.KINDS[label].rows().filter(pk__in=numbers))


def say_different(first: Any, second: Any) -> None:
    """Note that two cards are not the same: they are not proposed again."""
    low, high = sorted((first.pk, second.pk))
    Different.objects.get_or_create(
        desk_id=first.desk_id, target=trail.target_name(first), first_id=low, second_id=high
    )
