"""Who is at the door: scans that come late, twice, or from two doors make one arrival."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import User
from egiz.desk.missions.domain.badges import Person, people, read_code
from egiz.desk.missions.domain.queries import taking_part
from egiz.desk.missions.models import Mission, Scan

MOST_SCANS = 500
# A clock that goes wrong by more than this is not believed: the scan counts from when it was sent.
MOST_AHEAD = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Taken:
    """What became of one scan: "in", "again", "out", or "unknown" for a code of no badge of this mission."""

    nonce: str
    status: str
    person: Person | None = None
    # Since when the person is here.
    since: dt.datetime | None = None


def take(
    mission: Mission, scans: Iterable[dict[str, Any]], user: User | None, now: dt.datetime
) -> list[Taken]:
    """Keep what a device scanned, however late and however often it is sent.

    Raises
    ------
    ValidationError
        If what was sent is no list of scans.
    """
    rows = list(scans)
    if len(rows) > MOST_SCANS or not all(isinstance(row, dict) for row in rows):
        raise ValidationError(_("At most %(most)s scans are taken at once."), params={"most": MOST_SCANS})
    badges = {one.code: one for one in people(taking_part(mission))}
    return [_take(mission, row, badges, user, now) for row in rows]


def _take(
    mission: Mission, row: dict[str, Any], badges: dict[str, Person], user: User | None, now: dt.datetime
) -> Taken:
    nonce = str(row.get("nonce", ""))[:64]
    person = badges.get(read_code(str(row.get("code", ""))[:40]))
    if not nonce or person is None:
        return Taken(nonce, "unknown")
    way = Scan.Way.OUT if row.get("way") == "out" else Scan.Way.IN
    at = _moment(str(row.get("at", "")), now)
    before = here_since(mission, at).get((person.company.pk, person.number))
    _scan, made = Scan.objects.get_or_create(
        mission=mission,
        nonce=nonce,
        defaults={
            "desk_id": mission.desk_id,
            "company": person.company,
            "number": person.number,
            "way": way,
            "at": at,
            "recorded_by": user,
        },
    )
    if way == Scan.Way.OUT:
        return Taken(nonce, "out", person)
    again = before is not None or not made
    return Taken(nonce, "again" if again else "in", person, before or at)


def _moment(text: str, now: dt.datetime) -> dt.datetime:
    try:
        at = parse_datetime(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or at > now + MOST_AHEAD:
        return now
    return at


def here_since(mission: Mission, now: dt.datetime) -> dict[tuple[int, int], dt.datetime]:
    """Return since when each badge is in the house, on the day of `now` at the place of the mission."""
    midnight = now.astimezone(mission.tz).replace(hour=0, minute=0, second=0, microsecond=0)
    here: dict[tuple[int, int], dt.datetime] = {}
    rows = Scan.objects.filter(mission=mission, at__gte=midnight, at__lt=midnight + dt.timedelta(days=1))
    for company, number, way, at in rows.order_by("at", "id").values_list(
        "company_id", "number", "way", "at"
    ):
        if way == Scan.Way.OUT:
            here.pop((company, number), None)
        else:
            here.setdefault((company, number), at)
    return here


def companies_here(mission: Mission, now: dt.datetime) -> dict[int, dt.datetime]:
    """Return which companies are in the house, and since when their first person is."""
    found: dict[int, dt.datetime] = {}
    for (company, _number), at in here_since(mission, now).items():
        found[company] = min(at, found.get(company, at))
    return found
