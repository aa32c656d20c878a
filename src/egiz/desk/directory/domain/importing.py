"""Long lists of people: written piece by piece by the worker."""

from collections.abc import Callable, Sequence
from typing import Any

from egiz.desk.core.domain.pieces import piece_of
from egiz.desk.core.models import Job
from egiz.desk.directory.domain import entries

PEOPLE_JOB = "directory.people"
AT_ONCE = 20  # people that are written while the page waits; more are the worker's
CHUNK = 40  # rows in one transaction: other people write between two


def take_in_long(job: Job, rows: Sequence[dict[str, Any]], tell: Callable[[int], object]) -> tuple[int, int]:
    """Write a long list; begun again, it goes on after the last piece that was kept."""
    taken, added, changed = job.payload.get("taken", (0, 0, 0))
    for start in range(taken, len(rows), CHUNK):
        piece = [dict(row) for row in rows[start : start + CHUNK]]
        with piece_of(job):
            new, filled = entries.take_in(job.desk, job.created_by, piece)
            taken, added, changed = start + len(piece), added + new, changed + filled
            job.payload = {**job.payload, "taken": [taken, added, changed]}
        tell(taken)
    return added, changed
