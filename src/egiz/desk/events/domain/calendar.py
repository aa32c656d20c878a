"""The desk's events: kept as the engine's documents, found by day, month, sector and country."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from egiz.desk.core.domain.folding import fold
from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import Desk, User
from egiz.desk.events.models import EventRecord, Status

if TYPE_CHECKING:
    from egiz.calendars import Event


def event_of(row: EventRecord, today: dt.date) -> "Event":
    """Give the engine's event, passed if its last day lies before today."""
    from egiz.calendars import event_from_json  # noqa: PLC0415 - the engine loads when events are first shown

    return event_from_json(row.record).as_of(today)


def save_event(desk: Desk, event: "Event", user: User | None) -> EventRecord:
    """Write an event under its uid, new or changed."""
    from egiz.calendars import event_to_json  # noqa: PLC0415 - see above

    checked = [source.checked_on for source in event.sources if source.checked_on]
    row, created = EventRecord.objects.update_or_create(
        desk=desk,
        uid=event.uid,
        defaults={
            "record": event_to_json(event),
            "status": event.status.value,
            "first_day": event.first_day,
            "last_day": event.last_day,
            "month": _month(event),
            "country": event.country,
            "sectors": f" {' '.join(event.sectors)} ",
            "checked_on": max(checked, default=None),
            "search_key": fold(" ".join([*event.names.values(), event.place_name, event.organiser])),
        },
    )
    record(row, "created" if created else "changed", user)
    return row


def _month(event: "Event") -> int | None:
    if event.forecast:
        return event.forecast.month
    return event.first_day.month if event.first_day else None


def listed(
    *, year: int, today: dt.date, sector: str = "", country: str = "", passed: bool = False
) -> QuerySet[EventRecord]:
    """List a year's events; a forecast belongs to every year from this one on.

    A forecast is left out once an edition of its series in that year is on record.
    """
    rows = EventRecord.objects.filter(
        Q(first_day__year=year) | Q(first_day__isnull=True, status=Status.EXPECTED)
    )
    if year < today.year:
        rows = rows.exclude(status=Status.EXPECTED)
    if sector:
        from egiz.calendars import with_descendants  # noqa: PLC0415 - see above

        wanted = Q()
        for key in with_descendants(sector):
            wanted |= Q(sectors__contains=f" {key} ")
        rows = rows.filter(wanted)
    if country:
        rows = rows.filter(country=country)
    if not passed and year == today.year:
        rows = rows.exclude(last_day__lt=today)
    return rows


def without_known_series(events: Iterable["Event"]) -> list["Event"]:
    """Drop the forecasts whose series has a dated edition among the events."""
    kept = list(events)
    dated = {event.series for event in kept if event.series and event.first_day}
    return [event for event in kept if event.first_day or event.series not in dated]


def years_known(today: dt.date) -> list[int]:
    """List the years with a dated event, and this one and the next."""
    known = EventRecord.objects.filter(first_day__isnull=False).values_list("first_day__year", flat=True)
    return sorted({*known, today.year, today.year + 1})
