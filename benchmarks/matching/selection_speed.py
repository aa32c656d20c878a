"""Choosing meetings for large events: value, bound, companies left out, seconds.

    python -m benchmarks.matching.selection_speed [--large]

Preferences are made up: a taste of each pair and a popularity of each company, as in the published generators
of reciprocal markets. Candidates are both sides' favourites and a few drawn at random (the long tail).
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from egiz.matching.selection import select


def market(
    size: int, width: int, seed: int = 0, congestion: float = 0.5
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Candidate pairs of two equal sides with scores in 0 to 1."""
    rng = np.random.default_rng(seed)
    popular = (rng.random(size), rng.random(size))
    if size <= 2000:
        taste = [(1 - congestion) * rng.random((size, size)) + congestion * p[None, :] for p in popular[::-1]]
        scores = taste[0] * taste[1].T
        favourites = (
            np.argpartition(-scores, width, axis=1)[:, :width],
            np.argpartition(-scores, width, axis=0)[:width].T,
        )
        rows = np.repeat(np.arange(size), width)
        keys = np.concatenate(
            [
                rows * size + favourites[0].ravel(),
                favourites[1].ravel() * size + rows,
                rows[: size * 10] * size + rng.integers(0, size, size * 10) if width >= 10 else rows,
            ],
        )
        keys = np.unique(keys)
        return keys // size, keys % size, scores[keys // size, keys % size]
    keys = np.unique(np.repeat(np.arange(size), width) * size + rng.integers(0, size, size * width))
    one, two = keys // size, keys % size
    taste = rng.random((2, len(keys)))
    scores = ((1 - congestion) * taste[0] + congestion * popular[1][two]) * (
        (1 - congestion) * taste[1] + congestion * popular[0][one]
    )
    return one, two, scores


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--large", action="store_true", help="also 20,000 x 20,000 with 50 candidates each")
    sizes = [(200, 50), (2000, 50), *([(20_000, 50)] if parser.parse_args().large else [])]
    print("companies a side  candidates  bonus   value      bound      kept    without  CPU s")
    for size, width in sizes:
        one, two, scores = market(size, width)
        rng = np.random.default_rng(1)
        limits = (rng.integers(1, 13, size).tolist(), rng.integers(1, 13, size).tolist())
        select([0], [0], [0.5], ([1], [1]))
        for bonus in (0.0, 0.3):
            clock = time.process_time()
            found = select(one, two, scores, limits, bonus=bonus)
            spent = time.process_time() - clock
            left = len(found.without[0]) + len(found.without[1])
            print(
                f"{size:12,}  {len(one):10,}  {bonus:5.1f}  {found.value:9.1f}  {found.bound:9.1f}  "
                f"{found.value / found.bound:6.2%}  {left:7}  {spent:6.2f}",
                flush=True,
            )
        if size > 2000:
            continue
        clock = time.process_time()
        found = select(one, two, scores, limits, fairness="nash")
        value, bound = found.welfare or (0.0, 0.0)
        print(
            f"{size:12,}  nash: welfare {value:.1f}, at most {bound:.1f} ({value / bound:.2%}); sum "
            f"{found.value:.1f}, {found.value / found.bound:.2%}  {time.process_time() - clock:6.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
