"""The 140 published instances: same optimum, same infeasibility, checked by the independent checker.

Usage: python benchmarks/meetings/published.py [seconds] [name-part] [--csv FILE]
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.meetings.cases import cases, optima
from benchmarks.meetings.clock import Stopwatch
from egiz.meetings import Limits, check, load_problem, result_to_document, solve


def main() -> None:
    """Print one line per instance and a summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", nargs="?", type=float, default=20.0)
    parser.add_argument("part", nargs="?", default="")
    parser.add_argument("--csv", type=Path)
    arguments = parser.parse_args()
    rows: list[tuple[str, str, str, bool, float, float]] = []
    for name, published in optima().items():
        if arguments.part not in name:
            continue
        problem = load_problem(cases() / "instances" / f"{name}.dzn")
        with Stopwatch() as watch:
            result = solve(problem, limits=Limits(arguments.seconds, 2), seed=1)
        broken = check(result_to_document(result), problem)
        if result.status == "infeasible":
            found, closed = "-", True
        elif result.status == "unknown":
            found, closed = "?", False
        else:
            goal = result.goal("breaks")
            found, closed = (str(goal.value), True) if goal.proved else (f"{goal.value}>={goal.bound}", False)
        right = closed and found == published and not broken
        rows.append((name, published, found, right, watch.wall, watch.cpu))
        wrong = "" if right else " NOT CLOSED" if not closed else " DIFFERS"
        print(
            f"{name:30} published {published:>3}  found {found:>8}  wall {watch.wall:6.2f} s  "
            f"cpu {watch.cpu:6.2f} s{wrong}{' BROKEN ' + broken[0].text if broken else ''}",
            flush=True,
        )
    _summary(rows)
    if arguments.csv:
        with arguments.csv.open("w", newline="") as stream:
            csv.writer(stream).writerows([("name", "published", "found", "right", "wall_s", "cpu_s"), *rows])


def _summary(rows: list[tuple[str, str, str, bool, float, float]]) -> None:
    closed = [r for r in rows if r[3]]
    still = [r for r in rows if r[2] == "?" or ">=" in r[2]]
    print(f"{'':14}{'as published':>14}{'not closed':>12}{'otherwise':>11}{'all':>6}")
    for title, wanted in (("optimal", False), ("infeasible", True)):
        mine = [r for r in rows if (r[1] == "-") == wanted]
        right, open_ones = sum(r[3] for r in mine), sum(r in still for r in mine)
        other = len(mine) - right - open_ones
        print(f"{title:14}{right:14}{open_ones:12}{other:11}{len(mine):6}")
    geometric = math.exp(sum(math.log(max(0.05, r[4] if r[3] else 60.0)) for r in rows) / max(1, len(rows)))
    print(
        f"closed as published: {len(closed)} of {len(rows)}; "
        f"within 20 s wall {sum(r[4] <= 20 for r in closed)}, within 20 s of processor time per core "
        f"{sum(r[5] <= 40 for r in closed)}; geometric mean wall {geometric:.2f} s"
    )


if __name__ == "__main__":
    main()
