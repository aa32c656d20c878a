"""Making plans and keeping them: a draft, then a published version; the one before becomes history."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from egiz import trips
from egiz.desk.core.domain.jobs import JobError
from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import User
from egiz.desk.trips.domain import queries
from egiz.desk.trips.domain.building import build, what_is_missing
from egiz.desk.trips.models import PlanVersion, Trip

State = PlanVersion.State


class Watch(Protocol):
    """Who is told how far the planner is."""

    def report(self, fraction: float, message: str = "", **values: Any) -> None: ...


def make_plan(
    trip: Trip,
    user: User | None,
    watch: Watch,
    *,
    repair: bool = False,
    note: str = "",
    now: dt.datetime | None = None,
    kept: Callable[[PlanVersion], object] = lambda _version: None,
) -> PlanVersion:
    """Let the planner choose and order the visits; with ``repair`` change the newest plan little.

    What began before ``now`` (this moment, if not said) is never changed by a repair. ``kept`` is told of the
    plan inside the transaction that keeps it.

    Raises
    ------
    JobError
        If something is missing or contradicts itself; the text says what.
    """
    if missing := what_is_missing(trip):
        raise JobError(missing)
    watch.report(0.1, gettext_noop("Putting cities, hours and ways together"))
    try:
        problem = build(trip)
    except trips.TripsError as error:
        raise JobError(
            gettext_noop("The trip cannot be planned as entered: %(reason)s"), reason=str(error)
        ) from error
    base = queries.newest(trip) if repair else None
    watch.report(0.3, gettext_noop("Choosing and ordering the visits"))
    limits = trips.Limits(seconds=float(trip.seconds), workers=2)
    plan, is_near = _nearest(problem, base, limits, now or timezone.now())
    watch.report(0.95, gettext_noop("Keeping the plan"), best=float(plan.value), bound=float(plan.bound))
    against = base.number if base and is_near else None
    with transaction.atomic():
        version = keep(trip, problem, plan, user, note=note, against=against)
        kept(version)
    return version


def _nearest(problem: Any, base: PlanVersion | None, limits: Any, now: dt.datetime) -> tuple[Any, bool]:
    """Plan near the former plan, or anew where there is none or it is of other days or groups.

    A trip that is on its way keeps what began already.
    """
    if base is not None and base.as_plan.days:
        begun = any(item.start <= now for a_day in base.as_plan.days for item in a_day.items)
        try:
            # The desk has entered the changes already: the problem is the trip as it is now.
            nearest = trips.replan(problem, base.as_plan, trips.Changes(), now=now, limits=limits)
        except trips.ProblemError as error:
            if begun:
                raise JobError(
                    gettext_noop("What began already cannot be changed: %(reason)s"), reason=str(error)
                ) from error
        else:
            return nearest, True
    return trips.plan(problem, limits=limits), False


@transaction.atomic
def keep(
    trip: Trip,
    problem: Any,
    plan: Any,
    user: User | None,
    *,
    note: str = "",
    against: int | None = None,
) -> PlanVersion:
    """Save a plan as the trip's next draft; an older draft becomes history."""
    Trip.objects.select_for_update().get(pk=trip.pk)
    PlanVersion.objects.filter(trip=trip, state=State.DRAFT).update(state=State.SUPERSEDED)
    highest = PlanVersion.objects.filter(trip=trip).aggregate(highest=Max("number"))["highest"] or 0
    version = PlanVersion.objects.create(
        trip=trip,
        desk_id=trip.desk_id,
        number=highest + 1,
        problem=trips.problem_to_document(problem),
        plan=trips.plan_to_document(plan),
        labels=_labels(trip),
        status=plan.status,
        value=plan.value,
        bound=plan.bound,
        note=note[:300],
        against=against,
        created_by=user,
    )
    record(trip, "plan_made", user)
    return version


def _labels(trip: Trip) -> dict[str, dict[str, Any]]:
    visits = {
        visit.key: {
            "name": visit.name, "kind": visit.kind, "host": visit.host, "address": visit.address,
            "note": visit.note, "sight": visit.sight, "must": visit.must, "pk": visit.pk,
        }
        for visit in trip.visits.all()
    }  # fmt: skip
    blocks = {f"b{block.pk}": {"name": block.name, "kind": "block"} for block in trip.blocks.all()}
    cities = {
        f"c{stop.pk}": {
            "name": stop.name, "zone": stop.zone, "place": stop.place_id, "country": stop.country,
            "hotel": stop.hotel, "lat": stop.lat, "lon": stop.lon, "priced": stop.night is not None,
        }
        for stop in trip.stops.all()
    }  # fmt: skip
    return {**visits, **blocks, **cities}


@transaction.atomic
def publish(version: PlanVersion, user: User | None) -> None:
    """Make a draft the valid programme; personal links and calendars show it from now on."""
    Trip.objects.select_for_update().get(pk=version.trip_id)
    version.refresh_from_db(fields=["state"])
    if version.state != State.DRAFT:
        raise ValidationError(_("Only a draft can be published; make a new plan first."))
    if version.status not in {"optimal", "feasible"}:
        raise ValidationError(_("This version holds no plan that keeps all limits."))
    mine = PlanVersion.objects.filter(trip_id=version.trip_id)
    mine.filter(state=State.PUBLISHED).update(state=State.SUPERSEDED)
    version.state = State.PUBLISHED
    version.published_at, version.published_by = timezone.now(), user
    version.save(update_fields=["state", "published_at", "published_by", "updated_at"])
    record(version.trip, "plan_published", user)
