"""Distances, neighbours and airports on the globe."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from egiz.atlas._data import columns, place_at
from egiz.atlas._model import Airport, Place

EARTH_KM = 6371.0088
"""Mean radius of the Earth in kilometres (IUGG)."""


def distance_km(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> Any:
    """
    Great-circle distance by the haversine formula on a sphere of 6371.0088 km.

    Parameters
    ----------
    lat1, lon1, lat2, lon2
        WGS 84 degrees; numbers or arrays that broadcast against each other.

    Returns
    -------
    float or numpy.ndarray
        Kilometres; a float for numbers, float64 of the broadcast shape for arrays. Up to half a per cent off
        the ellipsoid.
    """
    a, b, c, d = (np.radians(np.asarray(x, dtype=np.float64)) for x in (lat1, lon1, lat2, lon2))
    h = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    km = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(h, 0.0, 1.0)))
    return float(km) if km.ndim == 0 else km


def distance_matrix_km(
    lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike
) -> NDArray[np.float64]:
    """
    All distances between two lists of points.

    Parameters
    ----------
    lat1, lon1
        Degrees, shape (n,).
    lat2, lon2
        Degrees, shape (m,).

    Returns
    -------
    numpy.ndarray
        Kilometres, float64 of shape (n, m).
    """
    rows = np.asarray(lat1, dtype=np.float64)[:, None], np.asarray(lon1, dtype=np.float64)[:, None]
    cols = np.asarray(lat2, dtype=np.float64)[None, :], np.asarray(lon2, dtype=np.float64)[None, :]
    return np.asarray(distance_km(*rows, *cols), dtype=np.float64)


def unit_vectors(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.float64]:
    """Points on the unit sphere, shape (n, 3), for degrees of shape (n,)."""
    a, b = np.radians(np.asarray(lat, dtype=np.float64)), np.radians(np.asarray(lon, dtype=np.float64))
    return np.stack((np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)), axis=-1)


@cache
def _sphere() -> NDArray[np.float64]:
    table = columns()
    return unit_vectors(table.lat, table.lon)


def nearest(
    lat: float, lon: float, k: int = 1, *, country: str | None = None, min_population: int = 0
) -> list[Place]:
    """
    The places nearest to a point.

    Parameters
    ----------
    lat, lon
        WGS 84 degrees.
    k
        How many.
    country
        ISO 3166-1 alpha-2 code: only places there.
    min_population
        Only places with at least so many people by GeoNames' figure.

    Returns
    -------
    list[Place]
        At most k cities and districts, nearest first.
    """
    table = columns()
    close = _sphere() @ unit_vectors([lat], [lon])[0]
    wanted = table.population >= min_population
    if country is not None:
        code = country.upper()
        wanted &= table.country == (table.countries.index(code) if code in table.countries else -1)
    rows = np.flatnonzero(wanted)
    if len(rows) > k:
        rows = rows[np.argpartition(-close[rows], k - 1)[:k]]
    km = distance_km(lat, lon, table.lat[rows], table.lon[rows])
    return [place_at(int(row)) for row in rows[np.lexsort((rows, km))]]


@cache
def _tree() -> Any:
    from scipy.spatial import cKDTree  # noqa: PLC0415 - slow to load, only for many points at once

    return cKDTree(_sphere())


def nearest_many(lat: ArrayLike, lon: ArrayLike, k: int = 1) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """
    The places nearest to each of many points.

    Parameters
    ----------
    lat, lon
        WGS 84 degrees, shape (n,).
    k
        How many for each.

    Returns
    -------
    tuple
        GeoNames ids, int64 of shape (n, k), and kilometres, float64 of shape (n, k), nearest first.
    """
    table = columns()
    _, rows = _tree().query(unit_vectors(lat, lon), k=k)
    rows = np.asarray(rows, dtype=np.int64).reshape(-1, k)
    here = np.asarray(lat, dtype=np.float64)[:, None], np.asarray(lon, dtype=np.float64)[:, None]
    return table.geonameid[rows], np.asarray(distance_km(*here, table.lat[rows], table.lon[rows]))


@cache
def _airports() -> tuple[Airport, ...]:
    import airportsdata  # noqa: PLC0415 - its table is parsed only when somebody asks for airports

    rows: list[Any] = list(airportsdata.load("IATA").values())
    return tuple(
        Airport(r["iata"], r["name"], r["city"], r["country"], float(r["lat"]), float(r["lon"]), 0.0)
        for r in rows
    )


def airports_near(place: Place, k: int = 3) -> list[Airport]:
    """
    The airports with an IATA code nearest to a place.

    Parameters
    ----------
    place
        City, district, region or country.
    k
        How many.

    Returns
    -------
    list[Airport]
        Nearest first, each with its great-circle distance in kilometres. That an airport is listed says
        nothing about flights.
    """
    airports = _airports()
    km = distance_km(place.lat, place.lon, [a.lat for a in airports], [a.lon for a in airports])
    order = np.argsort(km, kind="stable")[:k]
    return [
        Airport(a.iata, a.name, a.city, a.country, a.lat, a.lon, round(float(km[i]), 1))
        for i in order.tolist()
        for a in (airports[i],)
    ]
