"""A council member's page: no account, a personal link, the result of one period, and nothing else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_scopes import scope

from egiz.desk.core.interfaces.languages import language, use_language_of_address
from egiz.desk.core.models import Desk
from egiz.desk.promises.domain import period as domain
from egiz.desk.promises.interfaces import period as shown
from egiz.desk.promises.interfaces.result_links import read_token
from egiz.desk.promises.models import ResultLink
from egiz.desk.promises.views.period import period_context


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open the desk for one request to a link that holds; keep the page out of caches and search engines."""

    @wraps(view)
    @never_cache
    @require_GET
    def inner(request: Any, slug: str, token: str) -> HttpResponseBase:
        desk = Desk.objects.filter(slug=slug).first()
        use_language_of_address(request, desk.language if desk else "")
        with scope(desk=desk):
            link = read_token(desk, token, desk.today()) if desk else None
            if desk is None or link is None:
                msg = "No such result"
                raise Http404(msg)
            request.desk = desk
            response = view(request, desk, link, token)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return inner


@by_link
def page(request: Any, desk: Desk, link: ResultLink, token: str) -> HttpResponseBase:
    """Show the result; the desk sees on which day the link was last opened."""
    if link.opened_on != desk.today():
        ResultLink.objects.filter(pk=link.pk).update(opened_on=desk.today())
    context = {
        **period_context(domain.build(desk, link.first_day, link.last_day), desk),
        "desk": desk,
        "link": link,
        "token": token,
        "language": language(),
        "tongues": [(code, name, f"lang={code}", code == language()) for code, name in settings.LANGUAGES],
    }
    return render(request, "promises/result.html", context)


@by_link
def picture(request: Any, desk: Desk, link: ResultLink, token: str) -> HttpResponseBase:  # noqa: ARG001 - one form for both
    found = domain.build(desk, link.first_day, link.last_day)
    return HttpResponse(shown.picture(found, narrow="narrow" in request.GET), content_type="image/svg+xml")
