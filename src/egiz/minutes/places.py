"""Names of places resolved to GeoNames by the atlas, with the report's countries as context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from egiz import atlas
from egiz.minutes.report import Candidate, PlaceMention
from egiz.text.folding import bare_letters

# A report of this trade speaks of these first; elsewhere a name must be written as a well-known place.
HOME = frozenset({"KZ", "UZ"})
NEIGHBOURS = frozenset(
    {"KZ", "UZ", "TM", "KG", "TJ", "RU", "AZ", "TR", "CN", "IR", "AF", "GE", "BY", "UA", "AM", "MN"}
)
_FLOOR, _SURE, _MOST_PLAIN = 0.55, 0.7, 2_000
_IN_CONTEXT, _AT_HOME = 0.2, 0.1
_KNOWN_CITY = 100_000
_CLOSE, _MUCH_SMALLER, _BIG_CITY = 0.05, 5, 100_000
_STATE_WORD = re.compile(
    r"(?i)^республик\w*\s+|\s+(?:халық|xalq|халқ|ислом|islom|ислам)\s+(?:respublikasi|республикас)\w*|"
    r"\s+respublikasi\w*|\s+республикас\w*|^the republic of\s+|^republic of\s+"
)
_SHORT = {
    "РФ": "Россия",
    "РК": "Казахстан",
    "РУз": "Узбекистан",
    "США": "Соединённые Штаты",
    "КНР": "Китай",
    "РК.": "Казахстан",
    "РФ.": "Россия",
    "UK": "United Kingdom",
    "USA": "United States",
    "AQSH": "United States",
    "АҚШ": "United States",
    "ОАЭ": "United Arab Emirates",
    "UAE": "United Arab Emirates",
    "БАЭ": "United Arab Emirates",
    "КР": "Кыргызстан",
    "РТ": "Татарстан",
    "РБ": "Беларусь",
}
_REGION_WORD = re.compile(r"(?i)област|обл\b|viloyat|вилоят|облыс|region|oblast|край|республик")


@dataclass(slots=True)
class _Budget:
    left: int
    seen: set[str]
    plain: set[str]


_BUDGET: ContextVar[_Budget | None] = ContextVar("lookups", default=None)


@contextmanager
def limited_lookups(most: int) -> Iterator[None]:
    """Let at most so many different names be searched with typos forgiven, and two thousand at all.

    Such a search goes through all spellings; a text of a hundred thousand invented names would take an hour.
    """
    token = _BUDGET.set(_Budget(most, set(), set()))
    try:
        yield
    finally:
        _BUDGET.reset(token)


def _find(name: str) -> tuple[atlas.Match, ...]:
    """Places by a name with case endings and typos forgiven, within the budget."""
    budget = _BUDGET.get()
    if budget is not None and name not in budget.seen:
        if budget.left <= 0:
            return _exactly(name)
        budget.left -= 1
        budget.seen.add(name)
    return _matches(name, fuzzy=True)


@lru_cache(maxsize=8192)
def _matches(name: str, *, fuzzy: bool) -> tuple[atlas.Match, ...]:
    try:
        return tuple(match for match in atlas.find(name, limit=10, fuzzy=fuzzy) if match.score >= _FLOOR)
    except atlas.AtlasError:
        return ()


def _exactly(name: str) -> tuple[atlas.Match, ...]:
    """Places spelt so, case endings forgiven, within the budget."""
    budget = _BUDGET.get()
    if budget is not None and name not in budget.plain:
        if len(budget.plain) >= _MOST_PLAIN:
            return ()
        budget.plain.add(name)
    return _matches(name, fuzzy=False)


def is_place(name: str, *, cued: bool = False) -> bool:
    """Whether the name alone is that of a known place.

    Parameters
    ----------
    name : str
        A name in any script, with or without the ending of a case.
    cued : bool
        Whether the words around it speak for a place ("in …", "… city"): then a small town of any country
        counts, too, if it is spelt so.
    """
    name = _SHORT.get(name, name)
    return any(_speaks(match, name, cued=cued) for match in _exactly(name)[:3])


def _speaks(match: atlas.Match, name: str, *, cued: bool) -> bool:
    if match.place.level == "country":
        return match.score >= _SURE
    if match.place.country in NEIGHBOURS:
        return match.score >= _SURE and _trusted(match, name, HOME)
    spelt = bare_letters(match.matched_name) == bare_letters(name)
    if cued:
        return spelt and match.score >= _SURE
    return spelt and match.place.population >= _KNOWN_CITY


def spelt_so(name: str) -> bool:
    """Whether a place is called just so: a name without the ending of a case."""
    return any(
        match.score >= _SURE and bare_letters(match.matched_name) == bare_letters(name)
        for match in _exactly(name)[:3]
    )


def country_name(name: str) -> bool:
    """Whether a name in the nominative is that of a country."""
    found = _exactly(_SHORT.get(name, name))[:1]
    return bool(found) and found[0].place.level == "country" and found[0].score >= _SURE


def same_place(one: str, other: str) -> bool:
    """Whether two spellings lead to the same place first."""
    first, second = _exactly(one), _exactly(other)
    return bool(first and second) and first[0].place.geonameid == second[0].place.geonameid


def _trusted(match: atlas.Match, name: str, context: frozenset[str]) -> bool:
    """Outside the report's countries a place must be written as it is called, not merely sound like it."""
    if match.place.country in context | HOME or match.place.level == "country":
        return True
    return bare_letters(match.matched_name) == bare_letters(name)


def _weight(match: atlas.Match, context: frozenset[str]) -> float:
    country = match.place.country
    return match.score + (_IN_CONTEXT if country in context else 0) + (_AT_HOME if country in HOME else 0)


def countries_of(names: Iterable[str]) -> frozenset[str]:
    """Countries among the names (ISO 3166-1 alpha-2)."""
    found = set()
    for name in names:
        matches = _find(name)
        if matches and matches[0].place.level == "country":
            found.add(matches[0].place.country)
    return frozenset(found)


def resolve(
    name: str,
    *,
    context: frozenset[str] = frozenset(),
    shown: str | None = None,
    start: int = 0,
    end: int = 0,
) -> PlaceMention:
    """The place a name stands for in this text.

    Parameters
    ----------
    name : str
        In the nominative, any script.
    context : frozenset of str
        Countries the report speaks of; their places are preferred.
    shown : str, optional
        The name to give in the answer.
    start, end : int
        Where it stands in the report.
    """
    title = shown or name
    name = _SHORT.get(name, name)
    known = _find(name) or _find(_STATE_WORD.sub("", name))
    matches = [match for match in known if _trusted(match, name, context)]
    matches.sort(key=lambda match: -_weight(match, context))
    if not matches:
        return PlaceMention(title, None, None, start=start, end=end)
    first = _preferred(matches, context, name)
    rivals = [match for match in matches if _rivals(match, first, context)]
    others = tuple(Candidate(m.place.name, m.place.geonameid, m.place.country) for m in rivals)
    place = first.place
    return PlaceMention(title, place.geonameid, place.country, bool(others), others, place.level, start, end)


def _preferred(matches: list[atlas.Match], context: frozenset[str], name: str) -> atlas.Match:
    """A bare name is the city unless only a small one bears the name of its region."""
    first = matches[0]
    if _REGION_WORD.search(name):
        return first
    alike = [match for match in matches if _weight(first, context) - _weight(match, context) < _CLOSE + 0.03]
    city, region = _first_of(alike, "city"), _first_of(alike, "region")
    if city and region:
        return city if city.place.population >= _BIG_CITY else region
    return first


def _first_of(matches: list[atlas.Match], level: str) -> atlas.Match | None:
    return next((match for match in matches if match.place.level == level), None)


def _rivals(match: atlas.Match, first: atlas.Match, context: frozenset[str]) -> bool:
    if match.place.geonameid == first.place.geonameid or match.place.level == "district":
        return False
    if _weight(first, context) - _weight(match, context) >= _CLOSE:
        return False
    if match.place.level != first.place.level:
        # "Atyrau" for the region is said "Atyrau region"; a small city may be meant beside its region.
        return first.place.level == "region"
    return match.place.population * _MUCH_SMALLER >= first.place.population
