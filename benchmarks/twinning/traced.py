"""Trace random sentences of reasons to the data they speak of.

``python -m benchmarks.twinning.traced --seed 7 --count 100``. Pairs of a city and a country are drawn and
ranked, and sentences drawn from the reasons of their candidates. Every figure, date and source in one is
looked up anew in the shipped tables, by code that shares nothing with the ranking; a sentence that cannot be
traced counts as wrong.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import airportsdata
import numpy as np

from egiz import atlas
from egiz.atlas._data import DATA
from egiz.twinning import Reason, rank
from egiz.twinning.places import DATA as ROOM
from egiz.twinning.places import world


def km(a: int, b: int) -> float:
    """Great-circle distance by the law of cosines."""
    p, q = atlas.place(a), atlas.place(b)
    la, lb = math.radians(p.lat), math.radians(q.lat)
    cosine = math.sin(la) * math.sin(lb) + math.cos(la) * math.cos(lb) * math.cos(math.radians(p.lon - q.lon))
    return 6371.0088 * math.acos(max(-1.0, min(1.0, cosine)))


@cache
def fact_rows() -> list[dict[str, str]]:
    """The shipped facts as they stand in their table."""
    with (DATA / "facts" / "kz_uz.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def link_rows() -> dict[frozenset[int], list[tuple[str, str, str]]]:
    """Pair to (source, since or recorded, status), from the two shipped tables."""
    found: dict[frozenset[int], list[tuple[str, str, str]]] = {}
    with (DATA / "twins" / "kz_uz.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said = (row["source"], row["since"] or row["recorded"], row["status"])
            found.setdefault(frozenset((int(row["a"]), int(row["b"]))), []).append(said)
    with np.load(DATA / "twins" / "wikidata.npz") as file:
        for a, b, year in zip(np.cumsum(file["a"]).tolist(), file["b"].tolist(), file["year"], strict=True):
            found.setdefault(frozenset((a, b)), []).append(("Wikidata", str(year), "existing"))
    return found


def a_figure(place: int, value: float, date: str, source: str) -> bool:
    """Whether a population stands in the facts, or is GeoNames' own."""
    if source.startswith("GeoNames"):
        return atlas.place(place).population == value
    return any(
        int(row["geonameid"]) == place and row["indicator"] == "population" and float(row["value"]) == value
        and row["as_of"] == date and row["source"] == source
        for row in fact_rows()
    )  # fmt: skip


@cache
def counted(place: int) -> float:
    """The people of a place as a ranking reckons: the figure on record, else GeoNames' own."""
    found = atlas.people(place)
    return 0.0 if found is None else found.number or 0.0


def a_link(a: int, b: int, p: dict[str, Any]) -> bool:
    """Whether a link stands on record with this source, date and status."""
    return (p["source"], p["date"], p["status"]) in link_rows().get(frozenset((a, b)), [])


def size(us: int, them: int, p: dict[str, Any]) -> bool:
    ratio = max(p["theirs"], p["ours"]) / min(p["theirs"], p["ours"])
    return (
        a_figure(them, p["theirs"], p["theirs_date"], p["theirs_source"])
        and a_figure(us, p["ours"], p["ours_date"], p["ours_source"])
        and abs(ratio - p["times"]) < 0.051
    )


def language(us: int, them: int, p: dict[str, Any]) -> bool:
    table = atlas.countries()
    spoken = [{tag.split("-")[0] for tag in table[atlas.place(x).country].languages[:3]} for x in (us, them)]
    return set(filter(None, p.get("shared", "").split(", "))) == spoken[0] & spoken[1]


def airport(_us: int, them: int, p: dict[str, Any]) -> bool:
    found, place = airportsdata.load("IATA")[p["code"]], atlas.place(them)
    la, lb = math.radians(place.lat), math.radians(found["lat"])
    turn = math.radians(place.lon - found["lon"])
    cosine = math.sin(la) * math.sin(lb) + math.cos(la) * math.cos(lb) * math.cos(turn)
    return abs(6371.0088 * math.acos(min(1.0, cosine)) - p["km"]) < 1


def role(us: int, them: int, p: dict[str, Any]) -> bool:
    def word(gid: int) -> str:
        place = atlas.place(gid)
        if atlas.countries()[place.country].capital == gid:
            return "capital"
        t, row = world(), world().row(gid)
        peers = t.ids[(t.admin1 == t.admin1[row]) & ~t.district].tolist()
        first = counted(gid) >= max(map(counted, peers))
        return "first city of its region" if first else "other city"

    return (word(us), word(them)) == (p["ours"], p["theirs"])


def tag(_us: int, them: int, p: dict[str, Any]) -> bool:
    where = p.get("place", them)
    indicator = p["criterion"].partition(":")[0]
    return all(
        any(
            int(row["geonameid"]) == where and row["indicator"] == indicator and row["value"] == one
            for row in fact_rows()
        )
        for one in p["tags"].split(", ")
    ) and any(row["source"] == p["source"] and row["as_of"] == p["date"] for row in fact_rows())


def neighbour(us: int, them: int, p: dict[str, Any]) -> bool:
    return a_link(p["place"], them, p) and abs(km(us, p["place"]) - p["km"]) < 1


def shared(us: int, them: int, p: dict[str, Any]) -> bool:
    return a_link(p["place"], them, p) and frozenset((us, p["place"])) in link_rows()


def regions(_us: int, _them: int, p: dict[str, Any]) -> bool:
    return a_link(p["ours_id"], p["theirs_id"], p)


@cache
def model() -> dict[str, Any]:
    """The shipped parameters, read as plain arrays."""
    with np.load(ROOM / "model.npz") as file:
        head = json.loads(file["head"].tobytes())
        held = {name: file[name] for name in ("nodes", "degree", "vectors", "country", "country_n")}
    return held | {"countries": head["countries"], "at": {g: k for k, g in enumerate(held["nodes"].tolist())}}


FOLDED = 6  # curated twinnings that the model had not seen are folded in on top of its counts


def links_of(nodes: set[int], country: str) -> int:
    """Links of some places into a country, as the parameters count them."""
    m = model()
    rows = {m["at"][gid] for gid in nodes if gid in m["at"]}
    column = m["countries"].index(country)
    i, j = m["country"]
    mine = (j == column) & np.isin(i, np.array(sorted(rows), dtype=i.dtype))
    return int(m["country_n"][mine].sum())


def near_count(said: int, counted: int) -> bool:
    """Whether a count is the model's, but for the few links folded in."""
    return 0 <= said - counted <= FOLDED


@cache
def byte_columns() -> dict[str, Any]:
    """What GeoNames and Natural Earth say of every place, in bytes: 24 steps a power of ten."""
    with np.load(ROOM / "columns.npz") as file:
        found = {name: file[name] for name in file.files}
    return found | {"at": {g: k for k, g in enumerate(np.cumsum(found["ids"].astype(np.int64)).tolist())}}


def in_bytes(name: str, value: float, place: int, within: float = 0.05) -> bool:
    """Whether a figure is the byte of a place, but for its two digits."""
    c = byte_columns()
    return abs(math.log10(max(value, 1)) - float(c[name][c["at"][place]]) / 24) < within


def people_around(us: int, them: int, p: dict[str, Any]) -> bool:
    return all(in_bytes("metro25", value, place) for value, place in ((p["people"], them), (p["ours"], us)))


def sea(us: int, them: int, p: dict[str, Any]) -> bool:
    return in_bytes("coast", p["km"] + 2, them, 0.2) and in_bytes("coast", p["ours"] + 2, us, 0.2)


def names_known(us: int, them: int, p: dict[str, Any]) -> bool:
    c = byte_columns()
    return [int(c["names"][c["at"][place]].sum()) for place in (them, us)] == [p["names"], p["ours"]]


def learned_people(us: int, them: int, p: dict[str, Any]) -> bool:
    return all(
        a_figure(place, p[whose], p[f"{whose}_date"], p[f"{whose}_source"])
        for whose, place in (("ours", us), ("theirs", them))
    )


def learned_role(_us: int, them: int, p: dict[str, Any]) -> bool:
    t, row = world(), world().row(them)
    ahead = t.population > t.population[row]
    inside = [t.country == t.country[row], t.admin1 == t.admin1[row]]
    return [1 + int((ahead & peers).sum()) for peers in inside] == [p["in_country"], p["in_region"]]


def learned_twins(us: int, them: int, p: dict[str, Any]) -> bool:
    m = model()
    known = int(m["degree"][m["at"][them]]) if them in m["at"] else 0
    here = links_of({them}, atlas.place(us).country)
    return near_count(p["degree"], known) and near_count(p.get("here", 0), here)


def learned_countries(us: int, them: int, p: dict[str, Any]) -> bool:
    a, b = atlas.place(us).country, atlas.place(them).country
    t = world()
    ours = set(t.ids[t.country == t.country_codes.index(a)].tolist())
    return near_count(p["links"], links_of(ours, b))


def learned_regions(us: int, them: int, p: dict[str, Any]) -> bool:
    t = world()
    inside = set(t.ids[t.admin1 == t.admin1[t.row(them)]].tolist())
    return near_count(p["links"], links_of(inside, atlas.place(us).country))


def learned_neighbours(_us: int, them: int, p: dict[str, Any]) -> bool:
    m, t = model(), world()
    rows = t.rows(m["nodes"].astype(np.int64))
    here = atlas.place(them)
    away = np.asarray(atlas.distance_km(here.lat, here.lon, t.lat[rows], t.lon[rows]))
    close = (away <= p["km"]) & (m["nodes"] != them)
    return near_count(p["links"], int(m["degree"][close].sum()))


def learned_culture(us: int, them: int, p: dict[str, Any]) -> bool:
    a, b = (atlas.countries()[atlas.place(x).country] for x in (us, them))
    return (p["border"] == "borders") == (b.country in a.neighbours or a.country in b.neighbours)


@cache
def folded() -> dict[int, list[int]]:
    """The curated twinnings in force that Wikidata did not have, which are folded into the parameters."""
    with np.load(DATA / "twins" / "wikidata.npz") as file:
        seen = {frozenset(p) for p in zip(np.cumsum(file["a"]).tolist(), file["b"].tolist(), strict=True)}
    pairs: dict[frozenset[int], None] = {}
    with (DATA / "twins" / "kz_uz.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            in_force = row["status"] in ("existing", "memorandum", "agreement") and not row["doubt"]
            if row["level"] == "city" and row["kind"] == "twinning" and in_force:
                pairs[frozenset((int(row["a"]), int(row["b"])))] = None
    found: dict[int, list[int]] = {}
    for pair in pairs.keys() - seen:
        for end in pair:
            found.setdefault(end, []).extend(pair - {end})
    return found


RESTART, SMOOTHING = 0.15, 3.0  # as the model card says of its vectors


def vector(place: int) -> Any:
    """The vector of a place, moved by the twins that were folded in, as the model card tells it."""
    m = model()

    def shipped(gid: int) -> Any:
        return (
            m["vectors"][m["at"][gid]].astype(np.float64)
            if gid in m["at"]
            else np.zeros(m["vectors"].shape[1])
        )

    def degree(gid: int) -> float:
        known = float(m["degree"][m["at"][gid]]) if gid in m["at"] else 0.0
        return known + len(folded().get(gid, ())) + SMOOTHING

    moved = shipped(place)
    for other in folded().get(place, ()):
        moved = moved + (1 - RESTART) / math.sqrt(degree(place) * degree(other)) * shipped(other)
    return moved


def learned_paths(us: int, them: int, p: dict[str, Any]) -> bool:
    a, b = vector(us), vector(them)
    cosine = float(a @ b / ((np.linalg.norm(a) + 1e-4) * (np.linalg.norm(b) + 1e-4)))
    return abs(cosine - p["cosine"]) < 0.006  # two digits are printed


LEARNED: dict[str, Callable[[int, int, dict[str, Any]], bool]] = {
    "people": learned_people,
    "distance": lambda us, them, p: abs(km(us, them) - p["km"]) < 1,
    "standing": learned_role,
    "around": people_around,
    "sea": sea,
    "spellings": names_known,
    "twins": learned_twins,
    "twins_elsewhere": learned_twins,
    "twins_none": learned_twins,
    "twins_one": lambda _us, them, p: a_link(p["place"], them, p),
    "countries": learned_countries,
    "regions": learned_regions,
    "neighbours": learned_neighbours,
    "culture": learned_culture,
    "paths": learned_paths,
}


def learned(us: int, them: int, p: dict[str, Any]) -> bool:
    """A sentence on the learned order: its figures from GeoNames, the records or the parameters."""
    return LEARNED[p["word"]](us, them, p)


CHECKS: dict[str, Callable[[int, int, dict[str, Any]], bool]] = {
    "distance": lambda us, them, p: abs(km(us, them) - p["km"]) < 1,
    "size": size,
    "language": language,
    "language_none": language,
    "airport": airport,
    "role": role,
    "tag": tag,
    "tag_of_region": tag,
    "neighbours_partner": neighbour,
    "shared_partner": shared,
    "regions_linked": regions,
    "neighbour_region_linked": regions,
    "linked": a_link,
    "proposed": a_link,
    "planned": a_link,
    "other_agreement": a_link,
    "no_ties": lambda us, them, _p: frozenset((us, them)) not in link_rows(),
    "precedent": lambda _us, _them, p: 1 <= p["position"] <= p["total"],
    "precedent_for": learned,
    "precedent_against": learned,
}


def drawn(seed: int, count: int) -> list[tuple[int, int, Reason]]:
    """Sentences at random: our city, the candidate, the reason."""
    chance = random.Random(seed)
    table = world()
    large = np.flatnonzero((table.population >= 15_000) & ~table.district)
    home = (610529, 610612, 610611, 601294, 1512473, 1216265, 1518980)
    said: list[tuple[int, int, Reason]] = []
    while len(said) < 4 * count:
        city = chance.choice(home) if chance.random() < 0.5 else int(table.ids[chance.choice(large.tolist())])
        own = atlas.place(city).country
        country = chance.choice([c for c in ("UZ", "KZ", "TR", "AZ", "PL", "KG", "FR", "IR") if c != own])
        for candidate in rank(city, country=country).candidates[:10]:
            said += [
                (city, candidate.geonameid, reason) for part in candidate.parts for reason in part.reasons
            ]
    return chance.sample(said, count)


def main() -> None:
    """Print what cannot be traced, and how many sentences of each kind were."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--show", action="store_true", help="print every sentence")
    chosen = options.parse_args()
    wrong, kinds = 0, Counter[str]()
    for city, candidate, reason in drawn(chosen.seed, chosen.count):
        check = CHECKS.get(reason.code)
        good = check is not None and check(city, candidate, dict(reason.params))
        kinds[reason.code] += 1
        wrong += not good
        if not good or chosen.show:
            names = f"{atlas.place(city).name} – {atlas.place(candidate).name}"
            print(f"{'traced' if good else 'WRONG'}: {names}: {reason.text}")
    print(f"{chosen.count} sentences, {wrong} not traced; " + ", ".join(f"{k} {n}" for k, n in kinds.items()))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
