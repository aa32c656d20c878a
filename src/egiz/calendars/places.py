"""Finding an event's place in the atlas, however its source wrote it."""

from __future__ import annotations

import re
from functools import lru_cache

from egiz import atlas

from .readers._common import FoundPlace

_SURE = 0.8
_CERTAIN = 0.95
# 100084, 010 000, the letters and digits of Kazakhstan (Z05T0F4) and of the United Kingdom (SW6 1HS)
_POSTCODE = re.compile(
    r"(?<!\d)\d{5,6}(?!\d)|\b\d{3}\s\d{3}\b|\b[A-Z]\d\d[A-Z]\d[A-Z]\d\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
)
_CITY_STATE = 300_000  # people: Singapore is a city of Singapore, Kazakhstan a village of Kazakhstan
_CITY_WORDS = re.compile(
    r"^\s*(?:г\.|г\s|гор\.|город\s|city of\s|қ\.|sh\.|ш\.)\s*"
    r"|\s+(?:г\.?|город|city|қ\.?|қаласы|қаласында|sh\.?|shahri|shahar|shahrida|ш\.?|шаҳри|шаҳар)\s*$",
    re.IGNORECASE,
)
_CLOSE = 0.05


@lru_cache(maxsize=20_000)
def find_place(text: str, country: str = "") -> FoundPlace | None:
    """Find the city a location line speaks of ("Uzexpocentre, Tashkent, Uzbekistan").

    Parameters
    ----------
    text
        The location as written: a city, or an address with commas.
    country
        ISO 3166-1 code, where known.

    Returns
    -------
    FoundPlace | None
        The place when one stands out, else None: a wrong city is worse than none.
    """
    parts = [part for part in map(_bare, re.split(r"[,;/|\n]|\s[-–—]\s", text)) if part][:8]
    named = next(filter(None, map(_country, parts)), None)
    if named is not None:
        # A village somewhere is called Kazakhstan: the country of an address is no city of it.
        parts, country = [part for part in parts if _country(part) is None], country or named.country
    # One language begins an address with the street, another with the country: the largest city counts.
    found = [place for place in (_city(part, country) for part in parts) if place is not None]
    if not found and named is not None:
        same = _city(named.name, named.country)
        found = [same] if same is not None and same.population >= _CITY_STATE else []
    if not found:
        return None
    best = max(found, key=lambda place: place.population)
    return FoundPlace(best.geonameid, best.name, best.country, best.timezone)


def _bare(part: str) -> str:
    """A part of an address without its postcode and without the word for a city."""
    return _CITY_WORDS.sub("", _POSTCODE.sub(" ", part)).strip(" .")


def _country(name: str) -> atlas.Place | None:
    try:
        matches = atlas.find(name)
    except atlas.AtlasError:
        return None
    sure = (m.place for m in matches if m.place.level == "country" and m.score >= _CERTAIN)
    return next(sure, None)


def _cities(name: str, country: str) -> list[atlas.Match]:
    try:
        return [match for match in atlas.find(name, country=country or None) if match.place.level == "city"]
    except atlas.AtlasError:
        return []


def _city(name: str, country: str) -> atlas.Place | None:
    matches = [] if len(name) < 3 or re.search(r"\d", name) else _cities(name, country)
    if not matches or matches[0].score < _SURE:
        return None
    # Hilton is a town in three countries: unless one of them stands out, the line names none.
    close = [m for m in matches[1:] if matches[0].score - m.score < _CLOSE]
    return None if close else matches[0].place
