"""The nearest of many points, in plain NumPy: loading a library for it would take longer than the search."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from egiz.twinning.columns import Floats32
from egiz.twinning.places import Floats, Ints

OFFSETS = np.array(list(product((-1, 0, 1), repeat=3)))


class Grid:
    """Points of the unit sphere in cubes of several sizes, the smallest first."""

    def __init__(self, points: Floats, sides: Sequence[float]) -> None:
        self.points = points
        self._levels = [_Cubes(points, side) for side in sides]

    def nearest(self, asked: Floats, k: int) -> tuple[Floats, Ints, NDArray[np.bool_]]:
        """The `k` nearest points within the side of the largest cubes.

        Returns
        -------
        tuple
            Distances and numbers of the points, nearest first, and whether there is one; shapes (q, k). Small
            cubes answer for whoever finds enough in them.
        """
        apart, near = np.zeros((len(asked), k)), np.zeros((len(asked), k), np.int64)
        there = np.zeros((len(asked), k), bool)
        left = np.arange(len(asked))
        for cubes in self._levels:
            q, point, distance = cubes.within(asked[left])
            order = np.lexsort((point, distance, q))
            q, point, distance = q[order], point[order], distance[order]
            place = np.arange(len(q)) - np.searchsorted(q, q)
            first = place < k
            q, point, distance, place = q[first], point[first], distance[first], place[first]
            rows = left[q]
            apart[rows, place], near[rows, place], there[rows, place] = distance, point, True
            left = left[np.bincount(q, minlength=len(left)) < k]
        return apart, near, there


class _Cubes:
    def __init__(self, points: Floats, side: float) -> None:
        self.points, self.side, self.width = points, side, int(2 / side) + 3
        keys = self._keys(self._corner(points))
        self.order = np.argsort(keys, kind="stable")
        self.keys = keys[self.order]

    def _corner(self, points: Floats) -> Ints:
        corner: Ints = ((points + 1) / self.side).astype(np.int64) + 1
        return corner

    def _keys(self, corner: Ints) -> Ints:
        return (corner[..., 0] * self.width + corner[..., 1]) * self.width + corner[..., 2]

    def within(self, asked: Floats) -> tuple[Ints, Ints, Floats]:
        """Pairs of asked and known points at most a side apart, with their distances."""
        keys = self._keys(self._corner(asked)[:, None, :] + OFFSETS)
        first = np.searchsorted(self.keys, keys.ravel())
        many = np.searchsorted(self.keys, keys.ravel(), side="right") - first
        q = np.repeat(np.repeat(np.arange(len(asked)), len(OFFSETS)), many)
        inside = np.arange(len(q)) - np.repeat(np.cumsum(many) - many, many)
        point = self.order[np.repeat(first, many) + inside]
        distance: Floats = np.linalg.norm(asked[q] - self.points[point], axis=1)
        near = distance <= self.side
        return q[near], point[near], distance[near]


def closest(asked: Floats32, known: Floats32, labels: Ints, k: int) -> tuple[Ints, Floats]:
    """Labels and distances of the `k` known points nearest to each asked one; infinite where none is left."""
    labelled, apart = np.zeros((len(asked), k), np.int64), np.full((len(asked), k), np.inf)
    if not len(known) or not len(asked):
        return labelled, apart
    # Squares of distances less that of the asked point: they order alike, and are one product of matrices.
    rough = (known * known).sum(axis=1) - 2 * (asked @ known.T)
    found = min(k, len(known))
    best = np.argpartition(rough, found - 1, axis=1)[:, :found]
    distance = np.linalg.norm(asked[:, None, :] - known[best], axis=2)
    order = np.argsort(distance, axis=1, kind="stable")
    labelled[:, :found] = labels[np.take_along_axis(best, order, axis=1)]
    apart[:, :found] = np.take_along_axis(distance, order, axis=1)
    return labelled, apart
