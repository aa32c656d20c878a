from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.core.domain import jobs
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.journeys.domain import planning, queries, staying
from egiz.desk.journeys.domain.building import what_is_missing
from egiz.desk.journeys.interfaces import papers, shown
from egiz.desk.journeys.interfaces.forms import PlanForm
from egiz.desk.journeys.models import Journey, PlanVersion
from egiz.desk.journeys.views.shared import get_journey, journey_page


def get_version(journey: Journey, number: int) -> PlanVersion:
    rows = PlanVersion.objects.filter(journey=journey).select_related("created_by", "published_by")
    version: PlanVersion = get_object_or_404(rows, number=number)
    version.journey = journey
    return version


@require_GET
@needs("journeys.view")
def plan_now(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Go to the plan that matters now; without one, say what is missing."""
    journey = get_journey(pk)
    version = queries.newest(journey)
    if version is not None:
        return redirect(desk_url(request.desk, "journeys:plan", pk, version.number))
    missing = what_is_missing(journey)
    words = _(missing) if missing else ""
    return journey_page(request, "journeys/no_plan.html", journey, "plan", missing=words)


@require_POST
@needs("journeys.change")
def start(request: DeskRequest, pk: int) -> HttpResponse:
    """Start making a plan in the background."""
    journey = get_journey(pk)
    if missing := what_is_missing(journey):
        messages.error(request, _(missing))
        return redirect(desk_url(request.desk, "journeys:plan_now", pk))
    form = PlanForm({"way": "repair", **request.POST.dict()})
    chosen = form.cleaned_data if form.is_valid() else {"way": "repair", "note": ""}
    payload = {"journey": pk, "repair": chosen["way"] == "repair", "note": chosen["note"]}
    job = jobs.enqueue(request.desk, "journeys.plan", payload, request.user)
    return go(request, "core:job", job.pk)


@require_GET
@needs("journeys.view")
def plan(request: DeskRequest, pk: int, number: int) -> HttpResponseBase:
    """Show a plan: days as columns, the map, what was left out and why."""
    journey = get_journey(pk)
    version = get_version(journey, number)
    people = queries.travellers(journey)
    passports = request.user.has_perm("journeys.passports", request.desk)
    counted = staying.counters(journey, version, people) if passports else []
    return journey_page(
        request,
        "journeys/plan.html",
        journey,
        "plan",
        version=version,
        versions=list(PlanVersion.objects.filter(journey=journey).defer("problem", "plan", "labels")[:12]),
        days=shown.columns(version),
        left=shown.left_out(version),
        dropped=shown.dropped(version),
        explanation=shown.explanation(version),
        drawn=shown.drawn(version, request.desk),
        zones=shown.zones(version),
        warnings=[one for one in counted if one.standing.status in {"broken", "close", "unknown"}],
        form=PlanForm(),
        may_publish=request.user.has_perm("journeys.publish", version) and bool(version.as_plan.days),
        people=people,
        sheet=papers.costs(version) if version.as_plan.cost else None,
    )


@require_POST
@needs("journeys.change")
def publish(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    version = get_version(get_journey(pk), number)
    try:
        planning.publish(version, request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request, _("Plan %(number)s is published; personal links show it now.") % {"number": number}
        )
    return redirect(desk_url(request.desk, "journeys:plan", pk, number))
