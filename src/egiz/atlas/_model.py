"""What the atlas answers with."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Level = Literal["city", "district", "region", "country"]
LEVELS: tuple[Level, ...] = ("city", "district", "region", "country")


@dataclass(frozen=True, slots=True)
class Place:
    """
    A city, a district of a city, a first-level region or a country.

    Parameters
    ----------
    geonameid
        GeoNames id.
    name
        The name GeoNames gives first (cities) or the usual English one (regions, countries).
    country
        ISO 3166-1 alpha-2 code.
    admin1
        GeoNames code of the first-level region inside the country; empty for a country.
    admin1_name
        English name of that region, empty where the atlas does not know it.
    level
        "city" (any settlement), "district" (part of a city), "region" or "country".
    population
        GeoNames' figure, undated; 0 where GeoNames has none and for every region. For a sourced, dated one
        see ``egiz.atlas.facts``.
    lat, lon
        WGS 84 degrees; for a region its administrative centre, for a country its capital.
    timezone
        IANA name.
    """

    geonameid: int
    name: str
    country: str
    admin1: str
    admin1_name: str
    level: Level
    population: int
    lat: float
    lon: float
    timezone: str


@dataclass(frozen=True, slots=True)
class Match:
    """A place found by a name, how sure (0 … 1) and under which of its names."""

    place: Place
    score: float
    matched_name: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """One place for a name, or none; whether others fit nearly as well, and which."""

    place: Place | None
    ambiguous: bool
    alternatives: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Airport:
    """An airport with an IATA code and its great-circle distance in kilometres from the place asked about."""

    iata: str
    name: str
    city: str
    country: str
    lat: float
    lon: float
    km: float


@dataclass(frozen=True, slots=True)
class Country:
    """
    What GeoNames says of a country.

    Parameters
    ----------
    geonameid, country, name
        GeoNames id, ISO 3166-1 alpha-2 code, English name.
    capital
        GeoNames id of the capital; None where there is none among the places.
    continent
        Two letters: "AS", "EU" …
    area_km2, population
        GeoNames' figures, undated.
    currency
        ISO 4217 code, empty where there is none.
    languages
        BCP 47 tags, the most spoken first.
    neighbours
        ISO codes of the countries it borders on.
    """

    geonameid: int
    country: str
    name: str
    capital: int | None
    continent: str
    area_km2: float
    population: int
    currency: str
    languages: tuple[str, ...]
    neighbours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """
    All places of 500 people and more as parallel arrays, sorted by geonameid.

    Parameters
    ----------
    geonameid, population
        int64 of shape (n,).
    lat, lon
        float64 degrees of shape (n,).
    country, admin1, zone
        Integers of shape (n,) pointing into ``countries``, ``admin1s`` and ``zones``.
    level
        uint8 of shape (n,): 0 city, 1 district.
    countries, admin1s, zones
        ISO codes, "CC.code" and IANA names.
    names
        The first name of every place.
    """

    geonameid: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    population: NDArray[np.int64]
    country: NDArray[np.int64]
    admin1: NDArray[np.int64]
    zone: NDArray[np.int64]
    level: NDArray[np.uint8]
    countries: tuple[str, ...]
    admin1s: tuple[str, ...]
    zones: tuple[str, ...]
    names: tuple[str, ...]
