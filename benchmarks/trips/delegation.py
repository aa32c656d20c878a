"""A delegation of 30 visits in 6 cities over 6 days: time to plan with a bound, and to re-plan.

Usage: python -m benchmarks.trips.delegation [--visits 30] [--seeds 10] [--seconds 5]
The delegations are invented from a seed. Each plan is checked by the independent checker. "cpu" is processor
time of all threads; what another process takes from the machine shows only in "wall".
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from statistics import fmean

from benchmarks.trips.sample import delegation
from egiz.trips import Changes, Limits, Window, apply_changes, check_plan, plan, replan
from egiz.trips.planning import warm_up


def main() -> None:
    """Print one line per delegation and the means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=30)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=5.0)
    a = parser.parse_args()
    warm_up()
    rows = [run(a.visits, seed, a.seconds) for seed in range(1, a.seeds + 1)]
    proved = sum(r[0] for r in rows)
    print(f"proved best: {proved} of {len(rows)}; mean gap {fmean(r[1] for r in rows):.2f} %")
    print(f"plan: wall {fmean(r[2] for r in rows):.2f} s mean, {max(r[2] for r in rows):.2f} s at most")
    print(f"re-plan: wall {fmean(r[3] for r in rows):.2f} s mean, {max(r[3] for r in rows):.2f} s at most")


def run(visits: int, seed: int, seconds: float) -> tuple[bool, float, float, float]:
    """Whether proved, gap in per cent, seconds of plan and re-plan."""
    problem = delegation(visits, seed=seed)
    cpu = time.process_time()
    result = plan(problem, limits=Limits(seconds, 2), seed=1)
    cpu = time.process_time() - cpu
    assert not check_plan(problem, result)
    id_ = sorted(result.visits)[len(result.visits) // 2]
    item = result.visits[id_][1]
    later = Window(item.start + dt.timedelta(hours=2), item.end + dt.timedelta(hours=2))
    changes = Changes(moved={id_: (later,)})
    again = time.process_time()
    new = replan(problem, result, changes, limits=Limits(2.0, 2), seed=1)
    again = time.process_time() - again
    assert not check_plan(apply_changes(problem, changes), new)
    gap = 100 * (result.bound - result.value) / result.bound
    print(
        f"seed {seed}: {result.status}, {len(result.visits)} visits, value {result.value} of {result.bound}, "
        f"wall {result.seconds:.2f} s, cpu {cpu:.2f} s; {id_} two hours later: {len(new.moved)} moved, "
        f"value {new.value}, wall {new.seconds:.2f} s, cpu {again:.2f} s",
        flush=True,
    )
    return result.status == "optimal", gap, result.seconds, new.seconds


if __name__ == "__main__":
    main()
