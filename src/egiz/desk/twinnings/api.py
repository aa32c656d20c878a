"""/api/v1/desks/<desk>/twinnings: register, comparisons and facts, under the predicates of the pages."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, ModelSchema, Path, Query, Router, Schema, Status

from egiz.atlas.tables import number_text
from egiz.desk.core.http import desk_scope
from egiz.desk.core.models import Desk
from egiz.desk.core.rest import (
    Asked,
    ByPage,
    In,
    by_page,
    filled,
    lead_on,
    must_match,
    of_body,
    offer,
    refused_by,
)
from egiz.desk.twinnings.domain import facts, measures, register
from egiz.desk.twinnings.domain.fact_entry import Stated, checked
from egiz.desk.twinnings.interfaces.forms import ActivityForm, TwinningForm
from egiz.desk.twinnings.interfaces.life_forms import MeasureForm
from egiz.desk.twinnings.models import Activity, Comparison, Measure, PlaceFact, Twinning

router = Router()
PER_PAGE = 100


class TwinningOut(ModelSchema):
    class Meta:
        model = Twinning
        fields = (
            "id", "a_id", "a_name", "a_country", "b_id", "b_name", "b_country", "level", "kind",
            "paper_kind", "status", "stage", "since",
            "document", "source", "source_url", "note",
            "sign_on", "valid_until", "ended_on", "ended_why", "created_at", "updated_at",
        )  # fmt: skip


class FactOut(Schema):
    id: int
    geonameid: int
    place: str
    country: str
    indicator: str
    value: float | str
    unit: str
    as_of: str
    boundary: str
    source: str
    source_url: str
    source_class: str
    rounding: float
    doubt: str
    note: str
    entered_by: str
    created_at: dt.datetime
    updated_at: dt.datetime


class FactsOut(Schema):
    count: int
    page: int
    pages: int
    next: str
    facts: list[FactOut]


class FactsAsked(ByPage):
    geonameid: int | None = None
    indicator: str = ""


class FactIn(In):
    """A place by its GeoNames id or by a name, and what a source says of it."""

    place: str = ""
    country: str = ""
    geonameid: int | None = None
    indicator: str
    value: float | str
    unit: str = ""
    as_of: str = ""
    boundary: str = Field("unclear", description="city, district, region, region urban, country, unclear")
    source: str
    source_url: str = ""
    source_class: str = "press"
    rounding: float = 0.0
    doubt: str = ""
    note: str = ""


class TwinningsAsked(ByPage):
    status: str = ""
    level: str = Field("", description="city or region")


class TwinningChange(In):
    """What is changed of a link; what is not sent stays."""

    a: str | None = Field(None, max_length=120, description="Our place, by a name that the atlas knows.")
    b: str | None = Field(None, max_length=120, description="Their place.")
    level: str | None = Field(None, description="city or region")
    kind: str | None = Field(None, description="twinning, cooperation or trade")
    paper_kind: str | None = None
    status: str | None = None
    since: str | None = Field(None, max_length=10)
    document: str | None = Field(None, max_length=300)
    source: str | None = Field(None, max_length=300)
    source_url: str | None = Field(None, max_length=500)
    note: str | None = Field(None, max_length=3000)


class TwinningNew(TwinningChange):
    a: str = Field(max_length=120, description="Our place, by a name that the atlas knows.")
    b: str = Field(max_length=120, description="Their place.")
    level: str = Field("city", description="city or region")
    status: str = "proposed"
    source: str = Field(max_length=300, description="Where this is known from.")


class ActivityNew(In):
    date: dt.date
    what: str = Field(max_length=300)
    source: str = Field("", max_length=300)


class ActivityOut(ModelSchema):
    class Meta:
        model = Activity
        fields = ("id", "twinning", "date", "what", "source", "created_at", "updated_at")


class MeasureOut(ModelSchema):
    class Meta:
        model = Measure
        fields = (
            "id", "twinning", "number", "direction", "text", "due", "ours", "theirs", "proof", "funds",
            "status", "done_on", "evidence", "created_at", "updated_at",
        )  # fmt: skip


class MeasureChange(In):
    """What is changed of a measure; what is not sent stays."""

    direction: str | None = Field(None, max_length=120)
    text: str | None = Field(None, max_length=600)
    due: str | None = Field(None, max_length=60, description="A year, a quarter, a month or a day.")
    ours: str | None = Field(None, max_length=300)
    theirs: str | None = Field(None, max_length=300)
    proof: str | None = Field(None, max_length=300)
    funds: str | None = Field(None, max_length=300)
    status: str | None = Field(None, description="planned, under_way, done or dropped")
    done_on: dt.date | None = None
    evidence: str | None = Field(None, max_length=500)


class MeasureNew(MeasureChange):
    twinning: int
    text: str = Field(max_length=600)
    status: str = Field("planned", description="planned, under_way, done or dropped")


class MeasuresAsked(Asked):
    twinning: int | None = None
    status: str = ""


@router.get("/", response=list[TwinningOut], summary="The register of twins")
def list_twinnings(
    request: HttpRequest, response: HttpResponse, slug: Path[str], asked: Query[TwinningsAsked]
) -> list[Twinning]:
    """List the register, whole or in parts: then the header Link leads on."""
    with desk_scope(request, slug, "twinnings.view"):
        wanted = {"status": asked.status, "level": asked.level}
        rows = Twinning.objects.filter(**{name: value for name, value in wanted.items() if value})
        if asked.limit is None and not asked.cursor and asked.changed_since is None:
            return list(rows)
        part = by_page(rows, asked, PER_PAGE)
        lead_on(request, response, part.next)
        return part.rows


@router.post("/", response={201: TwinningOut}, summary="Enter a link")
def add_twinning(request: HttpRequest, slug: Path[str], given: TwinningNew) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "twinnings.change") as desk:
        form = filled(lambda data: TwinningForm(data, desk=desk), given)
        return Status(201, register.save_twinning(form.instance, user))


@router.get("/{int:pk}", response=TwinningOut, summary="One link")
def get_twinning(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Twinning:
    with desk_scope(request, slug, "twinnings.view"):
        return get_object_or_404(Twinning, pk=pk)


@router.patch("/{int:pk}", response=TwinningOut, summary="Change a link")
def change_twinning(request: HttpRequest, slug: Path[str], pk: Path[int], given: TwinningChange) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "twinnings.change") as desk, transaction.atomic():
        row = get_object_or_404(Twinning.objects.select_for_update(), pk=pk)
        must_match(request, TwinningOut, row)
        form = filled(lambda data: TwinningForm(data, instance=row, desk=desk), given)
        return register.save_twinning(form.instance, user)


@router.post("/{int:pk}/activities", response={201: ActivityOut}, summary="Write down what happened")
def add_activity(request: HttpRequest, slug: Path[str], pk: Path[int], given: ActivityNew) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "twinnings.change") as desk:
        twin = get_object_or_404(Twinning, pk=pk)
        row = Activity(desk=desk, twinning=twin)
        form = filled(lambda data: ActivityForm(data, instance=row), given)
        return Status(201, register.add_activity(form.instance, user))


def _measures(_desk: Desk, asked: Any) -> QuerySet[Measure]:
    wanted = {"twinning_id": getattr(asked, "twinning", None), "status": getattr(asked, "status", "")}
    return Measure.objects.filter(**{name: value for name, value in wanted.items() if value})


offer(
    router, "/measures/", ("measure", "measures"), permission="twinnings.view", out=MeasureOut,
    rows=_measures, asked=MeasuresAsked,
)  # fmt: skip


@router.post("/measures/", response={201: MeasureOut}, summary="Write a measure")
def add_measure(request: HttpRequest, slug: Path[str], given: MeasureNew) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "twinnings.change") as desk:
        row = Measure(desk=desk, twinning=of_body(Twinning.objects.all(), "twinning", given.twinning))
        form = filled(lambda data: MeasureForm(data, instance=row), given)
        return Status(201, measures.save(form.instance, user))


@router.patch("/measures/{int:pk}", response=MeasureOut, summary="Change a measure")
def change_measure(request: HttpRequest, slug: Path[str], pk: Path[int], given: MeasureChange) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "twinnings.change"), transaction.atomic():
        rows = Measure.objects.select_related("twinning").select_for_update(of=("self",))
        row = get_object_or_404(rows, pk=pk)
        must_match(request, MeasureOut, row)
        form = filled(lambda data: MeasureForm(data, instance=row), given)
        return measures.save(form.instance, user)


@router.get("/comparisons/{pk}", summary="A ranking of candidates, as `egiz rank --json` gives it")
def get_comparison(request: HttpRequest, slug: Path[str], pk: Path[int]) -> dict[str, Any]:
    with desk_scope(request, slug, "twinnings.view"):
        comparison = get_object_or_404(Comparison, pk=pk)
        return {"id": comparison.pk, "ranked_at": comparison.ranked_at, **comparison.result}


def _shown(row: PlaceFact) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in FactOut.model_fields if hasattr(row, name)}
    return {
        **plain,
        "geonameid": row.place_id,
        "place": row.place_name,
        "country": row.place_country,
        "value": float(row.value) if row.is_number else row.value,
        "entered_by": str(row.entered_by or ""),
    }


def _stated(given: FactIn) -> Stated:
    said = {name: value for name, value in given.model_dump().items() if value is not None}
    return checked({k: number_text(v) if isinstance(v, float) else str(v) for k, v in said.items()})


@router.get("/facts/", response=FactsOut, summary="The desk's own facts about places")
def list_facts(request: HttpRequest, slug: Path[str], asked: Query[FactsAsked]) -> dict[str, Any]:
    with desk_scope(request, slug, "twinnings.view_facts"):
        rows = PlaceFact.objects.select_related("entered_by")
        if asked.geonameid is not None:
            rows = rows.filter(place_id=asked.geonameid)
        if asked.indicator:
            rows = rows.filter(indicator=asked.indicator)
        part = by_page(rows, asked, PER_PAGE)
        return {**part.place(), "facts": [_shown(row) for row in part.rows]}


@router.post("/facts/", response={201: FactOut}, summary="Enter a fact")
def enter_fact(request: HttpRequest, slug: Path[str], given: FactIn) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "twinnings.change_facts") as desk:
        with refused_by():
            stated = _stated(given)
        return Status(201, _shown(facts.save_fact(desk, stated, user)))


@router.get("/facts/{pk}", response=FactOut, summary="One fact")
def get_fact(request: HttpRequest, slug: Path[str], pk: Path[int]) -> dict[str, Any]:
    with desk_scope(request, slug, "twinnings.view_facts"):
        return _shown(get_object_or_404(PlaceFact.objects.select_related("entered_by"), pk=pk))


def _held_fact(request: HttpRequest, pk: int) -> PlaceFact:
    rows = PlaceFact.objects.select_related("entered_by").select_for_update(of=("self",))
    row = get_object_or_404(rows, pk=pk)
    must_match(request, FactOut, _shown(row))
    return row


@router.put("/facts/{pk}", response=FactOut, summary="Correct a fact")
def correct_fact(request: HttpRequest, slug: Path[str], pk: Path[int], given: FactIn) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "twinnings.change_facts") as desk, transaction.atomic():
        row = _held_fact(request, pk)
        with refused_by():
            stated = _stated(given)
        return _shown(facts.save_fact(desk, stated, user, row))


@router.delete("/facts/{pk}", response={204: None}, summary="Take a fact away")
def remove_fact(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "twinnings.change_facts"), transaction.atomic():
        facts.remove_fact(_held_fact(request, pk), user)
        return Status(204, None)
