"""Weights of the criteria: defaults, checks, and which city wins under which weights."""

from __future__ import annotations

import itertools
import json
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.twinning._errors import WeightsError

Floats = NDArray[np.float64]

# What cities have done (precedent) and what can be measured everywhere come first; a criterion whose facts
# are known for few places stays small so that being well documented does not decide the order.
DEFAULT_WEIGHTS: Mapping[str, float] = {
    "precedent": 0.30,
    "size": 0.15,
    "distance": 0.15,
    "ties": 0.15,
    "sector": 0.10,
    "language": 0.05,
    "airport": 0.05,
    "role": 0.05,
}

# Regions have no learned order and no role in a region of their own.
DEFAULT_REGION_WEIGHTS: Mapping[str, float] = {
    "size": 0.25, "distance": 0.25, "ties": 0.20, "sector": 0.20, "language": 0.10,
}  # fmt: skip

# Villages have no learned order either, and are seldom the first place of a region.
DEFAULT_VILLAGE_WEIGHTS: Mapping[str, float] = {
    "size": 0.25, "distance": 0.20, "ties": 0.20, "sector": 0.15, "language": 0.10, "airport": 0.10,
}  # fmt: skip

# Criteria that cannot be known at a level, whatever facts are found.
NOT_FOR: Mapping[str, frozenset[str]] = {
    "region": frozenset({"precedent", "role"}),
    "village": frozenset({"precedent"}),
}

# The three sides of the weight picture.
DEFAULT_GROUPS: Mapping[str, tuple[str, ...]] = {
    "likeness": ("size", "role", "sector", "university", "climate"),
    "closeness": ("distance", "travel", "airport", "language", "timezone"),
    "ties": ("precedent", "ties", "diaspora"),
}

SAMPLES = 20_000
_EPS = 1e-12
_EDGE = 1e-6


def default_weights(level: str = "city") -> Mapping[str, float]:
    """The weights where nobody gave any, for a city, a region or a village; they sum to one."""
    return {"region": DEFAULT_REGION_WEIGHTS, "village": DEFAULT_VILLAGE_WEIGHTS}.get(level, DEFAULT_WEIGHTS)


def normalise(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights that sum to one, in the given order.

    Raises
    ------
    WeightsError
        If a weight is negative or not finite, or if all are zero.
    """
    for name, weight in weights.items():
        if not math.isfinite(weight) or weight < 0:
            raise WeightsError(f"Must have weight >= 0 for {name!r}; found {weight}.")
    total = math.fsum(weights.values())
    if total <= 0:
        raise WeightsError("Must have at least one weight above zero.")
    return {name: weight / total for name, weight in weights.items() if weight > 0}


def _content(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    try:
        return tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except ValueError as error:
        raise WeightsError(f"{path}: JSON or TOML with criterion = number is expected; {error}.") from error


def read_weights(path: Path) -> dict[str, float]:
    """Weights from a JSON or TOML file: criterion = number.

    Raises
    ------
    WeightsError
        If the file is no such table; the message names the entry.
    """
    table = _content(path)
    table = table.get("weights", table) if isinstance(table, dict) else table
    if not isinstance(table, dict) or not table:
        raise WeightsError(f"{path}: a table of criterion = number is expected.")
    for name, weight in table.items():
        if isinstance(weight, bool) or not isinstance(weight, (int, float)):
            raise WeightsError(f"{path}: the weight of {name!r} must be a number; found {weight!r}.")
    return {str(name): float(weight) for name, weight in table.items()}


@dataclass(frozen=True)
class Region:
    """A convex part of the weight triangle in which one candidate is first.

    `corners` are barycentric weights (one per group, summing to one); `share` is its part of the area.
    """

    winner: int
    corners: tuple[tuple[float, float, float], ...]
    share: float


def _where_first(values: Floats, i: int) -> list[Floats]:
    """The triangle of weights, cut down to where nobody is before candidate i."""
    polygon: list[Floats] = list(np.eye(3))
    for j in range(len(values)):
        if j != i and polygon:
            polygon = _clip(polygon, values[i] - values[j])
    return polygon


def simplex_regions(values: Floats, ids: Sequence[int]) -> tuple[Region, ...]:
    """Which candidate is first under which weights of three groups, exactly.

    Parameters
    ----------
    values : array, shape (n, 3)
        Score of each candidate in each group; the total is linear in the weights.
    ids : sequence of int
        The candidates' ids; a tie goes to the one that comes first.

    Returns
    -------
    tuple of Region
        Convex polygons that cover the triangle, found by clipping it with the half-planes
        ``(values[i] - values[j]) @ w >= 0``.
    """
    if values.ndim != 2 or values.shape[1] != 3 or len(ids) != len(values):
        raise WeightsError(f"Must have three scores for each of {len(ids)} candidates; found {values.shape}.")
    regions = []
    seen: set[tuple[float, ...]] = set()
    for i, gid in enumerate(ids):
        key = tuple(values[i])
        if key in seen:
            continue
        seen.add(key)
        polygon = _where_first(values, i)
        share = _area(polygon)
        if share > _EPS:
            corners = tuple((float(p[0]), float(p[1]), float(p[2])) for p in polygon)
            regions.append(Region(gid, corners, share))
    return tuple(regions)


def _clip(polygon: list[Floats], normal: Floats) -> list[Floats]:
    # Sutherland–Hodgman against one half-plane through the origin of weight space.
    kept: list[Floats] = []
    sides = [float(normal @ corner) for corner in polygon]
    for k, corner in enumerate(polygon):
        following = (k + 1) % len(polygon)
        if sides[k] >= 0:
            kept.append(corner)
        if sides[k] * sides[following] < 0:
            t = sides[k] / (sides[k] - sides[following])
            kept.append(corner + t * (polygon[following] - corner))
    return kept


def _area(polygon: list[Floats]) -> float:
    if len(polygon) < 3:
        return 0.0
    x, y = np.array([p[0] for p in polygon]), np.array([p[1] for p in polygon])
    # The triangle's area in these two coordinates is one half.
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1)))


def segment_shares(values: Floats, ids: Sequence[int]) -> dict[int, float]:
    """Length of the part of the weight segment in which each candidate is first (two criteria), exactly."""
    cuts = {0.0, 1.0}
    for i in range(len(ids)):
        for j in range(i):
            a, b = values[i] - values[j]
            if abs(a - b) > _EPS and 0 < (t := b / (b - a)) < 1:
                cuts.add(float(t))
    order = sorted(cuts)
    shares: dict[int, float] = {}
    for left, right in itertools.pairwise(order):
        middle = (left + right) / 2
        winner = ids[int(np.argmax(values @ np.array([middle, 1 - middle])))]
        shares[winner] = shares.get(winner, 0.0) + right - left
    return shares


def sampled_shares(values: Floats, ids: Sequence[int], *, seed: int = 0) -> dict[int, float]:
    """Part of the weight space in which each candidate is first, from uniform (Dirichlet) samples."""
    weights = np.random.default_rng(seed).dirichlet(np.ones(values.shape[1]), SAMPLES)
    able = np.flatnonzero(_undominated(values))
    wins = np.bincount(able[np.argmax(weights @ values[able].T, axis=1)], minlength=len(ids))
    return {gid: float(n) / SAMPLES for gid, n in zip(ids, wins, strict=True) if n}


def _undominated(values: Floats) -> NDArray[np.bool_]:
    """Whether nobody is at least as good in every criterion and better in one, or equal and before it.

    Only they can be first under some weights, and there are few of them: the samples stay small.
    """
    able = np.ones(len(values), dtype=bool)
    for row in np.argsort(-values.sum(axis=1), kind="stable").tolist():
        if able[row]:
            beaten = (values <= values[row]).all(axis=1)
            beaten[row] = False
            equal = beaten & (values == values[row]).all(axis=1)
            beaten &= ~equal | (np.arange(len(values)) > row)
            able &= ~beaten
    return able


def win_shares(values: Floats, ids: Sequence[int]) -> tuple[dict[int, float], bool]:
    """Shares of the weight space in which each candidate is first, and whether they are exact.

    Exact for up to three criteria, sampled for more.
    """
    criteria = values.shape[1]
    if criteria == 1:
        return {ids[int(np.argmax(values[:, 0]))]: 1.0}, True
    if criteria == 2:
        return segment_shares(values, ids), True
    if criteria == 3:
        shares: dict[int, float] = {}
        for region in simplex_regions(values, ids):
            shares[region.winner] = shares.get(region.winner, 0.0) + region.share
        return shares, True
    return sampled_shares(values, ids), False


def turning_weight(values: Floats, weights: Floats, criterion: int, winner: int) -> tuple[float, int] | None:
    """The nearest weight of one criterion at which another candidate overtakes the winner.

    The other weights keep their proportions. None if the winner stays first from weight 0 to 1.

    Returns
    -------
    tuple of float and int, or None
        The weight, and the row that is then first.
    """
    now = float(weights[criterion])
    others = weights.copy()
    others[criterion] = 0
    if others.sum() <= 0:
        return None
    rest = values @ (others / others.sum())
    own = values[:, criterion]
    # rest + t (own - rest) is the score at weight t; solve for equality with the winner.
    slope = (own - rest) - (own[winner] - rest[winner])
    gap = rest[winner] - rest
    sloped = np.abs(slope) >= _EPS
    sloped[winner] = False
    rows = np.flatnonzero(sloped)
    at = gap[rows] / slope[rows]
    # At the very end all weight is on one criterion and a tie there overtakes nobody.
    turns = (at > _EDGE) & (at < 1 - _EDGE) & (np.abs(at - now) > _EPS)
    if not turns.any():
        return None
    rows, at = rows[turns], at[turns]
    nearest = int(np.argmin(np.abs(at - now)))
    return float(at[nearest]), int(rows[nearest])
