"""What a reader of the calendar asked for: the same for the page, the files and the API."""

import datetime as dt
from calendar import monthrange as days_in_month
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from egiz.desk.core.domain.folding import fold
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.interfaces.languages import month_names
from egiz.desk.events.domain import calendar
from egiz.desk.events.interfaces.strip import MONTHS, STALE_AFTER
from egiz.desk.events.models import EventRecord, Status


def days_of(year: int, month: int | None = None) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a year, or of one of its months."""
    first, last = month or 1, month or 12
    return dt.date(year, first, 1), dt.date(year, last, days_in_month(year, last)[1])


@dataclass(frozen=True)
class Choice:
    """The filters of the calendar; an empty one does not restrict."""

    year: int
    sector: str = ""
    country: str = ""
    place: int | None = None
    month: int | None = None
    status: str = ""
    words: str = ""
    stale: bool = False
    passed: bool = False
    view: str = "list"

    @classmethod
    def of(cls, request: HttpRequest, today: dt.date) -> "Choice":
        """Take the filters from an address; what makes no sense in them is passed over."""
        asked = request.GET
        year = asked.get("year", "")
        chosen = int(year) if year.isdecimal() and 1990 <= int(year) <= 2200 else today.year
        month, place = asked.get("month", ""), asked.get("place", "")
        return cls(
            year=chosen,
            sector=asked.get("sector", "")[:60],
            country=asked.get("country", "")[:2].upper(),
            place=int(place) if place.isdecimal() and len(place) < 12 else None,
            month=int(month) if month.isdecimal() and int(month) in MONTHS else None,
            status=asked.get("status", "") if asked.get("status") in Status.values else "",
            words=asked.get("q", "")[:100].strip(),
            stale=asked.get("stale") == "1",
            passed=asked.get("passed") == "1" or chosen < today.year,
            view="map" if asked.get("view") == "map" else "list",
        )

    def rows(self, today: dt.date) -> QuerySet[EventRecord]:
        """List the events that fit."""
        rows = calendar.listed(
            year=self.year, today=today, sector=self.sector, country=self.country, passed=self.passed
        )
        rows = rows.exclude(status=Status.EXPECTED, series__in=self._settled_series())
        if self.month:
            rows = rows.filter(month=self.month)
        return self._narrowed(rows, today)

    def dated(self, today: dt.date) -> QuerySet[EventRecord]:
        """List those that have their days, as an index knows them: by first day, whatever their number."""
        rows = EventRecord.objects.filter(first_day__range=days_of(self.year, self.month))
        rows = calendar.in_sector(rows, self.sector)
        if self.country:
            rows = rows.filter(country=self.country)
        if not self.passed and self.year == today.year:
            rows = rows.exclude(last_day__lt=today)
        return self._narrowed(rows, today).order_by("first_day", "last_day", "id")

    def forecasts(self, today: dt.date) -> QuerySet[EventRecord]:
        """List those of which only the month is known, by month."""
        return self.rows(today).filter(first_day__isnull=True, status=Status.EXPECTED).order_by("month", "id")

    def _settled_series(self) -> QuerySet[EventRecord, Any]:
        dated = EventRecord.objects.filter(first_day__range=days_of(self.year)).exclude(series="")
        return dated.values("series")

    def _narrowed(self, rows: QuerySet[EventRecord], today: dt.date) -> QuerySet[EventRecord]:
        if self.place:
            rows = rows.filter(place_id=self.place)
        if self.status == Status.PASSED:
            rows = rows.filter(last_day__lt=today).exclude(status=Status.CANCELLED)
        elif self.status:
            rows = rows.filter(status=self.status)
        if self.stale:
            oldest = today - dt.timedelta(days=STALE_AFTER)
            rows = rows.filter(Q(checked_on__isnull=True) | Q(checked_on__lt=oldest)).exclude(
                last_day__lt=today
            )
        for word in fold(self.words).split():
            rows = rows.filter(search_key__contains=word)
        return rows

    @property
    def place_name(self) -> str:
        return local_name(self.place) if self.place else ""

    @property
    def months(self) -> list[tuple[int, Any]]:
        names = month_names()
        return [(month, names[month]) for month in MONTHS]

    @property
    def statuses(self) -> list[tuple[str, Any]]:
        return [(str(value), label) for value, label in Status.choices]
