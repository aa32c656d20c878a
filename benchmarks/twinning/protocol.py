"""The test: real links are taken away, and a ranker is asked for the partner.

Pool: links between two countries, 15,000 people or more at both ends, quality neither ambiguous nor
conflicting nor "near", no other link between places within 15 km of both ends. 10 % of the pool are the test
and 5 % the validation links of a seed; everything else may be learned from. Each link asks two questions, one
from each end. COUNTRY: rank all places of 15,000 people or more of the partner's country. WORLD: all such
places abroad. Other known partners of the asking city are left out; a tie counts as its expected rank.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from egiz.twinning.places import world
from egiz.twinning.training import MIN_PEOPLE, near_doubles

TEST, VALIDATION = 0.10, 0.05
BAD = ("ambig", "conflict", "near")
Score = Callable[[int, list[int]], NDArray[np.float64]]


def links_file() -> Path:
    """The public links, outside the package: `EGIZ_CASES`, else `../shared/cases` beside the checkout."""
    root = os.environ.get("EGIZ_CASES")
    cases = Path(root) if root else Path(__file__).resolve().parents[2].parent / "shared" / "cases"
    return cases / "twins" / "links.csv"


@cache
def read() -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Links as rows of `Places`, shape (m, 2), and the quality word of each."""
    with links_file().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = np.array([(int(row["gid_a"]), int(row["gid_b"])) for row in rows])
    return world().rows(ids.ravel()).reshape(-1, 2), tuple(row["quality"] for row in rows)


@cache
def pool() -> NDArray[np.int64]:
    """Numbers of the links that may be asked for."""
    links, quality = read()
    places = world()
    a, b = links[:, 0], links[:, 1]
    sound = np.array([not any(bad in word for bad in BAD) for word in quality])
    large = (places.population[a] >= MIN_PEOPLE) & (places.population[b] >= MIN_PEOPLE)
    return np.flatnonzero(sound & large & (places.country[a] != places.country[b]) & ~near_doubles(links))


@dataclass(frozen=True)
class Split:
    """One seed's links: rows of `Places`."""

    seed: int
    train: NDArray[np.int64]
    validation: NDArray[np.int64]
    test: NDArray[np.int64]

    def train_ids(self) -> list[tuple[int, int]]:
        """The training links as GeoNames ids."""
        return [(int(a), int(b)) for a, b in world().ids[self.train]]


def split(seed: int) -> Split:
    """Deal the pool of links for a seed."""
    links, _ = read()
    order = np.random.default_rng(seed).permutation(pool())
    n_test, n_validation = round(TEST * len(order)), round(VALIDATION * len(order))
    test, validation = order[:n_test], order[n_test : n_test + n_validation]
    rest = np.setdiff1d(np.arange(len(links)), order[: n_test + n_validation])
    return Split(seed, links[rest], links[validation], links[test])


def expected_rank(scores: NDArray[np.float64], answer: int) -> float:
    """Rank of one entry, ties counted at the middle of their places."""
    better = int((scores > scores[answer]).sum())
    return 1 + better + (int((scores == scores[answer]).sum()) - 1) / 2


@dataclass
class Answers:
    """Ranks with what is needed to cut them by kind of question."""

    city: list[int] = field(default_factory=list)
    partner: list[int] = field(default_factory=list)
    rank: list[float] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)

    def figures(self, keep: NDArray[np.bool_] | None = None) -> dict[str, float]:
        """MRR, hits and median rank, with a 95 % bootstrap interval of the MRR."""
        ranks = np.array(self.rank)[slice(None) if keep is None else keep]
        if not len(ranks):
            return {"queries": 0}
        draws = np.random.default_rng(0).integers(0, len(ranks), (500, len(ranks)))
        low, high = np.percentile((1 / ranks)[draws].mean(axis=1), (2.5, 97.5))
        return {
            "queries": len(ranks), "mrr": float((1 / ranks).mean()), "low": float(low), "high": float(high),
            "hits1": float((ranks <= 1).mean()), "hits10": float((ranks <= 10).mean()),
            "hits100": float((ranks <= 100).mean()), "median": float(np.median(ranks)),
        }  # fmt: skip


def asked(links: NDArray[np.int64], most: int | None, seed: int) -> list[tuple[int, int]]:
    """Both directions of each link; a seeded sample if there are more than `most`."""
    both = np.vstack([links, links[:, ::-1]])
    if most is not None and len(both) > most:
        both = both[np.random.default_rng(seed).permutation(len(both))[:most]]
    return [(int(a), int(b)) for a, b in both]


def run(
    score: Score, links: NDArray[np.int64], task: str, *, most: int | None = None, seed: int = 0
) -> Answers:
    """Put every question to a scoring function that takes a GeoNames id and candidate ids."""
    places = world()
    out = Answers()
    for a, b, rows in questions(links, task, most, seed):
        scores = np.asarray(score(int(places.ids[a]), places.ids[rows].tolist()))
        out.city.append(a)
        out.partner.append(b)
        out.candidates.append(len(rows))
        out.rank.append(expected_rank(scores, int(np.flatnonzero(rows == b)[0])))
    return out


def questions(
    links: NDArray[np.int64], task: str, most: int | None, seed: int
) -> Iterator[tuple[int, int, NDArray[np.int64]]]:
    """City, partner and candidates, as rows of `Places`."""
    places, (every, _) = world(), read()
    large = np.flatnonzero(places.population >= MIN_PEOPLE)
    partners: dict[int, list[int]] = {}
    for x, y in every.tolist():
        partners.setdefault(x, []).append(y)
        partners.setdefault(y, []).append(x)
    for a, b in asked(links, most, seed):
        if task == "country":
            rows = large[places.country[large] == places.country[b]]
        else:
            rows = large[places.country[large] != places.country[a]]
        others = np.array([p for p in partners[a] if p != b], dtype=np.int64)
        yield a, b, rows[~np.isin(rows, others)]
