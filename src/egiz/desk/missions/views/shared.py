"""What every page of a mission needs: the mission, its line of stages, its trail of crumbs."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from egiz.desk.core.http import DeskRequest
from egiz.desk.missions.domain.stages import stages_of
from egiz.desk.missions.interfaces.forms import first_error
from egiz.desk.missions.models import Mission


def get_mission(pk: int) -> Mission:
    return get_object_or_404(Mission, pk=pk)


def mission_page(
    request: DeskRequest, template: str, mission: Mission, stage: str = "", **context: Any
) -> HttpResponseBase:
    """Render a page of a mission under its line of stages."""
    context = {"stages": stages_of(mission), **context, "mission": mission, "stage_here": stage}
    return render(request, template, context)


def say_error(request: HttpRequest, error: ValidationError) -> None:
    messages.error(request, first_error(error.messages))
