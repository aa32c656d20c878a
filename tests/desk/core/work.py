"""Real work in real processes, on a database of its own: what `test_worker` runs, one scenario a process.

A forked process cannot see a database in memory, so each scenario has a file. The desk is loaded once; the
process of each scenario is forked from there.
"""

import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

LONGEST = 120.0  # seconds after which a scenario is given up: no scenario says how fast anything is


def until(condition: Callable[[], bool], step: Callable[[], object] = lambda: None) -> None:
    """Let the worker take its steps until something holds."""
    end = time.monotonic() + LONGEST
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("it never came to pass")
        step()
        time.sleep(0.05)


def register() -> None:
    from egiz.desk.core.domain import jobs

    @jobs.handler("test.quick", "Quick")
    def quick(context: jobs.JobContext) -> jobs.JobResult:
        return jobs.JobResult({"process": os.getpid()})

    @jobs.handler("test.endless", "Endless, and deaf")
    def endless(context: jobs.JobContext) -> jobs.JobResult:
        while True:
            pass

    @jobs.handler("test.slow", "Slow", seconds=0.5)
    def slow(context: jobs.JobContext) -> jobs.JobResult:
        time.sleep(LONGEST)
        return jobs.JobResult()

    @jobs.handler("test.greedy", "Greedy", memory_mb=400)
    def greedy(context: jobs.JobContext) -> jobs.JobResult:
        held = []
        while True:
            held.append(bytearray(2**20))
            for part in held[-1:]:
                part[::4096] = b"x" * len(part[::4096])

    def breaks_once(context: jobs.JobContext) -> jobs.JobResult:
        if context.job.attempts == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return jobs.JobResult({"attempts": context.job.attempts})

    jobs.handler("test.breaks", "Breaks once")(breaks_once)
    jobs.handler("test.sends", "Sends, and breaks once", sends=True)(breaks_once)


class Scene:
    """A desk, a worker in this process, and jobs to give it."""

    def __init__(self) -> None:
        from egiz.desk.core.domain.worker import Worker
        from egiz.desk.core.models import Desk

        self.desk = Desk.objects.get_or_create(slug="scene", defaults={"name": "Scene"})[0]
        self.worker = Worker(slots=2)

    def job(self, kind: str) -> int:
        from egiz.desk.core.models import Job

        return Job.objects.create(desk=self.desk, kind=f"test.{kind}", language="en").pk

    def row(self, pk: int):
        from egiz.desk.core.models import Job

        return Job.objects.get(pk=pk)

    def work_until(self, pk: int, *states: str):
        until(lambda: self.row(pk).status in states, self.worker.step)
        return self.row(pk)


def work_runs_in_another_process(scene: Scene) -> None:
    job = scene.work_until(scene.job("quick"), "done")
    assert job.result["process"] != os.getpid()


def deaf_work_is_stopped_and_others_go_on_meanwhile(scene: Scene) -> None:
    from egiz.desk.core.domain import jobs

    endless = scene.job("endless")
    scene.work_until(endless, "running")
    scene.work_until(scene.job("quick"), "done")
    jobs.request_stop(scene.row(endless))
    scene.work_until(endless, "cancelled")


def work_that_takes_too_long_is_ended_and_says_so(scene: Scene) -> None:
    job = scene.work_until(scene.job("slow"), "failed")
    assert "longer than" in job.error


def work_that_takes_too_much_memory_is_ended_and_says_so(scene: Scene) -> None:
    job = scene.work_until(scene.job("greedy"), "failed")
    assert (job.error_params, "memory" in job.error) == ({"megabytes": 400}, True)
    scene.work_until(scene.job("quick"), "done")


def broken_work_begins_again(scene: Scene) -> None:
    assert scene.work_until(scene.job("breaks"), "done").result == {"attempts": 2}


def work_that_sends_is_never_begun_twice(scene: Scene) -> None:
    job = scene.work_until(scene.job("sends"), "failed")
    assert (job.attempts, "not begun again" in job.error) == (1, True)


def the_work_of_a_killed_worker_dies_with_it_and_is_taken_up_by_the_next(scene: Scene) -> None:
    from django.db import connections

    from egiz.desk.core.domain.running import die_with_parent
    from egiz.desk.core.domain.worker import Worker

    endless = scene.job("endless")
    connections.close_all()
    other = os.fork()
    if not other:
        die_with_parent(os.getppid())
        Worker(slots=2).run()
    until(lambda: scene.row(endless).status == "running")
    until(lambda: bool(_children(other)))
    children = _children(other)
    os.kill(other, signal.SIGKILL)
    os.waitpid(other, 0)
    until(lambda: not any(map(_alive, children)))
    until(lambda: scene.row(endless).attempts == 2, scene.worker.step)
    scene.worker.leave(0)
    assert scene.row(endless).status == "queued"


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(number) for number in listed.split()]


def _alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


SCENARIOS = (
    work_runs_in_another_process,
    deaf_work_is_stopped_and_others_go_on_meanwhile,
    work_that_takes_too_long_is_ended_and_says_so,
    work_that_takes_too_much_memory_is_ended_and_says_so,
    broken_work_begins_again,
    work_that_sends_is_never_begun_twice,
    the_work_of_a_killed_worker_dies_with_it_and_is_taken_up_by_the_next,
)


def play(folder: Path, name: str) -> None:
    """Run one scenario on a database of its own, in the process that was forked for it."""
    from django.db import connection
    from django_scopes import scopes_disabled

    own = shutil.copy(folder / "egiz.sqlite3", folder / f"{name}.sqlite3")
    connection.settings_dict["NAME"] = own
    with scopes_disabled():
        scene = Scene()
        {scenario.__name__: scenario for scenario in SCENARIOS}[name](scene)
        scene.worker.leave(0)


def forked(folder: Path, name: str) -> tuple[int, str]:
    """Give how a scenario ended in a process of its own, and what it said."""
    said = folder / f"{name}.txt"
    child = os.fork()
    if not child:
        with said.open("w") as out:
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
        try:
            play(folder, name)
        except BaseException:  # noqa: BLE001 - whatever it is, it must not go on in the fork as if it were the parent
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1], said.read_text()


def main(given: str) -> None:
    """Load the desk once; then run each scenario that is asked for by a line with its name."""
    folder = Path(given)
    os.environ |= {"EGIZ_VAR": given, "DJANGO_SETTINGS_MODULE": "egiz.desk.settings"}
    os.environ.pop("EGIZ_DATABASE_URL", None)
    import django

    django.setup()
    from django.db import connections

    from egiz.desk.launch import prepare

    prepare.migrate()
    connections.close_all()
    register()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(forked(folder, line.strip())) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
