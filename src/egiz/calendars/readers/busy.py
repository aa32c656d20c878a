"""When somebody is busy: from a calendar file or a free/busy answer, without keeping what they do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from egiz.calendars.windows import Hours

from ._common import Problem, ReadContext, plain, zone_or_none
from ._recurrence import Allowance, unroll
from .ics import masters_and_overrides, moment_of, parse_calendars, repeats


def read_busy(data: bytes, context: ReadContext) -> tuple[list[Hours], list[Problem]]:
    """Read the busy times of one person.

    Parameters
    ----------
    data
        An iCalendar file with events, or the VFREEBUSY answer of a CalDAV server.
    context
        ``zone`` is the person's own, for whole days and for times without a zone.

    Returns
    -------
    tuple[list[Hours], list[Problem]]
        Busy stretches, merged and in order, and what could not be read. Only times are taken: no names, no
        places.

    Raises
    ------
    ReadingError
        When the document is not an iCalendar.
    """
    calendars, problems = parse_calendars(data)
    clock = zone_or_none(context.zone) or ZoneInfo("UTC")
    stretches: list[Hours] = []
    allowance = Allowance()
    for calendar in calendars:
        for component in calendar.walk("VFREEBUSY"):
            stretches += _periods(component)
        groups: dict[str, list[Any]] = {}
        for number, component in enumerate(calendar.walk("VEVENT")):
            groups.setdefault(plain(component.get("UID"), 300) or f"?{number}", []).append(component)
        for uid, components in groups.items():
            try:
                stretches += _busy_of(components, context, clock, allowance)
            except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
                problems.append(Problem(f"event {uid}", "broken", plain(error, 200)))
    return merge_hours(stretches), problems


def merge_hours(stretches: list[Hours]) -> list[Hours]:
    """Join stretches that touch or overlap, in order of time."""
    merged: list[Hours] = []
    for stretch in sorted(stretches, key=lambda hours: hours.start.astimezone(UTC)):
        if merged and stretch.start <= merged[-1].end:
            merged[-1] = Hours(merged[-1].start, max(merged[-1].end, stretch.end))
        else:
            merged.append(stretch)
    return merged


def _periods(component: Any) -> list[Hours]:
    value = component.get("FREEBUSY")
    found = []
    for entry in value if isinstance(value, list) else [value] if value is not None else []:
        if str(getattr(entry, "params", {}).get("FBTYPE", "BUSY")).upper() != "FREE":
            start, end = entry.start, entry.end
            found.append(Hours(start, end))
    return found


def _takes_time(component: Any) -> bool:
    """Whether it is neither cancelled nor marked as free."""
    free = str(component.get("TRANSP", "")).upper() == "TRANSPARENT"
    return not free and str(component.get("STATUS", "")).upper() != "CANCELLED"


def _busy_of(
    components: list[Any], context: ReadContext, clock: ZoneInfo, allowance: Allowance
) -> list[Hours]:
    masters, overrides = masters_and_overrides(components)
    occurrences: list[Any] = []
    for master in masters or overrides:
        if repeats(master):
            occurrences += unroll(master, overrides, context.horizon, allowance)[0]
            overrides = []
        else:
            occurrences.append(master)
    found = []
    for component in occurrences:
        start = moment_of(component, "DTSTART")
        if not _takes_time(component) or start is None:
            continue
        begin, end = _aware(start, clock), _aware(_exclusive_end(component, start), clock)
        if end > begin:
            found.append(Hours(begin, end))
    return found


def _exclusive_end(component: Any, start: date | datetime) -> date | datetime:
    end = moment_of(component, "DTEND")
    length = getattr(component.get("DURATION"), "dt", None)
    if end is not None and isinstance(end, datetime) == isinstance(start, datetime):
        return end
    if isinstance(length, timedelta):
        return start + length
    return start if isinstance(start, datetime) else start + timedelta(days=1)


def _aware(moment: date | datetime, clock: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), tzinfo=clock)
    return moment if moment.tzinfo else moment.replace(tzinfo=clock)
