"""Which days a country works: the published holidays, moved days and what the desk knows better."""

from __future__ import annotations

import csv
import inspect
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

import holidays

from egiz.text import TableError, records

from ._errors import HolidayEditError, UnknownCountryError

LANGUAGES = ("ru", "uz", "kk", "en")
SATURDAY, SUNDAY = 5, 6
_OBSERVED = re.compile(r"^(?P<base>.+) \(observed\)$")
_SUBSTITUTED = re.compile(r"^Day off \(substituted from (?P<m>\d\d)/(?P<d>\d\d)/(?P<y>\d{4})\)$")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off in a country, with its name in the languages it is known in.

    ``estimated`` marks a day set by the moon that nobody has announced yet; ``moved`` a day off that stands
    in for another day. ``source`` says where the day comes from.
    """

    country: str
    day: date
    names: Mapping[str, str]
    estimated: bool = False
    moved: bool = False
    source: str = "python-holidays"

    @property
    def name(self) -> str:
        """The English name, or the first one known."""
        return self.names.get("en") or next(iter(self.names.values()))


@dataclass(frozen=True, slots=True)
class HolidayEdit:
    """What the desk knows better than the published calendar: a day off added, or a day that is worked.

    Parameters
    ----------
    country
        ISO 3166-1 code ("UZ"), or ISO 3166-2 ("UZ-QR") when only that region is concerned.
    off
        True adds a day off, False makes the day a working one even if it is a holiday or a weekend.
    source
        Where it is written (a decree, an address); never empty, since a day off without one is a rumour.

    Raises
    ------
    HolidayEditError
        When the country is not a code or the source or name is missing.
    """

    country: str
    day: date
    off: bool
    source: str
    names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", self.country):
            raise HolidayEditError(
                f"A holiday's country must be a code such as UZ or UZ-QR, not {self.country!r}."
            )
        if not self.source.strip():
            raise HolidayEditError(
                f"The edit of {self.day} in {self.country} needs a source (a decree, an address)."
            )
        if self.off and not any(self.names.values()):
            raise HolidayEditError(
                f"The day off {self.day} in {self.country} needs a name in one language at least."
            )


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """One country's (or region's) days off over some years."""

    country: str
    weekend: frozenset[int]
    off: Mapping[date, tuple[Holiday, ...]]
    worked: Mapping[date, str]

    def holidays_on(self, day: date) -> tuple[Holiday, ...]:
        """The holidays of that day; none when the day was made a working one."""
        return () if day in self.worked else self.off.get(day, ())

    def is_weekend(self, day: date) -> bool:
        """Whether the weekly rest falls on that day, transferred working Saturdays excepted."""
        return day.weekday() in self.weekend and day not in self.worked


def work_calendar(
    country: str,
    years: Sequence[int],
    *,
    six_day_week: bool = False,
    edits: Iterable[HolidayEdit] = (),
) -> WorkCalendar:
    """Read one country's working calendar, corrected by the desk's own edits.

    Parameters
    ----------
    country
        ISO 3166-1 code, or ISO 3166-2 for a region ("UZ-QR"): the country's days, the region's where the
        library has them, and the edits made for either.
    years
        Calendar years needed.
    six_day_week
        True where Saturday is a working day; holidays are then moved from Sundays only.
    edits
        Days added and removed. A removal also makes a weekend day a working one.

    Raises
    ------
    UnknownCountryError
        When no calendar is published for the country, or not for these years.
    """
    country = country.upper()
    state = country.partition("-")[0]
    off, worked = _published(country, tuple(sorted(set(years))), six_day_week)
    off, worked = dict(off), dict(worked)
    for edit in edits:
        if edit.country not in (state, country):
            continue
        if edit.off:
            added = Holiday(country, edit.day, dict(edit.names), source=edit.source)
            off[edit.day] = (*off.get(edit.day, ()), added)
            worked.pop(edit.day, None)
        else:
            worked[edit.day] = edit.source
            off.pop(edit.day, None)
    weekend = frozenset({SUNDAY} if six_day_week else {SATURDAY, SUNDAY})
    return WorkCalendar(country, weekend, off, worked)


@lru_cache(maxsize=64)
def _published(
    country: str, years: tuple[int, ...], six_day_week: bool
) -> tuple[Mapping[date, tuple[Holiday, ...]], Mapping[date, str]]:
    english = _library_calendar(country, years, "en_US", six_day_week, show_estimated=True)
    # The label "(estimated)" differs by language and by library version, so a date is an estimate exactly
    # where the name changes when the library is told not to label estimates.
    plain = _library_calendar(country, years, "en_US", six_day_week, show_estimated=False)
    # Left to itself the library would follow the machine's locale.
    own = _library_calendar(country, years, plain.default_language, six_day_week, show_estimated=False)
    off: dict[date, tuple[Holiday, ...]] = {}
    for day in sorted(plain):
        labelled, bare, native = english.get_list(day), plain.get_list(day), own.get_list(day)
        if len(native) != len(bare):
            native = bare
        off[day] = tuple(
            _holiday(country, day, name, local, estimated=name not in labelled)
            for name, local in zip(bare, native, strict=True)
        )
    worked = dict.fromkeys(getattr(plain, "weekend_workdays", ()), "python-holidays")
    for holiday in _off_in_six_day_weeks(country) if six_day_week else ():
        if holiday.day.year in years:
            off.setdefault(holiday.day, (holiday,))
            worked.pop(holiday.day, None)
    return off, worked


def _off_in_six_day_weeks(country: str) -> list[Holiday]:
    """Saturdays that a decree makes days off; the library knows weeks of five days only."""
    text = resources.files(__package__).joinpath("data/six_day_weeks.csv").read_text(encoding="utf-8")
    rows = (row for row in csv.DictReader(text.splitlines()) if row["country"] == country.partition("-")[0])
    found = (
        (_holiday(country, date.fromisoformat(row["date"]), row["name"], "", estimated=False), row["source"])
        for row in rows
    )
    return [replace(holiday, source=source) for holiday, source in found]


def _calendar_of(state: str) -> Any:
    try:
        return type(holidays.country_holidays(state))
    except NotImplementedError:
        raise UnknownCountryError(
            f"No holiday calendar is published for {state!r}; use an ISO 3166-1 code such as KZ or UZ."
        ) from None


def _library_calendar(
    country: str, years: tuple[int, ...], language: str | None, six_day_week: bool, *, show_estimated: bool
) -> Any:
    state, _, region = country.partition("-")
    kind = _calendar_of(state)
    first, last = kind.start_year, kind.end_year
    if years and not (first <= years[0] and years[-1] <= last):
        raise UnknownCountryError(f"Holidays of {state} are known for the years {first} to {last} only.")
    options: dict[str, Any] = {"years": years, "language": language, "expand": False}
    if region in getattr(kind, "subdivisions", ()):
        options["subdiv"] = region
    if "islamic_show_estimated" in inspect.signature(kind.__init__).parameters:
        options["islamic_show_estimated"] = show_estimated
    if six_day_week and issubclass(kind, holidays.observed_holiday_base.ObservedHolidayBase):
        kind = type(kind.__name__, (kind,), {"weekend": {SUNDAY}})
        options["observed_rule"] = holidays.observed_holiday_base.SUN_TO_NEXT_WORKDAY
    return kind(**options)


@lru_cache(maxsize=1)
def _translations() -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath("data/holiday_names.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = json.loads(text)
    return loaded


def _holiday(country: str, day: date, english: str, native: str, *, estimated: bool) -> Holiday:
    table = _translations()
    state = country.partition("-")[0]
    native_language = {"KZ": "kk", "UZ": "uz"}.get(state)
    substituted, observed = _SUBSTITUTED.match(english), _OBSERVED.match(english)
    base = observed["base"] if observed else "Day off" if substituted else english
    names = {"en": english}
    added = _added(substituted, observed=bool(observed))
    for language, text in table.get(f"{state}:{base}", table.get(base, {})).items():
        names[language] = text + added[language]
    if native_language and native:
        names[native_language] = native
    return Holiday(country, day, names, estimated=estimated, moved=bool(substituted or observed))


def _added(substituted: re.Match[str] | None, *, observed: bool) -> Mapping[str, str]:
    """What is said behind the name of a day that was moved, by language."""
    if substituted:
        day = substituted.expand(r"\g<d>.\g<m>.\g<y>")
        return {language: text.format(day=day) for language, text in _translations()["(substituted)"].items()}
    return _translations()["(observed)"] if observed else defaultdict(str)


def read_holiday_edits(text: str) -> tuple[list[HolidayEdit], list[str]]:
    """Read a desk's own list of days off and working days.

    Parameters
    ----------
    text
        CSV with the columns country, date, kind ("off" or "working"), name, source.

    Returns
    -------
    tuple[list[HolidayEdit], list[str]]
        The good rows, and one sentence for each bad one with its row number.

    Raises
    ------
    HolidayEditError
        When a column is missing altogether.
    """
    try:
        rows = records(text.encode(), name="The holiday list", needed=("country", "date", "kind", "source"))
    except TableError as error:
        raise HolidayEditError(f"{error} Its columns are country,date,kind,name,source.") from error
    edits, problems = [], []
    for number, row in rows:
        try:
            edits.append(_edit_from_row(row))
        except ValueError as error:
            problems.append(f"row {number}: {error}")
    return edits, problems


def _edit_from_row(row: Mapping[str, str | None]) -> HolidayEdit:
    kind, day_said, country = ((row[key] or "").strip() for key in ("kind", "date", "country"))
    kind = kind.lower()
    if kind not in ("off", "working"):
        raise HolidayEditError(f"kind must be off or working, not {kind!r}.")
    try:
        day = date.fromisoformat(day_said)
    except ValueError:
        raise HolidayEditError(f"date must be like 2026-12-31, not {row['date']!r}.") from None
    name = (row.get("name") or "").strip()
    return HolidayEdit(
        country.upper(), day, kind == "off", row["source"] or "", {"und": name} if name else {}
    )
