"""A traveller's own programme: no account, a personal link. Nothing else of the desk is reached from it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_scopes import scope, scopes_disabled

from egiz.desk.core.domain.links import ensure_fresh
from egiz.desk.trips.domain import queries
from egiz.desk.trips.interfaces import display, papers
from egiz.desk.trips.models import PlanVersion, Traveller
from egiz.desk.trips.models.people import LINK_SALT, read_token
from egiz.desk.trips.views.papers import TYPES, language_of
from egiz.desk.trips.views.shared import file


def traveller_of(token: str) -> Traveller:
    """Return the traveller a personal link belongs to; a wrong, old or taken-back link finds nothing."""
    try:
        pk, number = read_token(token)
    except (BadSignature, ValueError, TypeError) as error:
        msg = "No such link"
        raise Http404(msg) from error
    with scopes_disabled():
        rows = Traveller.objects.select_related("trip__desk", "person", "desk")
        found: Traveller = get_object_or_404(rows, pk=pk, link_number=number)
    ensure_fresh(token, LINK_SALT, found.desk)
    return found


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open the desk for one request, and keep the page out of caches, search engines and referrers."""

    @wraps(view)
    @never_cache
    def inner(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        traveller = traveller_of(token)
        with scope(desk=traveller.desk):
            version = queries.published(traveller.trip)
            if version is not None:
                version.trip = traveller.trip
            response = view(request, traveller, version, token=token, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return inner


@require_GET
@by_link
def programme(
    request: HttpRequest, traveller: Traveller, version: PlanVersion | None, token: str
) -> HttpResponseBase:
    """Show a traveller the published programme, their own group's days."""
    days = display.columns(version) if version else []
    mine = [day for day in days if not day.group or day.group == traveller.group]
    context = {
        "traveller": traveller,
        "trip": traveller.trip,
        "version": version,
        "days": mine,
        "zones": display.zones(version) if version else [],
        "token": token,
    }
    return render(request, "trips/public.html", context)


@require_GET
@by_link
def paper(
    request: HttpRequest, traveller: Traveller, version: PlanVersion | None, token: str, ending: str
) -> HttpResponseBase:
    """Return the traveller's programme as PDF, Word or calendar."""
    del token  # its work is done
    if version is None or ending not in {"pdf", "docx", "ics"}:
        msg = "No such paper"
        raise Http404(msg)
    from egiz.documents import programme as writer  # noqa: PLC0415 - loaded when a paper is asked for

    # A calendar program asks without a language: it gets the desk's.
    lang = language_of(request) if "Accept-Language" in request.headers else traveller.desk.language
    person = traveller.person.local_name
    with translation.override(lang):
        made = papers.programme(version, queries.travellers(traveller.trip))
        if ending == "ics":
            content = writer.programme_ics(
                made, person=person, stamp=version.published_at or version.created_at
            )
        elif ending == "docx":
            content = writer.programme_docx(made, lang, person=person)
        else:
            content = bytes(writer.programme_pdf(made, lang, person=person))
    return file(content, TYPES[ending], f"programme-{version.number}.{ending}")
