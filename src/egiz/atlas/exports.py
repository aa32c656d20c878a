"""Places, links and facts as CSV or GeoJSON, with their GeoNames ids, for maps and tables of others."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from egiz.atlas._data import DATA, columns, place, place_at, regions
from egiz.atlas._model import Place
from egiz.atlas.facts import Fact
from egiz.atlas.facts_io import people
from egiz.atlas.links import TwinLink
from egiz.atlas.tables import write_csv

Form = Literal["csv", "geojson"]
Row = dict[str, Any]
OUTLINES = DATA / "map" / "outlines.json"
"""Coasts and the borders of Central Asia for maps without a tile server."""
FORMS: tuple[Form, ...] = ("csv", "geojson")


def places_of(country: str, *, least: int = 0) -> Iterator[Place]:
    """
    The regions and places of a country, regions first, then by id.

    Parameters
    ----------
    country
        ISO 3166-1 alpha-2 code.
    least
        Only places with at least so many people by GeoNames' figure.
    """
    yield from (region for region in regions() if region.country == country)
    table = columns()
    if country in table.countries:
        inside = (table.country == table.countries.index(country)) & (table.population >= least)
        yield from (place_at(row) for row in inside.nonzero()[0].tolist())


def export_places(path: Path, found: Iterable[Place], form: Form) -> int:
    """
    Write places; people with date and source. Gives how many.

    Parameters
    ----------
    path
        The file.
    found
        What to write.
    form
        "csv", or "geojson": a point for each.
    """
    return _write(path, form, ((_place(p), [_point(p)]) for p in found))


def export_links(path: Path, found: Iterable[TwinLink], form: Form) -> int:
    """
    Write links with kind, status, dates and source. Gives how many.

    Parameters
    ----------
    path, found
        As for ``export_places``.
    form
        "csv", or "geojson": a line between the two places of each.
    """
    return _write(path, form, (_link(link) for link in found))


def export_facts(path: Path, found: Iterable[Fact], form: Form) -> int:
    """
    Write facts with date, boundary and source. Gives how many.

    Parameters
    ----------
    path, found
        As for ``export_places``.
    form
        "csv", or "geojson": a point where the place of each is.
    """
    return _write(path, form, (_fact(fact) for fact in found))


def _place(p: Place) -> Row:
    counted = people(p.geonameid)
    return {
        "geonameid": p.geonameid, "name": p.name, "country": p.country, "admin1": p.admin1,
        "admin1_name": p.admin1_name, "level": p.level, "lat": p.lat, "lon": p.lon, "timezone": p.timezone,
        "population": "" if counted is None else int(counted.number or 0),
        "population_as_of": "" if counted is None else counted.as_of,
        "population_source": "" if counted is None else counted.source,
    }  # fmt: skip


def _link(link: TwinLink) -> tuple[Row, list[list[float]]]:
    a, b = place(link.a), place(link.b)
    said = asdict(link)
    ends = {
        "a_geonameid": said.pop("a"), "a_name": a.name, "a_country": a.country,
        "b_geonameid": said.pop("b"), "b_name": b.name, "b_country": b.country,
    }  # fmt: skip
    return ends | said, [_point(a), _point(b)]


def _fact(fact: Fact) -> tuple[Row, list[list[float]]]:
    where = place(fact.place)
    said = asdict(fact)
    ends = {"geonameid": said.pop("place"), "name": where.name, "country": where.country}
    return ends | said, [_point(where)]


def _point(p: Place) -> list[float]:
    return [round(p.lon, 5), round(p.lat, 5)]


def _write(path: Path, form: Form, rows: Iterable[tuple[Row, list[list[float]]]]) -> int:
    found = list(rows)
    if form == "csv":
        write_csv(path, list(found[0][0]) if found else [], (row for row, _ in found))
        return len(found)
    features = [
        {"type": "Feature", "geometry": _geometry(points), "properties": row} for row, points in found
    ]
    document = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(document, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    return len(found)


def _geometry(points: list[list[float]]) -> Row | None:
    if not all(math.isfinite(x) for point in points for x in point):
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "LineString", "coordinates": points}
