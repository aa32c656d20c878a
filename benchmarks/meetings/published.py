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
from egiz.meetings import Limits, check, load_problem, result_to_document, solve, warm_up

Row = tuple[str, str, str, bool, float, float]


def one(name: str, published: str, seconds: float) -> Row:
    """Solve one instance and print its line."""
    problem = load_problem(cases() / "instances" / f"{name}.dzn")
    with Stopwatch() as watch:
        result = solve(problem, limits=Limits(seconds, 2), seed=1)
    broken = check(result_to_document(result), problem)
    if result.status == "infeasible":
        found, closed = "-", True
    elif result.status == "unknown":
        found, closed = "?", False
    else:
        goal = result.goal("breaks")
        found, closed = (str(goal.value), True) if goal.proved else (f"{goal.value}>={goal.bound}", False)
    right = closed and found == published and not broken
    wrong = "" if right else " NOT CLOSED" if not closed else " DIFFERS"
    print(
        f"{name:30} published {published:>3}  found {found:>8}  wall {watch.wall:6.2f} s  "
        f"cpu {watch.cpu:6.2f} s{wrong}{' BROKEN ' + broken[0].text if broken else ''}",
        flush=True,
    )
    return name, published, found, right, watch.wall, watch.cpu


def earlier(file: Path | None) -> list[Row]:
    """Rows of a run that was cut short."""
    if file is None or not file.exists():
        return []
    with file.open(newline="") as stream:
        return [
            (
                r["name"],
                r["published"],
                r["found"],
                r["right"] == "True",
                float(r["wall_s"]),
                float(r["cpu_s"]),
            )
            for r in csv.DictReader(stream)
        ]


def main() -> None:
    """Print one line per instance and a summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", nargs="?", type=float, default=20.0)
    parser.add_argument("part", nargs="?", default="")
    parser.add_argument("--csv", type=Path, help="Rows are kept here; what stands there is not run again.")
    arguments = parser.parse_args()
    rows = earlier(arguments.csv)
    if arguments.csv and not rows:
        arguments.csv.write_text("name,published,found,right,wall_s,cpu_s\n")
    known = {row[0] for row in rows}
    # The local search is compiled and loaded before anything is measured.
    warm_up()
    for name, published in optima().items():
        if arguments.part not in name or name in known:
            continue
        rows.append(one(name, published, arguments.seconds))
        if arguments.csv:
            with arguments.csv.open("a", newline="") as stream:
                csv.writer(stream).writerow(rows[-1])
    _summary(rows)


def _summary(rows: list[Row]) -> None:
    closed = [r for r in rows if r[3]]
    still = [r for r in rows if r[2] == "?" or ">=" in r[2]]
    print(f"{'':14}{'as published':>14}{'not closed':>12}{'otherwise':>11}{'all':>6}")
    for title, wanted in (("optimal", False), ("infeasible", True)):
        mine = [r for r in rows if (r[1] == "-") == wanted]
        right, open_ones = sum(r[3] for r in mine), sum(r in still for r in mine)
        other = len(mine) - right - open_ones
        print(f"{title:14}{right:14}{open_ones:12}{other:11}{len(mine):6}")
    originals = [r for r in rows if r[0].endswith(".original")]
    geometric, of_originals = (
        math.exp(sum(math.log(max(0.05, r[4] if r[3] else 60.0)) for r in some) / max(1, len(some)))
        for some in (rows, originals)
    )
    print(
        f"closed as published: {len(closed)} of {len(rows)}; "
        f"within 20 s wall {sum(r[4] <= 20 for r in closed)}, within 20 s of processor time per core "
        f"{sum(r[5] <= 40 for r in closed)}; geometric mean wall {geometric:.2f} s, "
        f"of the originals {of_originals:.2f} s"
    )


if __name__ == "__main__":
    main()
