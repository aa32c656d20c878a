"""The web server and the worker as children of one process that ends them together."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FrameType

GRACE_SECONDS = 5.0


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


def commands(address: Address, *, threads: int = 8) -> tuple[Sequence[str], ...]:
    """The command lines of the web server and of the background worker."""
    web = (
        *(sys.executable, "-m", "gunicorn", "egiz.desk.wsgi:application"),
        *("--bind", f"{address.host}:{address.port}", "--worker-class", "gthread"),
        "--no-control-socket",  # it would be made in the home folder
        *("--workers", "1", "--threads", str(threads), "--timeout", "120", "--log-level", "warning"),
    )
    worker = (*(sys.executable, "-m", "django", "desk_worker", "--settings", "egiz.desk.settings"),)
    return web, worker


def run_together(command_lines: Sequence[Sequence[str]], meanwhile: Callable[[], None] = lambda: None) -> int:
    """Run all until one ends or a signal comes; end the rest; return the first's exit code.

    ``meanwhile`` is done in this process while the others start.
    """
    stop = threading.Event()
    with _signals_set(stop):
        children = [subprocess.Popen(list(line)) for line in command_lines]  # noqa: S603 - our own command lines
        try:
            meanwhile()
            while not stop.wait(0.2):
                ended = [child.returncode for child in children if child.poll() is not None]
                if ended:
                    return ended[0] or 1
            return 0
        finally:
            _end(children)


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
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
