"""Who may be a candidate: cities for a city, villages of like size for a village, regions for a region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from egiz import atlas
from egiz.twinning._errors import TwinningError
from egiz.twinning.model import Level
from egiz.twinning.places import MIN_PEOPLE, Ints, world

LIKE_SIZE = 5  # a village is like another up to five times as large or small
SMALLEST = 500  # the atlas holds no smaller places


@dataclass(frozen=True)
class Pool:
    """The candidates (`chosen`), all who could be (`everyone`), and the countries they lie in."""

    level: Level
    chosen: tuple[int, ...]
    everyone: tuple[int, ...]
    countries: frozenset[str]

    @cached_property
    def _members(self) -> frozenset[int]:
        return frozenset(self.chosen)

    def __contains__(self, geonameid: int) -> bool:
        return geonameid in self._members


def _codes(country: str | None, chosen: tuple[int, ...] | None) -> set[str]:
    """The country asked for, or those of the candidates."""
    if country is not None and country.strip():
        return {_code(country)}
    if not chosen:
        raise TwinningError("Must have a country of the candidates, or candidates.")
    return {atlas.place(gid).country for gid in chosen}


def pool_of(city: int, country: str | None, among: Sequence[int] | None) -> Pool:
    """The candidates for a place.

    Raises
    ------
    UnknownPlaceError
        If a place is not in the atlas.
    TwinningError
        If levels are mixed, the country is not known, or nobody there is like the place.
    """
    level = _level_of(city)
    chosen = tuple(dict.fromkeys(int(gid) for gid in among)) if among is not None else None
    if chosen is not None:
        _same_level(city, level, chosen)
    codes = _codes(country, chosen)
    everyone = [gid for code in sorted(codes) for gid in _everyone(city, level, code, needed=chosen is None)]
    if chosen == ():
        raise TwinningError("Must have at least one candidate.")
    return Pool(level, tuple(everyone) if chosen is None else chosen, tuple(everyone), frozenset(codes))


def _level_of(city: int) -> Level:
    place = atlas.place(city)
    if place.level == "country":
        raise TwinningError(f"{place.name} is a country; a city, village or region is expected.")
    if place.level == "region":
        return "region"
    return "village" if 0 < world().population[world().row(city)] < MIN_PEOPLE else "city"


def _same_level(city: int, level: Level, chosen: Sequence[int]) -> None:
    for gid in chosen:
        place = atlas.place(gid)
        if (place.level == "region") != (level == "region") or place.level == "country":
            ours = atlas.place(city)
            raise TwinningError(
                f"{ours.name} is a {ours.level}, {place.name} a {place.level}: cities are compared with "
                "cities, regions with regions."
            )
        if gid == city:
            raise TwinningError(f"{place.name} cannot be its own twin.")


def _code(country: str) -> str:
    code = atlas.country_code(country)
    if code is None:
        raise TwinningError(
            f"No country {country!r}; its name or a two-letter ISO code such as UZ is expected."
        )
    return code


def _everyone(city: int, level: Level, country: str, *, needed: bool) -> list[int]:
    if level == "region":
        found = [place.geonameid for place in atlas.regions() if place.country == country]
    else:
        found = _cities(city, level, country).tolist()
    found = [gid for gid in found if gid != city]
    if not found and needed:
        raise TwinningError(_nobody(level, country))
    return found


def _nobody(level: Level, country: str) -> str:
    if level == "region":
        held = sorted({place.country for place in atlas.regions()})
        return f"No region is known in {country}; the atlas holds those of {', '.join(held)}."
    what = f"city of {MIN_PEOPLE:,} people or more" if level == "city" else "village of like size"
    return f"No {what} is known in {country}."


def _cities(city: int, level: Level, country: str) -> Ints:
    places = world()
    inside = places.country == places.country_codes.index(country)
    wanted = inside & ~places.district
    if level == "city":
        found: Ints = places.ids[wanted & (places.population >= MIN_PEOPLE)]
        return found
    own = places.population[places.row(city)]
    low, high = max(SMALLEST, own / LIKE_SIZE), own * LIKE_SIZE
    alike: Ints = places.ids[wanted & (places.population >= low) & (places.population <= high)]
    return alike
