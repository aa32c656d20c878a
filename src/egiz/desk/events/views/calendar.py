from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.core.interfaces.removed import say_removed
from egiz.desk.events._errors import EventsError
from egiz.desk.events.domain import assembling, calendar, merging
from egiz.desk.events.interfaces import editing
from egiz.desk.events.interfaces.detail import fields_of, origins_of
from egiz.desk.events.interfaces.strip import shown
from egiz.desk.events.models import Entry, EventRecord


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
    row = get_object_or_404(EventRecord, pk=pk) if pk else None
    now = editing.opened(row, request.desk.today())
    form = now.form(request.desk, request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = editing.save(request.desk, now, form, request.user)
        messages.success(request, _("The event is in the calendar."))
        return go(request, "events:event", saved.pk)
    from_forecast = now.event and now.event.forecast
    over_sources = now.old and now.own is None
    context = {"form": form, "row": row, "from_forecast": from_forecast, "over_sources": over_sources}
    return render(request, "events/edit.html", context)


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
    editing.publish(row, request.user, public=request.POST.get("public") == "1")
    return go(request, "events:event", pk)


@require_POST
@needs("events.change")
def remove(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Remove an event that was typed in by mistake; what sources list comes back with the next pull."""
    row = get_object_or_404(EventRecord, pk=pk)
    try:
        say_removed(request, editing.remove(row, request.user))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return go(request, "events:event", pk)
    return go(request, "events:home")
