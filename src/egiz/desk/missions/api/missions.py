"""Missions of a desk: what is coming, setting up, changing."""

import datetime as dt
from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Query, Schema, Status

from egiz.desk.core.http import desk_scope
from egiz.desk.core.rest import (
    ByPage,
    In,
    RefusedError,
    by_page,
    filled,
    must_match,
    said_in,
)
from egiz.desk.missions.api.common import router
from egiz.desk.missions.domain import queries
from egiz.desk.missions.interfaces.forms import (
    InterpreterFormSet,
    MissionForm,
    SessionFormSet,
    keep_setup,
)
from egiz.desk.missions.models import Mission, ScheduleVersion

PER_PAGE = 50


class MissionOut(Schema):
    id: int
    name: str
    kind: str
    purpose: str
    place: str
    zone: str
    host: str
    status: str
    sample: bool
    first_day: dt.date | None
    last_day: dt.date | None
    companies: dict[str, int]
    published_version: int | None
    newest_version: int | None
    updated_at: dt.datetime


class Missions(Schema):
    count: int
    page: int
    pages: int
    next: str
    missions: list[MissionOut]


class SessionNew(In):
    date: dt.date
    starts: dt.time
    ends: dt.time


class InterpreterNew(In):
    name: str = Field(max_length=200)
    languages: list[str] = Field(min_length=1)
    availability: list[str] = []


class MissionFields(In):
    purpose: str | None = Field(None, max_length=2000)
    place: str | None = Field(None, max_length=200)
    zone: str | None = Field(None, max_length=64)
    room_link: str | None = Field(None, max_length=300)
    slot_minutes: int | None = Field(None, ge=5, le=240)
    pause_minutes: int | None = Field(None, ge=0, le=60)
    tables: int | None = Field(None, ge=0, le=400)
    online_rooms: int | None = Field(None, ge=0, le=500)
    breaks_per: Literal["session", "day", "event"] | None = None
    seconds: int | None = Field(None, ge=2, le=3600)


class MissionChange(MissionFields):
    """What is changed of a mission's set-up; what is not sent stays, its sessions too."""

    name: str | None = Field(None, max_length=200)
    kind: str | None = None
    host: Literal["ours", "theirs"] | None = None
    status: Literal["planned", "held", "cancelled"] | None = None


class MissionNew(MissionFields):
    name: str = Field(max_length=200)
    kind: str = Field("council", description="council, trade, fair, online or round")
    host: Literal["ours", "theirs"] = "theirs"
    sessions: list[SessionNew] = Field([], max_length=60)
    interpreters: list[InterpreterNew] = Field([], max_length=200)


def _out(mission: Any) -> dict[str, Any]:
    versions = mission.live_versions
    published = [v.number for v in versions if v.state == ScheduleVersion.State.PUBLISHED]
    same = (
        "name",
        "kind",
        "purpose",
        "place",
        "zone",
        "host",
        "status",
        "first_day",
        "last_day",
        "updated_at",
    )
    return {
        **{name: getattr(mission, name) for name in same},
        "id": mission.pk,
        "sample": mission.is_sample,
        "companies": {"ours": mission.ours, "theirs": mission.theirs},
        "published_version": published[0] if published else None,
        "newest_version": versions[0].number if versions else None,
    }


def _fresh(pk: int) -> dict[str, Any]:
    return _out(get_object_or_404(queries.missions(), pk=pk))


@router.get("/", response=Missions, summary="The desk's missions, newest first")
def list_missions(request: HttpRequest, slug: Path[str], asked: Query[ByPage]) -> dict[str, Any]:
    with desk_scope(request, slug, "missions.view"):
        part = by_page(queries.missions(), asked, PER_PAGE)
        return {**part.place(), "missions": [_out(mission) for mission in part.rows]}


@router.post("/", response={201: MissionOut}, summary="Set a mission up")
def add_mission(request: HttpRequest, slug: Path[str], given: MissionNew) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "missions.change") as desk:
        sent = said_in(given, but=("sessions", "interpreters"))
        form = filled(lambda data: MissionForm(data, desk=desk), _setup(sent))
        blank = Mission()
        rows = (
            _rows_of(SessionFormSet, "sessions", given.sessions, blank),
            _rows_of(InterpreterFormSet, "interpreters", given.interpreters, blank),
        )
        return Status(201, _fresh(keep_setup(form, rows, user).pk))


def _setup(sent: dict[str, Any]) -> dict[str, Any]:
    return {("tables_wanted" if name == "tables" else name): value for name, value in sent.items()}


def _rows_of(make: Any, prefix: str, given: list[Any], blank: Mission) -> Any:
    """Give rows of a body to the set of rows that the page has."""
    data: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": 0}
    for number, one in enumerate(given):
        for name, value in one.model_dump(mode="json").items():
            data[f"{prefix}-{number}-{name}"] = "\n".join(value) if name == "availability" else value
    rows = make(data, instance=blank, prefix=prefix)
    if not rows.is_valid():
        wrong = {
            f"{prefix}.{number}.{name}": [str(text) for text in texts]
            for number, errors in enumerate(rows.errors)
            for name, texts in errors.items()
        }
        raise RefusedError(wrong or {prefix: [str(text) for text in rows.non_form_errors()]})
    return rows


@router.get("/{int:pk}", response=MissionOut, summary="One mission")
def get_mission(request: HttpRequest, slug: Path[str], pk: Path[int]) -> dict[str, Any]:
    with desk_scope(request, slug, "missions.view"):
        return _fresh(pk)


@router.patch("/{int:pk}", response=MissionOut, summary="Change a mission's set-up")
def change_mission(request: HttpRequest, slug: Path[str], pk: Path[int], given: MissionChange) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "missions.change") as desk, transaction.atomic():
        row = get_object_or_404(Mission.objects.select_for_update(), pk=pk)
        must_match(request, MissionOut, _fresh(pk))
        sent = given.model_dump(exclude_unset=True)
        form = filled(lambda data: MissionForm(data, instance=row, desk=desk), _setup(sent))
        keep_setup(form, (), user)
        return _fresh(pk)
