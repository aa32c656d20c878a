"""What every page without log-in stands on: the desk of the address, the language, no cookies."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django_scopes import scope, scopes_disabled

from egiz.desk.core.interfaces.languages import use_language_of_address
from egiz.desk.core.models import Desk, Membership
from egiz.desk.core.rules import INSIDE
from egiz.desk.events.models import PublicCalendar


class CalendarRequest(HttpRequest):
    """The request a public view receives: the desk, its calendar, and the language asked for by address."""

    desk: Desk
    calendar: PublicCalendar
    lang: str
    preview: bool


View = Callable[..., HttpResponseBase]


def _find(request: Any, slug: str) -> PublicCalendar:
    with scopes_disabled():
        calendar = PublicCalendar.objects.select_related("desk").filter(desk__slug=slug).first()
        if calendar is None and "preview" in request.GET:
            desk = Desk.objects.filter(slug=slug).first()
            calendar = PublicCalendar(desk=desk) if desk else None
        request.preview = "preview" in request.GET and _is_member(request, calendar)
    if calendar is None or not (calendar.is_open or request.preview):
        # A desk whose calendar is closed looks like no desk at all.
        msg = "No such calendar"
        raise Http404(msg)
    return calendar


def _is_member(request: Any, calendar: PublicCalendar | None) -> bool:
    user = request.user
    return (
        calendar is not None
        and user.is_authenticated
        and Membership.objects.filter(desk=calendar.desk, user=user, role__in=INSIDE).exists()
    )


def public_view(view: View) -> View:
    """Open the desk of the address for one request, if its calendar is open to everybody."""

    @wraps(view)
    def inner(request: Any, slug: str, **kwargs: Any) -> HttpResponseBase:
        request.calendar = _find(request, slug)
        request.desk = request.calendar.desk
        use_language_of_address(request)
        with scope(desk=request.desk):
            response = view(request, **kwargs)
        if request.preview:
            patch_cache_control(response, private=True, no_store=True)
        elif not response.has_header("Cache-Control"):
            patch_cache_control(response, public=True, max_age=60)
        return response

    return inner


def keep_of(request: CalendarRequest) -> dict[str, str]:
    """Return what every link of a page carries on: the language of the address, and that it is a preview."""
    keep = {"lang": request.lang} if request.lang else {}
    return {**keep, "preview": "1"} if request.preview else keep
