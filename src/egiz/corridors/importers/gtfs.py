"""Timetables in GTFS: the stops near nodes of the network and the departures between them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from egiz.corridors._errors import FeedError
from egiz.corridors.importers.brought import Brought, Collector, Problem
from egiz.corridors.model import VehicleClass
from egiz.corridors.network import Network
from egiz.corridors.places import nearest_node
from egiz.corridors.values import Estimate, Service

STOP_KM = 30.0
"""A stop further than this from every node is passed by; airports and stations lie outside their towns."""
NEEDED = ("stops.txt", "routes.txt", "trips.txt", "stop_times.txt", "calendar.txt")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
BIGGEST = 200 * 1024 * 1024  # bytes of one table; a feed of a country stays well below


def _tables(path: Path) -> dict[str, list[Mapping[str, str]]]:
    try:
        with zipfile.ZipFile(path) as feed:
            return {name: list(_rows(feed, name)) for name in NEEDED}
    except zipfile.BadZipFile as error:
        raise FeedError(f"{path.name} is no zip file.") from error


def _by_trip(rows: Iterable[Mapping[str, str]]) -> dict[str, list[Mapping[str, str]]]:
    times: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        times[row["trip_id"]].append(row)
    return times


def read_gtfs(path: Path, network: Network, *, source: str = "", as_of: str = "") -> Brought:
    """
    Services from a GTFS feed.

    Parameters
    ----------
    path
        The zip file. Rail (types 2 and 100 to 117), bus (3 and 200 to 299) and air (1100) are read;
        exceptions of single days (calendar_dates.txt) are not.
    network
        Stops are tied to the nearest node within 30 km.
    source, as_of
        Who says so; the file's name when not told.

    Returns
    -------
    Brought
        One service for every ride between two neighbouring nodes of a trip.

    Raises
    ------
    FeedError
        When the file is no zip, lacks a table or a table is unreasonably large.
    """
    tables = _tables(path)
    into = Collector(network, "gtfs", "claimed", source or f"GTFS feed {path.name}", as_of)
    nodes = _stops(tables["stops.txt"], into)
    classes = {row["route_id"]: _class(row.get("route_type", "")) for row in tables["routes.txt"]}
    calendar = {row["service_id"]: row for row in tables["calendar.txt"]}
    times = _by_trip(tables["stop_times.txt"])
    for number, trip in enumerate(tables["trips.txt"], start=2):
        vehicle, season = classes.get(trip["route_id"]), calendar.get(trip["service_id"])
        if vehicle is None:
            continue
        if season is None:
            message = f"service “{trip['service_id']}” is not in calendar.txt."
            into.problems.append(Problem("trips.txt", number, "service_id", message))
            continue
        try:
            _trip(into, trip["trip_id"], vehicle, season, _calls(times[trip["trip_id"]], nodes))
        except ValueError as error:
            into.problems.append(Problem("stop_times.txt", number, trip["trip_id"], str(error)))
    return into.done()


def _rows(feed: zipfile.ZipFile, name: str) -> Iterator[Mapping[str, str]]:
    try:
        info = feed.getinfo(name)
    except KeyError:
        raise FeedError(f"The feed lacks {name}; it needs {', '.join(NEEDED)}.") from None
    if info.file_size > BIGGEST:
        raise FeedError(f"{name} is larger than {BIGGEST // 1024**2} MB; cut the feed to the region.")
    with feed.open(info) as raw:
        yield from csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))


def _stops(rows: Iterable[Mapping[str, str]], into: Collector) -> dict[str, str]:
    found = {}
    for number, row in enumerate(rows, start=2):
        try:
            node, km = nearest_node(into.network, float(row["stop_lat"]), float(row["stop_lon"]))
        except (KeyError, ValueError):
            into.problems.append(
                Problem("stops.txt", number, "stop_lat", "latitude and longitude are numbers.")
            )
            continue
        if km <= STOP_KM:
            found[row["stop_id"]] = node.id
    return found


def _class(route_type: str) -> VehicleClass | None:
    if not route_type.isdigit():
        return None
    kind = int(route_type)
    if kind == 2 or 100 <= kind <= 117:
        return "train"
    if kind == 3 or 200 <= kind <= 299:
        return "bus"
    return "air" if 1100 <= kind < 1200 else None


def _calls(rows: list[Mapping[str, str]], nodes: Mapping[str, str]) -> list[tuple[str, int, int]]:
    # Node, minutes of arrival and departure; of several stops in one town the last one counts for leaving.
    found: list[tuple[str, int, int]] = []
    for row in sorted(rows, key=lambda r: int(r["stop_sequence"])):
        node = nodes.get(row["stop_id"])
        if node is None or not (row.get("departure_time") or row.get("arrival_time")):
            continue
        arrives = _minutes(row.get("arrival_time") or row["departure_time"])
        leaves = _minutes(row.get("departure_time") or row["arrival_time"])
        if found and found[-1][0] == node:
            found[-1] = (node, found[-1][1], leaves)
        else:
            found.append((node, arrives, leaves))
    return found


def _minutes(clock: str) -> int:
    hours, minutes, *_ = (int(part) for part in clock.strip().split(":"))
    return hours * 60 + minutes


def _trip(
    into: Collector,
    trip: str,
    vehicle: VehicleClass,
    season: Mapping[str, str],
    calls: list[tuple[str, int, int]],
) -> None:
    days = tuple(k for k, name in enumerate(WEEKDAYS) if season.get(name) == "1")
    if not days:
        return
    for (a, _, leaves), (b, arrives, _) in pairwise(calls):
        later, minute = divmod(leaves, 24 * 60)
        hours = (arrives - leaves) / 60
        link = into.link(a, b, vehicle)
        into.services.append(
            Service(
                link.id, "ab", vehicle, tuple(sorted((day + later) % 7 for day in days)), 0.0, minute,
                Estimate(hours, hours, hours), None, into.status, into.source, into.as_of,
                valid_from=_day(season, "start_date"), valid_to=_day(season, "end_date"),
                id=f"{trip}-{a}-{b}",
            )
        )  # fmt: skip


def _day(season: Mapping[str, str], name: str) -> date | None:
    text = season.get(name, "")
    return datetime.strptime(text, "%Y%m%d").date() if text else None  # noqa: DTZ007 - a calendar day
