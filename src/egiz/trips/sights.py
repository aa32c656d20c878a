"""Sights worth a delegation's hour, from sourced facts only; unknown hours stay unknown."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
HOURS = re.compile(r"(?P<a>[A-Z][a-z])(?:-(?P<b>[A-Z][a-z]))? (?P<from>\d\d:\d\d)-(?P<until>\d\d:\d\d)")


class SightError(ValueError):
    """A row of the list that cannot be read; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Hours on some days of the week (0 is Monday), in the place's own time."""

    weekdays: frozenset[int]
    opens: dt.time
    closes: dt.time


@dataclass(frozen=True, slots=True)
class Sight:
    """One sight of a city.

    ``openings`` is None where no source gives the hours: that is unknown, not "always open". ``as_of`` is
    empty where the source has no date; hours then are what the source claims, and worth a call before.
    ``read_on`` is the day on which the source was read, empty for what was taken over from before.

    Raises
    ------
    SightError
        If the sight has no English name or no source.
    """

    id: str
    geonameid: int
    kind: str
    names: Mapping[str, str]
    openings: tuple[Opening, ...] | None
    as_of: str
    source: str
    url: str
    note: str = ""
    read_on: str = ""

    def __post_init__(self) -> None:
        if not self.names.get("en"):
            raise SightError(f"Sight {self.id}: an English name is expected.")
        if not self.source:
            raise SightError(f"Sight {self.id}: it has no source; name who said so.")

    def name(self, language: str) -> str:
        """The name in a language, English where it is not known."""
        return self.names.get(language) or self.names["en"]

    def hours_on(self, day: dt.date) -> tuple[tuple[dt.time, dt.time], ...] | None:
        """The hours of one day in the place's own time; empty when closed, None when unknown."""
        if self.openings is None:
            return None
        mine = (one for one in self.openings if day.weekday() in one.weekdays)
        return tuple((one.opens, one.closes) for one in mine)


def read_hours(text: str) -> tuple[Opening, ...] | None:
    """Read hours such as ``"Mo-Fr 09:00-13:00;Sa 10:00-16:00"``; None for an empty text.

    Raises
    ------
    SightError
        If a part is not written like that.
    """
    if not text.strip():
        return None
    return tuple(_opening(part.strip()) for part in text.split(";"))


def _opening(part: str) -> Opening:
    found = HOURS.fullmatch(part)
    if not found or found["a"] not in DAYS or (found["b"] or "Mo") not in DAYS:
        raise SightError(f"Hours {part!r} are not understood; write them as Mo-Fr 09:00-17:00.")
    first = DAYS.index(found["a"])
    last = DAYS.index(found["b"]) if found["b"] else first
    if last < first:
        raise SightError(f"Hours {part!r}: {found['b']} lies before {found['a']} in the week.")
    opens, closes = (dt.time.fromisoformat(found[key]) for key in ("from", "until"))
    if closes <= opens:
        raise SightError(f"Hours {part!r} end before they begin.")
    return Opening(frozenset(range(first, last + 1)), opens, closes)


@cache
def sights() -> tuple[Sight, ...]:
    """The shipped list, each sight with its source.

    Raises
    ------
    SightError
        If a row cannot be read.
    """
    with (DATA / "sights.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Sight(
                row["sight"], int(row["geonameid"]), row["kind"],
                {key[5:]: value for key, value in row.items() if key.startswith("name_") and value},
                read_hours(row["hours"]), row["as_of"], row["source"], row["url"],
                row["note"], row["read_on"],
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def of_cities(cities: Iterable[int]) -> tuple[Sight, ...]:
    """The shipped sights of some cities (GeoNames ids), in the order of the list."""
    wanted = set(cities)
    return tuple(one for one in sights() if one.geonameid in wanted)
