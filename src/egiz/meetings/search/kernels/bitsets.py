"""Words of busy slots, the generator, and how functions are compiled.

Busy slots of a stretch are the bits of one 64-bit word; a break is a rising bit after the first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from egiz.meetings.search.kernels.arrays import Ints, Words

F = TypeVar("F", bound=Callable[..., Any])
OUTER: dict[str, Any] = {"cache": True, "_nrt": False}
# Nothing here asks for memory, so nothing is counted (`_nrt`): counting references to arrays would cost more
# than the steps themselves. Functions that only compiled code calls need no wrappers, which would double the
# time to compile.

INNER: dict[str, Any] = {"cache": True, "_nrt": False, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def outer(function: F) -> F:
    """Compile a function that Python calls."""
    return cast("F", njit(**OUTER)(function))


def inner(function: F) -> F:
    """Compile a function that only compiled code calls."""
    return cast("F", njit(**INNER)(function))


def fused(function: F) -> F:
    """Compile a function into its callers: arrays are dear to pass on where a step takes nanoseconds."""
    return cast("F", njit(inline="always", **INNER)(function))


def instruction(function: Callable[..., Any]) -> Callable[[np.uint64], int]:
    """Make an emitter of one processor instruction a function of one word."""
    return cast("Callable[[np.uint64], int]", intrinsic(function))


U0 = np.uint64(0)
U1 = np.uint64(1)
S8, S16, S24, S32 = (np.uint64(k) for k in (8, 16, 24, 32))
X7, X11, X13, X17, S7 = (np.uint64(k) for k in (7, 11, 13, 17, 7))


@instruction
def ones(_typing: Any, _word: Any) -> Any:
    """Number of set bits, by the one instruction that processors have for it."""

    def emit(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.int64(types.uint64), emit


@instruction
def leading(_typing: Any, _word: Any) -> Any:
    """Number of unset bits above the highest set one (64 where none is)."""

    def emit(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.ctlz(args[0], cgutils.false_bit)

    return types.int64(types.uint64), emit


@instruction
def trailing(_typing: Any, _word: Any) -> Any:
    """Number of unset bits below the lowest set one (64 where none is)."""

    def emit(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], cgutils.false_bit)

    return types.int64(types.uint64), emit


@inner
def word_breaks(b: np.uint64) -> int:
    """Breaks in one stretch: rising bits less one."""
    return ones(b & ~(b << U1)) - 1 if b != U0 else 0


@inner
def word_idle(b: np.uint64) -> int:
    """Idle slots between the first and the last busy one."""
    return 64 - leading(b) - trailing(b) - ones(b) if b != U0 else 0


@inner
def place(b: np.uint64) -> int:
    """Number of the one set bit."""
    return trailing(b)


@fused
def one_of(b: np.uint64, r: np.uint64) -> np.uint64:
    """One of the set bits, chosen by 32 random bits."""
    for _ in range(np.int64((r * np.uint64(ones(b))) >> S32)):
        b &= b - U1
    return b & (~b + U1)


@outer
def seed_rng(seed: int) -> None:
    """Seed the generator of the compiled code (it is not numpy's own)."""
    np.random.seed(seed)  # noqa: NPY002 - the only generator numba compiles without an object


@inner
def next_word(rng: Words) -> Any:
    """Next word of a xorshift generator (Marsaglia 2003): much cheaper here than numba's own."""
    x = rng[0]
    x ^= x << X13
    x ^= x >> X7
    x ^= x << X17
    rng[0] = x
    return x


@inner
def below(rng: Words, n: int) -> int:
    """A number from 0 to n - 1."""
    return np.int64(((next_word(rng) >> S32) * np.uint64(n)) >> S32)  # type: ignore[return-value] # compiled: a number


@inner
def unit(rng: Words) -> float:
    """A number above 0 and at most 1."""
    return (np.float64(next_word(rng) >> X11) + 1.0) / 9007199254740993.0


@inner
def copy_into(target: Ints, source: Ints) -> None:
    """Copy one row of numbers (a slice assignment would ask for memory)."""
    for i in range(source.shape[0]):
        target[i] = source[i]
