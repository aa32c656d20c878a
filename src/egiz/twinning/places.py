"""The places a ranking looks at, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from egiz import atlas

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DATA = Path(__file__).parent / "data"
EARTH_KM = 6371.0088
MIN_PEOPLE = 15_000  # a city; smaller places are villages, and the learned order does not know them


@dataclass(frozen=True)
class Places:
    """Columns over all places, sorted by GeoNames id."""

    ids: Ints
    names: Sequence[str]
    lat: Floats
    lon: Floats
    population: Floats
    country: Ints
    admin1: Ints
    zone: Ints
    district: NDArray[np.bool_]
    capital: NDArray[np.bool_]
    country_codes: tuple[str, ...]
    admin1_codes: tuple[str, ...]
    zones: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, geonameid: int) -> int:
        """Row of one GeoNames id (UnknownPlaceError where there is none)."""
        row = int(self.ids.searchsorted(geonameid))
        if row == len(self.ids) or self.ids[row] != geonameid:
            raise atlas.UnknownPlaceError(geonameid)
        return row

    def rows(self, geonameids: Sequence[int] | Ints) -> Ints:
        """Rows of GeoNames ids (UnknownPlaceError for the first that is not held)."""
        return atlas.rows_of(geonameids)

    @cached_property
    def first_of_region(self) -> NDArray[np.bool_]:
        """Whether a place has as many people as any other of its region, districts apart."""
        people = np.where(self.district, 0, self.population)
        most = np.zeros(len(self.admin1_codes))
        np.maximum.at(most, self.admin1, people)
        first: NDArray[np.bool_] = self.population >= most[self.admin1]
        return first

    def code(self, row: int) -> str:
        """ISO country code of a row."""
        return self.country_codes[int(self.country[row])]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a city or region is; a region stands where its administrative centre does."""

    geonameid: int
    name: str
    country: str
    lat: float
    lon: float


def spot_of(geonameid: int) -> Spot:
    """Name, country and position of a city or region (UnknownPlaceError where the atlas has neither)."""
    place = atlas.place(geonameid)
    return Spot(geonameid, place.name, place.country, place.lat, place.lon)


def kilometres(home: Spot, spots: Sequence[Spot]) -> list[float]:
    """Great-circle distances in km from one place to each of many."""
    lat, lon = np.array([s.lat for s in spots]), np.array([s.lon for s in spots])
    return [float(km) for km in distance_km(home.lat, home.lon, lat, lon)]


def distance_km(lat1: Floats | float, lon1: Floats | float, lat2: Floats, lon2: Floats) -> Floats:
    """Great-circle distance in km; degrees in, arrays broadcast."""
    return cast(Floats, np.asarray(atlas.distance_km(lat1, lon1, lat2, lon2)))


@cache
def world() -> Places:
    """All places of the atlas, loaded once."""
    table = atlas.columns()
    return Places(
        ids=table.geonameid,
        names=table.names,
        lat=table.lat,
        lon=table.lon,
        population=_people(table),
        country=table.country,
        admin1=table.admin1,
        zone=table.zone,
        district=table.level != 0,
        capital=_capitals(table),
        country_codes=table.countries,
        admin1_codes=table.admin1s,
        zones=table.zones,
    )


def _people(table: atlas.Columns) -> Floats:
    """GeoNames' figures, or the dated one on record: a ranking reckons with one size of a place."""
    people: Floats = table.population.astype(np.float64)
    facts = atlas.shipped_facts()
    counted = {fact.place for fact in facts if fact.indicator == "population" and fact.boundary == "city"}
    for gid in counted:
        first = facts.reading(gid, "population", "city").first
        row = int(table.geonameid.searchsorted(gid))
        if first is not None and first.number and table.geonameid[row] == gid:
            people[row] = first.number
    return people


def _capitals(table: atlas.Columns) -> NDArray[np.bool_]:
    wanted = [record.capital for record in atlas.countries().values() if record.capital is not None]
    capital: NDArray[np.bool_] = np.isin(table.geonameid, wanted)
    return capital
