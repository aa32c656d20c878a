"""Hours as people write them: "2026-12-09 10:00-12:00", "2026-12-08 07:30 - 2026-12-08 09:10 DV717"."""

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DAY = r"\d{4}-\d{2}-\d{2}"
HOURS = re.compile(rf"(?P<day>{DAY})(?: +(?P<from>\d\d?:\d\d)(?: *[-–] *(?P<until>\d\d?:\d\d))?)?")
DEPARTURE = re.compile(
    rf"(?P<leaves>{DAY} +\d\d?:\d\d) *[-–→] *(?P<arrives>(?:{DAY} +)?\d\d?:\d\d)(?: +(?P<number>\S.*))?"
)


@dataclass(frozen=True)
class Hours:
    """One stretch of a day; ``until`` is None for an appointment, ``since`` is None for a whole day."""

    day: dt.date
    since: dt.time | None
    until: dt.time | None


@dataclass(frozen=True)
class Leaving:
    """One line of a timetable, in the clocks of the two cities."""

    leaves: dt.datetime
    arrives: dt.datetime
    number: str


def read_hours(text: str) -> Hours | None:
    """Return the stretch a line means, or None when the line is not understood."""
    found = HOURS.fullmatch(text.strip())
    if not found:
        return None
    try:
        day = dt.date.fromisoformat(found["day"])
        since, until = (_clock(found[name]) for name in ("from", "until"))
    except ValueError:
        return None
    if since and until and until <= since:
        return None
    return Hours(day, since, until)


def read_departure(text: str) -> Leaving | None:
    """Return the departure a line means, or None when the line is not understood."""
    found = DEPARTURE.fullmatch(text.strip())
    if not found:
        return None
    arrives = found["arrives"] if " " in found["arrives"] else f"{found['leaves'][:10]} {found['arrives']}"
    try:
        return Leaving(_moment(found["leaves"]), _moment(arrives), (found["number"] or "").strip())
    except ValueError:
        return None


def _moment(text: str) -> dt.datetime:
    day, clock = text.split()
    return dt.datetime.combine(dt.date.fromisoformat(day), _clock(clock) or dt.time())


def _clock(text: str | None) -> dt.time | None:
    if not text:
        return None
    hours, minutes = text.split(":")
    return dt.time(int(hours), int(minutes))


def window(hours: Hours, minutes: int, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """Return the absolute stretch; an appointment lasts as long as its visit, a day until midnight."""
    if hours.since is None:
        start = dt.datetime.combine(hours.day, dt.time(), zone)
        return start, dt.datetime.combine(hours.day + dt.timedelta(days=1), dt.time(), zone)
    start = dt.datetime.combine(hours.day, hours.since, zone)
    if hours.until is None:
        return start, start + dt.timedelta(minutes=minutes)
    return start, dt.datetime.combine(hours.day, hours.until, zone)
