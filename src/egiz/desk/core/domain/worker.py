"""The worker: takes jobs from the queue and repeated work from the clock, each into a process of its own.

It outlives its database: while that is away, locked or full it waits longer and longer (a few seconds at
most) and goes on where it was. What cannot be written yet is kept and written later.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connections
from django.utils.translation import gettext_noop
from django_scopes import scopes_disabled

from egiz.desk.core import tracing
from egiz.desk.core.domain import jobs, periodic, queue, running
from egiz.desk.core.domain.running import Ending, Limits, Running
from egiz.desk.core.models import Job

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.1  # seconds between two looks at what is at work
ASK_EVERY = 0.4  # … at the queue and at wishes to stop
BEAT_EVERY = 5.0
ORPHANS_EVERY = 10.0
LONGEST_WAIT = 8.0
MOST_DATABASE_LOSSES = 20
PERIODIC = Limits(seconds=60 * 60, memory_mb=2048)

TOO_LONG = gettext_noop("This work took longer than %(minutes)s minutes and was ended.")
TOO_MUCH = gettext_noop("This work took more than %(megabytes)s MB of memory and was ended.")


@dataclass
class _Task:
    """What a process is at work on: a job, or repeated work by its name."""

    process: Running
    job_id: int | None = None
    name: str = ""
    ending: Ending | None = None


@dataclass
class Worker:
    """Does the desk's long work, at most ``slots`` pieces at a time, until it is told to stop."""

    slots: int = 2
    batch: bool = False
    name: str = field(default_factory=queue.worker_name)
    stopping: bool = False
    _tasks: list[_Task] = field(default_factory=list)
    _due: deque[str] = field(default_factory=deque)
    _watch: queue.Watch = field(default_factory=queue.Watch)
    _next: dict[str, float] = field(default_factory=dict)
    _wait: float = 0.0
    _losses: dict[int, int] = field(default_factory=dict)

    def stop(self) -> None:
        self.stopping = True

    def run(self) -> None:
        """Work until told to stop; in a ``batch`` until nothing waits."""
        while not self.stopping:
            if self.step() and self.batch and not self._tasks and not self._due:
                return
            time.sleep(max(self._wait, LOOK_EVERY if self._tasks else ASK_EVERY))

    def step(self) -> bool:
        """Do one round; says whether it looked at the queue and found nothing."""
        try:
            for task in self._tasks:
                task.ending = task.ending or task.process.look()
            self._settle()
            self._hear()
            idle = self._fill()
        except jobs.DATABASE_AWAY as error:
            self._wait = min(max(self._wait * 2, 0.5), LONGEST_WAIT)
            logger.warning("The database cannot be used (%s); trying again in %.1f s", error, self._wait)
            connections.close_all()
            return False
        if self._wait:
            logger.warning("The database is back")
            self._wait = 0.0
        return idle

    def _every(self, what: str, seconds: float) -> bool:
        now = time.monotonic()
        if now < self._next.get(what, 0.0):
            return False
        self._next[what] = now + seconds
        return True

    def _settle(self) -> None:
        """Write what became of the work that ended; what could not be written stays for the next round."""
        for task in [task for task in self._tasks if task.ending is not None]:
            if task.job_id is not None and task.ending is not None:
                self._settle_job(task.job_id, task.ending)
            self._tasks.remove(task)

    def _settle_job(self, job_id: int, ending: Ending) -> None:
        with scopes_disabled():
            job = Job.objects.filter(pk=job_id, status=Job.Status.RUNNING, worker=self.name).first()
        if job is None:
            self._losses.pop(job_id, None)
            return  # it wrote itself how it ended
        handler = jobs.known_or_refused(job.kind)
        texts = {
            Ending.TOO_LONG: (TOO_LONG, {"minutes": round(handler.seconds / 60)}),
            Ending.TOO_MUCH: (TOO_MUCH, {"megabytes": handler.memory_mb}),
        }
        with scopes_disabled():
            if ending in texts:
                jobs.finish(job, Job.Status.FAILED, None, *texts[ending])
            elif ending == Ending.STOPPED:
                jobs.finish(job, Job.Status.CANCELLED)
            elif ending == Ending.AGAIN and self._losses.get(job_id, 0) < MOST_DATABASE_LOSSES:
                self._losses[job_id] = self._losses.get(job_id, 0) + 1
                queue.put_back(job, sends=handler.sends, counted=False)
            else:
                queue.put_back(job, sends=handler.sends, crashed=True)

    def _hear(self) -> None:
        """Hear of wishes to stop, give a sign of life, look for work whose worker died, look at the clock."""
        at_work = {task.job_id: task for task in self._tasks if task.job_id is not None}
        if at_work and self._every("wishes", ASK_EVERY):
            for job_id, has_best in queue.asked_to_stop(list(at_work)).items():
                at_work[job_id].process.ask_to_stop(has_best=has_best)
        if at_work and self._every("beat", BEAT_EVERY):
            queue.beat(self.name)
        if self._every("orphans", ORPHANS_EVERY):
            mine = {task.job_id for task in self._tasks}
            for job in self._watch.orphans():
                if job.pk not in mine:
                    state = queue.put_back(job, sends=jobs.known_or_refused(job.kind).sends)
                    logger.warning("Job %s (%s) had lost its worker: %s", job.pk, job.kind, state)
        if self._every("clock", periodic.TICK_SECONDS):
            self._due.extend(periodic.tick(lambda _name: None))

    def _fill(self) -> bool:
        """Begin what waits while there is room; says whether nothing waits."""
        while len(self._tasks) < self.slots:
            if self._due:
                name = self._due.popleft()
                self._tasks.append(_Task(running.start(_repeated(name), PERIODIC), name=name))
                continue
            job_id = queue.take_next(self.name)
            if job_id is None:
                return True
            with scopes_disabled():
                kind = Job.objects.values_list("kind", flat=True).get(pk=job_id)
            spec = jobs.known_or_refused(kind)
            limits = Limits(spec.seconds, spec.memory_mb, spec.stop_grace)
            self._tasks.append(_Task(running.start(_one_job(job_id), limits), job_id=job_id))
        return False

    def leave(self, grace: float) -> None:
        """Give what is at work `grace` seconds, then end it; jobs wait for the next worker."""
        until = time.monotonic() + grace
        while time.monotonic() < until and any(task.process.look() is None for task in self._tasks):
            time.sleep(LOOK_EVERY)
        for task in self._tasks:
            ending = task.ending or task.process.look()
            if ending is None:
                task.process.end()
            if task.job_id is not None:
                self._give_up(task.job_id)

    def _give_up(self, job_id: int) -> None:
        try:
            with scopes_disabled():
                job = Job.objects.filter(pk=job_id, status=Job.Status.RUNNING, worker=self.name).first()
            if job is not None:
                queue.put_back(job, sends=jobs.known_or_refused(job.kind).sends, counted=False)
        except jobs.DATABASE_AWAY:
            logger.warning("Job %s could not be put back; the next worker finds it", job_id)


def _one_job(job_id: int) -> Callable[[], bool]:
    def work() -> bool:
        try:
            return jobs.perform(job_id)
        finally:
            tracing.flush()

    return work


def _repeated(name: str) -> Callable[[], bool]:
    def work() -> bool:
        periodic.run(name)
        return True

    return work
