"""From scores to meetings: the best set of pairs under everybody's limits, by minimum-cost flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from egiz.matching._errors import SelectionError
from egiz.matching.fairness import levels, nash

SCALE = 10_000
"""Scores are rounded to this many steps; the flow works on whole numbers."""
_BONUSES = (0.0, 1.0, 3.0)
"""Bonuses whose selections the search for a large welfare begins with."""
_FIRST = 5.0
"""What a meeting below a company's minimum brings: more than any one meeting could bring elsewhere."""

Fairness = Literal["bonus", "nash", "leximin"]


@dataclass(frozen=True, slots=True)
class Selection:
    """A set of meetings.

    Parameters
    ----------
    chosen
        Positions of the chosen pairs, ascending.
    value, bound
        Sum of the chosen scores and an upper bound on any selection's sum under the limits alone.
    without
        Positions of companies (first list, second list) that have candidates but no meeting.
    welfare
        With ``fairness="nash"`` the Nash welfare reached and an upper bound on it.
    """

    chosen: tuple[int, ...]
    value: float
    bound: float
    without: tuple[tuple[int, ...], tuple[int, ...]]
    welfare: tuple[float, float] | None = None


def select(
    first: Sequence[int] | NDArray[np.int64],
    second: Sequence[int] | NDArray[np.int64],
    scores: Sequence[float] | NDArray[np.float64],
    limits: tuple[Sequence[int], Sequence[int]],
    *,
    bonus: float = 0.3,
    wanted: tuple[Sequence[int], Sequence[int]] | None = None,
    fairness: Fairness = "bonus",
) -> Selection:
    """Choose meetings with the largest sum of scores, first meetings counting more.

    Parameters
    ----------
    first, second, scores
        Candidate pairs: positions in the two lists and a score in 0 to 1; no pair twice.
    limits
        The largest number of meetings of each company of the first and of the second list.
    bonus
        The r-th meeting of a company brings ``bonus / r`` more, so that nobody is left out while others have
        ten; 0 turns it off.
    wanted
        The fewest meetings each company of the first and of the second list wants; met before anything else
        as far as the candidates allow.
    fairness
        ``"bonus"``, or ``"nash"`` for a large product of what the companies get: the sum over companies of
        log(1 + the company's sum of scores / 0.1). Not proved best; `welfare` tells the value and a bound.
        ``"leximin"``: whoever has the fewest meetings comes first. As many companies as can be have one
        meeting, then as many of them as can be a second, and so on; among such sets the largest sum.

    Returns
    -------
    Selection
        Optimal for the sum with bonuses, or for the order of ``"leximin"``; `bound` is for the plain sum.

    Raises
    ------
    SelectionError
        If a position is outside the lists, a score is not in 0 to 1, or a pair stands twice.
    """
    one, two = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    worth = np.asarray(scores, dtype=np.float64)
    _check(one, two, worth, limits)
    if not len(one):
        return Selection((), 0.0, 0.0, ((), ()))
    nothing = ([0] * len(limits[0]), [0] * len(limits[1]))
    least = wanted if wanted is not None else nothing
    chosen = _flow(one, two, worth, limits, (bonus, least))
    simple = not any((bonus, *least[0], *least[1]))
    plain = chosen if simple else _flow(one, two, worth, limits, (0.0, nothing))
    measured = None
    if fairness == "leximin":
        chosen = _flow(one, two, worth, limits, (None, least))
    elif fairness == "nash":
        chosen, *ends = nash(
            (one, two, worth),
            (len(limits[0]), len(limits[1])),
            lambda prices: _flow(one, two, prices, limits, (0.0, least)),
            [chosen, *(_flow(one, two, worth, limits, (more, least)) for more in _BONUSES)],
        )
        measured = (ends[0], ends[1])
    value = float(worth[chosen].sum())
    missing = (
        tuple(sorted(set(one.tolist()) - set(one[chosen].tolist()))),
        tuple(sorted(set(two.tolist()) - set(two[chosen].tolist()))),
    )
    # Each of the most meetings there can be may hide half a step, in the best set and in the one found.
    rounding = min(sum(limits[0]), sum(limits[1]), len(one)) / SCALE
    return Selection(tuple(chosen.tolist()), value, float(worth[plain].sum()) + rounding, missing, measured)


def _check_side(positions: NDArray[np.int64], limits: Sequence[int]) -> None:
    if len(positions) and not (positions.min() >= 0 and positions.max() < len(limits)):
        raise SelectionError("a pair names a company outside the list of limits")
    if len(limits) and min(limits) < 0:
        raise SelectionError("a limit must not be negative")


def _check(
    one: NDArray[np.int64],
    two: NDArray[np.int64],
    worth: NDArray[np.float64],
    limits: tuple[Sequence[int], Sequence[int]],
) -> None:
    if not len(one) == len(two) == len(worth):
        raise SelectionError("first, second and scores must have the same length")
    _check_side(one, limits[0])
    _check_side(two, limits[1])
    if len(worth) and not (np.isfinite(worth).all() and worth.min() >= 0 and worth.max() <= 1):
        raise SelectionError("scores must lie in 0 to 1")
    if len(np.unique(one * max(1, len(limits[1])) + two)) != len(one):
        raise SelectionError("a pair stands twice among the candidates")


def _flow(
    one: NDArray[np.int64],
    two: NDArray[np.int64],
    worth: NDArray[np.float64],
    limits: tuple[Sequence[int], Sequence[int]],
    favour: tuple[float | None, tuple[Sequence[int], Sequence[int]]],
) -> NDArray[np.int64]:
    """Positions of the chosen pairs; arcs source → company → company → sink, each pair of capacity one.

    `favour` is the bonus on first meetings, None for the fewest meetings first, and the minimum wishes.
    """
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - heavy

    left, right = len(limits[0]), len(limits[1])
    source, sink = left + right, left + right + 1
    bonus, least = favour
    scale, ladder = SCALE, None
    if bonus is None:
        scale, ladder = levels((left, right), max(*limits[0], *limits[1], 0), SCALE)
    prices = -np.rint(worth * scale).astype(np.int64)
    tails, heads, capacities, costs = [one], [two + left], [np.ones(len(one), np.int64)], [prices]
    for side, (limit, companies) in enumerate(((limits[0], 0), (limits[1], left))):
        at_source = side == 0
        most, fewest = np.asarray(limit, dtype=np.int64), np.asarray(least[side], dtype=np.int64)
        if ladder is not None:
            positions, order = _meetings(most)
            met = np.where(order <= fewest[positions], ladder[0], 0)
            sizes = np.ones(len(positions), np.int64)
            prices = -(ladder[np.minimum(order, len(ladder) - 1)] + met)
        else:
            positions, sizes, prices = _arcs(most, fewest, bonus or 0.0)
        hub = np.full(len(positions), source if at_source else sink)
        tails.append(hub if at_source else positions + companies)
        heads.append(positions + companies if at_source else hub)
        capacities.append(sizes)
        costs.append(prices)
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        *(np.concatenate(p) for p in (tails, heads, capacities, costs))
    )
    total = int(min(sum(limits[0]), sum(limits[1]), len(one)))
    bypass = flow.add_arc_with_capacity_and_unit_cost(source, sink, total, 0)
    flow.set_node_supply(source, total)
    flow.set_node_supply(sink, -total)
    if flow.solve() != flow.OPTIMAL:  # pragma: no cover - the bypass makes every instance feasible
        raise SelectionError(f"the flow could not be solved (arc {bypass})")
    return np.flatnonzero(np.asarray(flow.flows(arcs[: len(one)])) > 0)


def _steps(values: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint(values * SCALE).astype(np.int64)


def _arcs(
    limit: NDArray[np.int64],
    least: NDArray[np.int64],
    bonus: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Arcs of one side: with a bonus or a minimum one arc per meeting, dearer as meetings add up."""
    if bonus == 0 and not least.any():
        return np.arange(len(limit)), limit, np.zeros(len(limit), np.int64)
    positions, order = _meetings(limit)
    favour = bonus / np.maximum(order, 1) + _FIRST * (order <= least[positions])
    return positions, np.ones(len(positions), np.int64), -_steps(favour)


def _meetings(limit: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each meeting a company may have, the company and which of its meetings it is, from 1."""
    positions = np.repeat(np.arange(len(limit)), limit)
    order = [np.arange(1, most + 1) for most in limit]
    return positions, np.concatenate(order) if len(positions) else np.zeros(0, np.int64)
