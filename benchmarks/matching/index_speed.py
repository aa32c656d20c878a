"""A million short profiles: building, searching, updating an embedded index, in CPU seconds of one thread.

    python -m benchmarks.matching.index_speed [--profiles 1000000] [--queries 10000]

Profiles are two to four real labels put together (Russian 60 %, Uzbek 25 %, English 15 %). Recall compares
the ten texts found with those of a plain scan over every text with the same weights (200 queries).
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator

import numpy as np

from benchmarks.matching import tasks
from egiz.matching.bulk import TextIndex


def texts(count: int, seed: int = 0) -> Iterator[str]:
    """Made-up profiles out of real labels."""
    rng = np.random.default_rng(seed)
    levels = tasks.mxik()
    pools = (
        [*tasks.hs_ru().values(), *(pair[0] for pair in tasks.cpv().values()), *tasks.gced_ru().values()],
        [text for level in ("item", "position") for text in levels[level].values() if text],
        [*tasks.hs_en().values(), *(pair[1] for pair in tasks.cpv().values()), *tasks.nace_en().values()],
    )
    kinds = rng.choice(3, size=count, p=(0.6, 0.25, 0.15))
    sizes = rng.integers(2, 5, size=count)
    draws = rng.random((count, 4))
    for kind, size, draw in zip(kinds.tolist(), sizes.tolist(), draws.tolist(), strict=True):
        pool = pools[kind]
        yield ". ".join(pool[int(at * len(pool))] for at in draw[:size])


def scan(index: TextIndex, query: str, k: int) -> tuple[set[str], float]:
    """The k best texts by a plain scan, and the last one's score."""
    asked = np.array(sorted(set(index.terms.of_text(query, grow=False))))
    main = index._main  # noqa: SLF001 - the benchmark checks the inside
    worth = np.zeros(main.width + 1)
    for term in asked.tolist():
        worth[term] = np.log(1 + (main.size + 1) / (1 + main.frequency(term))) ** 2
    upto = np.concatenate([[0.0], np.cumsum(worth[main.terms])])
    scores = (upto[main.starts[1:]] - upto[main.starts[:-1]]) * main.scale
    last = float(np.partition(scores, -k)[-k])
    likely = np.flatnonzero(scores >= last * (1 - 1e-9))
    best = likely[np.lexsort((likely, -np.round(scores[likely], 6)))][:k]
    return {str(at) for at in best.tolist()}, last


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--profiles", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=10_000)
    chosen = parser.parse_args()
    TextIndex([("0", "насос", ())]).search("pump")  # compiles
    made = list(texts(chosen.profiles))
    asked = list(texts(chosen.queries, seed=1))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    clock = time.process_time()
    index = TextIndex((str(at), text, ()) for at, text in enumerate(made))
    print(f"index of {len(made):,}: {time.process_time() - clock:.1f} CPU s", flush=True)
    del made
    clock = time.process_time()
    for query in asked:
        index.search(query, 10)
    print(
        f"{len(asked):,} queries, top 10 with the words found: {time.process_time() - clock:.1f} CPU s",
        flush=True,
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory {peak:.2f} GB, of which {before:.2f} GB are the benchmark's own texts")
    agree, level = [], []
    for query in asked[:200]:
        exact, last = scan(index, query, 10)
        hits = index.search(query, 10, words=False)
        agree.append(len({hit.id for hit in hits} & exact) / 10)
        level.append(sum(hit.score >= last * (1 - 1e-5) for hit in hits) / 10)
    print(
        f"recall@10 against a plain scan, {len(agree)} queries: {np.mean(agree):.4f}; "
        f"with texts of equal score: {np.mean(level):.4f}"
    )
    clock = time.process_time()
    index.update((f"new {at}", text, ()) for at, text in enumerate(texts(1000, seed=2)))
    print(f"update of 1,000: {time.process_time() - clock:.2f} CPU s, {len(index):,} texts now")


if __name__ == "__main__":
    main()
