"""Correcting an event, for pages and programs alike: what the form holds, and where what it says goes."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from egiz.desk.core.domain import removing
from egiz.desk.core.domain.trail import tracked
from egiz.desk.core.models import Desk, User
from egiz.desk.events.domain import assembling, calendar, merging
from egiz.desk.events.interfaces.event_form import EventForm, initial_for_choice
from egiz.desk.events.interfaces.strip import shown
from egiz.desk.events.models import Entry, EventRecord, Status

if TYPE_CHECKING:
    from egiz.calendars import Event


@dataclass(frozen=True)
class Opened:
    """An event that is to be corrected, or none for a new one."""

    row: EventRecord | None = None
    event: "Event | None" = None
    old: "Event | None" = None  # nothing where it is a forecast: then an announced edition is entered
    own: Entry | None = None
    initial: dict[str, Any] | None = None

    def form(self, desk: Desk, data: Any) -> EventForm:
        series = self.event.series if self.event else ""
        initial = dict(self.initial or {})
        return EventForm(data, desk=desk, event=self.old, series=series, initial=initial, record=self.row)


def opened(row: EventRecord | None, today: dt.date) -> Opened:
    """Say what the form of an event begins with."""
    if row is None:
        return Opened()
    # Whether it has passed is for readers; a correction keeps the status that was announced.
    event = calendar.event_of(row, dt.date.min)
    old = None if event.forecast else event
    own = _own_entry(row) if old else None
    initial = EventForm.initial_of(event, shown(event, 0, today)["name"])
    if event.forecast or own is None:
        initial = initial_for_choice(initial, today)
    if event.forecast:
        initial["status"] = Status.ANNOUNCED
    return Opened(row, event, old, own, initial)


def _own_entry(row: EventRecord) -> Entry | None:
    """Return the one entry that a person may rewrite; what sources say is corrected beside it, not in it."""
    entries = list(row.entries.all())
    theirs = {Entry.Origin.SOURCE, Entry.Origin.PARTNER}
    if len(entries) != 1 or entries[0].origin in theirs or row.choices:
        return None
    return entries[0] if entries[0].key == f"{entries[0].origin}:{row.uid}"[:400] else None


def save(desk: Desk, now: Opened, form: EventForm, user: User) -> EventRecord:
    """Keep what a valid form says: in a person's own entry, or as their choice over what sources say."""
    made = form.to_event()
    if now.row and now.old and now.own is None:
        return assembling.choose(now.row, made, user, source=form.source_document())
    origin = now.own.origin if now.own else Entry.Origin.HAND
    saved = calendar.save_event(desk, made, user, origin=origin)
    merging.compare(list(saved.entries.all()))
    return saved


def publish(row: EventRecord, user: User, *, public: bool) -> None:
    """Put the event on the public calendar, or take it off."""
    with tracked(row, "changed", user, ("is_public",)):
        row.is_public = public


def remove(row: EventRecord, user: User) -> Any:
    """Remove an event that was typed in by mistake.

    Raises
    ------
    ValidationError
        If a source lists it (it would come back with the next pull), or another desk keeps it too.
    """
    if row.entries.filter(source__isnull=False).exists():
        raise ValidationError(_("A source lists this event. Hide it from the public calendar instead."))
    try:
        return removing.remove(row, user, *EventRecord.every.filter(merged_into=row))
    except removing.RemovalError as error:
        raise ValidationError(str(error)) from error
