from egiz.desk.journeys.models.journey import Block, Journey, JourneyPart, Stop, Visit, Way
from egiz.desk.journeys.models.people import KnownStay, Traveller
from egiz.desk.journeys.models.plan import PlanVersion

__all__ = [
    "Block",
    "Journey",
    "JourneyPart",
    "KnownStay",
    "PlanVersion",
    "Stop",
    "Traveller",
    "Visit",
    "Way",
]
