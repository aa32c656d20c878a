"""Unrolling recurring events within a horizon, without letting a hostile rule run for ever."""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from math import prod
from typing import Any

import recurring_ical_events
from dateutil.rrule import rrulestr
from icalendar import Calendar

from egiz.calendars._errors import ReadingError

MAX_OCCURRENCES = 400
_OLDEST_START = 40  # years: a daily rule from the year 1 would be counted through day by day
_LONGEST_LIST = 400
_MOST_RULES = 5
_MOST_TIMES = 24  # a day
_WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}


def unroll(
    master: Any, overrides: list[Any], horizon: tuple[date, date]
) -> tuple[list[Any], list[tuple[str, str]]]:
    """Return the occurrences of one series inside the horizon, changed ones in place of the regular ones.

    Returns
    -------
    tuple[list, list[tuple[str, str]]]
        The occurrences, and a code and a sentence for each blunder of the series that was passed over.

    Raises
    ------
    ReadingError
        When the rule is one that no calendar of events needs and that could run without end.
    """
    noted = _without_broken_exceptions(master)
    given = master.get("RRULE")
    rules = given if isinstance(given, list) else [given] if given is not None else []
    if len(rules) > _MOST_RULES:
        raise ReadingError(f"it repeats by more than {_MOST_RULES} rules at once")
    start = master["DTSTART"].dt
    kept = []
    for rule in rules:
        noted += _without_senseless_count(rule)
        _check_rule(rule, start, horizon[0])
        if _can_match(rule, start, horizon):
            _bound_rule(rule, start, horizon[1])
            kept.append(rule)
    if rules:
        del master["RRULE"]
        for rule in kept:
            master.add("RRULE", rule)
    calendar = Calendar()
    calendar.add("prodid", "-//egiz//")
    calendar.add("version", "2.0")
    for component in (master, *overrides):
        calendar.add_component(component)
    first, last = horizon
    query = recurring_ical_events.of(calendar, components=["VEVENT"])
    return list(islice(query.between(first, last + timedelta(days=1)), MAX_OCCURRENCES + 1)), noted


def _without_broken_exceptions(master: Any) -> list[tuple[str, str]]:
    """Take out lists of exceptions that cannot be read: the series is worth more than they."""
    noted = []
    for name in ("EXDATE", "RDATE"):
        value = master.get(name)
        entries = value if isinstance(value, list) else [value] if value is not None else []
        sound = [entry for entry in entries if _has_days(entry)]
        if len(sound) < len(entries):
            noted.append(("bad-exception", f"a list of days ({name}) cannot be read and was passed over"))
            del master[name]
            if sound:
                master[name] = sound
    return noted


def _has_days(entry: Any) -> bool:
    try:
        return bool(entry.dts)
    except (ValueError, AttributeError):  # what the library could not read raises when it is looked at
        return False


def _without_senseless_count(rule: Any) -> list[tuple[str, str]]:
    count = rule.get("COUNT")
    if count is None or int(count[0]) > 0:
        return []
    rule.pop("COUNT")
    return [("bad-count", f"it repeats {count[0]} times, which makes no sense; the number was passed over")]


def _check_rule(rule: Any, start: date | datetime, first: date) -> None:
    frequency = str((rule.get("FREQ") or [""])[0]).upper()
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise ReadingError(f"it repeats {frequency or 'by no known rule'}; daily to yearly rules are read")
    _check_lists(rule, frequency)
    if any(int(step) < 1 for step in rule.get("INTERVAL", [1])):
        raise ReadingError("its rule has an interval below 1")
    if start.year < first.year - _OLDEST_START:
        raise ReadingError(f"it repeats since {start.year}; rules of the last {_OLDEST_START} years are read")


def _check_lists(rule: Any, frequency: str) -> None:
    times = [len(rule.get(name, [0])) for name in ("BYHOUR", "BYMINUTE", "BYSECOND")]
    if prod(times) > _MOST_TIMES:
        raise ReadingError(f"it repeats more than {_MOST_TIMES} times a day")
    if rule.get("BYSETPOS") and frequency not in ("MONTHLY", "YEARLY"):
        raise ReadingError("its rule picks the n-th of a single day or week")
    if any(len(value) > _LONGEST_LIST for value in rule.values() if isinstance(value, list)):
        raise ReadingError("its rule lists more values than a year has days")


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


def _bound_rule(rule: Any, start: date | datetime, last: date) -> None:
    """Give every rule an end: a rule that never matches is otherwise searched up to the year 9999."""
    timed = isinstance(start, datetime)
    naive = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())
    edge = datetime.combine(last, time(23, 59, 59))
    until = _until(rule, start, edge)
    count = rule.pop("COUNT", None)
    if count is not None:
        rule["UNTIL"] = [edge]
        dates = rrulestr(rule.to_ical().decode(), dtstart=naive, ignoretz=True)
        met = list(islice(dates, max(0, min(int(count[0]), 100_000))))
        # The start itself always counts, even where the rule does not produce it.
        until = min(until, met[-1]) if met else naive
    local = until.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else until
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
