"""The calendar as files: for calendar programs, for tables, for other programs."""

import datetime as dt
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from egiz import calendars
from egiz.desk.core.http import DeskRequest, needs
from egiz.desk.core.interfaces.languages import language
from egiz.desk.events.domain import calendar
from egiz.desk.events.interfaces.filters import Choice
from egiz.desk.events.models import EventRecord

if TYPE_CHECKING:
    from egiz.calendars import Event

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_of(body: bytes | str, kind: str, name: str) -> HttpResponse:
    """Hand a file out under its name."""
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _chosen(request: DeskRequest, today: dt.date) -> list["Event"]:
    rows = Choice.of(request, today).rows(today).order_by("first_day", "month", "id")
    return [calendar.event_of(row, today) for row in rows.iterator(chunk_size=2000)]


@require_GET
@needs("events.view")
def feed(request: DeskRequest) -> HttpResponseBase:
    """Return the calendar as an iCalendar file; forecasts have no date and are not in it."""
    today = request.desk.today()
    if request.GET:
        events = _chosen(request, today)
    else:
        events = [calendar.event_of(r, today) for r in EventRecord.objects.filter(first_day__isnull=False)]
    body = calendars.publishing.to_ics(
        events, title=str(request.desk), now=timezone.now(), language=language()
    )
    return file_of(body, "text/calendar; charset=utf-8", "egiz-events.ics")


@require_GET
@needs("events.view")
def export_csv(request: DeskRequest) -> HttpResponseBase:
    """Return the events that are shown as a table; no cell of it runs as a formula."""
    body = calendars.publishing.to_csv(_chosen(request, request.desk.today()), language=language())
    return file_of(body, "text/csv; charset=utf-8", "egiz-events.csv")


@require_GET
@needs("events.view")
def export_xlsx(request: DeskRequest) -> HttpResponseBase:
    """Return the same table for Excel."""
    body = calendars.publishing.to_xlsx(_chosen(request, request.desk.today()), language=language())
    return file_of(body, XLSX, "egiz-events.xlsx")


@require_GET
@needs("events.view")
def export_json(request: DeskRequest) -> HttpResponseBase:
    """Return the events with every field, as `egiz events list --json` does."""
    return file_of(
        calendars.publishing.to_json(_chosen(request, request.desk.today())),
        "application/json",
        "egiz-events.json",
    )
