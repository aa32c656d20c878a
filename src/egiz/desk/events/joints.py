"""What the calendar gives to other apps: events that a trip begins from, and what is near a day."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from egiz.desk.core import joints
from egiz.desk.core.http import desk_url
from egiz.desk.core.interfaces.languages import day_words
from egiz.desk.core.joints import Account, Ending, Made, Origin, Turning
from egiz.desk.core.models import Desk, User
from egiz.desk.events.domain.calendar import event_of
from egiz.desk.events.domain.selection import LONGEST
from egiz.desk.events.models import EventRecord, EventSearch

if TYPE_CHECKING:
    from egiz.calendars import Event

EVENTS_LOOKED_AT = 60


def _origin(row: EventRecord) -> Origin:
    days = tuple(day for day in (row.first_day, row.last_day) if day)
    return Origin(
        "event",
        row.pk,
        str(row),
        days=days,
        place_id=row.place_id,
        country=row.country,
        word=_("event"),
        url=desk_url(row.desk, "events:event", row.pk),
    )


class Events:
    """Events as something that a trip begins from."""

    def offered(self, desk: Desk, purpose: str, limit: int) -> list[Origin]:  # noqa: ARG002 - one form for all
        rows = EventRecord.objects.filter(desk=desk, first_day__gte=desk.today()).select_related("desk")
        return [_origin(row) for row in rows[:limit]]

    def get(self, pk: int) -> Origin | None:
        row = EventRecord.objects.filter(pk=pk).select_related("desk").first()
        return _origin(row) if row else None

    def tie(self, pk: int, made: Made, user: User | None) -> None:
        """An event does not keep what was planned around it."""


class Calendar:
    """The events that may bring people together anyway."""

    def near(self, desk: Desk, first: dt.date, days: int) -> list["Event"]:
        last = first + dt.timedelta(days=days)
        here = EventRecord.objects.filter(country__in=(desk.country, desk.their_country))
        dated = here.filter(first_day__range=(first - LONGEST, last), last_day__gte=first)
        months = {(first + dt.timedelta(days=step)).month for step in range(0, days + 28, 28)}
        usual = here.filter(first_day__isnull=True, month__in=months)
        rows = [
            *dated.order_by("first_day", "id")[:EVENTS_LOOKED_AT],
            *usual.order_by("id")[:EVENTS_LOOKED_AT],
        ]
        today = desk.today()
        return [event_of(row, today) for row in rows]

    def pages(self, uids: Iterable[str]) -> dict[str, int]:
        return dict(EventRecord.objects.filter(uid__in=uids).values_list("uid", "pk"))


class Searches:
    """Searches for events as what promises become: one has reached its end when its list was published."""

    target = "events.eventsearch"
    page = "events:search"
    word = gettext_lazy("search for events")

    def ended(self) -> QuerySet[Any, Any]:
        return EventSearch.objects.filter(published_on__isnull=False).values("pk")

    def endings(self, pks: Iterable[int]) -> dict[int, Ending]:
        rows = EventSearch.objects.filter(pk__in=pks, published_on__isnull=False)
        return {row.pk: Ending("published", _published(row), row.published_on) for row in rows}

    def accounts(self, pks: Iterable[int], first: dt.date | None, last: dt.date) -> dict[int, Account]:  # noqa: ARG002 - one form for all
        rows = EventSearch.objects.filter(pk__in=pks).select_related("desk").annotate(count=Count("chosen"))
        return {
            row.pk: Account(
                row.pk,
                row.name,
                desk_url(row.desk, self.page, row.pk),
                _published(row) if row.published_on else _("not published yet"),
                (
                    ngettext("%(n)s event on the list", "%(n)s events on the list", row.count)
                    % {"n": row.count},
                ),
            )
            for row in rows
        }

    def stirred(self, first: dt.date | None, last: dt.date) -> list[int]:
        rows = EventSearch.objects.filter(published_on__lte=last)
        return list((rows.filter(published_on__gt=first) if first else rows).values_list("pk", flat=True))


def _published(row: EventSearch) -> str:
    if row.published_on is None:
        return ""
    words = _("published on %(day)s") % {"day": day_words(row.published_on)}
    return f"{words}: {row.published_as}" if row.published_as else words


joints.add_origins("event", Events())
joints.add_things(Searches())
joints.add_turning(
    Turning(
        "events", gettext_lazy("Search for events"), "calendar-days", joints.page_from("events:new_search")
    )
)
joints.calendar.fill(Calendar())
