"""The home page's order: overdue, this week, no date yet, waiting for the other side, later."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.search import narrowed
from egiz.desk.promises.models import Became, Promise

Status = Promise.Status

OVERDUE, WEEK, UNDATED, WAITING, LATER, CLOSED = range(6)
LABELS: dict[int, Any] = {
    OVERDUE: _("Overdue"),
    WEEK: _("This week"),
    UNDATED: _("No date yet"),
    WAITING: _("Waiting for the other side"),
    LATER: _("Later"),
    CLOSED: _("Closed"),
}
SLUGS = {
    OVERDUE: "overdue",
    WEEK: "week",
    UNDATED: "undated",
    WAITING: "waiting",
    LATER: "later",
    CLOSED: "closed",
}


@dataclass(frozen=True)
class Filters:
    """What a person asks the list to show; an unknown word in the address means "everything"."""

    query: str = ""
    side: str = ""
    kind: str = ""
    state: str = ""
    meeting: int | None = None
    responsible: int | None = None
    territory: int | None = None
    watcher: int | None = None

    @property
    def narrowed(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


def end_of_week(day: dt.date) -> dt.date:
    """Return the Sunday of the day's week."""
    return day + dt.timedelta(days=6 - day.weekday())


def band_of(today: dt.date) -> Case:
    """Sort a promise into its band, in the database; a promise is overdue from the day after its day."""
    return Case(
        When(~Q(status__in=Promise.LIVE), then=Value(CLOSED)),
        When(due_on__lt=today, then=Value(OVERDUE)),
        When(status=Status.WAITING, then=Value(WAITING)),
        When(due_on__lte=end_of_week(today), then=Value(WEEK)),
        When(due_on__isnull=True, then=Value(UNDATED)),
        default=Value(LATER),
        output_field=IntegerField(),
    )


def promises(filters: Filters, today: dt.date) -> QuerySet[Promise]:
    """List promises band by band, the oldest day first; suggestions are not promises yet."""
    rows = with_owners(Promise.objects.filter(status__in=_statuses(filters.state)))
    if filters.side:
        rows = rows.filter(side__in=(filters.side, "both"))
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.responsible:
        rows = rows.filter(responsible_id=filters.responsible)
    if filters.state == "look":
        rows = rows.filter(look_on__lte=today)
    if filters.watcher:
        rows = rows.filter(watchers=filters.watcher)
    if filters.territory:
        rows = rows.filter(territory_id=filters.territory)
    if filters.meeting:
        rows = rows.filter(meeting_id=filters.meeting)
    if filters.query:
        rows = narrowed(rows, filters.query)
    return rows.annotate(band=band_of(today)).order_by("band", F("due_on").asc(nulls_last=True), "id")


def keys(rows: Any) -> Any:
    """Return only number and band of each promise: a long list is put in order without carrying its texts."""
    return rows.select_related(None).values_list("pk", "band")


def grouped(page: Iterable[tuple[int, int]]) -> list[tuple[int, list[Promise]]]:
    """Fetch one page of keys and group its promises by band, in the page's order."""
    wanted = list(page)
    rows = with_owners(Promise.objects.all()).in_bulk([pk for pk, _band in wanted])
    return [
        (band, [rows[pk] for pk, _band in group if pk in rows])
        for band, group in groupby(wanted, key=itemgetter(1))
    ]


def with_owners(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    return rows.select_related("owner_person__organisation", "owner_organisation", "meeting", "responsible")


def with_ties(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    """Fetch with promises their region, and in ``ties`` what they became."""
    ties = Prefetch("became", Became.objects.order_by("id"), to_attr="ties")
    return rows.select_related("territory").prefetch_related(ties)


def ties_of(row: Any) -> list[Became]:
    """Return what a promise became, of one that was fetched ``with_ties``."""
    ties: list[Became] = row.ties
    return ties


def _statuses(state: str) -> tuple[str, ...]:
    return {
        "done": (Status.DONE,),
        "dropped": (Status.DROPPED,),
        "waiting": (Status.WAITING,),
        "all": Promise.SETTABLE,
    }.get(state, Promise.LIVE)


def counts(rows: Any) -> dict[int, int]:
    """Count the promises of each band; the rows are those of ``promises``."""
    return dict(rows.order_by().values_list("band").annotate(n=Count("id")).order_by("band"))
