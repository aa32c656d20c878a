"""What moved a place up or down in the learned order, each group of features told by its own figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egiz.atlas import countries, people
from egiz.twinning.columns import SCRIPTS, columns
from egiz.twinning.context import Context
from egiz.twinning.model import Param, Reason, noted
from egiz.twinning.places import EARTH_KM
from egiz.twinning.ranker import Ranker
from egiz.twinning.tendencies import Tendencies

STARTS: Mapping[str, tuple[str, ...]] = {
    "size": ("people", "share"),
    "role": ("country_rank", "region_rank", "capital", "isolation"),
    "setting": ("suburb", "metro"),
    "coast": ("coast",),
    "fame": ("fame", "scripts", "known_"),
    "distance": ("distance", "reach", "latitude", "hours"),
    "culture": ("language", "border", "continent", "same_name"),
    "countries": ("country_", "coverage", "cities", "taste", "ours_there"),
    "regions": ("region_to", "region_pair", "region_degree"),
    "twins": ("degree", "no_link", "theirs_here", "their_partners", "our_partners"),
    "paths": ("pagerank", "wander", "shared", "three", "vector"),
    "neighbours": ("degree_near", "link_near", "link_around", "beside", "around"),
    "alike": ("like",),
}
NOTABLE = 0.15  # of the logarithm of the odds; less is not worth a sentence
AROUND_KM = 80  # as far as the model looks for places nearby


def word_of(feature: str) -> str:
    """The group of a feature; the longest matching beginning decides."""
    best, length = "size", 0
    for word, starts in STARTS.items():
        for start in starts:
            if feature.startswith(start) and len(start) > length:
                best, length = word, len(start)
    return best


@dataclass(frozen=True)
class Pair:
    """A candidate beside our city, with what the model and the records know of both."""

    ctx: Context
    tendencies: Tendencies
    candidate: int

    @property
    def rows(self) -> tuple[int, int]:
        """Rows of our city and of the candidate."""
        return self.ctx.places.row(self.ctx.city), self.ctx.places.row(self.candidate)

    def links_into(self, row: int, country: int) -> int:
        """Links of one place into a country, as the model counts them."""
        node = int(self.tendencies.at[row])
        return int(self.tendencies.column(country)[node])


def _size(pair: Pair) -> dict[str, Param]:
    found: dict[str, Param] = {"word": "people"}
    for whose, gid in (("ours", pair.ctx.city), ("theirs", pair.candidate)):
        # The figure that the model reckons with: the one on record, else GeoNames' undated one.
        counted = people(gid)
        if counted is not None:
            found |= {whose: int(counted.number or 0), f"{whose}_date": counted.as_of}
            found[f"{whose}_source"] = counted.source
    return found


def _role(pair: Pair) -> dict[str, Param]:
    _, row = pair.rows
    p = pair.ctx.places
    larger = p.population > p.population[row]
    return {
        "word": "standing",
        "in_country": 1 + int((larger & (p.country == p.country[row])).sum()),
        "in_region": 1 + int((larger & (p.admin1 == p.admin1[row])).sum()),
    }


def _setting(pair: Pair) -> dict[str, Param]:
    c = columns()
    # The columns are bytes: steps of a 24th of the decimal logarithm, so two digits are all there is.
    ours, theirs = (_two_digits(10 ** float(c.suburb[row] + c.people[row])) for row in pair.rows)
    return {"word": "around", "people": theirs, "ours": ours, "km": 25}


def _coast(pair: Pair) -> dict[str, Param]:
    ours, theirs = (max(0, _two_digits(10 ** float(columns().coast[row]) - 2)) for row in pair.rows)
    return {"word": "sea", "km": theirs, "ours": ours}


def _two_digits(value: float) -> int:
    digits = max(0, len(str(int(value))) - 2)
    return round(value, -digits).__trunc__()


def _fame(pair: Pair) -> dict[str, Param]:
    ours, theirs = (round(float(np.expm1(columns().in_script[row]).sum())) for row in pair.rows)
    return {"word": "spellings", "names": theirs, "ours": ours, "scripts": len(SCRIPTS)}


def _distance(pair: Pair) -> dict[str, Param]:
    return {"km": round(pair.ctx.km[pair.candidate])}


def _culture(pair: Pair) -> dict[str, Param]:
    a, b = pair.ctx.home.country, pair.ctx.spot(pair.candidate).country
    borders = b in countries()[a].neighbours or a in countries()[b].neighbours
    shared = sorted(pair.ctx.languages.get(a, frozenset()) & pair.ctx.languages.get(b, frozenset()))
    return {"border": "borders" if borders else "no_border", "number": len(shared)}


def _countries(pair: Pair) -> dict[str, Param]:
    p, t = pair.ctx.places, pair.tendencies
    a, b = (int(p.country[row]) for row in pair.rows)
    ours = t.column(b)[:-1][p.country[t.nodes] == a]
    return {
        "links": int(ours.sum()), "ours_country": p.country_codes[a], "theirs_country": p.country_codes[b],
    }  # fmt: skip


def _regions(pair: Pair) -> dict[str, Param]:
    p, t = pair.ctx.places, pair.tendencies
    ours, theirs = pair.rows
    inside = p.admin1[t.nodes] == p.admin1[theirs]
    links = t.column(int(p.country[ours]))[:-1][inside]
    return {"links": int(links.sum()), "ours_country": p.country_codes[int(p.country[ours])]}


def _twins(pair: Pair) -> dict[str, Param]:
    ours, theirs = pair.rows
    known = int(pair.tendencies.degrees[theirs])
    return {
        "degree": known, "here": pair.links_into(theirs, int(pair.ctx.places.country[ours])),
        "ours_country": pair.ctx.home.country,
    }  # fmt: skip


def _neighbours(pair: Pair) -> dict[str, Param]:
    _, row = pair.rows
    t, xyz = pair.tendencies, columns().xyz
    near = np.linalg.norm(xyz[t.nodes] - xyz[row], axis=1) <= 2 * np.sin(AROUND_KM / EARTH_KM / 2)
    others = np.flatnonzero(near & (t.nodes != row))
    return {"km": AROUND_KM, "places": len(others), "links": int(t.degree[others].sum())}


def _paths(pair: Pair) -> dict[str, Param]:
    t = pair.tendencies
    ours, theirs = (t.at[row] for row in pair.rows)
    dot = float(t.padded[ours] @ t.padded[theirs])
    return {"cosine": round(dot / float(t.lengths[ours] * t.lengths[theirs]), 2)}


FIGURES: Mapping[str, Callable[[Pair], dict[str, Param]]] = {
    "size": _size,
    "role": _role,
    "setting": _setting,
    "coast": _coast,
    "fame": _fame,
    "distance": _distance,
    "culture": _culture,
    "countries": _countries,
    "regions": _regions,
    "twins": _twins,
    "neighbours": _neighbours,
    "paths": _paths,
}


def contributions(
    ranker: Ranker, city: int, candidates: Sequence[int]
) -> tuple[list[str], NDArray[np.float64]]:
    """What every group of features adds to each candidate beyond the average one: groups, (n, groups)."""
    names, added = ranker.explain(city, candidates)
    groups = list(STARTS)
    member = np.array([groups.index(word_of(name)) for name in names])
    totals = np.stack([added[:, member == g].sum(axis=1) for g in range(len(groups))], axis=1)
    return groups, totals


def reasons(
    ctx: Context,
    ranker: Ranker,
    candidate: int,
    added: tuple[Sequence[str], NDArray[np.float64]],
    *,
    most: int = 2,
) -> tuple[Reason, ...]:
    """What speaks most for and against one candidate, the figures of each group beside it."""
    groups, totals = added
    pair = Pair(ctx, ranker.tendencies, candidate)
    found: list[Reason] = []
    for g in np.argsort(-np.abs(totals)):
        weight = float(totals[g])
        if abs(weight) < NOTABLE or len(found) == most:
            break
        if groups[g] in FIGURES:
            found.append(_reason(pair, groups[g], weight))
    return tuple(found)


def _reason(pair: Pair, word: str, weight: float) -> Reason:
    params: dict[str, Param] = {"word": word, "weight": round(weight, 2), **FIGURES[word](pair)}
    if word == "twins":
        partners = pair.ctx.twins(pair.candidate).partners
        if len(partners) == params["degree"] == 1:
            # The one twin that the model counts is the one on record: it can be named.
            params |= {**noted(partners[0]), "word": "twins_one"}
        elif not params["degree"]:
            params["word"] = "twins_none"
        elif not params["here"]:
            params["word"] = "twins_elsewhere"
    return Reason("precedent_for" if weight > 0 else "precedent_against", params)
