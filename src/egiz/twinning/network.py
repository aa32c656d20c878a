"""The links as a graph: paths between places, which need the links themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
import scipy.sparse as sp

from egiz.twinning.columns import Floats32
from egiz.twinning.places import Ints, world
from egiz.twinning.tendencies import RESTART, SMOOTHING, Counts, Tendencies, log_km, traits

DIMENSIONS = 64
RESTART_SHORT = 0.45


def incidence(labels: Ints, width: int) -> sp.csr_matrix:
    """Rows to labels, one each."""
    n = len(labels)
    return sp.csr_matrix((np.ones(n, np.float32), (np.arange(n), labels)), shape=(n, width))


def _log_km(nodes: Ints, adjacency: sp.csr_matrix) -> sp.csr_matrix:
    coo = adjacency.tocoo()
    return sp.csr_matrix((log_km(nodes[coo.row], nodes[coo.col]), (coo.row, coo.col)), shape=coo.shape)


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
        to_country=_counts(adjacency @ of_country),
        regions=_counts(of_region.T @ (adjacency @ of_region)),
        vectors=spectral_vectors(adjacency, seed=seed),
    )


def _counts(matrix: sp.csr_matrix) -> Counts:
    coo = sp.coo_matrix(matrix)
    return Counts.of(coo.row, coo.col, coo.data, coo.shape)
