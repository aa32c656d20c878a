"""Which pairs of two long lists are worth scoring: what an index finds from both sides, and a long tail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

from egiz.matching.bulk import Candidates, ProfileIndex
from egiz.matching.profiles import Profile

DENSE = 300 * 300
"""Up to so many pairs all are scored."""
NEAR = 50
"""Companies taken out of the index for each company and direction."""
TAIL = 10
"""Further companies for each company, drawn by a hash of the id: favourites alone are few."""


Finders = tuple[Candidates, Candidates]
"""Search engines over the first and over the second list."""


def candidate_pairs(
    a: Sequence[Profile],
    b: Sequence[Profile],
    *,
    dense: bool | None = None,
    finders: Finders | None = None,
) -> list[tuple[int, int]]:
    """Positions of the pairs to score, ascending; the same pairs, exchanged, for the lists exchanged."""
    if len(a) * len(b) <= DENSE if dense is None else dense:
        return [(i, j) for i in range(len(a)) for j in range(len(b))]
    over_a, over_b = finders or (ProfileIndex(a), ProfileIndex(b))
    there = {(i, j) for i, j in _one_way(a, b, over_b)}
    back = {(i, j) for j, i in _one_way(b, a, over_a)}
    return sorted(there | back)


def _one_way(
    askers: Sequence[Profile], others: Sequence[Profile], index: Candidates
) -> list[tuple[int, int]]:
    place = {profile.id: at for at, profile in enumerate(others)}
    ordered = sorted(range(len(others)), key=lambda at: others[at].id)
    found: list[tuple[int, int]] = []
    for i, profile in enumerate(askers):
        # The two lists may number their companies alike; the index leaves out the id that asks.
        asker = replace(profile, id=f"\0{profile.id}")
        hits = (*index.candidates(asker, "offers", NEAR), *index.candidates(asker, "needs", NEAR))
        found.extend((i, place[hit.id]) for hit in hits if hit.id in place)
        digest = blake2b(profile.id.encode(), digest_size=4 * TAIL).digest()
        drawn = (int.from_bytes(digest[4 * at : 4 * at + 4], "big") for at in range(TAIL))
        found.extend((i, ordered[number % len(ordered)]) for number in drawn)
    return found
