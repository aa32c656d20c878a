"""/api/v1/desks/<desk>/missions: the same membership, predicates, forms and writes as the pages."""

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Field, ModelSchema, Path, Query, Router, Schema, Status

from egiz.desk.core.domain import jobs
from egiz.desk.core.http import desk_scope
from egiz.desk.core.models import Desk
from egiz.desk.core.rest import (
    Asked,
    ByPage,
    ConflictError,
    In,
    RefusedError,
    by_page,
    filled,
    must_match,
    of_body,
    offer,
    refused_by,
    said_in,
)
from egiz.desk.missions.domain import companies, queries, reports, scheduling, wishes
from egiz.desk.missions.interfaces import changed_letters, exports
from egiz.desk.missions.interfaces.forms import (
    CompanyForm,
    InterpreterFormSet,
    MissionForm,
    SessionFormSet,
    SolveForm,
    keep_setup,
)
from egiz.desk.missions.interfaces.sending import ready, send_soon
from egiz.desk.missions.models import Company, MeetingReport, Mission, ScheduleVersion, SuggestedMatch, Wish

router = Router()

PER_PAGE = 50
TEXTS = ("fault", "result", "currency", "next_step", "next_owner", "note")
ANSWER = Literal["asked", "agreed", "declined"]


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


class CompanyOut(ModelSchema):
    offers: list[str]
    needs: list[str]
    codes: list[str]
    need_codes: list[str]
    hs_codes: list[str]
    need_hs_codes: list[str]
    cooperation: list[str]
    languages: list[str]
    certificates: list[str]
    availability: list[str]
    not_with: list[str]

    class Meta:
        model = Company
        fields = (
            "id", "mission", "organisation", "side", "key", "name", "country", "place", "territory",
            "offers", "needs", "codes", "need_codes", "hs_codes", "need_hs_codes", "cooperation",
            "languages", "size", "certificates", "availability", "mode", "zone", "representatives",
            "min_meetings", "max_meetings", "not_with", "registration", "contact", "email", "phone",
            "language", "status", "note", "created_at", "updated_at",
        )  # fmt: skip


class CompanyChange(In):
    """What is changed of a company; what is not sent stays."""

    side: Literal["ours", "theirs"] | None = None
    key: str | None = Field(None, max_length=60)
    name: str | None = Field(None, max_length=300)
    place: str | None = Field(None, max_length=200)
    territory: int | None = None
    offers: list[str] | None = Field(None, max_length=200)
    needs: list[str] | None = Field(None, max_length=200)
    codes: list[str] | None = Field(None, max_length=200)
    need_codes: list[str] | None = Field(None, max_length=200)
    cooperation: list[str] | None = None
    languages: list[str] | None = None
    mode: Literal["any", "in_person", "online"] | None = None
    availability: list[str] | None = Field(None, max_length=200)
    min_meetings: int | None = Field(None, ge=0, le=200)
    max_meetings: int | None = Field(None, ge=0, le=200)
    representatives: int | None = Field(None, ge=1, le=50)
    not_with: list[str] | None = Field(None, max_length=200)
    contact: str | None = Field(None, max_length=300)
    email: str | None = Field(None, max_length=254)
    phone: str | None = Field(None, max_length=40)
    language: str | None = None
    note: str | None = Field(None, max_length=4000)


class CompanyNew(CompanyChange):
    mission: int
    side: Literal["ours", "theirs"]
    name: str = Field(max_length=300)


class OfMission(Asked):
    mission: int | None = None


class CompaniesAsked(OfMission):
    side: str = ""
    status: str = ""


class WishOut(ModelSchema):
    class Meta:
        model = Wish
        fields = (
            "id", "mission", "asker", "partner", "weight", "origin", "our_consent", "their_consent",
            "consent_note", "words", "answer_by", "created_at", "updated_at",
        )  # fmt: skip


class WishNew(In):
    mission: int
    asker: int = Field(description="The number of the company that asks; it has agreed.")
    partner: int
    weight: Literal["must", "want", "no"] = "want"


class WishChange(In):
    """A wish's weight, or a company's answer with how it gave its consent."""

    weight: Literal["must", "want", "no"] | None = None
    our_consent: ANSWER | None = None
    their_consent: ANSWER | None = None
    consent_note: str = Field("", max_length=300, description="For example: by phone, 3 December.")


class MatchOut(ModelSchema):
    reasons: list[dict[str, Any]]

    class Meta:
        model = SuggestedMatch
        fields = ("id", "mission", "ours", "theirs", "score", "reasons", "selected", "updated_at")


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


class Begun(Schema):
    """Work that was begun: ask /jobs/{job} how far it is."""

    job: int


class OutcomeOut(ModelSchema):
    class Meta:
        model = MeetingReport
        fields = (
            "id", "mission", "wish", "side", "held", "fault", "result", "rating", "value", "currency",
            "signed_on", "next_step", "next_owner", "next_due", "note", "by_company", "created_at",
            "updated_at",
        )  # fmt: skip


class OutcomeSaid(In):
    """What one side says about a meeting; what is not sent stays as it was said before."""

    held: bool | None = None
    fault: Literal["", "ours", "theirs", "both", "organiser"] | None = None
    result: str | None = Field(None, max_length=16)
    rating: int | None = Field(None, ge=1, le=5)
    value: float | None = Field(None, gt=0, le=1e15)
    currency: str | None = Field(None, max_length=3)
    signed_on: dt.date | None = None
    next_step: str | None = Field(None, max_length=300)
    next_owner: Literal["", "ours", "theirs"] | None = None
    next_due: dt.date | None = None
    note: str | None = Field(None, max_length=2000)


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


# --- companies --------------------------------------------------------------------------------------


def _companies(_desk: Desk, asked: Any) -> QuerySet[Company]:
    return Company.objects.filter(**_wanted(asked, "mission_id", "side", "status"))


def _wanted(asked: Any, *names: str) -> dict[str, Any]:
    found = {name: getattr(asked, name.removesuffix("_id"), None) for name in names}
    return {name: value for name, value in found.items() if value}


offer(
    router, "/companies/", ("company", "companies"), permission="missions.view", out=CompanyOut,
    rows=_companies, asked=CompaniesAsked, kind="companies",
)  # fmt: skip


@router.post("/companies/", response={201: CompanyOut}, summary="Put a company on a mission's list")
def add_company(request: HttpRequest, slug: Path[str], given: CompanyNew) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "missions.change", "companies") as desk:
        mission = of_body(Mission.objects.select_related("desk"), "mission", given.mission)
        blank = Company(mission=mission, country=desk.country)
        form = filled(
            lambda data: CompanyForm(data, instance=blank, mission=mission, desk=desk), _lines(given)
        )
        return Status(201, companies.add(form.save(commit=False), user, form.cleaned_data))


def _lines(given: CompanyChange) -> dict[str, Any]:
    """Write lists of phrases as the page's fields take them: one on a line."""
    sent = said_in(given, but=("mission",))
    choices = {"cooperation", "languages"}
    return {
        name: "\n".join(value) if isinstance(value, list) and name not in choices else value
        for name, value in sent.items()
    }


@router.patch("/companies/{int:pk}", response=CompanyOut, summary="Change a company")
def change_company(request: HttpRequest, slug: Path[str], pk: Path[int], given: CompanyChange) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "missions.change", "companies") as desk, transaction.atomic():
        rows = Company.objects.select_related("mission__desk").select_for_update(of=("self",))
        row = get_object_or_404(rows, pk=pk)
        must_match(request, CompanyOut, row)
        copy = Company.objects.get(pk=pk)
        form = filled(
            lambda data: CompanyForm(data, instance=copy, mission=row.mission, desk=desk), _lines(given)
        )
        return companies.change(row, user, form.cleaned_data)


@router.delete("/companies/{int:pk}", response={204: None}, summary="Take a company off a mission")
def erase_company(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
    """Take it off with everything kept about it there."""
    user: Any = request.user
    with desk_scope(request, slug, "missions.change", "companies"), transaction.atomic():
        rows = Company.objects.select_related("mission__desk").select_for_update(of=("self",))
        row = get_object_or_404(rows, pk=pk)
        must_match(request, CompanyOut, row)
        with refused_by():
            companies.erase(row.mission, row, user)
        return Status(204, None)


# --- wishes and proposals ---------------------------------------------------------------------------


def _wishes(_desk: Desk, asked: Any) -> QuerySet[Wish]:
    return Wish.objects.filter(**_wanted(asked, "mission_id"))


def _matches(_desk: Desk, asked: Any) -> QuerySet[SuggestedMatch]:
    return SuggestedMatch.objects.filter(**_wanted(asked, "mission_id"))


offer(
    router, "/wishes/", ("wish", "wishes"), permission="missions.view", out=WishOut, rows=_wishes,
    asked=OfMission,
)  # fmt: skip
offer(
    router, "/matches/", ("match", "matches"), permission="missions.view", out=MatchOut, rows=_matches,
    asked=OfMission,
)  # fmt: skip


@router.post("/wishes/", response={201: WishOut}, summary="Enter a wish")
def add_wish(request: HttpRequest, slug: Path[str], given: WishNew) -> Any:
    """Enter a wish: who asks has agreed, the partner is still to be asked."""
    user: Any = request.user
    with desk_scope(request, slug, "missions.change"):
        mission = of_body(Mission.objects.all(), "mission", given.mission)
        taking_part = queries.taking_part(mission)
        asker = of_body(taking_part, "asker", given.asker)
        partner = of_body(taking_part, "partner", given.partner)
        with refused_by():
            return Status(201, wishes.add_wish(mission, asker, partner, given.weight, user))


@router.patch("/wishes/{int:pk}", response=WishOut, summary="Weigh a wish, or write an answer down")
def change_wish(request: HttpRequest, slug: Path[str], pk: Path[int], given: WishChange) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "missions.change"), transaction.atomic():
        rows = Wish.objects.select_related("asker", "partner").select_for_update(of=("self",))
        row = get_object_or_404(rows, pk=pk)
        must_match(request, WishOut, row)
        if given.weight and given.weight != row.weight:
            wishes.set_weight(row, given.weight, user)
        with refused_by({"__all__": "consent_note"}):
            for side, name in wishes.ANSWER_FIELDS.items():
                if answer := getattr(given, name):
                    wishes.answer(row, side, answer, user, given.consent_note)
        return row


@router.post("/{int:pk}/matching", response={202: Begun}, summary="Look for partners")
def start_matching(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "missions.schedule") as desk:
        mission = get_object_or_404(Mission, pk=pk)
        job = jobs.enqueue(desk, "missions.match", {"mission": mission.pk}, user)
        return Status(202, {"job": job.pk})


# --- schedules --------------------------------------------------------------------------------------


def _versions(_desk: Desk, asked: Any) -> QuerySet[ScheduleVersion]:
    return ScheduleVersion.objects.filter(**_wanted(asked, "mission_id"))


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


# --- outcomes ---------------------------------------------------------------------------------------


def _outcomes(_desk: Desk, asked: Any) -> QuerySet[MeetingReport]:
    return MeetingReport.objects.filter(**_wanted(asked, "mission_id"))


offer(
    router, "/outcomes/", ("outcome", "outcomes"), permission="missions.view", out=OutcomeOut,
    rows=_outcomes, asked=OfMission, kind="outcomes",
)  # fmt: skip


@router.put("/wishes/{int:pk}/outcomes/{side}", response=OutcomeOut, summary="Say what came of a meeting")
def say_outcome(
    request: HttpRequest, slug: Path[str], pk: Path[int], side: Path[Literal["ours", "theirs"]],
    given: OutcomeSaid,
) -> Any:  # fmt: skip
    user: Any = request.user
    with desk_scope(request, slug, "missions.record", "outcomes"), transaction.atomic():
        wish = get_object_or_404(queries.wishes(_mission_of(pk)), pk=pk)
        if (before := wish.reports.filter(side=side).first()) is not None:
            must_match(request, OutcomeOut, before)
        said: dict[str, Any] = {
            name: "" if value is None and name in TEXTS else value
            for name, value in given.model_dump(exclude_unset=True).items()
        }
        if (value := said.get("value")) is not None:
            said["value"] = Decimal(str(value))
        with refused_by():
            return reports.write_report(wish, side, user, **said)


def _mission_of(wish: int) -> Mission:
    return get_object_or_404(Wish.objects.select_related("mission"), pk=wish).mission
