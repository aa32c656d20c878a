"""Finding an event's place in the atlas, however its source wrote it."""

from __future__ import annotations

import re
from functools import lru_cache

from egiz import atlas

from .readers._common import FoundPlace

_SURE = 0.8
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
    parts = [part.strip() for part in re.split(r"[,;/|]|\s[-–—]\s", text) if part.strip()][:6]
    # Addresses go from the street to the country, so the city stands late; a country name alone is no city.
    best: atlas.Place | None = None
    for part in parts:
        place = _city(part, country)
        if place is not None and (best is None or place.population > best.population):
            best = place
    if best is None:
        return None
    return FoundPlace(best.geonameid, best.name, best.country, best.timezone)


def _city(name: str, country: str) -> atlas.Place | None:
    name = re.sub(r"^(?:г\.|город |city of )\s*", "", name, flags=re.IGNORECASE)
    if len(name) < 3 or re.search(r"\d", name):
        return None
    try:
        matches = [m for m in atlas.find(name, country=country or None) if m.place.level == "city"]
    except atlas.AtlasError:
        return None
    if not matches or matches[0].score < _SURE:
        return None
    # Hilton is a town in three countries: unless one of them stands out, the line names none.
    close = [m for m in matches[1:] if matches[0].score - m.score < _CLOSE]
    return None if close else matches[0].place
