"""Which of the desk's regions a thing speaks of or lies in: guessed from its places; a person corrects it."""

from collections.abc import Iterable
from functools import lru_cache

from django.core.exceptions import ValidationError

from egiz import atlas
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.domain.places import local_name, place_of, resolve
from egiz.desk.core.models import Desk, Territory

NAMES_KEPT = 4096
MOST_DIGITS = 18


def named() -> list[tuple[int, str]]:
    """List the regions and cities of the desk for a filter, each by its name in the reader's language."""
    return [(row.pk, local_name(row.place_id, row.name)) for row in Territory.objects.all()]


def asked(text: str) -> int | None:
    """Read the region that an address asks for; what is no number asks for none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS else None


def by_names() -> dict[str, Territory]:
    """Return the regions and cities of the open desk by every name they have, in any language, folded."""
    found: dict[str, Territory] = {}
    for row in Territory.objects.all():
        names = {row.name, local_name(row.place_id, row.name)}
        if place_of(row.place_id):
            names |= set(atlas.names(row.place_id).values())
        found |= {fold(name): row for name in names}
    return found


def of_places(desk: Desk, places: Iterable[int]) -> Territory | None:
    """Return the one region or city of the desk in which these places lie; nothing when unclear."""
    return Territories(desk).of_places(places)


def of_name(desk: Desk, name: str, country: str = "") -> Territory | None:
    """Return the region or city of the desk in which a place lies that is known by its name alone."""
    return Territories(desk).of_name(name, country)


class Territories:
    """The regions and cities of a desk, read once for as many guesses as are wanted."""

    def __init__(self, desk: Desk) -> None:
        self.known = {row.place_id: row for row in Territory.objects.filter(desk=desk)}

    def of_places(self, places: Iterable[int]) -> Territory | None:
        if not self.known:
            return None
        found = {row.pk: row for place in places if (row := self._around(place)) is not None}
        return next(iter(found.values())) if len(found) == 1 else None

    def of_name(self, name: str, country: str = "") -> Territory | None:
        """Guess from a name; of a name that several places bear nothing is guessed."""
        if not self.known or not name.strip():
            return None
        number = _number_of(name.strip(), country)
        return self._around(number) if number else None

    def _around(self, geonameid: int) -> Territory | None:
        """Return the territory that a place is, or lies in: the smallest that the desk has named."""
        if geonameid in self.known:
            return self.known[geonameid]
        place = place_of(geonameid)
        if place is None:
            return None
        for row in self.known.values():
            around = place_of(row.place_id)
            same = around and around.level == "region" and around.country == place.country
            if same and around.admin1 and around.admin1 == place.admin1:
                return row
        return None


@lru_cache(maxsize=NAMES_KEPT)
def _number_of(name: str, country: str) -> int | None:
    """Look a name up once: a list of companies names the same few cities again and again."""
    try:
        return resolve(name, country).id
    except ValidationError:
        return None
