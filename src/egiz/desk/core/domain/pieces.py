"""Long lists are written in pieces, so that others can write between two and nothing is done twice."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from egiz.desk.core.domain.jobs import JobLostError
from egiz.desk.core.models import Job

# On SQLite one writer has the whole file. Whoever waits for it is not woken, but looks again by itself: after
# a while only every 100 ms (`sqliteDefaultBusyCallback`). A shorter pause would pass unseen.
PAUSE = 0.12


@contextmanager
def piece_of(job: Job) -> Iterator[None]:
    """Keep what is written inside and what the job remembers of it, or neither; then others may write.

    Raises
    ------
    JobLostError
        If another process has taken the work over: nothing of the piece is kept.
    """
    with transaction.atomic():
        yield
        if not Job.objects.filter(pk=job.pk, attempts=job.attempts).update(payload=job.payload):
            raise JobLostError
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(PAUSE)
