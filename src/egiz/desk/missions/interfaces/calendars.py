"""A participant's own calendar (RFC 5545): true zones, stable ids, a sequence that follows the version."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.missions.models import Company, Mission, ScheduledMeeting, ScheduleVersion


def calendar_of(
    company: Company, mission: Mission, version: ScheduleVersion, meetings: Sequence[ScheduledMeeting]
) -> bytes:
    """Return the company's meetings of one version as an .ics file."""
    from icalendar import Calendar  # noqa: PLC0415 - loaded when a calendar is written

    calendar = Calendar()
    calendar.add("prodid", "-//Egiz//missions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{mission.name} – {company.short_name}")
    calendar.add("x-wr-timezone", mission.zone)
    for meeting in meetings:
        calendar.add_component(_event(company, mission, version, meeting))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(company: Company, mission: Mission, version: ScheduleVersion, meeting: ScheduledMeeting) -> Any:
    from icalendar import Event  # noqa: PLC0415 - as above

    partner = meeting.partner_of(company)
    event = Event()
    event.add("uid", _uid(company, meeting))
    event.add("dtstamp", (version.published_at or version.created_at).astimezone(dt.UTC))
    event.add("sequence", version.number)
    event.add("summary", partner.name)
    event.add("dtstart", meeting.starts_at.astimezone(mission.tz))
    event.add("dtend", meeting.ends_at.astimezone(mission.tz))
    event.add("location", place_of(meeting, mission))
    event.add("description", "\n".join(_details(partner, meeting)))
    return event


def place_of(meeting: ScheduledMeeting, mission: Mission) -> str:
    if meeting.online:
        return _("online")
    table = _("table %(name)s") % {"name": meeting.table_name} if meeting.table_name else ""
    return ", ".join(part for part in (mission.place, table) if part)


def _details(partner: Company, meeting: ScheduledMeeting) -> list[str]:
    lines = []
    if partner.offers:
        lines.append(_("Offers: %(offers)s") % {"offers": "; ".join(partner.offers)})
    if partner.needs:
        lines.append(_("Needs: %(needs)s") % {"needs": "; ".join(partner.needs)})
    if meeting.interpreter_name:
        lines.append(_("Interpreter: %(name)s") % {"name": meeting.interpreter_name})
    return lines


def _uid(company: Company, meeting: ScheduledMeeting) -> str:
    # The wish outlives every version, so a calendar moves the meeting instead of adding a second one.
    key = f"{meeting.wish_id or meeting.pk}|{company.pk}"
    return f"{hashlib.sha256(key.encode()).hexdigest()[:24]}@egiz"
