"""Which events a visitor asks for, as the page's address writes it, and the rows that fit."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet

from egiz import calendars
from egiz.desk.core.domain.folding import fold
from egiz.desk.events.models import EventRecord, Status

LONGEST = dt.timedelta(days=366)  # an event that runs longer than a year is not looked for on its later days
LONGEST_WORDS = 100  # letters of a search
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one year."""

    year: int
    number: int

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """Read "2026-12"; anything else is no month."""
        found = _MONTH.fullmatch(text)
        year, number = (int(found[1]), int(found[2])) if found else (0, 0)
        return cls(year, number) if 2000 <= year <= 2100 and 1 <= number <= 12 else None

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        return self.moved(1).first - dt.timedelta(days=1)

    def moved(self, months: int) -> "Month":
        years, zero_based = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, zero_based + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a visitor wants to see; an empty field does not restrict."""

    sector: str = ""
    country: str = ""
    place: int | None = None
    month: Month | None = None
    words: str = ""

    @classmethod
    def read(cls, params: Mapping[str, Any]) -> "Choice":
        """Take the choice from an address; what is not understood does not restrict."""
        sector, country = str(params.get("sector", "")), str(params.get("country", "")).upper()
        place = str(params.get("place", ""))
        return cls(
            sector if sector in calendars.sectors() else "",
            country if re.fullmatch("[A-Z]{2}", country) else "",
            int(place) if place.isascii() and place.isdigit() and len(place) < 12 else None,
            Month.read(str(params.get("month", ""))),
            " ".join(str(params.get("q", ""))[:LONGEST_WORDS].replace("\0", " ").split()),
        )

    def params(self) -> dict[str, str]:
        """Return the choice as an address carries it."""
        pairs = {"sector": self.sector, "country": self.country, "place": self.place, "month": self.month}
        pairs |= {"q": self.words}
        return {name: str(value) for name, value in pairs.items() if value}

    def query(self, **changes: Any) -> str:
        """Return the address's query for this choice with some fields changed, without the empty ones."""
        params = {**self.params(), **changes}
        return urlencode({name: str(value) for name, value in params.items() if value})

    def without_month(self) -> "Choice":
        return replace(self, month=None)


def rows(choice: Choice) -> QuerySet[EventRecord]:
    """List the events that everybody may see and that fit, whatever their day."""
    found = EventRecord.objects.filter(is_public=True)
    if choice.sector:
        wanted = Q()
        for key in calendars.with_descendants(choice.sector):
            wanted |= Q(sectors__contains=f" {key} ")
        found = found.filter(wanted)
    if choice.country:
        found = found.filter(country=choice.country)
    if choice.place:
        found = found.filter(place_id=choice.place)
    for word in fold(choice.words).split():
        found = found.filter(search_key__contains=word)
    return found


def between(choice: Choice, first: dt.date, last: dt.date) -> QuerySet[EventRecord]:
    """List the dated events that touch the days from first to last, by day (the order of an index)."""
    return (
        rows(choice)
        .filter(first_day__range=(first - LONGEST, last))
        .filter(Q(last_day__gte=first) | Q(last_day__isnull=True, first_day__gte=first))
        .order_by("first_day", "last_day", "id")
    )


def upcoming(choice: Choice, today: dt.date) -> QuerySet[EventRecord]:
    """List the dated events from today on, by day; with a month, those of that month."""
    if choice.month:
        return between(choice, choice.month.first, choice.month.last)
    return (
        rows(choice)
        .filter(first_day__gte=today - LONGEST)
        .filter(Q(first_day__gte=today) | Q(last_day__gte=today))
        .order_by("first_day", "last_day", "id")
    )


def expected(choice: Choice, year: int) -> list[EventRecord]:
    """List the series that only have a month, without those whose edition of the year has its day."""
    found = rows(choice).filter(first_day__isnull=True, status=Status.EXPECTED)
    if choice.month:
        found = found.filter(month=choice.month.number)
    kept = list(found.order_by(F("month").asc(nulls_last=True), "id"))
    series = {row.series for row in kept if row.series}
    days = dt.date(year, 1, 1), dt.date(year, 12, 31)
    dated = EventRecord.objects.filter(series__in=series, first_day__range=days)
    settled = set(dated.values_list("series", flat=True)) if series else set()
    return [row for row in kept if row.series not in settled]
