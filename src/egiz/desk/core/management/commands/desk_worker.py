import os
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from egiz.desk.core.apps import parts
from egiz.desk.core.domain.running import die_with_parent
from egiz.desk.core.domain.worker import Worker


class Command(BaseCommand):
    help = "Do the desk's long work, each piece in a process of its own; what a dead worker left is taken up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--slots", type=int, default=settings.JOB_SLOTS, help="pieces of work at one time"
        )
        parser.add_argument("--batch", action="store_true", help="leave when nothing waits")
        parser.add_argument("--grace", type=float, default=3.0, help="seconds that work has to end by itself")
        parser.add_argument("--with-parent", action="store_true", help="end when the starting process ends")

    def handle(self, **options: Any) -> None:
        if options["with_parent"]:
            die_with_parent(os.getppid())
        parts("tasks")
        worker = Worker(slots=options["slots"], batch=options["batch"])
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda _number, _frame: worker.stop())
        try:
            worker.run()
        finally:
            worker.leave(options["grace"])
