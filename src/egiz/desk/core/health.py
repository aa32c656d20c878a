"""What the machine asks: is the process alive, can it serve, how much is there to do.

Answered before everything else, without a session, a user or a host name, so that a probe gets its answer
whatever is wrong further in.
"""

import hmac
import logging
import shutil
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from egiz import __version__

logger = logging.getLogger(__name__)

LEAST_FREE_MB = 100
REGISTRY = CollectorRegistry(auto_describe=False)
REQUESTS = Counter("egiz_requests", "Answers of this web process, by status.", ["status"], registry=REGISTRY)
SECONDS = Histogram("egiz_request_seconds", "How long answers took in this web process.", registry=REGISTRY)


class HealthPages:
    """Answer /healthz, /readyz and /metrics; count the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = {"/healthz": alive, "/readyz": ready, "/metrics": metrics}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = self.pages.get(request.path_info)
        if page is not None and request.method in {"GET", "HEAD"}:
            return page(request)
        began = time.perf_counter()
        response = self.get_response(request)
        SECONDS.observe(time.perf_counter() - began)
        REQUESTS.labels(str(response.status_code)).inc()
        return response


def alive(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers; nothing else is asked."""
    return JsonResponse({"alive": True, "version": __version__})


def ready(_request: HttpRequest) -> HttpResponse:
    """Say whether pages can be served: the database answers and is up to date, files can be written."""
    found = {"database": _database(), "disk": _disk()}
    good = all(state == "ok" for state in found.values())
    return JsonResponse({"ready": good, **found}, status=200 if good else 503)


_known_migrated = False


def _database() -> str:
    global _known_migrated  # noqa: PLW0603 - a migrated database does not go back while this process runs
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _known_migrated:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return "migrations are missing: egiz manage migrate"
            _known_migrated = True
    except (DatabaseError, InterfaceError) as error:
        return f"cannot be used: {type(error).__name__}"
    return "ok"


def _disk() -> str:
    try:
        free = shutil.disk_usage(settings.VAR_DIR).free / 2**20
    except OSError as error:
        return f"cannot be seen: {type(error).__name__}"
    return "ok" if free >= LEAST_FREE_MB else f"{free:.0f} MB free, at least {LEAST_FREE_MB} are needed"


def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures in the form of Prometheus, to this machine or to who has EGIZ_METRICS_TOKEN."""
    if not _may_measure(request):
        return HttpResponse(
            "Set EGIZ_METRICS_TOKEN and send it as a bearer token.\n", "text/plain", status=403
        )
    return HttpResponse(generate_latest(REGISTRY) + generate_latest(_desk_registry()), CONTENT_TYPE_LATEST)


def _may_measure(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return hmac.compare_digest(sent.encode(), settings.METRICS_TOKEN.encode())
    # Behind a proxy everybody comes from this machine: then the header says that somebody stands behind it.
    local = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
    return local and "HTTP_X_FORWARDED_FOR" not in request.META


def _desk_registry() -> CollectorRegistry:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_DeskFigures())
    return registry


class _DeskFigures:
    """Figures that the database holds, read when they are asked for."""

    def collect(self) -> Iterator[Metric]:
        from egiz.desk.core.models import Desk, Job  # noqa: PLC0415 - the registry of models is ready by now

        up = GaugeMetricFamily("egiz_database_up", "Whether the database answers.")
        try:
            jobs = list(
                Job._base_manager.order_by()  # noqa: SLF001 - all desks together
                .values_list("status")
                .annotate(n=Count("pk"), oldest=Min("created_at"))
            )
            desks = Desk.objects.count()
        except (DatabaseError, InterfaceError):
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield GaugeMetricFamily("egiz_desks", "Desks.", value=desks)
        counts = GaugeMetricFamily("egiz_jobs", "Pieces of long work, by state.", labels=["state"])
        waiting = 0.0
        for state, count, oldest in jobs:
            counts.add_metric([state], count)
            if state == Job.Status.QUEUED:
                waiting = max(0.0, (timezone.now() - oldest).total_seconds())
        yield counts
        yield GaugeMetricFamily(
            "egiz_job_waiting_seconds", "How long the oldest waiting work waits.", value=waiting
        )
        free = shutil.disk_usage(settings.VAR_DIR).free
        yield GaugeMetricFamily("egiz_disk_free_bytes", "Free space where the desk writes.", value=free)
