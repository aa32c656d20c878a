"""A way as steps of UN ESCAP's time-cost-distance method: distance on x, what has been spent on y."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from egiz.corridors.answer import Option
from egiz.corridors.model import Node

Measure = Literal["hours", "usd"]
NOTABLE_WAIT = 0.25  # hours; shorter waits are no step


@dataclass(frozen=True, slots=True)
class Step:
    """
    One straight piece of the line.

    Parameters
    ----------
    start, end
        Nodes; the same at a wait.
    kind
        "leg" (slope), "crossing" or "wait" (vertical).
    km
        Distance at its start and at its end.
    spent
        Hours or dollars spent at its start and at its end.
    """

    start: Node
    end: Node
    kind: Literal["leg", "crossing", "wait"]
    km: tuple[float, float]
    spent: tuple[float, float]

    @property
    def rise(self) -> float:
        """What it costs."""
        return self.spent[1] - self.spent[0]


def steps(option: Option, measure: Measure = "hours") -> tuple[Step, ...]:
    """
    The steps of one way.

    Parameters
    ----------
    option
        From `route`.
    measure
        "hours" or "usd".

    Returns
    -------
    tuple[Step, ...]
        In order; they rise by the medians of the legs, scaled so that they add up to the median of the whole
        (medians of parts do not add up to the median of a sum). A leg whose cost is unknown rises by nothing.
    """
    parts = [_median(leg.hours if measure == "hours" else leg.usd) for leg in option.legs]
    whole = _median(option.hours if measure == "hours" else option.usd)
    scale = whole / sum(parts) if sum(parts) else 0.0
    km = spent = 0.0
    found: list[Step] = []
    for leg, part in zip(option.legs, parts, strict=True):
        rise = part * scale
        wait = min(leg.wait * scale, rise * 0.95) if measure == "hours" else 0.0
        if wait >= NOTABLE_WAIT and not leg.crossing:
            found.append(Step(leg.start, leg.start, "wait", (km, km), (spent, spent + wait)))
        else:
            wait = 0.0
        kind: Literal["leg", "crossing"] = "crossing" if leg.crossing else "leg"
        found.append(Step(leg.start, leg.end, kind, (km, km + leg.km), (spent + wait, spent + rise)))
        km, spent = km + leg.km, spent + rise
    return tuple(found)


def steepest(found: Sequence[Step]) -> Step | None:
    """The vertical step (crossing or wait) that costs most; None when nothing stands still on the way."""
    upright = [step for step in found if step.kind != "leg" and step.rise > 0]
    return max(upright, key=lambda step: step.rise, default=None)


def _median(spread: object) -> float:
    return float(getattr(spread, "p50", 0.0) or 0.0)
