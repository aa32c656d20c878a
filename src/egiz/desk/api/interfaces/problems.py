"""Errors as RFC 9457 has them: one shape for all, in the reader's language, each field with its place."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Schema

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("The request cannot be read"),
    401: gettext_lazy("Not logged in"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("This cannot be done here"),
    409: gettext_lazy("It does not go with how things stand"),
    412: gettext_lazy("Somebody changed it meanwhile"),
    413: gettext_lazy("Too large"),
    422: gettext_lazy("Some values cannot be taken"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("Something the desk did not expect"),
    503: gettext_lazy("The desk cannot be used at the moment"),
}
# What pydantic calls a mistake, in words; others are “not valid here”.
WORDS = {
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("There is no such field; check its spelling."),
    "json_invalid": gettext_lazy("This is not JSON."),
    "literal_error": gettext_lazy("It must be one of: %(expected)s."),
    "enum": gettext_lazy("It must be one of: %(expected)s."),
    "string_too_long": gettext_lazy("It has more than %(max_length)s letters."),
    "string_too_short": gettext_lazy("It has fewer than %(min_length)s letters."),
    "greater_than_equal": gettext_lazy("It must be %(ge)s or more."),
    "less_than_equal": gettext_lazy("It must be %(le)s or less."),
    "too_long": gettext_lazy("It has more than %(max_length)s entries."),
}
BY_START = (
    (("int_", "float_", "decimal_"), gettext_lazy("This must be a number.")),
    (
        ("date_", "datetime_", "time_"),
        gettext_lazy("Write a day as 2026-12-31, a moment as 2026-12-31T09:00:00Z."),
    ),
    (("string_",), gettext_lazy("This must be text.")),
    (("bool_",), gettext_lazy("This must be true or false.")),
    (
        ("list_", "dict_", "model_"),
        gettext_lazy("This must be a list or an object, as the description says."),
    ),
)  # fmt: skip


class Place(Schema):
    """One field that cannot be taken: where it stands, and why."""

    pointer: str
    detail: str


class Problem(Schema):
    """Why a request was refused (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[Place] = []
    problems: dict[str, list[str]] = {}


def problem(
    status: int, detail: str = "", errors: Mapping[str, Iterable[str]] | None = None, source: str = "#"
) -> HttpResponse:
    """Write a refusal; ``errors`` by field, whose places are pointers into what was sent."""
    title = str(TITLES.get(status) or HTTPStatus(status).phrase)
    by_field = {name: [str(text) for text in texts] for name, texts in (errors or {}).items()}
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail or _first(by_field) or title,
    }
    if by_field:
        said["errors"] = [
            {"pointer": _pointer(source, name), "detail": text}
            for name, texts in by_field.items()
            for text in texts
        ]
        said["problems"] = by_field
    return HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)


def _first(by_field: Mapping[str, list[str]]) -> str:
    return next((texts[0] for texts in by_field.values() if texts), "")


def _pointer(source: str, name: str) -> str:
    if name == NON_FIELD_ERRORS:
        return source
    return source + "/" + name.replace("~", "~0").replace(".", "/")


def of_pydantic(errors: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Say in the reader's language what pydantic found, by field."""
    found: dict[str, list[str]] = {}
    for error in errors:
        # ("body", "change", "due_on"): where it came in, the argument's name, and the place in it.
        place = [str(part) for part in error["loc"][1:]]
        inside = place[1:] if error["loc"][0] == "body" and len(place) > 1 else place
        if error["loc"][0] == "body" and len(place) == 1:
            inside = []
        found.setdefault(".".join(inside) or NON_FIELD_ERRORS, []).append(_in_words(error))
    return found


def _in_words(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    words = WORDS.get(kind)
    if words is None:
        words = next((text for starts, text in BY_START if kind.startswith(starts)), None)
    if words is None:
        return _("This is not valid here.")
    text = str(words)
    return text % dict(error.get("ctx") or {}) if "%(" in text else text
