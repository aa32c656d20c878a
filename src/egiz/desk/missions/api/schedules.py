"""Schedules of a mission: begun, published, read."""

from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Field, ModelSchema, Path, Status

from egiz.desk.core.domain import jobs
from egiz.desk.core.http import desk_scope
from egiz.desk.core.models import Desk
from egiz.desk.core.rest import (
    ConflictError,
    In,
    filled,
    must_match,
    offer,
    refused_by,
)
from egiz.desk.missions.api.common import Begun, OfMission, router, wanted
from egiz.desk.missions.domain import scheduling
from egiz.desk.missions.interfaces import changed_letters, exports
from egiz.desk.missions.interfaces.forms import (
    SolveForm,
)
from egiz.desk.missions.interfaces.sending import ready, send_soon
from egiz.desk.missions.models import Mission, ScheduleVersion


class VersionOut(ModelSchema):
    goals: list[dict[str, Any]]

    class Meta:
        model = ScheduleVersion
        fields = (
            "id", "mission", "number", "state", "result_status", "goals", "wanted", "note", "seconds",
            "stopped", "published_at", "created_at", "updated_at",
        )  # fmt: skip


class ScheduleNew(In):
    seconds: int | None = Field(None, ge=2, le=3600, description="Longest search.")
    note: str = Field("", max_length=300)
    way: Literal["repair", "scratch"] = "repair"


def _versions(_desk: Desk, asked: Any) -> QuerySet[ScheduleVersion]:
    return ScheduleVersion.objects.filter(**wanted(asked, "mission_id"))


offer(
    router, "/schedules/", ("schedule_version", "schedule_versions"), permission="missions.view",
    out=VersionOut, rows=_versions, asked=OfMission,
)  # fmt: skip


@router.post("/{int:pk}/schedules", response={202: Begun}, summary="Start making a schedule")
def start_schedule(request: HttpRequest, slug: Path[str], pk: Path[int], given: ScheduleNew) -> Any:
    """Start a new draft from what is agreed now; the job says how far it is, /schedule?version= gives it."""
    user: Any = request.user
    with desk_scope(request, slug, "missions.schedule"):
        mission = get_object_or_404(Mission.objects.select_related("desk"), pk=pk)
        data = filled(SolveForm, given).cleaned_data
        try:
            job = scheduling.start(
                mission, user, seconds=data["seconds"], note=data["note"], repair=data["way"] == "repair"
            )
        except jobs.JobError as error:
            raise ConflictError(gettext(error.text)) from error
        return Status(202, {"job": job.pk})


@router.post("/schedules/{int:pk}/publication", response=VersionOut, summary="Publish a draft")
def publish_schedule(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "missions.schedule"), transaction.atomic():
        version = get_object_or_404(ScheduleVersion.objects.select_related("mission__desk"), pk=pk)
        must_match(request, VersionOut, version)
        registration = ready(request, version.mission)
        with refused_by():
            concerned = changed_letters.publish(version, registration, user)
        if concerned is not None:
            send_soon(registration, user)
        return ScheduleVersion.objects.get(pk=pk)


@router.get("/{int:pk}/schedule", summary="A schedule: the published version, or the one asked for")
def get_schedule(
    request: HttpRequest, slug: Path[str], pk: Path[int], version: int | None = None
) -> dict[str, Any]:
    with desk_scope(request, slug, "missions.view"):
        mission = get_object_or_404(Mission, pk=pk)
        chosen = {"number": version} if version else {"state": ScheduleVersion.State.PUBLISHED}
        return exports.document(get_object_or_404(ScheduleVersion, mission=mission, **chosen), mission)
