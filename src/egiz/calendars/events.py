"""An event as the calendar holds it: one edition with its dates, or a month that the past suggests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ._errors import EventError, UnknownZoneError
from .sector_tree import sector

_URL = re.compile(r"^https?://[^\s<>\"]+$", re.IGNORECASE)


class Status(StrEnum):
    """How firm an event is. Only a forecast is "expected": nobody has announced it yet."""

    EXPECTED = "expected"
    ANNOUNCED = "announced"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read, and when it was last looked at.

    ``checked_on`` is the day a person or a pull last saw it; ``published`` the date the page carries, as
    the page writes it.
    """

    title: str
    url: str = ""
    checked_on: date | None = None
    published: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip() and not self.url:
            raise EventError("A source needs a title or an address.")
        _check_url("A source's address", self.url)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was read and speaks for a forecast's month."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Forecast:
    """The month a series usually falls in, with what says so. It never names a day.

    Parameters
    ----------
    month
        1 to 12.
    evidence
        Past editions as they were read, one at least.
    confidence
        "high" or "medium", as the evidence was judged.
    part
        "early", "mid" or "late" where the evidence is that fine.
    every
        Years between editions where that was read; None when unknown, so no year is promised.
    """

    month: int
    evidence: tuple[Evidence, ...]
    confidence: str = "medium"
    part: str = ""
    every: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise EventError(f"A forecast's month must be 1 to 12, not {self.month}.")
        if not self.evidence:
            raise EventError("A forecast without evidence is a guess; name at least one past edition.")
        if self.confidence not in ("high", "medium"):
            raise EventError(f"A forecast's confidence is high or medium, not {self.confidence!r}.")
        if self.part not in ("", "early", "mid", "late"):
            raise EventError(f"A part of a month is early, mid or late, not {self.part!r}.")
        if self.every is not None and self.every < 1:
            raise EventError(f"The years between editions must be 1 or more, not {self.every}.")

    def expected_year(self, today: date) -> int | None:
        """The year of the next edition of a yearly series; None when the rhythm is not known."""
        if self.every != 1:
            return None
        return today.year if today.month <= self.month else today.year + 1


@dataclass(frozen=True, slots=True)
class Event:
    """One edition of an event, or the forecast of a series.

    Parameters
    ----------
    uid
        Stable for the life of the event; feeds carry it.
    names
        Name by language (BCP 47; "und" where the language is not known), one at least.
    series, edition
        Key of the series and the number of the edition where it is numbered.
    sectors
        Keys of the sector tree.
    place, place_name, country
        GeoNames id where resolved, the place as it was written, ISO 3166-1 code.
    start, end
        Dates (both inclusive) or aware datetimes (end exclusive); ``end`` is None when the source names
        the first day only.
    zone
        IANA zone of the place.
    forecast
        Only without ``start``: the month and its evidence.
    previous_start
        What the date was before the event was moved.
    sequence, updated
        Revision number and moment of the last change, for calendar clients.

    Raises
    ------
    EventError, UnknownZoneError, UnknownSectorError
        Each names the rule that was broken.
    """

    uid: str
    names: Mapping[str, str]
    sources: tuple[Source, ...]
    status: Status = Status.ANNOUNCED
    series: str = ""
    edition: int | None = None
    sectors: tuple[str, ...] = ()
    place: int | None = None
    place_name: str = ""
    country: str = ""
    venue: str = ""
    start: date | datetime | None = None
    end: date | datetime | None = None
    zone: str = ""
    forecast: Forecast | None = None
    previous_start: date | None = None
    organiser: str = ""
    url: str = ""
    registration_url: str = ""
    registration_deadline: date | None = None
    price: str = ""
    languages: tuple[str, ...] = ()
    notes: str = ""
    sequence: int = 0
    updated: datetime | None = None
    extra: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.uid.strip():
            raise EventError("An event needs a uid.")
        if not any(name.strip() for name in self.names.values()):
            raise EventError(f"Event {self.uid}: a name in one language at least is needed.")
        if not self.sources:
            raise EventError(f"Event {self.uid}: a source is needed.")
        self._check_when()
        if self.country and not re.fullmatch(r"[A-Z]{2}", self.country):
            raise EventError(
                f"Event {self.uid}: the country must be a code such as UZ, not {self.country!r}."
            )
        for key in self.sectors:
            sector(key)
        _check_url(f"Event {self.uid}: the address", self.url)
        _check_url(f"Event {self.uid}: the registration address", self.registration_url)

    def _check_when(self) -> None:
        if (self.start is None) == (self.forecast is None):
            raise EventError(f"Event {self.uid}: either a start or a forecast month is needed, not both.")
        if (self.status is Status.EXPECTED) != (self.forecast is not None):
            raise EventError(
                f"Event {self.uid}: a forecast has the status expected, and only a forecast has it."
            )
        if self.zone:
            _check_zone(self.zone)
        if self.end is not None:
            self._check_end(self.end)
        elif isinstance(self.start, datetime) and self.start.tzinfo is None:
            raise EventError(f"Event {self.uid}: a time needs a zone.")

    def _check_end(self, end: date | datetime) -> None:
        if self.start is None:
            raise EventError(f"Event {self.uid}: an end without a start.")
        if isinstance(self.start, datetime) != isinstance(end, datetime):
            raise EventError(f"Event {self.uid}: start and end must both be dates or both be times.")
        if _moment(end, self.uid) < _moment(self.start, self.uid):
            raise EventError(f"Event {self.uid}: must have start <= end, not {self.start} to {end}.")

    @property
    def first_day(self) -> date | None:
        """The first day on the place's own calendar."""
        return _local_day(self.start, self.zone)

    @property
    def last_day(self) -> date | None:
        """The last day on the place's own calendar, the first day when no end was read.

        What ends at midnight ends with the day before: the moment of the end is outside.
        """
        end = self.end
        if isinstance(end, datetime) and isinstance(self.start, datetime) and end > self.start:
            end -= timedelta(microseconds=1)
        return _local_day(end, self.zone) or self.first_day

    @property
    def year(self) -> int | None:
        """The edition's year; None for a forecast."""
        day = self.first_day
        return day.year if day else None

    def name(self, language: str = "en") -> str:
        """The name in that language, or in the next best one."""
        for choice in (language, "en", "ru", "uz", "kk", "und"):
            if self.names.get(choice):
                return self.names[choice]
        return next(name for name in self.names.values() if name)

    def as_of(self, today: date) -> Event:
        """The same event, passed if its last day lies before today; a cancelled one stays cancelled."""
        last = self.last_day
        if last is None or last >= today or self.status in (Status.CANCELLED, Status.PASSED):
            return self
        return replace(self, status=Status.PASSED)

    def is_stale(self, today: date, *, after_days: int = 90) -> bool:
        """Whether nobody has looked at any source for that many days; passed events do not age."""
        if self.status is Status.PASSED:
            return False
        checked = [source.checked_on for source in self.sources if source.checked_on]
        return not checked or (today - max(checked)).days > after_days


def _local_day(moment: date | datetime | None, zone: str) -> date | None:
    if isinstance(moment, datetime):
        return (moment.astimezone(ZoneInfo(zone)) if zone else moment).date()
    return moment


def _moment(value: date | datetime, uid: str) -> datetime:
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if value.tzinfo is None:
        raise EventError(f"Event {uid}: a time needs a zone.")
    return value.astimezone(UTC)


def _check_url(what: str, url: str) -> None:
    # An address ends up as a link on a public page; javascript: and data: must never get there.
    if url and not _URL.match(url):
        raise EventError(f"{what} must start with http:// or https://, not {url[:60]!r}.")


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZoneError(
            f"{name!r} is not an IANA time zone; an example of one is Asia/Tashkent."
        ) from None
