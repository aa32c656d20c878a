"""Time to proof on the 20 published originals, beside two models written down as anybody would.

Three ways, one after the other on every instance, with the same time limit and the same two cores:

- `egiz`: `egiz.meetings.scheduling` with two workers.
- `cp-sat`: the plain model under CP-SAT with two workers: a slot per meeting and slot, busy and "met before"
  and "meets later" per participant and slot, a break where an idle run begins.
- `rc2`: the clauses of Bofill et al. (JAIR 74, 2022) with their implied counts under python-sat's RC2
  (Glucose, with the options its authors used in the MaxSAT Evaluation); RC2 has one thread.

Each runs in a process of its own, which is ended at the limit. Reading the file and loading the libraries is
not counted, building the model is. Where there is no proof at the limit, the limit is counted.

Usage: python -m benchmarks.meetings.compare [seconds] [name-part] [--ways egiz,rc2]
"""

from __future__ import annotations

import argparse
import importlib
import math
import multiprocessing
import os
import time
from collections.abc import Callable

from benchmarks.meetings.cases import cases, optima
from benchmarks.meetings.clock import Stopwatch
from benchmarks.meetings.plain import cp_sat, rc2
from egiz.meetings import Limits, load_problem, solve
from egiz.meetings.model.problem import Problem
from egiz.meetings.search.local import warm_up

Proof = tuple[int | None, float, float]
FLOOR = 0.05
LIBRARIES = ("scipy.optimize", "pysat.examples.rc2", "pysat.solvers", "ortools.sat.python.cp_model")


def egiz(problem: Problem, seconds: float) -> int | None:
    """Fewest breaks, if proved."""
    result = solve(problem, limits=Limits(seconds, 2), seed=1)
    return result.goal("breaks").value if result.status == "optimal" else None


WAYS: dict[str, Callable[[Problem, float], int | None]] = {"egiz": egiz, "cp-sat": cp_sat, "rc2": rc2}


def run(way: str, problem: Problem, seconds: float) -> Proof:
    """The proved optimum or None, wall seconds, processor seconds; ended at the limit."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(there, way, problem, seconds))
    begin = time.perf_counter()
    process.start()
    there.close()
    try:
        found: Proof = here.recv() if here.poll(seconds + 2) else (None, seconds, math.nan)
    except EOFError:
        found = (None, seconds, math.nan)
    if process.is_alive():
        process.terminate()
    process.join()
    spent = time.perf_counter() - begin
    return found if found[0] is not None else (None, max(seconds, min(spent, seconds)), found[2])


def _child(there: multiprocessing.connection.Connection, way: str, problem: Problem, seconds: float) -> None:
    with Stopwatch() as watch:
        value = WAYS[way](problem, seconds)
    proved = value if watch.wall <= seconds else None
    there.send((proved, watch.wall, watch.cpu))


def main() -> None:
    """Print one line per instance, then the geometric means and their ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("seconds", nargs="?", type=float, default=60.0)
    parser.add_argument("part", nargs="?", default="")
    parser.add_argument("--ways", default=",".join(WAYS))
    arguments = parser.parse_args()
    ways = arguments.ways.split(",")
    warm_up()
    for library in LIBRARIES:
        importlib.import_module(library)
    spent: dict[str, list[float]] = {way: [] for way in ways}
    proofs = dict.fromkeys(ways, 0)
    for name, published in optima().items():
        if not name.endswith(".original") or arguments.part not in name:
            continue
        problem = load_problem(cases() / "instances" / f"{name}.dzn")
        cells = []
        for way in ways:
            value, wall, cpu = run(way, problem, arguments.seconds)
            proofs[way] += value is not None and str(value) == published
            spent[way].append(max(FLOOR, wall if value is not None else arguments.seconds))
            cells.append(f"{way} {'no proof' if value is None else value:>8} {wall:6.2f} s (cpu {cpu:6.2f})")
        print(f"{name:22} published {published:>2}   " + "   ".join(cells), flush=True)
    _summary(spent, proofs, arguments.seconds)


def _summary(spent: dict[str, list[float]], proofs: dict[str, int], limit: float) -> None:
    means = {w: math.exp(sum(map(math.log, times)) / len(times)) for w, times in spent.items() if times}
    for way, mean in means.items():
        print(f"{way:8} proved {proofs[way]:2} of {len(spent[way])}, geometric mean {mean:6.2f} s")
    others = [mean for way, mean in means.items() if way != "egiz"]
    if others and "egiz" in means:
        print(f"egiz / better of the others: {means['egiz'] / min(others):.2f}")
    print(f"limit {limit:.0f} s, counted where there is no proof; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
