"""Files that long work reads: kept with the job until it is over."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django_scopes import scopes_disabled

from egiz.desk.core.domain import trail
from egiz.desk.core.domain.jobs import enqueue
from egiz.desk.core.models import Attachment, Desk, Job, User

KEPT_FOR = dt.timedelta(days=1)  # after the end: somebody may ask what was sent


def enqueue_with_file(
    desk: Desk, kind: str, payload: dict[str, Any], user: User | None, upload: UploadedFile
) -> Job:
    """Put work on somebody's file in the queue, the file with it: both, or neither."""
    upload.seek(0)
    with transaction.atomic():
        job = enqueue(desk, kind, payload, user, title=upload.name or "")
        trail.attach(job, upload, user)
    return job


@contextmanager
def file_of(job: Job) -> Iterator[tuple[Path, str]]:
    """Give the job's file as a path with its own ending, and the name it came with."""
    kept = Attachment.objects.get(target=trail.target_name(job), target_id=job.pk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"given{PurePath(kept.name).suffix.lower()}"
        with kept.file.open("rb") as stored:
            path.write_bytes(stored.read())
        yield path, kept.name


def forget(now: dt.datetime) -> int:
    """Delete the files of work that is over; gives how many went."""
    with scopes_disabled():  # of every desk
        over = Job.objects.exclude(status__in=Job.OPEN).filter(finished_at__lt=now - KEPT_FOR)
        gone = Attachment.objects.filter(target=Job._meta.label_lower, target_id__in=over.values("pk"))  # noqa: SLF001 - Django's public way to a model's name
        files = [one.file for one in gone]
        count = gone.delete()[0] if files else 0
    for file in files:
        file.delete(save=False)
    return count
