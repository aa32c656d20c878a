"""/api/v1: each app's ``api.py`` brings a ninja router, mounted at /desks/<desk>/<prefix>."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.security import django_auth

from egiz.desk.core.apps import parts
from egiz.desk.core.http import desk_scope

__all__ = ["api", "desk_scope"]


def build() -> NinjaAPI:
    """Make the API with every app's router."""
    made = NinjaAPI(title="Egiz", version="1", auth=django_auth, urls_namespace="api")

    @made.exception_handler(PermissionDenied)
    def forbidden(request: HttpRequest, exc: Any) -> Any:  # noqa: ARG001 - ninja's signature
        return made.create_response(request, {"detail": "Your role does not allow this."}, status=403)

    for app, module in parts("api"):
        made.add_router(f"/desks/{{slug}}/{app.url_prefix}", module.router, tags=[app.label])
    return made


api = build()
