from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from egiz.desk.core.http import DeskRequest
from egiz.desk.trips.domain import queries
from egiz.desk.trips.models import Trip


def get_trip(pk: int) -> Trip:
    found: Trip = get_object_or_404(queries.trips().select_related("desk"), pk=pk)
    return found


def trip_page(request: DeskRequest, template: str, trip: Trip, here: str, **context: Any) -> HttpResponse:
    """Draw a page of one trip, with the line of its pages on top."""
    newest = next(iter(trip.live_versions), None)  # type: ignore[attr-defined] # read with the trip
    shared = {"trip": trip, "here": here, "newest": newest}
    return render(request, template, {**shared, **context})


def file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
