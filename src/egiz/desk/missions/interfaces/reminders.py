"""The letters that go by themselves in words, and whether each still holds at its hour."""

import datetime as dt
from typing import Any

from babel.dates import format_time
from django.utils import translation

from egiz.desk.core.interfaces.languages import locale
from egiz.desk.missions.domain import reminding
from egiz.desk.missions.domain.letters import NO_LONGER_SO, Text
from egiz.desk.missions.interfaces import letters
from egiz.desk.missions.interfaces.calendars import place_of
from egiz.desk.missions.interfaces.whom import whom
from egiz.desk.missions.models import Company, Letter, Mailing, Registration, Reminder, ScheduledMeeting


def writer(registration: Registration) -> reminding.Write:
    """Return what writes a reminder to one company and puts it in the queue."""
    of_day: dict[int, dict[int, list[ScheduledMeeting]]] = {}

    def write(company: Company, reminder: Reminder, mailing: Mailing) -> Letter | None:
        company.mission.registration = registration
        own: dict[str, Any] = {}
        if reminder.kind == Reminder.Kind.DAY_BEFORE:
            if reminder.pk not in of_day:
                of_day[reminder.pk] = reminding.who_meets_on(reminder.mission, reminder.meets_on)
            own = day_of(company, reminder.meets_on, of_day[reminder.pk].get(company.pk, []))
        key = f"reminder {reminder.pk}"
        return letters.write(company, reminder.kind, registration, key=key, mailing=mailing, **own)

    return write


def text_of(company: Company, reminder: Reminder, base_url: str, words: dict[str, str]) -> Text:
    """Write a reminder as this company would get it now."""
    own: dict[str, Any] = {}
    if reminder.kind == Reminder.Kind.DAY_BEFORE:
        meets = reminding.who_meets_on(reminder.mission, reminder.meets_on)
        own = day_of(company, reminder.meets_on, meets.get(company.pk, []))
    return letters.compose(company, reminder.kind, base_url, words, **own)


def day_of(company: Company, day: dt.date, meetings: list[ScheduledMeeting]) -> dict[str, Any]:
    """Return the parts of the letter of the day before: the day, and a line for each meeting."""
    mission = company.mission
    with translation.override(company.reads):
        lines = [_line(company, one) for one in meetings]
    return {"meets_on": day, "noon": dt.datetime.combine(day, dt.time(12), mission.tz), "lines": lines}


def _line(company: Company, meeting: ScheduledMeeting) -> str:
    mission = company.mission
    begins = format_time(meeting.starts_at.astimezone(mission.tz), "HH:mm", locale=locale())
    return f"{begins}, {place_of(meeting, mission)}: {whom(meeting, company)}"


def look_again(letter: Letter, now: dt.datetime) -> str:
    """Hold back what is no longer so, and give the letter of the day before the day as it is now."""
    if not reminding.still_true(letter, now):
        return NO_LONGER_SO
    if letter.kind != Reminder.Kind.DAY_BEFORE or letter.mailing is None:
        return ""
    reminder = Reminder.objects.filter(mailing=letter.mailing).select_related("mission").first()
    if reminder is None:
        return ""
    meets = reminding.who_meets_on(letter.mission, reminder.meets_on).get(letter.company_id)
    if not meets:
        return NO_LONGER_SO
    company, registration = letter.company, letter.mission.registration
    company.mission = letter.mission
    own = day_of(company, reminder.meets_on, meets)
    text = letters.compose(company, letter.kind, registration.base_url, letter.mailing.words, **own)
    letter.subject, letter.body = " ".join(text.subject.split())[:300], text.body
    return ""
