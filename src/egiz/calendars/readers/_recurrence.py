"""Unrolling recurring events within a horizon, without letting a hostile rule run for ever."""

from __future__ import annotations

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from math import prod
from typing import Any

import recurring_ical_events
from dateutil.rrule import rrulestr
from icalendar import Calendar

from egiz.calendars._errors import ReadingError

MAX_OCCURRENCES = 400
_OLDEST_START = 400  # years: what a rule costs from there on is counted in steps
_LONGEST_LIST = 400
_MOST_RULES = 5
_MOST_TIMES = 24  # a day
_MOST_STEPS_WITHIN_DAYS = 4_000  # of a rule by hours or minutes, from its start to its end
_EVERY_MONTH = 28  # the last day that each month has
_SECONDS = {"HOURLY": 3600, "MINUTELY": 60}
_DAYS_OF = {"DAILY": 1, "WEEKLY": 7}
_WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}


@dataclass(slots=True)
class Allowance:
    """What all series of one file may cost together: steps of their rules, and occurrences made."""

    steps: int = 150_000
    occurrences: int = 10_000

    def take_steps(self, number: int) -> None:
        """Pay for going through a rule.

        Raises
        ------
        ReadingError
            When the file's series have used up what they may.
        """
        if number > self.steps or self.occurrences <= 0:
            raise ReadingError("the series before it have used up what is read of one calendar")
        self.steps -= number


def unroll(
    master: Any, overrides: list[Any], horizon: tuple[date, date], allowance: Allowance
) -> tuple[list[Any], list[tuple[str, str]]]:
    """Return the occurrences of one series inside the horizon, changed ones in place of the regular ones.

    Parameters
    ----------
    master, overrides
        The series and its changed occurrences, as they were parsed; the rules are given an end in place.
    horizon
        First and last day.
    allowance
        What the series of this file may still cost; it is drawn on.

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
    rules = _rules(master)
    if len(rules) > _MOST_RULES:
        raise ReadingError(f"it repeats by more than {_MOST_RULES} rules at once")
    start = master["DTSTART"].dt
    kept = []
    for rule in rules:
        noted += _without_senseless_count(rule)
        _check_rule(rule, start, horizon)
        counted = rule.get("COUNT") or len(rules) > 1 or any(map(_goes_on, overrides))
        first = start if counted else _nearer(start, rule, _first_edge(master, horizon))
        allowance.take_steps(_steps(rule, first, horizon[1]))
        if _can_match(rule, start, horizon):
            _bound_rule(rule, start, horizon[1])
            kept.append(rule)
    if rules:
        del master["RRULE"]
        for rule in kept:
            master.add("RRULE", rule)
        if len(rules) == 1 and not any(map(_goes_on, overrides)):
            _bring_near(master, rules[0], horizon)
    calendar = Calendar()
    calendar.add("prodid", "-//egiz//")
    calendar.add("version", "2.0")
    for component in (master, *overrides):
        calendar.add_component(component)
    first, last = horizon[0], _narrowed(kept, master, horizon)
    query = recurring_ical_events.of(calendar, components=["VEVENT"])
    found = list(islice(query.between(first, last + timedelta(days=1)), MAX_OCCURRENCES + 1))
    allowance.occurrences -= len(found)
    return found, noted


def _goes_on(override: Any) -> bool:
    """Whether a change is of a day and all that follow it."""
    return bool(getattr(override.get("RECURRENCE-ID"), "params", {}).get("RANGE"))


def _first_edge(master: Any, horizon: tuple[date, date]) -> date:
    """The last day on which nothing of the series may begin that reaches into the horizon."""
    start, end = master["DTSTART"].dt, getattr(master.get("DTEND"), "dt", None)
    length = getattr(master.get("DURATION"), "dt", None) or timedelta()
    if end is not None:
        length = _naive(end) - _naive(start)
    return horizon[0] - timedelta(days=2 + min(max(length.days, 0), 36_500))


def _nearer(start: date | datetime, rule: Any, edge: date) -> date | datetime:
    """The last start before a day from which a rule goes the same way on: what lies before is not counted."""
    frequency, interval = str(rule["FREQ"][0]).upper(), int(rule.get("INTERVAL", [1])[0])
    first = start.date() if isinstance(start, datetime) else start
    if first >= edge or frequency in _SECONDS or first.day > _EVERY_MONTH:
        return start
    if frequency in _DAYS_OF:
        span = interval * _DAYS_OF[frequency]
        return start + timedelta(days=(edge - first).days // span * span)
    span = interval * (12 if frequency == "YEARLY" else 1)
    months = max(0, (edge.year - first.year) * 12 + edge.month - first.month - 1) // span * span
    years, month = divmod(first.month - 1 + months, 12)
    return start.replace(year=first.year + years, month=month + 1)


def _bring_near(master: Any, rule: Any, horizon: tuple[date, date]) -> None:
    start = master["DTSTART"].dt
    near = _nearer(start, rule, _first_edge(master, horizon))
    for name in ("DTSTART", "DTEND"):
        if near != start and master.get(name) is not None:
            moved = master[name].dt + (_naive(near) - _naive(start))
            del master[name]
            master.add(name, moved)


def _narrowed(rules: list[Any], master: Any, horizon: tuple[date, date]) -> date:
    """The day behind which no occurrence is wanted any more: the library makes all of a stretch at once."""
    edge = datetime.combine(horizon[0], time())
    start = master["DTSTART"].dt
    given = master.get("RDATE")
    listed = [
        day.dt for entry in (given if isinstance(given, list) else [given]) if entry for day in entry.dts
    ]
    named = [_naive(day[0] if isinstance(day, tuple) else day) for day in listed]
    moments = [moment for moment in named if moment >= edge]
    for rule in rules:
        dates = rrulestr(rule.to_ical().decode(), dtstart=_naive(start), ignoretz=True)
        moments += islice((moment for moment in dates if moment >= edge), MAX_OCCURRENCES + 1)
    if len(moments) <= MAX_OCCURRENCES:
        return horizon[1]
    return min(horizon[1], sorted(moments)[MAX_OCCURRENCES].date())


def _naive(start: date | datetime) -> datetime:
    return start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())


def _steps(rule: Any, start: date | datetime, last: date) -> int:
    """About how many steps a rule takes from its start to the last day."""
    days = max(0, (last - _naive(start).date()).days) + 1
    frequency, interval = str(rule["FREQ"][0]).upper(), int(rule.get("INTERVAL", [1])[0])
    if frequency in _SECONDS:
        return _MOST_STEPS_WITHIN_DAYS
    every = _DAYS_OF.get(frequency)
    if every is None:
        picks = any(rule.get(name) for name in ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"))
        return (days if picks else days // 28 + 1) * _times_a_day(rule)
    return (days // (every * interval) + 1) * len(rule.get("BYDAY", [0])) * _times_a_day(rule)


def _times_a_day(rule: Any) -> int:
    return prod(len(rule.get(name, [0])) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))


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


def _rules(master: Any) -> list[Any]:
    given = master.get("RRULE")
    if given is None:
        return []
    return given if isinstance(given, list) else [given]


def _check_rule(rule: Any, start: date | datetime, horizon: tuple[date, date]) -> None:
    frequency = str((rule.get("FREQ") or [""])[0]).upper()
    within_days = frequency in _SECONDS and _is_short(rule, start, horizon[1])
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY") and not within_days:
        raise ReadingError(f"it repeats {frequency or 'by no known rule'}; daily to yearly rules are read")
    _check_lists(rule, frequency)
    if min(map(int, rule.get("INTERVAL", [1])), default=1) < 1:
        raise ReadingError("its rule has an interval below 1")
    if start.year < horizon[0].year - _OLDEST_START:
        raise ReadingError(f"it repeats since {start.year}; rules of the last {_OLDEST_START} years are read")


def _is_short(rule: Any, start: date | datetime, last: date) -> bool:
    """Whether a rule by hours or minutes comes to its end after few steps; of filters only hours are read."""
    filters = {name.upper() for name in rule if name.upper().startswith("BY")}
    if filters - ({"BYHOUR"} if rule.get("COUNT") else set()):
        return False
    step = timedelta(
        seconds=_SECONDS[str(rule["FREQ"][0]).upper()] * max(1, int(rule.get("INTERVAL", [1])[0]))
    )
    count = int((rule.get("COUNT") or [_MOST_STEPS_WITHIN_DAYS + 1])[0])
    end = _until(rule, start, datetime.combine(last, time(23, 59, 59)))
    return min(count, (end - _naive(start)) // step) <= _MOST_STEPS_WITHIN_DAYS


def _check_lists(rule: Any, frequency: str) -> None:
    if _times_a_day(rule) > _MOST_TIMES:
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
    naive = _naive(start)
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
