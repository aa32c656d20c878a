"""Days on which both sides work, and the hours they share on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import get_day_names

from ._errors import UnknownZoneError, WindowError
from .workdays import LANGUAGES, HolidayEdit, WorkCalendar, work_calendar

DEFAULT_HOURS = (time(9), time(18))
LONGEST_WINDOW = 3660  # ten years of days: beyond that the holidays are guesses
# One zone a country, only where one is enough today. Kazakhstan keeps UTC+5 everywhere since 1 March 2024;
# Asia/Atyrau says so in every edition of the zone tables, Asia/Almaty only in recent ones.
COUNTRY_ZONES = {
    "KZ": "Asia/Atyrau",
    "UZ": "Asia/Tashkent",
    "AE": "Asia/Dubai",
    "AZ": "Asia/Baku",
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "GE": "Asia/Tbilisi",
    "IN": "Asia/Kolkata",
    "KG": "Asia/Bishkek",
    "KR": "Asia/Seoul",
    "TJ": "Asia/Dushanbe",
    "TM": "Asia/Ashgabat",
    "TR": "Europe/Istanbul",
}


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day is excluded (or, as a caution, why it may still turn out to be).

    ``why`` is "weekend", "holiday", "hours" or, as a caution only, "near_estimate"; ``names`` holds the day's
    name by language, so that a page can say it in its own words.
    """

    country: str
    why: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    estimated: bool = False
    source: str = ""

    @property
    def text(self) -> str:
        """One English sentence for the terminal."""
        if self.why == "weekend":
            return f"{self.country}: {self.name}, weekend"
        if self.why == "holiday":
            guess = " (estimated date)" if self.estimated else ""
            return f"{self.country}: {self.name}{guess}"
        if self.why == "near_estimate":
            return f"{self.country}: {self.name} is estimated for a neighbouring day and may fall on this one"
        return self.name

    def to_json(self) -> dict[str, Any]:
        """The reason as `egiz window --json` prints it."""
        return {
            "country": self.country,
            "why": self.why,
            "name": self.name,
            "estimated": self.estimated,
            "names": dict(self.names),
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of a day, both ends aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise WindowError("Hours must carry a time zone on both ends.")
        if self.end.astimezone(UTC) <= self.start.astimezone(UTC):
            raise WindowError(f"Hours must end after they start, not {self.start} to {self.end}.")

    def to_json(self) -> dict[str, str]:
        """Both ends in ISO 8601 with offset."""
        return {"start": self.start.isoformat(), "end": self.end.isoformat()}


@dataclass(frozen=True, slots=True)
class Day:
    """One date: whether everybody works, why not, and the hours shared when they do."""

    date: date
    reasons: tuple[DayReason, ...] = ()
    hours: tuple[Hours, ...] = ()
    cautions: tuple[DayReason, ...] = ()

    @property
    def ok(self) -> bool:
        """True when nothing excludes the day."""
        return not self.reasons

    def to_json(self) -> dict[str, Any]:
        """The day as `egiz window --json` prints it."""
        return {
            "date": self.date.isoformat(),
            "ok": self.ok,
            "reasons": [reason.to_json() for reason in self.reasons],
            "hours": [stretch.to_json() for stretch in self.hours],
            "cautions": [caution.to_json() for caution in self.cautions],
        }


def window(
    countries: Iterable[str],
    start: date,
    days: int,
    *,
    hours: tuple[time, time] | None = None,
    zones: Mapping[str, str] | None = None,
    extra_holidays: Iterable[HolidayEdit] = (),
    working_saturdays: Iterable[str] = (),
) -> list[Day]:
    """Say for each date whether it is a working day in every country, and if not, why.

    Parameters
    ----------
    countries
        ISO 3166-1 codes ("KZ"), or ISO 3166-2 ("UZ-QR") for a region with days off of its own.
    start, days
        First date and number of dates, 1 to 3660.
    hours
        Working hours on every side's own clock, 09:00 to 18:00 when not given.
    zones
        IANA zone by country, where the default (one zone a country) is wrong or missing.
    extra_holidays
        Days added or removed by the desk, each with its source.
    working_saturdays
        Countries whose week has six working days.

    Returns
    -------
    list[Day]
        One per date, in order. The hours are those common to all sides, told on the first country's clock.

    Raises
    ------
    WindowError, UnknownCountryError, UnknownZoneError
        Each says what is wrong and what would be right.
    """
    codes = _clean_codes(countries)
    first, last = _clean_span(start, days)
    opening, closing = _clean_hours(hours)
    six = {code.upper() for code in working_saturdays}
    edits = tuple(extra_holidays)
    # A day on either side is read too, so that the neighbour of an estimated holiday is known at the edges.
    years = range((first - timedelta(days=1)).year, (last + timedelta(days=1)).year + 1)
    calendars = [
        work_calendar(code, years, six_day_week=bool({code, code[:2]} & six), edits=edits) for code in codes
    ]
    clocks = [_zone(code, zones or {}) for code in codes]
    result = []
    for offset in range(days):
        day = first + timedelta(days=offset)
        reasons = [reason for calendar in calendars for reason in _reasons(calendar, day)]
        shared = () if reasons else _shared_hours(day, clocks, opening, closing)
        if not reasons and not shared:
            reasons = [DayReason("", "hours", "The sides share no working hours.")]
        cautions = [] if reasons else [c for calendar in calendars for c in _cautions(calendar, day)]
        result.append(Day(day, tuple(reasons), shared, tuple(cautions)))
    return result


def _clean_codes(countries: Iterable[str]) -> list[str]:
    if isinstance(countries, str):
        countries = countries.split(",")
    codes = list(dict.fromkeys(code.strip().upper() for code in countries if code.strip()))
    if not codes:
        raise WindowError("At least one country is needed, such as KZ,UZ.")
    return codes


def _clean_span(start: date, days: int) -> tuple[date, date]:
    if isinstance(start, datetime):
        start = start.date()
    if not 1 <= days <= LONGEST_WINDOW:
        raise WindowError(f"The number of days must be between 1 and {LONGEST_WINDOW}, not {days}.")
    try:
        start - timedelta(days=1)
        return start, start + timedelta(days=days)
    except OverflowError:
        raise WindowError(f"{start} is outside the calendar.") from None


def _clean_hours(hours: tuple[time, time] | None) -> tuple[time, time]:
    opening, closing = hours or DEFAULT_HOURS
    if opening.tzinfo or closing.tzinfo:
        raise WindowError("Hours are each side's own clock time and carry no zone.")
    if closing <= opening:
        raise WindowError(f"Hours must end after they start, not {opening:%H:%M} to {closing:%H:%M}.")
    return opening, closing


def _zone(code: str, zones: Mapping[str, str]) -> ZoneInfo:
    state = code.partition("-")[0]
    name = zones.get(code) or zones.get(state) or COUNTRY_ZONES.get(state)
    if name is None:
        raise UnknownZoneError(
            f"{state} has no default time zone here; "
            f"name one, for example zones={{'{state}': 'Europe/Paris'}}."
        )
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZoneError(
            f"{name!r} is not an IANA time zone; an example of one is Asia/Atyrau."
        ) from None


@lru_cache(maxsize=7)
def _weekday_names(weekday: int) -> Mapping[str, str]:
    return {
        language: str(get_day_names("wide", "stand-alone", locale=language)[weekday])
        for language in LANGUAGES
    }


def _reasons(calendar: WorkCalendar, day: date) -> list[DayReason]:
    found = []
    if calendar.is_weekend(day):
        names = _weekday_names(day.weekday())
        found.append(DayReason(calendar.country, "weekend", names["en"], names))
    found += [
        DayReason(calendar.country, "holiday", h.name, h.names, h.estimated, h.source)
        for h in calendar.holidays_on(day)
    ]
    return found


def _cautions(calendar: WorkCalendar, day: date) -> list[DayReason]:
    near = [h for step in (-1, 1) for h in calendar.holidays_on(day + timedelta(days=step)) if h.estimated]
    return [
        DayReason(h.country, "near_estimate", h.name, h.names, True, h.source) for h in near if not h.moved
    ]


def _shared_hours(day: date, clocks: Sequence[ZoneInfo], opening: time, closing: time) -> tuple[Hours, ...]:
    starts = [datetime.combine(day, opening, tzinfo=zone).astimezone(UTC) for zone in clocks]
    ends = [datetime.combine(day, closing, tzinfo=zone).astimezone(UTC) for zone in clocks]
    begin, end = max(starts), min(ends)
    if end <= begin:
        return ()
    return (Hours(begin.astimezone(clocks[0]), end.astimezone(clocks[0])),)
