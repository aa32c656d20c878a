"""Finding a place by a name in any spelling and script."""

import math
from collections.abc import Collection
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from egiz.atlas._data import columns, countries, place_at, read_csv, wider
from egiz.atlas._errors import NoNameError
from egiz.atlas._index import index
from egiz.atlas._kind_words import take_apart
from egiz.atlas._lookup import address_of, asked_for, either_in_brackets, lookup
from egiz.atlas._model import Match, Place, Resolution
from egiz.atlas._score import prominence
from egiz.atlas._written import alternatives
from egiz.atlas.geo import distance_km
from egiz.text.folding import fold, keys, plain

_ALTERNATE_BEGINNING_WORTH = 0.9
_TOO_UNLIKE = 0.5
_AMBIGUOUS_WITHIN = 0.09
_MUCH_SMALLER = 8
_NEAR_KM = 400.0
_NEAR_WEIGHT = 0.25
_ALTERNATE_FIRST_LETTERS = 0.03

HOME = ("KZ", "UZ")
"""Countries whose places win among equals: this atlas serves desks of these two."""


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
    tries = alternatives(name) or either_in_brackets(name)
    if tries:
        return _either(tries, country=country, limit=limit, prefer=prefer, fuzzy=fuzzy)
    address = address_of(name.strip())
    wanted = (country or address.country or "").upper() or None
    question = asked_for(address.name, wanted, prefer, fuzzy=fuzzy, limit=limit)
    asked = question.asked
    if not fold(asked.core):
        raise NoNameError(f"A name to look up needs at least one letter or digit; got {name!r}.")
    found = lookup(question)
    if address.regions:
        inside = [f for f in found if (f.place.country, f.place.admin1) in address.regions]
        found = inside or found
    if asked.level is not None and any(answer.place.level == asked.level for answer in found):
        found = [answer for answer in found if answer.place.level == asked.level]
    return [answer.match() for answer in found[:limit]]


def _either(
    names: list[str], *, country: str | None, limit: int, prefer: Collection[str], fuzzy: bool
) -> list[Match]:
    """The answers to the one of several spellings that is known best."""
    every = (
        find(name, country=country, limit=limit, prefer=prefer, fuzzy=fuzzy) for name in names if fold(name)
    )
    return max(every, key=lambda matches: matches[0].score if matches else 0.0, default=[])


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
    found = next((m.place.country for m in find(text, limit=10) if m.place.level == "country"), None)
    return found or _own_names().get(fold(text))


@cache
def _own_names() -> dict[str, str]:
    """What countries are called in their own first two languages; read only when no other name fits."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - a hundred locales, hardly ever needed

    found: dict[str, str] = {}
    for code, record in countries().items():
        for tag in record.languages[:2]:
            try:
                name = Locale(tag.partition("-")[0]).territories.get(code, "")
            except (UnknownLocaleError, ValueError):
                continue
            found.setdefault(fold(name), code)
    found.pop("", None)
    return found


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
