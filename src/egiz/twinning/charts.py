"""Pictures of a comparison: candidates with their ranges, and the triangle of weights."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from egiz.twinning.comparison import Comparison
from egiz.twinning.weights import Region

INK, PAPER, LINE = "#1b1f24", "#fafaf7", "#e2e0d8"
LAPIS, TURQUOISE, SAFFRON, POMEGRANATE, OLIVE = "#1f4e8c", "#0e7c7b", "#b86e00", "#a8232a", "#4a6b1f"
COLOURS = (TURQUOISE, LAPIS, SAFFRON, OLIVE, POMEGRANATE, "#5b4b8a", "#7a5c3e", "#3f6f86")
FONT = 'system-ui, "Segoe UI", "Noto Sans", sans-serif'
HEIGHT = 0.8660254037844386  # of the triangle with sides of one

DEFAULT_WORDS: Mapping[str, str] = {
    "proved": "proved",
    "range": "what missing and conflicting facts allow",
    "score": "score",
    "now": "weights now",
    "first": "is first here",
    "decimal": ".",
}


def _theme(chart: Any) -> Any:
    return (
        chart.configure(font=FONT, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK, titleColor=INK, domainColor=LINE, tickColor=LINE, gridColor=LINE,
            labelFontSize=13,
            titleFontSize=13, titleFontWeight="normal", labelLimit=260,
        )
        .configure_title(color=INK, anchor="start", fontSize=14)
    )  # fmt: skip


def _chart(rows: list[dict[str, Any]]) -> Any:
    import altair as alt  # noqa: PLC0415 - heavy, only when a picture is asked for

    data: Any = alt.Data
    return alt.Chart(data(values=rows))


def dot_plot(
    comparison: Comparison,
    *,
    names: Mapping[int, str] | None = None,
    words: Mapping[str, str] | None = None,
    width: int = 520,
) -> Any:
    """Candidates on one scale: a dot for what is proved, a line for what it may be at least and at most.

    Parameters
    ----------
    comparison : Comparison
        What `compare` answered.
    names : mapping, optional
        GeoNames id to the name to write.
    words : mapping, optional
        Translations of `DEFAULT_WORDS`.
    width : int
        Pixels.

    Returns
    -------
    altair.LayerChart
    """
    import altair as alt  # noqa: PLC0415 - heavy, only when a picture is asked for

    said, shown = {**DEFAULT_WORDS, **(words or {})}, names or {}
    rows = [
        {
            "name": f"{c.rank}  {shown.get(c.geonameid, c.name)}",
            "score": c.score,
            "low": c.low,
            "high": c.high,
            "text": f"{c.score:.2f}".replace(".", said["decimal"]),
        }
        for c in comparison.ranking.candidates
    ]
    order: Any = [row["name"] for row in rows]
    base = _chart(rows)
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8))
    x = alt.X(
        "low:Q",
        scale=alt.Scale(domain=[0, 1]),
        title=f"{said['score']}: {said['proved']}; {said['range']}",
        axis=alt.Axis(labelExpr=f"replace(format(datum.value, '.1f'), '.', '{said['decimal']}')"),
    )
    span = base.mark_rule(strokeWidth=3, color=SAFFRON, opacity=0.55).encode(x=x, x2="high:Q", y=y)
    dot = base.mark_point(filled=True, size=130, color=TURQUOISE, opacity=1).encode(x="score:Q", y=y)
    text = base.mark_text(dy=-13, color=INK, fontSize=12).encode(x="score:Q", y=y, text="text:N")
    room = {"left": 5, "right": 12, "top": 5, "bottom": 14}
    return _theme((span + dot + text).properties(width=width, height=44 * len(rows), padding=room))


def _xy(corner: tuple[float, float, float]) -> tuple[float, float]:
    # First group at the left, second at the right, third on top.
    return corner[1] + corner[2] / 2, corner[2] * HEIGHT


def _percent(share: float) -> str:
    """Whole per cents, rounded down: all is said of all only."""
    return f"{100 if share > 1 - 1e-9 else int(100 * share)} %"


def _region_layers(region: Region, colour: str, name: str, x: Any, y: Any) -> Iterator[Any]:
    """The field in which a candidate wins, with its name where there is room for it."""
    points = [_xy(corner) for corner in region.corners]
    outline = [{"x": px, "y": py, "o": k} for k, (px, py) in enumerate([*points, points[0]])]
    yield (
        _chart(outline)
        .mark_line(filled=True, fill=colour, fillOpacity=0.2, stroke=colour, strokeWidth=1.5)
        .encode(x=x, y=y, order="o:Q")
    )
    if region.share >= 0.02:
        middle = {
            "x": sum(p[0] for p in points) / len(points),
            "y": sum(p[1] for p in points) / len(points),
            "text": [name, _percent(region.share)],
        }
        yield (
            _chart([middle])
            .mark_text(color=INK, fontSize=13, fontWeight="bold", lineBreak="\n")
            .encode(x=x, y=y, text="text:N")
        )


def weight_triangle(
    comparison: Comparison,
    *,
    names: Mapping[int, str] | None = None,
    words: Mapping[str, str] | None = None,
    size: int = 320,
) -> Any:
    """Which candidate is first under which weights of the three groups, and where the weights are now.

    Each corner puts all weight on one group; the regions are exact.

    Returns
    -------
    altair.LayerChart
    """
    import altair as alt  # noqa: PLC0415 - heavy, only when a picture is asked for

    said, shown = {**DEFAULT_WORDS, **(words or {})}, names or {}
    ids = [c.geonameid for c in comparison.ranking.candidates]
    called = {c.geonameid: shown.get(c.geonameid, c.name) for c in comparison.ranking.candidates}
    scale_x = alt.Scale(domain=[-0.18, 1.18], nice=False)
    scale_y = alt.Scale(domain=[-0.12, 1.0], nice=False)
    x, y = alt.X("x:Q", scale=scale_x, axis=None), alt.Y("y:Q", scale=scale_y, axis=None)
    layers: list[Any] = []
    for region in comparison.regions:
        colour = COLOURS[ids.index(region.winner) % len(COLOURS)]
        layers += _region_layers(region, colour, called[region.winner], x, y)
    corners = [
        {"x": px, "y": py + dy, "text": said.get(name, name)}
        for name, (px, py), dy in zip(
            comparison.groups,
            (_xy((1, 0, 0)), _xy((0, 1, 0)), _xy((0, 0, 1))),
            (-0.06, -0.06, 0.06),
            strict=True,
        )
    ]
    layers.append(_chart(corners).mark_text(color=INK, fontSize=13).encode(x=x, y=y, text="text:N"))
    here = _xy(comparison.here)
    spot = [{"x": here[0], "y": here[1], "text": said["now"]}]
    layers.append(
        _chart(spot).mark_point(shape="cross", size=140, filled=True, color=INK, opacity=1).encode(x=x, y=y)
    )
    layers.append(
        _chart(spot).mark_text(dx=12, align="left", color=INK, fontSize=12).encode(x=x, y=y, text="text:N")
    )
    return _theme(alt.layer(*layers).properties(width=size * 1.36, height=size * 1.12 * HEIGHT))


def render(chart: Any, kind: Literal["svg", "png"] = "svg", *, scale: float = 2.0) -> bytes:
    """A chart as SVG or PNG, drawn without a browser or network."""
    import vl_convert as vlc  # noqa: PLC0415 - heavy, only when a picture is asked for

    spec = json.dumps(chart.to_dict())
    if kind == "svg":
        return str(vlc.vegalite_to_svg(spec)).encode()
    return bytes(vlc.vegalite_to_png(spec, scale=scale))
