"""Which of the desk's regions a promise speaks of: guessed from its places, for a person to correct."""

from collections.abc import Iterable

from egiz.desk.core.models import Desk, Territory
from egiz.desk.promises.domain.owners import place_of


def of_places(desk: Desk, places: Iterable[int]) -> Territory | None:
    """Return the one region or city of the desk in which these places lie; nothing when unclear."""
    known = {row.place_id: row for row in Territory.objects.filter(desk=desk)}
    if not known:
        return None
    found = {row.pk: row for place in places if (row := _around(place, known)) is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def _around(geonameid: int, known: dict[int, Territory]) -> Territory | None:
    """Return the territory that a place is, or lies in: the smallest that the desk has named."""
    if geonameid in known:
        return known[geonameid]
    place = place_of(geonameid)
    if place is None:
        return None
    for row in known.values():
        around = place_of(row.place_id)
        same = around and around.level == "region" and around.country == place.country
        if same and around.admin1 and around.admin1 == place.admin1:
            return row
    return None
