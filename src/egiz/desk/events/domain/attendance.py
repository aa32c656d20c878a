"""Who goes to an event, and what that becomes: a mission, or a trip."""

from django.db import transaction
from django.db.models import QuerySet

from egiz.desk.core import joints
from egiz.desk.core.domain import trail
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.interfaces.languages import language
from egiz.desk.core.models import User
from egiz.desk.directory.models import Person
from egiz.desk.events.domain.calendar import event_of
from egiz.desk.events.models import Attendance, EventRecord


def who_goes(event: EventRecord) -> QuerySet[Attendance]:
    return (
        Attendance.objects.filter(event=event)
        .select_related("person", "person__organisation")
        .order_by("person__name")
    )


@transaction.atomic
def add(event: EventRecord, person: Person, user: User) -> None:
    """Write that a person goes; twice is once."""
    _row, new = Attendance.objects.get_or_create(
        desk_id=event.desk_id, event=event, person=person, defaults={"added_by": user}
    )
    if new:
        trail.record(event, "added", user, {"going": ["", str(person)]})


@transaction.atomic
def remove(row: Attendance, user: User) -> None:
    trail.record(row.event, "removed", user, {"going": [str(row.person), ""]})
    row.delete()


def begin_mission(event: EventRecord, user: User) -> str:
    """Begin a mission at the event; the address of its page is returned, none without that app."""
    found = event_of(event, event.desk.today())
    start = joints.Origin(
        "event",
        event.pk,
        found.name(language())[:200],
        found.url,
        days=tuple(day for day in (event.first_day, event.last_day) if day),
        place_id=found.place,
        place=local_name(found.place, found.place_name) if found.place else found.place_name,
        zone=found.zone,
        country=event.country,
    )
    return joints.begin("mission", event.desk, start, user)
