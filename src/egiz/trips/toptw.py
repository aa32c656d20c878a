"""Published instances of the team orienteering problem with time windows (Solomon's and Cordeau's format)."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from pathlib import Path

import numpy as np

from egiz.trips._errors import FormatError
from egiz.trips.orienteering import Orienteering


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
            x, y, service, score = (Decimal(line[k]) for k in (1, 2, 3, 4))
            rows.append((x, y, service, score, Decimal(line[-2]), Decimal(line[-1])))
        except (InvalidOperation, IndexError) as error:
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
