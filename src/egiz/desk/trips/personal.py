"""What this room keeps about a person, for the file they may ask for."""

from typing import Any

from egiz.desk.directory.models import Person


def kept(person: Person) -> dict[str, Any]:
    """Return the person's part in trips and the days abroad that somebody entered."""
    trips = person.trips.values(
        "trip__name", "role", "nationality", "other_nationality", "languages", "group"
    )
    return {"trips": list(trips), "stays": list(person.stays.values("country", "entered", "left"))}
