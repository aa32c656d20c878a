import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import server_error as plain_server_error

MOST_KEPT = 2_000_000  # letters of a form that are handed back to be sent again


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say what happened; while the database is away, locked or full, hand back what was typed."""
    error = sys.exc_info()[1]
    if not isinstance(error, OperationalError | InterfaceError):
        return plain_server_error(request)
    typed, files = _typed(request)
    page = render_to_string(
        "503.html",
        {"typed": typed, "files": files, "address": request.get_full_path(), "method": request.method},
    )
    response = HttpResponse(page, status=503)
    response["Retry-After"] = "10"
    return response


def _typed(request: HttpRequest) -> tuple[list[tuple[str, str]], list[str]]:
    try:
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
        files = [str(getattr(file, "name", "")) for file in request.FILES.values()]
    except (RawPostDataException, OSError):
        return [], []
    hidden = {"password", "password1", "password2", "oldpassword"}
    pairs = [(name, str(value)) for name, value in pairs if name not in hidden]
    return (pairs, files) if sum(len(value) for _name, value in pairs) <= MOST_KEPT else ([], files)
