from ._errors import (
    CalendarError,
    EventError,
    HolidayEditError,
    UnknownCountryError,
    UnknownSectorError,
    UnknownZoneError,
    WindowError,
)
from .events import Event, Evidence, Forecast, Source, Status
from .records import event_from_json, event_to_json, events_to_json, seed_events
from .sector_tree import (
    Sector,
    guess_sectors,
    sector,
    sectors,
    sectors_of_code,
    with_ancestors,
    with_descendants,
)
from .timezones import clock_changes, zone_component
from .windows import COUNTRY_ZONES, DEFAULT_HOURS, Day, DayReason, Hours, window
from .workdays import Holiday, HolidayEdit, WorkCalendar, read_holiday_edits, work_calendar

__all__ = [
    "COUNTRY_ZONES",
    "DEFAULT_HOURS",
    "CalendarError",
    "Day",
    "DayReason",
    "Event",
    "EventError",
    "Evidence",
    "Forecast",
    "Holiday",
    "HolidayEdit",
    "HolidayEditError",
    "Hours",
    "Sector",
    "Source",
    "Status",
    "UnknownCountryError",
    "UnknownSectorError",
    "UnknownZoneError",
    "WindowError",
    "WorkCalendar",
    "clock_changes",
    "event_from_json",
    "event_to_json",
    "events_to_json",
    "guess_sectors",
    "read_holiday_edits",
    "sector",
    "sectors",
    "sectors_of_code",
    "seed_events",
    "window",
    "with_ancestors",
    "with_descendants",
    "work_calendar",
    "zone_component",
]
