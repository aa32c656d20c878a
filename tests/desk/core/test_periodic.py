import datetime as dt

import pytest
from django.utils import timezone

from egiz.desk.core.apps import parts
from egiz.desk.core.domain import periodic
from egiz.desk.core.models import Periodic

NOW = timezone.now()


@pytest.fixture
def work(monkeypatch, db):
    calls = []
    parts("tasks")  # else the first tick registers the apps' own work among ours
    monkeypatch.setattr(
        periodic, "_ENTRIES", {"test.work": periodic._Entry(calls.append, dt.timedelta(minutes=15))}
    )
    return calls


def test_repeated_work_starts_at_once_and_then_only_when_its_time_has_passed(work):
    started = []
    for minutes, due in ((0, True), (14, False), (15, True), (16, False), (31, True)):
        assert bool(periodic.tick(started.append, NOW + dt.timedelta(minutes=minutes))) is due
    assert started == ["test.work"] * 3


def test_a_second_worker_does_not_start_the_same_work_again(work):
    assert periodic.tick(lambda _name: None, NOW) == ["test.work"]
    assert periodic.tick(lambda _name: None, NOW) == []
    assert Periodic.objects.get().last_started_at == NOW


def test_the_work_is_told_what_time_it_is(work):
    periodic.run("test.work")
    assert abs(work[0] - timezone.now()) < dt.timedelta(minutes=1)
