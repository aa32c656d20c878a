"""Events as the text of an iCalendar file (RFC 5545), fast enough to be written while somebody waits.

The library `icalendar` builds an object for every property and looks at every letter. Here the lines are put
together directly; the library still reads what others write, and it writes what depends on time zones, once
for each zone. Both ways give the same bytes, which the tests check.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Parameters
from icalendar import Event as VEvent

from egiz.text.timezones import zone_component

from .events import Event, Status
from .sector_tree import sector
from .translations import description

_STATUS = {
    Status.ANNOUNCED: "TENTATIVE",
    Status.CONFIRMED: "CONFIRMED",
    Status.MOVED: "CONFIRMED",
    Status.PASSED: "CONFIRMED",
    Status.CANCELLED: "CANCELLED",
}
_END = b"END:VCALENDAR\r\n"
_MOST_OCTETS = 74  # of a line; the blank that begins a continued line makes 75
_ESCAPES = b"\\^"
_PLAIN_PARAMETER = re.compile("[A-Za-z0-9-]+")
_ESCAPED = (
    (r"\N", "\n"), ("\\", "\\\\"), (";", r"\;"), (",", r"\,"),
    ("\r\n", r"\n"), ("\n", r"\n"), ("\r", r"\n"),
)  # fmt: skip


def calendar_text(
    events: Iterable[Event], *, title: str, now: datetime, language: str, page_of: Callable[[Event], str]
) -> bytes:
    """Write the dated events as a calendar; see `egiz.calendars.publishing.to_ics`."""
    years: dict[str, list[int]] = {}
    bodies = [
        _vevent(event, now, language, years, page_of(event))
        for event in sorted(events, key=lambda event: event.uid)
        if event.start is not None
    ]
    # By name: in the order of a set the same events would not give the same bytes in another process.
    rules = [_rules(name, min(years[name]), max(years[name])) for name in sorted(years)]
    return b"".join([_head(title), *rules, *bodies, _END])


def _head(title: str) -> bytes:
    calendar, title = Calendar(), " ".join(title.splitlines())  # the library refuses a NAME of two lines
    calendar.add("prodid", "-//Egiz//Sector calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    content: bytes = calendar.to_ical()
    return content.removesuffix(_END)


def _vevent(event: Event, now: datetime, language: str, years: dict[str, list[int]], page: str) -> bytes:
    """Write one event's lines in the library's order; the years of its times are put into ``years``."""
    address = (event.url or page).strip()
    stamp = _utc(event.updated or now)
    name = event.name(language)
    end = event.end if isinstance(event.end, datetime) or event.end is None else event.end + timedelta(days=1)
    where = ", ".join(dict.fromkeys(filter(None, (event.venue, event.place_name))))
    categories = ",".join(_text(sector(key).names.get(language, key)) for key in event.sectors)
    lines = [
        "BEGIN:VEVENT",
        f"SUMMARY;{_language(event, name, language)}:{_text(one_line(name))}",
        f"DTSTART{_when(event.start, event.zone, years)}" if event.start else "",
        f"DTEND{_when(end, event.zone, years)}" if end else "",
        f"DTSTAMP:{stamp}",
        f"UID:{_text(event.uid)}",
        f"SEQUENCE:{event.sequence}",
        f"CATEGORIES:{categories}" if event.sectors else "",
        f"DESCRIPTION:{_text(description(event, language))}",
        f"LAST-MODIFIED:{stamp}" if event.updated else "",
        f"LOCATION:{_text(one_line(where))}" if where else "",
        f"STATUS:{_STATUS[event.status]}",
        "TRANSP:TRANSPARENT",
        # An address is not escaped, so nothing in it may end the line.
        f"URL:{address}" if address else "",
        "END:VEVENT",
    ]
    return b"".join(_folded(line) for line in lines if line)


def one_line(text: str) -> str:
    """Make one line of a text, with single blanks."""
    return " ".join(text.split())


def _language(event: Event, name: str, language: str) -> str:
    found = next((key for key in (language, *event.names) if event.names.get(key) == name), "und")
    if _PLAIN_PARAMETER.fullmatch(found):
        return f"LANGUAGE={found}"
    parameter: bytes = Parameters({"LANGUAGE": found}).to_ical()
    return parameter.decode()


def _when(moment: date | datetime, zone: str, years: dict[str, list[int]]) -> str:
    if not isinstance(moment, datetime):
        return f";VALUE=DATE:{moment.year:04}{moment.month:02}{moment.day:02}"
    if not zone:
        return f":{_utc(moment)}"
    parameters, mark = _zone(zone)
    local = moment.astimezone(ZoneInfo(zone))
    if parameters:
        years.setdefault(zone, []).append(local.year)
    return f"{parameters}:{_digits(local)}{mark}"


@lru_cache(maxsize=128)
def _zone(name: str) -> tuple[str, str]:
    """Ask the library how it writes times of a zone: parameters and ending."""
    probe = VEvent()
    probe.add("dtstart", datetime(2026, 1, 1, tzinfo=ZoneInfo(name)))
    line = str(probe.content_line("DTSTART", probe["dtstart"]))
    parameters, _colon, value = line.removeprefix("DTSTART").rpartition(":")
    return parameters, "Z" if value.endswith("Z") else ""


@lru_cache(maxsize=256)
def _rules(name: str, first: int, last: int) -> bytes:
    """A zone's VTIMEZONE for the years of a calendar's times."""
    return bytes(zone_component(name, date(first, 1, 1), date(last, 12, 31)).to_ical())


def _utc(moment: datetime) -> str:
    return f"{_digits(moment.astimezone(UTC))}Z"


def _digits(moment: datetime) -> str:
    day = f"{moment.year:04}{moment.month:02}{moment.day:02}"
    return f"{day}T{moment.hour:02}{moment.minute:02}{moment.second:02}"


def _text(value: str) -> str:
    value = value.removeprefix("\ufeff")  # a mark of byte order is no letter; the library drops it too
    for mark, escaped in _ESCAPED:
        if mark in value:
            value = value.replace(mark, escaped)
    return value


def _folded(line: str) -> bytes:
    """End a line, after folding it before its seventy-fifth octet, never inside a letter or an escape."""
    octets = line.encode()
    if len(octets) <= _MOST_OCTETS:
        return octets + b"\r\n"
    parts, start = [], 0
    while len(octets) - start > _MOST_OCTETS:
        end = start + _MOST_OCTETS
        while octets[end] & 0xC0 == 0x80:  # inside a letter of several octets
            end -= 1
        if octets[end - 1] in _ESCAPES:
            end -= 1
        parts.append(octets[start:end])
        start = end
    return b"\r\n ".join([*parts, octets[start:]]) + b"\r\n"
