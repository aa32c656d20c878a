from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_scopes import scope

from egiz.desk.core.domain import once
from egiz.desk.core.domain.links import ExpiredLinkError
from egiz.desk.core.domain.together import ElsewhereError
from egiz.desk.core.http import open_desk
from egiz.desk.core.models import User

Handler = Callable[[HttpRequest], HttpResponse]

DESK_PREFIX = "/d/"
ONCE = "once"


def _page_of(request: Any) -> str:
    """Return the page a person stood on: after a log-in they come back to it, never to a form's address."""
    if request.method in {"GET", "HEAD"} and not request.htmx:
        return str(request.get_full_path())
    page = request.headers.get("HX-Current-URL") or request.headers.get("referer", "")
    own = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}".rstrip("?") if own and parts.path else "/"


class NotTooLarge:
    """Refuse what is far larger than any form before a byte of it is read."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.REQUEST_MAX_BYTES:
            page = render_to_string("413.html", {"most": settings.UPLOAD_MAX_BYTES})
            return HttpResponse(page, status=413)
        return self.get_response(request)


class ExpiredLinks:
    """Tell whoever holds a personal link that is too old whom to ask for another."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ExpiredLinkError):
            return None
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(error.desk.language)
        response = HttpResponse(
            render_to_string("link_expired.html", {"desk": error.desk}, request), status=410
        )
        response["Referrer-Policy"] = "no-referrer"
        patch_cache_control(response, no_store=True)
        return response


class KeptElsewhere:
    """Tell whoever changes what belongs to a partner desk that it is changed there; nothing is saved."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ElsewhereError) or not hasattr(request, "desk"):
            return None
        if request.htmx:
            messages.error(request, error.messages[0])
            return HttpResponseClientRedirect(_page_of(request))
        page = {"text": error.messages[0], "page": _page_of(request)}
        return HttpResponse(render_to_string("core/elsewhere.html", page, request), status=409)


class LanguageOfPerson:
    """A person's saved language wins over the browser's."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", "")
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response["Content-Language"] = translation.get_language() or "en"
        return response


class DeskOfAddress:
    """Everything under /d/<desk>/ is for its members only, and runs inside that desk's scope.

    Views find the desk at ``request.desk`` and do not receive the ``desk`` argument of the address.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if not request.path_info.startswith(DESK_PREFIX):
            return self.get_response(request)
        if not request.user.is_authenticated:
            login = redirect_to_login(_page_of(request))
            return HttpResponseClientRedirect(login.url) if request.htmx else login
        slug = request.path_info.removeprefix(DESK_PREFIX).split("/", 1)[0]
        request.membership = open_desk(request.user, slug)
        request.desk = request.membership.desk
        self._remember(request.user, request.desk.pk)
        with scope(desk=request.desk):
            response = self.get_response(request)
        # One address answers with a page or with a part of it: the browser must not show one for the other.
        patch_vary_headers(response, ("HX-Request",))
        patch_cache_control(response, private=True, no_store=True)
        return response

    @staticmethod
    def _remember(user: Any, desk_id: int) -> None:
        if user.last_desk_id != desk_id:
            User.objects.filter(pk=user.pk).update(last_desk_id=desk_id)
            user.last_desk_id = desk_id

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> None:  # noqa: ARG002
        if hasattr(request, "desk"):
            kwargs.pop("desk", None)


class OncePerForm:
    """A form of a desk that is sent again unchanged is answered as the first time, and not done again.

    What wrote something or led on (a redirect) counts as done: a form that came back with its mistakes may be
    sent again.
    A request of htmx draws its form anew, with a new token, and goes through.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        token = request.POST.get(ONCE, "") if request.method == "POST" and hasattr(request, "desk") else ""
        if not token or request.htmx:
            return self.get_response(request)
        key = once.key_of(token, f"{request.user.pk} {request.path}", _sent_values(request))
        while not once.claim(key):
            first = once.answer_of_first(key)
            if first is not once.First.NOTHING:
                return self._again(request, first)
        with once.sending(key):
            response = self.get_response(request)
        if 300 <= response.status_code < 400:
            once.settle(key, response["Location"])
            # The browser lets go of what it kept of this form while it was being filled in.
            response.set_cookie(
                settings.SENT_COOKIE_NAME, token[:40], max_age=86400, samesite="Lax", secure=settings.HTTPS
            )
        else:
            once.release(key)
        return response

    @staticmethod
    def _again(request: Any, first: str | once.First) -> HttpResponse:
        if first is once.First.AT_WORK:
            text = _("This form was sent already and is still being worked on. Look here again in a minute.")
            messages.warning(request, text)
            return redirect(_page_of(request))
        messages.info(request, _("This form was sent already. It was taken once; here is what came of it."))
        return redirect(str(first) or _page_of(request))


def _sent_values(request: Any) -> list[tuple[str, str]]:
    plain = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {ONCE, "csrfmiddlewaretoken"}
        for value in values
    ]
    files = [(name, f"{one.name} {one.size}") for name, one in request.FILES.items()]
    return plain + files
