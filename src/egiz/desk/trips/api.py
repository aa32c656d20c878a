"""/api/v1/desks/<desk>/trips: the same membership and predicates as the pages."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema

from egiz.desk.core.http import desk_scope
from egiz.desk.trips.domain import queries
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


class Trips(Schema):
    count: int
    page: int
    pages: int
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
    }


@router.get("/", response=Trips, summary="The desk's trips, the latest first")
def list_trips(request: HttpRequest, slug: Path[str], page: int = 1) -> dict[str, Any]:
    with desk_scope(request, slug, "trips.view"):
        found = Paginator(queries.trips(), PER_PAGE).get_page(page)
        return {
            "count": found.paginator.count,
            "page": found.number,
            "pages": found.paginator.num_pages,
            "trips": [_out(trip) for trip in found.object_list],
        }


@router.get("/{pk}", response=TripOut, summary="One trip")
def get_trip(request: HttpRequest, slug: Path[str], pk: int) -> dict[str, Any]:
    with desk_scope(request, slug, "trips.view"):
        return _out(get_object_or_404(queries.trips(), pk=pk))


@router.get("/{pk}/plan", summary="A plan, as `egiz trip plan --json` gives it")
def get_plan(request: HttpRequest, slug: Path[str], pk: int, number: int | None = None) -> dict[str, Any]:
    with desk_scope(request, slug, "trips.view"):
        trip = get_object_or_404(Trip, pk=pk)
        chosen = {"number": number} if number else {"state": PlanVersion.State.PUBLISHED}
        version = get_object_or_404(PlanVersion, trip=trip, **chosen)
        return {"number": version.number, "state": version.state, **version.plan}
