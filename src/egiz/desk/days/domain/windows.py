"""Finding a day: working days as the desk knows them, the people's calendars, the events near."""

import base64
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from egiz import atlas, calendars
from egiz.desk.core import joints
from egiz.desk.core.domain import trail
from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.models import Desk, User
from egiz.desk.days.models import BusyPerson, DayEdit

if TYPE_CHECKING:
    from egiz.calendars import Day, Event, HolidayEdit, Hours
    from egiz.calendars.signing import SigningResult

HOURS_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: from which day, how many days, in which hours, how long, with how much notice."""

    start: dt.date
    days: int
    earliest: dt.time
    latest: dt.time
    minutes: int = 60
    notice: int = 0
    region: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Every day with its reasons, the proposals in order, and the events that were looked at by their uid."""

    days: list["Day"]
    result: "SigningResult"
    events: dict[str, "Event"]


def find(desk: Desk, asked: Question) -> Answer:
    """Ask the engine, with everything the desk knows."""
    theirs = asked.region or desk.their_country
    countries, hours, edits = (desk.country, theirs), (asked.earliest, asked.latest), tuple(holiday_edits())
    events = (
        tuple(calendar.near(desk, asked.start, asked.days)) if (calendar := joints.calendar.get()) else ()
    )
    problem = calendars.signing.SigningProblem(
        countries,
        asked.start,
        asked.days,
        minutes=asked.minutes,
        busy=busy_hours(),
        events=events,
        hours=hours,
        extra_holidays=edits,
        notice_days=asked.notice,
    )
    days = calendars.window(countries, asked.start, asked.days, hours=hours, extra_holidays=edits)
    return Answer(days, calendars.signing.signing_windows(problem), {event.uid: event for event in events})


def holiday_edits() -> list["HolidayEdit"]:
    """Return the desk's own days as the engine takes them."""
    return [
        calendars.HolidayEdit(
            row.country, row.day, row.off, row.source, {"und": row.name} if row.name else {}
        )
        for row in DayEdit.objects.all()
    ]


def busy_hours() -> dict[str, tuple["Hours", ...]]:
    """Return when each person is busy, as last read."""
    found = {}
    for person in BusyPerson.objects.filter(read_at__isnull=False):
        pairs = [(dt.datetime.fromisoformat(a), dt.datetime.fromisoformat(b)) for a, b in person.hours]
        found[person.name] = tuple(calendars.Hours(start, end) for start, end in pairs)
    return found


@transaction.atomic
def add_day(desk: Desk, user: User, **values: Any) -> DayEdit:
    """Write a day off or a worked day; a second word about the same day takes the place of the first."""
    country, day = values.pop("country"), values.pop("day")
    row, new = DayEdit.objects.update_or_create(desk=desk, country=country, day=day, defaults=values)
    trail.record(row, "added" if new else "changed", user, {"day": ["", f"{country} {day}"]})
    return row


@transaction.atomic
def remove_day(row: DayEdit, user: User) -> None:
    trail.record(row, "removed", user, {"day": [f"{row.country} {row.day}", ""]})
    row.delete()


class CalendarUnreadableError(Exception):
    """Somebody's calendar could not be read; the text says why."""


def fetch(address: str, login: str = "", password: str = "") -> bytes:
    """Fetch a calendar through the guarded client: public addresses only, bounded in size and time."""
    headers = {}
    if login:
        headers["Authorization"] = "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode()
    url = "https://" + address.removeprefix("webcal://") if address.startswith("webcal://") else address
    try:
        return atlas.sources.Client().get(url, headers=headers).body
    except atlas.sources.RequestError as error:
        raise CalendarUnreadableError(str(error)) from error


def keep_busy(desk: Desk, name: str, data: bytes, address: str = "") -> BusyPerson:
    """Read when somebody is busy and keep the times alone: neither titles nor places, and no password."""
    today = desk.today()
    try:
        context = calendars.readers.ReadContext(calendars.Source("calendar"), today, zone=desk.timezone)
        hours, problems = read_apart(calendars.readers.read_busy, data, context)
    except calendars.CalendarError as error:
        raise CalendarUnreadableError(str(error)) from error
    except ValidationError as error:
        raise CalendarUnreadableError(" ".join(error.messages)) from error
    coming = [part for part in hours if part.end.astimezone(desk.zone).date() >= today][:HOURS_KEPT]
    with transaction.atomic():
        person, _new = BusyPerson.objects.update_or_create(
            desk=desk,
            name=name,
            defaults={
                "address": address,
                "hours": [[part.start.isoformat(), part.end.isoformat()] for part in coming],
                "read_at": timezone.now(),
                "problem": problems[0].text[:300] if problems else "",
            },
        )
    return person


def read_again(person: BusyPerson) -> None:
    """Ask an address once more; what cannot be read now leaves the hours as they were, and says so."""
    try:
        keep_busy(person.desk, person.name, fetch(person.address), person.address)
    except CalendarUnreadableError as error:
        BusyPerson.objects.filter(pk=person.pk).update(problem=str(error)[:300])
