"""Dates, hours and stretches of time as people type them."""

from __future__ import annotations

import datetime as dt
import re

from egiz.meetings.model.problem import Slot

DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[./](\d{1,2})[./](\d{4})")
HOURS = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|to|до)\s*(\d{1,2})(?:[:.](\d{2}))?")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def read_days(value: object) -> list[dt.date]:
    """Days from a date, a text with dates, or a range of two ("01.12.2026 – 03.12.2026")."""
    if isinstance(value, dt.datetime):
        return [value.date()]
    if isinstance(value, dt.date):
        return [value]
    text = str(value)
    found = []
    for year, month, day, day2, month2, year2 in DAY.findall(text):
        found.append(dt.date(int(year or year2), int(month or month2), int(day or day2)))
    rest = DAY.sub("#", text)
    if len(found) == 2 and re.fullmatch(r"\s*#\s*(-|–|—|to|до|\.\.)\s*#\s*", rest):
        first, last = found
        return [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]
    if not found:
        raise ValueError(f"expected a date such as 2026-12-01 or 01.12.2026, found {text!r}")
    return found


def read_hours(value: object) -> list[tuple[dt.time, dt.time]]:
    """Stretches such as "10:00-13:00; 14-17"."""
    rest = DAY.sub(" ", str(value))
    found = []
    for h1, m1, h2, m2 in HOURS.findall(rest):
        begin, end = dt.time(int(h1), int(m1 or 0)), dt.time(int(h2), int(m2 or 0))
        if begin >= end:
            raise ValueError(f"expected hours that begin before they end, found {value!r}")
        found.append((begin, end))
    return found


def read_stretches(value: object, slots: tuple[Slot, ...]) -> frozenset[int]:
    """Slots touched by a text such as "2026-12-01 10:00-12:00; 15:00-16:00; 02.12.2026".

    A date alone is the whole day, hours alone are those hours of every day, one hour is the slot in which
    it lies.
    """
    if isinstance(value, dt.datetime) and value.time() != dt.time(0):
        return frozenset(
            i for i, s in enumerate(slots) if _touches(s, None, (value.time(), value.time()), value.date())
        )
    if isinstance(value, dt.time):
        return frozenset(i for i, s in enumerate(slots) if _touches(s, None, (value, value), None))
    if isinstance(value, dt.date):
        return frozenset(i for i, s in enumerate(slots) if s.start and s.start.date() == read_days(value)[0])
    found: set[int] = set()
    for part in filter(None, (p.strip() for p in re.split(r"[;\n]|,\s", str(value)))):
        days = read_days(part) if DAY.search(part) else None
        hours = read_hours(part)
        clock = CLOCK.search(DAY.sub(" ", part))
        if not hours and clock:
            moment = dt.time(int(clock[1]), int(clock[2]))
            hours = [(moment, moment)]
        if days is None and not hours:
            raise ValueError(f"expected a date, hours, or both, found {part!r}")
        for i, slot in enumerate(slots):
            wanted: list[tuple[dt.time, dt.time] | None] = [*hours] or [None]
            if any(_touches(slot, days, h, None) for h in wanted):
                found.add(i)
    return frozenset(found)


def _touches(
    slot: Slot, days: list[dt.date] | None, hours: tuple[dt.time, dt.time] | None, day: dt.date | None
) -> bool:
    if slot.start is None:
        return False
    if day is not None:
        days = [day]
    if days is not None and slot.start.date() not in days:
        return False
    if hours is None:
        return True
    begin = slot.start
    end = begin + dt.timedelta(minutes=slot.minutes)
    low, high = hours
    if low == high:
        return begin.time() <= low < end.time()
    return begin.time() < high and low < end.time()
