import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.missions.domain import history, moves, queries, scheduling
from egiz.desk.missions.domain.slots import SlotTime, slots_of_version
from egiz.desk.missions.domain.waiting import waiting_of
from egiz.desk.missions.interfaces import changed_letters, exports, goals, grid
from egiz.desk.missions.interfaces.forms import SolveForm
from egiz.desk.missions.interfaces.sending import ready, send_soon
from egiz.desk.missions.models import Company, Mission, ScheduledMeeting, ScheduleVersion
from egiz.desk.missions.views.shared import get_mission, mission_page, say_error

ROWS_PER_PAGE = 40
LANES_PER_PAGE = 40
WAYS = ("company", "table", "interpreter", "hour")
CHANGES_SHOWN = 60
LEFT_SHOWN = 60
NAMED = 12


def get_version(mission: Mission, number: int) -> ScheduleVersion:
    rows = mission.versions.select_related("created_by", "published_by")
    version = get_object_or_404(rows, number=number)
    version.mission = mission
    return version


@require_GET
@needs("missions.view")
def schedule_now(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Go to the version that matters now: the newest draft, or else the published one."""
    mission = get_mission(pk)
    version = scheduling.base_version(mission)
    if version is not None:
        return redirect(desk_url(request.desk, "missions:schedule", mission.pk, version.number))
    missing = scheduling.what_is_missing(mission)
    return mission_page(
        request,
        "missions/no_schedule.html",
        mission,
        "schedule",
        missing=_(missing) if missing else "",
        form=SolveForm(initial={"seconds": mission.rules.seconds}),
    )


@require_POST
@needs("missions.schedule")
def solve(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Start making a new draft."""
    mission = get_mission(pk)
    if missing := scheduling.what_is_missing(mission):
        messages.error(request, _(missing))
        return redirect(desk_url(request.desk, "missions:schedule_now", mission.pk))
    form = SolveForm({"way": "repair", **request.POST.dict()})
    if not form.is_valid():
        messages.error(request, _("The search takes from 2 to 3600 seconds."))
        return redirect(desk_url(request.desk, "missions:schedule_now", mission.pk))
    data = form.cleaned_data
    job = scheduling.start(
        mission, request.user, seconds=data["seconds"], note=data["note"], repair=data["way"] == "repair"
    )
    return go(request, "core:job", job.pk)


@require_GET
@needs("missions.view")
def schedule(request: DeskRequest, pk: int, number: int) -> HttpResponseBase:
    """Show a version: participants down, slots across, what was not placed beside it."""
    mission = get_mission(pk)
    version = get_version(mission, number)
    get = request.GET.get
    companies = queries.companies(mission, get("q", ""), get("side", ""))
    page = Paginator(companies, ROWS_PER_PAGE).get_page(get("page"))
    slots = slots_of_version(version, mission.tz)
    # A fair has tens of thousands of meetings: only those of the companies on this page are read.
    meetings = queries.meetings(version, [one.pk for one in page])
    made = grid.build_grid(slots, page, meetings, mission.rules.breaks_per)
    way = get("by", "") if get("by", "") in WAYS else "company"
    changes = history.changes_between(scheduling.published_version(mission), version)
    waiting = waiting_of(version, mission)
    held, pinned, left_count, musts_left = queries.tally(version)
    return mission_page(
        request,
        "missions/schedule.html",
        mission,
        "schedule",
        version=version,
        versions=list(mission.versions.order_by("-number")[:12]),
        words=goals.goal_words(version, held, musts_left, waiting),
        waits_longest=Company.objects.filter(pk=waiting.whose).first() if waiting.whose else None,
        changed=changes[:CHANGES_SHOWN] if version.state == "draft" else [],
        changed_count=len(changes),
        way=way,
        lanes=_lanes(request, version, slots, way) if way != "company" else None,
        may_move=request.user.has_perm("missions.publish", version),
        grid=made,
        page=page,
        slots=slots,
        left=list(queries.not_held(version)[:LEFT_SHOWN]),
        left_count=left_count,
        changes=scheduling.changes_against_published(version),
        side_chosen=get("side", ""),
        query_text=get("q", ""),
        shape=get("as", "") if get("as", "") in {"grid", "list"} else "",
        may_publish=request.user.has_perm("missions.publish", version),
        may_pin=request.user.has_perm("missions.pin", version),
        pinned=pinned,
        solve_form=SolveForm(initial={"seconds": mission.rules.seconds}),
        published=scheduling.published_version(mission),
    )


def _lanes(request: DeskRequest, version: ScheduleVersion, slots: list[SlotTime], way: str) -> Any:
    """Return the tables, interpreters or hours of a version, a page at a time."""
    if way == "hour":
        page: Any = Paginator(slots, 8).get_page(request.GET.get("page"))
        rows: dict[int, list[ScheduledMeeting]] = {}
        for one in queries.meetings(version).filter(slot__in=[slot.index for slot in page]):
            rows.setdefault(one.slot, []).append(one)
        hours: Any = page
        hours.object_list = [(slot, rows.get(slot.index, [])) for slot in page]
        return hours
    rows_of = grid.lanes(slots, queries.meetings(version), way, _("online"))
    return Paginator(rows_of, LANES_PER_PAGE).get_page(request.GET.get("page"))


@require_POST
@needs("missions.schedule")
def publish(request: DeskRequest, pk: int, number: int) -> HttpResponseBase:
    mission = get_mission(pk)
    version = get_version(mission, number)
    registration = ready(request, mission)
    try:
        concerned = changed_letters.publish(version, registration, request.user)
    except ValidationError as error:
        say_error(request, error)
        return redirect(desk_url(request.desk, "missions:schedule", mission.pk, number))
    messages.success(
        request,
        _("Version %(number)s is published; personal links and calendars show it now.") % {"number": number},
    )
    if concerned is not None:
        _say_concerned(request, concerned)
        send_soon(registration, request.user)
    return redirect(desk_url(request.desk, "missions:schedule", mission.pk, number))


def _say_concerned(request: DeskRequest, concerned: changed_letters.Concerned) -> None:
    """Say how many companies are written to, and which have to be called."""
    text = ngettext(
        "What changed concerns %(count)s company; nobody else gets a letter.",
        "What changed concerns %(count)s companies; nobody else gets a letter.",
        concerned.companies,
    )
    messages.info(request, text % {"count": concerned.companies})
    if concerned.unreached:
        names = ", ".join(one.short_name for one in concerned.unreached[:NAMED])
        text = ngettext(
            "No letter reaches %(count)s of them; call: %(names)s.",
            "No letter reaches %(count)s of them; call: %(names)s.",
            len(concerned.unreached),
        )
        messages.warning(request, text % {"count": len(concerned.unreached), "names": names})


@require_POST
@needs("missions.schedule")
def discard(request: DeskRequest, pk: int, number: int) -> HttpResponseBase:
    mission = get_mission(pk)
    try:
        scheduling.discard(get_version(mission, number), request.user)
    except ValidationError as error:
        say_error(request, error)
    else:
        messages.success(request, _("Draft %(number)s is thrown away.") % {"number": number})
    return redirect(desk_url(request.desk, "missions:schedule_now", mission.pk))


def _meeting(version: ScheduleVersion, meeting_pk: int) -> ScheduledMeeting:
    meeting = get_object_or_404(queries.meetings(version), pk=meeting_pk)
    meeting.version = version
    return meeting


@require_GET
@needs("missions.view")
def meeting(request: DeskRequest, pk: int, number: int, meeting_pk: int) -> HttpResponseBase:
    """Show one meeting: who, when, where, why, and what can be done about it."""
    mission = get_mission(pk)
    version = get_version(mission, number)
    one = _meeting(version, meeting_pk)
    may_pin = request.user.has_perm("missions.pin", version)
    may_move = request.user.has_perm("missions.publish", version)
    context: dict[str, Any] = {
        "version": version,
        "meeting": one,
        "match": one.wish.match if one.wish else None,
        "may_pin": may_pin,
        "may_move": may_move,
        "places": moves.free_places(one, mission) if may_move else [],
    }
    if request.htmx:
        return render(request, "missions/_meeting.html", {**context, "mission": mission})
    return mission_page(request, "missions/meeting.html", mission, "schedule", **context)


@require_GET
@needs("missions.schedule")
def try_move(request: DeskRequest, pk: int, number: int, meeting_pk: int) -> HttpResponseBase:
    """Say at once what a move would break, or where the meeting would sit."""
    mission = get_mission(pk)
    one = _meeting(get_version(mission, number), meeting_pk)
    asked = request.GET.get("slot", "")
    slot = int(asked) if asked.isdigit() else -1
    broken = moves.what_breaks(one, mission, slot)
    places = (
        [] if broken else [place for place in moves.free_places(one, mission) if place.slot.index == slot]
    )
    return JsonResponse({"broken": broken, "place": places[0].key if places else ""})


@require_POST
@needs("missions.schedule")
def pin(request: DeskRequest, pk: int, number: int, meeting_pk: int) -> HttpResponseBase:
    mission = get_mission(pk)
    version = get_version(mission, number)
    one = _meeting(version, meeting_pk)
    if not request.user.has_perm("missions.pin", version):
        messages.error(request, _("A superseded version is history; pin in the newest one."))
    else:
        scheduling.set_pin(one, pinned=not one.pinned, user=request.user)
        messages.success(
            request, _("Pinned: the next version leaves it here.") if one.pinned else _("Unpinned.")
        )
    return go(request, "missions:schedule", mission.pk, number)


@require_POST
@needs("missions.schedule")
def move(request: DeskRequest, pk: int, number: int, meeting_pk: int) -> HttpResponseBase:
    """Move one meeting of a draft by hand; it stays pinned there."""
    mission = get_mission(pk)
    version = get_version(mission, number)
    one = _meeting(version, meeting_pk)
    try:
        moves.move(one, mission, request.POST.get("place", ""), request.user)
    except ValidationError as error:
        say_error(request, error)
    else:
        messages.success(request, _("Moved and pinned; the goals below are counted anew."))
    return go(request, "missions:schedule", mission.pk, number)


@require_GET
@needs("missions.view")
def export(_request: DeskRequest, pk: int, number: int, kind: str) -> HttpResponseBase:
    """Return a version as a file."""
    mission = get_mission(pk)
    version = get_version(mission, number)
    if kind == "json":
        content: bytes = json.dumps(exports.document(version, mission), ensure_ascii=False, indent=1).encode()
        return _file(content, "application/json", f"schedule-{mission.pk}-{number}.json")
    if kind == "xlsx":
        kind_of = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return _file(exports.workbook(version, mission), kind_of, f"schedule-{mission.pk}-{number}.xlsx")
    if kind == "zip":
        return _file(
            exports.calendars(version, mission), "application/zip", f"calendars-{mission.pk}-{number}.zip"
        )
    msg = "No such file"
    raise Http404(msg)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@needs("missions.view")
def programme(request: DeskRequest, pk: int, number: int) -> HttpResponseBase:
    """Print: one sheet for each participant, or for the one asked for."""
    mission = get_mission(pk)
    version = get_version(mission, number)
    companies = queries.companies(mission, side=request.GET.get("side", ""))
    if request.GET.get("company", "").isdigit():
        companies = companies.filter(pk=request.GET["company"])
    slots = slots_of_version(version, mission.tz)
    of_company: dict[int, list[ScheduledMeeting]] = {}
    for one in queries.meetings(version):
        for company_pk in one.company_ids:
            of_company.setdefault(company_pk, []).append(one)
    per = mission.rules.breaks_per
    sheets = [(f, grid.timetable(f, slots, of_company[f.pk], per)) for f in companies if f.pk in of_company]
    context = {"mission": mission, "version": version, "sheets": sheets}
    return render(request, "missions/programme.html", context)
