"""Finding a place by a name in any spelling and script."""

import math
from collections.abc import Iterable

from egiz.atlas._data import columns, place_at
from egiz.atlas._errors import NoNameError
from egiz.atlas._fold import clean, fold, keys
from egiz.atlas._index import ALTERNATE, CURATED, Posting, index
from egiz.atlas._model import Match, Place, Resolution
from egiz.atlas._words import take_apart
from egiz.atlas.geo import distance_km

_WORTH = {ALTERNATE: 0.9, CURATED: 1.0}
_EDIT_COSTS = 0.16
_OTHER_LEVEL_COSTS = 0.5
_REGION_FOR_CITY = 0.93
_AMBIGUOUS_WITHIN = 0.07
_NEAR_KM = 400.0
_NEAR_BONUS = 0.25


def _prominence(place: Place) -> float:
    if place.level == "country":
        return 1.0
    if place.level == "region":
        return 0.8
    return min(1.0, math.log10(place.population + 10) / 7.3)


def _matched_name(posting: Posting, asked: str) -> str:
    names = index().names(posting.row)
    for name in names:
        if clean(name) == asked:
            return name
    for name in names:
        if posting.key in keys(name) or posting.key in keys(take_apart(name).core):
            return name
    return names[0]


def _fits(place: Place, level: str | None) -> float:
    if level is None:
        return 1.0 if place.level != "region" else _REGION_FOR_CITY
    if level == place.level:
        return 1.0
    return _OTHER_LEVEL_COSTS


def _score(posting: Posting, place: Place, asked: str, level: str | None) -> Match:
    name = _matched_name(posting, asked)
    worth = _WORTH.get(posting.kind, 1.0)
    if clean(name) != asked:
        worth *= 0.985
    if posting.edits:
        worth *= max(0.1, 0.94 - _EDIT_COSTS * posting.edits * 6 / max(6, len(posting.key)))
    score = worth * _fits(place, level) * (0.6 + 0.4 * _prominence(place))
    return Match(place, round(score, 4), name)


def _best(matches: Iterable[Match]) -> list[Match]:
    best: dict[int, Match] = {}
    for match in matches:
        known = best.get(match.place.geonameid)
        if known is None or match.score > known.score:
            best[match.place.geonameid] = match
    return sorted(best.values(), key=lambda m: (-m.score, -m.place.population, m.place.geonameid))


def _shortlist(postings: list[Posting], country: str | None, most: int) -> list[tuple[Posting, Place]]:
    """The postings worth a closer look: a common name is borne by hundreds of hamlets."""
    table = columns()

    def weight(posting: Posting) -> tuple[int, int, int]:
        inside = posting.row < len(table.population)
        size = int(table.population[posting.row]) if inside else 10**10
        return (posting.edits, -size, posting.row)

    kept: list[tuple[Posting, Place]] = []
    for posting in sorted(postings, key=weight):
        found = place_at(posting.row)
        if country is None or found.country == country:
            kept.append((posting, found))
            if len(kept) >= most:
                break
    return kept


def find(name: str, *, country: str | None = None, limit: int = 10) -> list[Match]:
    """
    Places by name: any spelling, any script, a typo forgiven; the best first.

    Parameters
    ----------
    name
        "Нөкис", "Urganch shahri", "Атырауская область" …; words such as "город" or "viloyati" say which kind of
        place is meant.
    country
        ISO 3166-1 alpha-2 code: only places there.
    limit
        At most so many.

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
    asked = take_apart(name)
    wanted = keys(asked.core)
    if not wanted:
        raise NoNameError(f"A name to look up needs at least one letter or digit; got {name!r}.")
    country = country.upper() if country else None
    whole = [] if asked.core == name.strip() else keys(name)
    most = max(3 * limit, 30)
    postings = [p for key in dict.fromkeys([*wanted, *whole]) for p in index().exact(key)]
    near = _shortlist(postings, country, most)
    if not near:
        postings = [p for key in wanted for p in index().near(key)]
        near = _shortlist(postings, country, most)
    core = clean(asked.core)
    matches = _best(_score(p, found, core, asked.level) for p, found in near)
    if asked.level is not None and any(m.place.level == asked.level for m in matches):
        matches = [m for m in matches if m.place.level == asked.level]
    return matches[:limit]


def resolve(name: str, *, country: str | None = None, near: Place | None = None) -> Resolution:
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

    Returns
    -------
    Resolution
        The best place; ``ambiguous`` when another scores nearly as well; all candidates, best first.
    """
    matches = find(name, country=country, limit=10)
    if near is not None:
        matches = _best(_nearer(match, near) for match in matches)
    if not matches:
        return Resolution(None, ambiguous=False, alternatives=())
    first = matches[0]
    rivals = [m for m in matches[1:] if first.score - m.score < _AMBIGUOUS_WITHIN and fold(m.place.name)]
    return Resolution(first.place, ambiguous=bool(rivals), alternatives=tuple(matches))


def _nearer(match: Match, near: Place) -> Match:
    km = float(distance_km(match.place.lat, match.place.lon, near.lat, near.lon))
    gain = _NEAR_BONUS * math.exp(-km / _NEAR_KM) if km == km else 0.0  # noqa: PLR0124 - NaN: no coordinates
    return Match(match.place, round(min(1.0, match.score * (1 - _NEAR_BONUS) + gain), 4), match.matched_name)
