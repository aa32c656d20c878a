"""How stable a selection is: pairs of companies that would both rather meet each other than what they got."""

from __future__ import annotations

from collections.abc import Sequence

from egiz.matching.profiles import Profile

Gains = tuple[int, int, float, float]


def blocking(
    a: Sequence[Profile], b: Sequence[Profile], pairs: Sequence[Gains], chosen: Sequence[int]
) -> tuple[int, ...]:
    """The pairs left out that both companies would rather have.

    Parameters
    ----------
    a, b
        The two lists.
    pairs
        Positions of the two companies and what each of them gains, for every candidate.
    chosen
        Positions of the selected candidates.

    Returns
    -------
    tuple
        Positions of the candidates that block (Gale and Shapley 1962, with limits): each of the two has a
        meeting left, or gains more from the other than from the least of its meetings.
    """
    taken = set(chosen)
    ours = _least(a, [(pairs[at][0], pairs[at][2]) for at in taken])
    theirs = _least(b, [(pairs[at][1], pairs[at][3]) for at in taken])
    return tuple(
        at
        for at, (i, j, mine, yours) in enumerate(pairs)
        if at not in taken and mine > ours[i] and yours > theirs[j]
    )


def _least(side: Sequence[Profile], met: Sequence[tuple[int, float]]) -> list[float]:
    """What each company gains from the least of its meetings; nothing while it has a meeting left."""
    gains: list[list[float]] = [[] for _ in side]
    for at, gain in met:
        gains[at].append(gain)
    full = 2.0  # no gain is above 1: a company that wants no meeting blocks nothing
    return [
        (min(own, default=full) if len(own) >= profile.max_meetings else 0.0)
        for profile, own in zip(side, gains, strict=True)
    ]
