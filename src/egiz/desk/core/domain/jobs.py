"""Long work: put it in the queue, tell how far it is, stop it, keep what it found.

An app registers a handler in its ``tasks.py``::

    @handler("promises.read", _("Reading a report"))
    def read_report(context: JobContext) -> JobResult: ...

and a view calls ``enqueue(desk, "promises.read", {"meeting": 5}, user)``.
"""

import logging
import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_noop
from django_scopes import scope, scopes_disabled

from egiz.desk.core.apps import parts
from egiz.desk.core.models import Desk, Job, User

logger = logging.getLogger(__name__)

WRITE_EVERY = 0.4  # seconds between two writes of progress: often enough to watch, rare enough for SQLite
CURVE_POINTS = 240
SILENT_AFTER = 15 * 60  # seconds without a sign of life from another machine's worker


class JobCancelled(Exception):  # noqa: N818 - it is a wish of a person, not an error
    """A person asked the work to stop."""


class JobError(Exception):
    """The work cannot be done; the text is for the person who asked, marked for translation."""

    def __init__(self, text: str, **params: Any) -> None:
        super().__init__(text % params if params else text)
        self.text = text
        self.params = params


@dataclass(frozen=True)
class JobResult:
    """What the work hands over: plain data, and where a person looks at it."""

    data: dict[str, Any] = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True)
class _Handler:
    title: Any
    run: Callable[["JobContext"], JobResult]


_HANDLERS: dict[str, _Handler] = {}
_STARTERS: list[Callable[[int], object]] = []


def start_with(start: Callable[[int], object]) -> None:
    """Say how a job gets to a worker; core's tasks do, which stand above this module."""
    _STARTERS.append(start)


def handler(
    kind: str, title: Any
) -> Callable[[Callable[["JobContext"], JobResult]], Callable[["JobContext"], JobResult]]:
    """Register the function that does one kind of work."""

    def keep(run: Callable[["JobContext"], JobResult]) -> Callable[["JobContext"], JobResult]:
        _HANDLERS[kind] = _Handler(title, run)
        return run

    return keep


def handler_of(kind: str) -> _Handler:
    if kind not in _HANDLERS:
        parts("tasks")  # importing an app's tasks registers its handlers
    return _HANDLERS[kind]


class JobContext:
    """The line between running work and its page."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.desk = job.desk
        self.user = job.created_by
        self.payload = job.payload
        self._started = time.monotonic()
        self._written = 0.0

    def report(
        self,
        fraction: float,
        message: str = "",
        *,
        best: float | None = None,
        bound: float | None = None,
        **params: Any,
    ) -> None:
        """Tell how far the work is.

        ``message`` is an English sentence marked with ``gettext_noop``; ``params`` fill its ``%(name)s``.
        ``best`` and ``bound`` add a point to the two curves. Raises JobCancelled when a person asked to stop;
        work that has something to keep catches it, saves the best so far and returns normally.
        """
        now = time.monotonic()
        job = self.job
        job.progress = min(max(fraction, job.progress), 1.0)
        if message:
            job.message, job.message_params = message, params
        if best is not None or bound is not None:
            job.curve = thinned([*job.curve, [round(now - self._started, 2), best, bound]])
        if now - self._written < WRITE_EVERY and fraction < 1:
            return
        self._written = now
        job.heartbeat_at = timezone.now()
        job.save(update_fields=["progress", "message", "message_params", "curve", "heartbeat_at"])
        if self.stop_requested():
            raise JobCancelled

    def stop_requested(self) -> bool:
        return Job.objects.filter(pk=self.job.pk, cancel_requested=True).exists()


def thinned(curve: list[list[float | None]]) -> list[list[float | None]]:
    """Drop every second inner point once a curve is long: its shape stays, the record stays small."""
    if len(curve) <= CURVE_POINTS:
        return curve
    return [curve[0], *curve[1:-1:2], curve[-1]]


def enqueue(desk: Desk, kind: str, payload: dict[str, Any], user: User | None, *, title: str = "") -> Job:
    """Put work in the queue; it starts after the current transaction is saved."""
    parts("tasks")  # the apps' handlers, and core's own word on how a job is started
    handler_of(kind)
    job = Job.objects.create(
        desk=desk,
        kind=kind,
        title=title[:200],
        payload=payload,
        created_by=user,
        language=translation.get_language() or desk.language,
    )
    transaction.on_commit(lambda: _STARTERS[-1](job.pk))
    return job


def title_of(job: Job) -> str:
    """Say in the reader's language what the work is."""
    return str(job.title or handler_of(job.kind).title)


def request_stop(job: Job) -> None:
    """Ask work to stop; work that has not begun is over at once."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if job.status == Job.Status.QUEUED:
            job.status = Job.Status.CANCELLED
            job.finished_at = timezone.now()
        job.cancel_requested = True
        job.save(update_fields=["status", "finished_at", "cancel_requested"])


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def run(job_id: int) -> None:
    """Do the work of one job from start to end; never raises, the job's record says what happened."""
    with scopes_disabled():
        job = Job.objects.select_related("desk", "created_by").filter(pk=job_id).first()
    if job is None or job.status != Job.Status.QUEUED:
        return
    with scope(desk=job.desk), translation.override(job.language):
        job.status, job.worker = Job.Status.RUNNING, worker_name()
        job.started_at = job.heartbeat_at = timezone.now()
        job.save()
        _finish(job, *_outcome(job))


def _outcome(job: Job) -> tuple[str, JobResult | None, str, dict[str, Any]]:
    try:
        return Job.Status.DONE, handler_of(job.kind).run(JobContext(job)), "", {}
    except JobCancelled:
        return Job.Status.CANCELLED, None, "", {}
    except JobError as error:
        return Job.Status.FAILED, None, error.text, error.params
    except Exception as error:
        logger.exception("Job %s (%s) failed", job.pk, job.kind)
        text = gettext_noop("Something the desk did not expect stopped this work: %(reason)s.")
        return Job.Status.FAILED, None, text, {"reason": str(error) or type(error).__name__}


def _finish(job: Job, status: str, result: JobResult | None, error: str, params: dict[str, Any]) -> None:
    job.status, job.error, job.error_params = status, error, params
    if result is not None:
        job.progress, job.result, job.result_url = 1.0, result.data, result.url
    job.finished_at = timezone.now()
    # cancel_requested is written by the page; saving it here could undo a wish made meanwhile.
    job.save(
        update_fields=[
            "status", "error", "error_params", "progress", "result", "result_url", "finished_at",
            "message", "message_params", "curve",
        ]
    )  # fmt: skip


def fail_orphans() -> int:
    """Mark work whose worker is gone as failed, and say so; called when a worker starts."""
    text = gettext_noop("The worker stopped in the middle of this work. Nothing was saved; start it again.")
    count = 0
    with scopes_disabled():
        for job in Job.objects.filter(status=Job.Status.RUNNING):
            if _worker_is_gone(job):
                job.status, job.error, job.finished_at = Job.Status.FAILED, text, timezone.now()
                job.save(update_fields=["status", "error", "finished_at"])
                count += 1
    return count


def _worker_is_gone(job: Job) -> bool:
    host, _, pid = job.worker.rpartition(":")
    if host == socket.gethostname() and pid.isdigit():
        if int(pid) == os.getpid():
            return True  # this process has only just started: the number belonged to somebody before it
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False
    silent = timezone.now() - (job.heartbeat_at or job.created_at)
    return silent.total_seconds() > SILENT_AFTER
