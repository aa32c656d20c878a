"""What stands before every page: headers for the browser, how long a log-in lasts, the second step."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from egiz.desk.core.client import is_proxy
from egiz.desk.core.domain import security

Handler = Callable[[HttpRequest], HttpResponse]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Where whoever still needs a second step may go: to their account, and out.
BEFORE_SECOND_STEP = ("/accounts/", "/language/", "/theme/", "/static/", "/p/", "/csp/", "/start/invitation/")
DENIED = {401, 403, 410, 429}


class Guard:
    """Refuse methods that no page has, send the browser's limits along, note who was turned away."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.TRUSTED_PROXIES and not is_proxy(str(request.META.get("REMOTE_ADDR", ""))):
            request.META.pop(
                "HTTP_X_FORWARDED_PROTO", None
            )  # anybody can write it; the proxies alone are believed
        known = request.method in METHODS
        response = self.get_response(request) if known else HttpResponseNotAllowed(METHODS)
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        if response.status_code in DENIED:
            security.note(request, "turned away", status=response.status_code, method=request.method)
        return response


class SessionLife:
    """End a log-in that nobody used for hours, or that is older than any may become."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not security.keep_alive(request, timezone.now()):
            security.note(request, "log-in ran out")
            logout(request)
        return self.get_response(request)


class SecondStep:
    """Where the installation asks everybody for a second step, lead whoever has none to its page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        asked = settings.SECOND_STEP and user.is_authenticated
        if not asked or request.path_info.startswith(BEFORE_SECOND_STEP) or is_mfa_enabled(user):
            return self.get_response(request)
        if request.path_info.startswith("/api/"):
            return HttpResponse(status=403)
        text = _("This installation asks everybody for a second step at log-in. Set one up here first.")
        messages.warning(request, text)
        return redirect("mfa_index")


class CookieNotices(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class Notices(FallbackStorage):
    """Notices of one page to the next, in a cookie of this host alone."""

    storage_classes = (CookieNotices, SessionStorage)
