"""What other installations call: signed, without a log-in or a cookie; pages of people are in `partners`."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from egiz.desk.sharing.domain import exchange, keys, partners


def _body(request: HttpRequest, most: int) -> bytes:
    """Read what was sent, up to one byte more than it may be."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return b" " * (most + 1) if length.isdecimal() and int(length) > most else request.read(most + 1)


def _refused(status: int, why: str) -> HttpResponse:
    return JsonResponse({"refused": why}, status=status)


@csrf_exempt  # nothing here goes by a cookie: whoever calls signs
@require_POST
def exchange_messages(request: HttpRequest) -> HttpResponse:
    """Take a partner desk's messages and answer with those that wait for it."""
    try:
        answer = exchange.answer_to(_body(request, exchange.MOST_BYTES), timezone.now())
    except exchange.RefusedCallError as error:
        return _refused(error.status, error.why)
    response = JsonResponse(answer)
    patch_cache_control(response, no_store=True)
    return response


@csrf_exempt  # as above: whoever calls proves that they know the code
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """Take in a desk that knows a code of one of ours."""
    try:
        said = json.loads(_body(request, keys.MOST_PAYLOAD * 2))
    except (ValueError, RecursionError):
        return _refused(400, "form")
    try:
        answer = partners.admit(said, timezone.now())
    except partners.NotAdmittedError:
        return _refused(403, "code")
    response = JsonResponse(answer)
    patch_cache_control(response, no_store=True)
    return response
