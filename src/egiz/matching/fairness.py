"""Fair selections: a large product of what the companies get (Nash), or whoever has least first (leximin)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]

START = 0.1
"""What a company is taken to have before its first meeting; the smaller, the more the first one counts."""
_ROUNDS = 12


def welfare(one: Ints, two: Ints, worth: Reals, chosen: Ints, sizes: tuple[int, int]) -> float:
    """Sum over all companies of log(1 + sum of the company's scores / START)."""
    shares = np.zeros(len(worth))
    shares[chosen] = 1.0
    return float(sum(np.log1p(got / START).sum() for got in _got(one, two, worth * shares, sizes)))


def nash(
    candidates: tuple[Ints, Ints, Reals],
    sizes: tuple[int, int],
    best_for: Callable[[Reals], Ints],
    starts: Sequence[Ints],
) -> tuple[Ints, float, float]:
    """Choose meetings by Frank-Wolfe steps on the welfare, each a largest-sum selection.

    Parameters
    ----------
    candidates
        Positions in the two lists and scores.
    sizes
        Number of companies of each list.
    best_for
        Gives the selection with the largest sum for other prices of the pairs (not negative).
    starts
        Selections to begin with; the result is never worse than the best of them.

    Returns
    -------
    tuple
        The best selection met, its welfare, and an upper bound on the welfare of any selection: by concavity
        no selection's lies above the tangent at any point (Jaggi, ICML 2013).
    """
    one, two, worth = candidates
    tried = [(welfare(one, two, worth, chosen, sizes), -at, chosen) for at, chosen in enumerate(starts)]
    shares = np.zeros(len(worth))
    shares[max(tried, key=lambda entry: entry[:2])[2]] = 1.0
    bound = np.inf
    for step in range(_ROUNDS):
        got = _got(one, two, worth * shares, sizes)
        slope = worth * (1 / (START + got[0][one]) + 1 / (START + got[1][two]))
        chosen = best_for(slope)
        here = float(sum(np.log1p(side / START).sum() for side in got))
        # Half a step of rounding may hide in each price, in the set found and in the best one.
        hidden = float(slope.max(initial=0.0)) * min(len(worth), 2 * len(chosen) + 1) / 10_000
        bound = min(bound, here + float(slope[chosen].sum() - slope @ shares) + hidden)
        tried.append((welfare(one, two, worth, chosen, sizes), -len(tried), chosen))
        target = np.zeros(len(worth))
        target[chosen] = 1.0
        shares += (2 / (step + 3)) * (target - shares)
    value, _, chosen = max(tried, key=lambda entry: entry[:2])
    return chosen, value, max(value, float(bound))


def _got(one: Ints, two: Ints, worth: Reals, sizes: tuple[int, int]) -> tuple[Reals, Reals]:
    return (
        np.bincount(one, weights=worth, minlength=sizes[0]).astype(np.float64),
        np.bincount(two, weights=worth, minlength=sizes[1]).astype(np.float64),
    )


def levels(sizes: tuple[int, int], most: int, scale: int) -> tuple[int, Ints]:
    """Prices by which a least-cost flow serves those with the fewest meetings first.

    A simple cycle of a flow's changes takes at most one meeting from a company of each side and gives one to
    another of each side, so a level needs only outweigh two meetings of the next one: prices fall by three,
    and no sum of scores along a cycle reaches the last of them.

    Parameters
    ----------
    sizes
        Number of companies of each list.
    most
        The largest limit.
    scale
        Steps of a score, made coarser where the prices would leave the solver's whole numbers.

    Returns
    -------
    scale, prices
        The steps of a score; the price of a meeting below a minimum (at 0) and of a first, second …
        meeting, falling; meetings beyond the last price cost the same.
    """
    room = (1 << 61) // (sum(sizes) + 3)
    last = min(sizes) + 1
    while scale > 1 and last * scale * 3**most > room:
        scale //= 2
    steps = most
    while steps > 1 and last * scale * 3**steps > room:
        steps -= 1
    return scale, np.array([last * scale * 3 ** (steps - at) for at in range(steps + 1)], dtype=np.int64)
