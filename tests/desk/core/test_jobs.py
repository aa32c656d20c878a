import datetime as dt
import os
import socket

import pytest
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from egiz.desk.core.domain import jobs, queue
from egiz.desk.core.domain.jobs import JobCancelled, JobError, JobResult
from egiz.desk.core.models import Job, Periodic
from tests.desk.conftest import client_of, make_desk


@pytest.fixture
def kind(monkeypatch):
    """Register a handler for one test: ``kind(function)`` gives its name."""

    def register(run):
        monkeypatch.setitem(jobs._HANDLERS, "test.work", jobs._Handler("Test work", run))
        return "test.work"

    return register


@pytest.fixture
def start(in_desk, editor, kind):
    def begin(run, **fields):
        return Job.objects.create(desk=in_desk, kind=kind(run), created_by=editor, language="en", **fields)

    return begin


def done(job):
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def test_work_that_returns_is_done_with_its_result_and_full_progress(start):
    job = done(start(lambda _context: JobResult({"found": 5}, "/there/")))
    assert (job.status, job.progress, job.result, job.result_url) == ("done", 1.0, {"found": 5}, "/there/")


def test_work_in_the_queue_starts_after_the_transaction(
    in_desk, editor, kind, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue(in_desk, kind(lambda _context: JobResult({"n": 1})), {}, editor)
        assert job.status == "queued"
    job.refresh_from_db()
    assert (job.status, job.result) == ("done", {"n": 1})


def test_an_error_of_the_work_is_shown_in_the_readers_language_not_as_a_traceback(start, page):
    def run(_context):
        raise JobError(gettext_noop("The report could not be read: %(reason)s"), reason="it is empty")

    job = done(start(run))
    assert job.status == "failed"
    body = page.get(f"/d/atyrau/desk/jobs/{job.pk}/").content.decode()
    assert "The report could not be read: it is empty" in body
    assert "Traceback" not in body


def test_an_unexpected_error_fails_the_job_and_names_the_reason(start, caplog):
    def run(_context):
        raise RuntimeError("disk full")

    job = done(start(run))
    assert (job.status, job.error_params) == ("failed", {"reason": "disk full"})
    assert "disk full" in caplog.text


def test_work_of_a_kind_that_is_not_known_any_more_fails_and_says_so(start, page):
    job = start(lambda _context: JobResult())
    Job.objects.filter(pk=job.pk).update(kind="left.behind")
    assert done(job).status == "failed"
    assert b"knows no work called left.behind" in page.get(f"/d/atyrau/desk/jobs/{job.pk}/").content


def test_progress_never_goes_back_and_points_are_kept(start):
    def run(context):
        context.report(0.5, best=10, bound=20)
        context.report(0.2, best=12, bound=18)
        assert context.job.progress == 0.5
        return JobResult()

    assert [point[1:] for point in done(start(run)).curve] == [[10, 20], [12, 18]]


def test_work_asked_to_stop_is_cancelled_at_its_next_word(start):
    def run(context):
        jobs.request_stop(context.job)
        context.report(1.0)
        pytest.fail("the work went on")

    assert done(start(run)).status == "cancelled"


def test_work_that_keeps_its_best_when_stopped_is_done(start):
    def run(context):
        jobs.request_stop(context.job)
        try:
            context.report(1.0)
        except JobCancelled:
            return JobResult({"best": 7})
        return pytest.fail("the work was not asked to stop")

    job = done(start(run))
    assert (job.status, job.result, job.cancel_requested) == ("done", {"best": 7}, True)


def test_work_stopped_in_the_queue_never_runs(start):
    job = start(lambda _context: pytest.fail("it ran"))
    jobs.request_stop(job)
    assert done(job).status == "cancelled"


def test_work_runs_once_even_if_it_is_asked_for_twice(start):
    runs = []
    job = start(lambda _context: runs.append(1) or JobResult())
    done(job)
    done(job)
    assert runs == [1]


def test_work_speaks_the_language_of_the_person_who_asked(start):
    seen = []
    job = start(lambda _context: seen.append(translation.get_language()) or JobResult())
    Job.objects.filter(pk=job.pk).update(language="kk")
    done(job)
    assert seen == ["kk"]


def test_a_long_curve_is_thinned_but_keeps_its_ends():
    curve = [[float(i), float(i), None] for i in range(jobs.CURVE_POINTS + 1)]
    thin = jobs.thinned(curve)
    assert len(thin) < jobs.CURVE_POINTS
    assert (thin[0], thin[-1]) == (curve[0], curve[-1])


DEAD_PID = 2**22 + 1  # above the kernel's largest process number
HOST = socket.gethostname()


@pytest.mark.parametrize(
    ("worker", "gone"),
    [
        (f"{HOST}:{DEAD_PID}", True),
        (f"{HOST}:{os.getppid()}", False),
        (f"{HOST}:{os.getppid()}:{queue.started_ticks(os.getppid())}", False),
        (f"{HOST}:{os.getppid()}:1", True),  # the number belongs to another process now
    ],
)
def test_work_whose_worker_on_this_machine_is_gone_is_found_at_once(start, worker, gone):
    job = start(lambda _context: JobResult(), status="running", worker=worker)
    assert [found.pk for found in queue.Watch().orphans()] == ([job.pk] if gone else [])


def test_another_machines_work_is_an_orphan_after_a_silence_that_was_seen(start):
    job = start(lambda _context: JobResult(), status="running", worker="elsewhere:12:1")
    watch = queue.Watch()
    assert watch.orphans(now=0) == []
    assert watch.orphans(now=queue.SILENT_AFTER) == []
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - dt.timedelta(days=1))
    assert watch.orphans(now=queue.SILENT_AFTER + 1) == []  # it gave a sign, whatever its clock says
    assert [found.pk for found in watch.orphans(now=2 * queue.SILENT_AFTER + 2)] == [job.pk]


@pytest.mark.parametrize(
    ("attempts", "crashes", "crashed", "sends", "stop", "state"),
    [
        pytest.param(1, 0, True, False, False, "queued", id="it broke once"),
        pytest.param(3, 2, True, False, False, "failed", id="it broke each time"),
        pytest.param(9, 0, False, False, False, "queued", id="its worker was killed again and again"),
        pytest.param(9, 1, True, False, False, "queued", id="it broke the second time of many"),
        pytest.param(20, 0, False, False, False, "failed", id="no worker outlives it"),
        pytest.param(1, 0, False, True, False, "failed", id="it sends"),
        pytest.param(1, 0, True, False, True, "cancelled", id="nobody wants it any more"),
    ],
)
def test_broken_work_begins_again_unless_it_sends_or_was_tried_enough(
    start, attempts, crashes, crashed, sends, stop, state
):
    job = start(
        lambda _context: JobResult(), status="running", attempts=attempts, crashes=crashes, worker="w",
        cancel_requested=stop,
    )  # fmt: skip
    assert queue.put_back(job, sends=sends, crashed=crashed) == state
    job.refresh_from_db()
    assert job.status == state
    assert job.crashes == (crashes + crashed if state == "queued" else crashes)
    assert ("not begun again" in job.error) is sends


def test_work_that_was_taken_over_writes_nothing_more(start):
    def run(context):
        Job.objects.filter(pk=context.job.pk).update(attempts=5, worker="another")
        return JobResult({"from": "the first"})

    job = done(start(run))
    assert (job.status, job.result, job.worker) == ("running", {}, "another")


def test_what_is_kept_and_that_it_is_done_are_one(start, monkeypatch):
    def run(context):
        with transaction.atomic():
            Periodic.objects.create(name="kept", due_at=timezone.now())
            context.done(JobResult({"kept": 1}))
            raise RuntimeError("power cut")

    job = done(start(run))
    assert (job.status, job.result, Periodic.objects.filter(name="kept").count()) == ("failed", {}, 0)


def test_work_that_said_it_is_done_stays_done_whatever_comes_after(start):
    def run(context):
        context.done(JobResult({"kept": 1}, "/there/"))
        raise RuntimeError("killed")

    job = done(start(run))
    assert (job.status, job.result, job.result_url) == ("done", {"kept": 1}, "/there/")


def test_a_desk_with_much_to_do_does_not_keep_another_waiting(start, unscoped):
    other = make_desk("nukus")
    many = [start(lambda _context: JobResult()) for _number in range(3)]
    one = Job.objects.create(desk=other, kind="test.work")
    order = [queue.take_next("w") for _number in range(4)]
    assert order == [many[0].pk, one.pk, many[1].pk, many[2].pk]
    assert queue.take_next("w") is None


def test_polling_stops_when_the_work_is_over_and_goes_on_to_the_result(start, page):
    job = start(lambda _context: JobResult(), status="running")
    address = f"/d/atyrau/desk/jobs/{job.pk}/"
    polled = page.get(address, headers={"HX-Request": "true"})
    assert polled.status_code == 200
    assert b'hx-trigger="every 1s"' in polled.content
    Job.objects.filter(pk=job.pk).update(status="failed")
    assert page.get(address, headers={"HX-Request": "true"}).status_code == 286
    Job.objects.filter(pk=job.pk).update(status="done", result_url="/d/atyrau/promises/")
    assert page.get(address, headers={"HX-Request": "true"})["HX-Redirect"] == "/d/atyrau/promises/"


def test_two_curves_are_drawn_with_their_last_values_in_words(start, page):
    job = start(lambda _context: JobResult(), status="running", curve=[[0, 100, 220], [2, 200, 212]])
    body = page.get(f"/d/atyrau/desk/jobs/{job.pk}/").content.decode()
    assert body.count('<path class="curve-') == 2
    assert "best so far" in body
    assert ">200<" in body
    assert ">212<" in body


def test_a_guest_cannot_stop_the_work_of_another(start, guest):
    job = start(lambda _context: JobResult())
    assert client_of(guest).post(f"/d/atyrau/desk/jobs/{job.pk}/stop/").status_code == 403
    job.refresh_from_db()
    assert not job.cancel_requested


def test_an_editor_stops_work_and_sees_it_stopped(start, page):
    job = start(lambda _context: JobResult())
    response = page.post(f"/d/atyrau/desk/jobs/{job.pk}/stop/", follow=True)
    assert "stopped" in response.content.decode().lower()
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_a_member_of_another_desk_cannot_see_the_job_through_their_own(start, stranger):
    job = start(lambda _context: JobResult(), title="Secret work")
    assert client_of(stranger).get(f"/d/nukus/desk/jobs/{job.pk}/").status_code == 404
    assert b"Secret work" not in client_of(stranger).get("/d/nukus/desk/jobs/").content


def test_the_list_of_jobs_asks_as_much_for_three_as_for_one(start, queries, desk):
    start(lambda _context: JobResult())
    one = queries("/d/atyrau/desk/jobs/")
    for _number in range(2):
        start(lambda _context: JobResult())
    assert queries("/d/atyrau/desk/jobs/") == one
