"""Finding a place by a name in any spelling and script."""

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from egiz.atlas._data import columns, place_at, wider
from egiz.atlas._errors import NoNameError
from egiz.atlas._fold import clean, fold, keys
from egiz.atlas._index import ALTERNATE, Posting, index
from egiz.atlas._model import Level, Match, Place, Resolution
from egiz.atlas._words import Asked, stems, take_apart
from egiz.atlas.geo import distance_km

# The weights below were set by hand on the names of tests/atlas/names.csv and on the traps of the region.
_ALTERNATE_WORTH = 0.9
_OTHER_SPELLING = 0.96
_OTHER_SPELLING_OF_ALTERNATE = 0.93
_STEM_WORTH = 0.93
_NEAR_KEY_WORTH = 0.92
_EDIT_COSTS = 0.9
_OTHER_FIRST_LETTER = 0.8
_HOME_GAIN = 0.05
_HOME_GAIN_OF_A_GUESS = 0.12
_TOO_UNLIKE = 0.5
_LARGE = 100_000
_OTHER_LEVEL_WORTH = 0.5
_REGION_BY_ITS_CITY_NAME = 0.85
_AMBIGUOUS_WITHIN = 0.09
_MUCH_SMALLER = 8
_NEAR_KM = 400.0
_NEAR_WEIGHT = 0.25
_ALTERNATE_FIRST_LETTERS = 0.03

HOME = ("KZ", "UZ")
"""Countries whose places win among equals: this atlas serves desks of these two."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A look-up taken apart once."""

    name: str
    asked: Asked
    country: str | None
    prefer: frozenset[str]
    fuzzy: bool
    most: int


def _prominence(place: Place) -> float:
    if place.level == "country":
        return 1.0
    if place.level == "region":
        return 0.8
    return min(1.0, math.log10(place.population + 10) / 7.3)


def _matched_name(posting: Posting, asked: str) -> str:
    """The name that answered: the very spelling if there is one, else any that folds to the key."""
    names = index().names(posting.row)
    for name in names:
        if clean(name) == asked:
            return name
    for name in names:
        if posting.key in keys(name):
            return name
    for name in names:
        if posting.key in keys(take_apart(name).core):
            return name
    return names[0]


def _level_worth(place: Place, matched: str, level: Level | None) -> float:
    if level is not None:
        return 1.0 if place.level == level else _OTHER_LEVEL_WORTH
    # "Atyrau" alone means the city; the region answers to it only behind the city. "Khorezm" means the
    # region.
    named_as_region = place.level == "region" and take_apart(matched).level is not None
    return _REGION_BY_ITS_CITY_NAME if named_as_region else 1.0


def _match(posting: Posting, place: Place, asked: Asked, worth: float, prefer: frozenset[str]) -> Match | None:
    wanted = clean(asked.core)
    name = _matched_name(posting, wanted)
    if len(posting.key) < 3 and len(clean(name)) != len(wanted):
        return None
    literal = clean(name) == wanted
    if posting.kind == ALTERNATE:
        worth *= _ALTERNATE_WORTH * (1.0 if literal else _OTHER_SPELLING_OF_ALTERNATE)
    elif not literal:
        worth *= _OTHER_SPELLING
    small = 0.6
    if posting.edits:
        worth *= _NEAR_KEY_WORTH - _EDIT_COSTS * posting.edits / max(6, len(posting.key))
        worth *= 1.0 if posting.key[0] in fold(asked.core)[:1] else _OTHER_FIRST_LETTER
        small = 0.45
    worth *= _level_worth(place, name, asked.level)
    gain = _HOME_GAIN if literal else _HOME_GAIN_OF_A_GUESS
    likely = small + (1 - small) * _prominence(place) + (gain if place.country in prefer else 0.0)
    return Match(place, round(max(0.0, worth * min(1.0, likely)), 4), name)


def _best(matches: Iterable[Match | None]) -> list[Match]:
    best: dict[int, Match] = {}
    for match in matches:
        if match is None:
            continue
        known = best.get(match.place.geonameid)
        if known is None or match.score > known.score:
            best[match.place.geonameid] = match
    return sorted(best.values(), key=lambda m: (-m.score, -m.place.population, m.place.geonameid))


def _size(row: int) -> int:
    population = columns().population
    return int(population[row]) if row < len(population) else 10**10


def _candidates(
    postings: list[Posting], question: _Question, asked: Asked, worth: float = 1.0
) -> list[Match]:
    """The postings as matches; of a name borne by hundreds of hamlets only the larger ones."""
    kept: list[Match | None] = []
    for posting in sorted(postings, key=lambda p: (p.edits, -_size(p.row), p.row)):
        place = place_at(posting.row)
        if question.country is None or place.country == question.country:
            kept.append(_match(posting, place, asked, worth, question.prefer))
            if len(kept) >= question.most:
                break
    return _best(kept)


def _exact(name: str) -> list[Posting]:
    return [posting for key in keys(name) for posting in index().exact(key)]


def _lookup(question: _Question) -> list[Match]:
    asked = question.asked
    matches = _candidates(_exact(asked.core), question, asked)
    if asked.core != question.name:
        whole = Asked(question.name, asked.level)
        matches = _best([*matches, *_candidates(_exact(question.name), question, whole)])
    if any(clean(match.matched_name) in (clean(asked.core), clean(question.name)) for match in matches):
        return matches
    found = [(Asked(stem, asked.level), _exact(stem)) for stem in stems(asked.core)]
    stemmed = (m for stem, near in found for m in _candidates(near, question, stem, _STEM_WORTH))
    known = {clean(stem.core) for stem, _ in found}
    sure = (m for m in stemmed if clean(m.matched_name) in known and _is_near_or_large(m.place, question))
    matches = _best([*matches, *sure])
    if question.fuzzy:
        near = [posting for key in keys(asked.core) for posting in index().near(key)]
        matches = _best([*matches, *_candidates(near, question, asked)])
    return matches


def _is_near_or_large(place: Place, question: _Question) -> bool:
    # A word cut short is the name of some village somewhere; only a likely one is believed.
    home = not question.prefer or place.country in question.prefer or place.country == question.country
    return home or place.level != "city" or place.population >= _LARGE


def _with_country(name: str) -> tuple[str, str | None]:
    # "Nukus, Uzbekistan": the part behind the last comma counts only if it is the name of a country.
    head, comma, tail = name.rpartition(",")
    if not comma or not fold(head):
        return name, None
    rows = {posting.row for posting in _exact(tail)}
    found = [place_at(row) for row in rows if row >= len(columns().geonameid)]
    codes = [place.country for place in found if place.level == "country"]
    return (head, codes[0]) if codes else (name, None)


def find(
    name: str,
    *,
    country: str | None = None,
    limit: int = 10,
    prefer: Collection[str] = HOME,
    fuzzy: bool = True,
) -> list[Match]:
    """
    Places by name: any spelling, any script, a case ending or a typo forgiven; the best first.

    Parameters
    ----------
    name
        "Нөкис", "Urganch shahri", "Атырауская область", "Nukus, Uzbekistan" …; words such as "город" or
        "viloyati" say which kind of place is meant.
    country
        ISO 3166-1 alpha-2 code: only places there.
    limit
        At most so many.
    prefer
        Countries whose places win among equals; empty for none.
    fuzzy
        Whether typos are forgiven; False for words of a running text, most of which are no places.

    Returns
    -------
    list[Match]
        Sorted by score, which grows with the exactness of the name and with the size of the place. Empty when
        nothing is near enough.

    Raises
    ------
    NoNameError
        When the name holds no letter or digit.
    """
    name = name.strip()
    if country is None:
        name, country = _with_country(name)
    asked = take_apart(name)
    if not fold(asked.core):
        raise NoNameError(f"A name to look up needs at least one letter or digit; got {name!r}.")
    wanted = country.upper() if country else None
    question = _Question(name, asked, wanted, frozenset(prefer), fuzzy, max(3 * limit, 30))
    matches = _lookup(question)
    if not matches and "(" in name:
        # "Semey (Semipalatinsk)": either name may be the one that is known.
        parts = [part for part in re.split(r"[()]", name) if fold(part)]
        found = (find(part, country=country, limit=limit, prefer=prefer, fuzzy=fuzzy) for part in parts)
        matches = next((some for some in found if some), [])
    if asked.level is not None and any(m.place.level == asked.level for m in matches):
        matches = [m for m in matches if m.place.level == asked.level]
    return matches[:limit]


def resolve(
    name: str,
    *,
    country: str | None = None,
    near: Place | None = None,
    prefer: Collection[str] = HOME,
    fuzzy: bool = True,
) -> Resolution:
    """
    One place for a name, if one stands out.

    Parameters
    ----------
    name
        As for ``find``.
    country
        ISO 3166-1 alpha-2 code: only places there.
    near
        A place that the text is about: candidates around it gain.
    prefer, fuzzy
        As for ``find``.

    Returns
    -------
    Resolution
        The best place, None when even that is too unlike the name; ``ambiguous`` when another one scores nearly
        as well and is not much smaller; all candidates, best first.
    """
    matches = find(name, country=country, limit=10, prefer=prefer, fuzzy=fuzzy)
    if near is not None:
        matches = _best(_nearer(match, near) for match in matches)
    if not matches or matches[0].score < _TOO_UNLIKE:
        return Resolution(None, ambiguous=False, alternatives=tuple(matches))
    rivals = [match for match in matches[1:] if _is_rival(matches[0], match)]
    return Resolution(matches[0].place, ambiguous=bool(rivals), alternatives=tuple(matches))


def _is_rival(first: Match, other: Match) -> bool:
    if first.score - other.score >= _AMBIGUOUS_WITHIN:
        return False
    if other.place.level == "region":
        return first.place.level == "region" or take_apart(other.matched_name).level is None
    if first.place.level in ("region", "country"):
        return True
    return other.place.population * _MUCH_SMALLER >= first.place.population


def _nearer(match: Match, near: Place) -> Match:
    km = distance_km(match.place.lat, match.place.lon, near.lat, near.lon)
    gain = _NEAR_WEIGHT * math.exp(-km / _NEAR_KM) if math.isfinite(km) else 0.0
    return replace(match, score=round(min(1.0, match.score * (1 - _NEAR_WEIGHT) + gain), 4))


def suggest(prefix: str, *, country: str | None = None, limit: int = 10) -> list[Match]:
    """
    Places whose name begins so, the largest first: for a field that completes while one types.

    Parameters
    ----------
    prefix
        At least two letters in any script.
    country
        ISO 3166-1 alpha-2 code: only places there.
    limit
        At most so many.

    Returns
    -------
    list[Match]
        Countries and regions among them; empty for a single letter.
    """
    key = fold(prefix)
    if len(key) < 2:
        return []
    wanted = country.upper() if country else None
    rows, primary = index().beginning(key)
    sizes = _sizes()[rows] * np.where(primary, 1.0, _ALTERNATE_FIRST_LETTERS)
    found: list[Match] = []
    for at in np.argsort(-sizes, kind="stable").tolist():
        place = place_at(int(rows[at]))
        if wanted is None or place.country == wanted:
            worth = 1.0 if primary[at] else _ALTERNATE_WORTH
            score = round(worth * (0.6 + 0.4 * _prominence(place)), 4)
            found.append(Match(place, score, _beginning(int(rows[at]), clean(prefix), key)))
            if len(found) >= limit:
                break
    return found


@cache
def _sizes() -> NDArray[np.float64]:
    wide = [10.0**9 if place.level == "country" else 10.0**6 for place in wider().places]
    return np.concatenate((columns().population.astype(np.float64), wide))


def _beginning(row: int, asked: str, key: str) -> str:
    names = index().names(row)
    literal = next((name for name in names if clean(name).startswith(asked)), None)
    return literal or next(name for name in names if any(k.startswith(key) for k in keys(name)))
