"""Reading: each list in a fixed number of queries, whatever its length."""

from collections import Counter
from collections.abc import Collection, Iterator

from django.db.models import Count, JSONField, Max, Min, Prefetch, Q, QuerySet

from egiz.desk.core.domain.folding import fold
from egiz.desk.core.models import Side
from egiz.desk.missions.models import (
    Company,
    MeetingReport,
    Mission,
    NotHeld,
    ScheduledMeeting,
    ScheduleVersion,
    SuggestedMatch,
    Wish,
)
from egiz.desk.missions.models.schedule import with_guests
from egiz.desk.missions.models.wish import AGREED, DECLINED, WAITING

# The companies of group meetings beyond the first two.
GUESTS = ScheduledMeeting.guests.through
STATES = {"waiting": WAITING, "agreed": AGREED, "declined": DECLINED}


def missions() -> QuerySet[Mission]:
    """List missions with their days and the number of companies of each side."""
    accepted = Q(companies__status=Company.Status.ACCEPTED)
    return (
        Mission.objects.order_by("-created_at", "-id")
        .annotate(
            first_day=Min("sessions__date"),
            last_day=Max("sessions__date"),
            ours=Count("companies", filter=accepted & Q(companies__side=Side.OURS), distinct=True),
            theirs=Count("companies", filter=accepted & Q(companies__side=Side.THEIRS), distinct=True),
        )
        .prefetch_related(
            Prefetch(
                "versions",
                ScheduleVersion.objects.exclude(state=ScheduleVersion.State.SUPERSEDED)
                .annotate(held=Count("meetings"))
                .order_by("-number"),
                to_attr="live_versions",
            )
        )
    )


def companies(
    mission: Mission, query: str = "", side: str = "", region: int | None = None
) -> QuerySet[Company]:
    rows = Company.objects.filter(mission=mission).select_related("territory")
    if region:
        rows = rows.filter(territory_id=region)
    if side in {Side.OURS, Side.THEIRS}:
        rows = rows.filter(side=side)
    for word in fold(query).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def taking_part(mission: Mission) -> QuerySet[Company]:
    """List the companies that are accepted and have not withdrawn: those who are expected on the day."""
    return Company.objects.filter(mission=mission, status=Company.Status.ACCEPTED)


def meetings_per_company(version: ScheduleVersion | None, of: list[int]) -> Counter[int]:
    """Count the meetings of some companies."""
    counted: Counter[int] = Counter()
    if version is not None:
        rows = version.meetings.filter(Q(ours__in=of) | Q(theirs__in=of)).order_by()
        for pair in rows.values_list("ours_id", "theirs_id"):
            counted.update(pair)
        seats = GUESTS.objects.filter(scheduledmeeting__version=version, company__in=of)
        counted.update(seats.values_list("company_id", flat=True))
    return counted


def wishes_per_company(mission: Mission, of: list[int]) -> Counter[int]:
    """Count the agreed wishes of some companies."""
    counted: Counter[int] = Counter()
    rows = Wish.objects.filter(AGREED, Q(low__in=of) | Q(high__in=of), mission=mission)
    for pair in rows.order_by().values_list("low_id", "high_id"):
        counted.update(pair)
    return counted


def wishes_in_full(mission: Mission, numbers: list[int]) -> list[Wish]:
    """Return the wishes of one page with their companies, in the order of the page."""
    found = wishes(mission).in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


def _of_pair(rows: QuerySet, query: str, a: str, b: str) -> QuerySet:
    for word in fold(query).split():
        rows = rows.filter(
            Q(**{f"{a}__search_key__contains": word}) | Q(**{f"{b}__search_key__contains": word})
        )
    return rows


def matches(mission: Mission, query: str = "", *, selected: bool = False) -> QuerySet[SuggestedMatch]:
    rows = SuggestedMatch.objects.filter(mission=mission).select_related("ours", "theirs")
    if selected:
        rows = rows.filter(selected=True)
    return _of_pair(rows, query, "ours", "theirs")


def wishes(mission: Mission, query: str = "", state: str = "") -> QuerySet[Wish]:
    rows = Wish.objects.filter(mission=mission)
    if state in STATES:
        rows = rows.filter(STATES[state])
    rows = rows.select_related("asker", "partner", "recorded_by", "mission")
    return _of_pair(rows, query, "asker", "partner")


def meetings(version: ScheduleVersion, of: list[int] | None = None) -> QuerySet[ScheduledMeeting]:
    """List a version's meetings, or only those of some companies."""
    rows = version.meetings.select_related("ours", "theirs", "table", "wish").prefetch_related(with_guests())
    return rows if of is None else rows.filter(with_any(of))


def with_any(of: Collection[int]) -> Q:
    """Match meetings in which one of these companies sits."""
    seats = GUESTS.objects.filter(company__in=list(of)).values("scheduledmeeting_id")
    return Q(ours__in=of) | Q(theirs__in=of) | Q(pk__in=seats)


def sitting(version: ScheduleVersion) -> Iterator[tuple[int, int, int]]:
    """Go through everybody's meetings: company, first slot, slots it takes."""
    for ours, theirs, slot, length in version.meetings.values_list("ours_id", "theirs_id", "slot", "length"):
        yield ours, slot, length
        yield theirs, slot, length
    seats = GUESTS.objects.filter(scheduledmeeting__version=version)
    yield from seats.values_list("company_id", "scheduledmeeting__slot", "scheduledmeeting__length")


def meetings_named(version: ScheduleVersion) -> QuerySet[ScheduledMeeting]:
    """List a version's meetings with no more of their companies than names them; they have many columns."""
    lists = [one.name for one in Company._meta.concrete_fields if isinstance(one, JSONField)]  # noqa: SLF001 - Django's public way to a model's fields
    return meetings(version).defer(*(f"{side}__{name}" for side in ("ours", "theirs") for name in lists))


def tally(version: ScheduleVersion) -> tuple[int, int, int, int]:
    """Count meetings held, pinned, left out, and musts left out."""
    held = version.meetings.aggregate(held=Count("pk"), pinned=Count("pk", filter=Q(pinned=True)))
    left = version.not_held.aggregate(
        left=Count("pk"), musts=Count("pk", filter=Q(wish__weight="must") | Q(group__weight="must"))
    )
    return held["held"], held["pinned"], left["left"], left["musts"]


def not_held(version: ScheduleVersion) -> QuerySet[NotHeld]:
    return version.not_held.select_related("ours", "theirs", "wish", "group")


def reports_of(mission: Mission) -> dict[int, dict[str, MeetingReport]]:
    """Return what was reported, by wish and side."""
    found: dict[int, dict[str, MeetingReport]] = {}
    for report in MeetingReport.objects.filter(mission=mission).select_related("recorded_by"):
        found.setdefault(report.wish_id, {})[report.side] = report
    return found


def shown_version(mission: Mission) -> ScheduleVersion | None:
    """Return the version a mission shows: the published one, or else the newest draft."""
    versions = mission.versions.exclude(state=ScheduleVersion.State.SUPERSEDED).order_by("-number")
    found = list(versions)
    published = [version for version in found if version.state == ScheduleVersion.State.PUBLISHED]
    return next(iter(published or found), None)


def published_version(mission: Mission) -> ScheduleVersion | None:
    return mission.versions.filter(state=ScheduleVersion.State.PUBLISHED).first()
