"""A participant's own calendar (RFC 5545): stable ids, true zones, what moved and what was cancelled."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.missions.domain.history import Standing
from egiz.desk.missions.interfaces.whom import whom
from egiz.desk.missions.models import Company, Mission, ScheduledMeeting, ScheduleVersion
from egiz.text.timezones import calendar_bytes

# How often a program that is subscribed may ask again; many do as they like.
ASK_AGAIN = dt.timedelta(minutes=15)


def calendar_of(company: Company, mission: Mission, standing: Iterable[Standing]) -> bytes:
    """Return a company's meetings as an .ics file: where they stand, and those that were called off."""
    from icalendar import Calendar  # noqa: PLC0415 - loaded when a calendar is written

    mine = [one for one in standing if company.pk in one.meeting.company_ids]
    calendar = Calendar()
    calendar.add("prodid", "-//Egiz//missions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{mission.name} – {company.short_name}")
    calendar.add("x-wr-timezone", mission.zone)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{ASK_AGAIN.seconds // 60}M")
    for one in mine:
        calendar.add_component(_event(company, mission, one))
    return calendar_bytes(calendar)


def _event(company: Company, mission: Mission, one: Standing) -> Any:
    from icalendar import Event  # noqa: PLC0415 - loaded when a calendar is written

    meeting = one.meeting
    partner = meeting.partner_of(company)
    off = one.dropped or mission.status == Mission.Status.CANCELLED
    changed = (one.since.published_at or one.since.created_at).astimezone(dt.UTC)
    event = Event()
    event.add("uid", _uid(company, meeting))
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    # A mission that is called off changes every meeting once more, whatever its version.
    event.add("sequence", one.since.number + (mission.status == Mission.Status.CANCELLED))
    event.add("status", _status(one, off=off))
    name = whom(meeting, company) if meeting.title or meeting.people else partner.name
    event.add("summary", _("Cancelled: %(name)s") % {"name": name} if off else name)
    event.add("dtstart", meeting.starts_at.astimezone(mission.tz))
    event.add("dtend", meeting.ends_at.astimezone(mission.tz))
    event.add("location", place_of(meeting, mission))
    event.add("description", "\n".join(_details(company, partner, meeting)))
    event.add("transp", "TRANSPARENT" if off else "OPAQUE")
    return event


def _status(one: Standing, *, off: bool) -> str:
    if off:
        return "CANCELLED"
    return "TENTATIVE" if one.meeting.version.state == ScheduleVersion.State.DRAFT else "CONFIRMED"


def place_of(meeting: ScheduledMeeting, mission: Mission) -> str:
    if meeting.online:
        return _("online")
    table = _("table %(name)s") % {"name": meeting.table_name} if meeting.table_name else ""
    return ", ".join(part for part in (mission.place, table) if part)


def _details(company: Company, partner: Company, meeting: ScheduledMeeting) -> list[str]:
    lines = []
    if person := meeting.person_of(company):
        lines.append(_("For your company: %(name)s") % {"name": person})
    if meeting.title:
        partner = Company()
    if partner.offers:
        lines.append(_("Offers: %(offers)s") % {"offers": "; ".join(partner.offers)})
    if partner.needs:
        lines.append(_("Needs: %(needs)s") % {"needs": "; ".join(partner.needs)})
    if meeting.interpreter_name:
        lines.append(_("Interpreter: %(name)s") % {"name": meeting.interpreter_name})
    return lines


def _uid(company: Company, meeting: ScheduledMeeting) -> str:
    # The wish outlives every version, so a calendar moves the meeting instead of adding a second one.
    key = f"{meeting.wish_id or (meeting.key if meeting.group_id else meeting.pk)}|{company.pk}"
    return f"{hashlib.sha256(key.encode()).hexdigest()[:24]}@egiz"
