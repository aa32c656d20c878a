from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from egiz.desk.core.http import DeskRequest, needs
from egiz.desk.events.domain import calendar
from egiz.desk.events.interfaces.atlas_map import points_of
from egiz.desk.events.interfaces.filters import Choice
from egiz.desk.events.interfaces.forms import sector_choices
from egiz.desk.events.interfaces.strip import by_month, counted_strip, shown, year_strip
from egiz.desk.events.interfaces.year import YearOfEvents
from egiz.desk.events.models import EventRecord, EventSource, MergePair, Proposal

PER_PAGE = 100
MARKS = 200  # more events than this make a strip of numbers instead of marks


@require_GET
@needs("events.view")
def home(request: DeskRequest) -> HttpResponseBase:
    """Draw a year: the strip by month and sector, and below it the list or the map."""
    today = request.desk.today()
    choice = Choice.of(request, today)
    events = YearOfEvents(choice, today)
    sectors = sector_choices()
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    names = dict(sectors)
    few = len(events) <= MARKS
    cards = [
        shown(calendar.event_of(row, today), row.pk, today, row)
        for row in (events[:] if few else page.object_list)
    ]
    on_page = {row.pk for row in page.object_list}
    context = {
        "choice": choice,
        "strip": year_strip(cards, names) if few else counted_strip(events.counts, names),
        "page": page,
        "months": by_month(card for card in cards if card["pk"] in on_page),
        "sectors": sectors,
        "years": calendar.years_known(today),
        "countries": _countries(),
        "this_month": today.month if choice.year == today.year else 0,
        "waiting": _waiting(),
    }
    if choice.view == "map":
        context["points"] = points_of(events.dated, events.forecasts, request.desk)
    return render(request, "events/home.html", context)


def _countries() -> list[str]:
    known = EventRecord.objects.exclude(country="").order_by("country")
    return list(known.values_list("country", flat=True).distinct())


def _waiting() -> dict[str, Any]:
    """Count what waits for a person."""
    return {
        "pairs": MergePair.objects.filter(state=MergePair.State.WAITING).count(),
        "proposals": Proposal.objects.filter(state=Proposal.State.WAITING).count(),
        "failing": EventSource.objects.filter(is_draft=False, outcome=EventSource.Outcome.FAILED).count(),
    }
