"""What a source brought, written down: new entries, changed ones, those it no longer lists."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from egiz import calendars
from egiz.desk.core.domain import index
from egiz.desk.core.domain.trail import target_name
from egiz.desk.core.models import AuditEntry
from egiz.desk.events.domain import merging
from egiz.desk.events.domain.assembling import assemble, digest_of, fill_entry, put
from egiz.desk.events.models import Entry, EventRecord, EventSource

if TYPE_CHECKING:
    from egiz.calendars import Event

PART = 500  # rows in one statement
FARTHEST_MOVE = 200  # days; farther away it is another edition rather than the same one moved
# Problems that do not hide an entry: everything the source lists was still seen.
HARMLESS = frozenset(
    {
        "no-zone",
        "private",
        "bad-zone",
        "duplicate-uid",
        "bad-end",
        "bad-letters",
        "bad-count",
        "bad-exception",
    }
)


@dataclass
class Stored:
    """What changed at the desk by one pull."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    merged: int = 0
    asked: int = 0


@transaction.atomic
def store(source: EventSource, events: Iterable["Event"], problems: Sequence[Any], today: dt.date) -> Stored:
    """Write what a source lists today.

    An entry that is not listed any more stays, marked, and only if the whole answer could be read: half an
    answer says nothing about what is missing from it.
    """
    known = {entry.key: entry for entry in Entry.objects.filter(source=source).defer("record")}
    fresh: dict[str, tuple[Event, str]] = {}
    changed: list[Entry] = []
    seen: set[str] = set()
    for event in events:
        key = _key(source, event, known, today)
        if key in seen:
            continue
        seen.add(key)
        digest = _digest(event)
        entry = known.get(key)
        if entry is None:
            fresh[key] = (event, digest)
        elif entry.digest != digest or entry.gone_on:
            changed.append(_updated(entry, event, digest))
    _withdraw(source, known, seen, problems)
    gone = [] if _incomplete(problems) else _mark_gone(known, seen, today)
    entries = _create(source, fresh)
    merging.part_changed(changed)
    for row in {entry.event_id: entry.event for entry in (*changed, *gone)}.values():
        assemble(row, None)
    mark_checked(source, today)
    found = merging.compare([*entries, *changed])
    return Stored(len(entries), len(changed), len(gone), found.merged, found.asked)


def _key(source: EventSource, event: "Event", known: dict[str, Entry], today: dt.date) -> str:
    """Name what a source lists; a uid used again for next year's edition is not last year's event moved."""
    key = f"{source.pk}:{event.uid}"[:390]
    edition = f"{key}@{event.year}"
    old = known.get(key)
    passed = old is not None and old.first_day is not None and old.first_day < today
    if passed and old and old.first_day and event.year and event.year > old.first_day.year:
        return edition
    return edition if edition in known else key


def _digest(event: "Event") -> str:
    return digest_of(calendars.event_to_json(event))


def _incomplete(problems: Sequence[Any]) -> bool:
    return any(problem.code not in HARMLESS for problem in problems)


def _updated(entry: Entry, event: "Event", digest: str) -> Entry:
    """Take over what the source says now; a day that differs from the last one is a move and stays one."""
    old = calendars.event_from_json(entry.record)
    earlier = old.previous_start
    if old.first_day and event.first_day and old.first_day != event.first_day:
        near = abs((event.first_day - old.first_day).days) <= FARTHEST_MOVE
        earlier = old.first_day if near else None
    if earlier and not event.previous_start and earlier != event.first_day:
        company = event.status in (calendars.Status.ANNOUNCED, calendars.Status.CONFIRMED)
        event = replace(
            event, previous_start=earlier, status=calendars.Status.MOVED if company else event.status
        )
    fill_entry(entry, event)
    entry.digest, entry.gone_on = digest, None
    entry.save()
    return entry


def _withdraw(source: EventSource, known: dict[str, Entry], seen: set[str], problems: Sequence[Any]) -> None:
    """Take out again what its owner marks private now: nothing of it stays, at the desk or outside."""
    private = {f"{source.pk}:{problem.uid}"[:390] for problem in problems if problem.uid}
    if not private:
        return
    for key in list(known):
        if key in seen or not ({key, key.partition("#")[0], key.rpartition("@")[0]} & private):
            continue
        entry = known.pop(key)
        row = entry.event
        entry.delete()
        if entry.home_id and entry.home_id != row.pk:  # the event it was before it became one with another
            EventRecord.every.filter(pk=entry.home_id).delete()
        if row.entries.exists():
            assemble(row, None)
        else:
            EventRecord.every.filter(pk=row.pk).delete()


def _mark_gone(known: dict[str, Entry], seen: set[str], today: dt.date) -> list[Entry]:
    gone = []
    for key, entry in known.items():
        if key in seen or entry.gone_on or (entry.first_day and entry.first_day < today):
            continue
        entry.gone_on = today
        entry.save(update_fields=["gone_on", "updated_at"])
        gone.append(entry)
    return gone


def _create(source: EventSource, fresh: dict[str, tuple["Event", str]]) -> list[Entry]:
    """Write new entries, each with an event of its own; comparing may merge it afterwards."""
    taken = _taken([event.uid for event, _digest in fresh.values()])
    rows, entries = [], []
    for key, (event, digest) in fresh.items():
        uid = event.uid if event.uid not in taken else f"{sha256(key.encode()).hexdigest()[:24]}@egiz"
        taken.add(uid)
        row = EventRecord(desk_id=source.desk_id, uid=uid)
        put(row, replace(event, uid=uid, updated=event.updated or timezone.now()))
        rows.append(row)
        entry = Entry(
            desk_id=source.desk_id, source=source, origin=Entry.Origin.SOURCE, key=key, digest=digest
        )
        fill_entry(entry, event)
        entries.append(entry)
    EventRecord.objects.bulk_create(rows, batch_size=PART)
    index.put(rows)
    for row, entry in zip(rows, entries, strict=True):
        entry.event = entry.home = row
    Entry.objects.bulk_create(entries, batch_size=PART)
    target = target_name(EventRecord)  # type: ignore[arg-type]  # the class names the model as its rows do
    AuditEntry.objects.bulk_create(
        (
            AuditEntry(desk_id=source.desk_id, target=target, target_id=row.pk, action="pulled", changes={})
            for row in rows
        ),
        batch_size=PART,
    )
    return entries


def _taken(uids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(uids), PART):
        part = uids[start : start + PART]
        found.update(EventRecord.every.filter(uid__in=part).values_list("uid", flat=True))
    return found


def mark_checked(source: EventSource, today: dt.date) -> None:
    """Say of everything the source lists that it was looked at today."""
    rows = EventRecord.every.filter(entries__source=source, entries__gone_on__isnull=True)
    ids = rows.exclude(checked_on=today).values("pk")
    EventRecord.every.filter(pk__in=ids).update(checked_on=today)
