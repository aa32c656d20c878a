"""The desk's events as lists and pages ask for them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from egiz import calendars
from egiz.desk.events.domain.assembling import save_event
from egiz.desk.events.models import EventRecord, Status

if TYPE_CHECKING:
    from egiz.calendars import Event

__all__ = ["event_of", "event_read", "listed", "save_event", "without_known_series", "years_known"]


def event_of(row: EventRecord, today: dt.date) -> "Event":
    """Return the engine's event, passed if its last day lies before today."""
    return event_read(row.record, today, checked_on=row.checked_on)


def event_read(
    record: Mapping[str, Any],
    today: dt.date,
    *,
    checked_on: dt.date | None,
    updated_at: dt.datetime | None = None,
) -> "Event":
    """Return the engine's event of a record, passed if its last day lies before today.

    A pull that found a source unchanged moves the day of checking in the row only. It is put into the one
    source that can be meant; where several are pulled, the event's page says it of each. ``updated_at`` is
    taken for an event that does not know when it last changed.
    """
    pulled = [source for source in record["sources"] if source.get("url") and source.get("checked_on")]
    if checked_on and len(pulled) == 1:
        fresh = {**pulled[0], "checked_on": checked_on.isoformat()}
        record = {**record, "sources": [fresh if s is pulled[0] else s for s in record["sources"]]}
    if updated_at and not record.get("updated"):
        record = {**record, "updated": updated_at.isoformat()}
    return calendars.event_from_json(record).as_of(today)


def listed(
    *, year: int, today: dt.date, sector: str = "", country: str = "", passed: bool = False
) -> QuerySet[EventRecord]:
    """List a year's events; a forecast belongs to every year from this one on.

    A forecast is left out once an edition of its series in that year is on record.
    """
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    rows = EventRecord.objects.filter(
        Q(first_day__range=(first, last)) | Q(first_day__isnull=True, status=Status.EXPECTED)
    )
    if year < today.year:
        rows = rows.exclude(status=Status.EXPECTED)
    rows = in_sector(rows, sector)
    if country:
        rows = rows.filter(country=country)
    if not passed and year == today.year:
        rows = rows.exclude(last_day__lt=today)
    return rows


def in_sector(rows: QuerySet[EventRecord], sector: str) -> QuerySet[EventRecord]:
    """Keep the events of a sector and of the branches below it."""
    if sector not in calendars.sectors():
        return rows
    wanted = Q()
    for key in calendars.with_descendants(sector):
        wanted |= Q(sectors__contains=f" {key} ")
    return rows.filter(wanted)


def without_known_series(events: Iterable["Event"]) -> list["Event"]:
    """Drop the forecasts whose series has a dated edition among the events."""
    kept = list(events)
    dated = {event.series for event in kept if event.series and event.first_day}
    return [event for event in kept if event.first_day or event.series not in dated]


def years_known(today: dt.date) -> list[int]:
    """List the years from the first dated event to the last, and this one and the next."""
    days = EventRecord.objects.filter(first_day__isnull=False).order_by("first_day")
    ends = (days.values_list("first_day", flat=True).first(), days.values_list("first_day", flat=True).last())
    known = [day.year for day in ends if day]
    return list(range(min([*known, today.year]), max([*known, today.year + 1]) + 1))
