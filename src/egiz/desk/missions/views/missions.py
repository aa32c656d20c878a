from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from egiz.desk.core import joints
from egiz.desk.core.domain.trail import history_of, record
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.missions.domain import queries
from egiz.desk.missions.domain.stages import count, stages_of
from egiz.desk.missions.interfaces import goals
from egiz.desk.missions.interfaces.forms import (
    InterpreterFormSet,
    MissionForm,
    SessionFormSet,
    mission_from,
    sessions_from,
    set_tables,
)
from egiz.desk.missions.models import Mission
from egiz.desk.missions.views.shared import get_mission, mission_page


@require_GET
@needs("missions.view")
def home(request: DeskRequest) -> HttpResponseBase:
    """List the desk's missions."""
    return render(request, "missions/home.html", {"missions": list(queries.missions())})


@require_GET
@needs("missions.view")
def mission(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show one mission: its stages and what is missing at each."""
    found = get_object_or_404(queries.missions(), pk=pk)
    counts = count(found)
    version = counts.published or counts.draft
    words = goals.goal_words(version, counts.held) if version else []
    return mission_page(
        request,
        "missions/mission.html",
        found,
        stages=stages_of(found, counts),
        counts=counts,
        version=version,
        words=words,
        sessions=found.sessions.all(),
        history=history_of(found)[:12],
    )


def _form(
    request: DeskRequest, found: Mission | None, start: joints.Origin | None = None
) -> HttpResponseBase:
    data = request.POST or None
    form = MissionForm(data, instance=found, desk=request.desk, initial=mission_from(start, request.desk))
    # A row that says what was proposed would count as left alone when it comes back.
    proposed = None if data else sessions_from(start)
    sessions = SessionFormSet(data, instance=found or Mission(), prefix="sessions", initial=proposed)
    interpreters = InterpreterFormSet(data, instance=found or Mission(), prefix="interpreters")
    if request.method == "POST" and all(part.is_valid() for part in (form, sessions, interpreters)):
        with transaction.atomic():
            saved = form.save()
            for part in (sessions, interpreters):
                part.instance = saved
                part.save()
            set_tables(saved, form.cleaned_data["tables_wanted"])
            record(saved, "set_up" if found else "created", request.user)
            page = desk_url(request.desk, "missions:mission", saved.pk)
            joints.tie_to(start, joints.Made(saved.name, page), request.user)
        messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
        return redirect(desk_url(request.desk, "missions:mission", saved.pk))
    context = {"form": form, "sessions": sessions, "interpreters": interpreters, "start": start}
    if found is None:
        return render(request, "missions/setup.html", context)
    return mission_page(request, "missions/setup.html", found, "set_up", **context)


@require_http_methods(["GET", "POST"])
@needs("missions.change")
def new(request: DeskRequest) -> HttpResponseBase:
    return _form(request, None, joints.asked(request.GET))


@require_http_methods(["GET", "POST"])
@needs("missions.change")
def setup(request: DeskRequest, pk: int) -> HttpResponseBase:
    return _form(request, get_mission(pk))
