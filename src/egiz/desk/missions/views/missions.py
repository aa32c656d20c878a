from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core import joints
from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.missions.domain import checking, own_tables, queries, registering, worklist
from egiz.desk.missions.domain.stages import count, stages_of
from egiz.desk.missions.interfaces import goals
from egiz.desk.missions.interfaces.forms import (
    MOST_INTERPRETERS,
    MOST_SESSIONS,
    InterpreterForm,
    MissionForm,
    SessionForm,
    keep_setup,
    rows_of,
)
from egiz.desk.missions.interfaces.profile_forms import with_more
from egiz.desk.missions.interfaces.proposals import copied_from, mission_from, sessions_from, usual_of
from egiz.desk.missions.models import Company, Interpreter, Mission, Session
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
    statuses = registering.status_counts(found)
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
        waits=worklist.waits(found, statuses, counts.waiting),
        statuses=[
            (label, number) for value, label in Company.Status.choices if (number := statuses.get(value, 0))
        ],
    )


def _earlier(request: DeskRequest) -> Mission | None:
    """Return the earlier mission that a new one is set up like."""
    number = request.GET.get("copy", "")
    return get_mission(int(number)) if number.isdigit() else None


def _copied(request: DeskRequest) -> dict[str, Any]:
    """Return the set-up of the earlier mission or of the kind that was chosen, on the day that was named."""
    before, day = _earlier(request), parse_date(request.GET.get("first", "") or "")
    if day is None:
        return {}
    return copied_from(before, day) if before else usual_of(request.GET.get("kind", ""), day)


def _parts(
    request: DeskRequest, found: Mission | None, start: joints.Origin | None, data: Any
) -> dict[str, Any]:
    """Bind the three parts of the page to what was sent, to what is kept, or to what is proposed."""
    copied = {} if found or data else _copied(request)
    initial = {**mission_from(start, request.desk), **copied.get("form", {})}
    # A row that says what was proposed would count as left alone when it comes back.
    hours = None if data else copied.get("sessions") or sessions_from(start)
    people = None if data else copied.get("interpreters")
    blank = found or Mission()
    session_rows = rows_of(Session, SessionForm, max(1, len(hours or ())), MOST_SESSIONS)
    people_rows = rows_of(Interpreter, InterpreterForm, len(people or ()), MOST_INTERPRETERS)
    return {
        "form": MissionForm(data, instance=found, desk=request.desk, initial=initial),
        "sessions": session_rows(data, instance=blank, prefix="sessions", initial=hours),
        "interpreters": people_rows(data, instance=blank, prefix="interpreters", initial=people),
    }


def _form(
    request: DeskRequest, found: Mission | None, start: joints.Origin | None = None
) -> HttpResponseBase:
    data: Any = request.POST if request.method == "POST" else None
    more = data.get("more", "") if data else ""
    if more in {"sessions", "interpreters"}:
        data = with_more(data, more)
    parts = _parts(request, found, start, data)
    form, rows = parts["form"], (parts["sessions"], parts["interpreters"])
    valid = [part.is_valid() for part in (form, *rows)] if data and not more else [False]
    if all(valid):
        if found is None:
            form.instance.copied_from = _earlier(request)
        saved = keep_setup(form, rows, request.user, start)
        messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
        if found is None:
            return redirect(f"{desk_url(request.desk, 'missions:companies', saved.pk)}#import")
        return redirect(desk_url(request.desk, "missions:mission", saved.pk))
    if more:
        for one in (form, *parts["sessions"].forms, *parts["interpreters"].forms):
            one.errors.clear()
    context = {
        **parts,
        "start": start,
        "earlier": Mission.objects.order_by("-id")[:30] if found is None else [],
        "kinds": Mission.Kind.choices if found is None else [],
        "row_errors": not more and any(part.is_bound and part.total_error_count() for part in rows),
    }
    if found is None:
        return render(request, "missions/setup.html", context)
    return mission_page(request, "missions/setup.html", found, "set_up", **context)


@require_POST
@needs("missions.change")
def check_setup(request: DeskRequest) -> HttpResponseBase:
    """Say what is missing in a set-up as it stands in the browser; nothing is kept."""
    number = request.GET.get("mission", "")
    found = get_mission(int(number)) if number.isdigit() else None
    parts = _parts(request, found, None, request.POST)
    for part in parts.values():
        part.is_valid()
    written = {
        "form": parts["form"].cleaned_data,
        **{name: [row.cleaned_data for row in parts[name].forms if not row.cleaned_data.get("DELETE")]
           for name in ("sessions", "interpreters")},
    }  # fmt: skip
    companies = Company.objects.filter(mission=found).count() if found else 0
    verdict = checking.check(checking.plan_of(written, companies))
    return render(request, "missions/_setup_check.html", {"verdict": verdict})


@require_http_methods(["GET", "POST"])
@needs("missions.change")
def new(request: DeskRequest) -> HttpResponseBase:
    return _form(request, None, joints.asked(request.GET))


@require_http_methods(["GET", "POST"])
@needs("missions.change")
def setup(request: DeskRequest, pk: int) -> HttpResponseBase:
    return _form(request, get_mission(pk))


@require_POST
@needs("missions.change")
def seat_hosts(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Keep a table for each company of the side that hosts."""
    found = get_mission(pk)
    count = own_tables.give_hosts_tables(found, request.user)
    text = ngettext(
        "%(count)s company keeps a table of its own; the others come to it.",
        "%(count)s companies keep tables of their own; the others come to them.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect(desk_url(request.desk, "missions:companies", found.pk))
