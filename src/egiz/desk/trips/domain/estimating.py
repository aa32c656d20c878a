"""Ways estimated by the network of corridors, where a person has not entered them yet."""

from dataclasses import dataclass
from itertools import pairwise

from egiz import corridors
from egiz.desk.core import joints
from egiz.desk.core.models import User
from egiz.desk.trips.domain.writing import note_part
from egiz.desk.trips.models import Stop, Trip, Way


@dataclass(frozen=True)
class Estimate:
    """A way as estimated; ``unknown_since`` is the day from which a crossing's status is not known."""

    way: Way
    unknown_since: str = ""


def gaps(trip: Trip) -> list[tuple[Stop, Stop]]:
    """Return neighbouring cities of the trip that no way joins."""
    joined = {frozenset((way.origin_id, way.destination_id)) for way in trip.ways.all()}
    stops = list(trip.stops.all())
    pairs = pairwise(stops)
    return [(a, b) for a, b in pairs if frozenset((a.pk, b.pk)) not in joined and a.place_id and b.place_id]


def estimate(trip: Trip, origin: Stop, destination: Stop, user: User | None) -> Estimate | None:
    """Enter the way by car as the corridors know it; None where none is on record for the day.

    The price of the network is for one car. Hours are the expected ones, waiting at a crossing included.
    """
    if origin.place_id is None or destination.place_id is None:
        return None
    try:
        found = corridors.travel(
            origin.place_id,
            destination.place_id,
            "car",
            trip.leaves_on,
            network=of_desk(trip.desk) if (of_desk := joints.network.get()) else None,
        )
    except ValueError:  # a city far from every node of the network
        return None
    if found is None:
        return None
    way = Way.objects.create(
        trip=trip, origin=origin, destination=destination, mode=Way.Mode.CAR,
        minutes=max(1, round(found.hours[1] * 60)), km=round(found.km),
        cost=round(found.usd[1]) if found.usd and found.usd_complete else None, cost_currency="USD",
        per="vehicle", truth=Way.Truth.DERIVED, source="Egiz: corridors", as_of=trip.desk.today(),
    )  # fmt: skip
    note_part(way, "part_added", user)
    return Estimate(way, found.unknown_since.isoformat() if found.unknown_since else "")
