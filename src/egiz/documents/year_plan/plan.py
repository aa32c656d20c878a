"""What stands on the sheet, checked before anything is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from egiz.documents._errors import DocumentError

STATUSES = ("expected", "announced", "confirmed", "moved", "cancelled", "passed")
PARTS = ("", "early", "mid", "late")


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One event with its days, or a series with the month that past years suggest.

    Parameters
    ----------
    name, place, country
        As they are to be printed; the country is an ISO 3166-1 code.
    sector
        Key of the row it stands in.
    status
        "expected" for a month without a day, else how firm the days are.
    first_day, last_day
        Both inclusive; none for what is expected.
    month, part
        1 to 12 and "early", "mid", "late" or "", for what is expected only.

    Raises
    ------
    DocumentError
        When days and month contradict the status: an expected month never gets a day.
    """

    name: str
    sector: str
    status: str
    first_day: date | None = None
    last_day: date | None = None
    month: int | None = None
    part: str = ""
    place: str = ""
    country: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise DocumentError("An entry of the year plan needs a name.")
        if self.status not in STATUSES:
            raise DocumentError(f"{self.name}: the status must be one of {', '.join(STATUSES)}.")
        if (self.status == "expected") != (self.first_day is None):
            raise DocumentError(f"{self.name}: what is expected has a month and no day, all else has a day.")
        if self.status == "expected" and self.month not in range(1, 13):
            raise DocumentError(f"{self.name}: what is expected needs a month from 1 to 12.")
        if self.part not in PARTS:
            raise DocumentError(f"{self.name}: a part of a month is early, mid or late, not {self.part!r}.")
        days = list(filter(None, (self.first_day, self.last_day)))
        if days != sorted(days):
            raise DocumentError(f"{self.name}: must have first day <= last day.")

    def months(self, year: int) -> range:
        """The months of that year in which it stands on the sheet; a long one stands in its first only."""
        if self.first_day is None:
            return range(self.month or 1, (self.month or 1) + 1)
        if self.first_day.year == year:
            return range(self.first_day.month, self.first_day.month + 1)
        # It began the year before and still runs: January shows it.
        runs_on = self.last_day is not None and self.first_day.year < year <= self.last_day.year
        return range(1, 2) if runs_on else range(0)


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A year of one calendar.

    Parameters
    ----------
    year, title
        What is printed on top.
    sectors
        Rows in order: key and the name to print.
    entries
        Events and expected months; those of sectors without a row are left out.
    made_on
        The day of printing: a plan on a wall must say how old it is.
    address
        Where the living calendar is, printed at the foot.
    left_out
        How many events of the year are not among the entries; the foot says so.
    """

    year: int
    title: str
    sectors: Mapping[str, str]
    entries: tuple[PlanEntry, ...]
    made_on: date
    address: str = ""
    left_out: int = 0

    def __post_init__(self) -> None:
        if not 1990 <= self.year <= 2200:
            raise DocumentError(f"A plan is for a year from 1990 to 2200, not {self.year}.")

    def cell(self, sector: str, month: int) -> list[PlanEntry]:
        """The entries of one row and month, dated ones by day first, expected ones after them."""
        found = [e for e in self.entries if e.sector == sector and month in e.months(self.year)]
        return sorted(found, key=lambda e: (e.first_day is None, e.first_day or self.made_on, e.name))
