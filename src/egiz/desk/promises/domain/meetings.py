"""Official meetings before and after they are held: planned on the chosen day, invited to, held."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from egiz.desk.core import joints
from egiz.desk.core.domain import trail
from egiz.desk.core.http import desk_url
from egiz.desk.core.joints import Made, Origin
from egiz.desk.core.models import User
from egiz.desk.promises._errors import DecisionError
from egiz.desk.promises.models import OfficialMeeting

FIELDS = (
    "title", "held_on", "place_name", "starts_at", "minutes", "link", "agenda", "other_language",
    "other_title", "other_agenda",
)  # fmt: skip
State = OfficialMeeting.State


@transaction.atomic
def plan(meeting: OfficialMeeting, start: Origin | None, user: User | None) -> OfficialMeeting:
    """Write a planned meeting and tie it to what it begins from, whose promise gets the meeting's day."""
    meeting.state, meeting.created_by = State.PLANNED, user
    _set_day(meeting)
    meeting.save()
    trail.record(meeting, "added", user)
    page = desk_url(meeting.desk, "promises:meeting", meeting.pk)
    joints.tie_to(start, Made(meeting.title, page, meeting.held_on), user)
    return meeting


@transaction.atomic
def change(meeting: OfficialMeeting, user: User | None) -> None:
    """Write the changes of a planned meeting."""
    _set_day(meeting)
    stored = OfficialMeeting.objects.get(pk=meeting.pk)
    with trail.tracked(stored, "changed", user, FIELDS):
        for name in FIELDS:
            setattr(stored, name, getattr(meeting, name))


def _set_day(meeting: OfficialMeeting) -> None:
    if meeting.starts_at:
        meeting.held_on = meeting.starts_at.astimezone(meeting.desk.zone).date()


def ends_at(meeting: OfficialMeeting) -> dt.datetime | None:
    return meeting.starts_at + dt.timedelta(minutes=meeting.minutes) if meeting.starts_at else None


def must_have_begun(meeting: OfficialMeeting) -> None:
    """Refuse what can only be said of a meeting that has begun."""
    ahead = meeting.starts_at and meeting.starts_at > timezone.now()
    if ahead or (meeting.held_on and meeting.held_on > meeting.desk.today()):
        raise DecisionError(DecisionError.NOT_YET)


@transaction.atomic
def set_state(meeting: OfficialMeeting, state: str, user: User | None) -> None:
    """Say that a meeting was held, was called off, or is planned again.

    Raises
    ------
    DecisionError
        If it is to have been held before its hour.
    """
    if state == State.HELD:
        must_have_begun(meeting)
    with trail.tracked(meeting, "changed", user, ("state",)):
        meeting.state = State(state)
