"""Minutes since 1970 in UTC, the only time the planner knows inside."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo


def minute(moment: dt.datetime) -> int:
    """Whole minutes since 1970-01-01T00:00Z, rounded down."""
    return int(moment.timestamp() // 60)


def moment(minutes: int, zone: str) -> dt.datetime:
    """The time on the clocks of a zone, with its offset."""
    return dt.datetime.fromtimestamp(minutes * 60, tz=ZoneInfo(zone))


def local(day: dt.date, time: dt.time, zone: str) -> int:
    """The minute at which clocks of a zone show that time on that day."""
    return minute(dt.datetime.combine(day, time, tzinfo=ZoneInfo(zone)))
