"""Dates as sources give them: a year, a month, a day, or a span."""

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from egiz.atlas._errors import FactError

_ONE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True)
class Period:
    """First and last day of a date or span."""

    first: date
    last: date

    @classmethod
    @cache
    def parse(cls, text: str) -> "Period | None":
        """
        Read an ISO 8601 date, month, year, or span of them.

        Parameters
        ----------
        text
            "2023", "2023-01", "2024-04-01", "2024-01/2024-06" or empty.

        Returns
        -------
        Period or None
            None for an empty text.

        Raises
        ------
        FactError
            For anything else, or for a span that ends before it begins.
        """
        if not text:
            return None
        head, slash, tail = text.partition("/")
        first, _ = _days(head, text)
        _, last = _days(tail if slash else head, text)
        if last < first:
            raise FactError("as_of", text, "a span that ends after it begins, such as 2024-01/2024-06")
        return cls(first, last)

    @cached_property
    def middle(self) -> float:
        """The middle of the period in years: 2023.5."""
        return (_in_years(self.first) + _in_years(self.last)) / 2

    def years_to(self, other: "Period") -> float:
        """Years between the middles of two periods, never negative."""
        return abs(self.middle - other.middle)


def _in_years(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 0.5) / (366 if isleap(day.year) else 365)


def _days(text: str, whole: str) -> tuple[date, date]:
    found = _ONE.fullmatch(text.strip())
    if found is None:
        raise FactError("as_of", whole, "a date like 2024, 2024-04 or 2024-04-01, or a span 2024-01/2024-06")
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        return date(year, month or 1, day or 1), _last_day(year, month or 12, day)
    except ValueError as error:
        raise FactError("as_of", whole, "a date of the calendar") from error


def _last_day(year: int, month: int, day: int) -> date:
    """The day, or where none is said (0) the last one of the month."""
    return date(year, month, day or monthrange(year, month)[1])
