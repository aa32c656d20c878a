"""Letters that go by themselves: on the organiser's day, to whom it still concerns, each once at most.

A reminder is claimed by the mailing it gets; its letters carry the reminder in their key, which the database
keeps from standing there twice. Work that breaks off goes on where it stopped, and what was written stays.
"""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import User
from egiz.desk.missions.domain import letters, worklist
from egiz.desk.missions.domain.worklist import Audience
from egiz.desk.missions.models import (
    Company,
    Letter,
    Mailing,
    Mission,
    Registration,
    Reminder,
    ScheduledMeeting,
    ScheduleVersion,
)
from egiz.desk.missions.models.schedule import with_guests

Kind = Reminder.Kind
# What counts as a reminder: the day before is told of a company's own meetings and does not count.
COUNTED = tuple(kind.value for kind in Kind if kind != Kind.DAY_BEFORE)
LATE = dt.timedelta(days=1)  # a machine that was off for a night still sends
EARLIEST = dt.timedelta(hours=14)  # somewhere the day has begun already
ENOUGH = _("got as many reminders as one company may get")
Write = Callable[[Company, Reminder, Mailing], Letter | None]


def today_in(mission: Mission, now: dt.datetime) -> dt.date:
    return now.astimezone(mission.tz).date()


def is_late(reminder: Reminder, today: dt.date) -> bool:
    """Say whether its time is over: the day before is nothing else, the others have a day's grace."""
    grace = dt.timedelta() if reminder.kind == Kind.DAY_BEFORE else LATE
    return today > reminder.on + grace


def missions_due(now: dt.datetime) -> list[Mission]:
    """List the missions, of all desks, with a reminder that is to go now."""
    with scopes_disabled():
        rows = Reminder.objects.filter(
            is_on=True,
            finished_at=None,
            on__lte=(now + EARLIEST).date(),
            mission__status=Mission.Status.PLANNED,
        ).select_related("mission__desk")
        found = {row.mission_id: row.mission for row in rows if row.on <= today_in(row.mission, now)}
    return list(found.values())


def due(mission: Mission, now: dt.datetime) -> list[Reminder]:
    rows = Reminder.objects.filter(
        mission=mission, is_on=True, finished_at=None, on__lte=today_in(mission, now)
    )
    return list(rows)


def who_meets_on(mission: Mission, date: dt.date) -> dict[int, list[ScheduledMeeting]]:
    """Return the published meetings of a day, by company."""
    begins = dt.datetime.combine(date, dt.time(), mission.tz)
    rows = (
        ScheduledMeeting.objects.filter(
            version__mission=mission,
            version__state=ScheduleVersion.State.PUBLISHED,
            starts_at__gte=begins,
            starts_at__lt=begins + dt.timedelta(days=1),
        )
        .select_related("ours", "theirs", "version", "table")
        .prefetch_related(with_guests())
        .order_by("starts_at", "id")
    )
    found: dict[int, list[ScheduledMeeting]] = {}
    for row in rows:
        for pk in row.company_ids:
            found.setdefault(pk, []).append(row)
    return found


def audience(reminder: Reminder, registration: Registration, now: dt.datetime) -> Audience:
    """Say who gets the letter now, and who does not and why."""
    mission = reminder.mission
    if reminder.kind == Kind.DAY_BEFORE:
        return _day_before(reminder)
    found = worklist.audience(mission, registration, reminder.kind, now, is_service=False)
    counts = _reminders_in_all(mission)
    goes = [one for one in found.goes if counts.get(one.pk, 0) < registration.reminder_total]
    enough = [(one, ENOUGH) for one in found.goes if counts.get(one.pk, 0) >= registration.reminder_total]
    return Audience(goes, [*found.held, *enough])


def _day_before(reminder: Reminder) -> Audience:
    meets = who_meets_on(reminder.mission, reminder.meets_on)
    rows = Company.objects.filter(mission=reminder.mission, pk__in=meets).select_related("desk")
    goes, held = [], []
    for company in rows.order_by("side", "name", "id"):
        reason = letters.held_back(company, is_service=True)
        held.append((company, reason)) if reason else goes.append(company)
    return Audience(goes, held)


def _reminders_in_all(mission: Mission) -> dict[int, int]:
    gone = Letter.objects.filter(mission=mission, kind__in=COUNTED)
    gone = gone.exclude(state__in=(Letter.State.HELD, Letter.State.FAILED))
    return dict(gone.order_by().values_list("company").annotate(count=Count("pk")))


def send(mission: Mission, registration: Registration, now: dt.datetime, write: Write) -> int:
    """Write the letters of all reminders that are due in a mission; return how many were written."""
    written = 0
    for reminder in due(mission, now):
        reminder.mission = mission
        if reminder.mailing_id is None and is_late(reminder, today_in(mission, now)):
            Reminder.objects.filter(pk=reminder.pk, mailing=None).update(finished_at=now, is_missed=True)
            continue
        mailing = _claim(reminder)
        if mailing is None:
            continue
        for company in audience(reminder, registration, now).goes:
            company.mission = mission
            written += write(company, reminder, mailing) is not None
        Reminder.objects.filter(pk=reminder.pk).update(finished_at=now)
    return written


@transaction.atomic
def _claim(reminder: Reminder) -> Mailing | None:
    """Give a reminder its mailing, once; nothing when it was switched off meanwhile."""
    row = Reminder.objects.select_for_update(of=("self",)).filter(pk=reminder.pk, is_on=True).first()
    if row is None or row.finished_at:
        return None
    if row.mailing_id:
        return Mailing.objects.get(pk=row.mailing_id)
    row.mailing = Mailing.objects.create(mission=reminder.mission, kind=row.kind, words=row.words)
    row.save(update_fields=["mailing", "updated_at"])
    return row.mailing


@transaction.atomic
def switch(reminder: Reminder, *, on: bool, words: dict[str, str], user: User | None) -> bool:
    """Switch a reminder on or off with the words it was previewed with; nothing once it began to go."""
    changed = Reminder.objects.filter(pk=reminder.pk, mailing=None, finished_at=None).update(
        is_on=on, words=words
    )
    if changed:
        what = {"reminder": ["", f"{reminder.get_kind_display()}, {reminder.on}"]}
        record(reminder.mission, "reminder_on" if on else "reminder_off", user, what)
    return bool(changed)


def proposed(registration: Registration) -> list[tuple[str, dt.date]]:
    """Propose days for reminders from the days that were set, and the day before each day of meetings."""
    mission = registration.mission
    days = [
        (Kind.UNFINISHED, registration.closes_on, 5),
        (Kind.NO_HOURS, registration.asking_opens_on, 2),
        (Kind.NO_PROFILE, registration.asking_opens_on, 2),
        (Kind.NO_WISHES, registration.asking_closes_on, 7),
        (Kind.NO_ANSWER, registration.asking_closes_on, 3),
    ]
    found = [(kind.value, day - dt.timedelta(days=before)) for kind, day, before in days if day]
    meeting_days = sorted(set(mission.sessions.values_list("date", flat=True)))
    found += [(Kind.DAY_BEFORE.value, day - dt.timedelta(days=1)) for day in meeting_days]
    return found


@transaction.atomic
def propose(registration: Registration, today: dt.date) -> int:
    """Put the proposed days that are still to come on the list, switched off; return how many are new."""
    mission = registration.mission
    made = 0
    for kind, day in proposed(registration):
        if day >= today:
            _row, is_new = Reminder.objects.get_or_create(
                mission=mission, kind=kind, on=day, defaults={"desk_id": mission.desk_id}
            )
            made += is_new
    return made


def still_true(letter: Letter, now: dt.datetime) -> bool:
    """Say whether what a waiting reminder asks for is still missing."""
    if letter.kind not in COUNTED:
        return True
    return worklist.recipients(letter.mission, letter.kind, now).filter(pk=letter.company_id).exists()
