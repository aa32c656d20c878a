"""The calendar as files: for calendar programs, for tables, for other programs."""

import datetime as dt
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

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
    from egiz.calendars.publishing import to_ics  # noqa: PLC0415 - the engine loads when a file is asked for

    today = request.desk.today()
    if request.GET:
        events = _chosen(request, today)
    else:
        events = [calendar.event_of(r, today) for r in EventRecord.objects.filter(first_day__isnull=False)]
    body = to_ics(events, title=str(request.desk), now=timezone.now(), language=language())
    return file_of(body, "text/calendar; charset=utf-8", "egiz-events.ics")


@require_GET
@needs("events.view")
def export_csv(request: DeskRequest) -> HttpResponseBase:
    """Return the events that are shown as a table; no cell of it runs as a formula."""
    from egiz.calendars.publishing import to_csv  # noqa: PLC0415 - see above

    body = to_csv(_chosen(request, request.desk.today()), language=language())
    return file_of(body, "text/csv; charset=utf-8", "egiz-events.csv")


@require_GET
@needs("events.view")
def export_xlsx(request: DeskRequest) -> HttpResponseBase:
    """Return the same table for Excel."""
    from egiz.calendars.publishing import to_xlsx  # noqa: PLC0415 - see above

    body = to_xlsx(_chosen(request, request.desk.today()), language=language())
    return file_of(body, XLSX, "egiz-events.xlsx")


@require_GET
@needs("events.view")
def export_json(request: DeskRequest) -> HttpResponseBase:
    """Return the events with every field, as `egiz events list --json` does."""
    from egiz.calendars.publishing import to_json  # noqa: PLC0415 - see above

    return file_of(to_json(_chosen(request, request.desk.today())), "application/json", "egiz-events.json")
