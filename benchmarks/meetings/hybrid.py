"""Hybrid missions with interpreters, and how fast the weight held is proved best.

Usage: python benchmarks/meetings/hybrid.py [seeds] [seconds]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.meetings.clock import Stopwatch
from benchmarks.meetings.generate import hybrid
from egiz.meetings import Limits, check, result_to_document, solve


def main() -> None:
    """Print one line per seed."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 30.0
    print("seed  held  bound  proved  s to proof  wall s  cpu s  breaks  bound  broken rules")
    for seed in range(1, seeds + 1):
        problem = hybrid(seed)
        with Stopwatch() as watch:
            result = solve(problem, limits=Limits(seconds, 2), seed=1)
        held, breaks = result.goal("held"), result.goal("breaks")
        when = next((p.seconds for p in result.improvements if p.goal == "breaks"), result.seconds)
        broken = len(check(result_to_document(result), problem))
        print(
            f"{seed:4}  {held.value:4}  {held.bound:5}  {held.proved!s:6}  {when:10.1f}  {watch.wall:6.1f} "
            f"{watch.cpu:6.1f}  {breaks.value:6}  {breaks.bound:5}  {broken}",
            flush=True,
        )


if __name__ == "__main__":
    main()
