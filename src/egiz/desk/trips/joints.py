"""What the trips give to other apps: a trip as what a promise becomes, and what came of it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from egiz.desk.core import joints
from egiz.desk.core.http import desk_url
from egiz.desk.core.interfaces.languages import day_words
from egiz.desk.core.joints import Account, Ending, Turning
from egiz.desk.trips.models import Trip

HELD = Trip.Status.HELD


class Trips:
    """Trips as what promises become: one has reached its end when it was held."""

    target = "trips.trip"
    page = "trips:trip"
    word = gettext_lazy("trip")

    def ended(self) -> QuerySet[Any, Any]:
        return Trip.objects.filter(status=HELD).values("pk")

    def endings(self, pks: Iterable[int]) -> dict[int, Ending]:
        rows = Trip.objects.filter(pk__in=pks, status=HELD)
        return {
            row.pk: Ending("held", _("held, %(days)s") % {"days": _days(row)}, row.home_on) for row in rows
        }

    def accounts(self, pks: Iterable[int], first: dt.date | None, last: dt.date) -> dict[int, Account]:  # noqa: ARG002 - one form for all
        rows = Trip.objects.filter(pk__in=pks).select_related("desk").prefetch_related("stops")
        counted = rows.annotate(
            people=Count("travellers", distinct=True), wanted=Count("visits", distinct=True)
        )
        return {
            row.pk: Account(
                row.pk,
                row.name,
                desk_url(row.desk, self.page, row.pk),
                f"{row.get_status_display()}, {_days(row)}",
                _lines(row),
            )
            for row in counted
        }

    def stirred(self, first: dt.date | None, last: dt.date) -> list[int]:
        rows = Trip.objects.filter(status=HELD, home_on__lte=last)
        return list((rows.filter(home_on__gt=first) if first else rows).values_list("pk", flat=True))


def _days(row: Trip) -> str:
    return f"{day_words(row.leaves_on)} – {day_words(row.home_on)}"


def _lines(row: Any) -> tuple[str, ...]:
    lines = []
    if cities := [stop.name for stop in row.stops.all()]:
        lines.append(" – ".join(cities))
    if row.people:
        lines.append(ngettext("%(n)s traveller", "%(n)s travellers", row.people) % {"n": row.people})
    if row.wanted:
        lines.append(
            ngettext("%(n)s visit asked for", "%(n)s visits asked for", row.wanted) % {"n": row.wanted}
        )
    return tuple(lines)


joints.add_things(Trips())
joints.add_turning(Turning("trip", gettext_lazy("Prepare a trip"), "route", joints.page_from("trips:new")))
