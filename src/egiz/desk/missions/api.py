"""/api/v1/desks/<desk>/missions: the same membership and predicates as the pages."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema

from egiz.desk.core.http import desk_scope
from egiz.desk.missions.domain import queries
from egiz.desk.missions.interfaces import exports
from egiz.desk.missions.models import Mission, ScheduleVersion

router = Router()

PER_PAGE = 50


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


class Missions(Schema):
    count: int
    page: int
    pages: int
    missions: list[MissionOut]


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


@router.get("/", response=Missions, summary="The desk's missions, newest first")
def list_missions(request: HttpRequest, slug: Path[str], page: int = 1) -> dict[str, Any]:
    with desk_scope(request, slug, "missions.view"):
        found = Paginator(queries.missions(), PER_PAGE).get_page(page)
        return {
            "count": found.paginator.count,
            "page": found.number,
            "pages": found.paginator.num_pages,
            "missions": [_out(mission) for mission in found.object_list],
        }


@router.get("/{pk}", response=MissionOut, summary="One mission")
def get_mission(request: HttpRequest, slug: Path[str], pk: int) -> dict[str, Any]:
    with desk_scope(request, slug, "missions.view"):
        return _out(get_object_or_404(queries.missions(), pk=pk))


@router.get("/{pk}/schedule", summary="A schedule: the published version, or the one asked for")
def get_schedule(
    request: HttpRequest, slug: Path[str], pk: int, version: int | None = None
) -> dict[str, Any]:
    with desk_scope(request, slug, "missions.view"):
        mission = get_object_or_404(Mission, pk=pk)
        chosen = {"number": version} if version else {"state": ScheduleVersion.State.PUBLISHED}
        return exports.document(get_object_or_404(ScheduleVersion, mission=mission, **chosen), mission)
