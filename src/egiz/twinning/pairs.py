"""Recorded twins most like a pair that is asked about."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from egiz.twinning.columns import columns
from egiz.twinning.model import ACTIVE, Tie
from egiz.twinning.places import Floats, Ints, distance_km, world

NEAR_KM = 400.0
MOST = 3


def _is_held(tie: Tie) -> bool:
    return tie.level == "city" and tie.is_evidence and tie.status in ACTIVE


def nearest_pairs(city: int, candidate: int, ties: Sequence[Tie], most: int = MOST) -> tuple[Tie, ...]:
    """Twinnings of cities of the two countries; those with the ends nearest in place and size first.

    Returns
    -------
    tuple of Tie
        Their first end lies in our country.
    """
    places = world()
    held = list(filter(_is_held, ties))
    if not held:
        return ()
    ends = places.rows(np.array([(tie.a, tie.b) for tie in held]).ravel()).reshape(-1, 2)
    a, b = places.row(city), places.row(candidate)
    found: dict[tuple[int, int], tuple[float, Tie]] = {}
    for turned in (False, True):
        first, second = ends[:, int(turned)], ends[:, 1 - int(turned)]
        same = (places.country[first] == places.country[a]) & (places.country[second] == places.country[b])
        same &= ~((first == a) & (second == b))
        for at in np.flatnonzero(same).tolist():
            unlike = float(_unlike(a, first[[at]])[0] + _unlike(b, second[[at]])[0])
            tie = held[at]
            found.setdefault(
                (int(first[at]), int(second[at])),
                (unlike, dataclasses.replace(tie, a=tie.b, b=tie.a) if turned else tie),
            )
    return tuple(tie for _, tie in sorted(found.values(), key=lambda item: (item[0], item[1].a))[:most])


def _unlike(row: int, others: Ints) -> Floats:
    p, c = world(), columns()
    km = distance_km(p.lat[row], p.lon[row], p.lat[others], p.lon[others])
    apart: Floats = km / NEAR_KM + np.abs(c.people[row] - c.people[others]) * 2
    return apart
