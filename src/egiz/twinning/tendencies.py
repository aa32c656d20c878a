"""What the links say in sums: tendencies of cities, regions and countries, shipped as parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from egiz.twinning.columns import Floats32, columns
from egiz.twinning.nearness import Grid, closest
from egiz.twinning.places import EARTH_KM, Ints, world

NEIGHBOURS, ALIKE = 16, 13
NEAR_KM, WIDE_KM = 25.0, 80.0
RESTART = 0.15
SMOOTHING = 3.0  # degree added to every city before the vectors are found: isolated pairs would fill them
SEARCHED_KM = (30.0, 100.0, 4 * WIDE_KM)  # where linked places are dense, few kilometres are enough
BLOCK = 500_000  # pairs compared at once


def _chord(km: float) -> float:
    return float(2 * np.sin(km / EARTH_KM / 2))


@dataclass(frozen=True)
class Counts:
    """A thin table of counts, entry by entry: rows, columns, how many; the rest is nought."""

    i: Ints
    j: Ints
    n: Floats32
    shape: tuple[int, int]

    @classmethod
    def of(cls, i: Ints, j: Ints, n: Floats32, shape: tuple[int, int]) -> Counts:
        """Entries of one place added up, in the order of their rows."""
        key, at = np.unique(i.astype(np.int64) * shape[1] + j, return_inverse=True)
        return cls(key // shape[1], key % shape[1], np.bincount(at, n, len(key)).astype(np.float32), shape)

    def row(self, row: int) -> Floats32:
        """One row in full."""
        first, last = np.searchsorted(self.i, (row, row + 1))
        found = np.zeros(self.shape[1], np.float32)
        found[self.j[first:last]] = self.n[first:last]
        return found

    def column(self, column: int) -> Floats32:
        """One column in full."""
        here = self.j == column
        found = np.zeros(self.shape[0], np.float32)
        found[self.i[here]] = self.n[here]
        return found

    def grouped(self, labels: Ints, height: int) -> NDArray[np.float64]:
        """Rows of one label added up, shape (height, columns)."""
        width = self.shape[1]
        sums = np.bincount(labels[self.i] * width + self.j, self.n, height * width)
        return sums.reshape(height, width).astype(np.float64)

    def grown(self, rows: Ints, height: int, more: tuple[Ints, Ints]) -> Counts:
        """With its rows moved to `rows` of a table of `height`, and one more at each place of `more`."""
        i, j = np.r_[rows[self.i], more[0]], np.r_[self.j, more[1]]
        n = np.r_[self.n, np.ones(len(more[0]), np.float32)]
        return Counts.of(i, j, n, (height, self.shape[1]))


@dataclass(frozen=True)
class Tendencies:
    """Aggregates of the links per city, region and country, and a vector per city.

    `nodes` are the rows of `Places` that have links, ascending; `degree`, `partners` (mean people, isolation,
    fame and degree of a city's partners, NaN-free), `to_country` (city × country counts) and `vectors` follow
    that order. `regions` is region × region. No link can be read from it.
    """

    nodes: Ints
    degree: Floats32
    partners: Floats32
    to_country: Counts
    regions: Counts
    vectors: Floats32

    @cached_property
    def at(self) -> NDArray[np.int64]:
        """Row of `Places` to node, -1 where it has no links."""
        at = np.full(len(world()), -1, dtype=np.int64)
        at[self.nodes] = np.arange(len(self.nodes))
        return at

    @cached_property
    def degrees(self) -> Floats32:
        """Degree of every place."""
        whole = np.zeros(len(world()), np.float32)
        whole[self.nodes] = self.degree
        return whole

    def region_row(self, region: int) -> Floats32:
        """One region's tendency to every region: observed over expected, in logarithms."""
        known = self._region_rows
        if region not in known:
            degree = np.expm1(self.tables["region_degree"])
            total = max(float(degree.sum()), 1.0)
            seen = self.regions.row(region)
            known[region] = np.log((seen + 0.2) / (degree[region] * degree / total + 0.2)).astype(np.float32)
        return known[region]

    @cached_property
    def _region_rows(self) -> dict[int, Floats32]:
        return {}

    @cached_property
    def grid(self) -> Grid:
        """The linked places on the sphere."""
        return Grid(columns().xyz[self.nodes], tuple(map(_chord, SEARCHED_KM)))

    @cached_property
    def tables(self) -> Mapping[str, Floats32]:
        """Smoothed tendencies between countries and regions: observed over expected, in logarithms."""
        places = world()
        n_countries, n_regions = len(places.country_codes), len(places.admin1_codes)
        between = self.to_country.grouped(places.country[self.nodes], n_countries)
        np.fill_diagonal(between, 0)
        region_country = self.to_country.grouped(places.admin1[self.nodes], n_regions)
        region_country[places.admin1, places.country] = 0
        total = max(float(between.sum()), 1.0)
        country, region = between.sum(axis=1), region_country.sum(axis=1)
        return {
            "pair": np.log((between + 1) / (np.outer(country, country) / total + 1)).astype(np.float32),
            "share": np.log((between + 0.5) / (country[:, None] + 20)).astype(np.float32),
            "region_country": np.log(
                (region_country + 0.5) / (np.outer(region, country) / total + 0.5)
            ).astype(np.float32),
            "region_degree": np.log1p(region).astype(np.float32),
            "coverage": (country / np.maximum(np.expm1(columns().cities), 1)).astype(np.float32),
            "taste": _alike(between),
        }

    def neighbours(self, rows: Ints) -> tuple[Ints, tuple[Floats32, Floats32]]:
        """Nearest linked places of each row but itself: nodes, and weights at two scales; shapes (k, 17)."""
        k = min(NEIGHBOURS + 1, len(self.nodes))
        chord, near, there = self.grid.nearest(columns().xyz[rows], k)
        there &= self.nodes[near] != rows[:, None]
        km = 2 * EARTH_KM * np.arcsin(chord / 2)
        close = np.where(there, np.exp(-km / NEAR_KM), 0).astype(np.float32)
        return near, (close, np.where(there, np.exp(-km / WIDE_KM), 0).astype(np.float32))

    @cached_property
    def _peers(self) -> tuple[Ints, Ints]:
        """Nodes in the order of their countries, and where each country begins."""
        country = world().country[self.nodes]
        order = np.argsort(country, kind="stable")
        return order, np.searchsorted(country[order], np.arange(len(world().country_codes) + 1))

    @cached_property
    def _characters(self) -> Floats32:
        return character(self.nodes)

    def alike(self, rows: Ints) -> tuple[Ints, Floats32]:
        """Linked places of the same country most like each row, not itself: nodes and weights, (k, 13)."""
        order, begins = self._peers
        near = np.zeros((len(rows), ALIKE), np.int64)
        apart = np.full((len(rows), ALIKE), np.inf)
        country = world().country[rows]
        for code in np.unique(country).tolist():
            here = np.flatnonzero(country == code)
            peers = order[begins[code] : begins[code + 1]]
            for part in np.array_split(here, 1 + len(here) * len(peers) // BLOCK):
                near[part], apart[part] = closest(
                    character(rows[part]), self._characters[peers], peers, ALIKE
                )
        apart[self.nodes[near] == rows[:, None]] = np.inf
        there = np.isfinite(apart)
        return near, np.where(there, np.exp(-np.where(there, apart, 0) / 0.3), 0).astype(np.float32)

    @cached_property
    def padded(self) -> Floats32:
        """Vectors with a zero row at the end, so that node -1 reads as "nothing known"."""
        return np.vstack([self.vectors, np.zeros((1, self.vectors.shape[1]), np.float32)])

    @cached_property
    def padded_partners(self) -> Floats32:
        """Mean traits of the partners, shape (traits, nodes + 1); the last is NaN: no partners."""
        return np.hstack([self.partners.T, np.full((self.partners.shape[1], 1), np.nan, np.float32)])

    @cached_property
    def _columns(self) -> dict[int, Floats32]:
        return {}

    def column(self, country: int) -> Floats32:
        """Links of every node into one country, with a zero at the end; kept once asked for."""
        if country not in self._columns:
            self._columns[country] = np.append(self.to_country.column(country), np.float32(0))
        return self._columns[country]

    @cached_property
    def lengths(self) -> Floats32:
        """Lengths of the padded vectors, never zero."""
        lengths: Floats32 = (np.linalg.norm(self.padded, axis=1) + 1e-4).astype(np.float32)
        return lengths


def traits(rows: Ints, degree: Floats32) -> Floats32:
    """What is averaged over a city's partners: people, isolation, fame, degree; shape (k, 4)."""
    c = columns()
    found: Floats32 = np.stack([c.people[rows], c.isolation[rows], c.fame[rows], np.log1p(degree)], axis=1)
    return found


def log_km(a: Ints, b: Ints) -> Floats32:
    """Decimal logarithm of the distance between rows, softened below 10 km."""
    xyz = columns().xyz
    chord = np.linalg.norm(xyz[a] - xyz[b], axis=1)
    km = 2 * EARTH_KM * np.arcsin(np.clip(chord / 2, 0, 1))
    logs: Floats32 = np.log10(km + 10).astype(np.float32)
    return logs


def character(rows: Ints) -> Floats32:
    """Points whose nearness, inside a country, means: like size, role and fame; shape (k, 4)."""
    c = columns()
    return np.stack([3 * c.people[rows], c.isolation[rows], 1.5 * c.fame[rows], c.suburb[rows]], axis=1)


def _alike(between: NDArray[np.float64]) -> Floats32:
    # Cosine between countries by whom they twin with; used to guess a city's next country.
    rows = np.sqrt(between)
    rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    cosine: Floats32 = (rows @ rows.T).astype(np.float32)
    return cosine
