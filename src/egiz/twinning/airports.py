"""The airport nearest to each of many places."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from egiz.atlas.geo import EARTH_KM, unit_vectors
from egiz.twinning.nearness import Grid
from egiz.twinning.places import Spot

SEARCHED = (0.02, 0.08, 2.0)  # chords of the unit sphere: 130 km, 500 km, anywhere


@cache
def _airports() -> tuple[list[str], Grid]:
    import airportsdata  # noqa: PLC0415 - its table is read only when a ranking asks for airports

    table: dict[str, Any] = airportsdata.load("IATA")
    lat, lon = ([airport[axis] for airport in table.values()] for axis in ("lat", "lon"))
    return list(table), Grid(unit_vectors(lat, lon), SEARCHED)


def nearest_airports(spots: Sequence[Spot]) -> list[tuple[str, float]]:
    """Code and distance in km of the nearest airport with an IATA code, for each place."""
    codes, airports = _airports()
    chord, best, _ = airports.nearest(unit_vectors([s.lat for s in spots], [s.lon for s in spots]), 1)
    km = 2 * EARTH_KM * np.arcsin(np.clip(chord / 2, 0, 1))
    return [(codes[at], away) for at, away in zip(best.ravel().tolist(), km.ravel().tolist(), strict=True)]
