"""Writing a trip: beginning it, its people, what is taken in from other rooms."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from egiz import atlas
from egiz.desk.core import joints
from egiz.desk.core.domain import places
from egiz.desk.core.domain.naming import name_from
from egiz.desk.core.domain.trail import record
from egiz.desk.core.joints import Origin
from egiz.desk.core.models import Desk, User
from egiz.desk.directory.domain.entries import add_person, find_person
from egiz.desk.directory.models import Organisation, Person
from egiz.desk.trips.models import Block, Stop, Traveller, Trip, Visit
from egiz.trips.sights import sights

SIGHT_MINUTES, SIGHT_VALUE, COMPANY_MINUTES, COMPANY_VALUE = 90, 2, 60, 5


def note_part(part: Any, action: str, user: User | None) -> None:
    """Write into the trip's history what was added, changed or taken out; people are not named there."""
    if isinstance(part, Traveller):
        record(part.trip, "delegation_changed", user)
    else:
        record(part.trip, action, user, {"name": ["", str(part)]})


def add_stop(trip: Trip, geonameid: int) -> Stop:
    """Return the trip's stop in a city, new if the trip does not pass it yet."""
    known = trip.stops.filter(place_id=geonameid).first()
    if known:
        return known
    found = atlas.place(geonameid)
    return Stop.objects.create(
        trip=trip,
        order=trip.stops.count(),
        name=places.local_name(geonameid),
        place_id=geonameid,
        country=found.country,
        zone=found.timezone,
        lat=found.lat,
        lon=found.lon,
    )


def starting_city(geonameid: int) -> int | None:
    """Where a trip from there starts: a city itself, of a region its largest city, of a country nowhere."""
    place = atlas.place(geonameid)
    if place.level not in {"region", "country"}:
        return geonameid
    city = atlas.largest_city_of(place)
    return city.geonameid if city else None


@transaction.atomic
def begin(trip: Trip, user: User | None, home: int | None = None) -> Trip:
    """Save a new trip; it starts at home, which is where the desk is unless its origin says otherwise."""
    trip.save()
    home = home or trip.desk.place_id
    if home and (city := starting_city(home)):
        add_stop(trip, city)
    record(trip, "trip_begun", user)
    return trip


@transaction.atomic
def change(trip: Trip, user: User | None) -> Trip:
    """Save what was changed of a trip."""
    trip.save()
    record(trip, "changed", user)
    return trip


def suggest_from(origin: Origin) -> dict[str, Any]:
    """Return what a new trip begins with when it comes from a promise, a mission or an event."""
    made: dict[str, Any] = {"name": name_from(origin, gettext("Trip"), 200)}
    if origin.purpose:
        made["purpose"] = origin.purpose[:2000]
    if origin.days:
        day = dt.timedelta(days=1)
        made |= {"leaves_on": min(origin.days) - day, "home_on": max(origin.days) + day}
    elif origin.due:
        # How long it takes nobody said: the day by which it is due, to be corrected.
        made |= {"leaves_on": origin.due, "home_on": origin.due}
    return made


@transaction.atomic
def tie(trip: Trip, origin: Origin, user: User | None, url: str) -> None:
    """Take over the fixed hours of the origin, and tell it of the trip."""
    if origin.kind == "event":
        visit_event(trip, origin)
    else:
        block_hours(trip, origin)
    for place in origin.places:
        if place.geonameid:
            add_stop(trip, place.geonameid)
    joints.tie(origin.kind, origin.pk, joints.Made(trip.name, url), user)


def block_hours(trip: Trip, origin: Origin) -> None:
    """Keep the hours free in which the origin wants the delegation, such as a mission's sessions."""
    if not origin.place_id or not origin.hours:
        return
    stop = add_stop(trip, origin.place_id)
    for date, starts, ends in origin.hours:
        Block.objects.create(trip=trip, stop=stop, name=origin.name, date=date, starts=starts, ends=ends)


def visit_event(trip: Trip, origin: Origin) -> None:
    """Make an event a visit that is possible on its days: nobody has to be there all the time."""
    if not origin.place_id or not origin.days:
        return
    stop = add_stop(trip, origin.place_id)
    first, last = min(origin.days), max(origin.days)
    days = [first + dt.timedelta(days=n) for n in range(min((last - first).days, 30) + 1)]
    Visit.objects.create(
        trip=trip, stop=stop, kind=Visit.Kind.EVENT, name=origin.name[:300], minutes=180, value=10,
        must=True, windows=[day.isoformat() for day in days],
    )  # fmt: skip


@transaction.atomic
def add_traveller(traveller: Traveller, name: str, position: str, user: User | None) -> Traveller:
    """Put a person of the directory on the trip; a name nobody has gets a card."""
    person = find_person(name) or add_person(traveller.trip.desk, user, name=name, position=position)
    known = traveller.trip.travellers.filter(person=person).first()
    if known:
        known.role = traveller.role
        known.nationality, known.other_nationality = traveller.nationality, traveller.other_nationality
        known.languages, known.group = traveller.languages, traveller.group
        traveller = known
    traveller.person = person
    traveller.save()
    record(traveller.trip, "delegation_changed", user)
    return traveller


def new_link(traveller: Traveller, user: User | None) -> None:
    """Make every personal link given out so far worthless."""
    traveller.link_number += 1
    traveller.save(update_fields=["link_number", "updated_at"])
    record(traveller.trip, "link_renewed", user)


def people_of(desk: Desk) -> list[Person]:
    return list(Person.objects.filter(desk=desk)[:400])


def add_sight(trip: Trip, sight_id: str, language: str, user: User | None) -> Visit | None:
    """Take a sight of the shipped list in; hours nobody knows stay unknown."""
    sight = next((one for one in sights() if one.id == sight_id), None)
    stop = trip.stops.filter(place_id=sight.geonameid).first() if sight else None
    if sight is None or stop is None:
        return None
    windows = []
    if sight.openings is not None:
        for number in range((trip.home_on - trip.leaves_on).days + 1):
            day = trip.leaves_on + dt.timedelta(days=number)
            windows += [f"{day} {a:%H:%M}-{b:%H:%M}" for a, b in sight.hours_on(day) or ()]
    visit = Visit.objects.create(
        trip=trip, stop=stop, kind=Visit.Kind.SIGHT, name=sight.name(language), windows=windows,
        sight=sight.id, minutes=SIGHT_MINUTES, value=SIGHT_VALUE, source=f"{sight.source}: {sight.url}"[:300],
    )  # fmt: skip
    note_part(visit, "part_added", user)
    return visit


def add_company(trip: Trip, stop: Stop, organisation: Organisation, user: User | None) -> Visit:
    """Take an organisation of the directory in as a visit."""
    kind = Visit.Kind.COMPANY if organisation.kind == Organisation.Kind.COMPANY else Visit.Kind.OFFICE
    visit = Visit.objects.create(
        trip=trip, stop=stop, kind=kind, name=organisation.local_name, organisation=organisation,
        minutes=COMPANY_MINUTES, value=COMPANY_VALUE,
    )  # fmt: skip
    note_part(visit, "part_added", user)
    return visit
