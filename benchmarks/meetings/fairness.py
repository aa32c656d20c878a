"""The originals under other limits of fairness, beside the values that the publication prints.

Tables 9 to 11 of Bofill et al. (JAIR 74, 2022) give the fewest breaks of the 20 originals for d = 0, 1 and 3;
the list of optima gives d = 2. "-": there is no such schedule.

Usage: python -m benchmarks.meetings.fairness [seconds] [name-part] [--limits 0,1,2,3]
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import replace

from benchmarks.meetings.cases import cases, optima
from benchmarks.meetings.clock import Stopwatch
from egiz.meetings import Limits, Result, check, load_problem, result_to_document, solve

TABLES = ("9", "10", "11")
Key = tuple[str, int]


def published() -> dict[Key, str]:
    """Best printed value by instance and limit; "-" where a solver proved that there is none."""
    found: dict[Key, set[str]] = {}
    with (cases() / "published.csv").open(newline="") as stream:
        for row in csv.DictReader(stream):
            if row["table"] in TABLES and row["best"].strip():
                key = (row["instance"], int(row["solver"][1]))
                found.setdefault(key, set()).add(row["best"].strip())
    best = {key: "-" if "-" in values else str(min(map(int, values))) for key, values in found.items()}
    originals = {k.removesuffix(".original"): v for k, v in optima().items() if k.endswith(".original")}
    return best | {(name, 2): value for name, value in originals.items()}


def found(result: Result) -> str:
    """The proved value, or the value and its bound."""
    if result.status in ("infeasible", "unknown"):
        return "-" if result.status == "infeasible" else "?"
    goal = result.goal("breaks")
    return str(goal.value) if result.status == "optimal" else f"{goal.value}>={goal.bound}"


def main() -> None:
    """Print one line per instance and limit, and how many agree."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("seconds", nargs="?", type=float, default=60.0)
    parser.add_argument("part", nargs="?", default="")
    parser.add_argument("--limits", default="0,1,2,3")
    arguments = parser.parse_args()
    wanted = {int(d) for d in arguments.limits.split(",")}
    tally = {d: [0, 0, 0] for d in sorted(wanted)}
    for (name, d), value in sorted(published().items()):
        if d not in wanted or arguments.part not in name:
            continue
        given = load_problem(cases() / "instances" / f"{name}.original.dzn")
        problem = replace(given, goals=replace(given.goals, fairness=d))
        with Stopwatch() as watch:
            result = solve(problem, limits=Limits(arguments.seconds, 2), seed=1)
        mine = found(result)
        closed = mine != "?" and ">=" not in mine
        broken = check(result_to_document(result), problem) if closed else []
        right = mine == value and not broken
        tally[d] = [a + b for a, b in zip(tally[d], (right, closed and not right, not closed), strict=True)]
        note = "" if right else "  DIFFERS" if closed else "  not closed"
        print(
            f"d={d} {name:15} published {value:>3}  found {mine:>7}  wall {watch.wall:6.2f} s  "
            f"cpu {watch.cpu:6.2f} s{note}",
            flush=True,
        )
    for d, (same, other, still) in tally.items():
        print(f"d={d}: as published {same}, otherwise {other}, not closed {still}")


if __name__ == "__main__":
    main()
