"""The local search alone, against processor time: what one free core reaches, however busy the machine is.

Usage: python -m benchmarks.meetings.annealing [--seconds 60] [--seed 1] NAME [NAME …]

Names as in `starts`: L250, X1000, Y5000; with a p at the end a schedule without breaks exists; X1000-7 is the
same size from our own generator with seed 7. The seconds are those of the annealing, in one process.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.meetings.starts import named
from egiz.meetings.model.core import build_core
from egiz.meetings.model.measure import difference, keeps_rules
from egiz.meetings.proving.attendance import runs_bound
from egiz.meetings.search.cooling import Incumbent, cool
from egiz.meetings.search.local import Search, warm_up


def main() -> None:
    """Print breaks and bound of each case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    warm_up()
    for name in words.names:
        core = build_core(named(name))
        begin = time.process_time()
        search = Search(core, seed=words.seed)
        search.place(600.0)
        first = time.process_time() - begin
        incumbent = Incumbent(core)

        def go_on(search: Search = search, incumbent: Incumbent = incumbent) -> bool:
            incumbent.offer(search.best)
            return True

        cool(search, words.seconds, go_on, now=time.process_time)
        starts = incumbent.nearest()
        if starts is None:
            print(f"{name}: no schedule")
            continue
        print(
            f"{name}: {int((starts >= 0).sum())} of {core.n_meetings} placed, breaks {incumbent.value} "
            f"(at least {runs_bound(core)}), differences up to {difference(core, starts)}, placed after "
            f"{first:.1f} s, annealed {words.seconds:.0f} s of one core at "
            f"{search.steps / words.seconds / 1e6:.1f} million steps a second, "
            f"rules {'kept' if keeps_rules(core, starts) else 'not all kept'}",
            flush=True,
        )


if __name__ == "__main__":
    main()
