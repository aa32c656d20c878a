"""Events, feeds, merging, holidays and the days on which both sides work."""

from __future__ import annotations

from ._errors import (
    CalendarError,
    HolidayEditError,
    UnknownCountryError,
    UnknownZoneError,
    WindowError,
)
from .windows import COUNTRY_ZONES, DEFAULT_HOURS, Day, DayReason, Hours, window
from .workdays import Holiday, HolidayEdit, WorkCalendar, read_holiday_edits, work_calendar

__all__ = [
    "COUNTRY_ZONES",
    "DEFAULT_HOURS",
    "CalendarError",
    "Day",
    "DayReason",
    "Holiday",
    "HolidayEdit",
    "HolidayEditError",
    "Hours",
    "UnknownCountryError",
    "UnknownZoneError",
    "WindowError",
    "WorkCalendar",
    "read_holiday_edits",
    "window",
    "work_calendar",
]
