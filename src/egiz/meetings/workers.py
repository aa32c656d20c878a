"""A prover or a further annealing in a process of its own, so that it can be ended at any moment.

The parent starts a Python that runs `main` and writes a pickled `Question` to it; pickled messages come back
one by one, as soon as they are known. Only the parent ever talks to it.
"""

from __future__ import annotations

import os
import pickle
import resource
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from typing import IO

from egiz.meetings.proving.prover import Message, Question, answers
from egiz.meetings.search.cooling import Incumbent, cool
from egiz.meetings.search.local import Search

# Each message comes after its length.
HEAD = struct.Struct("<Q")


def _by_search(question: Question) -> Iterator[Message]:
    seconds = min(question.seconds, question.until - time.time())
    deadline = time.monotonic() + seconds
    search = Search(question.core, question.hint, question.seed)
    incumbent = Incumbent(question.core)

    def offer() -> bool:
        incumbent.offer(search.best)
        closed = incumbent.value is not None and incumbent.value <= question.breaks
        return not closed and time.monotonic() < deadline

    cool(search, seconds, offer, target=question.breaks)
    best = incumbent.nearest()
    if best is not None:
        yield Message(best)


class Worker:
    """A running worker; `asked` is the number of breaks it is busy with."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.asked = question.breaks
        self.output: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self.read = 0
        self.received = 0
        self.process = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
            [sys.executable, "-c", "from egiz.meetings.workers import main; main()", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=self.output,
            stderr=subprocess.DEVNULL,
        )
        assert self.process.stdin is not None  # noqa: S101 - it is a pipe
        try:
            pickle.dump(question, self.process.stdin)
            self.process.stdin.close()
        except BrokenPipeError:
            pass

    def poll(self) -> tuple[list[Message], bool]:
        """What is new, and whether it has ended."""
        ended = self.process.poll() is not None
        found: list[Message] = []
        # The place for writing belongs to the child: read without moving it.
        size = os.fstat(self.output.fileno()).st_size
        while self.read + HEAD.size <= size:
            (length,) = HEAD.unpack(os.pread(self.output.fileno(), HEAD.size, self.read))
            if self.read + HEAD.size + length > size:
                break
            message = pickle.loads(os.pread(self.output.fileno(), length, self.read + HEAD.size))  # noqa: S301 - written by our own process
            self.read += HEAD.size + length
            if isinstance(message, Message):
                found.append(message)
        self.received += len(found)
        return found, ended

    def close(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.output.close()


def _watch_parent(parent: int) -> None:
    # A worker whose parent has gone must not run on.
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


def _bound_time(seconds: float) -> None:
    # The solvers hold the interpreter, so the watch above may starve: the system ends them as well.
    if sys.platform != "win32" and seconds < 1e5:
        used = int(seconds * 1.2) + 30
        resource.setrlimit(resource.RLIMIT_CPU, (used, used + 5))


def main() -> None:
    """Read one question, write the messages."""
    if len(sys.argv) > 1:
        threading.Thread(target=_watch_parent, args=(int(sys.argv[1]),), daemon=True).start()
    question = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent
    _bound_time(question.seconds)
    for message in _by_search(question) if question.variant == "anneal" else answers(question):
        packed = pickle.dumps(message)
        sys.stdout.buffer.write(HEAD.pack(len(packed)) + packed)
        sys.stdout.buffer.flush()
