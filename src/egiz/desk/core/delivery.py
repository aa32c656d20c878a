"""How pages and their files travel: text compressed, files of a known version kept by browsers for a year."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# What is worth compressing; pictures, archives and PDF are compressed in themselves.
TEXTS = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/xml")
YEAR = 365 * 24 * 3600
KEPT = frozenset({200, 206, 304})  # answers that hold the file, or say that it is the same
LETTERS = 10  # of a file's sum that stand in its address


class Compressed(GZipMiddleware):
    """Compress text for browsers that take it; say of a file with its version in the address that it stays.

    Django adds some bytes of random length, so that the size of a page tells nothing of what is secret in it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_file = request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/")
        if is_file and request.GET.get("v") and response.status_code in KEPT:
            response.headers["Cache-Control"] = f"max-age={YEAR}, public, immutable"
        if not response.headers.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)


class VersionedFiles(StaticFilesStorage):
    """Addresses of style sheets and scripts that change when the file does."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        found = finders.find(name) if name else None
        path = Path(found) if isinstance(found, str) else None
        if path is None or not path.is_file():
            return address
        state = path.stat()
        return f"{address}?v={_sum_of(path, state.st_mtime_ns, state.st_size)}"


@cache
def _sum_of(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:LETTERS]
