"""Reading somebody else's file outside the process that serves pages, with a limit of time and memory.

What a hostile file costs is paid by a process of its own, which is ended; pages of other people do not wait
for it. The process is forked from a small one that has loaded the desk once and holds no threads, no database
and no request, so that it begins at once.
"""

import logging
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 20.0  # of the reader's own processor time
MEMORY_MB = 1024
AT_A_TIME = 2  # files that one web process has read at one time: the processor is for pages too
PATIENCE = 30.0  # seconds that a person waits for those before

_places = threading.BoundedSemaphore(AT_A_TIME)
_server = multiprocessing.get_context("forkserver")


def read_apart(read: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Give what ``read(*args, **kwargs)`` gives, or raise what it raises; a function of a module, no method.

    Raises
    ------
    ValidationError
        If reading takes more than it may, or too many files are being read.
    """
    if not settings.READ_APART:
        return read(*args, **kwargs)
    if not _places.acquire(timeout=PATIENCE):
        raise ValidationError(_("Several files are being read just now; send this one again in a minute."))
    try:
        return _result(*_run(read, args, kwargs))
    finally:
        _places.release()


def _run(read: Callable[..., Any], args: Any, kwargs: Any) -> tuple[str, Any]:
    context: ForkServerContext = _server
    context.set_forkserver_preload(["egiz.desk.core.domain.apart_loaded"])
    ours, theirs = context.Pipe(duplex=False)
    language = translation.get_language() or settings.LANGUAGE_CODE
    process = context.Process(target=_inside, args=(theirs, language, read, args, kwargs), daemon=True)
    process.start()
    theirs.close()
    try:
        if ours.poll(SECONDS * 2):
            return ours.recv()
    except (EOFError, OSError):
        pass  # it was ended by one of its limits
    finally:
        process.kill()
        process.join()
        ours.close()
    logger.warning("Reading a file with %s was ended (%s)", read.__qualname__, process.exitcode)
    return "too heavy", None


def _result(how: str, what: Any) -> Any:
    if how == "value":
        return what
    if how == "error":
        kind, args, state = what
        error = kind.__new__(kind)
        error.args = args
        error.__dict__.update(state)
        raise error
    raise ValidationError(
        _("Reading this file takes more time or memory than such a file needs. Nothing of it was kept; save "
          "it anew, without empty rows and pictures, or split it.")
    )  # fmt: skip


def _inside(answer: Connection, language: str, read: Callable[..., Any], args: Any, kwargs: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError):  # whoever asked is gone: nobody waits for the answer
        _answer(answer, language, read, args, kwargs)


def _answer(answer: Connection, language: str, read: Callable[..., Any], args: Any, kwargs: Any) -> None:
    most = MEMORY_MB * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS) + 1))
    os.nice(5)
    try:
        with translation.override(language):
            answer.send(("value", read(*args, **kwargs)))
    except BrokenPipeError:
        raise
    except (MemoryError, RecursionError):
        answer.send(("too heavy", None))
    except Exception as error:
        if not isinstance(error, ValueError | ValidationError):
            logger.exception("A file could not be read")
        answer.send(("error", (type(error), error.args, dict(error.__dict__))))
    finally:
        answer.close()
