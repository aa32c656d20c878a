"""The solver against the truth by trying everything, on random missions with all rules.

Usage: python -m benchmarks.meetings.brute [--count 2000] [--first 0] [--people]

With --people companies name their people, who split up, and some meetings are of three to five companies.

Every goal's value and bound must be the truth's, and the independent checker must find nothing.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.meetings.oracle import random_delegation, random_problem, truth

from egiz.meetings import Limits, ProblemError, check, result_to_document, solve


def wrong(seed: int, *, people: bool = False) -> str:
    """What is wrong with the answer to one random problem; empty where nothing is."""
    try:
        problem = random_delegation(seed) if people else random_problem(seed)
    except ProblemError:
        return "refused"
    best = truth(problem)
    result = solve(problem, limits=Limits(30, 1))
    if best is None:
        return "" if result.status == "infeasible" else f"{result.status}, and there is no schedule"
    if result.status != "optimal":
        return f"{result.status}, and the best is {best}"
    found = [(g.value, g.bound) for g in result.goals]
    if found != [(v, v) for v in best]:
        return f"{found} and not {best}"
    return "; ".join(f"{b.rule}: {b.text}" for b in check(result_to_document(result), problem))


def main() -> None:
    """Print every difference and how many there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--people", action="store_true")
    words = parser.parse_args()
    begin, same, refused, bad = time.process_time(), 0, 0, 0
    for seed in range(words.first, words.first + words.count):
        what = wrong(seed, people=words.people)
        if what == "refused":
            refused += 1
        elif what:
            bad += 1
            print(f"seed {seed}: {what}", flush=True)
        else:
            same += 1
    spent = time.process_time() - begin
    print(f"{same} the same, {bad} not, {refused} contradict themselves and were refused; {spent:.0f} CPU s")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
