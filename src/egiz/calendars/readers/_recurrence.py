"""Unrolling recurring events within a horizon, without letting a hostile rule run for ever."""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

import recurring_ical_events
from dateutil.rrule import rrulestr
from icalendar import Calendar

from egiz.calendars._errors import ReadingError

MAX_OCCURRENCES = 400
_OLDEST_START = 40  # years: a daily rule from the year 1 would be counted through day by day
_LONGEST_LIST = 400
_WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}


def unroll(master: Any, overrides: list[Any], horizon: tuple[date, date]) -> list[Any]:
    """Return the occurrences of one series inside the horizon, changed ones in place of the regular ones.

    Raises
    ------
    ReadingError
        When the rule is one that no calendar of events needs and that could run without end.
    """
    rule = master.get("RRULE")
    if rule is not None:
        start = master["DTSTART"].dt
        _check_rule(rule, start, horizon[0])
        if not _can_match(rule, start, horizon):
            del master["RRULE"]
        else:
            _bound_rule(master, horizon[1])
    calendar = Calendar()
    calendar.add("prodid", "-//egiz//")
    calendar.add("version", "2.0")
    for component in (master, *overrides):
        calendar.add_component(component)
    first, last = horizon
    query = recurring_ical_events.of(calendar, components=["VEVENT"])
    return list(islice(query.between(first, last + timedelta(days=1)), MAX_OCCURRENCES + 1))


def _check_rule(rule: Any, start: date | datetime, first: date) -> None:
    if isinstance(rule, list):
        raise ReadingError("it repeats by several rules at once")
    frequency = str((rule.get("FREQ") or [""])[0]).upper()
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise ReadingError(f"it repeats {frequency or 'by no known rule'}; daily to yearly rules are read")
    if rule.get("BYSECOND") or rule.get("BYMINUTE") or rule.get("BYHOUR"):
        raise ReadingError("it repeats several times a day; at most one occurrence a day is read")
    if rule.get("BYSETPOS") and frequency not in ("MONTHLY", "YEARLY"):
        raise ReadingError("its rule picks the n-th of a single day or week")
    if any(len(value) > _LONGEST_LIST for value in rule.values() if isinstance(value, list)):
        raise ReadingError("its rule lists more values than a year has days")
    if any(int(step) < 1 for step in rule.get("INTERVAL", [1])):
        raise ReadingError("its rule has an interval below 1")
    if start.year < first.year - _OLDEST_START:
        raise ReadingError(f"it repeats since {start.year}; rules of the last {_OLDEST_START} years are read")


def _can_match(rule: Any, start: date | datetime, horizon: tuple[date, date]) -> bool:
    """Whether any day of the horizon passes the rule's filters; dateutil would look for one up to 9999."""
    months = {int(month) for month in rule.get("BYMONTH", ())}
    month_days = {int(number) for number in rule.get("BYMONTHDAY", ())}
    year_days = {int(number) for number in rule.get("BYYEARDAY", ())}
    weekdays = {_WEEKDAYS[str(name)[-2:].upper()] for name in rule.get("BYDAY", ())}
    first_day = start.date() if isinstance(start, datetime) else start
    interval = int(rule.get("INTERVAL", [1])[0])
    daily = str(rule["FREQ"][0]).upper() == "DAILY"
    if daily and interval % 7 == 0 and weekdays and first_day.weekday() not in weekdays:
        return False
    for offset in range((horizon[1] - horizon[0]).days + 1):
        day = horizon[0] + timedelta(days=offset)
        length, year_length = monthrange(day.year, day.month)[1], 366 if isleap(day.year) else 365
        number = day.timetuple().tm_yday
        if (
            (not months or day.month in months)
            and (not month_days or {day.day, day.day - length - 1} & month_days)
            and (not year_days or {number, number - year_length - 1} & year_days)
            and (not weekdays or day.weekday() in weekdays)
        ):
            return True
    return False


def _bound_rule(master: Any, last: date) -> None:
    """Give every rule an end: a rule that never matches is otherwise searched up to the year 9999."""
    rule, start = master["RRULE"], master["DTSTART"].dt
    timed = isinstance(start, datetime)
    naive = start.replace(tzinfo=None) if timed else datetime.combine(start, time())
    edge = datetime.combine(last, time(23, 59, 59))
    until = _until(rule, start, edge)
    count = rule.pop("COUNT", None)
    if count is not None:
        rule["UNTIL"] = [edge]
        dates = rrulestr(rule.to_ical().decode(), dtstart=naive, ignoretz=True)
        met = list(islice(dates, max(0, min(int(count[0]), 100_000))))
        # The start itself always counts, even where the rule does not produce it.
        until = min(until, met[-1]) if met else naive
    local = until.replace(tzinfo=start.tzinfo) if timed else until
    rule["UNTIL"] = [_of_kind(local, timed=timed)]


def _until(rule: Any, start: date | datetime, edge: datetime) -> datetime:
    given = (rule.get("UNTIL") or [None])[0]
    if isinstance(given, datetime):
        zone = start.tzinfo if isinstance(start, datetime) else None
        local = given.astimezone(zone) if given.tzinfo and zone else given
        return min(edge, local.replace(tzinfo=None))
    if isinstance(given, date):
        return min(edge, datetime.combine(given, time(23, 59, 59)))
    return edge


def _of_kind(moment: datetime, *, timed: bool) -> date | datetime:
    if not timed:
        return moment.date()
    return moment.astimezone(UTC) if moment.tzinfo else moment
