"""Work that comes again by itself: feeds to pull, digests to send.

An app registers a function in its ``tasks.py``::

    @every(minutes=15, name="events.pull_due")
    def pull_due(now: datetime) -> None: ...

The worker's clock calls `tick` once a minute. A row of the database says when each is next due, and the
worker that moves that moment on is the one that starts the work: among several, one.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from egiz.desk.core.apps import parts
from egiz.desk.core.models import Periodic

TICK_SECONDS = 60.0
Work = Callable[[dt.datetime], None]


@dataclass(frozen=True)
class _Entry:
    run: Work
    interval: dt.timedelta


_ENTRIES: dict[str, _Entry] = {}


def every(*, minutes: int, name: str) -> Callable[[Work], Work]:
    """Register a function that the worker calls about every so many minutes, outside any desk's scope."""

    def keep(run: Work) -> Work:
        _ENTRIES[name] = _Entry(run, dt.timedelta(minutes=minutes))
        return run

    return keep


def tick(start: Callable[[str], object], now: dt.datetime | None = None) -> list[str]:
    """Hand every piece of work that is due to `start`, and say which."""
    parts("tasks")  # importing an app's tasks registers its work
    now = now or timezone.now()
    due = [name for name in sorted(_ENTRIES) if _claimed(name, now)]
    for name in due:
        start(name)
    return due


def run(name: str) -> None:
    """Do one piece of repeated work now."""
    parts("tasks")
    _ENTRIES[name].run(timezone.now())


def _claimed(name: str, now: dt.datetime) -> bool:
    interval = _ENTRIES[name].interval
    Periodic.objects.get_or_create(name=name, defaults={"due_at": now})
    # Later than one interval from now is no plan of ours: the clock was wrong when it was written.
    due = Q(due_at__lte=now) | Q(due_at__gt=now + interval)
    moved = Periodic.objects.filter(due, name=name).update(due_at=now + interval, last_started_at=now)
    return moved == 1
