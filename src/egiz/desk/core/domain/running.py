"""One piece of work in a process of its own, ended when it takes too long, too much, or is no longer wanted.

What a hostile file or an endless search takes, it takes from its own process: the worker goes on, other
desks' work goes on, and what the process held is given back when it ends.
"""

import ctypes
import logging
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from django.db import connections

logger = logging.getLogger(__name__)

STOP_GRACE = 1.0  # with the worker's own looks, a stop is over within two seconds
AGAIN = 75  # a process that ends with this number lost the database: EX_TEMPFAIL of sysexits.h
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>
_PAGE = resource.getpagesize()
_FORK = multiprocessing.get_context("fork")


class Ending(Enum):
    """How a process ended."""

    DONE = "done"
    AGAIN = "again"
    CRASHED = "crashed"
    STOPPED = "stopped"
    TOO_LONG = "too long"
    TOO_MUCH = "too much"


@dataclass(frozen=True)
class Limits:
    """What one piece of work may take."""

    seconds: float = 30 * 60
    memory_mb: int = 4096
    stop_grace: float = STOP_GRACE


@dataclass
class Running:
    """A process at work."""

    process: multiprocessing.process.BaseProcess
    limits: Limits
    began: float = field(default_factory=time.monotonic)
    stop_asked: float | None = None
    has_best: bool = True
    _ended_for: Ending | None = None

    def ask_to_stop(self, *, has_best: bool = True) -> None:
        """Begin the grace after which the work is ended; the work itself hears of it through its job.

        Work that has found nothing yet has nothing to keep, and is not waited for.
        """
        if self.stop_asked is None:
            self.stop_asked = time.monotonic()
        self.has_best = has_best

    def look(self) -> Ending | None:
        """Say how it ended, nothing while it is at work; end it if it must end."""
        if self.process.exitcode is None:
            self._ended_for = self._ended_for or self._why_end()
            if self._ended_for is None:
                return None
            self.end()
        code = self.process.exitcode
        self.process.join()
        if self._ended_for is not None:
            return self._ended_for
        return {0: Ending.DONE, AGAIN: Ending.AGAIN}.get(code or 0, Ending.CRASHED)

    def _why_end(self) -> Ending | None:
        now = time.monotonic()
        grace = self.limits.stop_grace if self.has_best else STOP_GRACE
        if self.stop_asked is not None and now - self.stop_asked > grace:
            return Ending.STOPPED
        if now - self.began > self.limits.seconds:
            return Ending.TOO_LONG
        if memory_mb(self.process.pid or 0) > self.limits.memory_mb:
            return Ending.TOO_MUCH
        return None

    def end(self) -> None:
        """End the process and whatever it started, now."""
        try:
            os.killpg(self.process.pid or 0, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self.process.kill()
        self.process.join(10)


def memory_mb(pid: int) -> float:
    """Give how much of the machine's memory a process holds now; 0 where the system does not say."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0.0
    return int(pages) * _PAGE / 2**20


def start(work: Callable[[], bool], limits: Limits) -> Running:
    """Do `work` in a process of its own; it says False when it must be done again."""
    connections.close_all()  # a connection must never be shared by two processes
    process = _FORK.Process(target=_inside, args=(work, limits, os.getpid()), daemon=False)
    process.start()
    return Running(process, limits)


def _inside(work: Callable[[], bool], limits: Limits, parent: int) -> None:
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    die_with_parent(parent)
    most = limits.memory_mb * 2 * 2**20  # what is taken between two looks ends here at the latest
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    code = 1
    try:
        code = 0 if work() else AGAIN
    except MemoryError:
        logger.exception("The work took more memory than it may")
    except Exception:
        logger.exception("The work ended with an error nobody expected")
    finally:
        connections.close_all()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # nothing of the parent's own ending, its handlers or threads, is this process's


def die_with_parent(parent: int) -> None:
    """End this process when `parent` ends, however that ends; where the system cannot, it goes on."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_DIES_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)
