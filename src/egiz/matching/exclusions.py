"""Pairs that must not meet, and why."""

from __future__ import annotations

from collections.abc import Collection

from egiz.matching.profiles import Profile
from egiz.text.folding import plain

_RIVALS = {
    plain(word)
    for word in (
        "competitors",
        "not with competitors",
        "конкуренты",
        "с конкурентами",
        "raqobatchilar",
        "рақобатчилар",
        "бәсекелестер",
    )
}
Interpreters = Collection[frozenset[str]] | None


def _are_one(one: Profile, two: Profile) -> bool:
    by_number = bool(one.registration) and one.registration == two.registration
    return by_number or one.name.casefold() == two.name.casefold()


def exclusion(one: Profile, two: Profile, interpreters: Interpreters = None) -> str:
    """Why two companies must not meet: a code, empty when they may.

    Parameters
    ----------
    one, two
        The companies.
    interpreters
        Pairs of languages between which somebody interprets; None when that is not known.

    Returns
    -------
    str
        ``"same_firm"``, ``"not_with"``, ``"competitor"``, ``"no_interpreter"`` or empty.
    """
    if _are_one(one, two):
        return "same_firm"
    for mine, other in ((one, two), (two, one)):
        if {other.id, other.name, other.registration} & set(mine.not_with) - {""}:
            return "not_with"
    if any(map(_shuns_rivals, (one, two))) and are_rivals(one, two):
        return "competitor"
    if interpreters is not None and not _can_talk(one, two, interpreters):
        return "no_interpreter"
    return ""


def are_rivals(one: Profile, two: Profile) -> bool:
    """Say whether two companies share an activity code and look for the same kind of cooperation."""
    same_kind = not one.cooperation or not two.cooperation or set(one.cooperation) & set(two.cooperation)
    return bool(same_kind and set(one.codes) & set(two.codes))


def _shuns_rivals(profile: Profile) -> bool:
    return any(plain(word).strip() in _RIVALS for word in profile.not_with)


def _can_talk(one: Profile, two: Profile, interpreters: Collection[frozenset[str]]) -> bool:
    if not one.languages or not two.languages or set(one.languages) & set(two.languages):
        return True
    return any(frozenset({mine, yours}) in interpreters for mine in one.languages for yours in two.languages)
