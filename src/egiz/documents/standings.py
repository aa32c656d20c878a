"""One picture of what became of promises: a bar for each kind, cut into how its promises stand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

INK, PAPER, LINE = "#1b1f24", "#fafaf7", "#e2e0d8"
# Each standing has its colour and stands written in its part of the bar: colour is never the only sign.
COLOURS = {
    "done": "#4a6b1f",
    "open": "#1f4e8c",
    "waiting": "#b86e00",
    "undated": "#8b8a83",
    "overdue": "#a8232a",
    "dropped": "#c9c7bf",
}
DARK_ON = frozenset({"dropped"})
FONT = 'system-ui, "Segoe UI", "Noto Sans", sans-serif'
ROW = 44
NARROW = 400  # pixels: a phone


@dataclass(frozen=True, slots=True)
class Bar:
    """One kind of promise: its name, and how many stand how."""

    name: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def standings_chart(bars: Sequence[Bar], words: Mapping[str, str], *, title: str, width: int = 640) -> Any:
    """Draw the bars, the longest first.

    Parameters
    ----------
    bars
        The kinds; those without a promise are left out.
    words
        What each standing is called, in the order in which they are drawn.
    title
        What is counted, for the axis.
    width
        Of the drawing, in pixels.

    Returns
    -------
    altair.LayerChart
        Stacked bars with the number of promises written into each part.
    """
    import altair as alt  # noqa: PLC0415 - heavy, only when a picture is asked for

    shown = sorted((bar for bar in bars if bar.total), key=lambda bar: (-bar.total, bar.name))
    order = list(words)
    rows = []
    for bar in shown:
        at = 0
        for place, code in enumerate(order):
            count = bar.counts.get(code, 0)
            if count:
                rows.append(
                    {"kind": bar.name, "code": words[code], "count": count, "place": place,
                     "middle": at + count / 2, "light": code not in DARK_ON}
                )  # fmt: skip
                at += count
    used = [code for code in order if any(bar.counts.get(code) for bar in shown)]
    scale = alt.Scale(domain=[words[code] for code in used], range=[COLOURS[code] for code in used])
    names = [bar.name for bar in shown]
    data: Any = alt.InlineData(values=rows)
    y = alt.Y("kind:N", sort=names, title=None, axis=alt.Axis(labelLimit=200, ticks=False, domain=False))
    most = max((bar.total for bar in shown), default=1)
    whole = alt.Axis(values=list(range(0, most + 1, max(1, most // 5))), format="d", grid=True)
    x = alt.X("count:Q", title=title, stack="zero", axis=whole, scale=alt.Scale(domain=[0, most]))
    legend = alt.Legend(
        title=None, orient="top", columns=3 if width > NARROW else 2, labelLimit=240, symbolType="square"
    )
    parts = (
        alt.Chart(data)
        .mark_bar(size=24, stroke=PAPER, strokeWidth=1)
        .encode(y=y, x=x, color=alt.Color("code:N", scale=scale, legend=legend), order="place:Q")
    )
    numbers = (
        alt.Chart(data)
        .mark_text(fontSize=13, fontWeight="bold")
        .encode(
            y=y,
            x=alt.X("middle:Q", title=title),
            text="count:Q",
            color=alt.condition("datum.light", alt.value("#ffffff"), alt.value(INK)),
        )
    )
    drawn = alt.layer(parts, numbers).properties(width=width, height=max(ROW * len(shown), ROW))
    return (
        drawn.configure(font=FONT, background=PAPER)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK, titleColor=INK, domainColor=LINE, tickColor=LINE, gridColor=LINE,
            labelFontSize=13, titleFontSize=13, titleFontWeight="normal", titleAnchor="end",
        )
        .configure_legend(labelColor=INK, labelFontSize=13)
    )  # fmt: skip


def render(chart: Any, kind: Literal["svg", "png"] = "svg", *, scale: float = 2.0) -> bytes:
    """A chart as SVG or PNG, drawn without a browser or network."""
    import vl_convert as vlc  # noqa: PLC0415 - heavy, only when a picture is asked for

    spec = json.dumps(chart.to_dict())
    if kind == "svg":
        return str(vlc.vegalite_to_svg(spec)).encode()
    return bytes(vlc.vegalite_to_png(spec, scale=scale))
