"""The airport nearest to each of many places."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from egiz.atlas.geo import EARTH_KM, unit_vectors
from egiz.twinning.places import Spot


@cache
def _airports() -> tuple[list[str], Any]:
    import airportsdata  # noqa: PLC0415 - its table is read only when a ranking asks for airports
    from scipy.spatial import cKDTree  # noqa: PLC0415 - see above

    table: dict[str, Any] = airportsdata.load("IATA")
    lat, lon = ([airport[axis] for airport in table.values()] for axis in ("lat", "lon"))
    return list(table), cKDTree(unit_vectors(lat, lon))


def nearest_airports(spots: Sequence[Spot]) -> list[tuple[str, float]]:
    """Code and distance in km of the nearest airport with an IATA code, for each place."""
    codes, tree = _airports()
    chord, best = tree.query(unit_vectors([spot.lat for spot in spots], [spot.lon for spot in spots]))
    km = 2 * EARTH_KM * np.arcsin(np.clip(chord / 2, 0, 1))
    return [(codes[at], float(away)) for at, away in zip(best.tolist(), km, strict=True)]
