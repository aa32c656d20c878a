from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_scopes import scope

from egiz.desk.core.http import open_desk
from egiz.desk.core.models import User

Handler = Callable[[HttpRequest], HttpResponse]

DESK_PREFIX = "/d/"


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
            login = redirect_to_login(request.get_full_path())
            return HttpResponseClientRedirect(login.url) if request.htmx else login
        slug = request.path_info.removeprefix(DESK_PREFIX).split("/", 1)[0]
        request.membership = open_desk(request.user, slug)
        request.desk = request.membership.desk
        self._remember(request.user, request.desk.pk)
        with scope(desk=request.desk):
            response = self.get_response(request)
        # One address answers with a page or with a part of it: the browser must not show one for the other.
        patch_vary_headers(response, ("HX-Request",))
        patch_cache_control(response, private=True, no_cache=True)
        return response

    @staticmethod
    def _remember(user: Any, desk_id: int) -> None:
        if user.last_desk_id != desk_id:
            User.objects.filter(pk=user.pk).update(last_desk_id=desk_id)
            user.last_desk_id = desk_id

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> None:  # noqa: ARG002
        if hasattr(request, "desk"):
            kwargs.pop("desk", None)
