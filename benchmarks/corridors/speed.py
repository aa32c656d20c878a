"""Loading, a question without draws, a question with 5,000: `python -m benchmarks.corridors.speed`."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

from egiz.corridors import load, route
from egiz.corridors.draws import uniform

PAIRS = (
    ("atyrau", "nukus", "truck20"),
    ("atyrau", "urgench", "party"),
    ("atyrau", "nukus", "bus"),
    ("aktobe", "bukhara", "party"),
    ("oral", "termez", "car"),
    ("tashkent", "poti", "container"),
    ("almaty", "khiva", "air"),
    ("aktau", "samarkand", "train"),
)
DAY = date(2026, 12, 10)
COLD = """
import time
import numpy, rustworkx, egiz.atlas
start = time.process_time()
from egiz.corridors import load
load()
print(time.process_time() - start)
"""


def cpu(work: Callable[[], object], times: int = 5) -> float:
    """Median CPU milliseconds of a call."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append((time.process_time() - start) * 1000)
    return statistics.median(found)


def main() -> None:
    """Print the figures of the documentation."""
    cold = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True)
    ms = float(cold.stdout) * 1000
    print(f"read and check the network in a new process, libraries in memory: {ms:.0f} ms CPU")
    network = load()
    print(f"{len(network.nodes)} nodes, {len(network.links)} links, {len(network.values)} values")
    for a, b, vehicle in PAIRS:

        def forget() -> None:
            network.memory.clear()
            uniform.cache_clear()

        def ask(draws: int, a: str = a, b: str = b, vehicle: str = vehicle) -> object:
            return route(a, b, DAY, vehicle, draws=draws)

        first = cpu(lambda ask=ask: (forget(), ask(0)))
        drawn = cpu(lambda ask=ask: (forget(), ask(5000)))
        again, again_drawn = cpu(lambda ask=ask: ask(0)), cpu(lambda ask=ask: ask(5000))
        print(
            f"{a:9} {b:10} {vehicle:10} first {first:6.1f} ms, with draws {drawn:6.1f} ms; "
            f"again {again:5.1f} ms, with draws {again_drawn:6.1f} ms"
        )


if __name__ == "__main__":
    main()
