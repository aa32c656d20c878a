"""Opening a desk's calendar to everybody, and closing it again."""

from typing import Any

from django.db import transaction

from egiz.desk.core.domain import trail
from egiz.desk.core.models import Desk, User
from egiz.desk.events.models import PublicCalendar

FIELDS = ("is_open", "title", "intro", "embed_hosts", "takes_subscribers")


def calendar_of(desk: Desk) -> PublicCalendar:
    """Return the desk's public calendar; a closed one that is not kept yet when there was none."""
    return PublicCalendar.objects.filter(desk=desk).first() or PublicCalendar(desk=desk)


@transaction.atomic
def change(desk: Desk, user: User, **values: Any) -> PublicCalendar:
    """Open or close the calendar, or change its words, with a line of history."""
    calendar = PublicCalendar.objects.get_or_create(desk=desk)[0]
    with trail.tracked(calendar, "changed", user, FIELDS):
        for name in FIELDS:
            if name in values:
                setattr(calendar, name, values[name])
    return calendar


def frame_ancestors(calendar: PublicCalendar) -> list[str]:
    """Return the sites that may show the calendar inside their pages, as the content policy writes them."""
    return calendar.embed_hosts.split() or ["*"]
