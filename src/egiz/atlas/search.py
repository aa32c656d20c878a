"""Finding a place by a name in any spelling and script."""

import math
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from egiz.atlas._data import columns, place_at, read_csv, wider
from egiz.atlas._errors import NoNameError
from egiz.atlas._index import Posting, index
from egiz.atlas._model import Match, Place, Resolution
from egiz.atlas._score import Found, best, prominence, score
from egiz.atlas._words import Asked, stems, take_apart
from egiz.atlas.geo import distance_km
from egiz.text.folding import fold, keys, plain

_STEM_WORTH = 0.93
_BEHIND_A_SPELLING = 0.93
_ALTERNATE_BEGINNING_WORTH = 0.9
_TOO_UNLIKE = 0.5
_LARGE = 100_000
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


def _size(row: int) -> int:
    population = columns().population
    return int(population[row]) if row < len(population) else 10**10


def _candidates(
    postings: list[Posting], question: _Question, asked: Asked, worth: float = 1.0
) -> list[Found]:
    """The postings as matches; of a name borne by hundreds of hamlets only the larger ones."""
    kept: list[Found | None] = []
    for posting in sorted(postings, key=lambda p: (p.edits, -_size(p.row), p.row)):
        place = place_at(posting.row)
        if question.country is None or place.country == question.country:
            kept.append(score(posting, place, asked, worth, question.prefer))
            if len(kept) >= question.most:
                break
    return best(kept)


def _exact(name: str) -> list[Posting]:
    return [posting for key in keys(name) for posting in index().exact(key)]


def _lookup(question: _Question) -> list[Found]:
    asked = question.asked
    found = _candidates(_exact(asked.core), question, asked)
    if asked.core != question.name:
        whole = Asked(question.name, asked.level)
        found = best([*found, *_candidates(_exact(question.name), question, whole)])
    if any(answer.literal for answer in found):
        # What is spelled just so comes before what only sounds alike.
        behind = (replace(f, score=round(f.score * _BEHIND_A_SPELLING, 4)) for f in found if not f.literal)
        return best([*(f for f in found if f.literal), *behind])
    for stem in stems(asked.core):
        cut = _candidates(_exact(stem), question, Asked(stem, asked.level), _STEM_WORTH)
        found += [answer for answer in cut if answer.literal and _is_near_or_large(answer.place, question)]
    if question.fuzzy:
        near = [posting for key in keys(asked.core) for posting in index().near(key)]
        found += _candidates(near, question, asked)
    return best(found)


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
    found = _lookup(question)
    if asked.level is not None and any(answer.place.level == asked.level for answer in found):
        found = [answer for answer in found if answer.place.level == asked.level]
    if not found and "(" in name:
        # "Semey (Semipalatinsk)": either name may be the one that is known.
        parts = [part for part in re.split(r"[()]", name) if fold(part)]
        tries = (find(part, country=country, limit=limit, prefer=prefer, fuzzy=fuzzy) for part in parts)
        return next((matches for matches in tries if matches), [])
    return [answer.match() for answer in found[:limit]]


@cache
def _codes() -> dict[str, str]:
    codes = {row["iso3"]: row["country"] for row in read_csv("countries.csv")}
    return codes | {code: code for code in codes.values()}


def country_code(name: str) -> str | None:
    """
    The two-letter code of a country by any name of it, or by its two or three letters.

    Parameters
    ----------
    name
        "UZ", "uzb", "Uzbekistan", "Узбекистан", "Oʻzbekiston", "в Узбекистане" …

    Returns
    -------
    str or None
        ISO 3166-1 alpha-2; None where no country is called so.
    """
    text = name.strip()
    if code := _codes().get(text.upper()):
        return code
    if len(fold(text)) < 3:
        return None
    return next((m.place.country for m in find(text, limit=10) if m.place.level == "country"), None)


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
        The best place, None when even that is too unlike the name; ``ambiguous`` when another one scores
        nearly as well and is not much smaller; all candidates, best first.
    """
    matches = find(name, country=country, limit=10, prefer=prefer, fuzzy=fuzzy)
    if near is not None:
        moved = (_nearer(match, near) for match in matches)
        matches = sorted(moved, key=lambda m: (-m.score, -m.place.population, m.place.geonameid))
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
            worth = 1.0 if primary[at] else _ALTERNATE_BEGINNING_WORTH
            score = round(worth * (0.6 + 0.4 * prominence(place)), 4)
            found.append(Match(place, score, _beginning(int(rows[at]), plain(prefix), key)))
            if len(found) >= limit:
                break
    return found


@cache
def _sizes() -> NDArray[np.float64]:
    wide = [10.0**9 if place.level == "country" else 10.0**6 for place in wider().places]
    return np.concatenate((columns().population.astype(np.float64), wide))


def _beginning(row: int, asked: str, key: str) -> str:
    names = index().names(row)
    literal = next((name for name in names if plain(name).startswith(asked)), None)
    return literal or next(name for name in names if any(k.startswith(key) for k in keys(name)))
