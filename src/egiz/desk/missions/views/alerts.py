"""Alerts in a company's browser: asked for on its page, allowed by the organiser."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_GET, require_POST

from egiz.desk.missions.domain import pushing
from egiz.desk.missions.domain.registering import registration_of
from egiz.desk.missions.models import Company
from egiz.desk.missions.views.public import by_link

MOST_BYTES = 4000


def _text(data: Any, *names: str) -> str:
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return data if isinstance(data, str) else ""


@require_POST
@by_link
def push(request: HttpRequest, company: Company, token: str) -> HttpResponseBase:  # noqa: ARG001 - the link's own part
    """Take a browser that is to be alerted, or forget it."""
    try:
        data = json.loads(request.body[:MOST_BYTES])
    except (UnicodeDecodeError, json.JSONDecodeError):
        return JsonResponse({"error": "This is not JSON."}, status=400)
    endpoint = _text(data, "endpoint")
    if isinstance(data, dict) and data.get("off"):
        pushing.unsubscribe(company, endpoint)
        return JsonResponse({"on": False})
    if not registration_of(company.mission).pushes:
        raise Http404
    keys = pushing.Keys(endpoint, _text(data, "keys", "p256dh"), _text(data, "keys", "auth"))
    try:
        pushing.subscribe(company, keys, translation.get_language() or company.reads)
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=400)
    return JsonResponse({"on": True})


@require_GET
@by_link
def manifest(_request: HttpRequest, company: Company, token: str) -> HttpResponseBase:
    """Describe the page as an app for the home screen: on iPhones alerts come from there only."""
    page = reverse("missions_public:timetable", args=[token])
    answer = JsonResponse(
        {
            "name": f"{company.mission.name} – {company.short_name}",
            "short_name": company.mission.name[:24],
            "start_url": page,
            "scope": page,
            "id": page,
            "display": "standalone",
            "background_color": "#fafaf7",
            "theme_color": "#1f4e8c",
            "icons": [{"src": static("egiz/star.svg"), "sizes": "any", "type": "image/svg+xml"}],
        }
    )
    answer["Content-Type"] = "application/manifest+json"
    return answer
