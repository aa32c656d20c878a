"""Published TOPTW instances, their best known scores, and a checker that shares no code with the solver."""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Sequence
from pathlib import Path


def cases() -> Path:
    """The folder of trip cases: EGIZ_CASES, or ../shared/cases beside the repository."""
    root = os.environ.get("EGIZ_CASES")
    folder = Path(root) if root else Path(__file__).parents[3] / "shared" / "cases"
    folder /= "trips"
    if not folder.is_dir():
        raise SystemExit(f"No cases at {folder}; set EGIZ_CASES to the folder that holds trips/.")
    return folder


def published() -> list[dict[str, str]]:
    """One row per instance and number of routes with what published methods reach; `bks_max` is the best."""
    with (cases() / "best_known_karabulut2020.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


def family(name: str) -> str:
    """c1, c2, r1, r2, rc1, rc2, or pr for Cordeau's."""
    return "pr" if name.startswith("pr") else name[:-2]


def check(name: str, routes: Sequence[Sequence[int]], *, cut: bool = True) -> int:
    """
    The score of the routes by the file itself; AssertionError where a rule is broken.

    Distances are cut off after one decimal, Cordeau's after two, as in the literature; without `cut` they are
    cut after the sixth, far below what any time of an instance says.
    """
    digits = 2 if name.startswith("pr") else 1
    text = (cases() / "toptw" / f"{name}.txt").read_text(encoding="ascii")
    rows = {int(line[0]): line for line in (t.split() for t in text.splitlines()[2:]) if line}
    # Millionths in whole numbers: no instance has more than three decimals.
    values = {i: [round(float(v) * 1000) * 1000 for v in (*r[1:5], r[-2], r[-1])] for i, r in rows.items()}
    step = 10 ** (6 - digits) if cut else 1
    seen: set[int] = set()
    score = 0
    for route in routes:
        now, here = values[0][4], 0
        for stop in (*route, 0):
            a, b = values[here], values[stop]
            way = math.isqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) // step * step
            now = max(now + a[2] + way, b[4])
            assert now <= b[5], f"{name}: late at {stop}"
            if stop:
                assert stop not in seen, f"{name}: {stop} twice"
                seen.add(stop)
                score += b[3] // 1_000_000
            here = stop
    return score
