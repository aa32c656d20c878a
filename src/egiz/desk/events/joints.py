"""What the calendar gives to other apps: events that a trip begins from, and what is near a day."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from egiz.desk.core import joints
from egiz.desk.core.joints import Made, Origin
from egiz.desk.core.models import Desk, User
from egiz.desk.events.domain.calendar import event_of
from egiz.desk.events.domain.selection import LONGEST
from egiz.desk.events.models import EventRecord

if TYPE_CHECKING:
    from egiz.calendars import Event

EVENTS_LOOKED_AT = 60


def _origin(row: EventRecord) -> Origin:
    days = tuple(day for day in (row.first_day, row.last_day) if day)
    return Origin("event", row.pk, str(row), days=days, place_id=row.place_id, country=row.country)


class Events:
    """Events as something that a trip begins from."""

    def offered(self, desk: Desk, purpose: str, limit: int) -> list[Origin]:  # noqa: ARG002 - one form for all
        rows = EventRecord.objects.filter(desk=desk, first_day__gte=desk.today())
        return [_origin(row) for row in rows[:limit]]

    def get(self, pk: int) -> Origin | None:
        row = EventRecord.objects.filter(pk=pk).first()
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


joints.add_origins("event", Events())
joints.calendar.fill(Calendar())
