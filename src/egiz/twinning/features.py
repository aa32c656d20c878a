"""The features of a pair of places, by group; every one is computed from the given links only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from egiz.twinning._errors import TwinningError
from egiz.twinning.columns import Floats32, columns, name_numbers
from egiz.twinning.places import EARTH_KM, Ints, world
from egiz.twinning.tendencies import Tendencies

if TYPE_CHECKING:
    from egiz.twinning.network import Network

BLOCK = 128
_TINY = np.float32(1e-7)


def _weighed(values: Floats32, nodes: Ints, weights: Floats32) -> Floats32:
    total: Floats32 = np.einsum("ij,ij->i", values[nodes], weights)
    return total


@dataclass
class Query:
    """One place that asks, and the rows it asks about."""

    tendencies: Tendencies
    row: int
    rows: Ints
    paths: Mapping[str, Floats32] | None = None
    walk_fame: Floats32 | None = None
    held: dict[str, Floats32] = field(default_factory=dict)

    @cached_property
    def km(self) -> Floats32:
        xyz = columns().xyz
        chord = np.linalg.norm(xyz[self.rows] - xyz[self.row], axis=1)
        km: Floats32 = (2 * EARTH_KM * np.arcsin(np.clip(chord / 2, 0, 1))).astype(np.float32)
        return km

    @cached_property
    def country(self) -> tuple[int, Ints]:
        return int(world().country[self.row]), world().country[self.rows]

    @cached_property
    def region(self) -> tuple[int, Ints]:
        return int(world().admin1[self.row]), world().admin1[self.rows]

    @cached_property
    def node(self) -> tuple[int, Ints]:
        at = self.tendencies.at
        return int(at[self.row]), at[self.rows]

    @cached_property
    def near(self) -> tuple[Ints, tuple[Floats32, Floats32]]:
        return self.tendencies.neighbours(self.rows)

    @cached_property
    def kin(self) -> tuple[Ints, Floats32]:
        return self.tendencies.alike(self.rows)

    def path_kin(self, name: str) -> Floats32:
        """Values at the linked places of the same country that are most like the asked ones."""
        if self.paths is None:
            raise TwinningError("Paths need the links; this query has parameters only.")
        kin = self.kin
        return _weighed(self.paths[name], kin[0], kin[1])

    @cached_property
    def known(self) -> Floats32:
        return self.tendencies.degrees[self.rows]

    def table(self, name: str) -> Floats32:
        return self.tendencies.tables[name]

    def path(self, name: str) -> Floats32:
        """Values at the asked places, zero where the place has no links."""
        if self.paths is None:
            raise TwinningError("Paths need the links; this query has parameters only.")
        node = self.node[1]
        return np.where(node >= 0, self.paths[name][node], np.float32(0))

    def path_near(self, name: str, scale: int) -> Floats32:
        """Values at the linked neighbours of the asked places, with weights that fall with distance."""
        if self.paths is None:
            raise TwinningError("Paths need the links; this query has parameters only.")
        near = self.near
        return _weighed(self.paths[name], near[0], near[1][scale])

    @cached_property
    def vectors(self) -> dict[str, Floats32]:
        return _vector_parts(self)

    @cached_property
    def to_our_country(self) -> Floats32:
        return self.tendencies.column(self.country[0])[self.node[1]]

    @cached_property
    def our_countries(self) -> Floats32:
        node = self.node[0]
        width = len(world().country_codes)
        return self.tendencies.to_country.row(node) if node >= 0 else np.zeros(width, np.float32)

    def partners(self, trait: int) -> tuple[float, Floats32]:
        """Mean trait of our partners and of theirs, NaN where there are none."""
        whole = self.tendencies.padded_partners[trait]
        return float(whole[self.node[0]]), whole[self.node[1]]


def _vector_parts(q: Query) -> dict[str, Floats32]:
    v, lengths = q.tendencies.padded, q.tendencies.lengths
    near = q.near
    n, (_, wide) = q.tendencies.neighbours(np.array([q.row]))
    ours = v[q.node[0]]
    beside = (v[n[0]] * wide[0][:, None]).sum(axis=0)
    theirs = q.node[1]
    # With few candidates only their vectors and their neighbours' are multiplied.
    used = np.unique(np.r_[theirs, near[0].ravel()])
    scores = np.zeros((len(v), 2), np.float32)
    scores[used] = v[used] @ np.stack([ours, beside], axis=1)
    return {
        "plain": scores[theirs, 0],
        "angle": scores[theirs, 0] / (lengths[theirs] * lengths[q.node[0]]),
        "near": _weighed(scores[:, 0], near[0], near[1][1]),
        "beside": scores[theirs, 1],
        "both": _weighed(scores[:, 1], near[0], near[1][1]),
    }


def _known(counts: Floats32, script: Any) -> Floats32:
    """In how many names of a script places are known (both broadcast); NaN where the script is Latin."""
    number = np.broadcast_to(np.asarray(script), np.broadcast_shapes(np.shape(script), (len(counts),)))
    rows = np.broadcast_to(np.arange(len(counts)), number.shape)
    found: Floats32 = np.where(number >= 0, counts[rows, number], np.float32(np.nan)).astype(np.float32)
    return found


FEW = 5_000  # names that are compared one by one; for more, all names are numbered once


def same_name(row: int, rows: Ints) -> Floats32:
    """Whether places bear the name of one place, letter case apart."""
    if len(rows) > FEW:
        numbers = name_numbers()
        same: Floats32 = (numbers[rows] == numbers[row]).astype(np.float32)
        return same
    names = world().names
    ours = names[row].casefold()
    return np.array([names[other].casefold() == ours for other in rows.tolist()], dtype=np.float32)


Feature = Callable[[Query], Floats32]
_A: dict[str, Feature] = {}
_T: dict[str, Feature] = {}
_V: dict[str, Feature] = {}
_P: dict[str, Feature] = {}


def _add_trait(name: str, get: Callable[[], Floats32]) -> None:
    _A[name] = lambda q: get()[q.rows]
    _A[f"{name}_ours"] = lambda q: np.full(len(q.rows), get()[q.row])
    _A[f"{name}_gap"] = lambda q: np.abs(get()[q.rows] - get()[q.row])


for _trait in (
    "people",
    "fame",
    "isolation",
    "suburb",
    "metro",
    "country_rank",
    "region_rank",
    "share",
    "coast",
):
    _add_trait(_trait, lambda t=_trait: getattr(columns(), t))  # type: ignore[misc]
_A["people_over"] = lambda q: columns().people[q.rows] - columns().people[q.row]
_A["scripts"] = lambda q: columns().scripts[q.rows]
_A["known_here"] = lambda q: _known(columns().in_script[q.rows], columns().script_of[q.country[0]])
_A["known_there"] = lambda q: _known(columns().in_script[[q.row]], columns().script_of[q.country[1]])
_A["capital"] = lambda q: columns().capital[q.rows]
_A["capitals"] = lambda q: columns().capital[q.rows] * columns().capital[q.row]
_A["distance"] = lambda q: np.log10(q.km + 10)
_A["reach"] = lambda q: np.log10(q.km + 10) * (columns().people[q.rows] + columns().people[q.row] - 10)
_A["latitude_gap"] = lambda q: np.abs(columns().lat[q.rows] - columns().lat[q.row])
_A["hours_gap"] = lambda q: np.abs(columns().utc[q.rows] - columns().utc[q.row])
_A["language"] = lambda q: columns().language[q.country[0], q.country[1]]
_A["border"] = lambda q: columns().border[q.country[0], q.country[1]]
_A["continent"] = lambda q: columns().continent[q.country[0], q.country[1]]
_A["same_name"] = lambda q: same_name(q.row, q.rows)
_A["cities"] = lambda q: columns().cities[q.country[1]]

_T["country_pair"] = lambda q: q.table("pair")[q.country[0], q.country[1]]
_T["country_share"] = lambda q: q.table("share")[q.country[0], q.country[1]]
_T["country_share_theirs"] = lambda q: q.table("share")[q.country[1], q.country[0]]
_T["coverage"] = lambda q: q.table("coverage")[q.country[1]]
_T["region_to_country"] = lambda q: q.table("region_country")[q.region[0], q.country[1]]
_T["region_to_country_theirs"] = lambda q: q.table("region_country")[q.region[1], q.country[0]]
_T["region_pair"] = lambda q: q.tendencies.region_row(q.region[0])[q.region[1]]
_T["region_degree"] = lambda q: q.table("region_degree")[q.region[1]]
_T["degree"] = lambda q: np.log1p(q.known)
_T["degree_ours"] = lambda q: np.full(len(q.rows), np.log1p(q.tendencies.degrees[q.row]))
_T["no_link"] = lambda q: (q.known == 0).astype(np.float32)
_T["ours_there"] = lambda q: q.our_countries[q.country[1]]
_T["theirs_here"] = lambda q: q.to_our_country
_T["theirs_here_share"] = lambda q: q.to_our_country / np.maximum(q.known, 1)
_T["taste_ours"] = lambda q: (q.our_countries @ q.table("taste"))[q.country[1]] / (1 + q.our_countries.sum())
_T["degree_near"] = lambda q: np.log1p(_weighed(q.tendencies.degree, q.near[0], q.near[1][0]))
for _k, _trait in enumerate(("people", "isolation", "fame")):
    _T[f"their_partners_{_trait}"] = lambda q, k=_k, t=_trait: np.abs(  # type: ignore[misc]
        q.partners(k)[1] - getattr(columns(), t)[q.row]
    )
    _T[f"our_partners_{_trait}"] = lambda q, k=_k, t=_trait: np.abs(  # type: ignore[misc]
        q.partners(k)[0] - getattr(columns(), t)[q.rows]
    )
_T["their_partners_km"] = lambda q: np.abs(q.partners(4)[1] - np.log10(q.km + 10))
_T["our_partners_km"] = lambda q: np.abs(q.partners(4)[0] - np.log10(q.km + 10))
_T["theirs_here_log"] = lambda q: np.log1p(q.to_our_country)
_T["our_partners_degree"] = lambda q: q.partners(3)[0] - np.log1p(q.known)
_T["their_partners_degree"] = lambda q: q.partners(3)[1] - np.log1p(q.tendencies.degrees[q.row])

for _part in ("plain", "near", "beside", "both"):
    _V[f"vector_{_part}"] = lambda q, p=_part: np.log(  # type: ignore[misc]
        np.maximum(q.vectors[p], 0) + np.float32(1e-4)
    )
_V["vector_angle"] = lambda q: q.vectors["angle"]
_V["vector_per_degree"] = lambda q: np.log(
    np.maximum(q.vectors["plain"], 0) / np.sqrt(q.known + 1) + np.float32(1e-4)
)
_V["vector_times_degree"] = lambda q: np.log(
    np.maximum(q.vectors["plain"], 0) * np.sqrt(q.known) + np.float32(1e-4)
)

_P["pagerank"] = lambda q: np.log(q.path("pagerank") + _TINY)
_P["pagerank_per_degree"] = lambda q: np.log(q.path("pagerank") / np.maximum(q.known, 1) + _TINY)
_P["pagerank_short"] = lambda q: np.log(q.path("pagerank_short") + _TINY)
_P["pagerank_short_per_degree"] = lambda q: np.log(q.path("pagerank_short") / np.maximum(q.known, 1) + _TINY)
_P["pagerank_near"] = lambda q: np.log(q.path_near("pagerank", 0) + _TINY)
_P["wander"] = lambda q: np.log(q.path("wander") + _TINY)
_P["wander_lift"] = lambda q: np.log(
    (q.path("wander") + _TINY) / (np.append(q.walk_fame, np.float32(1e-5))[q.node[1]] + np.float32(1e-6))  # type: ignore[arg-type]
)
_P["wander_near"] = lambda q: np.log(q.path_near("wander", 1) + _TINY)
_P["shared"] = lambda q: q.path("shared")
_P["shared_log"] = lambda q: np.log(q.path("shared") + np.float32(0.1))
_P["like"] = lambda q: np.log(q.path("like") + np.float32(0.02))
_P["like_near"] = lambda q: np.log(q.path_near("like", 1) + np.float32(0.02))
_P["like_like"] = lambda q: np.log(q.path_kin("like") + np.float32(0.02))
_P["like_like_share"] = lambda q: np.log(
    (q.path_kin("like") + 0.05) / (_weighed(q.tendencies.degree, q.kin[0], q.kin[1]) + 0.5)
)
_P["wander_kin"] = lambda q: np.log(q.path_kin("wander") + _TINY)
_P["three"] = lambda q: np.log(q.path("three") + np.float32(1e-5))
_P["three_count"] = lambda q: np.log1p(q.path("three_count"))
_P["link_near"] = lambda q: q.path_near("link", 0)
_P["link_around"] = lambda q: q.path_near("link", 1)
_P["beside"] = lambda q: q.path("beside")
_P["around"] = lambda q: q.path("around")
_P["beside_near"] = lambda q: q.path_near("beside", 0)
_P["around_around"] = lambda q: np.log(q.path_near("around", 1) + np.float32(1e-3))
_P["around_share"] = lambda q: np.log(
    (q.path_near("around", 1) + 0.05) / (_weighed(q.tendencies.degree, q.near[0], q.near[1][1]) + 0.5)
)

GROUPS: Mapping[str, Mapping[str, Feature]] = {
    "attributes": _A,
    "tendencies": _T,
    "vectors": _V,
    "paths": _P,
}
FEATURES: Mapping[str, Feature] = {name: f for group in GROUPS.values() for name, f in group.items()}
# Without the links there are no paths; the vectors stand for them.
PARAMETER_FEATURES = tuple(
    name for group in ("attributes", "tendencies", "vectors") for name in GROUPS[group]
)
ALL_FEATURES = tuple(FEATURES)
# Cheap enough for every place of the world at once.
FIRST_STAGE = (
    "people", "people_gap", "people_over", "fame", "fame_gap", "isolation", "isolation_gap", "suburb",
    "country_rank", "country_rank_gap", "region_rank", "region_rank_gap", "share", "capital", "capitals",
    "distance", "language", "border", "continent", "cities", "same_name", "country_pair", "country_share",
    "country_share_theirs", "coverage", "region_to_country", "region_to_country_theirs", "region_pair",
    "degree", "no_link", "ours_there", "theirs_here", "taste_ours", "our_partners_people",
    "their_partners_people", "our_partners_km", "their_partners_km",
)  # fmt: skip


def matrix(query: Query, names: Sequence[str] = ALL_FEATURES) -> Floats32:
    """Features of all asked places, shape (k, len(names))."""
    # Columns are written and read whole: Fortran order keeps each in one piece.
    out = np.empty((len(query.rows), len(names)), np.float32, order="F")
    for column, name in enumerate(names):
        out[:, column] = FEATURES[name](query)
    return out


def queries(
    network: Network | None, tendencies: Tendencies, asked: Sequence[tuple[int, Ints]]
) -> Iterator[Query]:
    """Queries with their paths, computed in blocks."""
    for start in range(0, len(asked), BLOCK):
        block = asked[start : start + BLOCK]
        paths = network.paths(np.array([row for row, _ in block])) if network is not None else None
        for k, (row, rows) in enumerate(block):
            own = {name: value[:, k] for name, value in paths.items()} if paths is not None else None
            yield Query(tendencies, row, rows, own, network.fame if network is not None else None)
