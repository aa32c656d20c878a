"""Group meetings at the organiser's: called, answered for, reported."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.missions.domain import groups, queries
from egiz.desk.missions.interfaces.group_forms import GroupForm, InviteForm
from egiz.desk.missions.interfaces.sending import tell_called
from egiz.desk.missions.models import GroupMeeting, GroupSeat, Mission, ScheduledMeeting
from egiz.desk.missions.models.wish import Consent
from egiz.desk.missions.views.shared import get_mission, mission_page, say_error

ANSWERS = (Consent.ASKED, Consent.AGREED, Consent.DECLINED)
HELD = {"yes": True, "no": False}


@require_GET
@needs("missions.view")
def group_list(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the group meetings with everybody's answer and where they stand in the schedule."""
    return _page(request, get_mission(pk), None)


def _page(request: DeskRequest, mission: Mission, form: GroupForm | None) -> HttpResponseBase:
    version = queries.shown_version(mission)
    placed: dict[int | None, ScheduledMeeting] = {}
    if version is not None:
        placed = {one.group_id: one for one in version.meetings.exclude(title="")}
    return mission_page(
        request,
        "missions/groups.html",
        mission,
        "wishes",
        rows=[(one, placed.get(one.pk)) for one in groups.groups_of(mission)],
        version=version,
        answers=[(one.value, one.label) for one in ANSWERS],
        form=form or GroupForm(mission=mission),
        form_open=form is not None,
        invite_form=InviteForm(mission=mission, auto_id=False),
    )


@require_POST
@needs("missions.change")
def call_group(request: DeskRequest, pk: int) -> HttpResponseBase:
    mission = get_mission(pk)
    form = GroupForm(request.POST, mission=mission)
    if form.is_valid():
        try:
            with transaction.atomic():  # the call is kept with the letters about it, or not at all
                group = groups.call(form.group(), form.cleaned_data["companies"], request.user)
                tell_called(group, [seat.company for seat in group.seats.select_related("company__desk")])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("Called; every company answers on its own page, or you write it down.")
            )
            return _back(request, mission)
    return _page(request, mission, form)


@require_POST
@needs("missions.change")
def change_group(request: DeskRequest, pk: int, group_pk: int) -> HttpResponseBase:
    """Ask further companies, write down what came of it, or call it off."""
    mission = get_mission(pk)
    group = get_object_or_404(GroupMeeting, mission=mission, pk=group_pk)
    acts: dict[str, Any] = {"invite": _invite, "outcome": _outcome, "call_off": _call_off}
    act = acts.get(request.POST.get("act", ""))
    try:
        if act is not None:
            messages.success(request, act(request, mission, group))
    except ValidationError as error:
        say_error(request, error)
    return _back(request, mission)


def _invite(request: DeskRequest, mission: Mission, group: GroupMeeting) -> str:
    form = InviteForm(request.POST, mission=mission)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data().get("companies", [ValidationError(_("Name a company."))]))
    with transaction.atomic():
        made = groups.invite(group, form.cleaned_data["companies"], request.user)
        tell_called(group, made)
    text = ngettext("%(count)s company is asked.", "%(count)s companies are asked.", len(made))
    return text % {"count": len(made)}


def _outcome(request: DeskRequest, _mission: Mission, group: GroupMeeting) -> str:
    held = HELD.get(request.POST.get("held", ""))
    groups.write_outcome(group, held=held, outcome=request.POST.get("outcome", ""), user=request.user)
    return _("Kept.")


def _call_off(request: DeskRequest, _mission: Mission, group: GroupMeeting) -> str:
    groups.call_off(group, request.user)
    return _("“%(name)s” is called off; the next schedule is without it.") % {"name": group.name}


@require_POST
@needs("missions.change")
def answer_seat(request: DeskRequest, pk: int, seat_pk: int) -> HttpResponseBase:
    """Write down a company's answer, with how it was given."""
    mission = get_mission(pk)
    seat = get_object_or_404(GroupSeat.objects.select_related("group"), mission=mission, pk=seat_pk)
    note = request.POST.get("consent_note", "")
    try:
        groups.answer(seat, request.POST.get("answer", ""), request.user, note)
    except ValidationError as error:
        say_error(request, error)
    return _back(request, mission)


def _back(request: DeskRequest, mission: Mission) -> HttpResponseBase:
    return redirect(desk_url(request.desk, "missions:groups", mission.pk))
