"""The map of a dossier: our place, the candidates and the straight ways, over the package's own outlines."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from egiz.atlas.exports import OUTLINES
from egiz.twinning.places import Spot

WIDTH, HEIGHT = 640.0, 300.0
MARGIN = 0.22  # of the span of the places, kept free around them for their names
LEAST_SPAN = 4.0  # degrees; places side by side still show where they are
ROOM = 15.0  # between the lines of two names
Ring = Sequence[Sequence[float]]


@cache
def outlines() -> dict[str, list[Ring]]:
    """Rings of land and lines of borders as [latitude, longitude]."""
    found: dict[str, list[Ring]] = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return found


class _Frame:
    """Degrees to points of the picture; a degree of longitude is as wide as at the middle latitude."""

    def __init__(self, spots: Sequence[Spot]) -> None:
        south, north = min(s.lat for s in spots), max(s.lat for s in spots)
        west, east = min(s.lon for s in spots), max(s.lon for s in spots)
        self.lat, self.lon = (south + north) / 2, (west + east) / 2
        self.squeeze = max(0.2, math.cos(math.radians(self.lat)))
        tall = max(LEAST_SPAN, (north - south) * (1 + 2 * MARGIN))
        wide = max(LEAST_SPAN, (east - west) * (1 + 2 * MARGIN)) * self.squeeze
        self.scale = min(WIDTH / wide, HEIGHT / tall)

    def xy(self, lat: float, lon: float) -> tuple[float, float]:
        x = WIDTH / 2 + (lon - self.lon) * self.squeeze * self.scale
        return x, HEIGHT / 2 - (lat - self.lat) * self.scale

    def path(self, ring: Ring, *, closed: bool) -> str:
        """A ring or line as the data of an SVG path; nothing where it lies outside the picture."""
        points = [self.xy(lat, lon) for lat, lon in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if max(xs) < 0 or min(xs) > WIDTH or max(ys) < 0 or min(ys) > HEIGHT:
            return ""
        drawn = "L".join(f"{_kept(x, WIDTH):.1f} {_kept(y, HEIGHT):.1f}" for x, y in points)
        return f"M{drawn}{'Z' if closed else ''}"


def _kept(value: float, size: float) -> float:
    # What lies far outside is not seen; paper's renderers dislike coordinates in the millions.
    return min(max(value, -20 * size), 21 * size)


def drawn_map(home: Spot, others: Sequence[Spot], names: dict[int, str]) -> bytes:
    """An SVG of our place (lapis) and the others (turquoise), each with its name.

    Parameters
    ----------
    home : Spot
        Our place.
    others : sequence of Spot
        The candidates.
    names : dict
        GeoNames id to the name to write.

    Returns
    -------
    bytes
        SVG of `WIDTH` by `HEIGHT`.
    """
    frame = _Frame([home, *others])
    land = "".join(frame.path(ring, closed=True) for ring in outlines()["land"])
    borders = "".join(frame.path(line, closed=False) for line in outlines()["borders"])
    x0, y0 = frame.xy(home.lat, home.lon)
    ways = "".join(
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x:.1f}" y2="{y:.1f}" stroke="#b86e00" stroke-width="1.2" '
        'stroke-dasharray="4 3"/>'
        for x, y in (frame.xy(s.lat, s.lon) for s in others)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" '
        f'width="{WIDTH:.0f}" height="{HEIGHT:.0f}"><rect width="100%" height="100%" fill="#dfeaf2"/>'
        f'<path d="{land}" fill="#f4f1e8" stroke="#b9b4a4" stroke-width="0.6"/>'
        f'<path d="{borders}" fill="none" stroke="#b9b4a4" stroke-width="0.9"/>'
        f"{ways}{_points(frame, home, others, names)}</svg>"
    ).encode()


def _points(frame: _Frame, home: Spot, others: Sequence[Spot], names: dict[int, str]) -> str:
    marks, lines = [], _lines([(home, "#1f4e8c"), *((spot, "#0e7c7b") for spot in others)], frame)
    for spot, colour, x, y, text_y in lines:
        left = x > WIDTH * 0.8
        text_x, anchor = (x - 9, "end") if left else (x + 9, "start")
        at = f'x="{text_x:.1f}" y="{text_y + 4.5:.1f}" text-anchor="{anchor}"'
        style = 'font-family="Noto Sans, system-ui, sans-serif" font-size="13" font-weight="600"'
        name = escape(names.get(spot.geonameid, spot.name))
        marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}" stroke="#fff" stroke-width="1.5"/>'
            f'<text {at} {style} stroke="#fff" stroke-width="3" stroke-linejoin="round">{name}</text>'
            f'<text {at} {style} fill="{colour}">{name}</text>'
        )
    return "".join(marks)


def _lines(spots: Iterable[tuple[Spot, str]], frame: _Frame) -> list[tuple[Spot, str, float, float, float]]:
    """Where each name stands: beside its point, lower where an earlier name stands there."""
    found: list[tuple[Spot, str, float, float, float]] = []
    drawn: list[tuple[Any, ...]] = sorted(
        ((*frame.xy(spot.lat, spot.lon), spot, colour) for spot, colour in spots), key=lambda item: item[1]
    )
    for x, y, spot, colour in drawn:
        below = [text for *_, px, _py, text in found if abs(px - x) < 140]
        found.append((spot, colour, x, y, max([y, *(text + ROOM for text in below if text + ROOM > y)])))
    return found
