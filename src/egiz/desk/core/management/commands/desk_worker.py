import threading
from typing import Any

from django_tasks_db.management.commands.db_worker import Command as WorkerCommand

from egiz.desk.core.domain.jobs import fail_orphans
from egiz.desk.core.domain.periodic import start_clock
from egiz.desk.core.tasks import run_periodic


class Command(WorkerCommand):
    help = "Do the desk's long work; work left over by a dead worker is marked as failed first."

    def handle(self, **options: Any) -> None:
        if orphans := fail_orphans():
            self.stdout.write(f"{orphans} interrupted jobs were marked as failed.")
        stop = threading.Event()
        start_clock(run_periodic.enqueue, stop)
        try:
            super().handle(**options)
        finally:
            stop.set()
