"""Companies of a mission."""

from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, ModelSchema, Path, Status

from egiz.desk.core.http import desk_scope
from egiz.desk.core.models import Desk
from egiz.desk.core.rest import (
    In,
    filled,
    must_match,
    of_body,
    offer,
    refused_by,
    said_in,
)
from egiz.desk.missions.api.common import OfMission, router, wanted
from egiz.desk.missions.domain import companies
from egiz.desk.missions.interfaces.forms import (
    CompanyForm,
)
from egiz.desk.missions.models import Company, Mission


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


class CompaniesAsked(OfMission):
    side: str = ""
    status: str = ""


def _companies(_desk: Desk, asked: Any) -> QuerySet[Company]:
    return Company.objects.filter(**wanted(asked, "mission_id", "side", "status"))


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
