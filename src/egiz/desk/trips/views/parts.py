"""Cities, ways, people, visits and fixed hours of a trip: lists, and one form for each kind of part."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core import joints
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.core.templatetags.egiz import day_long
from egiz.desk.directory.models import Organisation
from egiz.desk.trips.domain import estimating, queries, staying, suggesting, writing
from egiz.desk.trips.interfaces import forms
from egiz.desk.trips.models import Block, KnownStay, Stop, Traveller, Trip, Visit, Way
from egiz.desk.trips.views.shared import get_trip, trip_page


@dataclass(frozen=True)
class Kind:
    """A kind of part: its record, its form, the page it is listed on, its words."""

    model: Any
    form: Any
    page: str
    new: Any
    change: Any


KINDS = {
    "city": Kind(Stop, forms.StopForm, "places", gettext_lazy("Add a city"), gettext_lazy("Change a city")),
    "way": Kind(Way, forms.WayForm, "places", gettext_lazy("Add a way"), gettext_lazy("Change a way")),
    "person": Kind(
        Traveller,
        forms.TravellerForm,
        "people",
        gettext_lazy("Add a person"),
        gettext_lazy("Change a person"),
    ),
    "visit": Kind(
        Visit, forms.VisitForm, "visits", gettext_lazy("Add a visit"), gettext_lazy("Change a visit")
    ),
    "hours": Kind(
        Block, forms.BlockForm, "visits", gettext_lazy("Add fixed hours"), gettext_lazy("Change fixed hours")
    ),
}


@require_GET
@needs("trips.view")
def places(request: DeskRequest, pk: int) -> HttpResponseBase:
    trip = get_trip(pk)
    ways = list(trip.ways.select_related("origin", "destination"))
    stops = list(trip.stops.all())
    gaps = estimating.gaps(trip)
    return trip_page(request, "trips/places.html", trip, "places", stops=stops, ways=ways, gaps=gaps)


@require_POST
@needs("trips.change")
def estimate(request: DeskRequest, pk: int) -> HttpResponse:
    """Enter a way as the corridors know it."""
    trip = get_trip(pk)
    origin, destination = (
        get_object_or_404(Stop, trip=trip, pk=request.POST.get(end) or 0) for end in ("from", "to")
    )
    found = estimating.estimate(trip, origin, destination, request.user)
    if found is None:
        text = _("No way by car is on record for that day. The page of the ways says why.")
        messages.error(request, text)
    else:
        messages.success(request, _("The way is estimated; check its minutes and price."))
        if found.unknown_since:
            since = day_long(found.unknown_since)
            text = _("The status of a crossing on this way is unknown since %(day)s.") % {"day": since}
            messages.warning(request, text)
    return redirect(desk_url(request.desk, "trips:places", pk))


@require_GET
@needs("trips.view")
def people(request: DeskRequest, pk: int) -> HttpResponseBase:
    """List the delegation; passports and days abroad only for those who prepare the trip."""
    trip = get_trip(pk)
    travellers = queries.travellers(trip)
    version = queries.published(trip) or queries.newest(trip)
    passports = request.user.has_perm("trips.passports", request.desk)
    counters: dict[int, list[Any]] = {}
    for counter in staying.counters(trip, version, travellers) if passports else ():
        counters.setdefault(counter.traveller.pk, []).append(counter)
    rows = [(one, counters.get(one.pk, [])) for one in travellers]
    return trip_page(request, "trips/people.html", trip, "people", rows=rows, passports=passports)


@require_GET
@needs("trips.view")
def visits(request: DeskRequest, pk: int) -> HttpResponseBase:
    trip = get_trip(pk)
    return trip_page(
        request,
        "trips/visits.html",
        trip,
        "visits",
        visits=list(trip.visits.select_related("stop")),
        blocks=list(trip.blocks.select_related("stop")),
        suggestions=suggesting.suggestions(trip, _language()),
    )


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def _kind(name: str) -> Kind:
    if name not in KINDS:
        msg = "No such part"
        raise Http404(msg)
    return KINDS[name]


@require_http_methods(["GET", "POST"])
@needs("trips.change")
def part(request: DeskRequest, pk: int, name: str, part_pk: int | None = None) -> HttpResponseBase:
    """Add or change one part of a trip."""
    trip, kind = get_trip(pk), _kind(name)
    if name not in {"city", "person"} and not trip.stops.exists():
        messages.error(request, _("Add the cities first."))
        return redirect(desk_url(request.desk, "trips:places", pk))
    found = get_object_or_404(kind.model, trip=trip, pk=part_pk) if part_pk else None
    form = kind.form(request.POST or None, instance=found, trip=trip)
    if request.method == "POST" and form.is_valid():
        _save(form, name, found, request)
        return redirect(_after(request, trip, kind.page))
    context = {"form": form, "title": kind.change if found else kind.new, "part": name, "found": found}
    if name == "person":
        context |= {"known": writing.people_of(request.desk)} | _stays(request, found)
    return trip_page(request, "trips/part.html", trip, kind.page, **context)


def _stays(request: DeskRequest, found: Traveller | None) -> dict[str, Any]:
    if found is None:
        return {}
    form = forms.StayForm(person=found.person, desk=request.desk)
    return {"stays": list(KnownStay.objects.filter(person=found.person)), "stay_form": form}


def _save(form: Any, name: str, found: Any, request: DeskRequest) -> None:
    if name == "person" and found is None:
        typed = form.cleaned_data
        writing.add_traveller(form.instance, typed["person_name"], typed.get("position", ""), request.user)
    else:
        saved = form.save()
        writing.note_part(saved, "part_changed" if found else "part_added", request.user)
    messages.success(request, _("Saved. Plans made before do not know it yet."))


def _after(request: DeskRequest, trip: Trip, page: str) -> str:
    """Return the page to go back to: the plan a change began at, or the list."""
    back = request.GET.get("plan", "")
    if back.isdigit():
        return desk_url(request.desk, "trips:plan", trip.pk, int(back))
    return desk_url(request.desk, f"trips:{page}", trip.pk)


@require_POST
@needs("trips.change")
def remove_part(request: DeskRequest, pk: int, name: str, part_pk: int) -> HttpResponse:
    trip, kind = get_trip(pk), _kind(name)
    found = get_object_or_404(kind.model, trip=trip, pk=part_pk)
    if isinstance(found, Stop) and (found.visits.exists() or found.blocks.exists()):
        messages.error(request, _("This city still has visits or fixed hours; take them out first."))
        return redirect(desk_url(request.desk, "trips:places", pk))
    writing.note_part(found, "part_removed", request.user)
    found.delete()
    messages.success(request, _("Taken out. Plans made before still hold it."))
    return redirect(desk_url(request.desk, f"trips:{kind.page}", pk))


@require_POST
@needs("trips.change")
def take(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a suggestion in as a visit."""
    trip = get_trip(pk)
    kind, key = request.POST.get("kind", ""), request.POST.get("key", "")
    stop = get_object_or_404(Stop, trip=trip, pk=request.POST.get("stop") or 0)
    if kind == "sight":
        writing.add_sight(trip, key, _language(), request.user)
    elif kind == "organisation" and key.isdigit():
        writing.add_company(trip, stop, get_object_or_404(Organisation, pk=key), request.user)
    elif kind == "company" and key.isdigit():
        hosts = joints.hosts.get()
        company = hosts.get(int(key)) if hosts else None
        if company is None:
            msg = "No such company"
            raise Http404(msg)
        taken = Visit.objects.create(
            trip=trip, stop=stop, name=company.name, languages=list(company.languages)
        )
        writing.note_part(taken, "part_added", request.user)
    messages.success(request, _("Saved. Plans made before do not know it yet."))
    return redirect(desk_url(request.desk, "trips:visits", pk))


@require_POST
@needs("trips.passports")
def add_stay(request: DeskRequest, pk: int, part_pk: int) -> HttpResponseBase:
    """Write days somebody has spent abroad."""
    trip = get_trip(pk)
    traveller = get_object_or_404(Traveller, trip=trip, pk=part_pk)
    form = forms.StayForm(request.POST, person=traveller.person, desk=request.desk)
    if form.is_valid():
        form.save()
        return redirect(desk_url(request.desk, "trips:change_part", pk, "person", part_pk))
    context: dict[str, Any] = {"found": traveller, "part": "person", "title": KINDS["person"].change}
    context |= {**_stays(request, traveller), "stay_form": form}
    context["form"] = forms.TravellerForm(instance=traveller, trip=trip)
    return trip_page(request, "trips/part.html", trip, "people", **context)


@require_POST
@needs("trips.passports")
def remove_stay(request: DeskRequest, pk: int, part_pk: int, stay_pk: int) -> HttpResponse:
    traveller = get_object_or_404(Traveller, trip=get_trip(pk), pk=part_pk)
    get_object_or_404(KnownStay, person=traveller.person, pk=stay_pk).delete()
    return redirect(desk_url(request.desk, "trips:change_part", pk, "person", part_pk))


@require_POST
@needs("trips.change")
def new_link(request: DeskRequest, pk: int, part_pk: int) -> HttpResponse:
    """Take a personal link back and give another."""
    traveller = get_object_or_404(Traveller, trip=get_trip(pk), pk=part_pk)
    writing.new_link(traveller, request.user)
    messages.success(request, _("The old link no longer opens anything."))
    return redirect(desk_url(request.desk, "trips:people", pk))
