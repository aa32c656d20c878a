"""On the day: slot by slot who sits where, who is free, what went otherwise, who is at the door."""

import json
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from egiz.desk.core.domain import jobs
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.missions.domain import arrivals, badges, incidents, queries, reports, walk_ins
from egiz.desk.missions.domain.slots import SlotTime, slots_of, slots_of_version
from egiz.desk.missions.interfaces.day_forms import IncidentForm, WalkInForm
from egiz.desk.missions.interfaces.forms import first_error
from egiz.desk.missions.models import Incident, MeetingReport, Mission, ScheduledMeeting, Wish
from egiz.desk.missions.views.shared import get_mission, mission_page, say_error

# On the day nobody waits for the last gap to close.
REPAIR_SECONDS = 15


def _slot_now(slots: list[SlotTime], asked: str) -> SlotTime | None:
    """Return the slot asked for; else the one running or coming next; after the mission the last one."""
    if asked.isdigit() and int(asked) < len(slots):
        return slots[int(asked)]
    now = timezone.now()
    coming = [slot for slot in slots if slot.end > now]
    return next(iter(coming or slots[-1:]), None)


@require_GET
@needs("missions.view")
def day(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show one slot at a time: who meets where, who is free, and what each side says afterwards."""
    mission = get_mission(pk)
    return mission_page(
        request, "missions/day.html", mission, "day", **_day(mission, request.GET.get("slot", ""))
    )


def _day(mission: Mission, asked: str) -> dict[str, Any]:
    version = queries.published_version(mission)
    # Put into the reader's language once: every meeting of the slot has two lists of them.
    results = [(value, str(label)) for value, label in MeetingReport.Result.choices]
    context: dict[str, Any] = {"version": version, "results": results}
    if version is None:
        return context
    slots = slots_of_version(version, mission.tz)
    here = _slot_now(slots, asked)
    rows = list(queries.meetings_named(version).filter(slot=here.index)) if here else []
    written = queries.reports_of(mission)
    return context | {
        "here": here,
        "previous": slots[here.index - 1] if here and here.index else None,
        "next": slots[here.index + 1] if here and here.index + 1 < len(slots) else None,
        "slots": slots,
        "rows": [(meeting, written.get(meeting.wish_id or 0, {})) for meeting in rows],
        "begun": here is not None and here.start <= timezone.now(),
        "free": walk_ins.free_in(version, mission, here) if here else None,
        "present": arrivals.companies_here(mission, here.start) if here else {},
        "incidents": list(mission.incidents.select_related("company", "table", "interpreter")),
        "incident_form": IncidentForm(mission=mission),
        "walk_in_form": WalkInForm(companies=[]),
    }


@require_POST
@needs("missions.record")
def report(request: DeskRequest, pk: int, wish_pk: int) -> HttpResponseBase:
    """Write down what one side says about a meeting."""
    mission = get_mission(pk)
    wish = get_object_or_404(Wish, mission=mission, pk=wish_pk)
    side = request.POST.get("side", "")
    try:
        reports.write_report(
            wish,
            side,
            request.user,
            held=request.POST.get("held", ""),
            result=request.POST.get("result", ""),
            note=request.POST.get("note", ""),
        )
    except ValidationError as error:
        say_error(request, error)
    meeting = ScheduledMeeting.objects.filter(wish=wish, version__state="published").first()
    if request.htmx and meeting is not None:
        written = {row.side: row for row in wish.reports.all()}
        context = {
            "mission": mission,
            "meeting": queries.meetings(meeting.version).get(pk=meeting.pk),
            "written": written,
            "results": MeetingReport.Result.choices,
            "begun": meeting.starts_at <= timezone.now(),
            "present": arrivals.companies_here(mission, meeting.starts_at),
        }
        return render(request, "missions/_report.html", context)
    return _back(request, mission, str(meeting.slot) if meeting else "")


def _wrong(form: Any) -> str:
    """Return the first thing wrong with a form, with the field it is about."""
    for name, found in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        return f"{label}: {found[0]}" if label else str(found[0])
    return ""


def _back(request: DeskRequest, mission: Mission, slot: str) -> HttpResponse:
    query = f"?slot={slot}" if slot.isdigit() else ""
    return redirect(desk_url(request.desk, "missions:day", mission.pk) + query)


@require_POST
@needs("missions.schedule")
def add_incident(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Write down what went otherwise, and begin to repair the schedule around it."""
    mission = get_mission(pk)
    version = queries.published_version(mission)
    slots = slots_of_version(version, mission.tz) if version else []
    asked = request.POST.get("slot", "")
    here = _slot_now(slots, asked)
    form = IncidentForm(request.POST, mission=mission)
    if here is None or not form.is_valid():
        messages.error(request, _wrong(form) or _("No schedule is published yet."))
        return _back(request, mission, asked)
    planned = slots_of(mission)
    is_delay = form.cleaned_data["kind"] == Incident.Kind.DELAY and here.index < len(planned)
    since = planned[here.index].start if is_delay else here.start
    try:
        kept = incidents.write_down(mission, since=since, user=request.user, **form.about(here.start))
    except ValidationError as error:
        say_error(request, error)
        return _back(request, mission, asked)
    return _repair(request, mission, str(kept))


def _repair(request: DeskRequest, mission: Mission, note: str) -> HttpResponse:
    seconds = min(mission.rules.seconds, REPAIR_SECONDS)
    payload = {"mission": mission.pk, "seconds": seconds, "note": note[:300], "repair": True}
    return go(request, "core:job", jobs.enqueue(request.desk, "missions.solve", payload, request.user).pk)


@require_POST
@needs("missions.schedule")
def drop_incident(request: DeskRequest, pk: int, incident_pk: int) -> HttpResponseBase:
    """Take an incident back and repair the schedule without it."""
    mission = get_mission(pk)
    incident = get_object_or_404(Incident, mission=mission, pk=incident_pk)
    note = str(incident)
    incidents.take_back(incident, request.user)
    if queries.published_version(mission) is None:
        return _back(request, mission, "")
    return _repair(request, mission, _("Taken back: %(what)s") % {"what": note})


@require_POST
@needs("missions.schedule")
def walk_in(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Give two companies a table at once, without moving anybody."""
    mission = get_mission(pk)
    slot = request.POST.get("slot", "")
    form = WalkInForm(request.POST, companies=list(queries.taking_part(mission)))
    if not form.is_valid() or not slot.isdigit():
        messages.error(request, _wrong(form) or _("Choose an hour."))
        return _back(request, mission, slot)
    try:
        made = walk_ins.give_table(mission, int(slot), form.pair(), request.user)
    except ValidationError as error:
        say_error(request, error)
    else:
        place = _("online") if made.online else _("table %(name)s") % {"name": made.table_name}
        messages.success(
            request,
            _("%(ours)s and %(theirs)s meet now: %(place)s.")
            % {"ours": made.ours.short_name, "theirs": made.theirs.short_name, "place": place},
        )
        if made.wish and made.wish.needs_interpreter and made.interpreter is None:
            messages.warning(request, _("They share no language and no interpreter is free."))
    return _back(request, mission, slot)


@require_GET
@needs("missions.view")
def screen(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the hall who sits where now and next, in letters read from afar; it renews itself."""
    mission = get_mission(pk)
    version = queries.published_version(mission)
    slots = slots_of_version(version, mission.tz) if version else []
    here = _slot_now(slots, request.GET.get("slot", ""))
    after = slots[here.index + 1] if here and here.index + 1 < len(slots) else None
    context = {
        "mission": mission,
        "here": here,
        "after": after,
        "rows": list(queries.meetings(version).filter(slot=here.index)) if version and here else [],
        "after_rows": list(queries.meetings(version).filter(slot=after.index)) if version and after else [],
        "now": timezone.now(),
    }
    template = "missions/_screen.html" if request.htmx else "missions/screen.html"
    return render(request, template, context)


@require_GET
@needs("missions.record")
def check_in(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Scan badges at the door, with or without a connection."""
    mission = get_mission(pk)
    here = arrivals.here_since(mission, timezone.now())
    people = [
        {
            "code": one.code,
            "name": one.name,
            "company": one.company.short_name,
            "side": one.company.side,
            "since": at.isoformat() if (at := here.get((one.company.pk, one.number))) else "",
        }
        for one in badges.people(queries.taking_part(mission))
    ]
    return mission_page(request, "missions/check_in.html", mission, "day", people=people, here=len(here))


@require_POST
@needs("missions.record")
def take_scans(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take what a device scanned; sent twice it is kept once."""
    mission = get_mission(pk)
    try:
        sent = json.loads(request.body)["scans"]
        taken = arrivals.take(mission, sent, request.user, timezone.now())
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "a list of scans is expected"}, status=400)
    except ValidationError as error:
        return JsonResponse({"error": first_error(error.messages)}, status=400)
    results = [
        {"nonce": one.nonce, "status": one.status, "since": one.since.isoformat() if one.since else ""}
        for one in taken
    ]
    return JsonResponse({"results": results, "here": len(arrivals.here_since(mission, timezone.now()))})


@require_safe
@needs("missions.record")
def worker(_request: HttpRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001 - its folder is its scope
    """Hand out the worker that keeps the door's page for when there is no connection."""
    return worker_response()


def worker_response() -> HttpResponse:
    found = finders.find("egiz/agenda-worker.js")
    if not found:
        msg = "No worker"
        raise Http404(msg)
    response = HttpResponse(Path(str(found)).read_bytes(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
