"""/api/v1/desks/<desk>/trips: the same membership and predicates as the pages."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Path, Query, Router, Schema, Status

from egiz.desk.core.http import desk_scope
from egiz.desk.core.rest import ByPage, In, by_page, filled, must_match
from egiz.desk.trips.domain import queries, writing
from egiz.desk.trips.interfaces.forms import TripForm
from egiz.desk.trips.models import PlanVersion, Trip

router = Router()

PER_PAGE = 50


class TripOut(Schema):
    id: int
    name: str
    purpose: str
    status: str
    sample: bool
    leaves_on: dt.date
    home_on: dt.date
    cities: list[str]
    people: int
    visits: int
    published_plan: int | None
    newest_plan: int | None
    updated_at: dt.datetime


class TripFields(In):
    name: str | None = Field(None, max_length=200)
    purpose: str | None = Field(None, max_length=2000)
    leaves_on: dt.date | None = None
    leaves_at: dt.time | None = None
    home_on: dt.date | None = None
    home_at: dt.time | None = None
    day_start: dt.time | None = None
    day_end: dt.time | None = None
    road_minutes: int | None = Field(None, ge=0, le=1440)
    contact: str | None = Field(None, max_length=300)


class TripChange(TripFields):
    """What is changed of a trip; what is not sent stays."""

    status: str | None = Field(None, description="planned, held or cancelled")


class TripNew(TripFields):
    name: str = Field(max_length=200)
    leaves_on: dt.date
    home_on: dt.date


class Trips(Schema):
    count: int
    page: int
    pages: int
    next: str
    trips: list[TripOut]


def _out(trip: Any) -> dict[str, Any]:
    versions = trip.live_versions
    published = [v.number for v in versions if v.state == PlanVersion.State.PUBLISHED]
    return {
        "id": trip.pk,
        "name": trip.name,
        "purpose": trip.purpose,
        "status": trip.status,
        "sample": trip.is_sample,
        "leaves_on": trip.leaves_on,
        "home_on": trip.home_on,
        "cities": [stop.name for stop in trip.cities],
        "people": trip.people,
        "visits": trip.places,
        "published_plan": published[0] if published else None,
        "newest_plan": versions[0].number if versions else None,
        "updated_at": trip.updated_at,
    }


@router.get("/", response=Trips, summary="The desk's trips, the latest first")
def list_trips(request: HttpRequest, slug: Path[str], asked: Query[ByPage]) -> dict[str, Any]:
    with desk_scope(request, slug, "trips.view"):
        part = by_page(queries.trips(), asked, PER_PAGE)
        return {**part.place(), "trips": [_out(trip) for trip in part.rows]}


@router.post("/", response={201: TripOut}, summary="Begin a trip")
def add_trip(request: HttpRequest, slug: Path[str], given: TripNew) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "trips.change") as desk:
        form = filled(lambda data: TripForm(data, desk=desk), given)
        trip = writing.begin(form.save(commit=False), user)
        return Status(201, _out(get_object_or_404(queries.trips(), pk=trip.pk)))


@router.patch("/{pk}", response=TripOut, summary="Change a trip")
def change_trip(request: HttpRequest, slug: Path[str], pk: Path[int], given: TripChange) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "trips.change") as desk, transaction.atomic():
        row = get_object_or_404(Trip.objects.select_for_update(), pk=pk)
        must_match(request, TripOut, _out(get_object_or_404(queries.trips(), pk=pk)))
        form = filled(lambda data: TripForm(data, instance=row, desk=desk), given)
        writing.change(form.save(commit=False), user)
        return _out(get_object_or_404(queries.trips(), pk=pk))


@router.get("/{pk}", response=TripOut, summary="One trip")
def get_trip(request: HttpRequest, slug: Path[str], pk: Path[int]) -> dict[str, Any]:
    with desk_scope(request, slug, "trips.view"):
        return _out(get_object_or_404(queries.trips(), pk=pk))


@router.get("/{pk}/plan", summary="A plan, as `egiz trip plan --json` gives it")
def get_plan(
    request: HttpRequest, slug: Path[str], pk: Path[int], number: int | None = None
) -> dict[str, Any]:
    with desk_scope(request, slug, "trips.view"):
        trip = get_object_or_404(Trip, pk=pk)
        chosen = {"number": number} if number else {"state": PlanVersion.State.PUBLISHED}
        version = get_object_or_404(PlanVersion, trip=trip, **chosen)
        return {"number": version.number, "state": version.state, **version.plan}
