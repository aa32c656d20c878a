from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from egiz.desk.core import joints
from egiz.desk.core.domain import places, removing
from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.core.interfaces.removed import say_removed
from egiz.desk.core.models import Desk
from egiz.desk.trips.domain import queries, staying, writing
from egiz.desk.trips.domain.building import what_is_missing
from egiz.desk.trips.interfaces import display
from egiz.desk.trips.interfaces.forms import TripForm
from egiz.desk.trips.models import Trip
from egiz.desk.trips.views.shared import get_trip, trip_page

ORIGINS = ("promise", "mission", "event")
OFFERED = 6


@require_GET
@needs("trips.view")
def home(request: DeskRequest) -> HttpResponseBase:
    """List the desk's trips, and what one can begin with."""
    context = {
        "trips": list(queries.trips()),
        **{f"{kind}s": joints.offered(request.desk, kind, "trip", OFFERED) for kind in ORIGINS},
        "corridors": _corridors(request.desk),
    }
    return render(request, "trips/home.html", context)


def _corridors_for(found: Trip) -> str:
    """Return the corridors' page with the way from home to the first city abroad asked already."""
    page, stops = _corridors(found.desk), list(found.stops.all())
    abroad = [stop for stop in stops[1:] if stop.country != stops[0].country] or stops[1:]
    if not page or not abroad:
        return page
    ends = {"origin": stops[0], "destination": abroad[0]}
    asked = {name: f"{stop.name}, {stop.country}" for name, stop in ends.items()}
    return f"{page}?{urlencode({**asked, 'vehicle': 'car', 'day': found.leaves_on.isoformat()})}"


def _corridors(desk: Desk) -> str:
    """Return the address of the corridors' page where that room is installed."""
    try:
        return desk_url(desk, "corridors:home")
    except NoReverseMatch:
        return ""


@require_http_methods(["GET", "POST"])
@needs("trips.change")
def new(request: DeskRequest) -> HttpResponseBase:
    """Begin a trip, blank or from a promise, a mission or an event."""
    origin = joints.asked(request.GET)
    initial = writing.suggest_from(origin) if origin else {}
    form = TripForm(request.POST or None, initial=initial, desk=request.desk)
    if request.method == "POST" and form.is_valid():
        home = origin.home.geonameid if origin and origin.home else None
        trip = writing.begin(form.save(commit=False), request.user, home)
        url = desk_url(request.desk, "trips:trip", trip.pk)
        if origin:
            writing.tie(trip, origin, request.user, url)
        messages.success(request, _("%(name)s is saved.") % {"name": trip.name})
        _say_where_it_starts(request, trip, home or request.desk.place_id)
        return redirect(url)
    return render(request, "trips/edit.html", {"form": form, "start": origin})


def _say_where_it_starts(request: DeskRequest, trip: Trip, home: int | None) -> None:
    """Tell of a start that was chosen for the reader, since nobody sets out from a whole region."""
    start = trip.stops.first()
    if home is None or (start is not None and start.place_id == home):
        return
    words = {"place": places.local_name(home), "city": start.name if start else ""}
    if start is None:
        text = _("%(place)s is not a city: add the city from which the trip starts.")
    else:
        text = _(
            "The trip starts in %(city)s, the largest city of %(place)s. Change it if it starts elsewhere."
        )
    messages.info(request, text % words)


@require_GET
@needs("trips.view")
def trip(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show one trip: what is ready, what is missing, how long everybody may stay."""
    found = get_trip(pk)
    version = queries.published(found) or queries.newest(found)
    people = queries.travellers(found)
    missing = what_is_missing(found)
    passports = request.user.has_perm("trips.passports", request.desk)
    return trip_page(
        request,
        "trips/trip.html",
        found,
        "trip",
        version=version,
        missing=_(missing) if missing else "",
        days=display.columns(version) if version else [],
        counters=staying.counters(found, version, people) if passports else [],
        history=history_of(found)[:12],
        corridors=_corridors_for(found),
    )


@require_http_methods(["GET", "POST"])
@needs("trips.change")
def edit(request: DeskRequest, pk: int) -> HttpResponseBase:
    found = get_trip(pk)
    form = TripForm(request.POST or None, instance=found, desk=request.desk)
    if request.method == "POST" and form.is_valid():
        writing.change(form.save(commit=False), request.user)
        messages.success(request, _("%(name)s is saved.") % {"name": found.name})
        return redirect(desk_url(request.desk, "trips:trip", found.pk))
    return trip_page(request, "trips/edit.html", found, "trip", form=form)


@require_http_methods(["GET", "POST"])
@needs("trips.change")
def remove(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Put a trip into the bin, after a question."""
    if request.method == "POST":
        found = get_object_or_404(Trip, pk=pk)
        say_removed(request, removing.remove(found, request.user))
        return redirect(desk_url(request.desk, "trips:home"))
    return go(request, "core:remove", "trips.trip", pk)
