"""Bounds on work that no busy machine can break: calls of functions are counted, not seconds."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class TooManyStepsError(AssertionError):
    """More functions were called than the test allows; raised at once, so that nothing runs on for ever."""


class Steps:
    """How many functions of Python and C were called."""

    def __init__(self, limit: float) -> None:
        self.count, self.limit = 0, limit

    def note(self, _frame: object, event: str, _argument: object) -> None:
        """Count a call; the form is that of `sys.setprofile`."""
        self.count += event in {"call", "c_call"}
        if self.count > self.limit:
            sys.setprofile(None)
            raise TooManyStepsError(f"more than {self.limit:,} calls")


@contextmanager
def at_most(limit: float) -> Iterator[Steps]:
    """Let a block call so many functions."""
    steps = Steps(limit)
    before = sys.getprofile()
    sys.setprofile(steps.note)
    try:
        yield steps
    finally:
        sys.setprofile(before)


def counted(call: Callable[[], object]) -> int:
    """How many functions a call makes run."""
    with at_most(float("inf")) as steps:
        call()
    return steps.count
