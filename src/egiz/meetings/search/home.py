"""After a change: everybody placed again, then back to the published hours as far as they go."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.measure import goal_value, keeps_rules
from egiz.meetings.search.local import Search

Starts = NDArray[np.int32]
# A meeting that moves disturbs two companies: it costs as much as two breaks.
MOVE = 2
# The same where the fewest moves are proved: more than any number of breaks it could save.
PROVED = 20
# Temperatures, in breaks, of one going home; steps between two looks at the clock.
HOT, COLD, CHUNK = 0.6, 0.12, 150_000
# Chunks of one going home, and how many times it is begun.
CHUNKS, ROUNDS = 12, 40
# Share of the time for placing what has lost its place.
PLACING = 0.4


def moved(old: Starts, starts: Starts) -> int:
    """How many published meetings have another slot or none."""
    return int(((old >= 0) & (starts != old)).sum())


def key(core: Core, old: Starts, starts: Starts) -> tuple[int, int]:
    """Weight lost and the weighed sum of moves and breaks, both to be lowered."""
    return -goal_value(core, starts, "held"), MOVE * moved(old, starts) + goal_value(core, starts, "breaks")


def go_home(
    core: Core,
    old: Starts,
    start: Starts,
    left: Callable[[], float],
    seed: int,
    *,
    most: int | None = None,
) -> Starts | None:
    """The best schedule found around `start`: most weight, then fewest moves and breaks weighed together.

    Parameters
    ----------
    core
        The changed problem.
    old
        Published first slots (-1 for none).
    start
        A valid part of a schedule.
    left
        Seconds left.
    seed
        Of the local search.
    most
        Moves that are not exceeded, where they are proved the fewest: only breaks are then lowered.
    """
    move = MOVE if most is None else PROVED
    search = Search(core, start, seed, home=old)
    if (search.slot < 0).any():
        total = left()
        search.place(total * PLACING, lambda: left() < total * (1 - PLACING), chunk=500, shakes=0)
    best = search.slot.copy() if keeps_rules(core, search.slot) else None
    best_key = None if best is None else key(core, old, best)
    for round_ in range(ROUNDS):
        if best is not None and round_:
            search.load(best)
        hot = HOT if round_ % 2 == 0 else HOT / 2
        for k in range(CHUNKS):
            if left() <= 0:
                return best
            search.anneal(CHUNK, hot * (COLD / hot) ** (k / (CHUNKS - 1)), target=-1.0, move=move)
            if most is not None and moved(old, search.best) > most:
                continue
            found = key(core, old, search.best)
            if (best_key is None or found < best_key) and keeps_rules(core, search.best):
                best, best_key = search.best.copy(), found
    return best


def better(core: Core, old: Starts, found: Starts, held: Starts, *, weighed: bool) -> bool:
    """Whether a schedule is better than the one in hand: more weight, then the weighed sum or moves first."""
    if weighed:
        return key(core, old, found) < key(core, old, held)
    first, second = (
        (-goal_value(core, s, "held"), moved(old, s), goal_value(core, s, "breaks")) for s in (found, held)
    )
    return first < second
