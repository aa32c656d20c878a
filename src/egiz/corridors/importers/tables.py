"""Timetables and quotes in CSV, as offices keep them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from pathlib import Path

from egiz.corridors._errors import CorridorError, FeedError
from egiz.corridors.importers.brought import Brought, Collector, Problem
from egiz.corridors.model import CLASSES, VehicleClass
from egiz.corridors.network import Network
from egiz.corridors.places import node_of_place
from egiz.corridors.values import Estimate, Service, Value
from egiz.text import TableError, records

TIMETABLE = ("from", "to", "class", "weekdays", "departs", "hours")
QUOTES = ("from", "to", "class", "usd", "hours")
DAY_HOURS = 24


def read_timetable(path: Path, network: Network, *, source: str, as_of: str) -> Brought:
    """
    Departures from a CSV timetable.

    Parameters
    ----------
    path
        Columns from, to, class, weekdays (1 Monday … 7, with spaces), departs (HH:MM), hours; optional
        arrives (HH:MM, instead of hours), usd, valid_from, valid_to.
    network
        Places are looked up on it, in any script.
    source, as_of
        Who says so, and as of when.

    Returns
    -------
    Brought
        One service for every good row.

    Raises
    ------
    FeedError
        When the file has not the columns of a timetable.
    """
    return _read(path, Collector(network, "timetable", "claimed", source, as_of), TIMETABLE, _departure)


def read_quotes(path: Path, network: Network, *, source: str, as_of: str) -> Brought:
    """
    Offers of carriers from a CSV file: from, to, class, usd, hours; optional usd_low, usd_high, hours_low,
    hours_high, valid_from, valid_to, source.

    Returns
    -------
    Brought
        A link of its own for every good row, with its price and time.

    Raises
    ------
    FeedError
        When the file has not these columns.
    """  # noqa: D205 - the columns are the summary
    return _read(path, Collector(network, "quote", "claimed", source, as_of), QUOTES, _quote)


def _read(
    path: Path,
    into: Collector,
    needed: tuple[str, ...],
    take: Callable[[Collector, Mapping[str, str], int], None],
) -> Brought:
    try:
        for number, row in _rows(path, needed):
            try:
                take(into, row, number)
            except _FieldError as error:
                into.problems.append(Problem(path.name, number, error.column, str(error)))
    except TableError as error:
        raise FeedError(str(error)) from error
    return into.done()


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        return records(path, needed=needed)
    except TableError as error:
        if error.params.get("columns") == ("hours",) and "arrives" in error.params["found"]:
            return records(path)
        raise


class _FieldError(ValueError):
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def _ends(into: Collector, row: Mapping[str, str]) -> tuple[str, str, VehicleClass]:
    found = []
    for column in ("from", "to"):
        try:
            found.append(node_of_place(into.network, row[column]).id)
        except CorridorError as error:
            raise _FieldError(column, str(error)) from error
    if row["class"] not in CLASSES:
        raise _FieldError("class", f"“{row['class']}” is none of {', '.join(CLASSES)}.")
    if found[0] == found[1]:
        raise _FieldError("to", "must be another place than from.")
    return found[0], found[1], row["class"]


def _departure(into: Collector, row: Mapping[str, str], number: int) -> None:
    a, b, vehicle = _ends(into, row)
    departs = _clock(row, "departs")
    if row.get("hours"):
        hours = _number(row, "hours")
    else:
        hours = ((_clock(row, "arrives") - departs) % (DAY_HOURS * 60)) / 60
    days = row["weekdays"].split()
    if not days or any(day not in "1234567" or len(day) != 1 for day in days):
        raise _FieldError("weekdays", "write the days as numbers from 1 (Monday) to 7, with spaces between.")
    link = into.link(a, b, vehicle)
    usd = _number(row, "usd") if row.get("usd") else None
    into.services.append(
        Service(
            link.id, "ab", vehicle, tuple(int(day) - 1 for day in days), 0.0, departs,
            Estimate(hours, hours, hours), Estimate(usd, usd, usd) if usd is not None else None,
            into.status, row.get("source") or into.source, into.as_of,
            valid_from=_date(row, "valid_from"), valid_to=_date(row, "valid_to"), id=f"{link.id}-{number}",
        )
    )  # fmt: skip


def _quote(into: Collector, row: Mapping[str, str], number: int) -> None:
    a, b, vehicle = _ends(into, row)
    estimates = {name: _range(row, name) for name in ("usd", "hours")}
    days = _date(row, "valid_from"), _date(row, "valid_to")
    link = into.link(a, b, vehicle)
    for metric, estimate in estimates.items():
        into.values.append(
            Value(
                link.id, "usd" if metric == "usd" else "hours", estimate, into.status,
                row.get("source") or into.source, into.as_of, vehicle=vehicle,
                valid_from=days[0], valid_to=days[1], id=f"{link.id}-{number}-{metric}",
            )
        )  # fmt: skip


def _range(row: Mapping[str, str], name: str) -> Estimate:
    mode = _number(row, name)
    low = _number(row, f"{name}_low") if row.get(f"{name}_low") else mode
    high = _number(row, f"{name}_high") if row.get(f"{name}_high") else mode
    try:
        return Estimate(low, mode, high)
    except CorridorError as error:
        raise _FieldError(name, str(error)) from error


def _number(row: Mapping[str, str], column: str) -> float:
    try:
        value = float(row[column].replace(" ", "").replace(",", "."))
    except (KeyError, ValueError):
        raise _FieldError(column, f"“{row.get(column, '')}” is no number.") from None
    if value < 0:
        raise _FieldError(column, "must not be below zero.")
    return value


def _clock(row: Mapping[str, str], column: str) -> int:
    try:
        at = time.fromisoformat(row.get(column, "").zfill(5))
    except ValueError:
        raise _FieldError(column, f"“{row.get(column, '')}” is no time of the day; write HH:MM.") from None
    return at.hour * 60 + at.minute


def _date(row: Mapping[str, str], column: str) -> date | None:
    if not row.get(column):
        return None
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        raise _FieldError(column, f"“{row[column]}” is no date; write YYYY-MM-DD.") from None
