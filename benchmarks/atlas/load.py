"""
How long the atlas takes to load, how much memory it holds, how long a look-up takes.

``python -m benchmarks.atlas.load``. Loading is measured in fresh processes, the best of several; look-ups in
processor time as well as in wall time, because other programs on the machine stretch only the latter.
"""

import json
import random
import statistics
import subprocess
import sys
import time

from egiz.atlas import aliases, columns, distance_matrix_km, find, nearest, rows_of, suggest
from egiz.atlas._data import DATA

FRESH = """
import json, resource, time
def now():
    return time.perf_counter(), time.process_time()
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
began = now()
import numpy, rapidfuzz
base, libraries = peak(), now()
import egiz.atlas as atlas
atlas.columns()
columns = now()
atlas.find("Нукус")
names = now()
without = peak()
atlas.find("Ургнеч")
typos = now()
spans = {"numpy and rapidfuzz": (began, libraries), "atlas and its columns": (libraries, columns),
         "names, with a first look-up": (columns, names), "typos, with a first look-up": (names, typos)}
print(json.dumps({
    "ms": {what: [1000 * (b - a) for a, b in zip(*span)] for what, span in spans.items()},
    "MB": {"numpy and rapidfuzz": base, "with all names": without, "with typos": peak()},
}))
"""


def fresh(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def misspelt(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(name) - 1)
    return chance.choice((name[:at] + name[at + 1 :], name[:at] + name[at + 1] + name[at] + name[at + 2 :]))


def lookups(names: list[str]) -> tuple[float, float, float, float]:
    """Processor milliseconds: mean and 99th percentile; wall milliseconds: median and 99th percentile."""
    cpu, wall = [], []
    for name in names:
        began, clock = time.process_time(), time.perf_counter()
        find(name)
        cpu.append(1000 * (time.process_time() - began))
        wall.append(1000 * (time.perf_counter() - clock))
    cut = int(0.99 * len(names))
    return statistics.mean(cpu), sorted(cpu)[cut], statistics.median(wall), sorted(wall)[cut]


def main() -> None:
    runs = [json.loads(fresh(FRESH)) for _ in range(7)]
    size = sum(p.stat().st_size for p in DATA.rglob("*") if p.is_file())
    print(f"data in the package: {size / 1e6:.1f} MB")
    print(f"{'loading, best of 7':28s} {'wall':>9s} {'cpu':>9s}  ms")
    for what in runs[0]["ms"]:
        wall, cpu = (min(run["ms"][what][which] for run in runs) for which in (0, 1))
        print(f"{what:28s} {wall:9.0f} {cpu:9.0f}")
    for what in runs[0]["MB"]:
        print(f"peak memory, {what:28s} {min(run['MB'][what] for run in runs):6.0f} MB")

    chance = random.Random(11)
    table = columns()
    big = [i for i in range(len(table.names)) if table.population[i] > 15_000 and len(table.names[i]) > 4]
    rows = chance.sample(big, 500)
    exact = [chance.choice(aliases(int(table.geonameid[row]))) for row in rows]
    typos = [misspelt(table.names[row], chance) for row in rows]
    misses = ["".join(chance.choice("abcdefgklmnoprstuvz") for _ in range(9)) for _ in range(200)]
    find("Ургнеч")
    print(f"\n{'look-ups':28s} {'cpu mean':>9s} {'cpu p99':>9s} {'wall p50':>9s} {'wall p99':>9s}  ms")
    for what, names in (("known names", exact), ("names with a typo", typos), ("no such place", misses)):
        print(f"{what:28s} " + " ".join(f"{value:9.2f}" for value in lookups(names)))

    began = time.process_time()
    for prefix in ("Ат", "Ург", "ta", "Sam", "қы", "new"):
        suggest(prefix)
    print(f"{'a suggestion':28s} {1000 * (time.process_time() - began) / 6:9.2f} ms cpu")
    nearest(47.1, 51.9)
    began = time.process_time()
    for _ in range(20):
        nearest(47.1, 51.9, 10)
    print(f"{'ten nearest places':28s} {1000 * (time.process_time() - began) / 20:9.2f} ms cpu")
    near = rows_of(table.geonameid[rows])
    began = time.process_time()
    pairs = distance_matrix_km(table.lat[near], table.lon[near], table.lat[big], table.lon[big]).size
    print(f"{'distances':28s} {pairs / (time.process_time() - began) / 1e6:9.1f} million a second")


if __name__ == "__main__":
    main()
