"""Letters that go by themselves: set, looked at, switched on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from egiz.desk.core.domain.trail import record
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.missions.domain import followups, reminding
from egiz.desk.missions.interfaces import letters, reminders
from egiz.desk.missions.interfaces.reminder_forms import LimitForm, ReminderForm
from egiz.desk.missions.interfaces.sending import ready
from egiz.desk.missions.models import Company, Registration, Reminder
from egiz.desk.missions.views.letters import LANGUAGES, SHOWN_HELD, WordsForm
from egiz.desk.missions.views.shared import get_mission, mission_page

STATES = {
    "off": gettext_lazy("not switched on"),
    "on": gettext_lazy("goes by itself"),
    "going": gettext_lazy("is being sent"),
    "gone": gettext_lazy("was sent"),
    "missed": gettext_lazy("not sent: nothing ran that day"),
}


@require_http_methods(["GET", "POST"])
@needs("missions.change")
def reminder_list(request: DeskRequest, pk: int) -> HttpResponseBase:
    """List the letters that go by themselves; add one, take over the proposed days, set the limit."""
    mission = get_mission(pk)
    registration = ready(request, mission)
    registration.mission = mission
    today = reminding.today_in(mission, timezone.now())
    act = request.POST.get("act", "")
    form = ReminderForm(request.POST if act == "add" else None, mission=mission, today=today)
    copy = Registration.objects.get(pk=registration.pk)
    limit = LimitForm(request.POST if act == "limit" else None, instance=copy)
    if request.method == "POST" and _acted(request, registration, form, limit):
        return redirect(desk_url(request.desk, "missions:reminders", mission.pk))
    return mission_page(
        request,
        "missions/reminders.html",
        mission,
        "register",
        rows=[(one, STATES[one.state], _counts(one)) for one in mission.reminders.select_related("mailing")],
        form=form,
        limit=limit,
        registration=registration,
        waves=followups.waves_of(mission),
        has_proposals=any(day >= today for _kind, day in reminding.proposed(registration)),
        today=today,
    )


def _acted(request: DeskRequest, registration: Registration, form: ReminderForm, limit: LimitForm) -> bool:
    """Do what was asked for; says whether the page is done with."""
    act = request.POST.get("act", "")
    if act == "add" and form.is_valid():
        form.save()
        messages.success(request, _("On the list. Look at the letter and switch it on."))
    elif act == "limit" and limit.is_valid():
        limit.save()
        messages.success(request, _("Saved."))
    elif act in {"push_on", "push_off"}:
        Registration.objects.filter(pk=registration.pk).update(pushes=act == "push_on")
        record(registration.mission, f"alerts_{act.removeprefix('push_')}", request.user)
        messages.success(request, _("Saved."))
    elif act == "propose":
        made = reminding.propose(registration, reminding.today_in(registration.mission, timezone.now()))
        text = ngettext(
            "%(count)s letter was put on the list. Look at each and switch it on.",
            "%(count)s letters were put on the list. Look at each and switch it on.",
            made,
        )
        messages.info(request, text % {"count": made})
    else:
        return act not in {"add", "limit"}
    return True


def _counts(reminder: Reminder) -> int:
    return reminder.mailing.letters.exclude(state="held").count() if reminder.mailing else 0


@require_http_methods(["GET", "POST"])
@needs("missions.change")
def reminder(request: DeskRequest, pk: int, reminder_pk: int) -> HttpResponseBase:
    """Look at one letter as it would go today, and switch it on or off."""
    mission = get_mission(pk)
    registration = ready(request, mission)
    mission.registration = registration
    one = get_object_or_404(Reminder, mission=mission, pk=reminder_pk)
    one.mission = mission
    who = reminding.audience(one, registration, timezone.now())
    first: dict[str, Company] = {}
    for company in [*who.goes, *_readers(mission.pk)]:
        company.mission = mission
        first.setdefault(company.reads, company)
    form = WordsForm(request.POST or None, languages=sorted(first), initial=one.words)
    words = form.cleaned_data if form.is_bound and form.is_valid() else one.words
    act = request.POST.get("act", "")
    if act in {"on", "off"} and form.is_valid():
        if not reminding.switch(one, on=act == "on", words=words, user=request.user):
            messages.error(request, _("It has begun to go and cannot be changed any more."))
        else:
            messages.success(request, _said(act))
        return redirect(desk_url(request.desk, "missions:reminders", mission.pk))
    if act == "remove":
        Reminder.objects.filter(pk=one.pk, mailing=None).delete()
        return redirect(desk_url(request.desk, "missions:reminders", mission.pk))
    shown = [
        (
            LANGUAGES.get(code, code),
            code,
            reminders.text_of(company, one, registration.base_url, words),
            company,
        )
        for code, company in sorted(first.items())
    ]
    return mission_page(
        request,
        "missions/reminder.html",
        mission,
        "register",
        reminder=one,
        label=letters.label(one.kind),
        state=STATES[one.state],
        form=form,
        goes=who.goes,
        held=who.held[:SHOWN_HELD],
        held_count=len(who.held),
        previews=shown,
        registration=registration,
        is_day_before=one.kind == Reminder.Kind.DAY_BEFORE,
    )


def _said(act: str) -> str:
    return _("Switched on: it goes by itself on its day.") if act == "on" else _("Switched off.")


def _readers(mission: int) -> list[Company]:
    """Return one company for each language that is read in the mission, so that each letter can be seen."""
    found: dict[str, Company] = {}
    for company in Company.objects.filter(mission=mission).exclude(email="").select_related("desk")[:400]:
        found.setdefault(company.reads, company)
    return list(found.values())


@require_http_methods(["GET", "POST"])
@needs("missions.change")
def outcome_letters(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Look at the letter that asks what came of the meetings, and switch it on for every wave to come."""
    mission = get_mission(pk)
    registration = ready(request, mission)
    mission.registration = registration
    first = {company.reads: company for company in _readers(mission.pk)}
    for company in first.values():
        company.mission = mission
    form = WordsForm(request.POST or None, languages=sorted(first), initial=registration.outcome_words)
    words = form.cleaned_data if form.is_bound and form.is_valid() else registration.outcome_words
    act = request.POST.get("act", "")
    if request.method == "POST" and act not in {"on", "off", "look"}:
        msg = "No such act"
        raise Http404(msg)
    if act in {"on", "off"} and form.is_valid():
        Registration.objects.filter(pk=registration.pk).update(asks_outcome=act == "on", outcome_words=words)
        record(mission, f"outcome_letters_{act}", request.user)
        said = _("Switched on: each wave is written to on its day.") if act == "on" else _("Switched off.")
        messages.success(request, said)
        return redirect(desk_url(request.desk, "missions:reminders", mission.pk))
    context: dict[str, Any] = {
        "label": letters.label("outcome"),
        "form": form,
        "waves": followups.waves_of(mission),
        "previews": [
            (LANGUAGES.get(code, code), code,
             letters.compose(company, "outcome", registration.base_url, words), company)
            for code, company in sorted(first.items())
        ],
        "registration": registration,
    }  # fmt: skip
    return mission_page(request, "missions/outcome_letters.html", mission, "register", **context)
