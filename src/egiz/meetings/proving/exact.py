"""What a linear program says, said once more in whole numbers.

A linear program is solved in floating point, and what it proves is a set of prices. With any prices at all,
everybody's cheapest way through the slots (breaks plus the prices of the slots taken) less what all seats
would bring in is a lower bound; so the prices are rounded to whole numbers and the sum is made exactly.
Nothing that a rounding error could reach is ever printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

FRESH, BUSY, IDLE = 0, 1, 2
# What a break costs in whole numbers: prices keep six digits.
UNIT = 1_000_000
Kind = tuple[int, tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...], bool]


def cheapest_way(kind: Kind, span: Sequence[int], prices: Sequence[int], price_of_break: int) -> int | None:
    """The least sum of breaks and prices of one participant of a kind; None where its meetings do not fit."""
    count, open_slots, forced, must, may, shared = kind
    is_open, is_forced = set(open_slots), set(forced)
    costs: dict[tuple[int, int], int] = {(0, FRESH): 0}
    for s in range(len(span)):
        after: dict[tuple[int, int], int] = {}
        fresh = s > 0 and span[s] != span[s - 1]
        price = prices[s] if shared else 0
        for (k, state), cost in costs.items():
            now = FRESH if fresh else state
            if s in is_open and k < count and must[s] <= k + 1 <= may[s]:
                key, total = (k + 1, BUSY), cost + price + (price_of_break if now == IDLE else 0)
                after[key] = min(after.get(key, total), total)
            if s not in is_forced and must[s] <= k <= may[s]:
                key = (k, FRESH if now == FRESH else IDLE)
                after[key] = min(after.get(key, cost), cost)
        costs = after
    return min(costs.values(), default=None)


def priced_bound(
    kinds: Mapping[Kind, int],
    span: Sequence[int],
    seats: Sequence[int],
    prices: Sequence[float],
    *,
    breaks: bool = True,
) -> int | None:
    """A number of breaks that no schedule undercuts, by prices of slots.

    Parameters
    ----------
    kinds
        Participants by kind, as in `attendance`.
    span
        The stretch of each slot.
    seats
        How many of those who share the places can be busy in each slot.
    prices
        Price of a seat in each slot, in breaks; what is below nothing is taken as nothing.
    breaks
        Off: breaks cost nothing. A result above nothing then proves that there is no schedule.

    Returns
    -------
    int or None
        None where somebody's meetings do not fit.
    """
    whole = [max(0, round(price * UNIT)) for price in prices]
    total = -sum(price * seat for price, seat in zip(whole, seats, strict=True))
    for kind, size in kinds.items():
        way = cheapest_way(kind, span, whole, UNIT if breaks else 0)
        if way is None:
            return None
        total += size * way
    return -(-total // UNIT)
