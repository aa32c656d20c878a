"""Published instances of the team orienteering problem, with time windows and without them."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from pathlib import Path

import numpy as np

from egiz.trips._errors import FormatError
from egiz.trips.orienteering import Orienteering

LARGEST = 10**8
"""No coordinate, time or score of such an instance is larger."""


def read_toptw(path: Path | str, routes: int, *, decimals: int | None = None) -> Orienteering:
    """
    An instance with its number of routes.

    Distances are Euclidean and cut off after `decimals` digits, as in the literature: two for Cordeau's
    instances (their names begin with "pr"), otherwise one. Times are counted in the last of these digits.

    Raises
    ------
    FormatError
        Where it is no such file; names the line.
    """
    path = Path(path)
    digits = decimals if decimals is not None else 2 if path.name.startswith("pr") else 1
    try:
        lines = [line.split() for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
        n = int(lines[0][2])
    except (OSError, ValueError, IndexError) as error:
        raise FormatError(f"{path}: Must be a TOPTW instance ({error}).") from error
    rows: list[Row] = []
    for number, line in enumerate(lines[2 : n + 3], start=3):
        try:
            x, y, service, score, first, last = (_number(line[k]) for k in (1, 2, 3, 4, -2, -1))
            rows.append((x, y, service, score, first, last))
        except (ValueError, IndexError) as error:
            raise FormatError(
                f"{path}, line {number}: Must be id, x, y, service, score, …, opening, closing."
            ) from error
    if len(rows) != n + 1:
        raise FormatError(f"{path}: Must have {n + 1} stops with the depot, has {len(rows)}.")
    _check(path, rows)
    unit = 10**digits
    travel = [[_cut(a[0] - b[0], a[1] - b[1], unit) for b in rows] for a in rows]
    length, opens, closes = (np.array([int(r[k] * unit) for r in rows], np.int64) for k in (2, 4, 5))
    worth = np.array([int(r[3]) for r in rows], np.int64)
    return Orienteering(np.array(travel, np.int64), length, opens, closes, worth, routes)


def read_top(path: Path | str) -> Orienteering:
    """
    An instance of the team orienteering problem without windows (format of Chao, Golden and Wasil, 1996).

    Lines "n …", "m …" and "tmax …", then x, y and score of each point: the first is where the routes begin,
    the last is where they end. Distances are rounded up in the sixth digit, so that no route is too long.

    Raises
    ------
    FormatError
        Where it is no such file; names the line.
    """
    path = Path(path)
    try:
        lines = [line.split() for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise FormatError(f"{path}: Must be a TOP instance ({error}).") from error
    n, routes, most = (_headed(path, lines, number, name) for number, name in enumerate(("n", "m", "tmax")))
    points = lines[3:]
    if n < 2 or n != int(n) or routes < 1 or routes != int(routes) or len(points) != n:
        raise FormatError(
            f"{path}: Must have as many points as n says, has {len(points)} and n {n}, m {routes}."
        )
    try:
        rows = [(_number(x), _number(y), int(_number(score))) for x, y, score in points]
    except ValueError as error:
        number = next(k for k, p in enumerate(points, start=4) if not _is_point(p))
        raise FormatError(f"{path}, line {number}: Must be x, y and score of a point.") from error
    start, end, stops = rows[0], rows[-1], rows[1:-1]
    unit = 10**6
    travel = np.zeros((len(stops) + 1, len(stops) + 1), np.int64)
    for i, a in enumerate((start, *stops)):
        for j, b in enumerate((end, *stops)):
            travel[i, j] = _cut(a[0] - b[0], a[1] - b[1], unit) + 1
    np.fill_diagonal(travel, 0)
    closes = np.full(len(stops) + 1, int(most * unit), np.int64)
    worth = np.array([0, *(score for _, _, score in stops)], np.int64)
    zero = np.zeros_like(closes)
    return Orienteering(travel, zero, zero, closes, worth, int(routes))


def _headed(path: Path, lines: list[list[str]], number: int, name: str) -> Decimal:
    words = lines[number] if number < len(lines) else []
    try:
        return _number(words[1] if len(words) == 2 and words[0] == name else "")
    except ValueError as error:
        raise FormatError(f"{path}, line {number + 1}: Must be {name} and its number.") from error


def _is_point(words: list[str]) -> bool:
    try:
        _, _, score = (_number(word) for word in words)
    except ValueError:
        return False
    return score == int(score)


def _number(word: str) -> Decimal:
    """A number that whole steps of time can be counted with; ValueError for what is none."""
    try:
        value = Decimal(word)
    except InvalidOperation as error:
        raise ValueError(word) from error
    if not value.is_finite() or abs(value) > LARGEST:
        raise ValueError(word)
    return value


Row = tuple[Decimal, Decimal, Decimal, Decimal, Decimal, Decimal]


def _check(path: Path, rows: list[Row]) -> None:
    """Refuse what is no instance of this family, with the line."""
    for number, (_, _, service, score, opens, closes) in enumerate(rows, start=3):
        if number == 3 and closes <= opens:
            raise FormatError(
                f"{path}, line {number}: The depot must close after it opens, has {opens} and {closes}."
            )
        if closes < opens or service < 0 or score < 0:
            raise FormatError(
                f"{path}, line {number}: Must have opening <= closing and no negative service or score."
            )


def _cut(dx: Decimal, dy: Decimal, unit: int) -> int:
    # In whole numbers, so that 5 is never cut to 4.9.
    return math.isqrt(int((dx * dx + dy * dy) * unit * unit))
