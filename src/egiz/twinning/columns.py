"""What is known of every place besides its name, position and population: columns for the ranker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from egiz import atlas
from egiz.twinning.places import DATA, Ints, Places, world

Floats32 = NDArray[np.floating[Any]]
SHIPPED = ("fame", "scripts", "isolation", "metro25", "metro100", "coast")
STEP = 24.0  # steps of the shipped bytes per unit of the decimal logarithm
# Scripts other than Latin and the languages that are written in them: a name in a script is a sign of being
# known to those who read it. Uzbek is official in Latin letters and read in both.
SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "CYRILLIC": ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn", "uz"),
    "ARABIC": ("ar", "fa", "ur", "ps"),
    "CJK": ("zh",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "HEBREW": ("he",),
    "GREEK": ("el",),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "THAI": ("th",),
    "GEORGIAN": ("ka",),
    "ARMENIAN": ("hy",),
    "BENGALI": ("bn",),
    "TAMIL": ("ta",),
}


@dataclass(frozen=True)
class Columns:
    """float32 columns over all places (logarithms where a size is meant), and tables over countries.

    `coast` is the distance to the sea; `in_script` has a column for each of `SCRIPTS`: in how many names of
    that script a place is known; `script_of` is the script of each country, -1 for Latin.
    """

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
    cities: Floats32
    language: Floats32
    border: Floats32
    continent: Floats32
    coast: Floats32
    in_script: Floats32
    script_of: Ints


def unit_vectors(places: Places) -> NDArray[np.float64]:
    """Points on the unit sphere, shape (n, 3)."""
    lat, lon = np.radians(places.lat), np.radians(places.lon)
    points: NDArray[np.float64] = np.c_[np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    return points


def _read(places: Places, names: Sequence[str]) -> dict[str, NDArray[np.uint8]]:
    with np.load(DATA / "columns.npz") as file:
        ids = np.cumsum(file["ids"].astype(np.int64))
        whole = {name: file[name] for name in names}
    if np.array_equal(ids, places.ids):
        return whole
    # Another release of the places: keep what is known, the middle for the rest.
    spot = np.minimum(np.searchsorted(ids, places.ids), len(ids) - 1)
    same = ids[spot] == places.ids
    middle = {name: np.median(v, axis=0).astype(v.dtype) for name, v in whole.items()}
    return {
        name: np.where(same.reshape(-1, *[1] * (v.ndim - 1)), v[spot], middle[name])
        for name, v in whole.items()
    }


def _shipped(places: Places) -> dict[str, Floats32]:
    return {name: v.astype(np.float32) / STEP for name, v in _read(places, SHIPPED).items()}


def _in_scripts(places: Places) -> Floats32:
    counts: Floats32 = np.log1p(_read(places, ["names"])["names"].astype(np.float32))
    return counts


def _script_of(places: Places) -> Ints:
    """The script of each country's first language that is not written in Latin letters."""
    written = {language: k for k, languages in enumerate(SCRIPTS.values()) for language in languages}
    found = np.full(len(places.country_codes), -1)
    for at, code in enumerate(places.country_codes):
        record = atlas.countries().get(code)
        spoken = [tag.split("-")[0] for tag in record.languages[:2]] if record else []
        found[at] = next((written[tag] for tag in spoken if tag in written), -1)
    return found


def _rank_within(key: Ints, population: NDArray[np.float64]) -> Floats32:
    order = np.lexsort((-population, key))
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    lengths = np.diff(np.r_[starts, len(key)])
    rank = np.empty(len(key))
    rank[order] = np.arange(len(key)) - np.repeat(starts, lengths)
    return np.log2(1 + rank).astype(np.float32)


def _country_tables(places: Places) -> tuple[Floats32, Floats32, Floats32]:
    records = [atlas.countries().get(code) for code in places.country_codes]
    codes = places.country_codes
    spoken = [{tag.split("-")[0] for tag in record.languages[:3]} if record else set() for record in records]
    near = [set(record.neighbours) if record else set() for record in records]
    part = [record.continent if record else "" for record in records]
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
def name_numbers() -> Ints:
    """Equal numbers for equal names; by a dictionary, as an array of the texts would take 300 MB."""
    known: dict[str, int] = {}
    numbers = [known.setdefault(name.casefold(), len(known)) for name in world().names]
    return np.array(numbers, dtype=np.int64)


@cache
def columns() -> Columns:
    """The columns of all places of the atlas."""
    places = world()
    shipped = _shipped(places)
    people = np.log10(np.maximum(places.population, 300)).astype(np.float32)
    totals = np.bincount(places.country, weights=places.population, minlength=len(places.country_codes))
    large = places.population >= 15_000
    language, border, continent = _country_tables(places)
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
        cities=np.log1p(np.bincount(places.country[large], minlength=len(totals))).astype(np.float32),
        language=language,
        border=border,
        continent=continent,
        coast=shipped["coast"],
        in_script=_in_scripts(places),
        script_of=_script_of(places),
    )
