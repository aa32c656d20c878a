"""What became of the promises in a stretch of days, counted; contracts and memoranda apart from them."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, TruncDate

from egiz.desk.core import joints
from egiz.desk.core.domain import trail
from egiz.desk.core.joints import Deals, MissionOfPeriod
from egiz.desk.core.models import Desk, Territory, User
from egiz.desk.promises.domain.next_report import STANDINGS
from egiz.desk.promises.models import Promise, ResultLink

Status = Promise.Status
LONGEST_DAYS = 3 * 366


@dataclass
class Split:
    """How many promises of each standing, by side, by region or by kind; the key is the record's own."""

    rows: dict[Any, Counter[str]] = field(default_factory=dict)

    def add(self, key: Any, standing: str, count: int) -> None:
        self.rows.setdefault(key, Counter())[standing] += count


@dataclass
class Period:
    """Everything the report of a period says, as the records are now."""

    first: dt.date
    last: dt.date
    # Promises made in the period, and earlier ones that were open in it or closed in it.
    made: Counter[str]
    earlier: Counter[str]
    # Of these, how many come from a meeting whose day nobody knows: they count by the day of confirmation.
    of_unknown_day: int
    by_side: Split
    by_territory: Split
    by_kind: Split
    territories: dict[int, Territory]
    currency: str = ""
    missions: list[MissionOfPeriod] = field(default_factory=list)
    contracts: Deals | None = None
    memoranda: Deals | None = None

    @property
    def total(self) -> Counter[str]:
        return self.made + self.earlier

    @property
    def held(self) -> int:
        return sum(mission.is_held for mission in self.missions)


def standing(today: dt.date) -> Case:
    """Say in the database how a promise stands."""
    return Case(
        When(status__in=(Status.DONE, Status.DROPPED), then="status"),
        When(due_on__lt=today, then=Value("overdue")),
        When(status=Status.WAITING, then=Value("waiting")),
        When(due_on__isnull=True, then=Value("undated")),
        default=Value("open"),
        output_field=CharField(),
    )


def counted(desk: Desk, first: dt.date, last: dt.date) -> QuerySet[Promise]:
    """List the promises that a period is about: made in it, or made earlier and not closed before it.

    A promise was made on the day of its meeting; one written by hand, on the day on which that was done.
    """
    by_hand = (TruncDate(name, tzinfo=desk.zone) for name in ("confirmed_at", "created_at"))
    made_on = Coalesce("meeting__held_on", *by_hand)
    rows = Promise.objects.filter(desk=desk, status__in=Promise.SETTABLE, part_of=None)
    rows = rows.annotate(made_on=made_on, standing=standing(desk.today())).filter(made_on__lte=last)
    return rows.filter(Q(made_on__gte=first) | Q(closed_on__isnull=True) | Q(closed_on__gte=first))


def build(desk: Desk, first: dt.date, last: dt.date) -> Period:
    """Count a period; how promises stand is told as of today."""
    rows = counted(desk, first, last).annotate(
        is_new=Case(When(made_on__gte=first, then=Value(1)), default=Value(0))
    )
    grouped = (
        rows.order_by()
        .values_list("is_new", "side", "territory", "kind", "standing")
        .annotate(count=Count("pk"))
    )
    found = Period(
        first, last, _empty(), _empty(),
        rows.filter(meeting__held_on=None, meeting__isnull=False).count(),
        Split(), Split(), Split(),
        {row.pk: row for row in Territory.objects.filter(desk=desk)},
    )  # fmt: skip
    for is_new, side, territory, kind, code, count in grouped:
        (found.made if is_new else found.earlier)[code] += count
        found.by_side.add(side, code, count)
        found.by_territory.add(territory, code, count)
        found.by_kind.add(kind, code, count)
    if missions := joints.missions_of_period.get():
        found.currency = missions.currency(desk)
        found.missions = missions.between(desk, first, last)
        found.contracts, found.memoranda = missions.together(desk, first, last)
    return found


def _empty() -> Counter[str]:
    return Counter(dict.fromkeys(STANDINGS, 0))


def missions_by(period: Period, key: Callable[[MissionOfPeriod], Any]) -> Counter[Any]:
    """Count the held missions by something they say of themselves."""
    return Counter(key(mission) for mission in period.missions if mission.is_held)


@transaction.atomic
def give_link(link: ResultLink, user: User | None) -> ResultLink:
    """Write down for whom a link is, and until when it opens."""
    link.created_by = user
    link.save()
    trail.record(link, "created", user)
    return link


@transaction.atomic
def take_back(link: ResultLink, user: User | None) -> None:
    """Make the address that was given out worthless at once."""
    with trail.tracked(link, "link_taken_back", user, ("number",)):
        link.number += 1
