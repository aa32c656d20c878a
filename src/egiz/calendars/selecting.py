"""Choosing events: by sector, country, city, month, words and status, for lists and feeds alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ._errors import EventError
from .events import Event, Status
from .sector_tree import sector, with_ancestors


@dataclass(frozen=True, slots=True)
class Selection:
    """What a reader of the calendar wants to see; an empty field does not restrict.

    Parameters
    ----------
    sectors, countries, places
        Keys of the sector tree (what lies below counts too), ISO 3166-1 codes, GeoNames ids.
    year, month
        A forecast without a year fits every year; a month alone fits that month of any year.
    start, end
        First and last day of interest, both inclusive.
    words
        Every word must occur in a name, the place, the venue or the organiser.
    forecasts, cancelled
        Whether forecasts and cancelled events are wanted.
    """

    sectors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    year: int | None = None
    month: int | None = None
    start: date | None = None
    end: date | None = None
    words: str = ""
    forecasts: bool = True
    cancelled: bool = True

    def __post_init__(self) -> None:
        for key in self.sectors:
            sector(key)
        if self.month is not None and not 1 <= self.month <= 12:
            raise EventError(f"A month must be 1 to 12, not {self.month}.")
        if self.start and self.end and self.end < self.start:
            raise EventError(f"Must have start <= end, not {self.start} to {self.end}.")

    def fits(self, event: Event) -> bool:
        """Whether the event is wanted."""
        return (
            self._fits_status(event)
            and (not self.sectors or bool(set(self.sectors) & set(with_ancestors(event.sectors))))
            and self._fits_place(event)
            and self._fits_time(event)
            and self._fits_words(event)
        )

    def _fits_status(self, event: Event) -> bool:
        return (self.cancelled or event.status is not Status.CANCELLED) and (
            self.forecasts or event.forecast is None
        )

    def _fits_place(self, event: Event) -> bool:
        return (not self.countries or event.country in self.countries) and (
            not self.places or event.place in self.places
        )

    def _fits_time(self, event: Event) -> bool:
        if event.forecast is not None:
            return self.month in (None, event.forecast.month)
        first, last = event.first_day, event.last_day
        if first is None or last is None:
            return False
        if self.year is not None and not first.year <= self.year <= last.year:
            return False
        return self._fits_span(first, last) and self.month in (None, *_months(first, last))

    def _fits_span(self, first: date, last: date) -> bool:
        return not ((self.start and last < self.start) or (self.end and first > self.end))

    def _fits_words(self, event: Event) -> bool:
        text = " ".join([*event.names.values(), event.place_name, event.venue, event.organiser]).casefold()
        return all(word in text for word in self.words.casefold().split())


def select(events: Iterable[Event], wanted: Selection) -> list[Event]:
    """Return the events that fit, dated ones by day first, forecasts after them by month."""
    found = [event for event in events if wanted.fits(event)]
    return sorted(found, key=_order)


def _order(event: Event) -> tuple[bool, date, str]:
    if event.forecast is not None:
        return True, date(1, event.forecast.month, 1), event.uid
    return False, event.first_day or date.min, event.uid


def _months(first: date, last: date) -> set[int]:
    return {(first.month + step - 1) % 12 + 1 for step in range((last - first).days // 28 + 1)} | {last.month}
