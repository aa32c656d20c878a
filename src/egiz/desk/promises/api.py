"""/api/v1/desks/<desk>/promises: the same promises, the same predicates as the pages."""

import datetime as dt
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, ModelSchema, Path, Query, Router, Schema, Status

from egiz.desk.core.domain.places import local_name
from egiz.desk.core.http import desk_scope
from egiz.desk.core.models import Desk, Territory
from egiz.desk.core.rest import ByPage, ConflictError, In, by_page, filled, must_match, offer, sent
from egiz.desk.promises import models
from egiz.desk.promises._errors import DecisionError
from egiz.desk.promises.domain import bands, deciding, meetings, reading
from egiz.desk.promises.interfaces.forms import (
    REPORT_LETTERS,
    PromiseForm,
    ReportForm,
    owner_words,
    values_of,
)
from egiz.desk.promises.interfaces.meeting_forms import PlanForm, plan_from

router = Router()
PER_PAGE = 100
KINDS = "twinning, meeting, events, trip, assistance, document, trade or other"
# What the desk's form calls differently.
RENAMED = {"owner": "owner_text", "to": "to_text", "region": "territory"}


class Region(Schema):
    """A region or a city for which a side of the desk answers; `place` is its number at GeoNames."""

    id: int
    name: str
    country: str
    place: int


class Tie(Schema):
    """What a promise became: a page of the desk, and the kind and number of what stands there."""

    title: str
    url: str
    target: str
    target_id: int | None


class Promise(Schema):
    id: int
    title: str
    status: str
    kind: str
    side: str
    region: Region | None
    owner: str
    responsible: str
    waiting_since: dt.date | None
    evidence: str
    to: str
    due_on: dt.date | None
    due_phrase: str
    due_proposed: dt.date | None
    quote: str
    start: int | None
    end: int | None
    meeting: int | None
    candidates: list[dict[str, Any]]
    became: list[Tie]
    updated_at: dt.datetime


class Promises(Schema):
    count: int
    page: int
    pages: int
    next: str
    promises: list[Promise]


class Narrowed(ByPage):
    """What the list is narrowed to; `region` is the number that a promise gives for its own."""

    q: str = Field("", max_length=200)
    side: str = ""
    kind: str = ""
    state: str = Field("", description="Empty for those that are open; done, dropped, waiting, look or all.")
    region: int | None = None
    meeting: int | None = None

    def filters(self) -> bands.Filters:
        return bands.Filters(
            query=self.q,
            side=self.side,
            kind=self.kind,
            state=self.state,
            territory=self.region,
            meeting=self.meeting,
        )


class Change(In):
    """What is changed of a promise; what is not sent stays."""

    status: Literal["open", "waiting", "done", "dropped"] | None = None
    title: str | None = Field(None, max_length=300)
    kind: str | None = Field(None, description=KINDS)
    owner: str | None = Field(
        None, max_length=300, description="Who owes it, as written; matched with cards."
    )
    to: str | None = Field(None, max_length=300)
    side: str | None = Field(None, description="ours, theirs, both, or empty")
    due_on: dt.date | None = None
    look_on: dt.date | None = None
    responsible: int | None = Field(None, description="The number of a member of the desk.")
    region: int | None = None
    evidence: str | None = Field(None, max_length=500)
    note: str | None = Field(None, max_length=4000)


class New(Change):
    title: str = Field(max_length=300)
    kind: str = Field("other", description=KINDS)
    status: Literal["open", "waiting", "done", "dropped"] = "open"


def shown(row: models.Promise) -> Promise:
    plain = {name: getattr(row, name) for name in Promise.model_fields if hasattr(row, name)}
    ties = bands.ties_of(row)
    return Promise(
        **{
            **plain,
            "owner": owner_words(row),
            "responsible": str(row.responsible or ""),
            "to": row.to_text,
            "meeting": row.meeting_id,
            "region": _region(row.territory),
            "became": [
                Tie(title=tie.title, url=tie.url, target=tie.target, target_id=tie.target_id) for tie in ties
            ],
        }
    )


def _region(row: Territory | None) -> Region | None:
    if row is None:
        return None
    name = local_name(row.place_id, row.name)
    return Region(id=row.pk, name=name, country=row.country, place=row.place_id)


@router.get("/", response=Promises, summary="List promises, overdue first")
def list_promises(request: HttpRequest, slug: Path[str], asked: Query[Narrowed]) -> dict[str, Any]:
    with desk_scope(request, slug, "promises.view") as desk:
        rows = bands.with_ties(bands.promises(asked.filters(), desk.today()))
        part = by_page(rows, asked, PER_PAGE)
        return {**part.place(), "promises": [shown(row) for row in part.rows]}


@router.post("/", response={201: Promise}, summary="Write a promise")
def add_promise(request: HttpRequest, slug: Path[str], given: New) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "promises.change") as desk:
        form = filled(lambda data: PromiseForm(data, desk=desk), given, RENAMED)
        made = deciding.add(desk, user, **form.cleaned_data)
        return Status(201, shown(_one(made.pk)))


def _one(pk: int) -> models.Promise:
    return get_object_or_404(bands.with_ties(bands.with_owners(models.Promise.objects.all())), pk=pk)


@router.get("/{pk}", response=Promise, summary="One promise")
def get_promise(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Promise:
    with desk_scope(request, slug, "promises.view"):
        return shown(_one(pk))


@router.patch("/{pk}", response=Promise, summary="Change a confirmed promise")
def change_promise(request: HttpRequest, slug: Path[str], pk: Path[int], change: Change) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "promises.change") as desk, transaction.atomic():
        get_object_or_404(models.Promise.objects.select_for_update(), pk=pk)
        row = _one(pk)
        must_match(request, Promise, shown(row))
        if row.status not in models.Promise.SETTABLE:
            raise ConflictError(
                _("This is a suggestion, not a confirmed promise; confirm it on its page first.")
            )
        form = filled(
            lambda data: PromiseForm(data, desk=desk, initial=values_of(row)),
            change,
            RENAMED,
            only_sent=True,
        )
        deciding.change(row, user, **sent(form, change, RENAMED))
        return shown(_one(pk))


# --- official meetings and reports ------------------------------------------------------------------


class MeetingOut(ModelSchema):
    class Meta:
        model = models.OfficialMeeting
        fields = (
            "id", "title", "held_on", "place_name", "place_id", "state", "starts_at", "minutes", "link",
            "agenda", "other_language", "other_title", "other_agenda", "signed_off_at", "language",
            "source_name", "job", "created_at", "updated_at",
        )  # fmt: skip


class MeetingWithText(MeetingOut):
    """A meeting with its report, and what was found in it beside the promises."""

    text: str
    findings: dict[str, Any]


class MeetingChange(In):
    """A meeting that is planned; what is not sent stays."""

    title: str | None = Field(None, max_length=300)
    day: dt.date | None = None
    hour: dt.time | None = Field(None, description="On the desk's clock.")
    minutes: int | None = Field(None, ge=10, le=1440)
    place_name: str | None = Field(None, max_length=200)
    link: str | None = Field(None, max_length=500)
    agenda: str | None = Field(None, max_length=4000)
    other_language: str | None = None
    other_title: str | None = Field(None, max_length=300)
    other_agenda: str | None = Field(None, max_length=4000)


class MeetingNew(MeetingChange):
    title: str = Field(max_length=300)
    day: dt.date
    hour: dt.time = Field(description="On the desk's clock.")
    minutes: int = Field(60, ge=10, le=1440)


class State(In):
    state: Literal["planned", "held", "cancelled"]


class Report(In):
    """The text of a report, which the desk reads for promises."""

    text: str = Field(min_length=1, max_length=REPORT_LETTERS)
    held_on: dt.date | None = None
    title: str = Field("", max_length=300)
    place_name: str = Field("", max_length=200)
    language: str = Field("", description="ru, uz, kk or en; found out from the text where it is empty.")


class Begun(Schema):
    """A report that is being read: the meeting it tells of, and the job that reads it."""

    meeting: int
    job: int


def _meetings(_desk: Desk, _asked: Any) -> QuerySet[models.OfficialMeeting]:
    return models.OfficialMeeting.objects.defer("text", "findings")


offer(
    router, "/meetings/", ("meeting", "meetings"), permission="promises.view", out=MeetingOut,
    rows=_meetings, kind="meetings",
)  # fmt: skip


@router.get("/meetings/{int:pk}/report", response=MeetingWithText, summary="A meeting with its report")
def get_report(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
    with desk_scope(request, slug, "promises.view", "meetings"):
        return get_object_or_404(models.OfficialMeeting, pk=pk)


@router.post("/meetings/", response={201: MeetingOut}, summary="Plan a meeting")
def plan_meeting(request: HttpRequest, slug: Path[str], given: MeetingNew) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "promises.change", "meetings") as desk:
        initial = plan_from(None, desk)
        form = filled(lambda data: PlanForm(data, desk=desk, initial=initial), given)
        return Status(201, meetings.plan(form.instance, None, user))


@router.patch("/meetings/{int:pk}", response=MeetingOut, summary="Change a planned meeting")
def change_meeting(request: HttpRequest, slug: Path[str], pk: Path[int], given: MeetingChange) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "promises.change", "meetings") as desk, transaction.atomic():
        row = _held_meeting(request, pk)
        form = filled(lambda data: PlanForm(data, instance=row, desk=desk), given)
        meetings.change(form.instance, user)
        return get_object_or_404(models.OfficialMeeting, pk=pk)


@router.post("/meetings/{int:pk}/state", response=MeetingOut, summary="Say that a meeting was held")
def set_meeting_state(request: HttpRequest, slug: Path[str], pk: Path[int], given: State) -> Any:
    """Say that it was held, was called off, or is planned again."""
    user: Any = request.user
    with desk_scope(request, slug, "promises.change", "meetings"), transaction.atomic():
        row = _held_meeting(request, pk)
        try:
            meetings.set_state(row, given.state, user)
        except DecisionError as error:
            raise ConflictError(str(error)) from error
        return row


def _held_meeting(request: HttpRequest, pk: int) -> models.OfficialMeeting:
    rows = models.OfficialMeeting.objects.select_related("desk").select_for_update(of=("self",))
    row = get_object_or_404(rows, pk=pk)
    must_match(request, MeetingOut, row)
    return row


@router.post("/reports/", response={202: Begun}, summary="Have a report read for promises")
def read_report(request: HttpRequest, slug: Path[str], given: Report) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "promises.change", "meetings") as desk, transaction.atomic():
        form = filled(ReportForm, given)
        meeting = reading.begin_meeting(desk, user, **form.cleaned_data)
        job = reading.start_reading(meeting, user)
        return Status(202, {"meeting": meeting.pk, "job": job.pk})
