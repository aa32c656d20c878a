"""A bilingual lexicon: what the stems of one language mean in another, and how sure that is.

Learned by `learning.learn_lexicon` from parallel labels; the shipped one holds stems and probabilities only,
never a label.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

import numpy as np
from scipy import sparse

from egiz.matching._errors import LexiconError

_FORMAT = 1


@dataclass(frozen=True)
class Concepts:
    """Things with words in two languages: stems by thing, for both sides.

    Parameters
    ----------
    source, target
        Counts, sparse, shapes (things, source stems) and (things, target stems).
    """

    source: sparse.csr_matrix
    target: sparse.csr_matrix


@dataclass(frozen=True)
class Lexicon:
    """What the stems of one language mean in another.

    Parameters
    ----------
    source, target
        Languages.
    source_stems, target_stems
        The stems, in the order of the matrices.
    forward
        t(target | source), sparse, shape (source stems, target stems).
    backward
        t(source | target), sparse, of the same shape.
    concepts
        The things it was learned from, in memory only; `save` leaves them out.
    forms
        The commonest word of each stem of both sides, to write a translation out; stems where it is None.
    """

    source: str
    target: str
    source_stems: tuple[str, ...]
    target_stems: tuple[str, ...]
    forward: sparse.csr_matrix
    backward: sparse.csr_matrix
    concepts: Concepts | None = None
    forms: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    def swapped(self) -> Lexicon:
        """The same lexicon read from the other language."""
        return Lexicon(
            self.target,
            self.source,
            self.target_stems,
            self.source_stems,
            self.backward.T.tocsr(),
            self.forward.T.tocsr(),
            Concepts(self.concepts.target, self.concepts.source) if self.concepts else None,
            (self.forms[1], self.forms[0]) if self.forms else None,
        )

    def meanings(self, stem: str, top: int = 5) -> list[tuple[str, float]]:
        """The likeliest translations of a stem with t(target | source)."""
        if stem not in self.source_stems:
            return []
        row = self.forward[self.source_stems.index(stem)]
        order = np.argsort(-row.data, kind="stable")[:top]
        return [(self.target_stems[row.indices[at]], round(float(row.data[at]), 4)) for at in order]


def save_lexicons(lexicons: Iterable[Lexicon], path: str | Path) -> None:
    """Write lexicons to one compressed file; probabilities are kept to one part in 255."""
    arrays: dict[str, Any] = {}
    heads = []
    for number, lexicon in enumerate(lexicons):
        heads.append({"source": lexicon.source, "target": lexicon.target})
        words = {"source": lexicon.source_stems, "target": lexicon.target_stems}
        if lexicon.forms:
            words |= {"source_forms": lexicon.forms[0], "target_forms": lexicon.forms[1]}
        for name, written in words.items():
            arrays[f"{number}_{name}"] = np.frombuffer("\n".join(written).encode(), dtype=np.uint8)
        for name, matrix in (("forward", lexicon.forward), ("backward", lexicon.backward)):
            sorted_matrix = matrix.tocsr().sorted_indices()
            levels = np.clip(np.rint(np.sqrt(sorted_matrix.data) * 255), 1, 255).astype(np.uint8)
            arrays[f"{number}_{name}_data"] = levels
            arrays[f"{number}_{name}_indices"] = sorted_matrix.indices.astype(np.int32)
            arrays[f"{number}_{name}_indptr"] = sorted_matrix.indptr.astype(np.int32)
    arrays["head"] = np.frombuffer(
        json.dumps({"format": _FORMAT, "lexicons": heads}).encode(), dtype=np.uint8
    )
    np.savez_compressed(path, **arrays)


def load_lexicons(path: str | Path | IO[bytes]) -> tuple[Lexicon, ...]:
    """Read lexicons written by `save_lexicons`.

    Raises
    ------
    LexiconError
        If the file is missing or not such a file.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            head = json.loads(arrays["head"].tobytes())
            if head["format"] != _FORMAT:
                raise LexiconError(
                    f"{path}: lexicon format {head['format']} is not {_FORMAT}; learn it again"
                )
            return tuple(_read(arrays, number, names) for number, names in enumerate(head["lexicons"]))
    except (OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise LexiconError(f"{path}: not a lexicon written by save_lexicons") from error
    except ValueError as error:
        if isinstance(error, LexiconError):
            raise
        raise LexiconError(f"{path}: not a lexicon written by save_lexicons") from error


def _read(arrays: Any, number: int, names: dict[str, str]) -> Lexicon:
    def words(name: str) -> tuple[str, ...]:
        return tuple(arrays[f"{number}_{name}"].tobytes().decode().split("\n"))

    sides = (words("source"), words("target"))
    spelt = f"{number}_source_forms" in arrays
    shape = (len(sides[0]), len(sides[1]))
    parts = []
    for name in ("forward", "backward"):
        data = (arrays[f"{number}_{name}_data"].astype(np.float32) / 255) ** 2
        indices, starts = arrays[f"{number}_{name}_indices"], arrays[f"{number}_{name}_indptr"]
        parts.append(sparse.csr_matrix((data, indices, starts), shape=shape))
    forms = (words("source_forms"), words("target_forms")) if spelt else None
    return Lexicon(names["source"], names["target"], *sides, parts[0], parts[1], forms=forms)


@cache
def shipped_lexicons() -> tuple[Lexicon, ...]:
    """The lexicons that come with the package; see ``data/CARD.md`` for what they were learned from."""
    source = files("egiz.matching") / "data" / "lexicons.npz"
    if not source.is_file():
        return ()
    with source.open("rb") as file:
        return load_lexicons(file)
