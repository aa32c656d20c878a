"""All 76 published TOPTW instances with one to four routes: the gap to the best known scores.

Usage: python -m benchmarks.trips.toptw [--seconds 10] [--part c1,pr] [--every 1] [--csv FILE] [--method own]
Every solution is checked by a checker of its own. Seconds are processor time of one process. The order of
the cases is mixed, so that a run that was broken off speaks of all families; a CSV that is there is gone on
with.
`--method vroom` and `--method pyvrp` run the two routing libraries on the same cases;
`--summary` only prints. `--uncut` runs those of the CSV again that are above the best known, and says whether
the tours keep their times with distances that are not cut off as the literature does.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections import defaultdict
from pathlib import Path
from statistics import fmean

from benchmarks.trips.cases import cases, check, family, published
from benchmarks.trips.rivals import RIVALS
from egiz.trips.kernels import warm_up
from egiz.trips.orienteering import solve_tours
from egiz.trips.toptw import read_toptw

FIELDS = ("instance", "m", "method", "limit_s", "score", "best_known", "gap_pct", "cpu_s")


def run(name: str, m: int, method: str, seconds: float) -> tuple[int, float]:
    """Checked score and processor seconds of one case."""
    problem = read_toptw(cases() / "toptw" / f"{name}.txt", m)
    begin = time.process_time()
    if method == "own":
        routes = solve_tours(problem, seconds=seconds, seed=1).routes
    else:
        routes = RIVALS[method](problem, seconds)
    spent = time.process_time() - begin
    assert len(routes) <= m
    return check(name, routes), spent


def main() -> None:
    """Run what is not in the CSV yet, then print the mean gap by family."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--part", default="", help="families, e.g. c1,pr")
    parser.add_argument("--every", type=int, default=1, help="each k-th case of the mixed order")
    parser.add_argument("--csv", type=Path, default=Path("var/toptw.csv"))
    parser.add_argument("--method", choices=("own", *RIVALS), default="own")
    parser.add_argument("--summary", action="store_true")
    parser.add_argument("--uncut", action="store_true")
    a = parser.parse_args()
    if a.uncut:
        _uncut([r for r in _read(a.csv) if r["method"] == "own" and float(r["gap_pct"]) < 0])
        return
    todo = published()
    random.Random(7).shuffle(todo)
    todo = [r for r in todo[:: a.every] if not a.part or family(r["instance"]) in a.part.split(",")]
    done = _read(a.csv)
    keys = {(r["instance"], r["m"], r["method"], float(r["limit_s"])) for r in done}
    warm_up()
    a.csv.parent.mkdir(parents=True, exist_ok=True)
    with a.csv.open("a", newline="") as stream:
        writer = csv.DictWriter(stream, FIELDS)
        if not done:
            writer.writeheader()
        for r in () if a.summary else todo:
            if (r["instance"], r["m"], a.method, a.seconds) in keys:
                continue
            score, spent = run(r["instance"], int(r["m"]), a.method, a.seconds)
            best = float(r["bks_max"])
            gap = f"{100 * (best - score) / best:.3f}"
            row = (r["instance"], r["m"], a.method, a.seconds, score, f"{best:g}", gap, f"{spent:.2f}")
            writer.writerow(dict(zip(FIELDS, row, strict=True)))
            stream.flush()
    wanted = {(r["instance"], r["m"]) for r in todo}
    _summary([r for r in _read(a.csv) if (r["instance"], r["m"]) in wanted])


def _uncut(rows: list[dict[str, str]]) -> None:
    kept = above = 0
    for r in rows:
        name, m = r["instance"], int(r["m"])
        problem = read_toptw(cases() / "toptw" / f"{name}.txt", m)
        routes = solve_tours(problem, seconds=float(r["limit_s"]), seed=1).routes
        score = check(name, routes)
        try:
            check(name, routes, cut=False)
            says = "on time"
        except AssertionError as error:
            says = str(error)
        above += score > float(r["best_known"])
        kept += says == "on time" and score > float(r["best_known"])
        print(f"{name} in {m}: {score}, best known {r['best_known']}; distances not cut: {says}", flush=True)
    print(f"above the best known again: {above} of {len(rows)}; of them on time with full distances: {kept}")


def _read(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


def _summary(rows: list[dict[str, str]]) -> None:
    groups: dict[tuple[str, float], dict[str, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for r in rows:
        mine = groups[r["method"], float(r["limit_s"])]
        mine[family(r["instance"])].append(r)
        mine["all"].append(r)
    for (method, limit), families in sorted(groups.items()):
        print(
            f"{method}, at most {limit:g} s: gap to the best known, mean % (largest), mean processor seconds"
        )
        for name in sorted(families, key=lambda f: (f == "all", f)):
            mine = families[name]
            gaps = [float(r["gap_pct"]) for r in mine]
            known, above = sum(g == 0 for g in gaps), sum(g < 0 for g in gaps)
            print(
                f"  {name:4} {len(mine):4} cases {fmean(gaps):6.2f} ({max(gaps):5.2f})  "
                f"{fmean(float(r['cpu_s']) for r in mine):5.2f} s  as known {known}, above {above}"
            )


if __name__ == "__main__":
    main()
