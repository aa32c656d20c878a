"""The shipped tables, each read once and only when it is needed."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.atlas._errors import UnknownPlaceError
from egiz.atlas._model import LEVELS, Columns, Country, Place

OWN_IDS = 2_000_000_000
"""Ids from here on are the atlas's own: cities that GeoNames' extract lacks (places.csv)."""
REGIONS = ("regions.csv", "world_regions.csv")
"""Tables of regions, in the order of the name index: written by hand, and the rest of the world."""
DATA = Path(str(files("egiz.atlas"))) / "data"


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of a shipped CSV table."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _lines(array: NDArray[Any]) -> tuple[str, ...]:
    return tuple(array.tobytes().decode().split("\n"))


@cache
def columns() -> Columns:
    """
    All places as parallel arrays, sorted by geonameid.

    Returns
    -------
    Columns
        234,908 rows; the same object every time, so do not write into its arrays.
    """
    with np.load(DATA / "places.npz") as file:
        whole = {
            name: file[name].astype(np.int64)
            for name in ("geonameid", "population", "country", "admin1", "zone")
        }
        lat, lon = (file[name].astype(np.float64) / 1e5 for name in ("lat", "lon"))
        level: NDArray[np.uint8] = file["level"]
        texts = {name: _lines(file[name]) for name in ("countries", "admin1s", "zones", "names")}
    for array in (*whole.values(), lat, lon, level):
        array.setflags(write=False)
    return Columns(
        geonameid=whole["geonameid"], lat=lat, lon=lon, population=whole["population"],
        country=whole["country"], admin1=whole["admin1"], zone=whole["zone"], level=level,
        countries=texts["countries"], admin1s=texts["admin1s"], zones=texts["zones"], names=texts["names"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wider:
    """Countries and regions: the rows of the index behind the places."""

    places: tuple[Place, ...]
    by_id: dict[int, Place]


@cache
def wider() -> Wider:
    """Countries, then regions, in the order of the name index."""
    countries = [_country(row) for row in read_csv("countries.csv")]
    regions = [_region(row) for table in REGIONS for row in read_csv(table)]
    places = (*countries, *regions)
    return Wider(places, {place.geonameid: place for place in places})


def _country(row: dict[str, str]) -> Place:
    return Place(
        geonameid=int(row["geonameid"]), name=row["name"], country=row["country"], admin1="", admin1_name="",
        level="country", population=int(row["population"]), lat=float(row["lat"] or "nan"),
        lon=float(row["lon"] or "nan"), timezone=row["timezone"],
    )  # fmt: skip


def _region(row: dict[str, str]) -> Place:
    seat = place_at(row_of(int(row["seat"])))
    return Place(
        geonameid=int(row["geonameid"]), name=row["name"], country=row["country"], admin1=row["admin1"],
        admin1_name=row["name"], level="region", population=0, lat=seat.lat, lon=seat.lon,
        timezone=seat.timezone,
    )  # fmt: skip


@cache
def countries() -> dict[str, Country]:
    """
    What GeoNames says of each country: capital, continent, area, people, currency, languages, neighbours.

    Returns
    -------
    dict[str, Country]
        By ISO 3166-1 alpha-2 code; the same object every time, so do not change it.
    """
    return {
        row["country"]: Country(
            geonameid=int(row["geonameid"]),
            country=row["country"],
            name=row["name"],
            capital=int(row["capital"]) if row["capital"] else None,
            continent=row["continent"],
            area_km2=float(row["area_km2"]),
            population=int(row["population"]),
            currency=row["currency"],
            languages=tuple(row["languages"].split()),
            neighbours=tuple(row["neighbours"].split()),
        )
        for row in read_csv("countries.csv")
    }


@cache
def admin1_names() -> dict[str, str]:
    """English names of first-level regions by "CC.code", as far as known."""
    regions = {
        f"{row['country']}.{row['admin1']}": row["name"] for table in REGIONS for row in read_csv(table)
    }
    return regions | {row["admin1"]: row["name"] for row in read_csv("admin1.csv")}


def row_of(geonameid: int) -> int:
    """The row of a place in ``columns()``; UnknownPlaceError where there is none."""
    ids = columns().geonameid
    row = int(np.searchsorted(ids, geonameid))
    if row == len(ids) or ids[row] != geonameid:
        raise UnknownPlaceError(int(geonameid))
    return row


def rows_of(geonameids: Sequence[int] | NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """
    The rows of many places in ``columns()``.

    Parameters
    ----------
    geonameids
        Ids of shape (k,), in any order.

    Returns
    -------
    numpy.ndarray
        int64 rows of shape (k,).

    Raises
    ------
    UnknownPlaceError
        For the first id that the columns do not hold.
    """
    ids = columns().geonameid
    asked = np.asarray(geonameids, dtype=np.int64)
    rows = np.minimum(np.searchsorted(ids, asked), len(ids) - 1)
    missing = ids[rows] != asked
    if missing.any():
        raise UnknownPlaceError(int(asked[missing][0]))
    return rows


def place_at(row: int) -> Place:
    """The place in one row of the name index."""
    table = columns()
    if row >= len(table.geonameid):
        return wider().places[row - len(table.geonameid)]
    admin1 = table.admin1s[table.admin1[row]]
    return Place(
        geonameid=int(table.geonameid[row]), name=table.names[row],
        country=table.countries[table.country[row]], admin1=admin1.partition(".")[2],
        admin1_name=admin1_names().get(admin1, ""), level=LEVELS[table.level[row]],
        population=int(table.population[row]), lat=float(table.lat[row]), lon=float(table.lon[row]),
        timezone=table.zones[table.zone[row]],
    )  # fmt: skip


def place(geonameid: int) -> Place:
    """
    The place with a GeoNames id.

    Parameters
    ----------
    geonameid
        Id of a place of 500 people or more, of a country, or of a region of Kazakhstan and its neighbours.

    Returns
    -------
    Place
        City, district, region or country.

    Raises
    ------
    UnknownPlaceError
        When the atlas does not hold the id.
    """
    found = wider().by_id.get(geonameid)
    return found if found is not None else place_at(row_of(geonameid))


@cache
def regions() -> tuple[Place, ...]:
    """
    The first-level regions that the atlas holds.

    Returns
    -------
    tuple[Place, ...]
        Those of Kazakhstan and its neighbours.
    """
    return tuple(place for place in wider().places if place.level == "region")


@cache
def _region_by_code() -> dict[tuple[str, str], Place]:
    return {(place.country, place.admin1): place for place in regions()}


def largest_city_of(region: Place) -> Place | None:
    """
    The city of most people in a first-level region, by GeoNames' figures.

    Parameters
    ----------
    region
        A region of the atlas.

    Returns
    -------
    Place or None
        None where the atlas holds no city with a population there, and for what is no region.
    """
    cities = columns()
    codes = [f"{region.country}.{region.admin1}"] if region.level == "region" else []
    inside = np.isin(cities.admin1, [k for k, code in enumerate(cities.admin1s) if code in codes])
    people = np.where(inside & (cities.level == 0), cities.population, 0)
    row = int(people.argmax())
    return place_at(row) if people[row] > 0 else None


def region_of(geonameid: int) -> Place | None:
    """
    The first-level region around a place.

    Parameters
    ----------
    geonameid
        Id of a city or district.

    Returns
    -------
    Place or None
        None where the atlas holds no such region: outside Kazakhstan and its neighbours, for cities that are
        a region of their own, for regions and countries.

    Raises
    ------
    UnknownPlaceError
        When the atlas does not hold the id.
    """
    found = place(geonameid)
    if found.level in ("region", "country"):
        return None
    return _region_by_code().get((found.country, found.admin1))
