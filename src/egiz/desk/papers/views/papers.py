"""Papers: the list, a new one, its page, its form, its files."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.http import DeskRequest, go, needs
from egiz.desk.papers.domain import filling, printing, writing
from egiz.desk.papers.interfaces import display
from egiz.desk.papers.interfaces.forms import PaperForm, kind_choices
from egiz.desk.papers.models import Paper, PaperVersion

ON_A_PAGE = 50
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def _paper(pk: int) -> Paper:
    return get_object_or_404(Paper.objects.select_related("desk", "letterhead", "checked_by"), pk=pk)


def _language(asked: str, other: str) -> str:
    return asked if asked in LANGUAGES else other


@require_GET
@needs("papers.view")
def home(request: DeskRequest) -> HttpResponseBase:
    """List the papers of the desk, the newest first."""
    rows = Paper.objects.all()
    kinds = kind_choices()
    kind = request.GET.get("kind", "")
    if kind in dict(kinds):
        rows = rows.filter(kind=kind)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "papers/home.html", {"page": page, "kinds": kinds, "kind": kind})


@require_http_methods(["GET", "POST"])
@needs("papers.change")
def new(request: DeskRequest) -> HttpResponseBase:
    """Choose a kind of paper; it begins with what the desk knows of the thing it comes from."""
    origin, pk = request.GET.get("origin", ""), request.GET.get("pk", "")
    thing = filling.find_origin(origin, int(pk) if pk.isdigit() else None)
    if origin and thing is None:
        raise Http404
    offered = filling.KINDS_OF[origin]
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    if request.method == "POST" and kind in offered:
        made = filling.filled(request.desk, kind, origin, thing)
        made.name = made.name or dict(kind_choices())[kind]
        paper = writing.begin(request.desk, kind, made, request.user)
        return go(request, "papers:edit", paper.pk)
    kinds = [row for row in kind_choices() if row[0] in offered]
    return render(
        request, "papers/new.html", {"kinds": kinds, "origin": origin, "pk": pk, "thing": thing, "kind": kind}
    )


@require_GET
@needs("papers.view")
def show(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Draw one paper: how it looks, what is blank, its files in every language, its versions."""
    paper = _paper(pk)
    lang = _language(request.GET.get("lang", ""), paper.language)
    beside = request.GET.get("beside", "")
    context = {
        "paper": paper,
        "lang": lang,
        "beside": beside if display.may_stand_beside(paper, lang, beside) else "",
        "files": display.languages(paper),
        "two": display.has_two_columns(paper),
        "blanks": display.blanks(paper, lang),
        "origin_link": display.origin_link(request.desk, paper),
        "versions": paper.versions.select_related("made_by")[:20],
        "history": history_of(paper)[:30],
    }
    return render(request, "papers/paper.html", context)


@require_http_methods(["GET", "POST"])
@needs("papers.change")
def edit(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Write a paper in one language."""
    paper = _paper(pk)
    lang = _language(request.GET.get("lang", ""), paper.language)
    form = PaperForm(request.POST or None, paper=paper, lang=lang)
    if request.method == "POST" and form.is_valid():
        writing.write(
            paper, request.user, lang=lang, fields=form.values(spoken=False), texts=form.values(spoken=True),
            name=form.cleaned_data["paper_name"], letterhead=form.cleaned_data["letterhead"],
        )  # fmt: skip
        response = go(request, "papers:paper", pk)
        response["Location"] = f"{response['Location']}?lang={lang}"
        return response
    blank = {one.name for one in printing.official(paper).blanks(lang)}
    context = {"paper": paper, "form": form, "lang": lang, "files": display.languages(paper), "blank": blank}
    return render(request, "papers/edit.html", context)


@require_GET
@needs("papers.view")
def file(request: DeskRequest, pk: int, lang: str, ending: str) -> HttpResponseBase:
    """Return the paper as a file: PDF, Word, or a picture of its first page."""
    paper = _paper(pk)
    if lang not in LANGUAGES or ending not in printing.TYPES:
        raise Http404
    beside = request.GET.get("beside", "")
    if beside and not display.may_stand_beside(paper, lang, beside):
        raise Http404
    try:
        content = printing.printed(paper, lang, ending, beside)
    except (ValueError, ValidationError) as error:
        messages.error(request, display.in_words(error))
        return go(request, "papers:paper", pk)
    response = HttpResponse(content, content_type=printing.TYPES[ending])
    if ending != "png":
        name = f"{paper.kind}-{paper.pk}-{lang}{f'-{beside}' if beside else ''}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@needs("papers.change")
def check(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take the draft mark off, when a person says that they have read the paper."""
    paper = _paper(pk)
    if request.POST.get("read") != "yes":
        messages.error(request, _("Tick that you have read the paper; then the draft mark comes off."))
    else:
        writing.check(paper, request.user)
        messages.success(request, _("The draft mark is off. Any change brings it back."))
    return go(request, "papers:paper", pk)


@require_POST
@needs("papers.change")
def take_back(request: DeskRequest, pk: int, number: int) -> HttpResponseBase:
    """Make an earlier version the present one."""
    version = get_object_or_404(PaperVersion.objects.select_related("paper"), paper_id=pk, number=number)
    writing.take_back(version, request.user)
    messages.success(request, _("Version %(number)s is back.") % {"number": number})
    return go(request, "papers:paper", pk)
