"""Tags of the missions' pages: hours in the mission's zone, engine reasons, short lists."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, get_timezone_location
from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egiz.desk.core.interfaces.languages import locale
from egiz.desk.missions.domain.rooms import room_of
from egiz.desk.missions.domain.slots import STRETCH
from egiz.desk.missions.interfaces import reasons
from egiz.desk.missions.interfaces.changed_letters import where
from egiz.desk.missions.interfaces.goals import long_time
from egiz.desk.missions.interfaces.whom import whom
from egiz.desk.missions.models import Company, ExchangeRate, Mission, ScheduledMeeting

register = template.Library()


@register.filter
def clock(value: dt.datetime, zone: Any = None) -> str:
    """Write an hour in the mission's zone: {{ meeting.starts_at|clock:mission }}."""
    if isinstance(zone, Mission):
        value = value.astimezone(zone.tz)
    elif isinstance(zone, str) and zone:
        value = value.astimezone(ZoneInfo(zone))
    return format_time(value, "HH:mm", locale=locale())


@register.filter
def weekday(value: dt.date) -> str:
    """Write a day with its weekday: "Wed, 9 December"."""
    return format_skeleton("MMMEd", value, locale=locale())


@register.filter
def zone_name(zone: str, when: dt.datetime | None = None) -> str:
    """Name a zone in words with its offset on that day: "Nukus time (UTC+5)"."""
    info = ZoneInfo(zone)
    offset = (when or timezone.now()).astimezone(info).utcoffset() or dt.timedelta()
    city = get_timezone_location(info, locale=locale(), return_city=True)
    return f"{city} (UTC{offset.total_seconds() / 3600:+g})"


@register.filter
def reason(value: dict[str, Any]) -> str:
    return reasons.sentence(value)


@register.filter
def merged(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return reasons.merged(values)


@register.filter
def language_names(codes: list[str]) -> str:
    return reasons.language_names(codes)


@register.filter
def cooperation_names(codes: list[str]) -> str:
    return reasons.cooperation_names(codes)


@register.filter
def size_name(code: str) -> str:
    return str(reasons.SIZES.get(code, code))


@register.filter
def joined(values: list[Any], sign: str = "; ") -> str:
    return sign.join(str(value) for value in values)


@register.filter
def stretches(values: list[str]) -> str:
    """Write days and half days as people say them: "Wed 9 Dec, before noon"."""
    return "; ".join(_stretch(value) for value in values)


def _stretch(value: str) -> str:
    found = STRETCH.match(value.strip())
    if not found:
        return value
    date = weekday(dt.date.fromisoformat(found["date"]))
    if found["half"]:
        return f"{date}, {_('before noon') if found['half'].upper() == 'AM' else _('after noon')}"
    return f"{date}, {found['from']}–{found['until']}" if found["from"] else date


@register.filter
def tenths(score: float) -> int:
    """Return a score of 0 to 1 as whole tenths, for a bar drawn by a class."""
    return max(0, min(10, round(score * 10)))


@register.filter
def room(mission: Mission, meeting: ScheduledMeeting) -> str:
    """Return the address of a meeting's online room."""
    return room_of(mission, meeting.wish_id or (meeting.key if meeting.group_id else None))


@register.filter(name="whom")
def meets(meeting: ScheduledMeeting, reader: Company | None = None) -> str:
    """Name whom a company meets, a group meeting with its name in front."""
    return whom(meeting, reader)


@register.filter
def others(meeting: ScheduledMeeting, reader: Company | None = None) -> str:
    """Name all who sit at a group meeting beside its reader."""
    rows = meeting.companies if reader is None else meeting.others_for(reader)
    people = {one.pk: meeting.person_of(one) for one in rows}
    return ", ".join(
        f"{one.short_name} ({name})" if (name := people[one.pk]) else one.short_name for one in rows
    )


@register.filter
def person(meeting: ScheduledMeeting, company: Company) -> str:
    """Name who sits there for a company, where its people split up."""
    return meeting.person_of(company)


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key)


DIFFERENCES = {
    "held": gettext_lazy("whether it was held"),
    "fault": gettext_lazy("why it was not held"),
    "result": gettext_lazy("what came of it"),
    "value": gettext_lazy("the sum"),
    "signed_on": gettext_lazy("the day of signing"),
    "next_owner": gettext_lazy("whose the next step is"),
}


@register.filter
def difference_names(codes: list[str]) -> str:
    """Name what two sides say differently."""
    return ", ".join(str(DIFFERENCES[code]) for code in codes)


@register.filter
def rate_text(rate: ExchangeRate) -> str:
    """Say at which rate a sum was turned: how much, when, where it was read."""
    return _("at %(units)s %(currency)s = %(rate)s %(into)s on %(day)s, %(source)s") % {
        "units": format_decimal(rate.units, locale=locale()),
        "currency": rate.currency,
        "rate": format_decimal(rate.rate, locale=locale()),
        "into": rate.into,
        "day": format_date(rate.on, "long", locale=locale()),
        "source": rate.source,
    }


@register.filter
def waits(minutes: int) -> str:
    """Say how long somebody waits between meetings: "waits 2 h 30 min"."""
    return _("waits %(time)s") % {"time": long_time(minutes)}


@register.filter
def sits(meeting: ScheduledMeeting, mission: Mission) -> str:
    """Say shortly when and where a meeting is."""
    return where(meeting, mission)
