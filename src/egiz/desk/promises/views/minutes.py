"""The page for the meeting itself: who is here, what is said, what of it is promised."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.core.interfaces.removed import say_removed
from egiz.desk.promises._errors import DecisionError
from egiz.desk.promises.domain import minutes_live as domain
from egiz.desk.promises.interfaces.minutes_forms import LineForm, PersonHereForm
from egiz.desk.promises.interfaces.minutes_paper import languages_of, to_report
from egiz.desk.promises.models import MinutesLine, OfficialMeeting
from egiz.desk.promises.views.meetings import get_meeting
from egiz.desk.promises.views.promise import known_names
from egiz.desk.promises.views.reports import DOCX


def _context(meeting: OfficialMeeting, form: LineForm | None = None, problem: str = "") -> dict[str, Any]:
    lines = meeting.lines.select_related(
        "promise__owner_person", "promise__owner_organisation", "promise__desk"
    )
    return {
        "meeting": meeting,
        "lines": list(lines),
        "people": meeting.participants.select_related("organisation"),
        "form": form or LineForm(auto_id="line_%s"),
        "here": PersonHereForm(auto_id="here_%s"),
        "names": known_names(),
        "problem": problem,
    }


@require_GET
@needs("promises.view")
def page(request: DeskRequest, pk: int) -> HttpResponseBase:
    return render(request, "promises/minutes.html", _context(get_meeting(pk)))


def _answer(
    request: DeskRequest, pk: int, form: LineForm | None = None, problem: str = ""
) -> HttpResponseBase:
    """Draw what changed; without htmx go back to the page."""
    if request.htmx:
        return render(request, "promises/_minutes.html", _context(get_meeting(pk), form, problem))
    if form is not None:
        return render(request, "promises/minutes.html", _context(get_meeting(pk), form, problem))
    if problem:
        messages.error(request, problem)
    return redirect(desk_url(request.desk, "promises:minutes", pk))


@require_POST
@needs("promises.change")
def say(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Write one line down."""
    form = LineForm(request.POST, auto_id="line_%s")
    if not form.is_valid():
        return _answer(request, pk, form)
    try:
        domain.say(get_meeting(pk), request.user, **form.cleaned_data)
    except DecisionError as error:
        return _answer(request, pk, problem=str(error))
    return _answer(request, pk)


@require_POST
@needs("promises.change")
def here(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Note who is here, or strike somebody."""
    meeting, form = get_meeting(pk), PersonHereForm(request.POST)
    leaves = request.POST.get("leaves", "")
    try:
        if leaves.isascii() and leaves.isdecimal():
            domain.go_out(meeting, int(leaves))
        elif form.is_valid():
            domain.come_in(meeting, form.cleaned_data["name"], request.user)
    except DecisionError as error:
        return _answer(request, pk, problem=str(error))
    return _answer(request, pk)


@require_POST
@needs("promises.change")
def line(request: DeskRequest, pk: int, line_pk: int) -> HttpResponseBase:
    """Mark a line as a promise, or take it out."""
    found = get_object_or_404(
        MinutesLine.objects.select_related("meeting__desk", "promise"), pk=line_pk, meeting=pk
    )
    try:
        if request.POST.get("act") == "strike":
            binned = domain.strike(found, request.user)
            if binned and not request.htmx:
                say_removed(request, binned)
        else:
            form = LineForm({**request.POST.dict(), "text": found.text})
            values = form.cleaned_data if form.is_valid() else {}
            domain.promised(
                found, request.user, owner_text=values.get("owner_text", ""), due_on=values.get("due_on")
            )
    except DecisionError as error:
        return _answer(request, pk, problem=str(error))
    return _answer(request, pk)


@require_POST
@needs("promises.change")
def sign_off(request: DeskRequest, pk: int) -> HttpResponseBase:
    try:
        domain.sign_off(get_meeting(pk), request.user)
    except DecisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The minutes are signed off. Put them into the other language below."))
    return redirect(desk_url(request.desk, "promises:both", pk))


@require_GET
@needs("promises.view")
def both(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the minutes in two languages side by side; the other one is typed here."""
    meeting = get_meeting(pk)
    names = dict(settings.LANGUAGES)
    ours, theirs = languages_of(meeting)
    context = {
        "meeting": meeting,
        "lines": list(meeting.lines.select_related("promise")),
        "ours": (ours, names[ours]),
        "theirs": (theirs, names[theirs]),
    }
    return render(request, "promises/both.html", context)


@require_POST
@needs("promises.change")
def put_into_words(request: DeskRequest, pk: int) -> HttpResponseBase:
    texts = {
        int(name.removeprefix("line-")): str(text)[:2000]
        for name, text in request.POST.items()
        if name.startswith("line-") and name.removeprefix("line-").isdecimal()
    }
    domain.put_into_words(get_meeting(pk), texts, request.user)
    messages.success(request, _("Kept."))
    return redirect(desk_url(request.desk, "promises:both", pk))


@require_GET
@needs("promises.view")
def paper(request: DeskRequest, pk: int, kind: str) -> HttpResponseBase:  # noqa: ARG001 - a view's form
    """Return the minutes in both languages as PDF or as a Word document."""
    from egiz.documents.report import report_docx, report_pdf  # noqa: PLC0415 - heavy, only for paper

    report = to_report(get_meeting(pk))
    body = report_pdf(report) if kind == "pdf" else report_docx(report)
    response = HttpResponse(body, content_type="application/pdf" if kind == "pdf" else DOCX)
    response["Content-Disposition"] = f'attachment; filename="minutes-{pk}.{kind}"'
    return response
