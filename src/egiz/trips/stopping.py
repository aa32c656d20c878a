"""The clock that searches look at: seconds, or looks that are counted and so the same on every machine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_looks: ContextVar[list[float] | None] = ContextVar("looks", default=None)


def tick() -> float:
    """Seconds of the wall, from any beginning; where looks are counted, what they are worth together."""
    return _look(time.perf_counter)


def spent() -> float:
    """Seconds of the processor; where looks are counted, what they are worth together."""
    return _look(time.process_time)


def _look(clock: Any) -> float:
    looks = _looks.get()
    if looks is None:
        return float(clock())
    looks[0] += looks[1]
    return looks[0]


@contextmanager
def counted(each: float) -> Iterator[None]:
    """Let every look at the clock take so many seconds: a search ends after so many steps, not at a time."""
    token = _looks.set([0.0, each])
    try:
        yield
    finally:
        _looks.reset(token)


def limit_solver(parameters: Any, seconds: float) -> None:
    """Give CP-SAT so many seconds, or as much of its own deterministic time where looks are counted."""
    if _looks.get() is None:
        parameters.max_time_in_seconds = seconds
    else:
        parameters.max_deterministic_time = seconds
