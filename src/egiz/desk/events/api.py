"""/api/v1/desks/<desk>/events: the calendar, under the predicates of the pages."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Query, Router, Status

from egiz.desk.core.domain.folding import fold
from egiz.desk.core.http import desk_scope
from egiz.desk.core.rest import ByPage, ConflictError, In, by_page, filled, lead_on, must_match, said_in
from egiz.desk.events.domain import calendar, merging
from egiz.desk.events.domain.calendar import in_sector
from egiz.desk.events.interfaces import editing
from egiz.desk.events.interfaces.event_form import EventForm, language
from egiz.desk.events.models import Entry, EventRecord

router = Router()
PER_PAGE = 500


def _document(row: EventRecord) -> dict[str, Any]:
    """Return the engine's document with what the desk adds to it."""
    checked = row.checked_on.isoformat() if row.checked_on else None
    gone = row.gone_on.isoformat() if row.gone_on else None
    return {"id": row.pk, **row.record, "checked_on": checked, "gone_on": gone, "public": row.is_public}


class EventsAsked(ByPage):
    """What the list is narrowed to; `since` and `until` are days, both counted."""

    since: dt.date | None = None
    until: dt.date | None = None
    sector: str = ""
    country: str = ""
    place: int | None = None
    month: int | None = None
    status: str = ""
    q: str = Field("", max_length=200)


class EventBase(In):
    """What may be said of an event and may be left out."""

    name_ru: str | None = Field(None, max_length=300)
    name_uz: str | None = Field(None, max_length=300)
    name_kk: str | None = Field(None, max_length=300)
    name_en: str | None = Field(None, max_length=300)
    edition: int | None = Field(None, ge=1, le=500)
    venue: str | None = Field(None, max_length=200)
    last_day: dt.date | None = None
    first_hour: dt.time | None = None
    last_hour: dt.time | None = None
    organiser: str | None = Field(None, max_length=200)
    url: str | None = Field(None, max_length=500)
    registration_url: str | None = Field(None, max_length=500)
    registration_deadline: dt.date | None = None
    price: str | None = Field(None, max_length=120)
    notes: str | None = Field(None, max_length=4000)
    source_url: str | None = Field(None, max_length=500)


class EventNew(EventBase):
    """An event as a person enters it: never without a source."""

    name: str = Field(max_length=300, description="In the language of the request.")
    sectors: list[str]
    place: str = Field(max_length=120, description="A city by a name that the atlas knows.")
    first_day: dt.date
    status: str = Field("announced", description="announced, confirmed, moved or cancelled")
    languages: list[str] = []
    source: str = Field(max_length=300, description="Where the date was read.")
    checked_on: dt.date


class EventChange(EventBase):
    """What is corrected; over what sources list, a correction needs a source of its own."""

    name: str | None = Field(None, max_length=300, description="In the language of the request.")
    sectors: list[str] | None = None
    place: str | None = Field(None, max_length=120)
    first_day: dt.date | None = None
    status: str | None = Field(None, description="announced, confirmed, moved or cancelled")
    languages: list[str] | None = None
    source: str | None = Field(None, max_length=300)
    checked_on: dt.date | None = None
    public: bool | None = Field(None, description="Whether it stands on the public calendar.")


@router.get("/", summary="Events, as `egiz events list --json` gives them")
def list_events(
    request: HttpRequest, response: HttpResponse, slug: Path[str], asked: Query[EventsAsked]
) -> list[dict[str, Any]]:
    """List up to 500 events a page, those with a day first; by a cursor the header Link leads on."""
    with desk_scope(request, slug, "events.view"):
        rows = _narrowed(asked)
        if asked.limit is None and not asked.cursor and asked.changed_since is None:
            paginator = Paginator(rows, PER_PAGE)
            page = asked.page
            return [_document(row) for row in paginator.page(page)] if page in paginator.page_range else []
        part = by_page(rows, asked, PER_PAGE)
        lead_on(request, response, part.next)
        return [_document(row) for row in part.rows]


def _narrowed(asked: EventsAsked) -> QuerySet[EventRecord]:
    rows = in_sector(EventRecord.objects.all(), asked.sector)
    wanted: dict[str, Any] = {
        "last_day__gte": asked.since,
        "first_day__lte": asked.until,
        "country": asked.country.upper(),
        "place_id": asked.place,
        "month": asked.month,
        "status": asked.status,
    }
    rows = rows.filter(**{key: value for key, value in wanted.items() if value})
    for word in fold(asked.q).split():
        rows = rows.filter(search_key__contains=word)
    return rows


@router.post("/", response={201: dict[str, Any]}, summary="Enter an event")
def add_event(request: HttpRequest, slug: Path[str], given: EventNew) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "events.change") as desk, transaction.atomic():
        own = f"name_{language()}"  # the first field is the name in the reader's language
        form = filled(lambda data: EventForm(data, desk=desk), said_in(given, but=(own,)))
        saved = calendar.save_event(desk, form.to_event(), user, origin=Entry.Origin.HAND)
        merging.compare(list(saved.entries.all()))
        return Status(201, _document(EventRecord.every.get(pk=saved.pk)))


@router.get("/{pk}", summary="One event with what its sources say")
def get_event(request: HttpRequest, slug: Path[str], pk: Path[int]) -> dict[str, Any]:
    """Return one event, its entries as each source has them, and what a person chose."""
    with desk_scope(request, slug, "events.view"):
        return _whole(get_object_or_404(EventRecord, pk=pk))


def _whole(row: EventRecord) -> dict[str, Any]:
    entries = row.entries.select_related("source")
    return {
        **_document(row),
        "choices": row.choices,
        "entries": [
            {
                "id": entry.pk,
                "origin": entry.origin,
                "source": entry.source.title if entry.source else None,
                "gone_on": entry.gone_on.isoformat() if entry.gone_on else None,
                "event": entry.record,
            }
            for entry in entries
        ],
    }


@router.patch("/{pk}", response=dict[str, Any], summary="Correct an event, or publish it")
def change_event(request: HttpRequest, slug: Path[str], pk: Path[int], given: EventChange) -> Any:
    """Write what was sent into a person's own entry; over what sources list, as a choice beside them."""
    user: Any = request.user
    with desk_scope(request, slug, "events.change") as desk, transaction.atomic():
        row = _held(request, pk)
        said = said_in(given, but=("public", f"name_{language()}"))
        if said:
            now = editing.opened(row, desk.today())
            row = editing.save(desk, now, filled(lambda data: now.form(desk, data), said), user)
        if given.public is not None:
            editing.publish(row, user, public=given.public)
        return _whole(EventRecord.every.get(pk=row.pk))


@router.delete("/{pk}", response={204: None}, summary="Remove an event that was entered by mistake")
def remove_event(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
    """Put it into the bin; what a source lists is not removed (409)."""
    user: Any = request.user
    with desk_scope(request, slug, "events.change"), transaction.atomic():
        row = _held(request, pk)
        try:
            editing.remove(row, user)
        except ValidationError as error:
            raise ConflictError(error.messages[0]) from error
        return Status(204, None)


def _held(request: HttpRequest, pk: int) -> EventRecord:
    row = get_object_or_404(EventRecord.objects.select_for_update(of=("self",)), pk=pk)
    must_match(request, None, _whole(row))
    return row
