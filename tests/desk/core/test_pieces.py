import time

import pytest
from django.db import connection

from egiz.desk.core.domain.jobs import JobLostError
from egiz.desk.core.domain.pieces import piece_of
from egiz.desk.core.models import Comment, Job

LONGEST_WAIT = 0.1  # seconds, after which SQLite looks again at the latest: sqlite3_busy_timeout


@pytest.fixture
def job(transactional_db, in_desk, editor):
    return Job.objects.create(desk=in_desk, kind="test.work", created_by=editor)


@pytest.fixture
def slept(monkeypatch):
    found = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


def test_after_each_piece_whoever_waits_for_sqlite_finds_it_free(job, slept):
    for number in range(3):
        with piece_of(job):
            job.payload = {"taken": number}
            assert len(slept) in {0, number}
    job.refresh_from_db()
    assert job.payload == {"taken": 2}
    if connection.vendor == "sqlite":
        assert len(slept) == 3
        assert min(slept) > LONGEST_WAIT
    else:
        assert slept == []


def test_a_piece_of_work_that_another_took_over_is_not_kept(job, slept):
    Job.objects.update(attempts=job.attempts + 1)
    with pytest.raises(JobLostError), piece_of(job):
        Comment.objects.create(desk=job.desk, target="core.job", target_id=job.pk, text="kept?")
    assert Comment.objects.count() == 0
    assert slept == []
