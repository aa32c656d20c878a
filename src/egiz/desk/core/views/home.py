from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.core.context import THEMES
from egiz.desk.core.domain import search
from egiz.desk.core.http import DeskRequest, desk_url, go, needs
from egiz.desk.core.interfaces import acts
from egiz.desk.core.models import Desk, Role, User
from egiz.desk.core.rules import may_make_desks, role_in
from egiz.desk.core.views import start

YEAR = 365 * 24 * 3600


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Send a person to the promises of the desk they used last."""
    user: Any = request.user
    desks = list(Desk.objects.filter(memberships__user=user))
    desk = next((d for d in desks if d.pk == user.last_desk_id), desks[0] if desks else None)
    if desk is None:
        return redirect("start") if may_make_desks.test(user) else render(request, "core/no_desk.html")
    return redirect(desk_url(desk, _first_page(role_in(user, desk.pk))))


def _first_page(role: str | None) -> str:
    return "core:shared" if role == Role.GUEST else "promises:home"


@needs("core.see_shared")
def desk_home(request: DeskRequest) -> HttpResponseBase:
    """Lead to the promises; a guest of the other side, to what is shared with them."""
    return go(request, _first_page(request.membership.role))


@require_POST
@needs("core.view_desk")
def sample(request: DeskRequest) -> HttpResponseBase:
    return start.open_sample(request.user)


def _back(request: HttpRequest) -> HttpResponse:
    url = request.POST.get("next") or urlsplit(request.headers.get("referer", "")).path or "/"
    safe = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(url if safe else "/")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language now, and remember it with the person."""
    language = request.POST.get("language", "")
    response = _back(request)
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
    return response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Switch between light, dark and the machine's own."""
    theme = request.POST.get("theme", "")
    response = _back(request)
    if theme in THEMES:
        response.set_cookie(
            settings.THEME_COOKIE_NAME,
            theme,
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.HTTPS,
        )
    return response


@require_GET
@needs("core.view_desk")
def search_page(request: DeskRequest) -> HttpResponseBase:
    query = request.GET.get("q", "").strip()[:100]
    context = {
        "query": query,
        "acts": acts.found(request, query),
        "groups": search.find(request.desk, query, reader=request.user),
    }
    return render(request, "core/search_hits.html" if request.htmx else "core/search.html", context)
