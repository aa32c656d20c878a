"""Which work comes next, whose it is, and what becomes of work whose worker died.

Everything is decided by single conditional updates, so that it holds on SQLite as on PostgreSQL and between
any number of workers. No decision compares the clocks of two moments: a clock that jumps changes nothing.
"""

import os
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.db.models import Count, F, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_scopes import scopes_disabled

from egiz.desk.core.models import Job

HAS_BEST = "has_best"  # in the result of work that is not done: it has something to keep when it is stopped
MOST_CRASHES = 3  # times that a piece of work may break its own process
MOST_ATTEMPTS = 20  # times that it is begun at all: a worker that is killed is hardly the fault of its work
SILENT_AFTER = 60.0  # seconds of our own time without a sign of life from another machine's worker
BROKEN_OFF = gettext_noop(
    "The worker stopped in the middle of this work. "
    "Something may have been sent already, so it is not begun again."
)
GIVEN_UP = gettext_noop("This work was begun %(times)s times and its worker stopped each time.")


def started_ticks(pid: int) -> str:
    """Give the moment a process began, in ticks since the machine began; nothing when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]


def worker_name() -> str:
    """Name this process so that no other ever has the same name: machine, number, moment of its beginning."""
    return f"{socket.gethostname()}:{os.getpid()}:{started_ticks(os.getpid())}"


def process_is_gone(name: str) -> bool | None:
    """Say whether the process of that name has ended; None for one of another machine, which nobody sees."""
    host, pid, ticks = (*name.split(":"), "", "")[:3]
    if host != socket.gethostname() or not pid.isdigit():
        return None
    alive = started_ticks(int(pid))
    return not alive or (bool(ticks) and ticks != alive)


def take(job_id: int, worker: str) -> bool:
    """Take a waiting job as one's own; of several workers one gets it."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job_id, status=Job.Status.QUEUED)
    return bool(
        waiting.update(
            status=Job.Status.RUNNING,
            worker=worker,
            attempts=F("attempts") + 1,
            started_at=now,
            heartbeat_at=now,
            finished_at=None,
        )
    )


def take_next(worker: str) -> int | None:
    """Take the next job: of the desk with the least at work, then the one served longest ago."""
    with scopes_disabled():
        for job_id in _candidates():
            if take(job_id, worker):
                return job_id
    return None


def _candidates() -> list[int]:
    first = dict(
        Job.objects.filter(status=Job.Status.QUEUED).order_by().values_list("desk").annotate(first=Min("pk"))
    )
    if len(first) < 2:
        return list(first.values())
    rows = Job.objects.filter(desk__in=first).order_by().values_list("desk")
    busy = {
        desk: (at_work, str(served or ""))
        for desk, at_work, served in rows.annotate(
            at_work=Count("pk", filter=Q(status=Job.Status.RUNNING)), served=Max("started_at")
        )
    }
    return [first[desk] for desk in sorted(first, key=lambda desk: (*busy.get(desk, (0, "")), first[desk]))]


def beat(worker: str) -> None:
    """Give a sign of life for everything this worker has in hand."""
    with scopes_disabled():
        Job.objects.filter(status=Job.Status.RUNNING, worker=worker).update(heartbeat_at=timezone.now())


def asked_to_stop(job_ids: list[int]) -> dict[int, bool]:
    """Name the jobs a person wants to stop, each with whether it has found something worth keeping."""
    with scopes_disabled():
        rows = Job.objects.filter(pk__in=job_ids, cancel_requested=True).values_list("pk", "result")
        return {pk: bool(result.get(HAS_BEST)) for pk, result in rows}


def put_back(job: Job, *, sends: bool, crashed: bool = False, counted: bool = True) -> str:
    """Let work whose process ended early wait again, or say why it does not; gives its new state.

    Work that ``sends`` is never begun twice. Work that ``crashed`` has few tries more, work that lost its
    worker many; a worker that went in order, or a database that was away, is not ``counted``.
    """
    crashes = job.crashes + crashed
    if job.cancel_requested:
        changes = {"status": Job.Status.CANCELLED, "finished_at": timezone.now()}
    elif sends:
        changes = {"status": Job.Status.FAILED, "error": BROKEN_OFF, "finished_at": timezone.now()}
    elif counted and (crashes >= MOST_CRASHES or job.attempts >= MOST_ATTEMPTS):
        params = {"times": job.attempts}
        changes = {"status": Job.Status.FAILED, "error": GIVEN_UP, "error_params": params}
        changes["finished_at"] = timezone.now()
    else:
        changes = {"status": Job.Status.QUEUED, "worker": "", "progress": 0.0, "curve": [], "result": {}}
        changes["crashes"] = crashes
        if not counted:
            changes["attempts"] = F("attempts") - 1
    with scopes_disabled():
        mine = Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING, worker=job.worker)
        mine.update(**changes)
    return str(changes["status"])


@dataclass
class Watch:
    """Finds work whose worker is gone: on this machine at once, on another after a silence we have seen."""

    seen: dict[int, tuple[object, float]] = field(default_factory=dict)

    def orphans(self, now: float | None = None) -> list[Job]:
        """List the jobs whose worker is gone."""
        now = time.monotonic() if now is None else now
        with scopes_disabled():
            rows = list(Job.objects.filter(status=Job.Status.RUNNING))
        self.seen = {job.pk: self._heard(job, now) for job in rows}
        return [job for job in rows if self._is_gone(job, now)]

    def _heard(self, job: Job, now: float) -> tuple[object, float]:
        sign = (job.worker, job.heartbeat_at)
        known = self.seen.get(job.pk)
        return known if known and known[0] == sign else (sign, now)

    def _is_gone(self, job: Job, now: float) -> bool:
        gone = process_is_gone(job.worker)
        return now - self.seen[job.pk][1] > SILENT_AFTER if gone is None else gone
