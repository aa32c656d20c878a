"""What the missions give to other apps: their hours, their companies, and a new mission at an event."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from egiz.desk.core import joints
from egiz.desk.core.domain import trail
from egiz.desk.core.http import desk_url
from egiz.desk.core.joints import Host, Made, Origin
from egiz.desk.core.models import Desk, Side, User
from egiz.desk.missions.models import Company, Mission, Session

MOST_SESSIONS = 5


def _origin(row: Mission) -> Origin:
    sessions = list(row.sessions.all())
    return Origin(
        "mission",
        row.pk,
        row.name,
        days=tuple(one.date for one in sessions),
        hours=tuple((one.date, one.starts, one.ends) for one in sessions),
        place_id=row.place_id,
        place=row.place,
        zone=row.zone,
        is_sample=row.is_sample,
    )


class Missions:
    """Missions as something that a trip begins from."""

    def offered(self, desk: Desk, purpose: str, limit: int) -> list[Origin]:  # noqa: ARG002 - one form for all
        planned = Mission.objects.filter(desk=desk, status=Mission.Status.PLANNED)
        return [_origin(row) for row in planned.prefetch_related("sessions")[:limit]]

    def get(self, pk: int) -> Origin | None:
        row = Mission.objects.filter(pk=pk).first()
        return _origin(row) if row else None

    def tie(self, pk: int, made: Made, user: User | None) -> None:
        """A mission does not keep what was planned around it."""


def _host(row: Company) -> Host:
    return Host(row.pk, row.short_name, row.place, tuple(row.offers), tuple(row.languages))


class Hosts:
    """Companies of missions as hosts of a delegation."""

    def in_places(self, names: Sequence[str], limit: int) -> list[Host]:
        return [_host(row) for row in Company.objects.filter(place__in=names)[:limit]]

    def of_sample(self, desk: Desk, names: Sequence[str], limit: int) -> list[Host] | None:
        mission = Mission.objects.filter(desk=desk, is_sample=True).first()
        if mission is None:
            return None
        rows = Company.objects.filter(mission=mission, side=Side.THEIRS, place__in=names)
        return [_host(row) for row in rows[:limit]]

    def get(self, pk: int) -> Host | None:
        row = Company.objects.filter(pk=pk).first()
        return _host(row) if row else None


@transaction.atomic
def begin_mission(desk: Desk, start: Origin, user: User | None) -> str:
    """Begin a mission at an event: its name, its place, a session on each of its days to be corrected."""
    theirs = start.country == desk.their_country
    mission = Mission.objects.create(
        desk=desk,
        name=start.name[:200],
        purpose=start.purpose,
        place=start.place,
        place_id=start.place_id,
        zone=start.zone or desk.timezone,
        host=Side.THEIRS if theirs else Side.OURS,
    )
    if start.days:
        first, last = min(start.days), max(start.days)
        for step in range(min((last - first).days + 1, MOST_SESSIONS)):
            Session.objects.create(mission=mission, date=first + dt.timedelta(days=step))
    trail.record(mission, "created", user)
    return desk_url(desk, "missions:setup", mission.pk)


joints.add_origins("mission", Missions())
joints.hosts.fill(Hosts())
joints.add_beginning("mission", begin_mission)
