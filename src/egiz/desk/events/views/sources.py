from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.events.domain import pulling, sources
from egiz.desk.events.interfaces.preview import preview_of
from egiz.desk.events.interfaces.source_forms import SourceForm
from egiz.desk.events.interfaces.translations import error_of, problem_words
from egiz.desk.events.models import EventSource

PER_PAGE = 100


@require_GET
@needs("events.view_sources")
def source_list(request: DeskRequest) -> HttpResponseBase:
    """List the sources: how each stands, when it was last read, what it brought."""
    listed = Count("entries", filter=Q(entries__gone_on__isnull=True))
    known = EventSource.objects.filter(is_draft=False)
    page = Paginator(known.annotate(listed=listed).order_by("title", "id"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [{"row": row, "error": error_of(row)} for row in page],
        "failing": known.filter(outcome=EventSource.Outcome.FAILED).count(),
        "any_address": known.exclude(url="").exists(),
    }
    return render(request, "events/sources.html", context)


@require_GET
@needs("events.view_sources")
def show(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show one source: its settings, its last answer, what could not be read in it."""
    source = get_object_or_404(EventSource, pk=pk, is_draft=False)
    entries = source.entries.filter(event__merged_into__isnull=True).select_related("event")
    context = {
        "source": source,
        "error": error_of(source),
        "problems": [problem_words(problem) for problem in source.problems],
        "entries": entries.order_by("first_day", "id")[:50],
        "count": entries.count(),
        "gone": entries.filter(gone_on__isnull=False).count(),
        "size": getattr(getattr(source, "raw", None), "size", 0),
        "history": history_of(source)[:20],
    }
    return render(request, "events/source.html", context)


@require_http_methods(["GET", "POST"])
@needs("events.change_sources")
def add(request: DeskRequest) -> HttpResponseBase:
    """Name a source and try it; nothing is in the calendar before the preview was seen."""
    form = SourceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data.get("file")
        draft = sources.make_draft(request.desk, form.values(), upload)
        if upload:
            return go(request, "events:preview", draft.pk)
        return redirect(desk_url(request.desk, "core:job", sources.start_trying(draft, request.user).pk))
    return render(request, "events/source_edit.html", {"form": form})


@require_http_methods(["GET", "POST"])
@needs("events.change_sources")
def edit(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Change a source; what it said before is read again with the new settings."""
    source = get_object_or_404(EventSource, pk=pk)
    form = SourceForm(
        request.POST or None, request.FILES or None, source=source, initial=SourceForm.initial_of(source)
    )
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data.get("file")
        differs = sources.change_source(source, form.values(), request.user)
        if upload:
            sources.note_file(source, upload, request.user)
            return _read_in(request, source)
        if source.is_draft and not source.file_name:
            return redirect(desk_url(request.desk, "core:job", sources.start_trying(source, request.user).pk))
        if differs and not source.is_draft and source.url:
            return _pull(request, [source])
        if differs and source.file_name:
            return _read_in(request, source)
        return go(request, "events:preview" if source.is_draft else "events:source", source.pk)
    return render(request, "events/source_edit.html", {"form": form, "source": source})


def _read_in(request: DeskRequest, source: EventSource) -> HttpResponseBase:
    """Read a file into the calendar again; a draft is looked at first."""
    if source.is_draft:
        return go(request, "events:preview", source.pk)
    if pulling.is_long(source):
        return go(request, "core:job", sources.start_keeping(source, request.user).pk)
    pulling.read_again(source)
    return go(request, "events:source", source.pk)


@require_http_methods(["GET", "POST"])
@needs("events.change_sources")
def preview(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show what a source would bring, and which column is which; keeping it is a second step."""
    source = get_object_or_404(EventSource, pk=pk)
    shown = preview_of(source, request.POST or None)
    if request.method == "POST":
        if shown.form is not None and shown.form.is_valid():
            sources.change_source(source, {"mapping": shown.form.mapping()}, request.user)
        if "keep" in request.POST:
            return _keep(request, source)
        return go(request, "events:preview", source.pk)
    return render(request, "events/preview.html", {"source": source, "shown": shown})


def _keep(request: DeskRequest, source: EventSource) -> HttpResponseBase:
    if pulling.is_long(source):
        return go(request, "core:job", sources.start_keeping(source, request.user).pk)
    result = sources.take_over(source, request.user)
    stored = result.stored
    text = ngettext("%(count)s event was read.", "%(count)s events were read.", stored.new + stored.changed)
    messages.success(request, text % {"count": stored.new + stored.changed})
    if stored.asked:
        text = ngettext(
            "%(count)s pair waits for your decision.", "%(count)s pairs wait for your decision.", stored.asked
        )
        messages.info(request, text % {"count": stored.asked})
    return go(request, "events:source", source.pk)


def _pull(request: DeskRequest, wanted: list[EventSource]) -> HttpResponseBase:
    job = pulling.start_pulling(request.desk, wanted, request.user)
    return redirect(desk_url(request.desk, "core:job", job.pk))


@require_POST
@needs("events.change_sources")
def pull_now(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    """Ask one source now, or all that are not paused."""
    rows = EventSource.objects.filter(is_draft=False).exclude(url="")
    wanted = list(rows.filter(pk=pk) if pk else rows.filter(is_paused=False))
    if not wanted:
        messages.warning(request, _("There is no source with an address to ask."))
        return go(request, "events:sources")
    return _pull(request, wanted)


@require_POST
@needs("events.change_sources")
def pause(request: DeskRequest, pk: int) -> HttpResponseBase:
    source = get_object_or_404(EventSource, pk=pk, is_draft=False)
    sources.pause(source, request.user, paused=request.POST.get("paused") == "1")
    return go(request, "events:source", pk)


@require_POST
@needs("events.change_sources")
def remove(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take a source off the desk, with or without the events that only it speaks of."""
    source = get_object_or_404(EventSource, pk=pk)
    gone = sources.remove_source(source, request.user, with_events=request.POST.get("events") == "1")
    if gone:
        text = ngettext("%(count)s event went with it.", "%(count)s events went with it.", gone)
        messages.info(request, text % {"count": gone})
    messages.success(request, _("The source is off the desk."))
    return go(request, "events:sources")


@require_GET
@needs("events.see_raw")
def raw(request: DeskRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001 - a view's form
    """Hand over what the source answered last, as a file; never shown, because a stranger wrote it."""
    source = get_object_or_404(EventSource, pk=pk)
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="source-{source.pk}.bin"'}
    return HttpResponse(pulling.raw_of(source), content_type="application/octet-stream", headers=headers)
