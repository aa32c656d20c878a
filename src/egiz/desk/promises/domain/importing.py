from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction

from egiz.desk.core.domain.jobs import JobLostError
from egiz.desk.core.models import Desk, Job, User
from egiz.desk.promises.domain import deciding

IMPORT_JOB = "promises.import"
CHUNK = 100  # rows in one transaction: other people write between two


@transaction.atomic
def import_rows(desk: Desk, user: User | None, rows: Iterable[dict[str, Any]]) -> int:
    """Write a list's good rows as promises: all of them or, if the database refuses one, none."""
    count = 0
    for values in rows:
        deciding.add(desk, user, action="imported", **values)
        count += 1
    return count


def import_long(job: Job, rows: Sequence[dict[str, Any]], tell: Callable[[int], object]) -> int:
    """Write a long list piece by piece; begun again, it goes on after the last piece that was kept."""
    taken = int(job.payload.get("taken", 0))
    for start in range(taken, len(rows), CHUNK):
        with transaction.atomic():
            import_rows(job.desk, job.created_by, rows[start : start + CHUNK])
            job.payload = {**job.payload, "taken": min(start + CHUNK, len(rows))}
            if not Job.objects.filter(pk=job.pk, attempts=job.attempts).update(payload=job.payload):
                raise JobLostError
        tell(job.payload["taken"])
    return len(rows)
