"""The web server and the worker as children of one process that keeps them running and ends them together."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FrameType

from egiz.desk import environment

logger = logging.getLogger(__name__)

GRACE_SECONDS = 6.0
LONGEST_WAIT = 15.0  # seconds between two beginnings of a child that keeps ending
LIVES_AFTER = 5.0
LOOKS_EVERY = 0.25  # seconds between two looks at a port that is taken
FORGIVEN_AFTER = 60.0
HOPELESS_AFTER = 5  # beginnings of a child that never lived
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>


class PortBusyError(RuntimeError):
    """Somebody else already listens on the port."""


@dataclass(frozen=True)
class Address:
    """Where the desk is served."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """What to type into the browser."""
        return f"http://{self.host}:{self.port}/"


def end_with_parent(parent: int) -> Callable[[], None]:
    """Give what a child does before it begins, so that it is told to end when its parent ends."""

    def before() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGTERM, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return before


def wait_until_free(address: Address, wait: Callable[[float], None] = time.sleep) -> None:
    """Wait as long as the children of a desk that was killed here may take to end; then PortBusyError."""
    for _look in range(round((GRACE_SECONDS + 2) / LOOKS_EVERY)):
        with contextlib.suppress(PortBusyError):
            ensure_free(address)
            return
        wait(LOOKS_EVERY)
    ensure_free(address)


def ensure_free(address: Address) -> None:
    """Raise PortBusyError while the port cannot be bound."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise PortBusyError(
                f"Port {address.port} on {address.host} cannot be used ({error.strerror}). "
                "Another desk may be running there; stop it, or choose a port with --port."
            ) from error


def commands(
    address: Address, *, web_workers: int | None = None, threads: int | None = None
) -> tuple[Sequence[str], ...]:
    """The command lines of the web server and of the background worker."""
    web_workers = web_workers or environment.number("EGIZ_WEB_WORKERS", 1)
    threads = threads or environment.number("EGIZ_THREADS", 8)
    web = (
        *(sys.executable, "-m", "gunicorn", "egiz.desk.wsgi:application"),
        *("--bind", f"{address.host}:{address.port}", "--worker-class", "gthread"),
        "--no-control-socket",  # it would be made in the home folder
        *("--workers", str(web_workers), "--threads", str(threads), "--timeout", "120"),
        *("--graceful-timeout", str(round(GRACE_SECONDS) - 1), "--log-level", "warning"),
    )
    worker = (
        *(sys.executable, "-m", "django", "desk_worker", "--settings", "egiz.desk.settings"),
        *("--grace", str(round(GRACE_SECONDS) - 2)),
    )
    return web, worker


@dataclass
class _Child:
    """One command that is kept running: begun again when it ends, ever later when it ends soon."""

    line: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    due: float = 0.0
    failures: int = 0
    has_lived: bool = False

    def start(self) -> None:
        # The kernel ends the child when this process ends, however it ends: nobody keeps holding the port.
        self.process = subprocess.Popen(list(self.line), preexec_fn=end_with_parent(os.getpid()))  # noqa: S603, PLW1509 - our own command lines; no threads here
        self.began = time.monotonic()

    def look(self) -> None:
        """Begin it again when it has ended and its time has come."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                self.has_lived = self.has_lived or now - self.began > LIVES_AFTER
                if now - self.began > FORGIVEN_AFTER:
                    self.failures = 0
                return
            self.failures += 1
            wait = min(2.0 ** (self.failures - 1) * 0.5, LONGEST_WAIT)
            self.due, self.process = now + wait, None
            logger.warning("%s ended (%s); it begins again in %.1f s", self.line[3], code, wait)
        if now >= self.due:
            self.start()

    @property
    def is_hopeless(self) -> bool:
        """Whether it never lived: what is wrong with it is not passing."""
        return not self.has_lived and self.failures >= HOPELESS_AFTER


def run_together(command_lines: Sequence[Sequence[str]], meanwhile: Callable[[], None] = lambda: None) -> int:
    """Keep all running until a signal comes; then end them within the grace.

    A child that ends is begun again. ``meanwhile`` is done in this process while they start. Gives an exit
    code: 1 when a child could not be brought to life at all.
    """
    stop = threading.Event()
    children = [_Child(line) for line in command_lines]
    with _signals_set(stop):
        try:
            for child in children:
                child.start()
            meanwhile()
            while not stop.wait(0.2):
                for child in children:
                    child.look()
                if any(child.is_hopeless for child in children):
                    return 1
            return 0
        finally:
            _end([child.process for child in children if child.process is not None])


@contextlib.contextmanager
def _signals_set(stop: threading.Event) -> Iterator[None]:
    def note(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    previous = {
        number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + GRACE_SECONDS
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
