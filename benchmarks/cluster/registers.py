"""Two registers of companies made from real code texts, and their partners by one and by two workers.

    python -m benchmarks.cluster.registers make FOLDER [--a 2000000] [--b 700000]
    python -m benchmarks.cluster.registers measure FOLDER [--workers 1,2] [--first 4] [--check 200] [--kill]
    python -m benchmarks.cluster.registers measure FOLDER --workers 2 --out RUN

Recipe. A company offers one to three labels and needs one or two, drawn from public lists: Russian (HS
2022, CPV, the Kyrgyz list of activities), Uzbek (the state's catalogue of goods), English (HS 2022, CPV, NACE
2). Of A's companies 70 % write Russian and 30 % English, of B's 50 % Uzbek, 40 % Russian, 10 % English. The
square of a uniform number chooses within a list, so that some labels are common and most are rare, and two
companies in three carry the code of their first label. Each partition is drawn with its own seed: (seed,
register, number).

`measure` asks the first partitions of A (`--first`, all for 0) against B
(or the first partitions of it, `--of-b`) and prints seconds of the
clock, CPU seconds of the workers, and whether the results are the same bytes; `--check` companies are also
asked of one index over all of B in this process. `--kill` ends a worker in the middle of a further run. With
`--out` one run is made, or goes on, in a folder that is kept.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from benchmarks.matching import tasks
from egiz.cluster import Company, Outcome, Pool, connect, match_registers, read_companies, write_companies
from egiz.matching.bulk import TextIndex

Labels = list[tuple[str, str]]
OTHER = {"offers": "needs", "needs": "offers"}
SHARES = {"a": (("ru", 0.7), ("en", 0.3)), "b": (("uz", 0.5), ("ru", 0.4), ("en", 0.1))}


def labels() -> dict[str, Labels]:
    """Labels with their codes by language; a code that is neither HS nor an activity is left empty."""
    levels = tasks.mxik()
    return {
        "ru": [
            *tasks.hs_ru().items(),
            *(("", pair[0]) for pair in tasks.cpv().values()),
            *tasks.gced_ru().items(),
        ],
        "uz": [("", text) for level in ("item", "position") for text in levels[level].values() if text],
        "en": [
            *tasks.hs_en().items(),
            *(("", pair[1]) for pair in tasks.cpv().values()),
            *tasks.nace_en().items(),
        ],
    }


def companies(
    register: str, number: int, count: int, pools: dict[str, Labels], seed: int = 0
) -> Iterator[Company]:
    """One partition's companies."""
    rng = np.random.default_rng([seed, ord(register), number])
    names = [name for name, _ in SHARES[register]]
    kinds = rng.choice(len(names), size=count, p=[share for _, share in SHARES[register]])
    sizes, wants = rng.integers(1, 4, size=count), rng.integers(1, 3, size=count)
    draws, coded = rng.random((count, 5)) ** 2, rng.random((count, 2)) < 2 / 3
    for at in range(count):
        pool = pools[names[kinds[at]]]
        chosen = [pool[int(draw * len(pool))] for draw in draws[at]]
        offers, needs = chosen[: sizes[at]], chosen[3 : 3 + wants[at]]
        yield Company(
            f"{register}{number:04d}-{at:06d}",
            ". ".join(text for _, text in offers),
            ". ".join(text for _, text in needs),
            **_codes(offers[0][0] if coded[at, 0] else "", ""),
            **_codes(needs[0][0] if coded[at, 1] else "", "need_"),
        )


def _codes(code: str, side: str) -> dict[str, tuple[str, ...]]:
    if not code:
        return {}
    return {f"{side}hs_codes" if code.isdigit() and len(code) > 3 else f"{side}codes": (code,)}


def make(folder: Path, sizes: dict[str, tuple[int, int]]) -> None:
    """Write both registers, given their companies and those of a partition."""
    pools = labels()
    for register, (size, rows) in sizes.items():
        (folder / register).mkdir(parents=True)
        clock = time.process_time()
        for number, first in enumerate(range(0, size, rows)):
            path = folder / register / f"part-{number:04d}.parquet"
            write_companies(path, companies(register, number, min(rows, size - first), pools))
        stored = sum(path.stat().st_size for path in (folder / register).iterdir()) / 1e6
        print(
            f"{register}: {size:,} companies, {stored:.0f} MB, {time.process_time() - clock:.0f} CPU s",
            flush=True,
        )


def part_of(register: Path, first: int, into: Path) -> Path:
    """A folder with links to the first partitions of a register, or all of them."""
    files = sorted(register.iterdir())
    into.mkdir()
    for path in files[: first or None]:
        (into / path.name).symlink_to(path.resolve())
    return into


def timed(a: Path, b: Path, out: Path, workers: int, *, kill: bool = False) -> tuple[Outcome, float]:
    """One run, and its seconds by the clock once the workers stand."""
    with connect(workers=workers, memory="2GB") as pool:
        if kill:
            threading.Timer(5.0, _end_one, [pool, out.parent]).start()
        clock = time.monotonic()
        outcome = match_registers(pool, a, b, out)
        return outcome, time.monotonic() - clock


def _end_one(pool: Pool, folder: Path) -> None:
    os.kill(pool.looks(folder)[0]["pid"], signal.SIGKILL)


def peak() -> float:
    """Largest memory of any of the processes started here, in GB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6


def checked(a: Path, b: Path, out: Path, count: int) -> bool:
    """Whether one index over all of B, in this process, finds the same rows with the same bits."""
    others = [each for path in sorted(b.iterdir()) for each in read_companies(path)[0]]
    askers = read_companies(min(a.iterdir()))[0][:: max(1, 50_000 // count)][:count]
    wanted = {each.id for each in askers}
    table = pq.read_table(min((out / "partners").iterdir())).to_pylist()
    found = [tuple(row.values()) for row in table if row["a"] in wanted]
    return sorted(found) == sorted(row for side in OTHER for row in _alone(askers, others, side))


def _alone(askers: Sequence[Company], others: Sequence[Company], side: str) -> Iterator[tuple[object, ...]]:
    index = TextIndex((str(at), *each.row(side)) for at, each in enumerate(others))
    for asker in askers:
        text, codes = asker.row(OTHER[side])
        for rank, hit in enumerate(index.search(text, 10, codes=codes, words=False), 1):
            yield asker.id, side, rank, others[int(hit.id)].id, int(hit.id), hit.score


def measure(folder: Path, workers: Sequence[int], first: tuple[int, int], check: int, *, kill: bool) -> None:
    """Run and print."""
    with tempfile.TemporaryDirectory(prefix="egiz-registers-") as scratch:
        a, b = (
            part_of(folder / name, count, Path(scratch) / name)
            for name, count in zip("ab", first, strict=True)
        )
        sums, walls = set(), {}
        for count in workers:
            out = Path(scratch) / f"run-{count}"
            outcome, walls[count] = timed(a, b, out, count)
            sums.add(outcome.checksum)
            load = os.getloadavg()[0]
            print(
                f"{count} workers: {walls[count]:.1f} s, {outcome.cpu_seconds:.1f} CPU s, {outcome.rows:,} "
                f"rows, peak {peak():.2f} GB a process, load of the machine {load:.1f}, "
                f"checksum {outcome.checksum[:16]}",
                flush=True,
            )
        if {1, 2} <= walls.keys():
            print(f"efficiency of the second worker by the clock: {walls[1] / walls[2] / 2:.2f}")
        if kill:
            outcome, wall = timed(a, b, Path(scratch) / "killed", 2, kill=True)
            sums.add(outcome.checksum)
            print(f"a worker killed after 5 s: {wall:.1f} s, checksum {outcome.checksum[:16]}", flush=True)
        print("the same bytes in all runs" if len(sums) == 1 else "THE RUNS DIFFER")
        if check:
            same = checked(a, b, Path(scratch) / f"run-{workers[0]}", check)
            print(f"{check} companies, one index in one process: {'the same bits' if same else 'DIFFERENT'}")


def main() -> None:
    """Make registers, or measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("make", "measure"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--a", type=int, default=2_000_000)
    parser.add_argument("--b", type=int, default=700_000)
    parser.add_argument("--a-rows", type=int, default=50_000)
    parser.add_argument("--b-rows", type=int, default=50_000)
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--of-b", type=int, default=0)
    parser.add_argument("--check", type=int, default=200)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    workers = [int(each) for each in chosen.workers.split(",")]
    if chosen.what == "make":
        make(chosen.folder, {"a": (chosen.a, chosen.a_rows), "b": (chosen.b, chosen.b_rows)})
    elif chosen.out:
        outcome, wall = timed(chosen.folder / "a", chosen.folder / "b", chosen.out, workers[0])
        print(f"{wall:.1f} s, {outcome.cpu_seconds:.1f} CPU s, {outcome.kept} parts kept, {outcome.checksum}")
    else:
        measure(chosen.folder, workers, (chosen.first, chosen.of_b), chosen.check, kill=chosen.kill)


if __name__ == "__main__":
    main()
