"""Searches for events that were promised."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz import calendars
from egiz.desk.core import joints
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.core.interfaces.languages import language
from egiz.desk.events.domain import calendar, searches
from egiz.desk.events.interfaces.search_forms import PublishForm, SearchForm, search_from
from egiz.desk.events.interfaces.strip import sector_name, shown
from egiz.desk.events.models import EventRecord, EventSearch
from egiz.desk.events.views.files import XLSX, file_of

OFFERED = 100


@require_GET
@needs("events.view")
def search_list(request: DeskRequest) -> HttpResponseBase:
    return render(request, "events/searches.html", {"searches": EventSearch.objects.all()[:OFFERED]})


@require_http_methods(["GET", "POST"])
@needs("events.change")
def edit(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    """Begin a search, blank or from a promise, or change which events it looks for."""
    found = get_object_or_404(EventSearch, pk=pk) if pk else None
    start = None if found else joints.asked(request.GET)
    initial = None if found else search_from(start, request.desk)
    form = SearchForm(request.POST or None, instance=found, initial=initial, desk=request.desk)
    if request.method == "POST" and form.is_valid():
        if found:
            searches.change(form.instance, request.user)
            return go(request, "events:search", found.pk)
        with transaction.atomic():
            made = searches.begin(form.save(commit=False), request.user)
            page = desk_url(request.desk, "events:search", made.pk)
            joints.tie_to(start, joints.Made(made.name, page), request.user)
        return go(request, "events:search", made.pk)
    return render(request, "events/search_form.html", {"form": form, "search": found, "start": start})


@require_GET
@needs("events.view")
def show(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the events that fit and those on the list."""
    return _page(request, get_object_or_404(EventSearch, pk=pk))


def _page(request: DeskRequest, search: EventSearch, form: PublishForm | None = None) -> HttpResponseBase:
    today = request.desk.today()
    chosen = searches.listed(search)
    on_list = {row.pk for row in chosen}
    fitting = list(searches.matching(search)[: searches.MOST])
    rows = {row.pk: row for row in [*chosen, *fitting]}
    cards = [
        {**shown(calendar.event_of(row, today), pk, today, row), "on_list": pk in on_list}
        for pk, row in rows.items()
    ]
    context: dict[str, Any] = {
        "search": search,
        "cards": sorted(cards, key=lambda card: not card["on_list"]),
        "count": len(on_list),
        "sector": sector_name(search.sector) if search.sector else "",
        "place": local_name(search.place_id) if search.place_id else "",
        "form": form or PublishForm(initial={"day": today}),
        "history": history_of(search)[:10],
    }
    return render(request, "events/search.html", context)


@require_POST
@needs("events.change")
@transaction.atomic
def act(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Keep which events are on the list, say that it was published, or take that back."""
    search = get_object_or_404(EventSearch.objects.select_for_update(), pk=pk)
    what = request.POST.get("act", "")
    if what == "keep":
        wanted = [int(text) for text in request.POST.getlist("event") if text.isascii() and text.isdecimal()]
        searches.put_together(search, wanted, request.user)
        messages.success(request, _("The list is kept."))
    elif what == "publish":
        form = PublishForm(request.POST)
        if not form.is_valid():
            return _page(request, search, form)
        searches.publish(search, form.cleaned_data["day"], form.cleaned_data["how"], request.user)
        messages.success(request, _("The list counts as published."))
    elif what == "withdraw":
        searches.withdraw(search, request.user)
    return go(request, "events:search", pk)


@require_GET
@needs("events.view")
def export(request: DeskRequest, pk: int, kind: str) -> HttpResponseBase:
    """Return the list as a calendar file or as a table."""
    search = get_object_or_404(EventSearch, pk=pk)
    today = request.desk.today()
    rows: list[EventRecord] = searches.listed(search)
    events = [calendar.event_of(row, today) for row in rows]
    if kind == "xlsx":
        return file_of(calendars.publishing.to_xlsx(events, language=language()), XLSX, f"events-{pk}.xlsx")
    dated = [event for event in events if event.first_day]
    body = calendars.publishing.to_ics(dated, title=search.name, now=timezone.now(), language=language())
    return file_of(body, "text/calendar; charset=utf-8", f"events-{pk}.ics")
