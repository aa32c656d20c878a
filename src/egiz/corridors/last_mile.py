"""The last miles by a road server of one's own (Valhalla, OSRM), asked through a function of the caller."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from egiz.corridors._errors import LastMileError

Engine = Literal["valhalla", "osrm"]
Fetch = Callable[[str], bytes]
COSTING: Mapping[str, str] = {
    "truck20": "truck",
    "van": "auto",
    "bus": "bus",
    "car": "auto",
    "foot": "pedestrian",
}
PROFILE: Mapping[str, str] = {
    "truck20": "driving",
    "van": "driving",
    "bus": "driving",
    "car": "driving",
    "foot": "foot",
}


@dataclass(frozen=True, slots=True)
class LastMile:
    """Road kilometres and hours between two points, by a server's own speeds, borders and waits left out."""

    km: float
    hours: float
    engine: Engine


def last_mile(
    fetch: Fetch,
    server: str,
    engine: Engine,
    start: tuple[float, float],
    end: tuple[float, float],
    vehicle: str = "car",
) -> LastMile:
    """
    Ask a road server for one way.

    Parameters
    ----------
    fetch
        Takes an address, returns the body of the answer; the caller decides on time limits and guards.
    server
        Where it listens, for instance ``http://127.0.0.1:8002``.
    engine
        "valhalla" or "osrm".
    start, end
        WGS 84 latitude and longitude.
    vehicle
        truck20, van, bus, car or foot. OSRM has one speed profile a server: lorries go by the car's.

    Raises
    ------
    LastMileError
        When the class does not go by road, the server cannot be asked or answers something else.
    """
    if vehicle not in COSTING:
        raise LastMileError(f"“{vehicle}” does not go by road; choose one of {', '.join(COSTING)}.")
    address = (
        _valhalla(server, start, end, vehicle) if engine == "valhalla" else _osrm(server, start, end, vehicle)
    )
    try:
        answer: Any = json.loads(fetch(address))
        if engine == "valhalla":
            summary = answer["trip"]["summary"]
            km, hours = float(summary["length"]), float(summary["time"]) / 3600
        else:
            way = answer["routes"][0]
            km, hours = float(way["distance"]) / 1000, float(way["duration"]) / 3600
    except OSError as error:
        raise LastMileError(f"The road server at {server} does not answer: {error}.") from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise LastMileError(f"The road server at {server} found no way between the two points.") from error
    return LastMile(km, hours, engine)


def _valhalla(server: str, start: tuple[float, float], end: tuple[float, float], vehicle: str) -> str:
    asked = {
        "locations": [{"lat": lat, "lon": lon} for lat, lon in (start, end)],
        "costing": COSTING[vehicle],
        "units": "kilometers",
        "directions_type": "none",
    }
    return f"{server.rstrip('/')}/route?json={quote(json.dumps(asked, separators=(',', ':')))}"


def _osrm(server: str, start: tuple[float, float], end: tuple[float, float], vehicle: str) -> str:
    points = ";".join(f"{lon},{lat}" for lat, lon in (start, end))
    return f"{server.rstrip('/')}/route/v1/{PROFILE[vehicle]}/{points}?overview=false"
