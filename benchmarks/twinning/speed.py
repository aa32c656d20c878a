"""Speed of the shipped model: `python -m benchmarks.twinning.speed`.

`--commands` asks only what a person waits for: processor time and peak memory of the whole of `egiz rank`,
start-up included, and of the ranking alone in a process that has ranked before. Without it also: one city
against every place of the atlas after loading, and all ordered pairs of places of 15,000 people or more in
different countries, streamed: a slice of cities is timed, the whole is a stated estimate from it.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import subprocess
import sys
import time

import numpy as np

from egiz.twinning import rank, stream_pairs
from egiz.twinning.places import world
from egiz.twinning.ranker import MIN_PEOPLE, MODEL_FILE, load

ATYRAU = 610529
SLICE = 40


def commands() -> None:
    """Processor time and memory of what is typed, and of a ranking after start-up."""
    rank(ATYRAU, country="KG")
    for country in ("UZ", "US"):
        typed = [sys.executable, "-m", "egiz.cli", "rank", "Atyrau", "--in", country]
        with subprocess.Popen(typed, stdout=subprocess.DEVNULL) as child:
            _, code, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(code)
        spent = used.ru_utime + used.ru_stime
        started = time.process_time()
        rank(ATYRAU, country=country)
        print(
            f"egiz rank Atyrau --in {country}: {spent:.2f} CPU s with start-up, "
            f"{used.ru_maxrss / 1024:.0f} MB at most; "
            f"the ranking alone {time.process_time() - started:.2f} CPU s (exit {child.returncode})",
            flush=True,
        )


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--commands", action="store_true", help="only what a person waits for")
    chosen = options.parse_args()
    commands()
    if chosen.commands:
        return
    if not MODEL_FILE.exists():
        sys.exit("No shipped model; make one with `python -m benchmarks.twinning.ship`.")
    places = world()
    started = time.perf_counter()
    ranker = load(MODEL_FILE)
    ranker.score(ATYRAU, places.ids[:10].tolist())
    print(f"load and first score: {time.perf_counter() - started:.2f} s")
    everywhere = places.ids
    times = []
    for city in (ATYRAU, 601294, 1512473, 2643743, 2988507):
        started, cpu = time.perf_counter(), time.process_time()
        ranker.score(city, everywhere)
        times.append((1e3 * (time.perf_counter() - started), 1e3 * (time.process_time() - cpu)))
    wall, core = np.median(np.array(times), axis=0)
    print(f"one city against {len(places):,}: median {wall:.0f} ms, {core:.0f} ms of one core")
    started = time.perf_counter()
    rank(ATYRAU, country="UZ")
    rank_first = time.perf_counter() - started
    started = time.perf_counter()
    rank(ATYRAU, country="UZ")
    print(f"rank Atyrau in UZ: {rank_first:.2f} s the first time, {time.perf_counter() - started:.2f} s then")
    large = int((places.population >= MIN_PEOPLE).sum())
    cities = places.ids[np.flatnonzero(places.population >= MIN_PEOPLE)[:: large // SLICE][:SLICE]]
    started, pairs = time.process_time(), 0
    for _, _, _ in itertools.islice(stream_pairs(ranker, cities.tolist()), SLICE):
        pairs += large
    spent = time.process_time() - started
    whole = spent / SLICE * large
    rate = pairs / spent / 1e6
    print(f"stream: {SLICE} cities in {spent:.1f} s of one core, {rate:.1f} million pairs a second")
    billions = large**2 / 1e9
    print(f"all {large:,} cities ({billions:.2f} billion pairs): {whole / 3600:.1f} h on one core (estimate)")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")


if __name__ == "__main__":
    main()
