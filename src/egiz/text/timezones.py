"""Times in calendars that are written: every change of a zone's clock between two days, each by itself.

RFC 5545 lets a program that writes calendars use rules or lists of days; some readers understand the lists
wrongly. One observance for each change, with its true local beginning, is read alike by all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

STEP = dt.timedelta(days=1)


Change = tuple[dt.datetime, dt.timedelta, dt.timedelta]


def clock_changes(zone: ZoneInfo, first: dt.date, last: dt.date) -> Iterator[Change]:
    """Each change of a zone's clock between two days: the moment, the offset before it and from it on."""

    def offset(moment: dt.datetime) -> dt.timedelta:
        return moment.astimezone(zone).utcoffset() or dt.timedelta()

    at = dt.datetime.combine(first, dt.time(), dt.UTC)
    end = dt.datetime.combine(last, dt.time(), dt.UTC)
    while at < end:
        if offset(at) != offset(at + STEP):
            low, high = at, at + STEP
            while high - low > dt.timedelta(seconds=1):
                middle = (low + (high - low) / 2).replace(microsecond=0)
                low, high = (middle, high) if offset(middle) == offset(at) else (low, middle)
            yield high, offset(at), offset(high)
        at += STEP


def zone_component(key: str, first: dt.date, last: dt.date) -> Any:
    """A VTIMEZONE that is true from a year before `first` to a year after `last`.

    Parameters
    ----------
    key
        The zone's IANA name, for example Asia/Almaty.
    first, last
        The days between which moments of the calendar lie.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard  # noqa: PLC0415 - only when used

    zone = ZoneInfo(key)
    since = dt.datetime(first.year - 1, 1, 1, tzinfo=dt.UTC)
    start = since.astimezone(zone).utcoffset() or dt.timedelta()
    component = Timezone()
    component.add("tzid", key)
    changes = clock_changes(zone, since.date(), dt.date(last.year + 2, 1, 1))
    for moment, before, after in [(since, start, start), *changes]:
        local = moment.astimezone(zone)
        part = (TimezoneDaylight if local.dst() else TimezoneStandard)()
        # It begins by the clock as it stood before the change.
        part.add("dtstart", (moment + before).replace(tzinfo=None))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", local.tzname())
        component.add_component(part)
    return component


def calendar_bytes(calendar: Any) -> bytes:
    """Write a calendar of `icalendar` with the zones that its times name, in the order of their names.

    Parameters
    ----------
    calendar
        A finished calendar without time zones; they are put into it. Moments with an offset only, which no
        calendar format can name, are turned into UTC.
    """
    days: dict[str, list[dt.date]] = {}
    for component in calendar.walk():
        for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
            value = component.get(name)
            if (
                value is None or "TZID" not in value.params
            ):  # a day, or a moment of UTC under any of its names
                continue
            if isinstance(value.dt.tzinfo, ZoneInfo):
                days.setdefault(value.params["TZID"], []).append(value.dt.date())
            else:
                del component[name]
                component.add(name, value.dt.astimezone(dt.UTC))
    calendar.subcomponents[:0] = [zone_component(key, min(days[key]), max(days[key])) for key in sorted(days)]
    return bytes(calendar.to_ical())
