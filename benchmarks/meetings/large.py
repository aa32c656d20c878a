"""The generated fairs: breaks against the counting bound and against a greedy schedule.

Usage: python benchmarks/meetings/large.py NAME SECONDS [NAME SECONDS …], e.g. L250 60 X1000 120
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.meetings.cases import cases
from benchmarks.meetings.clock import Stopwatch
from egiz.meetings import Limits, check, load_problem, result_to_document, solve


def main() -> None:
    """Print one line per instance."""
    words = sys.argv[1:] or ["L250", "60", "X1000", "120"]
    for name, seconds in zip(words[::2], words[1::2], strict=True):
        path = cases() / "generated" / f"{name}.json"
        problem = load_problem(path if path.exists() else path.with_suffix(".json.gz"))
        with Stopwatch() as watch:
            result = solve(problem, limits=Limits(float(seconds), 2), seed=1)
        if result.status == "unknown":
            print(f"{name}: nothing found in {watch.wall:.0f} s")
            continue
        goal = result.goal("breaks")
        first = next(p for p in result.improvements if p.stage == "placed")
        found = (p for p in result.improvements if p.goal == "breaks" and p.value is not None)
        fair = next(found, None)
        late = "none within the fairness limit"
        if fair is not None:
            late = f"first fair one with {fair.value} after {fair.seconds:.1f} s"
        broken = check(result_to_document(result), problem)
        print(
            f"{name}: {len(result.meetings)} of {len(problem.meetings)} placed, breaks {goal.value} "
            f"(at least {goal.bound}), first schedule after {first.seconds:.1f} s, {late}, "
            f"wall {watch.wall:.0f} s, cpu {watch.cpu:.0f} s, "
            f"load {os.getloadavg()[0]:.1f}, broken rules {len(broken)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
