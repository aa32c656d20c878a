"""Days worked out from a report's date."""

from __future__ import annotations

import calendar
import datetime as dt

_SATURDAY = 5


def roll_to_working_day(day: dt.date) -> dt.date:
    """The day itself, or the Monday after a weekend; public holidays are not known here."""
    return day + dt.timedelta(days=7 - day.weekday()) if day.weekday() >= _SATURDAY else day


def last_working_day(day: dt.date) -> dt.date:
    """The day itself, or the Friday before a weekend."""
    return day - dt.timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The day `count` working days (Monday to Friday) later."""
    for _ in range(count):
        day = roll_to_working_day(day + dt.timedelta(days=1))
    return day


def month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def quarter_end(year: int, quarter: int) -> dt.date:
    return month_end(year, quarter * 3)


def next_year_for(month: int, day: int, after: dt.date) -> int | None:
    """The year in which month and day next come, counted from `after`; None if no such day exists."""
    for year in range(after.year, after.year + 5):
        try:
            if dt.date(year, month, day) >= after:
                return year
        except ValueError:
            continue
    return None


def next_weekday(after: dt.date, weekday: int) -> dt.date:
    """The first such weekday after the day (Monday is 0)."""
    return after + dt.timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


def add_months(day: dt.date, count: int) -> dt.date:
    index = day.month - 1 + count
    year, month = day.year + index // 12, index % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
