"""What the given links say: tendencies that can be shipped as parameters, and paths that need the links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from egiz.twinning.columns import Columns, Floats32, columns
from egiz.twinning.places import EARTH_KM, Ints, world

DIMENSIONS = 64
NEIGHBOURS = 16
NEAR_KM, WIDE_KM = 25.0, 80.0
RESTART, RESTART_SHORT = 0.15, 0.45
SMOOTHING = 3.0  # degree added to every city before the vectors are found: isolated pairs would fill them


def incidence(labels: Ints, width: int) -> sp.csr_matrix:
    """Rows to labels, one each."""
    n = len(labels)
    return sp.csr_matrix((np.ones(n, np.float32), (np.arange(n), labels)), shape=(n, width))


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
    to_country: sp.csr_matrix
    regions: sp.csr_matrix
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
            seen = self.regions[[region]].toarray().ravel()
            known[region] = np.log((seen + 0.2) / (degree[region] * degree / total + 0.2)).astype(np.float32)
        return known[region]

    @cached_property
    def _region_rows(self) -> dict[int, Floats32]:
        return {}

    @cached_property
    def tree(self) -> cKDTree:
        """The linked places on the sphere."""
        return cKDTree(columns().xyz[self.nodes])

    @cached_property
    def tables(self) -> Mapping[str, Floats32]:
        """Smoothed tendencies between countries and regions: observed over expected, in logarithms."""
        places = world()
        n_countries, n_regions = len(places.country_codes), len(places.admin1_codes)
        of_country = incidence(places.country[self.nodes], n_countries)
        of_region = incidence(places.admin1[self.nodes], n_regions)
        between = np.asarray((of_country.T @ self.to_country).todense())
        np.fill_diagonal(between, 0)
        region_country = np.asarray((of_region.T @ self.to_country).todense())
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
        limit = 2 * np.sin(4 * WIDE_KM / EARTH_KM / 2)
        k = min(NEIGHBOURS + 1, len(self.nodes))
        chord, near = self.tree.query(columns().xyz[rows], k=k, distance_upper_bound=limit)
        chord, near = chord.reshape(len(rows), -1), near.reshape(len(rows), -1)
        there = np.isfinite(chord)
        near = np.where(there, near, 0)
        there &= self.nodes[near] != rows[:, None]
        km = 2 * EARTH_KM * np.arcsin(np.where(there, chord, 0) / 2)
        close = np.where(there, np.exp(-km / NEAR_KM), 0).astype(np.float32)
        return near, (close, np.where(there, np.exp(-km / WIDE_KM), 0).astype(np.float32))

    @cached_property
    def kinds(self) -> cKDTree:
        """The linked places by character."""
        return cKDTree(character(self.nodes))

    def alike(self, rows: Ints) -> tuple[Ints, Floats32]:
        """Linked places of the same country most like each row, not itself: nodes and weights, (k, 13)."""
        apart, near = self.kinds.query(character(rows), k=min(13, len(self.nodes)), distance_upper_bound=50)
        apart, near = apart.reshape(len(rows), -1), near.reshape(len(rows), -1)
        there = np.isfinite(apart)
        near = np.where(there, near, 0)
        there &= self.nodes[near] != rows[:, None]
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
            counts = self.to_country[:, [country]].toarray().ravel()
            self._columns[country] = np.append(counts, 0).astype(np.float32)
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


def _log_km(nodes: Ints, adjacency: sp.csr_matrix) -> sp.csr_matrix:
    coo = adjacency.tocoo()
    return sp.csr_matrix((log_km(nodes[coo.row], nodes[coo.col]), (coo.row, coo.col)), shape=coo.shape)


def character(rows: Ints) -> Floats32:
    """Points whose nearness means: same country, like size, role and fame; shape (k, 5)."""
    c = columns()
    country = world().country[rows] * 1000.0
    return np.stack(
        [country, 3 * c.people[rows], c.isolation[rows], 1.5 * c.fame[rows], c.suburb[rows]], axis=1
    )


def _alike(between: NDArray[np.float64]) -> Floats32:
    # Cosine between countries by whom they twin with; used to guess a city's next country.
    rows = np.sqrt(between)
    rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    cosine: Floats32 = (rows @ rows.T).astype(np.float32)
    return cosine


def _scale(matrix: sp.csr_matrix, left: Floats32, right: Floats32) -> sp.csr_matrix:
    return cast(Any, sp.csr_matrix(sp.diags(left) @ matrix @ sp.diags(right), dtype=np.float32))


def spectral_vectors(adjacency: sp.csr_matrix, *, seed: int) -> Floats32:
    """City vectors whose dot products approximate personalised PageRank (regularised, symmetric).

    Randomised subspace iteration for the leading eigenvectors of ``D^-1/2 A D^-1/2`` with `SMOOTHING` added
    to the degrees, filtered by ``r / (1 - (1 - r) x)``.
    """
    degree = np.asarray(adjacency.sum(axis=1)).ravel()
    root = (1 / np.sqrt(degree + SMOOTHING)).astype(np.float32)
    normal = _scale(adjacency, root, root)
    n = adjacency.shape[0]
    width = min(DIMENSIONS + 8, n)
    basis = np.random.default_rng(seed).standard_normal((n, width)).astype(np.float32)
    for _ in range(6):
        for _ in range(2):
            basis = 0.5 * (normal @ basis + basis)
        basis, _ = np.linalg.qr(basis)
    small = basis.T @ (normal @ basis)
    values, rotation = np.linalg.eigh((small + small.T) / 2)
    keep = np.argsort(-values)[:DIMENSIONS]
    gain = RESTART / (1 - (1 - RESTART) * np.clip(values[keep], 0, 0.999)) - RESTART
    vectors = (basis @ rotation[:, keep]) * np.sqrt(gain)
    return np.asarray(vectors, dtype=np.float32)


@dataclass(frozen=True)
class Network:
    """The links as a graph over the linked places, with their tendencies."""

    tendencies: Tendencies
    adjacency: sp.csr_matrix

    @classmethod
    def build(cls, links: Ints, *, seed: int = 0) -> Network:
        """From pairs of rows, shape (m, 2); doubles and loops are dropped."""
        pairs = np.unique(np.sort(links, axis=1), axis=0)
        pairs = pairs[pairs[:, 0] != pairs[:, 1]]
        nodes, edges = np.unique(pairs, return_inverse=True)
        edges = edges.reshape(pairs.shape)
        n = len(nodes)
        ones = np.ones(2 * len(edges), np.float32)
        both = np.r_[edges[:, 0], edges[:, 1]], np.r_[edges[:, 1], edges[:, 0]]
        adjacency = sp.csr_matrix((ones, both), shape=(n, n))
        return cls(_tendencies(nodes, adjacency, seed), adjacency)

    def pairs(self) -> Ints:
        """The links as rows of `Places`, shape (m, 2)."""
        upper = sp.triu(self.adjacency, k=1).tocoo()
        pairs: Ints = self.tendencies.nodes[np.stack([upper.row, upper.col], axis=1)]
        return pairs

    @cached_property
    def walks(self) -> Mapping[str, sp.csr_matrix]:
        """Matrices for walks: one step, steps weighted for rare partners, and steps that may go next door."""
        t = self.tendencies
        inverse = 1 / np.maximum(t.degree, 1)
        root, one = np.sqrt(inverse), np.ones_like(inverse)
        near, (close, _) = t.neighbours(t.nodes)
        # Five next doors are enough to wander to, and keep the matrix thin.
        near, close = near[:, :6], close[:, :6]
        rows = np.repeat(np.arange(len(t.nodes)), near.shape[1])
        beside = sp.csr_matrix((close.ravel(), (rows, near.ravel())), shape=self.adjacency.shape)
        weight = np.asarray(beside.sum(axis=1)).ravel()
        beside = _scale(beside.T.tocsr(), one, (1 / np.maximum(weight, 1)).astype(np.float32))
        step = _scale(self.adjacency, one, inverse)
        return {
            "step": step,
            "rare": _scale(self.adjacency, one, (1 / np.log(1.5 + t.degree)).astype(np.float32)),
            "even": _scale(self.adjacency, root, root),
            "wander": sp.csr_matrix(0.75 * step + 0.25 * beside),
        }

    @cached_property
    def fame(self) -> Floats32:
        """Where a walk that may go next door ends up from anywhere: the yardstick for `wander`."""
        n = len(self.tendencies.nodes)
        return self._walk("wander", np.full((n, 1), 1 / n, np.float32), RESTART, 15).ravel()

    def _walk(self, kind: str, start: Floats32, restart: float, steps: int) -> Floats32:
        matrix, now = self.walks[kind], start
        for _ in range(steps):
            now = (1 - restart) * (matrix @ now) + restart * start
        return now

    def paths(self, rows: Ints) -> dict[str, Floats32]:
        """Closeness in the graph from each asked place to every node; arrays of shape (nodes, k)."""
        t, k = self.tendencies, len(rows)
        start = np.zeros((len(t.nodes), k), np.float32)
        at = t.at[rows]
        start[at[at >= 0], np.flatnonzero(at >= 0)] = 1
        near, (close, wide) = t.neighbours(rows)
        beside, around = np.zeros_like(start), np.zeros_like(start)
        spread = np.broadcast_to(np.arange(k)[:, None], near.shape)
        np.add.at(beside, (near, spread), close)
        np.add.at(around, (near, spread), wide)
        kin, kinship = t.alike(rows)
        like = np.zeros_like(start)
        np.add.at(like, (kin, np.broadcast_to(np.arange(k)[:, None], kin.shape)), kinship)
        one = self.adjacency @ start
        even = self.walks["even"]
        mixed = start + 0.3 * beside / np.maximum(beside.sum(axis=0), 1e-6)
        return {
            "pagerank": self._walk("step", start, RESTART, 10),
            "pagerank_short": self._walk("step", start, RESTART_SHORT, 5),
            "wander": self._walk("wander", mixed, RESTART, 8),
            "link": one,
            "shared": self.walks["rare"] @ one,
            "three": even @ (even @ (even @ start)),
            "three_count": self.adjacency @ (self.adjacency @ one),
            "beside": self.adjacency @ beside,
            "around": self.adjacency @ around,
            "like": self.adjacency @ like,
        }


def _tendencies(nodes: Ints, adjacency: sp.csr_matrix, seed: int) -> Tendencies:
    places = world()
    degree = np.asarray(adjacency.sum(axis=1)).ravel().astype(np.float32)
    of_country = incidence(places.country[nodes], len(places.country_codes))
    of_region = incidence(places.admin1[nodes], len(places.admin1_codes))
    partners = (adjacency @ traits(nodes, degree)) / np.maximum(degree, 1)[:, None]
    reach = np.asarray(adjacency.multiply(_log_km(nodes, adjacency)).sum(axis=1)).ravel()
    partners = np.hstack([partners, (reach / np.maximum(degree, 1))[:, None]])
    return Tendencies(
        nodes=nodes,
        degree=degree,
        partners=partners.astype(np.float32),
        to_country=sp.csr_matrix(adjacency @ of_country),
        regions=sp.csr_matrix(of_region.T @ (adjacency @ of_region)),
        vectors=spectral_vectors(adjacency, seed=seed),
    )


__all__ = ["Columns", "Network", "Tendencies", "spectral_vectors"]
