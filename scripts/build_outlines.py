"""Coastlines of the world and borders of Central Asia for the maps, from the npm package world-atlas 2.0.2.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/build_outlines.py package

The data is Natural Earth's (public domain). Borders are drawn for the five countries of Central Asia only,
whose courses the source draws as the countries themselves do; everywhere else the map shows land and sea, so
that it takes no side in any dispute over territory.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "src" / "egiz" / "atlas" / "data" / "map" / "outlines.json"
REGION = (40.0, 33.0, 95.0, 60.0)  # west, south, east, north: where the finer coast is worth its bytes
COARSE = 0.35  # degrees between two points elsewhere
BORDERS = {"398": "KZ", "860": "UZ", "795": "TM", "417": "KG", "762": "TJ"}  # ISO 3166-1 numeric
Line = list[tuple[float, float]]


def arcs(topology: dict[str, Any]) -> list[Line]:
    """The lines of a TopoJSON file in degrees."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * scale_x + move_x, y * scale_y + move_y))
        found.append(line)
    return found


def rings(geometry: dict[str, Any], lines: list[Line]) -> list[Line]:
    """Every ring of a (multi)polygon."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [joined(ring, lines) for polygon in polygons for ring in polygon]


def joined(ring: list[int], lines: list[Line]) -> Line:
    """One ring out of its arcs; a negative number is an arc walked backwards."""
    points: Line = []
    for number in ring:
        part = lines[number] if number >= 0 else lines[~number][::-1]
        points += part[1:] if points else part
    return points


def thinned(line: Line) -> list[list[float]]:
    """Rounded points as [latitude, longitude]: fine inside the region, further apart elsewhere."""
    kept: list[list[float]] = []
    for x, y in line:
        near = inside(x, y)
        point = [round(y, 2), round(x, 2)] if near else [round(y, 1), round(x, 1)]
        apart = max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) if kept else 1.0
        if apart > (0.0 if near else COARSE):
            kept.append(point)
    return kept


def inside(x: float, y: float) -> bool:
    """Whether a point lies in the region."""
    west, south, east, north = REGION
    return west <= x <= east and south <= y <= north


def used(geometry: dict[str, Any]) -> set[int]:
    """The numbers of the arcs of a geometry, whichever way they are walked."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return {n if n >= 0 else ~n for polygon in polygons for ring in polygon for n in ring}


def main(folder: Path) -> None:
    """Write the file of outlines."""
    world = json.loads((folder / "land-50m.json").read_text(encoding="utf-8"))
    coast = arcs(world)
    land = [thinned(ring) for shape in world["objects"]["land"]["geometries"] for ring in rings(shape, coast)]
    countries = json.loads((folder / "countries-50m.json").read_text(encoding="utf-8"))
    lines = arcs(countries)
    shapes = {str(shape.get("id")): shape for shape in countries["objects"]["countries"]["geometries"]}
    numbers = sorted(set().union(*(used(shapes[code]) for code in BORDERS)))
    answer = {
        "source": "Natural Earth (public domain), by way of world-atlas 2.0.2",
        "land": [ring for ring in land if len(ring) > 3],
        "borders": [thinned(lines[n]) for n in numbers],
    }
    TARGET.write_text(json.dumps(answer, separators=(",", ":")), encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
