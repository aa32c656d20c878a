"""Long work of the trips: making a plan."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from egiz.desk.core.domain.jobs import JobContext, JobError, JobResult, handler
from egiz.desk.core.http import desk_url
from egiz.desk.trips.domain import planning
from egiz.desk.trips.models import PlanVersion, Trip


# A stop keeps nothing here, but the plan that is being written is written whole.
@handler("trips.plan", _("Planning the trip"), seconds=3600, begun_at=("trips:trip", "trip"))
def plan_trip(context: JobContext) -> JobResult:
    trip = Trip.objects.filter(pk=context.payload["trip"]).first()
    if trip is None:
        raise JobError(gettext_noop("The trip was removed before this work began."))

    def result(version: PlanVersion) -> JobResult:
        url = desk_url(context.desk, "trips:plan", trip.pk, version.number)
        return JobResult({"version": version.number}, url)

    version = planning.make_plan(
        trip,
        context.user,
        context,
        repair=bool(context.payload.get("repair")),
        note=context.payload.get("note", ""),
        kept=lambda version: context.done(result(version)),
    )
    return result(version)
