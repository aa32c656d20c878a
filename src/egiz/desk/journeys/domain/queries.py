"""Reading: each list in a fixed number of queries, whatever its length."""

from django.db.models import Count, Prefetch, QuerySet

from egiz.desk.journeys.models import Journey, PlanVersion, Stop, Traveller

State = PlanVersion.State


def journeys() -> QuerySet[Journey]:
    """List trips with the number of people and visits, and the plans that are not history."""
    live = PlanVersion.objects.exclude(state=State.SUPERSEDED).defer("problem", "plan", "labels")
    return (
        Journey.objects.order_by("-leaves_on", "-id")
        .annotate(people=Count("travellers", distinct=True), places=Count("visits", distinct=True))
        .prefetch_related(
            Prefetch("stops", Stop.objects.all(), to_attr="cities"),
            Prefetch("versions", live, to_attr="live_versions"),
        )
    )


def travellers(journey: Journey) -> list[Traveller]:
    return list(journey.travellers.select_related("person__organisation"))


def published(journey: Journey) -> PlanVersion | None:
    return PlanVersion.objects.filter(journey=journey, state=State.PUBLISHED).first()


def newest(journey: Journey) -> PlanVersion | None:
    """Give the version to look at first: the newest draft if it is younger than what is published."""
    return PlanVersion.objects.filter(journey=journey).exclude(state=State.SUPERSEDED).first()
