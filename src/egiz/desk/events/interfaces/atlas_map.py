"""Events on a map: one point for a city, with how many there are."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils.translation import ngettext

from egiz.desk.core.domain.places import local_name
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.events.models import EventRecord

CITIES = 300  # points a map can still show
FEW = 40  # cities whose events are named; with more, numbers have to do
NAMED = 3  # events named at a city's point; the rest is a number


def points_of(rows: QuerySet[EventRecord], desk: Desk) -> list[dict[str, Any]]:
    """Give the cities of the events that were asked for; events without a city are not on the map."""
    from egiz import atlas  # noqa: PLC0415 - the atlas loads when a map is drawn

    known = rows.exclude(place_id=None)
    counted = known.order_by().values("place_id", "country").annotate(count=Count("id"))
    counts = list(counted.order_by("-count", "place_id")[:CITIES])
    points = []
    for city in counts:
        try:
            place = atlas.place(int(city["place_id"] or 0))
        except atlas.UnknownPlaceError:
            continue
        here = known.filter(place_id=city["place_id"]).order_by("first_day")
        first = [str(row) for row in here[:NAMED]] if len(counts) <= FEW else []
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
