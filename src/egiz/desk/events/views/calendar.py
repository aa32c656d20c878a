from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.events.domain import calendar
from egiz.desk.events.interfaces.forms import EventForm, sector_choices
from egiz.desk.events.interfaces.strip import by_month, language, shown, year_strip
from egiz.desk.events.models import EventRecord, Status


@require_GET
@needs("events.view")
def home(request: DeskRequest) -> HttpResponseBase:
    """Draw a year: the strip by month and sector, and the list below it."""
    today = request.desk.today()
    years = calendar.years_known(today)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in years else today.year
    passed = request.GET.get("passed") == "1" or year < today.year
    sectors = sector_choices()
    sector = request.GET.get("sector", "")
    sector = sector if sector in dict(sectors) else ""
    country = request.GET.get("country", "")[:2].upper()
    rows = list(calendar.listed(year=year, today=today, sector=sector, country=country, passed=passed))
    events = calendar.without_known_series(calendar.event_of(row, today) for row in rows)
    pks = {row.uid: row.pk for row in rows}
    cards = [shown(event, pks[event.uid], today) for event in events]
    context = {
        "year": year,
        "years": years,
        "strip": year_strip(cards, dict(sectors)),
        "months": by_month(cards),
        "sectors": sectors,
        "countries": sorted({*EventRecord.objects.exclude(country="").values_list("country", flat=True)}),
        "chosen": {"sector": sector, "country": country, "passed": passed},
        "this_month": today.month if year == today.year else 0,
    }
    return render(request, "events/home.html", context)


@require_GET
@needs("events.view")
def show(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Draw one event with its sources, its evidence and its other editions."""
    row = get_object_or_404(EventRecord, pk=pk)
    today = request.desk.today()
    event = calendar.event_of(row, today)
    editions = []
    if event.series:
        others = EventRecord.objects.filter(record__series=event.series).exclude(pk=pk).order_by("-first_day")
        editions = [shown(calendar.event_of(other, today), other.pk, today) for other in others]
    context = {
        "row": row,
        "event": shown(event, pk, today),
        "editions": editions,
        "history": history_of(row)[:20],
    }
    return render(request, "events/event.html", context)


@require_http_methods(["GET", "POST"])
@needs("events.change")
def edit(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    """Type an event in, or correct one; a forecast becomes an announced edition this way."""
    today = request.desk.today()
    row = get_object_or_404(EventRecord, pk=pk) if pk else None
    event = calendar.event_of(row, today) if row else None
    old = event if event and not event.forecast else None
    initial: dict[str, Any] = {}
    if event:
        initial = EventForm.initial_of(event, shown(event, 0, today)["name"])
        if event.forecast:
            initial |= {"status": Status.ANNOUNCED, "source": "", "source_url": "", "checked_on": today}
    series = event.series if event else ""
    form = EventForm(request.POST or None, desk=request.desk, event=old, series=series, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = calendar.save_event(request.desk, form.to_event(), request.user)
        messages.success(request, _("The event is in the calendar."))
        return go(request, "events:event", saved.pk)
    return render(
        request, "events/edit.html", {"form": form, "row": row, "from_forecast": event and event.forecast}
    )


@require_GET
@needs("events.view")
def feed(request: DeskRequest) -> HttpResponseBase:
    """Give the calendar as an iCalendar file; forecasts have no date and are not in it."""
    from egiz.calendars.publishing import to_ics  # noqa: PLC0415 - the engine loads when a file is asked for

    today = request.desk.today()
    rows = EventRecord.objects.filter(first_day__isnull=False)
    events = [calendar.event_of(row, today) for row in rows]
    body = to_ics(events, title=str(request.desk), now=timezone.now(), language=language())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="egiz-events.ics"'
    return response
