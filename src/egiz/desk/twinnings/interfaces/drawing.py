"""Numbers for the pictures of a comparison; the templates draw them as SVG in the desk's colours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from egiz import twinning
from egiz.desk.core.templatetags.egiz import number as number_words

WIDTH, ROW = 640, 34
LEFT, RIGHT = 150, 52  # least room for a name on the left, and room for the score on the right
LETTER, MOST_LEFT = 8.4, 280  # width of a letter of a name; so much room at most
TRIANGLE = 260.0  # length of the triangle's side
MARGIN = 40.0
HEIGHT_OF_SIDE = 3**0.5 / 2


@dataclass(frozen=True)
class Dot:
    """One candidate on the line of scores, with the range that unknown and disputed facts allow."""

    id: int
    name: str
    country: str
    rank: int
    score: float
    y: float
    x: float
    low: float
    high: float


def dots(candidates: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Place the candidates on the line; one scale from nought to one for all comparisons."""
    longest = max((len(f"{row['rank']}. {row['name']}") for row in candidates), default=0)
    left = min(MOST_LEFT, max(LEFT, round(LETTER * longest) + 14))
    span = WIDTH - left - RIGHT

    def at(value: float) -> float:
        return round(left + span * value, 1)

    rows = [
        Dot(
            row["geonameid"], row["name"], row["country"], row["rank"], row["score"],
            ROW * number + ROW / 2, at(row["score"]), at(row["low"]), at(row["high"]),
        )
        for number, row in enumerate(candidates)
    ]  # fmt: skip
    ticks = [(at(value / 4), str(number_words(value / 4))) for value in range(5)]
    return {
        "rows": rows,
        "ticks": ticks,
        "width": WIDTH,
        "names_end": left - 10,
        "height": ROW * len(rows) + 26,
        "base": ROW * len(rows),
    }


@dataclass(frozen=True)
class Area:
    """A part of the weight triangle in which one candidate is first."""

    id: int
    name: str
    number: int
    points: str
    share: float
    x: float
    y: float


def _corner(weights: Sequence[float]) -> tuple[float, float]:
    # Corners: the first group at the left, the second at the right, the third on top.
    x = MARGIN + TRIANGLE * (weights[1] + weights[2] / 2)
    y = MARGIN / 2 + TRIANGLE * HEIGHT_OF_SIDE * (1 - weights[2])
    return round(x, 1), round(y, 1)


def triangle(
    candidates: Sequence[Mapping[str, Any]], groups: Mapping[str, Sequence[str]]
) -> dict[str, Any] | None:
    """Draw which candidate wins where in the space of three groups' weights, and where we stand now.

    Within a group the criteria keep their present proportions. Nothing is drawn while a group has no weight.
    """
    import numpy as np  # noqa: PLC0415 - with the engine, not at start

    if not candidates:
        return None
    names = list(groups)
    inside = {part["criterion"]: _group_of(part["criterion"], groups) for part in candidates[0]["parts"]}
    totals = {
        name: sum(p["weight"] for p in candidates[0]["parts"] if inside[p["criterion"]] == name)
        for name in names
    }
    if len(names) != 3 or not all(totals.values()):
        return None
    values = np.array(
        [
            [
                sum(p["weight"] * (p["score"] or 0.0) for p in row["parts"] if inside[p["criterion"]] == name)
                / totals[name]
                for name in names
            ]
            for row in candidates
        ]
    )
    ids = [row["geonameid"] for row in candidates]
    by_id = {row["geonameid"]: row for row in candidates}
    areas = []
    for number, region in enumerate(sorted(twinning.simplex_regions(values, ids), key=lambda r: -r.share)):
        corners = [_corner(corner) for corner in region.corners]
        middle = _corner(np.mean(np.array(region.corners), axis=0).tolist())
        points = " ".join(f"{x},{y}" for x, y in corners)
        areas.append(Area(region.winner, by_id[region.winner]["name"], number, points, region.share, *middle))
    total = sum(totals.values())
    here = _corner([totals[name] / total for name in names])
    return {
        "areas": areas,
        "here": here,
        "corners": [(name, *_corner([float(name == other) for other in names])) for name in names],
        "shares": {name: totals[name] / total for name in names},
        "width": TRIANGLE + 2 * MARGIN,
        "height": round(TRIANGLE * HEIGHT_OF_SIDE + MARGIN + 14, 1),
    }


def _group_of(criterion: str, groups: Mapping[str, Sequence[str]]) -> str | None:
    base = criterion.partition(":")[0]
    return next((name for name, members in groups.items() if criterion in members or base in members), None)
