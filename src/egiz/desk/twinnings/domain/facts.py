"""The desk's own facts: kept with their history, counted beside those that ship."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.db.models import Max

from egiz import atlas
from egiz.atlas.facts import Fact
from egiz.atlas.tables import number_text
from egiz.desk.core.domain import index, removing
from egiz.desk.core.domain.trail import record, target_name, tracked
from egiz.desk.core.models import AuditEntry, Binned, Desk, User
from egiz.desk.twinnings.domain.fact_entry import Stated
from egiz.desk.twinnings.models import PlaceFact

if TYPE_CHECKING:
    from egiz.atlas.facts import Boundary as Kind
    from egiz.atlas.facts import Fact, Facts
    from egiz.atlas.facts import SourceClass as SourceKind

FIELDS = (
    "place_name", "indicator", "value", "unit", "as_of", "boundary", "source", "source_url", "source_class",
    "rounding", "doubt", "note",
)  # fmt: skip
TOLD = ("place_name", "indicator", "value", "unit", "as_of", "source")  # what the trail says of a new fact


def as_fact(row: PlaceFact) -> "Fact":
    """Return a fact of the desk as the engine takes it."""
    return Fact(
        indicator=row.indicator,
        place=row.place_id,
        value=float(row.value) if row.is_number else row.value,
        unit=row.unit,
        as_of=row.as_of,
        source=row.source,
        source_url=row.source_url,
        boundary=cast("Kind", row.boundary),
        note=row.note,
        source_class=cast("SourceKind", row.source_class),
        doubt=row.doubt,
        rounding=row.rounding,
    )


def known_facts(own: Iterable[PlaceFact] | None = None) -> "Facts":
    """Return the facts that ship with those of the desk: what disagrees stands side by side."""
    rows = PlaceFact.objects.order_by("id") if own is None else own
    return atlas.facts_io.shipped_facts().with_facts(as_fact(row) for row in rows)


def changed_since(moment: dt.datetime | None) -> bool:
    """Say whether a fact was entered, changed or taken away after that moment."""
    if moment is None:
        return False
    trail = AuditEntry.objects.filter(target=target_name(PlaceFact()))
    last = trail.aggregate(last=Max("created_at"))["last"]
    return last is not None and last > moment


def write(row: PlaceFact, stated: Stated) -> PlaceFact:
    """Put a checked fact into a record; nothing is saved yet."""
    fact = stated.fact
    row.place_id, row.place_name, row.place_country = stated.place.id, stated.place.name, stated.place.country
    row.is_number = not isinstance(fact.value, str)
    row.value = fact.value if isinstance(fact.value, str) else number_text(fact.value)
    for name in FIELDS:
        if name not in {"place_name", "value"}:
            setattr(row, name, getattr(fact, name))
    return row


def _told(row: PlaceFact, *, gone: bool = False) -> dict[str, list[Any]]:
    said = {name: getattr(row, name) for name in TOLD if getattr(row, name)}
    return {name: [value, ""] if gone else ["", value] for name, value in said.items()}


def save_fact(desk: Desk, stated: Stated, user: User | None, row: PlaceFact | None = None) -> PlaceFact:
    """Write a new fact, or the changes of an old one, with its history."""
    if row is None:
        row = write(PlaceFact(desk=desk, entered_by=user), stated)
        row.save()
        record(row, "added", user, _told(row))
        return row
    with tracked(row, "changed", user, FIELDS):
        write(row, stated)
    return row


def remove_fact(row: PlaceFact, user: User | None) -> Binned:
    """Put a fact into the bin; what it was stays in the history."""
    return removing.remove(row, user, changes=_told(row, gone=True))


@transaction.atomic
def take_in(desk: Desk, stated: Iterable[Stated], user: User | None) -> tuple[int, int]:
    """Keep the facts of a table, all or none; one the desk already has word for word is kept once.

    Returns how many came in and how many were there before.
    """
    have = {as_fact(row) for row in PlaceFact.objects.all()}
    rows, twice = [], 0
    for each in stated:
        if each.fact in have:
            twice += 1
            continue
        have.add(each.fact)
        rows.append(write(PlaceFact(desk=desk, entered_by=user), each))
    made = PlaceFact.objects.bulk_create(rows)
    index.put(made)
    target = target_name(PlaceFact())
    AuditEntry.objects.bulk_create(
        AuditEntry(
            desk=desk, target=target, target_id=row.pk, user=user, action="imported", changes=_told(row)
        )
        for row in made
    )
    return len(made), twice


def recent_changes(limit: int = 12) -> list[AuditEntry]:
    """List what was entered, changed and taken away last."""
    trail = AuditEntry.objects.filter(target=target_name(PlaceFact())).select_related("user")
    return list(trail[:limit])
