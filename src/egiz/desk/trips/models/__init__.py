from egiz.desk.trips.models.people import KnownStay, Traveller
from egiz.desk.trips.models.plan import PlanVersion
from egiz.desk.trips.models.trip import Block, Stop, Trip, TripPart, Visit, Way

__all__ = [
    "Block",
    "KnownStay",
    "PlanVersion",
    "Stop",
    "Traveller",
    "Trip",
    "TripPart",
    "Visit",
    "Way",
]
