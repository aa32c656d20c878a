"""Putting an event together from what its sources say and what a person chose, and writing it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from egiz import calendars
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import Desk, User
from egiz.desk.events.models import Entry, EventRecord

if TYPE_CHECKING:
    from egiz.calendars import Event
    from egiz.calendars.merging import Merged

# What belongs together is chosen together: a start from one source and an end from another is nobody's.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "names": ("names",),
    "when": ("start", "end", "zone", "forecast", "previous_start"),
    "status": ("status",),
    "sectors": ("sectors",),
    "place": ("place", "place_name", "country"),
    "venue": ("venue",),
    "organiser": ("organiser",),
    "url": ("url",),
    "registration_url": ("registration_url",),
    "registration_deadline": ("registration_deadline",),
    "price": ("price",),
    "languages": ("languages",),
    "notes": ("notes",),
    "edition": ("edition",),
}
# A zone or a spelling that differs is no correction unless the days or the city differ too.
TELLING: Mapping[str, tuple[str, ...]] = {"when": ("start", "end"), "place": ("place",)}
TRACKED = ("status", "first_day", "last_day", "country")


def digest_of(document: Mapping[str, Any]) -> str:
    """Return a mark of what an entry says, whatever day it was looked at."""
    said = {key: value for key, value in document.items() if key not in {"updated", "sequence", "sources"}}
    sources = [{k: v for k, v in s.items() if k != "checked_on"} for s in document.get("sources", ())]
    return sha256(dumps([said, sources], sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def entry_event(entry: Entry) -> "Event":
    """Return what an entry says as the engine's event, under the entry's own number."""
    return replace(calendars.event_from_json(entry.record), uid=str(entry.pk))


def fill_entry(entry: Entry, event: "Event") -> None:
    """Write into an entry what its source says; the columns are what entries to compare are found by."""
    entry.record = calendars.event_to_json(event)
    entry.first_day, entry.previous_day, entry.place_id = event.first_day, event.previous_start, event.place
    entry.month = event.forecast.month if event.forecast else None


def combined(entries: Sequence[Entry]) -> "Merged":
    """Put entries together; those that their source no longer lists count only where nothing else is left."""
    listed = [entry for entry in entries if not entry.gone_on] or list(entries)
    events = [entry_event(entry) for entry in listed]
    trust: dict[str, int] = {}
    for entry, event in zip(listed, events, strict=True):
        # What a person typed in weighs more than what a program read.
        rank = 100 if entry.origin == Entry.Origin.HAND else entry.source.trust if entry.source else 0
        for source in event.sources:
            for name in filter(None, (source.url, source.title)):
                trust[name] = max(trust.get(name, rank), rank)
    return calendars.merging.combine(events, trust=trust)


def chosen(event: "Event", choices: Mapping[str, Any]) -> "Event":
    """Put a person's choices over what the sources say."""
    if not choices:
        return event
    document = calendars.event_to_json(event)
    for group, choice in choices.items():
        for name in GROUPS[group]:
            document.pop(name, None)
        document |= choice["value"]
        if choice.get("source") and choice["source"] not in document["sources"]:
            document["sources"].append(choice["source"])
    return calendars.event_from_json(document)


def fill(row: EventRecord, entries: Sequence[Entry]) -> bool:
    """Write into the row what its entries and its choices make of it; say whether readers see a change."""
    merged = combined(entries)
    event = replace(chosen(merged.event, row.choices), uid=row.uid)
    before = row.record or {}
    changed = bool(before) and digest_of(before) != digest_of(
        calendars.event_to_json(replace(event, uid=row.uid))
    )
    sequence = before.get("sequence", 0)
    event = replace(
        event, sequence=max(event.sequence, sequence + 1) if changed else max(event.sequence, sequence)
    )
    if changed:
        event = replace(event, updated=timezone.now())
    elif before.get("updated"):
        event = replace(event, updated=dt.datetime.fromisoformat(before["updated"]))
    if not any(entry.source_id for entry in entries):
        row.checked_on = None  # nothing was pulled: the entries themselves say when they were looked at
    put(row, event)
    row.provenance = dict(merged.provenance)
    row.disagreements = _plain_disagreements(merged)
    gone = [entry.gone_on for entry in entries]
    row.gone_on = max(day for day in gone if day) if gone and all(gone) else None
    return changed


def put(row: EventRecord, event: "Event") -> None:
    """Fill the columns that lists filter by from the engine's event."""
    checked = [source.checked_on for source in event.sources if source.checked_on]
    row.record = calendars.event_to_json(event)
    row.status = event.status.value
    row.first_day, row.last_day = event.first_day, event.last_day
    row.month = event.forecast.month if event.forecast else event.first_day.month if event.first_day else None
    row.country, row.place_id, row.series = event.country, event.place, event.series[:120]
    row.sectors = f" {' '.join(event.sectors)} "
    newest = max(checked, default=None)
    row.checked_on = max(filter(None, (newest, row.checked_on)), default=None)
    row.search_key = fold(" ".join([*event.names.values(), event.place_name, event.organiser]))


def _plain_disagreements(merged: "Merged") -> dict[str, list[list[str]]]:
    return {name: [[uid, str(value)] for uid, value in said] for name, said in merged.disagreements.items()}


def assemble(row: EventRecord, user: User | None, action: str = "changed") -> EventRecord:
    """Put an event together again and save it, with its line of history when something changed."""
    entries = list(row.entries.select_related("source"))
    if not entries:
        return row
    before = {name: getattr(row, name) for name in TRACKED}
    changed = fill(row, entries)
    row.save()
    if changed:
        record(row, action, user, _changes(before, row))
    return row


def _changes(before: Mapping[str, Any], row: EventRecord) -> dict[str, list[Any]]:
    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, dt.date) else value

    now = {name: getattr(row, name) for name in before}
    return {name: [plain(before[name]), plain(now[name])] for name in before if before[name] != now[name]}


@transaction.atomic
def save_event(
    desk: Desk, event: "Event", user: User | None, *, origin: str = Entry.Origin.HAND
) -> EventRecord:
    """Write an event that a person typed in, or that ships with Egiz, under its uid."""
    key = f"{origin}:{event.uid}"[:400]
    entry = Entry.objects.filter(key=key).select_related("event").first()
    if entry is None:
        row = EventRecord(desk=desk, uid=event.uid)
        put(row, event)
        row.save()
        entry = Entry(desk=desk, key=key, origin=origin, event=row, home=row)
    row = entry.event
    fill_entry(entry, event)
    created = entry.pk is None
    entry.save()
    if created:
        record(row, "created", user)
        return row
    return assemble(row, user)


def choose(
    row: EventRecord, event: "Event", user: User, *, source: Mapping[str, Any] | None = None
) -> EventRecord:
    """Keep what a person corrected as their choice, field by field, over all sources."""
    old, new = row.record, calendars.event_to_json(event)
    for group, names in GROUPS.items():
        if any(old.get(name) != new.get(name) for name in TELLING.get(group, names)):
            value = {name: new[name] for name in names if name in new}
            row.choices[group] = stamp(user, row.desk.today(), value, source=source)
    return assemble(row, user)


def choose_entry(row: EventRecord, group: str, entry: Entry, user: User) -> EventRecord:
    """Keep what one of the entries says about a field, whatever the others say."""
    value = {name: entry.record[name] for name in GROUPS[group] if name in entry.record}
    row.choices[group] = stamp(user, row.desk.today(), value, entry=entry.pk)
    return assemble(row, user)


def take_choice_back(row: EventRecord, group: str, user: User) -> EventRecord:
    """Let the sources speak again."""
    row.choices.pop(group, None)
    return assemble(row, user)


def stamp(user: User, today: dt.date, value: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Mark a choice as somebody's."""
    kept = {name: part for name, part in more.items() if part}
    return {"value": dict(value), "by": user.get_full_name(), "on": today.isoformat(), **kept}
