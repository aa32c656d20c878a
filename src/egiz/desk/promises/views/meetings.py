"""Official meetings: planned on the chosen day, invited to, held; and what came out of them."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core import joints
from egiz.desk.core.domain import trail
from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.promises._errors import DecisionError
from egiz.desk.promises.domain import meetings as domain
from egiz.desk.promises.domain.origins import origin_of_meeting
from egiz.desk.promises.interfaces import invitation
from egiz.desk.promises.interfaces.meeting_forms import PlanForm, plan_from
from egiz.desk.promises.interfaces.steps import Step
from egiz.desk.promises.models import OfficialMeeting, Promise

LEADS_TO = ("mission", "trip", "events")


def get_meeting(pk: int) -> OfficialMeeting:
    return get_object_or_404(OfficialMeeting.objects.select_related("desk"), pk=pk)


@require_http_methods(["GET", "POST"])
@needs("promises.change")
def plan(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    """Plan a meeting, blank or on the day that was chosen for it, or change a planned one."""
    meeting = get_meeting(pk) if pk else None
    start = None if meeting else joints.asked(request.GET)
    initial = None if meeting else plan_from(start, request.desk)
    form = PlanForm(request.POST or None, instance=meeting, initial=initial, desk=request.desk)
    if request.method == "POST" and form.is_valid():
        if meeting:
            domain.change(form.instance, request.user)
            return go(request, "promises:meeting", meeting.pk)
        made = domain.plan(form.instance, start, request.user)
        messages.success(request, _("The meeting is planned. The invitation is written below."))
        return go(request, "promises:meeting", made.pk)
    return render(request, "promises/plan.html", {"form": form, "meeting": meeting, "start": start})


@require_GET
@needs("promises.view")
def show(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a meeting: when, about what, the invitation, what was promised there and what it led to."""
    meeting = get_meeting(pk)
    promises = meeting.promises.filter(status__in=Promise.SETTABLE).select_related(
        "owner_person__organisation", "owner_organisation", "responsible", "meeting", "desk"
    )
    origin, offered = origin_of_meeting(meeting), joints.turnings()
    planned = meeting.state == OfficialMeeting.State.PLANNED
    context = {
        "meeting": meeting,
        "agenda": [line for line in meeting.agenda.splitlines() if line.strip()],
        "hours": invitation.hours_of(meeting),
        "invitations": invitation.invitations(meeting) if planned and meeting.starts_at else [],
        "promises": promises.order_by("number", "pk"),
        "steps": [
            Step(offered[code].label, offered[code].address(request.desk, origin), offered[code].icon)
            for code in LEADS_TO
            if code in offered
        ],
        "became": meeting.became.all(),
        "history": trail.history_of(meeting)[:10],
    }
    return render(request, "promises/meeting.html", context)


@require_POST
@needs("promises.change")
@transaction.atomic
def state(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Say that the meeting was held, was called off, or is planned again."""
    get_object_or_404(OfficialMeeting.objects.select_for_update(), pk=pk)
    wanted = request.POST.get("state", "")
    if wanted in OfficialMeeting.State.values:
        try:
            domain.set_state(get_meeting(pk), wanted, request.user)
        except DecisionError as error:
            messages.error(request, str(error))
    return go(request, "promises:meeting", pk)


@require_GET
@needs("promises.view")
def calendar(request: DeskRequest, pk: int, kind: str) -> HttpResponseBase:
    """Return the meeting as a calendar file, or as a letter with both texts and that file attached."""
    meeting = get_meeting(pk)
    if meeting.starts_at is None:
        messages.error(request, _("The meeting has no hour yet."))
        return go(request, "promises:meeting", pk)
    write, content_type = {
        "ics": (invitation.to_ics, "text/calendar; charset=utf-8"),
        "eml": (invitation.to_letter, "message/rfc822"),
    }[kind]
    response = HttpResponse(write(meeting, timezone.now()), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="meeting-{pk}.{kind}"'
    return response
