"""The invitation to an official meeting, in both languages, and the same as a calendar file and a letter."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_location
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from egiz.desk.core.domain.places import named_place, place_of
from egiz.desk.core.interfaces.languages import locale
from egiz.desk.core.models import Desk, Side, Territory
from egiz.desk.promises.domain.meetings import ends_at
from egiz.desk.promises.models import OfficialMeeting
from egiz.text.timezones import calendar_bytes


@dataclass(frozen=True)
class Invitation:
    """The text in one language; what is only known in the other language is named."""

    language: str
    name: str
    text: str
    borrowed: bool


def invitations(meeting: OfficialMeeting) -> list[Invitation]:
    """Write the invitation in the desk's language and in the other side's."""
    languages = dict.fromkeys([meeting.desk.language, meeting.other_language or "en"])
    return [_invitation(meeting, language) for language in languages]


def _invitation(meeting: OfficialMeeting, language: str) -> Invitation:
    other = language != meeting.desk.language
    title = (meeting.other_title if other else "") or meeting.title
    agenda = (meeting.other_agenda if other else "") or meeting.agenda
    borrowed = other and not (meeting.other_title and (meeting.other_agenda or not meeting.agenda))
    with translation.override(language):
        text = _text(meeting, title, agenda)
    return Invitation(language, dict(settings.LANGUAGES)[language], text, borrowed)


def _text(meeting: OfficialMeeting, title: str, agenda: str) -> str:
    desk = meeting.desk
    lines = [_("Dear colleagues,"), "", _("we invite you to the meeting “%(title)s”.") % {"title": title}, ""]
    if meeting.starts_at:
        day = meeting.starts_at.astimezone(desk.zone).date()
        lines.append(_("Day: %(day)s") % {"day": format_date(day, "full", locale=locale())})
        lines.append(_("Hour: %(hours)s") % {"hours": "; ".join(hours_of(meeting))})
    if meeting.place_name:
        lines.append(_("Place: %(place)s") % {"place": named_place(meeting.place_id, meeting.place_name)})
    if meeting.link:
        lines.append(_("Online: %(link)s") % {"link": meeting.link})
    items = [line.strip() for line in agenda.splitlines() if line.strip()]
    if items:
        lines += ["", _("Agenda:"), *(f"{number}. {item}" for number, item in enumerate(items, 1))]
    lines += ["", _("Please let us know who will take part."), "", desk.our_name or desk.name]
    return "\n".join(lines)


def hours_of(meeting: OfficialMeeting) -> list[str]:
    """Write the hours on each side's clock, in the reader's language; one clock is named once."""
    begins, ends = meeting.starts_at, ends_at(meeting)
    if begins is None or ends is None:
        return []
    return [
        f"{begins.astimezone(zone):%H:%M}–{ends.astimezone(zone):%H:%M} ({_city(zone)})"
        for zone in zones_of(meeting.desk)
    ]


def _city(zone: ZoneInfo) -> str:
    return str(get_timezone_location(zone, locale=locale(), return_city=True))


def zones_of(desk: Desk) -> Sequence[ZoneInfo]:
    """Return the desk's zone and that of the other side's first place, where the desk has named one."""
    theirs = Territory.objects.filter(desk=desk, side=Side.THEIRS).first()
    place = place_of(theirs.place_id) if theirs else None
    zone = getattr(place, "timezone", "")
    return [desk.zone, *([ZoneInfo(zone)] if zone and zone != desk.timezone else [])]


def to_ics(meeting: OfficialMeeting, now: dt.datetime) -> bytes:
    """Return the meeting as a calendar file (RFC 5545): an id that stays, so that a moved meeting moves."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - loaded when a calendar is written

    calendar = Calendar()
    calendar.add("prodid", "-//Egiz//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}.{meeting.desk.slug}@egiz")
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("last-modified", meeting.updated_at.astimezone(dt.UTC))
    event.add("sequence", int(meeting.updated_at.timestamp()) - int(meeting.created_at.timestamp()))
    cancelled = meeting.state == OfficialMeeting.State.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("summary", _titles(meeting))
    if meeting.starts_at:
        event.add("dtstart", meeting.starts_at.astimezone(meeting.desk.zone))
        event.add("dtend", (ends_at(meeting) or meeting.starts_at).astimezone(meeting.desk.zone))
    if place := meeting.place_name or meeting.link:
        event.add("location", place)
    if meeting.link:
        event.add("url", meeting.link)
    event.add("description", "\n\n".join(one.text for one in invitations(meeting)))
    calendar.add_component(event)
    return calendar_bytes(calendar)


def _titles(meeting: OfficialMeeting) -> str:
    titles = dict.fromkeys(filter(None, [meeting.title, meeting.other_title]))
    return " ".join(" / ".join(titles).split())


def to_letter(meeting: OfficialMeeting, now: dt.datetime) -> bytes:
    """Return the invitation as a letter for a mail program: both texts, with the calendar file attached."""
    letter = EmailMessage()
    letter["Subject"] = _titles(meeting)
    letter["X-Unsent"] = "1"  # mail programs open it as a draft
    letter.set_content("\n\n* * *\n\n".join(one.text for one in invitations(meeting)))
    letter.add_attachment(
        to_ics(meeting, now),
        maintype="text",
        subtype="calendar",
        filename="meeting.ics",
        params={"method": "PUBLISH"},
    )
    return letter.as_bytes()
