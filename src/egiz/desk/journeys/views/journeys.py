from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from egiz.desk.commitments.models import Commitment
from egiz.desk.core.domain.trail import history_of, record
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.core.models import Desk
from egiz.desk.events.models import EventRecord
from egiz.desk.journeys.domain import queries, staying, writing
from egiz.desk.journeys.domain.building import what_is_missing
from egiz.desk.journeys.interfaces import shown
from egiz.desk.journeys.interfaces.forms import JourneyForm
from egiz.desk.journeys.models import Journey
from egiz.desk.journeys.views.shared import get_journey, journey_page
from egiz.desk.missions.models import Mission

SOURCES = ("promise", "mission", "event")


@require_GET
@needs("journeys.view")
def home(request: DeskRequest) -> HttpResponseBase:
    """List the desk's trips, and what one can begin with."""
    context = {
        "journeys": list(queries.journeys()),
        "promises": list(_promises()),
        "missions": list(Mission.objects.filter(status=Mission.Status.PLANNED)[:6]),
        "events": list(EventRecord.objects.filter(first_day__gte=request.desk.today())[:6]),
        "corridors": _corridors(request.desk),
    }
    return render(request, "journeys/home.html", context)


def _corridors_for(found: Journey) -> str:
    """Give the corridors' page with the way from home to the first city abroad asked already."""
    page, stops = _corridors(found.desk), list(found.stops.all())
    abroad = [stop for stop in stops[1:] if stop.country != stops[0].country] or stops[1:]
    if not page or not abroad:
        return page
    ends = {"origin": stops[0], "destination": abroad[0]}
    asked = {name: f"{stop.name}, {stop.country}" for name, stop in ends.items()}
    return f"{page}?{urlencode({**asked, 'vehicle': 'car', 'day': found.leaves_on.isoformat()})}"


def _promises() -> QuerySet[Commitment]:
    """List live promises of a trip that nothing has become of yet."""
    return Commitment.objects.filter(kind="trip", status__in=Commitment.LIVE, became__isnull=True)[:6]


def _corridors(desk: Desk) -> str:
    """Give the address of the corridors' page where that room is installed."""
    try:
        return desk_url(desk, "corridors:home")
    except NoReverseMatch:
        return ""


@require_http_methods(["GET", "POST"])
@needs("journeys.change")
def new(request: DeskRequest) -> HttpResponseBase:
    """Begin a trip, blank or from a promise, a mission or an event."""
    source = request.GET.get("from", "")
    pk = int(request.GET["id"]) if request.GET.get("id", "").isdigit() else 0
    initial = writing.suggest_from(source, pk) if source in SOURCES else {}
    form = JourneyForm(request.POST or None, initial=initial, desk=request.desk)
    if request.method == "POST" and form.is_valid():
        journey = writing.begin(form.save(commit=False), request.user)
        url = desk_url(request.desk, "journeys:journey", journey.pk)
        if source in SOURCES:
            writing.tie(journey, source, pk, request.user, url)
        messages.success(request, _("%(name)s is saved.") % {"name": journey.name})
        return redirect(url)
    return render(request, "journeys/edit.html", {"form": form})


@require_GET
@needs("journeys.view")
def journey(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show one trip: what is ready, what is missing, how long everybody may stay."""
    found = get_journey(pk)
    version = queries.published(found) or queries.newest(found)
    people = queries.travellers(found)
    missing = what_is_missing(found)
    passports = request.user.has_perm("journeys.passports", request.desk)
    return journey_page(
        request,
        "journeys/journey.html",
        found,
        "journey",
        version=version,
        missing=_(missing) if missing else "",
        days=shown.columns(version) if version else [],
        counters=staying.counters(found, version, people) if passports else [],
        history=history_of(found)[:12],
        corridors=_corridors_for(found),
    )


@require_http_methods(["GET", "POST"])
@needs("journeys.change")
def edit(request: DeskRequest, pk: int) -> HttpResponseBase:
    found = get_journey(pk)
    form = JourneyForm(request.POST or None, instance=found, desk=request.desk)
    if request.method == "POST" and form.is_valid():
        form.save()
        record(found, "changed", request.user)
        messages.success(request, _("%(name)s is saved.") % {"name": found.name})
        return redirect(desk_url(request.desk, "journeys:journey", found.pk))
    return journey_page(request, "journeys/edit.html", found, "journey", form=form)


@require_http_methods(["GET", "POST"])
@needs("journeys.change")
def remove(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take a trip out for good, after a question."""
    found = get_journey(pk)
    if request.method == "POST":
        name = found.name
        Journey.objects.filter(pk=found.pk).delete()
        messages.success(request, _("“%(name)s” is removed.") % {"name": name})
        return redirect(desk_url(request.desk, "journeys:home"))
    return journey_page(request, "journeys/remove.html", found, "journey")
