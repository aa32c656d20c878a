"""Who goes to an event, and what that becomes: a mission, or a trip."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from egiz.desk.core.domain import trail
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.models import Side, User
from egiz.desk.directory.models import Person
from egiz.desk.events.domain.calendar import event_of
from egiz.desk.events.interfaces.strip import language
from egiz.desk.events.models import EventRecord, Going
from egiz.desk.missions.models import Mission, Session


def who_goes(event: EventRecord) -> QuerySet[Going]:
    return (
        Going.objects.filter(event=event)
        .select_related("person", "person__organisation")
        .order_by("person__name")
    )


@transaction.atomic
def add(event: EventRecord, person: Person, user: User) -> None:
    """Write that a person goes; twice is once."""
    _row, new = Going.objects.get_or_create(
        desk_id=event.desk_id, event=event, person=person, defaults={"added_by": user}
    )
    if new:
        trail.record(event, "added", user, {"going": ["", str(person)]})


@transaction.atomic
def remove(row: Going, user: User) -> None:
    trail.record(row.event, "removed", user, {"going": [str(row.person), ""]})
    row.delete()


@transaction.atomic
def begin_mission(event: EventRecord, user: User) -> Mission:
    """Begin a mission at the event: its name, its place, a session on each of its days to be corrected."""
    found = event_of(event, event.desk.today())
    theirs = event.country == event.desk.their_country
    mission = Mission.objects.create(
        desk_id=event.desk_id,
        name=found.name(language())[:200],
        purpose=found.url,
        place=local_name(found.place, found.place_name) if found.place else found.place_name,
        place_id=found.place,
        zone=found.zone or event.desk.timezone,
        host=Side.THEIRS if theirs else Side.OURS,
    )
    if event.first_day:
        last = event.last_day or event.first_day
        for step in range(min((last - event.first_day).days + 1, 5)):
            Session.objects.create(mission=mission, date=event.first_day + dt.timedelta(days=step))
    trail.record(mission, "created", user)
    return mission
