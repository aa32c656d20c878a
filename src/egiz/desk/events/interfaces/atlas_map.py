"""Events on a map: one point for a city, with how many there are."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils.translation import ngettext

from egiz import atlas
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.events.models import EventRecord

CITIES = 300  # points a map can still show
FEW = 40  # cities whose events are named; with more, numbers have to do
NAMED = 3  # events named at a city's point; the rest is a number


def points_of(
    dated: QuerySet[EventRecord], forecasts: Sequence[EventRecord], desk: Desk
) -> list[dict[str, Any]]:
    """Return the cities of the events that were asked for; events without a city are not on the map."""
    counts = _counted(dated, forecasts)
    points = []
    for city in counts:
        try:
            place = atlas.place(city["place_id"])
        except atlas.UnknownPlaceError:
            continue
        first = _named(dated, forecasts, city["place_id"]) if len(counts) <= FEW else []
        words = ngettext("%(count)s event", "%(count)s events", city["count"]) % {"count": city["count"]}
        more = "; …" if first and city["count"] > NAMED else ""
        points.append(
            {
                "lat": place.lat,
                "lon": place.lon,
                "title": f"{local_name(place.geonameid, place.name)}: {words}",
                "note": "; ".join(first) + more,
                "side": desk.side_of_country(city["country"]) or "none",
                "url": f"{desk_url(desk, 'events:home')}?{urlencode({'place': place.geonameid})}",
            }
        )
    return points


def _counted(dated: QuerySet[EventRecord], forecasts: Sequence[EventRecord]) -> list[dict[str, Any]]:
    known = dated.exclude(place_id=None).order_by()
    counted = Counter[tuple[int, str]]()
    for place, country, number in known.values_list("place_id", "country").annotate(number=Count("id")):
        counted[place or 0, country] = number
    counted.update((row.place_id, row.country) for row in forecasts if row.place_id)
    most = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:CITIES]
    return [{"place_id": place, "country": country, "count": number} for (place, country), number in most]


def _named(dated: QuerySet[EventRecord], forecasts: Sequence[EventRecord], place: int) -> list[str]:
    # First which ones, from the index alone; then their names.
    pks = list(dated.filter(place_id=place).values_list("pk", flat=True)[:NAMED])
    rows = [*EventRecord.objects.filter(pk__in=pks).order_by("first_day", "last_day", "id")]
    return [str(row) for row in [*rows, *(row for row in forecasts if row.place_id == place)][:NAMED]]
