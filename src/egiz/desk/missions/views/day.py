from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.missions.domain import queries, reports
from egiz.desk.missions.domain.slots import SlotTime, slots_of_version
from egiz.desk.missions.models import MeetingReport, ScheduledMeeting, Wish
from egiz.desk.missions.views.shared import get_mission, mission_page, say_error


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
    """Show one slot at a time: who meets where, and what each side says afterwards."""
    mission = get_mission(pk)
    version = queries.published_version(mission)
    context: dict[str, Any] = {"version": version}
    if version is not None:
        slots = slots_of_version(version, mission.tz)
        here = _slot_now(slots, request.GET.get("slot", ""))
        rows = queries.meetings(version).filter(slot=here.index) if here else []
        written = queries.reports_of(mission)
        context |= {
            "here": here,
            "previous": slots[here.index - 1] if here and here.index else None,
            "next": slots[here.index + 1] if here and here.index + 1 < len(slots) else None,
            "slots": slots,
            "rows": [(meeting, written.get(meeting.wish_id or 0, {})) for meeting in rows],
            "begun": here is not None and here.start <= timezone.now(),
        }
    return mission_page(
        request, "missions/day.html", mission, "day", results=MeetingReport.Result.choices, **context
    )


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
        }
        return render(request, "missions/_report.html", context)
    slot = f"?slot={meeting.slot}" if meeting else ""
    return redirect(desk_url(request.desk, "missions:day", mission.pk) + slot)
