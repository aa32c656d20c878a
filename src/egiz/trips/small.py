"""Small sets of visits that do not fit a stretch, found among those that do not fit together."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from egiz.trips.stopping import tick

if TYPE_CHECKING:
    from egiz.trips.stretches import Stretch

FEW = 10
"""Among so many visits every subset is tried, smallest first; among more, one set is grown at a time."""
ENOUGH = 12


def small_sets(stretch: Stretch, visits: list[int], until: float) -> list[frozenset[int]]:
    """
    Sets that do not fit, none of which contains another; all of the smallest where there are few visits.

    Parameters
    ----------
    stretch, visits
        Where, and which visits do not fit there together.
    until
        Moment of `egiz.trips.stopping.tick`; at least one set is found whatever the clock says.
    """
    return _all_smallest(stretch, visits) if len(visits) <= FEW else _grown(stretch, visits, until)


def _all_smallest(stretch: Stretch, visits: list[int]) -> list[frozenset[int]]:
    found: list[frozenset[int]] = []
    for size in range(2, len(visits) + 1):
        for some in combinations(visits, size):
            wanted = frozenset(some)
            if not any(f <= wanted for f in found) and not stretch.holds(wanted):
                found.append(wanted)
        if len(found) >= ENOUGH:
            break
    return found


def _grown(stretch: Stretch, visits: list[int], until: float) -> list[frozenset[int]]:
    """Begin at another visit each time, grow until it does not fit, then take out what is not to blame."""
    found: list[frozenset[int]] = []
    for k in range(0, len(visits), max(1, len(visits) // ENOUGH)):
        if found and tick() > until:
            break
        small = _one(stretch, visits[k:] + visits[:k])
        if small is not None and small not in found:
            found.append(small)
    return found


def _one(stretch: Stretch, visits: list[int]) -> frozenset[int] | None:
    size = next((n for n in range(2, len(visits) + 1) if not stretch.holds(visits[:n])), None)
    if size is None:
        return None
    blamed = visits[:size]
    for v in visits[: size - 1]:
        without = [u for u in blamed if u != v]
        if not stretch.holds(without):
            blamed = without
    return frozenset(blamed)
