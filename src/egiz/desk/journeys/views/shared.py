from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from egiz.desk.core.http import DeskRequest
from egiz.desk.journeys.domain import queries
from egiz.desk.journeys.models import Journey


def get_journey(pk: int) -> Journey:
    found: Journey = get_object_or_404(queries.journeys().select_related("desk"), pk=pk)
    return found


def journey_page(
    request: DeskRequest, template: str, journey: Journey, here: str, **context: Any
) -> HttpResponse:
    """Draw a page of one trip, with the line of its pages on top."""
    newest = next(iter(journey.live_versions), None)  # type: ignore[attr-defined] # read with the trip
    shared = {"journey": journey, "here": here, "newest": newest}
    return render(request, template, {**shared, **context})


def file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
