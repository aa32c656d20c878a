"""/api/v1/desks/<desk>/missions: the same membership and predicates as the pages."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from ninja.pagination import paginate

from egiz.desk.core.http import desk_scope
from egiz.desk.missions.domain import queries
from egiz.desk.missions.interfaces import exports
from egiz.desk.missions.models import Mission, ScheduleVersion

router = Router()


class MissionOut(Schema):
    id: int
    name: str
    place: str
    zone: str
    status: str
    sample: bool
    first_day: dt.date | None
    last_day: dt.date | None
    companies: dict[str, int]
    published_version: int | None
    newest_version: int | None


def _out(mission: Any) -> dict[str, Any]:
    versions = mission.live_versions
    published = [v.number for v in versions if v.state == ScheduleVersion.State.PUBLISHED]
    return {
        "id": mission.pk,
        "name": mission.name,
        "place": mission.place,
        "zone": mission.zone,
        "status": mission.status,
        "sample": mission.is_sample,
        "first_day": mission.first_day,
        "last_day": mission.last_day,
        "companies": {"ours": mission.ours, "theirs": mission.theirs},
        "published_version": published[0] if published else None,
        "newest_version": versions[0].number if versions else None,
    }


@router.get("/", response=list[MissionOut])
@paginate
def list_missions(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    """List the desk's missions, newest first."""
    with desk_scope(request, slug, "missions.view"):
        return [_out(mission) for mission in queries.missions()]


@router.get("/{pk}/", response=MissionOut)
def get_mission(request: HttpRequest, slug: str, pk: int) -> dict[str, Any]:
    """Give one mission."""
    with desk_scope(request, slug, "missions.view"):
        return _out(get_object_or_404(queries.missions(), pk=pk))


@router.get("/{pk}/schedule/")
def get_schedule(request: HttpRequest, slug: str, pk: int, version: int | None = None) -> dict[str, Any]:
    """Give a schedule as one document: the published version, or the one asked for by its number."""
    with desk_scope(request, slug, "missions.view"):
        mission = get_object_or_404(Mission, pk=pk)
        chosen = {"number": version} if version else {"state": ScheduleVersion.State.PUBLISHED}
        return exports.document(get_object_or_404(ScheduleVersion, mission=mission, **chosen), mission)
