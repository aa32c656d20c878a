"""The same company in two lists or twice in one: suggestions only, a person decides."""

# ruff: noqa: SIM905, E501 - lists of words read better as sentences and long lines

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from egiz.matching.profiles import Profile
from egiz.matching.scripts import tokens
from egiz.text.folding import sound

_LEGAL = frozenset(
    "тоо ооо ао зао оао ип жшс ақ аок пк кх фх чп мчж ок хк шк сп дк гкп mchj aj ok xk mas qmj llc llp ltd inc jsc "
    "co company kompaniya kompaniyasi компания жшж кш".split(),
)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two rows that may be one company; `why` is ``"registration"`` or ``"name"``."""

    a: str
    b: str
    score: float
    why: str


def find_duplicates(
    a: Sequence[Profile], b: Sequence[Profile] | None = None, *, floor: float = 0.88
) -> list[Duplicate]:
    """Companies that stand in both lists, or twice in one.

    Parameters
    ----------
    a, b
        The lists; without `b` the first is compared with itself.
    floor
        Similarity of names, 0 to 1, from which on two are suggested. Names are compared without legal forms,
        in one romanised spelling.

    Returns
    -------
    list of Duplicate
        Surest first. Equal registration numbers make 1.0.
    """
    other = a if b is None else b
    found: dict[tuple[str, str], Duplicate] = {}
    numbers: dict[str, list[int]] = {}
    for at, profile in enumerate(other):
        if _number(profile):
            numbers.setdefault(_number(profile), []).append(at)
    for at, profile in enumerate(a):
        for same in numbers.get(_number(profile), ()):
            if b is not None or same > at:
                found[profile.id, other[same].id] = Duplicate(profile.id, other[same].id, 1.0, "registration")
    mine, yours = [_plain(profile.name) for profile in a], [_plain(profile.name) for profile in other]
    scores = process.cdist(mine, yours, scorer=fuzz.token_sort_ratio, score_cutoff=100 * floor)
    for row, column in zip(*scores.nonzero(), strict=True):
        one, two = a[int(row)], other[int(column)]
        if (b is None and column <= row) or not mine[int(row)] or _differ(one, two):
            continue
        score = round(float(scores[row, column]) / 100, 4)
        found.setdefault((one.id, two.id), Duplicate(one.id, two.id, score, "name"))
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.a, pair.b))


def _number(profile: Profile) -> str:
    return re.sub(r"\D", "", profile.registration)


def _differ(one: Profile, two: Profile) -> bool:
    """Two registration numbers of one country that differ are two companies, whatever the names say."""
    numbers = (_number(one), _number(two))
    return bool(all(numbers) and numbers[0] != numbers[1] and one.country == two.country)


def _plain(name: str) -> str:
    return " ".join(sound(token) for token in tokens(name) if token not in _LEGAL)
