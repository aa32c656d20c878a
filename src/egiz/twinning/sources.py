"""Links, facts, languages and airports in the form the criteria want."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

import numpy as np

from egiz import atlas
from egiz.atlas.facts import Fact, Facts
from egiz.atlas.facts_io import shipped_facts
from egiz.atlas.links import TwinLink, shipped_links
from egiz.text import TableError, records
from egiz.twinning._errors import LinksError, TwinningError
from egiz.twinning.model import Tie
from egiz.twinning.places import distance_km

LinkLike = Tie | TwinLink | tuple[int, int]


def as_ties(links: Iterable[LinkLike] | None) -> tuple[Tie, ...]:
    """Ties from pairs of ids, `Tie` or the atlas's `TwinLink`; the shipped ones for None.

    Raises
    ------
    LinksError
        If a link is none of these.
    """
    found = []
    for number, link in enumerate(shipped_links() if links is None else links, 1):
        if isinstance(link, Tie):
            found.append(link)
        elif isinstance(link, TwinLink):
            since = link.since or None
            found.append(Tie(link.a, link.b, link.status, link.source, since, link.level, link.source_url))
        elif isinstance(link, tuple) and len(link) == 2:
            found.append(Tie(int(link[0]), int(link[1])))
        else:
            raise LinksError(
                f"Link {number}: a pair of GeoNames ids, a Tie or a TwinLink is expected, found {link!r}."
            )
    return tuple(found)


def as_facts(facts: Iterable[Fact] | None) -> Facts:
    """The facts to look at; the shipped ones for None."""
    if facts is None:
        return shipped_facts()
    return facts if isinstance(facts, Facts) else Facts(tuple(facts))


def regions_spoken_of(facts: Facts, ties: Iterable[Tie]) -> dict[tuple[str, str], int]:
    """Regions that facts or ties name, by country and GeoNames code."""
    ids = {fact.place for fact in facts} | {
        end for tie in ties for end in (tie.a, tie.b) if tie.level == "region"
    }
    places = [atlas.place(gid) for gid in sorted(ids)]
    return {(place.country, place.admin1): place.geonameid for place in places if place.level == "region"}


def read_links(path: Path) -> tuple[Tie, ...]:
    """Twin links from a CSV file with the columns gid_a and gid_b (or a and b), status, source, since, level.

    Raises
    ------
    LinksError
        With the line and the column, for the first row that cannot be used.
    """
    ends = ("gid_a", "gid_b")
    try:
        try:
            rows = records(path, needed=ends)
        except TableError as error:
            if error.code != "no-columns":
                raise
            ends = ("a", "b")
            rows = records(path, needed=ends)
        return tuple(_tie(path, number, row, *ends) for number, row in rows)
    except TableError as error:
        if error.code not in ("no-columns", "empty"):
            raise LinksError(str(error)) from error
        heads = ", ".join(error.params.get("found", ())) or "none"
        raise LinksError(f"{path}: the columns gid_a and gid_b are needed; it has {heads}.") from error


def _tie(path: Path, number: int, row: dict[str, str], a: str, b: str) -> Tie:
    for column in (a, b):
        if not (row[column] or "").strip().isdigit():
            raise LinksError(
                f"{path}, line {number}, {column}: a GeoNames id is expected, found {row[column]!r}."
            )
    try:
        return Tie(
            int(row[a]), int(row[b]), row.get("status") or "agreement", row.get("source") or path.name,
            row.get("since") or row.get("year") or None, row.get("level") or "city",
            row.get("source_url") or "",
        )  # fmt: skip
    except TwinningError as error:
        raise LinksError(f"{path}, line {number}: {error}") from error


@cache
def languages_by_country() -> Mapping[str, frozenset[str]]:
    """First three languages of each country as GeoNames lists them, without regional variants."""
    return {
        code: frozenset(tag.split("-")[0] for tag in record.languages[:3])
        for code, record in atlas.countries().items()
    }


@cache
def airport_finder() -> Callable[[float, float], tuple[str, float] | None]:
    """A function from coordinates to the nearest airport with an IATA code and its distance in km."""
    import airportsdata  # noqa: PLC0415 - heavy, only when a ranking is asked for

    table = airportsdata.load("IATA")
    codes = list(table)
    lat = np.array([table[code]["lat"] for code in codes])
    lon = np.array([table[code]["lon"] for code in codes])

    def nearest(at_lat: float, at_lon: float) -> tuple[str, float] | None:
        km = distance_km(at_lat, at_lon, lat, lon)
        best = int(np.argmin(km))
        return codes[best], float(km[best])

    return nearest
