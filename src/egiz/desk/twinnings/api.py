"""/api/v1/desks/<desk>/twinnings: register, comparisons and facts, under the predicates of the pages."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, ModelSchema, Path, Router, Schema, Status

from egiz.atlas.tables import number_text
from egiz.desk.core.http import desk_scope
from egiz.desk.core.rest import refused_by
from egiz.desk.twinnings.domain import facts
from egiz.desk.twinnings.domain.fact_entry import Stated, checked
from egiz.desk.twinnings.models import Comparison, PlaceFact, Twinning

router = Router()
PER_PAGE = 100


class TwinningOut(ModelSchema):
    class Meta:
        model = Twinning
        fields = (
            "id", "a_id", "a_name", "a_country", "b_id", "b_name", "b_country", "level", "kind",
            "paper_kind", "status", "stage", "since",
            "document", "source", "source_url", "note",
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
    facts: list[FactOut]


class FactIn(Schema):
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


@router.get("/", response=list[TwinningOut], summary="The register of twins")
def list_twinnings(request: HttpRequest, slug: Path[str]) -> list[Twinning]:
    with desk_scope(request, slug, "twinnings.view"):
        return list(Twinning.objects.all())


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
def list_facts(
    request: HttpRequest, slug: Path[str], geonameid: int | None = None, indicator: str = "", page: int = 1
) -> dict[str, Any]:
    with desk_scope(request, slug, "twinnings.view_facts"):
        rows = PlaceFact.objects.select_related("entered_by")
        if geonameid is not None:
            rows = rows.filter(place_id=geonameid)
        if indicator:
            rows = rows.filter(indicator=indicator)
        found = Paginator(rows, PER_PAGE).get_page(page)
        return {
            "count": found.paginator.count,
            "page": found.number,
            "pages": found.paginator.num_pages,
            "facts": [_shown(row) for row in found.object_list],
        }


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


@router.put("/facts/{pk}", response=FactOut, summary="Correct a fact")
def correct_fact(request: HttpRequest, slug: Path[str], pk: Path[int], given: FactIn) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "twinnings.change_facts") as desk:
        row = get_object_or_404(PlaceFact.objects.select_related("entered_by"), pk=pk)
        with refused_by():
            stated = _stated(given)
        return _shown(facts.save_fact(desk, stated, user, row))


@router.delete("/facts/{pk}", response={204: None}, summary="Take a fact away")
def remove_fact(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "twinnings.change_facts"):
        facts.remove_fact(get_object_or_404(PlaceFact, pk=pk), user)
        return Status(204, None)
