"""ETag and If-Match: whoever changes a record says which state of it they saw."""

import hashlib
import json
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from ninja.responses import NinjaJSONEncoder


class StaleError(Exception):
    """The record is no longer what the sender saw."""


def etag_of(content: bytes) -> str:
    """Name a state by what it says."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def rendered(value: Any) -> bytes:
    """Write an answer as the API writes it."""
    return json.dumps(value, cls=NinjaJSONEncoder).encode()


def must_match(request: HttpRequest, out: type[Schema] | None, shown: Any) -> None:
    """Refuse a change of a record that is no longer what ``If-Match`` says; without it everything goes.

    ``out`` is the schema of what is shown; nothing where it is shown as it is.

    Raises
    ------
    StaleError
        If somebody changed it meanwhile.
    """
    wanted = request.headers.get("If-Match", "").strip()
    if not wanted or wanted == "*":
        return
    now = etag_of(rendered(out.model_validate(shown).model_dump() if out else shown))
    if now not in {tag.strip().removeprefix("W/") for tag in wanted.split(",")}:
        raise StaleError
