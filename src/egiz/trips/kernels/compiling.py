"""How functions are compiled, and the generator of the search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

F = TypeVar("F", bound=Callable[..., Any])
OUTER: dict[str, Any] = {"cache": True}
# Functions that only compiled code calls need no wrappers, which would double their time to compile.
INNER: dict[str, Any] = {"cache": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def outer(function: F) -> F:
    """Compile a function that Python calls."""
    return cast("F", njit(**OUTER)(function))


def inner(function: F) -> F:
    """Compile a function that only compiled code calls."""
    return cast("F", njit(**INNER)(function))


@inner
def draw(state: Any) -> Any:
    """A number in [0, 1) from the state of the generator."""
    # xorshift64*: the state is part of the search, so that the same seed gives the same tour.
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return np.float64((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0
