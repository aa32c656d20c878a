"""The time-cost-distance chart of UN ESCAP, one or two ways over each other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from egiz.corridors.answer import Option
from egiz.corridors.places import crossing_name, name_in
from egiz.corridors.steps import Measure, Step, steepest, steps

INK, PAPER, LINE, POMEGRANATE = "#1b1f24", "#fafaf7", "#e2e0d8", "#a8232a"
SIDES = ("#1f4e8c", "#0e7c7b")
DASHES = ([1, 0], [7, 4])
LETTERS = ("A", "B")
FONT = 'system-ui, "Segoe UI", "Noto Sans", sans-serif'
LANGUAGES = ("en", "ru", "uz", "kk")


@dataclass(frozen=True)
class Axes:
    """What all layers share: the two encodings, how far the longest way goes and how high the dearest."""

    x: Any
    y: Any
    far: float
    top: float


@cache
def words(language: str) -> Mapping[str, str]:
    """The chart's words in a language; English where there are none."""
    said: dict[str, dict[str, str]] = json.loads(
        (Path(__file__).parent / "data" / "words.json").read_text(encoding="utf-8")
    )
    return said.get(language.partition("-")[0], said["en"])


def tcd_chart(
    options: Sequence[Option],
    *,
    measure: Measure = "hours",
    language: str = "en",
    names: Sequence[str] = (),
    width: int = 640,
    height: int = 380,
) -> Any:
    """
    Distance on x, hours or dollars on y; crossings and waits are upright steps.

    Parameters
    ----------
    options
        One or two ways; the first is drawn solid in lapis, the second dashed in turquoise, each with a
        letter.
    measure
        "hours" or "usd".
    language
        en, ru, uz or kk.
    names
        What to write beside the letters; from and to of the way when not told.
    width, height
        Pixels of the field.

    Returns
    -------
    altair.LayerChart
        The steepest step is named; the bar at the end of a line goes from P10 to P90.
    """
    import altair as alt  # noqa: PLC0415 - heavy, only when a picture is asked for

    said = words(language)
    lines = [steps(option, measure) for option in options[:2]]
    far = max((line[-1].km[1] for line in lines if line), default=1.0)
    top = max((_high(option, measure) for option in options[:2]), default=1.0)
    spaced = alt.Axis(labelExpr="replace(datum.label, /,/g, '\u00a0')")
    axes = Axes(
        alt.X("km:Q", title=said["km"], scale=alt.Scale(domain=[0, far * 1.14], nice=False), axis=spaced),
        alt.Y("spent:Q", title=said[measure], scale=alt.Scale(domain=[0, top * 1.12]), axis=spaced),
        far,
        top,
    )
    layers: list[Any] = []
    for index, (option, line) in enumerate(zip(options, lines, strict=False)):
        layers += _line(alt, line, axes, index)
        layers += _end(
            alt, option, line, measure, axes, f"{LETTERS[index]} {dict(enumerate(names)).get(index, '')}"
        )
    for index in range(len(lines)):
        layers += _labels(alt, lines, measure, language, index, axes)
    room = {"left": 8, "right": 16, "top": 8, "bottom": 8}
    return _theme(alt.layer(*layers).properties(width=width, height=height, padding=room))


def _high(option: Option, measure: Measure) -> float:
    spread = option.hours if measure == "hours" else option.usd
    return spread.p90 if spread else 1.0


def _line(alt: Any, line: Sequence[Step], axes: Axes, index: int) -> list[Any]:
    points = [{"km": line[0].km[0], "spent": line[0].spent[0], "o": 0}] if line else []
    points += [{"km": step.km[1], "spent": step.spent[1], "o": k} for k, step in enumerate(line, start=1)]
    crossings = [step for step in line if step.kind == "crossing"]
    upright = [{"km": step.km[0], "spent": step.spent[0], "to": step.spent[1]} for step in crossings]
    base = _chart(alt, points).encode(x=axes.x, y=axes.y, order="o:Q")
    drawn = [base.mark_line(color=SIDES[index], strokeWidth=2.5, strokeDash=DASHES[index])]
    if upright:
        gate = _chart(alt, upright).encode(x=axes.x, y=axes.y, y2="to:Q")
        drawn.append(gate.mark_rule(color=SIDES[index], strokeWidth=6))
    return drawn


def _end(
    alt: Any, option: Option, line: Sequence[Step], measure: Measure, axes: Axes, name: str
) -> list[Any]:
    spread = option.hours if measure == "hours" else option.usd
    if spread is None or not line:
        return []
    colour = SIDES[LETTERS.index(name[0])]
    bar = _chart(alt, [{"km": line[-1].km[1], "spent": spread.p10, "to": spread.p90}])
    end = _chart(alt, [{"km": line[-1].km[1], "spent": line[-1].spent[1], "text": name.strip()}])
    tick = {"color": colour, "width": 10, "thickness": 2}
    text = end.encode(x=axes.x, y=axes.y, text="text:N")
    return [
        bar.mark_rule(color=colour, strokeWidth=2, opacity=0.5).encode(x=axes.x, y=axes.y, y2="to:Q"),
        bar.mark_tick(orient="horizontal", **tick).encode(x=axes.x, y=axes.y),
        bar.mark_tick(orient="horizontal", **tick).encode(x=axes.x, y=alt.Y("to:Q")),
        text.mark_text(align="left", dx=9, color=colour, fontSize=14, fontWeight="bold"),
    ]


def _is_named(step: Step, worst: Step | None) -> bool:
    return step.rise > 0 and (step.kind == "crossing" or (step.kind == "wait" and step is worst))


def _labels(
    alt: Any, lines: Sequence[Sequence[Step]], measure: Measure, language: str, index: int, axes: Axes
) -> list[Any]:
    line = lines[index]
    worst = steepest(line)
    drawn = []
    for step in line:
        if not _is_named(step, worst):
            continue
        text = [label_of(step, language)]
        if step is worst:
            text.append(f"{words(language)['steepest']}: {amount(step.rise, measure, language)}")
        others = [other for k, other in enumerate(lines) if k != index and other]
        place = _place(step, others, len(text), axes)
        row = {"km": step.km[0], "spent": place.pop("spent"), "text": text}
        common = {**place, "fontSize": 12, "fontWeight": "bold" if step is worst else "normal"}
        base = _chart(alt, [row]).encode(x=axes.x, y=axes.y, text="text:N")
        # A rim of paper keeps the words readable over lines and grid.
        drawn.append(base.mark_text(stroke=PAPER, strokeWidth=4, color=PAPER, strokeJoin="round", **common))
        drawn.append(base.mark_text(color=POMEGRANATE if step is worst else INK, **common))
    return drawn


def _place(step: Step, others: Sequence[Sequence[Step]], lines: int, axes: Axes) -> dict[str, Any]:
    # The words go under a line that runs below the other, over one that runs above it, and stay in the field.
    middle = sum(step.spent) / 2
    under = not any(_spent_at(other, step.km[0]) < middle for other in others)
    if not others:
        under = step.km[0] < axes.far * 0.6
    left = step.km[0] > axes.far * (0.65 if under else 0.4)
    if under and step.spent[0] < axes.top * 0.08:
        return {"spent": middle, "align": "left", "baseline": "middle", "dx": 10, "dy": 0}
    return {
        "spent": step.spent[0 if under else 1],
        "align": "right" if left else "left",
        "baseline": "top" if under else "bottom",
        "dx": -8 if left else 8,
        "dy": 3 if under else (-2 if left else -20) - 15 * (lines - 1),
    }


def _spent_at(line: Sequence[Step], km: float) -> float:
    reached = [step for step in line if step.km[0] <= km]
    last = reached[-1]
    part = (min(km, last.km[1]) - last.km[0]) / (last.km[1] - last.km[0]) if last.km[1] > last.km[0] else 1.0
    return last.spent[0] + part * last.rise


def label_of(step: Step, language: str = "en") -> str:
    """What a step is called: the crossing's two sides, or where one waits."""
    if step.kind == "wait":
        return words(language)["wait"].format(place=name_in(step.start, language))
    return crossing_name(step.start, step.end, language)


def amount(value: float, measure: Measure, language: str = "en") -> str:
    """Hours with one decimal, or whole dollars, with the unit in the language."""
    said = words(language)
    if measure == "usd":
        return f"{value:,.0f}".replace(",", "\N{NO-BREAK SPACE}") + f" {said['usd_unit']}"
    number = f"{value:.1f}" if language == "en" else f"{value:.1f}".replace(".", ",")
    return f"{number} {said['h']}"


def _chart(alt: Any, rows: list[dict[str, Any]]) -> Any:
    return alt.Chart(alt.Data(values=rows))


def _theme(chart: Any) -> Any:
    return (
        chart.configure(font=FONT, background=PAPER)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK, titleColor=INK, domainColor=LINE, tickColor=LINE, gridColor=LINE,
            labelFontSize=13, titleFontSize=13, titleFontWeight="normal", titleAnchor="end",
        )
    )  # fmt: skip


def render(chart: Any, kind: Literal["svg", "png"] = "svg", *, scale: float = 2.0) -> bytes:
    """A chart as SVG or PNG, drawn without a browser or network."""
    import vl_convert as vlc  # noqa: PLC0415 - heavy, only when a picture is asked for

    spec = json.dumps(chart.to_dict())
    if kind == "svg":
        return str(vlc.vegalite_to_svg(spec)).encode()
    return bytes(vlc.vegalite_to_png(spec, scale=scale))
