"""Reading: each list in a fixed number of queries, whatever its length."""

from django.db.models import Count, Prefetch, QuerySet

from egiz.desk.trips.models import PlanVersion, Stop, Traveller, Trip

State = PlanVersion.State


def trips() -> QuerySet[Trip]:
    """List trips with the number of people and visits, and the plans that are not history."""
    live = PlanVersion.objects.exclude(state=State.SUPERSEDED).defer("problem", "plan", "labels")
    return (
        Trip.objects.order_by("-leaves_on", "-id")
        .annotate(people=Count("travellers", distinct=True), places=Count("visits", distinct=True))
        .prefetch_related(
            Prefetch("stops", Stop.objects.all(), to_attr="cities"),
            Prefetch("versions", live, to_attr="live_versions"),
        )
    )


def travellers(trip: Trip) -> list[Traveller]:
    return list(trip.travellers.select_related("person__organisation"))


def published(trip: Trip) -> PlanVersion | None:
    return PlanVersion.objects.filter(trip=trip, state=State.PUBLISHED).first()


def newest(trip: Trip) -> PlanVersion | None:
    """Return the version to look at first: the newest draft if it is younger than what is published."""
    return PlanVersion.objects.filter(trip=trip).exclude(state=State.SUPERSEDED).first()
