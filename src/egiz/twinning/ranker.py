"""The learned ranker: how much a pair looks like pairs that really twinned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from egiz.twinning import storage
from egiz.twinning._errors import LinksError
from egiz.twinning.columns import columns
from egiz.twinning.features import (
    ALL_FEATURES,
    FIRST_STAGE,
    PARAMETER_FEATURES,
    Query,
    matrix,
    queries,
)
from egiz.twinning.learning import Model, fit_model
from egiz.twinning.places import DATA, MIN_PEOPLE, Ints, world
from egiz.twinning.tendencies import RESTART, SMOOTHING, Tendencies, log_km, traits

if TYPE_CHECKING:
    from egiz.twinning.network import Network
    from egiz.twinning.training import Sample

SHORTLIST = 1_500
VILLAGE = np.log10(5_000)
# No list of links is complete. Inside a country a city without a known link gets the benefit of the doubt, in
# units of the logarithm of the odds: it costs the others little and brings its own partners into sight.
BACK_OFF = 0.6
MIN_LINKS = 200
MODEL_FILE = DATA / "model.npz"

# Model names: where the candidates are, and whether the links are at hand.
INSIDE, ABROAD, FIRST = "inside", "abroad", "first"
INSIDE_PARAMETERS, ABROAD_PARAMETERS = "inside_parameters", "abroad_parameters"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    INSIDE: ALL_FEATURES,
    ABROAD: ALL_FEATURES,
    INSIDE_PARAMETERS: PARAMETER_FEATURES,
    ABROAD_PARAMETERS: PARAMETER_FEATURES,
    FIRST: FIRST_STAGE,
}


@dataclass(frozen=True)
class Ranker:
    """Scores candidates for a city; made by `fit` or `load`.

    With `network` the scores see paths in the graph of links; without, the city vectors stand for them.
    """

    models: Mapping[str, Model]
    tendencies: Tendencies
    network: Network | None = None

    def score(self, city: int, candidates: Sequence[int]) -> NDArray[np.float64]:
        """How much each candidate looks like a real twin of the city.

        Parameters
        ----------
        city : int
            GeoNames id.
        candidates : sequence of int
            GeoNames ids. When all lie in one country, the model for choosing inside a country answers; else
            the one for choosing in the world.

        Returns
        -------
        ndarray of float64, shape (len(candidates),)
            Higher is likelier; comparable within one call only. Beyond the `SHORTLIST` best of a first,
            cheaper score the order is that of the first score.

        Raises
        ------
        UnknownPlaceError
            For the first id that the atlas does not hold.
        """
        places = world()
        row = places.row(city)
        rows = places.rows(np.asarray(candidates, dtype=np.int64))
        if not len(rows):
            return np.empty(0)
        abroad = bool((places.country[rows] != places.country[rows[0]]).any())
        query = next(queries(self.network, self.tendencies, [(row, rows)]))
        if len(rows) <= SHORTLIST:
            return self._full(query, abroad=abroad)
        out = np.empty(len(rows))
        # Villages without a link are hardly ever twins; they are put behind by size and distance alone.
        village = (columns().people[rows] < VILLAGE) & (query.known == 0)
        if len(rows) - village.sum() <= SHORTLIST:
            village[:] = False
        towns = np.flatnonzero(~village)
        known = Query(self.tendencies, row, rows[towns], query.paths, query.walk_fame)
        first = self.models[FIRST].score(matrix(known, self.models[FIRST].logit.names))
        order = np.argpartition(-first, SHORTLIST)
        best, rest = order[:SHORTLIST], order[SHORTLIST:]
        short = Query(self.tendencies, row, rows[towns[best]], query.paths, query.walk_fame)
        out[towns[best]] = self._full(short, abroad=abroad)
        out[towns[rest]] = out[towns[best]].min() - 1 - (first[rest].max(initial=0) - first[rest])
        if village.any():
            behind = rows[village]
            rough = columns().people[behind] + columns().xyz[behind] @ columns().xyz[row]
            out[village] = out[towns].min() - 1 - (rough.max() - rough)
        return out

    def _full(self, query: Query, *, abroad: bool) -> NDArray[np.float64]:
        model = self.models[self._name(abroad=abroad)]
        scores = model.score(matrix(query, model.logit.names))
        return scores if abroad else scores + BACK_OFF * (query.known == 0)

    def explain(self, city: int, candidates: Sequence[int]) -> tuple[tuple[str, ...], NDArray[np.float64]]:
        """Why each candidate stands where it does among the others.

        Parameters
        ----------
        city : int
            GeoNames id.
        candidates : sequence of int
            GeoNames ids, at most `SHORTLIST`.

        Returns
        -------
        tuple
            Names of the features, and what each adds to each candidate's score beyond the average candidate,
            shape (len(candidates), features).
        """
        places = world()
        rows = places.rows(np.asarray(candidates, dtype=np.int64))[:SHORTLIST]
        query = next(queries(self.network, self.tendencies, [(places.row(city), rows)]))
        abroad = bool((places.country[rows] != places.country[rows[0]]).any())
        model = self.models[self._name(abroad=abroad)]
        added = model.contributions(matrix(query, model.logit.names))
        return model.logit.names, added - added.mean(axis=0)

    def _name(self, *, abroad: bool) -> str:
        if self.network is None:
            return ABROAD_PARAMETERS if abroad else INSIDE_PARAMETERS
        return ABROAD if abroad else INSIDE

    def with_links(self, links: Iterable[tuple[int, int]]) -> Ranker:
        """The same model with more links folded in; quick, no training.

        With the links at hand the graph is rebuilt; without, degrees, tendencies and vectors are moved by the
        new links (give only links the model has not seen).
        """
        pairs = _pairs(links)
        if not len(pairs):
            return self
        if self.network is not None:
            from egiz.twinning.network import Network  # noqa: PLC0415 - a graph is built of links at hand only

            network = Network.build(np.vstack([self.network.pairs(), pairs]))
            return Ranker(self.models, network.tendencies, network)
        return Ranker(self.models, fold_in(self.tendencies, pairs))

    def save(self, path: Path | str, *, links: bool = True) -> None:
        """Write the model; without the links if `links` is false (then it scores from its parameters)."""
        network = self.network if links else None
        kept = {n: m for n, m in self.models.items() if network is not None or n not in (INSIDE, ABROAD)}
        storage.write(kept, self.tendencies, network, Path(path))


def _pairs(links: Iterable[tuple[int, int]]) -> Ints:
    ids = np.array([(int(a), int(b)) for a, b in links], dtype=np.int64).reshape(-1, 2)
    rows = world().rows(ids.ravel()).reshape(-1, 2)
    pairs: Ints = rows[rows[:, 0] != rows[:, 1]]
    return pairs


def fit(links: Iterable[tuple[int, int]], *, seed: int = 0) -> Ranker:
    """Learn what twin cities look like.

    Parameters
    ----------
    links : iterable of (int, int)
        Pairs of GeoNames ids; doubles and loops do no harm.
    seed : int
        Same links and seed, same model.

    Returns
    -------
    Ranker
        Holds the links' graph and the models for scoring with and without it.

    Raises
    ------
    UnknownPlaceError
        If a link names a place that the atlas does not hold.
    LinksError
        If fewer than `MIN_LINKS` links can be learned from (between two countries, 15,000 people on both
        sides).
    """
    from egiz.twinning.network import Network  # noqa: PLC0415 - what trains is not loaded to rank
    from egiz.twinning.training import askable, cross_fitted  # noqa: PLC0415 - see above

    pairs = np.unique(np.sort(_pairs(links), axis=1), axis=0)
    usable = int(askable(pairs).sum()) if len(pairs) else 0
    if usable < MIN_LINKS:
        raise LinksError(
            f"Must have at least {MIN_LINKS} links between cities of {MIN_PEOPLE:,} people or more in two "
            f"countries; found {usable} among {len(pairs)}."
        )
    inside, abroad = cross_fitted(pairs, seed=seed)
    network = Network.build(pairs)
    return Ranker(fit_models(inside, abroad, seed=seed), network.tendencies, network)


def fit_models(inside: Sample, abroad: Sample, *, seed: int) -> dict[str, Model]:
    """One model for each place the candidates may be in, with and without paths, and the first stage."""
    models = {}
    for name, features in COLUMNS.items():
        sample = inside if name.startswith(INSIDE) else abroad
        at = [ALL_FEATURES.index(column) for column in features]
        models[name] = fit_model(sample, at, seed=seed, corrected=name != FIRST)
    return models


def fold_in(t: Tendencies, pairs: Ints) -> Tendencies:
    """Move the parameters by new links, as if these had been among the others.

    A vector gains ``(1 - r) v_partner / sqrt((d + s)(d_partner + s))`` for each new partner, the first
    step of the walk that the vectors stand for.
    """
    nodes = np.union1d(t.nodes, pairs)
    old = np.searchsorted(nodes, t.nodes)
    a = np.searchsorted(nodes, pairs.ravel())
    b = np.searchsorted(nodes, pairs[:, ::-1].ravel())
    degree = np.zeros(len(nodes), np.float32)
    degree[old] = t.degree
    partners = np.zeros((len(nodes), t.partners.shape[1]), np.float32)
    partners[old] = t.partners * t.degree[:, None]
    vectors = np.zeros((len(nodes), t.vectors.shape[1]), np.float32)
    vectors[old] = t.vectors
    new_degree = degree + np.bincount(a, minlength=len(nodes)).astype(np.float32)
    np.add.at(partners, a, np.column_stack([traits(nodes[b], new_degree[b]), log_km(nodes[a], nodes[b])]))
    step = (1 - RESTART) / np.sqrt((new_degree[a] + SMOOTHING) * (new_degree[b] + SMOOTHING))
    moved = vectors.copy()
    np.add.at(moved, a, vectors[b] * step[:, None].astype(np.float32))
    return Tendencies(
        nodes=nodes,
        degree=new_degree,
        partners=(partners / np.maximum(new_degree, 1)[:, None]).astype(np.float32),
        to_country=t.to_country.grown(old, len(nodes), (a, world().country[nodes[b]])),
        regions=t.regions.grown(
            np.arange(t.regions.shape[0]),
            t.regions.shape[0],
            (world().admin1[nodes[a]], world().admin1[nodes[b]]),
        ),
        vectors=moved,
    )


def load(path: Path | str) -> Ranker:
    """Read a saved model.

    Raises
    ------
    ModelFileError
        If the file is missing, damaged or of another version.
    """
    return Ranker(*storage.read(Path(path)))


@cache
def _shipped_alone() -> Ranker | None:
    return load(MODEL_FILE) if MODEL_FILE.exists() else None


@cache
def shipped(links: tuple[tuple[int, int], ...] = ()) -> Ranker | None:
    """The model that ships with the package, with a desk's links folded in."""
    alone = _shipped_alone()
    return None if alone is None else alone.with_links(links)


def stream_pairs(
    ranker: Ranker, cities: Sequence[int] | None = None, *, top: int = 100
) -> Iterator[tuple[int, Ints, NDArray[np.float64]]]:
    """The best partners abroad of every city, one city at a time, in bounded memory.

    Every ordered pair of places of 15,000 people or more in different countries is scored.

    Yields
    ------
    tuple
        GeoNames id of the city, ids of its `top` best candidates, their scores, best first.
    """
    places = world()
    large = np.flatnonzero(places.population >= MIN_PEOPLE)
    asked = places.ids[large] if cities is None else np.asarray(cities, dtype=np.int64)
    for city in asked.tolist():
        abroad = places.ids[large[places.country[large] != places.country[places.row(city)]]]
        scores = ranker.score(city, abroad)
        best = np.argsort(-scores, kind="stable")[:top]
        yield city, abroad[best], scores[best]
