from django import forms
from django.apps import apps
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.directory.models import Person
from egiz.desk.events.domain import attendance as domain
from egiz.desk.events.domain.calendar import event_of
from egiz.desk.events.interfaces.strip import shown
from egiz.desk.events.models import EventRecord


@require_http_methods(["GET", "POST"])
@needs("events.view")
def attendance(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show who goes to an event, and turn the going into a mission or a trip."""
    event = get_object_or_404(EventRecord, pk=pk)
    if request.method == "POST":
        return _act(request, event)
    rows = list(domain.who_goes(event))
    there = [row.person_id for row in rows]
    trip = ""
    if apps.is_installed("egiz.desk.trips"):
        trip = f"{desk_url(request.desk, 'trips:new')}?from=event&id={event.pk}"
    today = request.desk.today()
    context = {
        "event": shown(event_of(event, today), event.pk, today),
        "rows": rows,
        "people": Person.objects.exclude(pk__in=there).select_related("organisation").order_by("name")[:500],
        "trip": trip,
    }
    return render(request, "events/attendance.html", context)


@needs("events.change")
def _act(request: DeskRequest, event: EventRecord) -> HttpResponseBase:
    what = request.POST.get("act", "")
    if what == "add":
        person = Person.objects.filter(pk=_number(request.POST.get("person", ""))).first()
        if person is None:
            messages.error(request, _("Choose a person of the directory."))
        else:
            domain.add(event, person, request.user)
    elif what == "remove":
        domain.remove(
            get_object_or_404(domain.who_goes(event), pk=_number(request.POST.get("row", ""))), request.user
        )
    elif what == "mission" and request.user.has_perm("missions.change", request.desk):
        page = domain.begin_mission(event, request.user)
        if page:
            messages.success(request, _("A mission has begun. Check its hours and places."))
            return redirect(page)
    return go(request, "events:attendance", event.pk)


def _number(text: str) -> int:
    return forms.IntegerField().to_python(text) or 0 if text.isascii() and text.isdigit() else 0
