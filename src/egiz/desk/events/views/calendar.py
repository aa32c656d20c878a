import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain import removing
from egiz.desk.core.domain.trail import history_of, tracked
from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.core.interfaces.removed import say_removed
from egiz.desk.events._errors import EventsError
from egiz.desk.events.domain import assembling, calendar, merging
from egiz.desk.events.interfaces.detail import fields_of, origins_of
from egiz.desk.events.interfaces.event_form import EventForm, initial_for_choice
from egiz.desk.events.interfaces.strip import shown
from egiz.desk.events.models import Entry, EventRecord, Status


@require_GET
@needs("events.view")
def show(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Draw one event field by field, with its sources, its evidence and its other editions."""
    row = get_object_or_404(EventRecord.every, pk=pk)
    if row.merged_into_id:
        return go(request, "events:event", row.merged_into_id)
    today = request.desk.today()
    event = calendar.event_of(row, today)
    entries = list(row.entries.select_related("source", "desk"))
    editions = []
    if event.series:
        others = EventRecord.objects.filter(series=event.series[:120]).exclude(pk=pk).order_by("-first_day")
        editions = [shown(calendar.event_of(other, today), other.pk, today, other) for other in others[:30]]
    context = {
        "row": row,
        "event": shown(event, pk, today, row),
        "fields": fields_of(row, event, entries),
        "origins": origins_of(entries),
        "several": len(entries) > 1,
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
    # Whether it has passed is for readers; a correction keeps the status that was announced.
    event = calendar.event_of(row, dt.date.min) if row else None
    old = event if event and not event.forecast else None
    own = _own_entry(row) if row and old else None
    initial: dict[str, Any] = {}
    if event:
        initial = EventForm.initial_of(event, shown(event, 0, today)["name"])
        if event.forecast or own is None:
            initial = initial_for_choice(initial, today)
        if event.forecast:
            initial["status"] = Status.ANNOUNCED
    series = event.series if event else ""
    form = EventForm(
        request.POST or None, desk=request.desk, event=old, series=series, initial=initial, record=row
    )
    if request.method == "POST" and form.is_valid():
        made = form.to_event()
        if row and old and own is None:
            saved = assembling.choose(row, made, request.user, source=form.source_document())
        else:
            origin = own.origin if own else Entry.Origin.HAND
            saved = calendar.save_event(request.desk, made, request.user, origin=origin)
            merging.compare(list(saved.entries.all()))
        messages.success(request, _("The event is in the calendar."))
        return go(request, "events:event", saved.pk)
    from_forecast = event and event.forecast
    context = {"form": form, "row": row, "from_forecast": from_forecast, "over_sources": old and own is None}
    return render(request, "events/edit.html", context)


def _own_entry(row: EventRecord) -> Entry | None:
    """Return the one entry that a person may rewrite; what sources say is corrected beside it, not in it."""
    entries = list(row.entries.all())
    theirs = {Entry.Origin.SOURCE, Entry.Origin.PARTNER}
    if len(entries) != 1 or entries[0].origin in theirs or row.choices:
        return None
    return entries[0] if entries[0].key == f"{entries[0].origin}:{row.uid}"[:400] else None


@require_POST
@needs("events.change")
def choose(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Keep what one source says about a field, or let all of them speak again."""
    row = get_object_or_404(EventRecord, pk=pk)
    group, chosen = request.POST.get("field", ""), request.POST.get("entry", "")
    if group in assembling.GROUPS and chosen.isdecimal():
        entry = get_object_or_404(Entry, pk=int(chosen), event=row)
        assembling.choose_entry(row, group, entry, request.user)
    elif group in row.choices:
        assembling.take_choice_back(row, group, request.user)
    return go(request, "events:event", pk)


@require_POST
@needs("events.merge")
def take_out(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take one source's entry out of the event; it is not merged with the others again."""
    entry = get_object_or_404(Entry, pk=pk)
    try:
        event = merging.take_out(entry, request.user)
    except EventsError as error:
        messages.error(request, str(error))
        return go(request, "events:event", entry.event_id)
    messages.success(request, _("They are two events again and will not be merged by themselves."))
    return go(request, "events:event", event.pk)


@require_POST
@needs("events.change")
def publish(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Put the event on the public calendar, or take it off."""
    row = get_object_or_404(EventRecord, pk=pk)
    with tracked(row, "changed", request.user, ("is_public",)):
        row.is_public = request.POST.get("public") == "1"
    return go(request, "events:event", pk)


@require_POST
@needs("events.change")
def remove(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Remove an event that was typed in by mistake; what sources list comes back with the next pull."""
    row = get_object_or_404(EventRecord, pk=pk)
    if row.entries.filter(source__isnull=False).exists():
        messages.error(request, _("A source lists this event. Hide it from the public calendar instead."))
        return go(request, "events:event", pk)
    try:
        say_removed(request, removing.remove(row, request.user, *EventRecord.every.filter(merged_into=row)))
    except removing.RemovalError as error:
        messages.error(request, str(error))
        return go(request, "events:event", pk)
    return go(request, "events:home")
