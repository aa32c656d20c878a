"""The way of a journey as a small drawing: cities where they lie, the ways between them."""

from __future__ import annotations

import math
from xml.sax.saxutils import escape

from egiz.documents.model import Passed, Ride

WIDTH, HEIGHT, MARGIN = 640.0, 300.0, 60.0
LAPIS, TURQUOISE, INK = "#1f4e8c", "#0e7c7b", "#1b1f24"


def route_svg(cities: tuple[Passed, ...], rides: tuple[Ride, ...]) -> str:
    """Draw the cities passed and the ways between them, north up, at one scale in both directions.

    Parameters
    ----------
    cities
        Degrees of WGS 84; ``ours`` colours the city as one of our side.
    rides
        Pairs of positions in `cities`; a flight is dashed.

    Returns
    -------
    str
        An SVG of 640 × 300, empty for fewer than two cities.
    """
    if len(cities) < 2:
        return ""
    points = _project(cities)
    lines = "".join(_ride(points[one.origin], points[one.destination], one.mode) for one in rides)
    marks = "".join(_city(point, city) for point, city in zip(points, cities, strict=True))
    box = f"0 0 {WIDTH:g} {HEIGHT:g}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{lines}{marks}</svg>'


def _project(cities: tuple[Passed, ...]) -> list[tuple[float, float]]:
    """Equirectangular around the middle latitude: true enough for one region."""
    lats = [city.lat for city in cities]
    shrink = math.cos(math.radians((min(lats) + max(lats)) / 2))
    flat = [(city.lon * shrink, -city.lat) for city in cities]
    left, top = min(x for x, _ in flat), min(y for _, y in flat)
    wide = max(max(x for x, _ in flat) - left, 1e-6)
    high = max(max(y for _, y in flat) - top, 1e-6)
    scale = min((WIDTH - 2.6 * MARGIN) / wide, (HEIGHT - MARGIN) / high)
    shift = (WIDTH - wide * scale) / 2 - MARGIN / 2, (HEIGHT - high * scale) / 2
    return [((x - left) * scale + shift[0], (y - top) * scale + shift[1]) for x, y in flat]


def _ride(a: tuple[float, float], b: tuple[float, float], mode: str) -> str:
    dash = ' stroke-dasharray="7 5"' if mode == "air" else ""
    ends = f'x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}"'
    return f'<line {ends} stroke="{INK}" stroke-width="1.6"{dash}/>'


def _city(point: tuple[float, float], city: Passed) -> str:
    x, y = point
    colour = LAPIS if city.ours else TURQUOISE
    name = f'<text x="{x + 12:.1f}" y="{y + 5:.1f}" font-family="Noto Sans, Libertinus Serif" '
    name += f'font-size="15" fill="{INK}">{escape(city.name)}</text>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{colour}"/>{name}'
