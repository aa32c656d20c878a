"""Long work: put it in the queue, tell how far it is, stop it, keep what it found.

An app registers a handler in its ``tasks.py``::

    @handler("promises.read", _("Reading a report"))
    def read_report(context: JobContext) -> JobResult: ...

and a view calls ``enqueue(desk, "promises.read", {"meeting": 5}, user)``. The row of the job is the queue:
there is no second record that could say something else. ``queue`` hands rows to workers, ``worker`` runs each
in a process of its own (see ``running``) within its limits.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_noop
from django_scopes import scope, scopes_disabled

from egiz.desk.core import tracing
from egiz.desk.core.apps import parts
from egiz.desk.core.domain import once, queue, running
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk, Job, User

logger = logging.getLogger(__name__)

WRITE_EVERY = 0.4  # seconds between two writes of progress: often enough to watch, rare enough for SQLite
CURVE_POINTS = 240
DATABASE_AWAY = (OperationalError, InterfaceError)  # gone, locked or full: it may come back


class JobCancelled(Exception):  # noqa: N818 - it is a wish of a person, not an error
    """A person asked the work to stop."""


class JobLostError(Exception):
    """The job is no longer this process's: another took it over, so nothing more is written."""


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
    seconds: float = 30 * 60
    memory_mb: int = 4096
    sends: bool = False
    stop_grace: float = running.STOP_GRACE
    begun_at: tuple[str, str] = ("", "")


_HANDLERS: dict[str, _Handler] = {}


def handler(
    kind: str, title: Any, **limits: Any
) -> Callable[[Callable[["JobContext"], JobResult]], Callable[["JobContext"], JobResult]]:
    """Register the function that does one kind of work.

    ``seconds`` and ``memory_mb`` end it when it takes more. Work whose worker died begins again, unless it
    ``sends`` something to people: that is done once at most. Work that keeps its best when it is stopped gets
    ``stop_grace`` seconds for that once it has told of a ``best``; other work is ended after a second.
    ``begun_at`` is the way back when it fails: the page from which it is begun, and the key of the payload
    that the page's address needs.
    """

    def keep(run: Callable[["JobContext"], JobResult]) -> Callable[["JobContext"], JobResult]:
        _HANDLERS[kind] = _Handler(title, run, **limits)
        return run

    return keep


def handler_of(kind: str) -> _Handler:
    if kind not in _HANDLERS:
        parts("tasks")  # importing an app's tasks registers its handlers
    return _HANDLERS[kind]


def _unknown(context: "JobContext") -> JobResult:
    raise JobError(
        gettext_noop("This version of the desk knows no work called %(kind)s."), kind=context.job.kind
    )


def known_or_refused(kind: str) -> _Handler:
    """Give what does a job; for a kind that is not known (any more), what says so."""
    try:
        return handler_of(kind)
    except KeyError:
        return _Handler(kind, _unknown)


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
        if best is not None:
            job.result = {queue.HAS_BEST: True}
        if now - self._written < WRITE_EVERY and fraction < 1:
            return
        self._written = now
        try:
            Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
                progress=job.progress,
                message=job.message,
                message_params=job.message_params,
                curve=job.curve,
                result=job.result,
            )
            stop = self.stop_requested()
        except DATABASE_AWAY:
            if transaction.get_connection().in_atomic_block:
                raise
            return  # to tell how far the work is, is not worth losing it
        if stop:
            raise JobCancelled

    def stop_requested(self) -> bool:
        return Job.objects.filter(pk=self.job.pk, cancel_requested=True).exists()

    def done(self, result: JobResult) -> JobResult:
        """Say that the work is done; called inside the transaction that keeps what it found.

        Work that adds something (a version, a plan) is then kept and done, or neither: a worker that dies at
        this moment neither loses nor doubles it.
        """
        finish(self.job, Job.Status.DONE, result)
        return result


def thinned(curve: list[list[float | None]]) -> list[list[float | None]]:
    """Drop every second inner point once a curve is long: its shape stays, the record stays small."""
    if len(curve) <= CURVE_POINTS:
        return curve
    return [curve[0], *curve[1:-1:2], curve[-1]]


def enqueue(desk: Desk, kind: str, payload: dict[str, Any], user: User | None, *, title: str = "") -> Job:
    """Put work in the queue; a worker finds it once the current transaction is saved."""
    handler_of(kind)
    with transaction.atomic():
        job = Job.objects.create(
            desk=desk,
            kind=kind,
            title=title[:200],
            payload=payload,
            created_by=user,
            language=translation.get_language() or desk.language,
        )
        once.mark_done()
    if settings.JOBS_INLINE:
        transaction.on_commit(lambda: run(job.pk))
    return job


def title_of(job: Job) -> str:
    """Say in the reader's language what the work is."""
    return str(job.title or known_or_refused(job.kind).title)


def begun_at(job: Job) -> str:
    """Give the address of the page from which work is begun; empty where it has none."""
    page, key = known_or_refused(job.kind).begun_at
    if not page or (key and key not in job.payload):
        return ""
    if ":" not in page:
        return reverse(page)  # begun where there is no desk yet
    return desk_url(job.desk, page, *([job.payload[key]] if key else ()))


def request_stop(job: Job) -> None:
    """Ask work to stop; work that has not begun is over at once."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if job.status == Job.Status.QUEUED:
            job.status = Job.Status.CANCELLED
            job.finished_at = timezone.now()
        job.cancel_requested = True
        job.save(update_fields=["status", "finished_at", "cancel_requested"])


def run(job_id: int) -> None:
    """Do the work of one job here and now, if it still waits."""
    with scopes_disabled():
        if queue.take(job_id, queue.worker_name()):
            perform(job_id)


def perform(job_id: int) -> bool:
    """Do the work of a job this process has taken, and write what came of it.

    Says False when the database went away in the middle, so that the work must be done again.
    """
    with scopes_disabled():
        job = Job.objects.select_related("desk", "created_by").get(pk=job_id)
    with scope(desk=job.desk), translation.override(job.language), tracing.span(f"work {job.kind}"):
        try:
            status, result, error, params = _outcome(job)
        except DATABASE_AWAY:
            logger.warning("Job %s (%s) lost the database", job.pk, job.kind)
            return False
        with suppress(JobLostError):
            finish(job, status, result, error, params)
    return True


def _outcome(job: Job) -> tuple[str, JobResult | None, str, dict[str, Any]]:
    try:
        return Job.Status.DONE, known_or_refused(job.kind).run(JobContext(job)), "", {}
    except JobCancelled:
        return Job.Status.CANCELLED, None, "", {}
    except JobError as error:
        return Job.Status.FAILED, None, error.text, error.params
    except (*DATABASE_AWAY, JobLostError):
        raise
    except Exception as error:
        logger.exception("Job %s (%s) failed", job.pk, job.kind)
        text = gettext_noop("Something the desk did not expect stopped this work: %(reason)s.")
        return Job.Status.FAILED, None, text, {"reason": str(error) or type(error).__name__}


def finish(
    job: Job,
    status: str,
    result: JobResult | None = None,
    error: str = "",
    params: dict[str, Any] | None = None,
) -> None:
    """Write how the work ended; a job that was finished already stays as it is.

    Raises
    ------
    JobLostError
        If the job was taken over by another process meanwhile.
    """
    changes: dict[str, Any] = {"status": status, "error": error, "error_params": params or {}}
    changes["result"] = {}
    if result is not None:
        changes |= {"progress": 1.0, "result": result.data, "result_url": result.url}
    kept = {name: getattr(job, name) for name in ("message", "message_params", "curve")}
    mine = Job.objects.filter(pk=job.pk, attempts=job.attempts)
    if not mine.filter(status=Job.Status.RUNNING).update(finished_at=timezone.now(), **changes, **kept):
        if mine.filter(status=Job.Status.DONE).exists():
            return
        raise JobLostError
    for name, value in changes.items():
        setattr(job, name, value)
