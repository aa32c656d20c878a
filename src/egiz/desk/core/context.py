from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from egiz.desk.core.apps import desk_apps
from egiz.desk.core.models import Desk
from egiz.desk.core.rules import INSIDE, may_make_desks

THEMES = ("auto", "light", "dark")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what every page's frame needs; the list of desks is read only when the menu is drawn."""
    theme = request.COOKIES.get(settings.THEME_COOKIE_NAME, "auto")
    user: Any = getattr(request, "user", None)
    return {
        "desk": getattr(request, "desk", None),
        "theme": theme if theme in THEMES else "auto",
        "themes": THEMES,
        "languages": settings.LANGUAGES,
        # A guest of the other side has no rooms here, only what is shared with them.
        "inside": getattr(getattr(request, "membership", None), "role", "") in INSIDE,
        "nav": [item for config in desk_apps() for item in config.nav],
        "may_make_desks": SimpleLazyObject(lambda: bool(user and user.pk and may_make_desks.test(user))),
        "my_desks": SimpleLazyObject(
            lambda: list(Desk.objects.filter(memberships__user=user)) if user and user.pk else []
        ),
    }
