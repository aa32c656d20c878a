"""Wall clock and processor time of this process and its children."""

from __future__ import annotations

import resource
import time
from typing import Self


def _cpu() -> float:
    own, children = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


class Stopwatch:
    """Measures a with-block; on a busy machine the processor time is the fairer figure."""

    wall = 0.0
    cpu = 0.0

    def __enter__(self) -> Self:
        self._begin = (time.perf_counter(), _cpu())
        return self

    def __exit__(self, *_: object) -> None:
        self.wall = time.perf_counter() - self._begin[0]
        self.cpu = _cpu() - self._begin[1]
