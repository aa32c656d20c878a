from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain import trail
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.promises._errors import DecisionError
from egiz.desk.promises.domain import deciding, owners, reading, sames
from egiz.desk.promises.interfaces import quotes
from egiz.desk.promises.interfaces.forms import (
    MeetingForm,
    ReportForm,
    SuggestionForm,
    values_of,
)
from egiz.desk.promises.models import OfficialMeeting, Promise, SamePair
from egiz.desk.promises.views.promise import get_promise, known_names

SUGGESTED = Promise.Status.SUGGESTED
SURE = 0.7


@require_http_methods(["GET", "POST"])
@needs("promises.change")
def begin(request: DeskRequest) -> HttpResponseBase:
    """Take a report, pasted or as a file, and start reading it."""
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():  # a report that is kept is read: both, or neither
            meeting = reading.begin_meeting(request.desk, request.user, **form.cleaned_data)
            job = reading.start_reading(meeting, request.user)
        return redirect(desk_url(request.desk, "core:job", job.pk))
    return render(request, "promises/begin.html", {"form": form})


@require_GET
@needs("promises.view")
def meetings(request: DeskRequest) -> HttpResponseBase:
    live = Q(promises__status__in=Promise.SETTABLE)
    rows = OfficialMeeting.objects.annotate(
        kept=Count("promises", filter=live),
        waiting=Count("promises", filter=Q(promises__status=SUGGESTED)),
    )
    return render(request, "promises/meetings.html", {"rows": rows[:200]})


def _card(
    request: DeskRequest,
    promise: Promise,
    form: SuggestionForm | None = None,
    *,
    shared: dict[str, Any] | None = None,
    pairs: dict[int, SamePair] | None = None,
) -> dict[str, Any]:
    initial = values_of(promise)
    # Whoever confirms sees to it, unless they choose somebody else.
    initial["responsible"] = initial["responsible"] or request.user.pk
    made = form or SuggestionForm(
        desk=request.desk, initial=initial, prefix=None, auto_id=f"id_{promise.pk}_%s"
    )
    for name, choices in (shared or {}).items():
        made.fields[name].choices = choices  # type: ignore[attr-defined] # read once for all cards
    pair = (pairs if pairs is not None else sames.waiting_of([promise])).get(promise.pk)
    return {"item": promise, "form": made, "open_form": form is not None, "pair": pair}


def _progress(meeting: OfficialMeeting) -> dict[str, int]:
    rows = meeting.promises.aggregate(total=Count("id"), left=Count("id", filter=Q(status=SUGGESTED)))
    return {"total": rows["total"], "left": rows["left"], "decided": rows["total"] - rows["left"]}


@require_GET
@needs("promises.view")
def read(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the text with its numbered quotes, and a card for each promise read from it."""
    meeting = get_object_or_404(OfficialMeeting.objects.select_related("source_file", "job"), pk=pk)
    if not meeting.text and meeting.source_file is None and meeting.starts_at:
        return redirect(desk_url(request.desk, "promises:meeting", meeting.pk))  # planned here, not read
    rows = meeting.promises.select_related("owner_person", "owner_organisation", "merged_into")
    items = list(rows.order_by("number", "id"))
    names = SuggestionForm(desk=request.desk).fields
    pairs = sames.waiting_of(items)
    shared = {name: list(names[name].choices) for name in ("responsible", "territory")}  # type: ignore[attr-defined]
    cards = [_card(request, item, shared=shared, pairs=pairs) for item in items]
    context = {
        "meeting": meeting,
        "paragraphs": quotes.paragraphs(meeting.text, items),
        "cards": cards,
        "groups": [
            (False, [card for card in cards if not _less_sure(card["item"])]),
            (True, [card for card in cards if _less_sure(card["item"])]),
        ],
        "perhaps": reading.perhaps(meeting, items),
        "left_out": [_left_out(one) for one in meeting.findings.get("left_out", [])],
        "others": [(item.pk, item.number, item.title) for item in items],
        "names": known_names(),
        "found": _found(meeting),
        "progress": _progress(meeting),
        "history": trail.history_of(meeting)[:20],
    }
    return render(request, "promises/reading.html", context)


def _less_sure(promise: Promise) -> bool:
    """Whether a suggestion stands below the sure ones until somebody decides."""
    return promise.status == SUGGESTED and (promise.confidence or 1.0) < SURE


def _left_out(found: dict[str, Any]) -> str:
    """Return in words what of the report's file was not read."""
    params = found.get("params", {})
    if found.get("code") == "pages_left_out":
        count = int(params.get("count", 0))
        text = ngettext(
            "%(count)s page at the end was not read.", "%(count)s pages at the end were not read.", count
        )
        return text % {"count": count}
    return _("The attachment %(name)s was not read.") % {"name": params.get("name", "")}


@require_POST
@needs("promises.change")
def take_up(request: DeskRequest, pk: int, index: int) -> HttpResponseBase:
    """Make a suggestion of what the reader took only perhaps for a promise."""
    meeting = get_object_or_404(OfficialMeeting, pk=pk)
    item = reading.take_up(meeting, index, request.user)
    if item is None:
        messages.info(request, _("It is among the suggestions already."))
        return redirect(desk_url(request.desk, "promises:reading", meeting.pk))
    return redirect(f"{desk_url(request.desk, 'promises:reading', meeting.pk)}#card-{item.number}")


def _found(meeting: OfficialMeeting) -> dict[str, Any]:
    """Return what else the text speaks of, and which of it the directory knows already."""
    findings = meeting.findings
    return {
        "people": list(enumerate(findings.get("people", []))),
        "organisations": list(enumerate(findings.get("organisations", []))),
        "twinnings": findings.get("twinnings", []),
        "unclear": [p for p in findings.get("places", []) if p.get("ambiguous") or not p.get("geonameid")],
    }


def _answer(
    request: DeskRequest, promise: Promise, *, form: SuggestionForm | None = None, problem: str = ""
) -> HttpResponseBase:
    meeting = promise.meeting
    if meeting is None:
        return redirect(desk_url(request.desk, "promises:promise", promise.pk))
    if not request.htmx:
        if problem or form:
            text = _("Nothing was saved: look at the fields of promise %(number)s.")
            messages.error(request, problem or text % {"number": promise.number})
        return redirect(f"{desk_url(request.desk, 'promises:reading', meeting.pk)}#card-{promise.number}")
    fresh = get_promise(promise.pk)
    context = {
        **_card(request, fresh, form),
        "card": _card(request, fresh, form),
        "others": list(meeting.promises.order_by("number").values_list("pk", "number", "title")),
        "problem": problem,
        "meeting": meeting,
        "progress": _progress(meeting),
        "answer": True,
    }
    return render(request, "promises/_card.html", context)


@require_POST
@needs("promises.change")
def confirm(request: DeskRequest, pk: int) -> HttpResponseBase:
    promise = get_promise(pk)
    form = SuggestionForm(request.POST, desk=request.desk, auto_id=f"id_{pk}_%s")
    if not form.is_valid():
        return _answer(request, promise, form=form)
    try:
        deciding.confirm(promise, request.user, **form.cleaned_data)
    except DecisionError as error:
        return _answer(request, promise, problem=str(error))
    return _answer(request, promise)


@require_POST
@needs("promises.change")
def reject(request: DeskRequest, pk: int) -> HttpResponseBase:
    return _decide(request, pk, deciding.reject)


@require_POST
@needs("promises.change")
def take_back(request: DeskRequest, pk: int) -> HttpResponseBase:
    return _decide(request, pk, deciding.take_back)


@require_POST
@needs("promises.change")
def merge(request: DeskRequest, pk: int) -> HttpResponseBase:
    chosen = request.POST.get("merge_into", "")
    if not chosen.isdecimal():
        return _answer(request, get_promise(pk), problem=_("Choose the promise to merge this one into."))
    into = get_object_or_404(Promise, pk=int(chosen))
    return _decide(request, pk, lambda promise, user: deciding.merge(promise, into, user))


def _decide(request: DeskRequest, pk: int, act: Any) -> HttpResponseBase:
    promise = get_promise(pk)
    try:
        act(promise, request.user)
    except DecisionError as error:
        return _answer(request, promise, problem=str(error))
    return _answer(request, promise)


@require_POST
@needs("promises.change")
def add_found(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Make cards of the ticked people and organisations."""
    meeting = get_object_or_404(OfficialMeeting, pk=pk)
    count = 0
    for kind, add in (
        ("organisations", lambda found: owners.add_organisation(meeting.desk, found, request.user)),
        ("people", lambda found: owners.add_person(meeting, found, request.user)),
    ):
        listed = meeting.findings.get(kind, [])
        for index in request.POST.getlist(kind):
            if index.isdecimal() and int(index) < len(listed):
                add(listed[int(index)])
                count += 1
    text = ngettext("%(count)s card is in the directory.", "%(count)s cards are in the directory.", count)
    messages.success(request, text % {"count": count})
    return redirect(desk_url(request.desk, "promises:reading", meeting.pk))


@require_POST
@needs("promises.change")
def read_again(request: DeskRequest, pk: int) -> HttpResponseBase:
    meeting = get_object_or_404(OfficialMeeting, pk=pk)
    return redirect(desk_url(request.desk, "core:job", reading.start_reading(meeting, request.user).pk))


@require_http_methods(["GET", "POST"])
@needs("promises.change")
def edit_meeting(request: DeskRequest, pk: int) -> HttpResponseBase:
    meeting = get_object_or_404(OfficialMeeting, pk=pk)
    form = MeetingForm(request.POST or None, instance=OfficialMeeting.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        with trail.tracked(meeting, "changed", request.user, form.fields):
            for name, value in form.cleaned_data.items():
                setattr(meeting, name, value)
        return redirect(desk_url(request.desk, "promises:reading", meeting.pk))
    return render(request, "promises/meeting_form.html", {"form": form, "meeting": meeting})


@require_POST
@needs("promises.change")
def same(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Say that a promise is one of an earlier report, or that they are two."""
    pair = get_object_or_404(SamePair.objects.select_related("earlier", "later__desk"), pk=pk)
    promise = get_promise(pair.later_id)
    try:
        sames.decide(pair, request.user, same=request.POST.get("act") == "same")
    except DecisionError as error:
        return _answer(request, promise, problem=str(error))
    return _answer(request, promise)
