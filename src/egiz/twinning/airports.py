"""The airport nearest to each of many places."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.atlas.geo import EARTH_KM, unit_vectors
from egiz.twinning.places import Spot

PIECE = 1024  # places at once, so that their distances to all airports fit a processor's cache


@cache
def _airports() -> tuple[list[str], NDArray[np.float32]]:
    import airportsdata  # noqa: PLC0415 - its table is read only when a ranking asks for airports

    table: dict[str, Any] = airportsdata.load("IATA")
    lat, lon = ([airport[axis] for airport in table.values()] for axis in ("lat", "lon"))
    return list(table), unit_vectors(lat, lon).astype(np.float32)


def nearest_airports(spots: Sequence[Spot]) -> list[tuple[str, float]]:
    """Code and distance in km of the nearest airport with an IATA code, for each place."""
    codes, airports = _airports()
    points = unit_vectors([spot.lat for spot in spots], [spot.lon for spot in spots]).astype(np.float32)
    best = np.concatenate(
        [np.argmax(points[at : at + PIECE] @ airports.T, axis=1) for at in range(0, len(points), PIECE)]
    )
    chord = np.linalg.norm(points - airports[best], axis=1)
    km = 2 * EARTH_KM * np.arcsin(np.clip(chord / 2, 0, 1))
    return [(codes[at], float(away)) for at, away in zip(best.tolist(), km, strict=True)]
