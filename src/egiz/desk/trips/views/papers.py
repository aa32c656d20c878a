"""The papers of a plan, in the language asked for."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.files import check_upload
from egiz.desk.core.http import DeskRequest, desk_url, needs
from egiz.desk.trips.domain import queries
from egiz.desk.trips.interfaces import papers
from egiz.desk.trips.interfaces.forms import TemplateForm
from egiz.desk.trips.models import PlanVersion, Visit
from egiz.desk.trips.views.plans import get_version
from egiz.desk.trips.views.shared import file, get_trip, trip_page
from egiz.documents._errors import DocumentError

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
}
LAYOUTS = ("programme", "delegation", "letter")


def language_of(request: Any) -> str:
    """Return the language asked for, or the reader's own."""
    asked = request.GET.get("lang", "")
    if asked in dict(settings.LANGUAGES):
        return str(asked)
    return (translation.get_language() or "en").split("-")[0]


@require_GET
@needs("trips.view")
def overview(request: DeskRequest, pk: int, number: int) -> HttpResponseBase:
    """List the papers of a plan, each in four languages."""
    trip = get_trip(pk)
    version = get_version(trip, number)
    planned = version.as_plan.visits
    hosts = [visit for visit in trip.visits.select_related("stop") if visit.key in planned]
    return trip_page(
        request,
        "trips/papers.html",
        trip,
        "papers",
        version=version,
        people=queries.travellers(trip),
        hosts=[visit for visit in hosts if visit.kind in {Visit.Kind.COMPANY, Visit.Kind.OFFICE}],
        lang=language_of(request),
        has_costs=version.as_plan.cost is not None,
        layouts=LAYOUTS,
        template_form=TemplateForm(),
    )


@require_GET
@needs("trips.view")
def paper(request: DeskRequest, pk: int, number: int, kind: str, ending: str) -> HttpResponseBase:
    """Return one paper as a file."""
    trip = get_trip(pk)
    version = get_version(trip, number)
    lang = language_of(request)
    with translation.override(lang):
        content = content_of(request, version, kind, ending, lang)
    return file(content, TYPES[ending], f"{kind}-{trip.pk}-{number}-{lang}.{ending}")


def content_of(
    request: DeskRequest,
    version: PlanVersion,
    kind: str,
    ending: str,
    lang: str,
    template: bytes | None = None,
) -> bytes:
    """Write one paper; what does not exist is a page not found."""
    make = MAKERS.get((kind, ending))
    if make is None or not version.as_plan.days:
        msg = "No such paper"
        raise Http404(msg)
    return make(request, version, lang, template)


def _person(request: DeskRequest, people: list[Any]) -> str:
    asked = request.GET.get("person", "")
    return next((one.person.local_name for one in people if str(one.pk) == asked), "")


def _filled(
    write: Callable[..., bytes], template: bytes | None, made: Any, lang: str, **options: Any
) -> bytes:
    """Fill the shipped template here, and what a person brings in a process of its own."""
    if template is None:
        return write(made, lang, **options)
    return read_apart(write, made, lang, template=template, **options)


def _programme(ending: str) -> Callable[..., bytes]:
    def make(request: DeskRequest, version: PlanVersion, lang: str, template: bytes | None) -> bytes:
        from egiz.documents import programme  # noqa: PLC0415 - loaded when a paper is asked for

        people = queries.travellers(version.trip)
        made, person = papers.programme(version, people), _person(request, people)
        if ending == "ics":
            return programme.programme_ics(
                made, person=person, stamp=version.published_at or version.created_at
            )
        if ending == "docx":
            return _filled(programme.programme_docx, template, made, lang, person=person)
        return bytes(programme.programme_pdf(made, lang, person=person))

    return make


def _delegation(ending: str) -> Callable[..., bytes]:
    def make(request: DeskRequest, version: PlanVersion, lang: str, template: bytes | None) -> bytes:
        from egiz.documents import delegation  # noqa: PLC0415 - as above

        passports = request.user.has_perm("trips.passports", request.desk)
        made = papers.programme(version, queries.travellers(version.trip), passports=passports)
        if ending == "docx":
            return _filled(delegation.delegation_docx, template, made, lang)
        return bytes(delegation.delegation_pdf(made, lang))

    return make


def _letter(ending: str) -> Callable[..., bytes]:
    def make(request: DeskRequest, version: PlanVersion, lang: str, template: bytes | None) -> bytes:
        from egiz.documents import letter  # noqa: PLC0415 - as above

        asked = request.GET.get("visit", "")
        rows = Visit.objects.filter(trip=version.trip).select_related("stop")
        visit = get_object_or_404(rows, pk=int(asked) if asked.isdigit() else 0)
        made = papers.letter(version, visit, queries.travellers(version.trip))
        if made is None:
            msg = "The plan does not hold this visit"
            raise Http404(msg)
        if ending == "docx":
            return _filled(letter.letter_docx, template, made, lang)
        return bytes(letter.letter_pdf(made, lang))

    return make


def _costs(_request: DeskRequest, version: PlanVersion, lang: str, _template: bytes | None) -> bytes:
    from egiz.documents.costs import costs_xlsx  # noqa: PLC0415 - as above

    sheet = papers.costs(version)
    if sheet is None:
        msg = "The plan has no costs"
        raise Http404(msg)
    return costs_xlsx(sheet, lang)


MAKERS: dict[tuple[str, str], Callable[..., bytes]] = {
    **{("programme", ending): _programme(ending) for ending in ("pdf", "docx", "ics")},
    **{("delegation", ending): _delegation(ending) for ending in ("pdf", "docx")},
    **{("letter", ending): _letter(ending) for ending in ("pdf", "docx")},
    ("costs", "xlsx"): _costs,
}


@require_GET
@needs("trips.view")
def template(_request: DeskRequest, pk: int, layout: str) -> HttpResponseBase:
    """Return the Word template of a paper, to be edited."""
    get_trip(pk)
    if layout not in LAYOUTS:
        msg = "No such template"
        raise Http404(msg)
    from egiz.documents.editable import template_file  # noqa: PLC0415 - as above

    return file(template_file(layout).read_bytes(), TYPES["docx"], f"{layout}.docx")


@require_POST
@needs("trips.view")
def fill(request: DeskRequest, pk: int, number: int, layout: str) -> HttpResponseBase:
    """Fill a Word template that a person brings; nothing of it is kept."""
    trip = get_trip(pk)
    version = get_version(trip, number)
    form = TemplateForm(request.POST, request.FILES)
    lang = language_of(request)
    try:
        if layout not in LAYOUTS or not form.is_valid():
            raise DocumentError(_("Choose a Word file (.docx)."))
        check_upload(form.cleaned_data["file"], ("docx",))
        given = form.cleaned_data["file"].read()
        with translation.override(lang):
            content = content_of(request, version, layout, "docx", lang, given)
    except (ValueError, ValidationError) as error:
        said = getattr(error, "said", None)  # a template's fault, in words of each language
        text = said(language_of(request)) if said else getattr(error, "messages", [str(error)])[0]
        messages.error(request, text)
        return redirect(desk_url(request.desk, "trips:papers", pk, number))
    return file(content, TYPES["docx"], f"{layout}-{pk}-{number}-{lang}.docx")
