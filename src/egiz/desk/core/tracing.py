"""Traces for those who ask for them (EGIZ_TRACES_URL): one span an answer, one a piece of long work.

A span says which kind of page it was, never its address: the addresses of personal pages are keys.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from egiz import __version__
from egiz.desk.core.logs import request_id


@lru_cache(maxsize=1)
def _provider(_process: int) -> Any:
    """Make what sends spans, once in each process: its thread does not come along into a forked one."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - of the extra `tracing`
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - as above
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - as above
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - as above

    provider = TracerProvider(
        resource=Resource.create({"service.name": "egiz", "service.version": __version__}),
        shutdown_on_exit=False,
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.TRACES_URL, timeout=5)))
    return provider


@contextmanager
def span(name: str, **attributes: Any) -> Iterator[Any]:
    """Measure a block; gives the span, or nothing where no traces are asked for."""
    if not settings.TRACES_URL:
        yield None
        return
    with _provider(os.getpid()).get_tracer("egiz").start_as_current_span(name, attributes=attributes) as made:
        yield made


def flush() -> None:
    """Send what waits: a process that does one piece of work ends right after it."""
    if settings.TRACES_URL:
        _provider(os.getpid()).force_flush(5000)


class Traces:
    """One span an answer, named by the pattern of its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        method = request.method or "GET"
        with span(method, **{"http.request.method": method, "egiz.request": request_id.get()}) as made:
            response = self.get_response(request)
            if made is not None:
                route = getattr(request.resolver_match, "route", "") or "no page"
                made.update_name(f"{method} {route}")
                made.set_attributes({"http.route": route, "http.response.status_code": response.status_code})
        return response
