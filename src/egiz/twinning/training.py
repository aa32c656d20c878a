"""Training pairs whose features never contain the link that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from egiz.twinning.columns import Floats32, columns
from egiz.twinning.features import ALL_FEATURES, Query, matrix, queries
from egiz.twinning.network import Network
from egiz.twinning.places import EARTH_KM, MIN_PEOPLE, Ints, world

FOLDS = 5
NEAR_KM = 15.0
HARD, RANDOM = 30, 30
WORLD_HARD, WORLD_INSIDE, WORLD_RANDOM = 40, 12, 40
WORLD_SHARE = 0.125
MOST = 24_000  # questions to learn from; each takes a few milliseconds and the fit has to stay short


@dataclass(frozen=True)
class Sample:
    """Groups of candidates, the true partner first in each.

    `features` has shape (n, f); `sizes` the group sizes; `offset` the logarithm of how many candidates each
    row stands for (0 for those taken on purpose).
    """

    features: Floats32
    sizes: Ints
    offset: Floats32

    @property
    def labels(self) -> NDArray[np.int8]:
        """1 for the true partner."""
        labels = np.zeros(len(self.features), np.int8)
        labels[np.cumsum(self.sizes) - self.sizes] = 1
        return labels


def near_doubles(links: Ints) -> NDArray[np.bool_]:
    """Links beside another link whose two ends lie within 15 km of its own."""
    xyz = columns().xyz
    n = len(links)
    chord = 2 * np.sin(NEAR_KM / EARTH_KM / 2)
    a, b = xyz[links[:, 0]], xyz[links[:, 1]]
    points = np.vstack([np.hstack([a, b]), np.hstack([b, a])])
    pairs = cKDTree(points).query_pairs(chord * 1.4143, output_type="ndarray")
    i, j = pairs[:, 0], pairs[:, 1]
    first = np.linalg.norm(points[i, :3] - points[j, :3], axis=1) <= chord
    second = np.linalg.norm(points[i, 3:] - points[j, 3:], axis=1) <= chord
    both = first & second & (i % n != j % n)
    doubles = np.zeros(n, bool)
    doubles[i[both] % n] = True
    doubles[j[both] % n] = True
    return doubles


def askable(links: Ints) -> NDArray[np.bool_]:
    """Links that are worth learning: between countries, 15,000 people at both ends, no near double."""
    places = world()
    a, b = links[:, 0], links[:, 1]
    large = (places.population[a] >= MIN_PEOPLE) & (places.population[b] >= MIN_PEOPLE)
    found: NDArray[np.bool_] = large & (places.country[a] != places.country[b]) & ~near_doubles(links)
    return found


def rough(query: Query, network: Network) -> Floats32:
    """A cheap score with fixed weights that finds candidates worth telling apart."""
    c, t, rows = columns(), network.tendencies, query.rows
    score: Floats32 = 0.75 * c.people[rows] - 0.75 * np.abs(c.people[rows] - c.people[query.row])
    score += 0.3 * np.log1p(t.degrees[rows]) + 0.6 * c.fame[rows]
    score += 0.18 * np.log(query.path("wander") + np.float32(1e-7))
    score += 0.5 * query.table("pair")[query.country[0], query.country[1]]
    score -= 0.25 * np.log(query.km + 100)
    return score


def cross_fitted(links: Ints, *, seed: int, most: int = MOST) -> tuple[Sample, Sample]:
    """Training groups for ranking inside a country and in the world.

    The askable links are dealt into `FOLDS` folds; the features of a fold's links come from a network without
    that whole fold, so that a link never speaks for itself, and the networks are as thin as the one a new
    city meets.
    """
    rng = np.random.default_rng(seed)
    chosen = np.flatnonzero(askable(links))
    fold = rng.integers(0, FOLDS, len(chosen))
    partners = _partners(links)
    inside: list[tuple[Floats32, Floats32]] = []
    abroad: list[tuple[Floats32, Floats32]] = []
    for k in range(FOLDS):
        held = chosen[fold == k]
        if not len(held):
            continue
        network = Network.build(np.delete(links, held, axis=0))
        asked = np.vstack([links[held], links[held][:, ::-1]])
        asked = asked[rng.permutation(len(asked))[: most // FOLDS]]
        _collect(network, asked[np.argsort(asked[:, 0])], partners, rng, (inside, abroad))
    return _sample(inside), _sample(abroad)


def _partners(links: Ints) -> dict[int, Ints]:
    both = np.vstack([links, links[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    city, start = np.unique(both[:, 0], return_index=True)
    return dict(zip(city.tolist(), np.split(both[:, 1], start[1:]), strict=True))


def _collect(
    network: Network,
    asked: Ints,
    partners: dict[int, Ints],
    rng: np.random.Generator,
    out: tuple[list[tuple[Floats32, Floats32]], list[tuple[Floats32, Floats32]]],
) -> None:
    places = world()
    large = np.flatnonzero(places.population >= MIN_PEOPLE)
    by_country = {c: large[places.country[large] == c] for c in np.unique(places.country[large]).tolist()}
    plan: list[tuple[int, Ints]] = []
    for a, b in asked.tolist():
        whole = rng.random() < WORLD_SHARE
        plan.append((a, large if whole else by_country[int(places.country[b])]))
    for (_, b), query in zip(asked.tolist(), queries(network, network.tendencies, plan), strict=True):
        taken = np.append(partners[query.row], query.row)
        scored = rough(query, network)
        free = ~np.isin(query.rows, taken)
        home = free & (places.country[query.rows] == places.country[b])
        picks = [_pick(query.rows, scored, home, (HARD, RANDOM), rng)]
        if len(query.rows) == len(large):
            away = free & (places.country[query.rows] != places.country[query.row])
            picks.append(_pick_world(query.rows, scored, (home, away), rng))
        for target, (rows, offset) in zip(out, picks, strict=False):
            part = Query(network.tendencies, query.row, np.append(b, rows), query.paths, query.walk_fame)
            target.append((matrix(part, ALL_FEATURES), np.append(np.float32(0), offset)))


def _pick(
    rows: Ints, scored: Floats32, free: NDArray[np.bool_], counts: tuple[int, int], rng: np.random.Generator
) -> tuple[Ints, Floats32]:
    hard, more = counts
    pool = np.flatnonzero(free)
    if len(pool) <= hard + more:
        return rows[pool], np.zeros(len(pool), np.float32)
    order = pool[np.argpartition(-scored[pool], hard)]
    rest = rng.choice(order[hard:], more, replace=False)
    offset = np.zeros(hard + more, np.float32)
    offset[hard:] = np.log((len(pool) - hard) / max(more, 1))
    return rows[np.r_[order[:hard], rest]], offset


def _pick_world(
    rows: Ints, scored: Floats32, where: tuple[NDArray[np.bool_], NDArray[np.bool_]], rng: np.random.Generator
) -> tuple[Ints, Floats32]:
    home, away = where
    inside, _ = (
        _pick(rows, scored, home, (WORLD_INSIDE, 0), rng) if home.sum() > WORLD_INSIDE else (rows[home], 0)
    )
    left = away & ~np.isin(rows, inside)
    others, offset = _pick(rows, scored, left, (WORLD_HARD, WORLD_RANDOM), rng)
    return np.r_[inside, others], np.r_[np.zeros(len(inside), np.float32), offset]


def _sample(groups: Sequence[tuple[Floats32, Floats32]]) -> Sample:
    return Sample(
        np.concatenate([features for features, _ in groups]),
        np.array([len(features) for features, _ in groups]),
        np.concatenate([offset for _, offset in groups]).astype(np.float32),
    )
