from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.core.domain import jobs
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.trips.domain import planning, queries, staying
from egiz.desk.trips.domain.building import what_is_missing
from egiz.desk.trips.interfaces import display, papers
from egiz.desk.trips.interfaces.forms import PlanForm
from egiz.desk.trips.models import PlanVersion, Trip
from egiz.desk.trips.views.shared import get_trip, trip_page


def get_version(trip: Trip, number: int) -> PlanVersion:
    rows = PlanVersion.objects.filter(trip=trip).select_related("created_by", "published_by")
    version: PlanVersion = get_object_or_404(rows, number=number)
    version.trip = trip
    return version


@require_GET
@needs("trips.view")
def plan_now(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Go to the plan that matters now; without one, say what is missing."""
    trip = get_trip(pk)
    version = queries.newest(trip)
    if version is not None:
        return redirect(desk_url(request.desk, "trips:plan", pk, version.number))
    missing = what_is_missing(trip)
    words = _(missing) if missing else ""
    return trip_page(request, "trips/no_plan.html", trip, "plan", missing=words)


@require_POST
@needs("trips.change")
def start(request: DeskRequest, pk: int) -> HttpResponse:
    """Start making a plan in the background."""
    trip = get_trip(pk)
    if missing := what_is_missing(trip):
        messages.error(request, _(missing))
        return redirect(desk_url(request.desk, "trips:plan_now", pk))
    form = PlanForm({"way": "repair", **request.POST.dict()})
    chosen = form.cleaned_data if form.is_valid() else {"way": "repair", "note": ""}
    payload = {"trip": pk, "repair": chosen["way"] == "repair", "note": chosen["note"]}
    job = jobs.enqueue(request.desk, "trips.plan", payload, request.user)
    return go(request, "core:job", job.pk)


@require_GET
@needs("trips.view")
def plan(request: DeskRequest, pk: int, number: int) -> HttpResponseBase:
    """Show a plan: days as columns, the map, what was left out and why."""
    trip = get_trip(pk)
    version = get_version(trip, number)
    people = queries.travellers(trip)
    passports = request.user.has_perm("trips.passports", request.desk)
    counted = staying.counters(trip, version, people) if passports else []
    return trip_page(
        request,
        "trips/plan.html",
        trip,
        "plan",
        version=version,
        versions=list(PlanVersion.objects.filter(trip=trip).defer("problem", "plan", "labels")[:12]),
        days=display.columns(version),
        left=display.left_out(version),
        dropped=display.dropped(version),
        explanation=display.explanation(version),
        drawn=display.drawn(version, request.desk),
        zones=display.zones(version),
        warnings=[one for one in counted if one.standing.status in {"broken", "close", "unknown"}],
        form=PlanForm(),
        may_publish=request.user.has_perm("trips.publish", version) and bool(version.as_plan.days),
        people=people,
        sheet=papers.costs(version) if version.as_plan.cost else None,
    )


@require_POST
@needs("trips.change")
def publish(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    version = get_version(get_trip(pk), number)
    try:
        planning.publish(version, request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request, _("Plan %(number)s is published; personal links show it now.") % {"number": number}
        )
    return redirect(desk_url(request.desk, "trips:plan", pk, number))
