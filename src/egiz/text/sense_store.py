"""Vectors of texts kept by the texts' hashes: each text is read by the sentence model once.

One SQLite file, or memory alone. It holds no text, only a hash and 384 numbers of two bytes for each; it can
be deleted at any time and costs nothing but the time to read the texts again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np

from egiz.text.sense import DIMENSIONS, Sense, Vectors

MODEL: Final = "multilingual-e5-small-q4/query"
"""What the vectors are of; another model or another way of reading never meets these."""
_BATCH: Final = 64
_ASKED: Final = 400  # keys in one question: SQLite allows 999 parameters in old builds
_WAIT: Final = 30.0

Tell = Callable[[int, int], None]


class SenseStore:
    """The sentence model with a memory.

    Parameters
    ----------
    engine
        The model; ``None`` where it does not run: then only what is kept already has a vector.
    path
        The file, made when it is missing; ``None`` for a memory that ends with the process.
    """

    def __init__(self, engine: Sense | None, path: str | Path | None = None) -> None:
        self._engine = engine
        self._path = Path(path) if path is not None else None
        self._known: dict[bytes, Vectors] = {}

    @property
    def runs(self) -> bool:
        """Whether texts that are not kept yet can be read."""
        return self._engine is not None

    def missing(self, texts: Sequence[str]) -> list[str]:
        """The texts without a vector, each once."""
        keys = {text: _key(text) for text in dict.fromkeys(texts)}
        kept = self._kept(list(keys.values()))
        return [text for text, key in keys.items() if key not in kept]

    def learn(self, texts: Sequence[str], *, tell: Tell | None = None, threads: int = 1) -> int:
        """Read the texts that have no vector and keep theirs; how many that were.

        Parameters
        ----------
        texts
            Any texts; what is kept is left alone, so that a run that was stopped goes on where it was.
        tell
            Called after each batch with how many are done and how many there are.
        threads
            How many processors may work.
        """
        wanted = self.missing(texts)
        if self._engine is None:
            return 0
        # Texts of a length together: the model's time goes by the longest of a batch.
        wanted.sort(key=lambda text: (len(text), text))
        for start in range(0, len(wanted), _BATCH):
            part = wanted[start : start + _BATCH]
            vectors = self._engine.queries(part, threads=threads).astype(np.float16)
            self._keep([(_key(text), vector) for text, vector in zip(part, vectors, strict=True)])
            if tell is not None:
                tell(start + len(part), len(wanted))
        return len(wanted)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """
        The vectors of texts, read now where they are not kept.

        Returns
        -------
        Vectors
            Float32 of shape (len(texts), `DIMENSIONS`), rows of length one; nought for a text that is not
            kept where the model does not run.
        """
        if self.learn(texts):
            self.learn(texts)  # what was kept in a file that has just failed is read again
        keys = [_key(text) for text in texts]
        kept = self._kept(list(dict.fromkeys(keys)))
        found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, key in enumerate(keys):
            if key in kept:
                found[row] = kept[key]
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        np.divide(found, lengths, out=found, where=lengths > 0)
        return found

    def _keep(self, rows: Sequence[tuple[bytes, Vectors]]) -> None:
        if self._path is None:
            self._known.update(rows)
            return
        kept = [(key, vector.tobytes()) for key, vector in rows]
        try:
            with self._open() as file, file:
                file.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", kept)
        except sqlite3.Error:
            # A damaged file or a full disk costs the memory between runs, never the work.
            self._path = None
            self._known.update(rows)

    def _kept(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        if self._path is None:
            return {key: self._known[key] for key in keys if key in self._known}
        try:
            return self._kept_in_file(keys)
        except sqlite3.Error:
            self._path = None
            return {}

    def _kept_in_file(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        found: dict[bytes, Vectors] = {}
        with self._open() as file:
            for start in range(0, len(keys), _ASKED):
                part = keys[start : start + _ASKED]
                marks = ",".join("?" * len(part))
                rows = file.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)  # noqa: S608 - marks only
                found |= {key: np.frombuffer(vector, dtype=np.float16) for key, vector in rows}
        return found

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(str(self._path), timeout=_WAIT)) as file:
            file.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")
            yield file


def _key(text: str) -> bytes:
    return blake2b(f"{MODEL}\0{text}".encode("utf-8", "replace"), digest_size=16).digest()
