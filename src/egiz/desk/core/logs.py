"""Logs that say when, what and for which request, and never hold a secret address.

A personal page's address is its key: whoever reads a log must not be able to open it.
"""

import json
import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

request_id: ContextVar[str] = ContextVar("request_id", default="-")
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
# What stands in an address as a key: long, with small and capital letters and figures mixed.
_KEY = re.compile(r"(?<=[/=:])(?=[\w.:-]*\d)(?=[\w.:-]*[A-Z])[A-Za-z0-9_.:-]{16,}(?=[/?&\s\"'#]|$)")
_PROGRAM = re.compile(r"\begiz_[A-Za-z0-9_-]{20,}")
_SECRET = re.compile(
    r"(?i)((?:password|token|secret|key|authorization|login)[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,}]+"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_URL_PASSWORD = re.compile(r"(\w+://[^:/\s]+:)[^@/\s]+@")


def without_secrets(text: str) -> str:
    """Give a text with keys, tokens and passwords left out."""
    text = _URL_PASSWORD.sub(r"\1…@", text)
    text = _PROGRAM.sub("…", text)
    return _SECRET.sub(r"\1…", _KEY.sub("…", text))


class OneLineForAbsence(logging.Filter):
    """A database that is away is one line for each request that met it, not forty of where the code stood."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if isinstance(error, OperationalError | InterfaceError):
            why = (str(error).strip().splitlines() or ["no reason given"])[0]
            record.msg, record.args = f"{record.getMessage()} (the database cannot be used: {why})", ()
            record.exc_info = record.exc_text = None
        return True


class Plain(logging.Formatter):
    """One line a record: time, level, where, request, what."""

    def __init__(self) -> None:
        super().__init__(
            "{asctime} {levelname} {name} [{request_id}] {message}", "%Y-%m-%dT%H:%M:%S%z", style="{"
        )

    def format(self, record: logging.LogRecord) -> str:
        record.request_id = request_id.get()
        return without_secrets(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Keep what was said on its line: whoever types a line break writes no record of their own."""
        record.message = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", record.message)
        return super().formatMessage(record)


class Json(logging.Formatter):
    """One JSON object a line, for what collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get(),
            "message": without_secrets(record.getMessage()),
        }
        if record.exc_info:
            said["error"] = without_secrets(self.formatException(record.exc_info))
        line = json.dumps(said, ensure_ascii=False)
        return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


class RequestId:
    """Give every request a name that its log lines and its answer carry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex[:16]
        token = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = name
        return response
