"""The office's letterheads and its own Word templates."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain import trail
from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.papers.domain import templates
from egiz.desk.papers.domain.printing import TYPES
from egiz.desk.papers.interfaces.display import in_words
from egiz.desk.papers.interfaces.forms import LetterheadForm, TemplateForm, kind_choices
from egiz.desk.papers.models import Letterhead, PaperTemplate


@require_http_methods(["GET", "POST"])
@needs("papers.change")
def settings_page(request: DeskRequest) -> HttpResponseBase:
    """Draw letterheads and templates; take a template in when it can be filled."""
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            templates.keep(request.desk, data["kind"], data["language"], data["upload"], request.user)
        except (ValueError, ValidationError) as error:
            form.add_error("upload", in_words(error))
        else:
            messages.success(request, _("The template is kept. Word files of this kind are made from it."))
            return go(request, "papers:settings")
    own = list(PaperTemplate.objects.select_related("given_by", "file"))
    kinds = dict(kind_choices())
    context = {
        "form": form,
        "kinds": kinds.items(),
        "own": [{"row": row, "kind": kinds.get(row.kind, row.kind)} for row in own],
        "letterheads": Letterhead.objects.all(),
    }
    return render(request, "papers/settings.html", context)


@require_GET
@needs("papers.change")
def shipped(_request: DeskRequest, kind: str) -> HttpResponseBase:
    """Return the shipped Word template of a kind, to be changed in Word."""
    from egiz.documents.official.template import template  # noqa: PLC0415 - loaded when it is asked for

    if kind not in dict(kind_choices()):
        raise Http404
    return _word(template(kind), f"{kind}.docx")


@require_GET
@needs("papers.change")
def own(_request: DeskRequest, pk: int) -> HttpResponseBase:
    """Return one of the office's own templates."""
    row = get_object_or_404(PaperTemplate.objects.select_related("file"), pk=pk)
    if row.file is None:
        raise Http404
    with row.file.file.open("rb") as stored:
        return _word(stored.read(), f"{row.kind}-{row.language or 'all'}.docx")


def _word(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES["docx"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@needs("papers.change")
def drop(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Go back to the shipped template."""
    row = get_object_or_404(PaperTemplate, pk=pk)
    templates.drop(row.kind, row.language)
    messages.success(request, _("The shipped template serves again."))
    return go(request, "papers:settings")


@require_http_methods(["GET", "POST"])
@needs("papers.change")
def letterhead(request: DeskRequest, pk: int | None = None) -> HttpResponseBase:
    """Write a letterhead."""
    row = get_object_or_404(Letterhead, pk=pk) if pk else Letterhead(desk=request.desk)
    form = LetterheadForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.instance.lines = form.lines()
        made = form.instance.pk is None
        saved = form.save()
        trail.record(saved, "added" if made else "changed", request.user)
        return go(request, "papers:settings")
    return render(request, "papers/letterhead.html", {"form": form, "letterhead": row})
