"""Who is reminded of which promises, and when: on working days of the desk's country, once a day at most."""

import datetime as dt
from dataclasses import dataclass

from django.core.signing import BadSignature
from django.db.models import F, QuerySet

from egiz.desk.core.models import Desk, Membership, Role, User
from egiz.desk.promises.models import Promise, Reminder
from egiz.desk.promises.models.reminder import read_token

FROM_HOUR = 7  # at the desk; a letter is there when the day's work begins
AHEAD = dt.timedelta(days=7)
WAITED = dt.timedelta(days=14)
MOST = 60
INSIDE = (Role.OWNER, Role.EDITOR, Role.VIEWER)


@dataclass(frozen=True, slots=True)
class Contents:
    """What one letter tells: each promise stands once, in the first list it belongs to."""

    overdue: list[Promise]
    soon: list[Promise]
    waiting: list[Promise]

    def __bool__(self) -> bool:
        return bool(self.overdue or self.soon or self.waiting)


def reminder_of(desk: Desk, user: User) -> Reminder:
    found, _new = Reminder.objects.get_or_create(desk=desk, user=user)
    return found


def is_working_day(desk: Desk, day: dt.date) -> bool:
    """Say whether people of the desk's country work on that day; unknown calendars count Monday to Friday."""
    from egiz.calendars import UnknownCountryError, work_calendar  # noqa: PLC0415 - loaded when it is asked

    try:
        calendar = work_calendar(desk.country, [day.year])
    except UnknownCountryError:
        return day.weekday() < 5
    return not calendar.is_weekend(day) and not calendar.holidays_on(day)


def due(desk: Desk, now: dt.datetime) -> list[Reminder]:
    """List whose letter should go now; nobody's on a day off, before the morning, or a second time."""
    local = now.astimezone(desk.zone)
    if local.hour < FROM_HOUR or not is_working_day(desk, local.date()):
        return []
    inside = Membership.objects.filter(desk=desk, role__in=INSIDE, user__is_active=True).values("user")
    rows = Reminder.objects.filter(by_letter=True, user__in=inside).exclude(last_sent_on__gte=local.date())
    return list(rows.select_related("user", "desk"))


def claim(reminder: Reminder, today: dt.date) -> bool:
    """Take a letter as one's own; of several workers one gets it."""
    mine = Reminder.objects.filter(pk=reminder.pk, last_sent_on=reminder.last_sent_on)
    return mine.update(last_sent_on=today) == 1


def give_back(reminder: Reminder) -> None:
    """Let the letter be tried again: it could not be handed over."""
    Reminder.objects.filter(pk=reminder.pk).update(last_sent_on=reminder.last_sent_on)


def _mine(user: User) -> QuerySet[Promise]:
    rows = Promise.objects.filter(responsible=user, status__in=Promise.LIVE)
    return rows.select_related("owner_person", "owner_organisation").order_by(
        F("due_on").asc(nulls_last=True), "id"
    )


def contents(user: User, today: dt.date) -> Contents:
    """Gather what is overdue, due within a week, and waiting for the other side for two weeks and more."""
    overdue, soon, waiting = [], [], []
    for row in _mine(user)[:MOST]:
        if row.due_on is not None and row.due_on < today:
            overdue.append(row)
        elif row.due_on is not None and row.due_on <= today + AHEAD:
            soon.append(row)
        elif row.waiting_since is not None and today - row.waiting_since >= WAITED:
            waiting.append(row)
    return Contents(overdue, soon, waiting)


def dated(user: User) -> QuerySet[Promise]:
    """List what stands in a member's own calendar."""
    return _mine(user).filter(due_on__isnull=False)


def reminder_of_token(token: str) -> Reminder | None:
    """Return whose calendar it is; nothing for a wrong or withdrawn address, or who is no member any more."""
    try:
        pk, number = read_token(token)
    except (BadSignature, TypeError, ValueError):
        return None
    rows = Reminder._base_manager.select_related("desk", "user")  # noqa: SLF001 - outside any desk's scope
    found = rows.filter(pk=pk, feed_number=number, user__is_active=True).first()
    if found is None:
        return None
    member = Membership.objects.filter(desk=found.desk, user=found.user, role__in=INSIDE)
    return found if member.exists() else None


def new_feed(reminder: Reminder) -> None:
    reminder.feed_number += 1
    reminder.save(update_fields=["feed_number", "updated_at"])
