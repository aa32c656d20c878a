"""Around every answer of the API: one shape of errors, versions of what is read, requests that count once."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from egiz.desk.api.domain import once
from egiz.desk.api.interfaces.problems import CONTENT_TYPE, problem
from egiz.desk.core.rest import etag_of

PREFIX = "/api/v1/"
MOST_KEY = 200


class Answers:
    """Look after what the API answers; pages pass by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = _refused_at_once(request) or self._once(request)
        if response.status_code >= 400 and response["Content-Type"] != CONTENT_TYPE:
            response = _as_problem(response)
        return _with_version(request, response)

    def _once(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("Idempotency-Key", "")
        if request.method != "POST" or not given:
            return self.get_response(request)
        if len(given) > MOST_KEY or not given.isprintable():
            return problem(400, _("An Idempotency-Key has at most 200 letters."))
        who = request.headers.get("Authorization") or request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        key = once.key_of(who, request.get_full_path(), given)
        try:
            with transaction.atomic():
                return self._first_or_again(request, key)
        except once.OtherBodyError:
            return problem(422, _("This Idempotency-Key was used with another body before; take a new one."))
        except once.AtWorkError:
            return problem(409, _("The first request with this Idempotency-Key is still at work."))

    def _first_or_again(self, request: HttpRequest, key: str) -> HttpResponse:
        if before := once.claim(key, once.sum_of(request.body)):
            return HttpResponse(before.body, status=before.status, content_type="application/json")
        response = self.get_response(request)
        if response.status_code >= 400:
            transaction.set_rollback(True)
        else:
            once.keep(key, response.status_code, response.content.decode())
        return response


def _refused_at_once(request: HttpRequest) -> HttpResponse | None:
    if any("\x00" in part for pair in request.GET.lists() for part in (pair[0], *pair[1])):
        return problem(400, _("An address must not hold a zero byte."))
    return None


def _as_problem(response: HttpResponse) -> HttpResponse:
    made = problem(response.status_code)
    for name in ("Retry-After", "Allow", "WWW-Authenticate"):
        if name in response:
            made[name] = response[name]
    return made


def _with_version(request: HttpRequest, response: Any) -> HttpResponse:
    patch_vary_headers(response, ("Authorization", "Cookie", "Accept-Language"))
    if request.path_info == f"{PREFIX}docs" or response.streaming:
        return response
    # Private, and asked about each time: the ETag makes a repeated question cheap.
    patch_cache_control(response, private=True, no_cache=True)
    if response.status_code in {200, 201} and response.content:
        response["ETag"] = etag_of(response.content)
        asked = request.headers.get("If-None-Match", "")
        if request.method in {"GET", "HEAD"} and response["ETag"] in asked:
            same = HttpResponse(status=304)
            same["ETag"] = response["ETag"]
            return same
    return response
