"""Why a candidate was not recommended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from egiz.matching.profiles import Profile
from egiz.matching.reasons import Reason, Value


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A pair that is not recommended.

    Parameters
    ----------
    a, b
        Ids of the two companies.
    score
        Their score; 0 for a pair taken out before it was scored.
    reasons
        ``excluded`` with `why`; or, for each company whose limit is reached, ``weaker`` where all its chosen
        meetings score at least as much, ``limit`` where one of them scores less (it is worth more to others);
        or ``not_chosen``. `side` in the parameters is ``"a"`` or ``"b"``.
    """

    a: str
    b: str
    score: float
    reasons: tuple[Reason, ...]


Scored = tuple[int, int, float]


def excluded(one: Profile, two: Profile, why: str) -> GivenUp:
    """A pair that a hard rule took out."""
    return GivenUp(one.id, two.id, 0.0, (Reason("excluded", {"why": why}, "given_up"),))


def not_chosen(
    a: Sequence[Profile], b: Sequence[Profile], kept: Sequence[Scored], chosen: Sequence[int]
) -> list[GivenUp]:
    """Why each candidate outside the chosen set (positions in `kept`) is outside."""
    held: tuple[dict[int, list[float]], dict[int, list[float]]] = ({}, {})
    for at in chosen:
        for side in (0, 1):
            held[side].setdefault(int(kept[at][side]), []).append(kept[at][2])
    taken = set(chosen)
    return [
        GivenUp(a[i].id, b[j].id, score, _why((a[i], held[0].get(i, [])), (b[j], held[1].get(j, [])), score))
        for at, (i, j, score) in enumerate(kept)
        if at not in taken
    ]


def _why(
    one: tuple[Profile, list[float]], two: tuple[Profile, list[float]], score: float
) -> tuple[Reason, ...]:
    found = []
    for side, (company, scores) in (("a", one), ("b", two)):
        if len(scores) < company.max_meetings:
            continue
        params: dict[str, Value] = {"side": side, "firm": company.name, "limit": company.max_meetings}
        stronger = bool(scores) and min(scores) >= score
        found.append(Reason("weaker" if stronger else "limit", params, "given_up"))
    return tuple(found) or (Reason("not_chosen", {}, "given_up"),)
