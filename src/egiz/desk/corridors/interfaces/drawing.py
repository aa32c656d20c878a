"""Numbers for the time-cost-distance chart; the template draws it as SVG in the desk's colours."""

from collections.abc import Sequence
from typing import Any

from egiz import corridors
from egiz.corridors.places import crossing_name
from egiz.corridors.steps import Measure, Step, steepest, steps
from egiz.desk.core.interfaces.languages import language
from egiz.desk.core.templatetags.egiz import number
from egiz.desk.corridors.interfaces import translations

LEFT, RIGHT, TOP, BOTTOM = 52.0, 34.0, 16.0, 40.0
NEAR = 0.06  # of the height: closer ways than this are side by side
LETTER = 7.6  # pixels of a letter at 13 px, a little more than most
NAME_ROOM = 8.0
TWO_LINES = 38.0  # pixels under a step that a name and an amount need
SIZES = {"wide": (860.0, 420.0), "narrow": (360.0, 340.0)}


def drawn(options: Sequence[corridors.Option], measure: Measure, size: str) -> dict[str, Any] | None:
    """Place one or two ways in a field; None when there is nothing to draw."""
    lines = [steps(option, measure) for option in options[:2]]
    spreads = [option.hours if measure == "hours" else option.usd for option in options[:2]]
    if not lines or not all(lines) or not any(spreads):
        return None
    width, height = SIZES[size]
    far = max(line[-1].km[1] for line in lines) or 1.0
    top = max((spread.p90 for spread in spreads if spread), default=1.0) * 1.08

    def x(km: float) -> float:
        return round(LEFT + (width - LEFT - RIGHT) * km / far, 1)

    def y(spent: float) -> float:
        return round(height - BOTTOM - (height - TOP - BOTTOM) * spent / top, 1)

    ways = [
        _way(k, line, spread, x, y, lines, (width, top), measure)
        for k, (line, spread) in enumerate(zip(lines, spreads, strict=True))
    ]
    many = 5 if size == "narrow" else 9
    return {
        "size": size,
        "width": width,
        "height": height,
        "left": LEFT,
        "right": width - RIGHT,
        "base": height - BOTTOM,
        "top": TOP,
        "x_ticks": [(x(v), number(v)) for v in ticks(far, many)],
        "y_ticks": [(y(v), number(v)) for v in ticks(top, 7)],
        "ways": ways,
    }


def ticks(most: float, many: int) -> list[int]:
    """Round numbers from nought to the most, at most so many steps."""
    step = 1
    while most / step > many:
        step = {1: 2, 2: 5, 5: 10}[step // 10 ** (len(str(step)) - 1)] * 10 ** (len(str(step)) - 1)
    return list(range(0, int(most) + 1, step))


def _way(  # noqa: PLR0913, PLR0917 - the field and the two scales of one picture
    number_: int,
    line: Sequence[Step],
    spread: corridors.Spread | None,
    x: Any,
    y: Any,
    lines: Sequence[Sequence[Step]],
    field: tuple[float, float],
    measure: Measure,
) -> dict[str, Any]:
    points = [(x(line[0].km[0]), y(line[0].spent[0]))] + [(x(s.km[1]), y(s.spent[1])) for s in line]
    worst = steepest(line)
    labels = [
        _label(step, step is worst, x, y, lines, number_, field, measure)
        for step in line
        if step.kind == "crossing" or step is worst
    ]
    gates = [
        {"x": x(s.km[0]), "y1": y(s.spent[0]), "y2": y(s.spent[1])} for s in line if s.kind == "crossing"
    ]
    end = points[-1]
    return {
        "letter": "AB"[number_],
        "side": ("ours", "theirs")[number_],
        "points": " ".join(f"{px},{py}" for px, py in points),
        "gates": gates,
        "labels": labels,
        "end": end,
        "bar": (y(spread.p10), y(spread.p90)) if spread else None,
        "worst": step_words(worst, measure) if worst else None,
    }


def step_words(step: Step, measure: Measure) -> dict[str, str]:
    """Name a step and what it costs."""
    lang = language()
    name = (
        translations.node_words(step.start)
        if step.kind == "wait"
        else crossing_name(step.start, step.end, lang)
    )
    amount = translations.hours_words(step.rise) if measure == "hours" else f"{number(round(step.rise))} USD"
    return {"kind": step.kind, "name": name, "amount": amount}


def _label(  # noqa: PLR0913, PLR0917 - as above
    step: Step,
    worst: bool,
    x: Any,
    y: Any,
    lines: Sequence[Sequence[Step]],
    number_: int,
    field: tuple[float, float],
    measure: Measure,
) -> dict[str, Any]:
    edge, top = field
    middle, said = sum(step.spent) / 2, step_words(step, measure)
    others = [line for k, line in enumerate(lines) if k != number_]
    apart = min((middle - spent_at(line, step.km[0]) for line in others), default=-top, key=abs)
    # Two ways side by side: the first is written under them, the second over them.
    under = number_ == 0 if abs(apart) < top * NEAR else apart < 0
    room = LETTER * max(len(said["name"]), len(said["amount"]))
    left = x(step.km[0]) + room > edge if under else x(step.km[0]) - room > LEFT + NAME_ROOM
    low = under and y(step.spent[0]) + TWO_LINES > y(0.0)
    height = (
        y(middle) + 4 if low else y(step.spent[0]) + 16 if under else y(step.spent[1]) - (8 if left else 28)
    )
    return {
        "x": x(step.km[0]) + (-8 if left else 10),
        "y": round(height, 1),
        "anchor": "end" if left else "start",
        "worst": worst,
        **said,
    }


def spent_at(line: Sequence[Step], km: float) -> float:
    """What a way has spent when it comes to a kilometre."""
    reached = [step for step in line if step.km[0] <= km]
    last = reached[-1]
    part = (min(km, last.km[1]) - last.km[0]) / (last.km[1] - last.km[0]) if last.km[1] > last.km[0] else 1.0
    return last.spent[0] + part * last.rise
