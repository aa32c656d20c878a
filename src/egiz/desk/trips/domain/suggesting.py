"""What is worth a visit in the trip's cities: sights of the list, organisations, companies of missions."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from egiz.desk.core import joints
from egiz.desk.directory.models import Organisation
from egiz.desk.trips.models import Stop, Trip
from egiz.trips.sights import of_cities

MOST = 24


@dataclass(frozen=True)
class Suggestion:
    """Something that can be taken in by one press."""

    kind: str
    key: str
    name: str
    stop: Stop
    detail: str
    hours_known: bool = True
    url: str = ""


def suggestions(trip: Trip, language: str) -> list[Suggestion]:
    """Return what is not among the visits yet, sights first."""
    stops = list(trip.stops.all())[1:]
    rows = trip.visits.values_list("name", "sight")
    taken = {name.casefold() for name, _sight in rows} | {sight for _name, sight in rows if sight}
    kinds = (_sights(stops, language), _organisations(stops), _companies(stops))
    # Of each kind so many, lest the sights of a few cities leave no room for the companies.
    return [
        one
        for kind in kinds
        for one in [one for one in kind if not {one.name.casefold(), one.key} & taken][:MOST]
    ]


def _sights(stops: list[Stop], language: str) -> list[Suggestion]:
    by_place = {stop.place_id: stop for stop in stops if stop.place_id}
    return [
        Suggestion(
            "sight", one.id, one.name(language), by_place[one.geonameid], one.source,
            hours_known=one.openings is not None, url=one.url,
        )
        for one in of_cities(by_place)
    ]  # fmt: skip


def _at(stops: list[Stop]) -> Any:
    wanted = Q(pk__in=[])
    for stop in stops:
        wanted |= Q(place_name__iexact=stop.name)
        if stop.place_id:
            wanted |= Q(place_id=stop.place_id)
    return wanted


def _organisations(stops: list[Stop]) -> list[Suggestion]:
    rows = Organisation.objects.filter(_at(stops))[:MOST]
    return [
        Suggestion(
            "organisation", str(row.pk), row.local_name, _stop_of(row, stops), str(row.get_kind_display())
        )
        for row in rows
    ]


def _stop_of(row: Organisation, stops: list[Stop]) -> Stop:
    return next((s for s in stops if s.place_id and s.place_id == row.place_id), None) or next(
        s for s in stops if s.name.casefold() == row.place_name.casefold()
    )


def _companies(stops: list[Stop]) -> list[Suggestion]:
    names = {stop.name.casefold(): stop for stop in stops}
    hosts = joints.hosts.get()
    rows = hosts.in_places([stop.name for stop in stops], MOST) if hosts else []
    return [
        Suggestion("company", str(row.pk), row.name, names[row.place.casefold()], "; ".join(row.offers[:2]))
        for row in rows
        if row.place.casefold() in names
    ]
