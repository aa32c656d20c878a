"""A search for events that was promised: what fits it, what is put on its list, and that it was published."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from egiz.desk.core.domain import trail
from egiz.desk.core.models import User
from egiz.desk.events.domain.calendar import in_sector
from egiz.desk.events.models import EventRecord, EventSearch, Status

MOST = 200
FIELDS = ("name", "sector", "country", "place_id", "first_day", "last_day")
LOOK_AHEAD = dt.timedelta(days=365)


def matching(search: EventSearch) -> QuerySet[EventRecord]:
    """List the events that fit: those with days in the stretch, and series of which only a month is known."""
    stretch = Q(first_day__lte=search.last_day) & (
        Q(last_day__gte=search.first_day) | Q(last_day__isnull=True, first_day__gte=search.first_day)
    )
    rows = EventRecord.objects.filter(stretch | Q(first_day__isnull=True, status=Status.EXPECTED))
    rows = in_sector(rows.exclude(status=Status.CANCELLED), search.sector)
    if search.country:
        rows = rows.filter(country=search.country)
    if search.place_id:
        rows = rows.filter(place_id=search.place_id)
    return rows.order_by("first_day", "month", "id")


def listed(search: EventSearch) -> list[EventRecord]:
    """List what was put on the list, whether it still fits or not."""
    return list(search.chosen.all().order_by("first_day", "month", "id"))


@transaction.atomic
def begin(search: EventSearch, user: User | None) -> EventSearch:
    """Write a new search and put every dated event that fits on its list; a person strikes out the rest."""
    search.created_by = user
    search.save()
    search.chosen.set(matching(search).filter(first_day__isnull=False)[:MOST])
    trail.record(search, "created", user)
    return search


@transaction.atomic
def change(search: EventSearch, user: User | None) -> None:
    """Write the changes of a search; its list stays as it was put together."""
    stored = EventSearch.objects.get(pk=search.pk)
    with trail.tracked(stored, "changed", user, FIELDS):
        for name in FIELDS:
            setattr(stored, name, getattr(search, name))


@transaction.atomic
def put_together(search: EventSearch, pks: Iterable[int], user: User | None) -> int:
    """Take exactly these events on the list; what is no event of the desk is passed over."""
    before = search.chosen.count()
    rows = EventRecord.objects.filter(pk__in=list(pks)[:MOST])
    search.chosen.set(rows)
    after = search.chosen.count()
    trail.record(search, "list_changed", user, {"chosen": [before, after]})
    return after


@transaction.atomic
def publish(search: EventSearch, day: dt.date, how: str, user: User | None) -> None:
    """Say that whoever was promised the list has got it, and how."""
    with trail.tracked(search, "published", user, ("published_on", "published_as")):
        search.published_on, search.published_as = day, how.strip()[:300]


@transaction.atomic
def withdraw(search: EventSearch, user: User | None) -> None:
    """Say that it was not published after all."""
    with trail.tracked(search, "withdrawn", user, ("published_on", "published_as")):
        search.published_on, search.published_as = None, ""
