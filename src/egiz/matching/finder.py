"""Codes found by typing words in any of the languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from egiz.matching._errors import CodeError
from egiz.matching.codes import CodeLabel, activity_labels
from egiz.matching.index import Index
from egiz.text import TableError, records
from egiz.text.sense_store import SenseStore

_FAINT = 0.5
_FAINT_READ = 4.0  # the same where the model adds to the words
_LABELS = 5  # for each code asked for: several labels stand for one code, and the model reads each
_OWN = (("GCED2011", "ru"), ("NACE2", "en"))


@dataclass(frozen=True, slots=True)
class CodeHit:
    """A code that the words may mean; `score` is a sum of evidence and orders hits of one search."""

    code: str
    label: str
    language: str
    scheme: str
    score: float


def find_codes(
    text: str, *, top: int = 10, extra: Sequence[CodeLabel] = (), sense: SenseStore | None = None
) -> list[CodeHit]:
    """Codes whose labels are nearest to the words.

    Parameters
    ----------
    text
        Words in Russian, Uzbek, Kazakh or English.
    top
        How many codes.
    extra
        Further lists, such as an official Kazakh or Uzbek one.
    sense
        The sentence model with its memory, to put the best in order with; None to go by words alone.

    Returns
    -------
    list of CodeHit
        Best first, each code once, with the label that fits best.

    Raises
    ------
    CodeError
        If the text holds no words.
    """
    if not any(letter.isalnum() for letter in text):
        raise CodeError("the text holds no words; type what is made, sold or needed")
    labels = (*_own_labels(), *extra)
    index = (_own_index() if not extra else _index(labels)).with_sense(sense, reordered=_LABELS * top)
    ids, scores = index.search([text], top=min(len(labels), _LABELS * top))
    faint = _FAINT if sense is None else _FAINT_READ
    best: dict[str, CodeHit] = {}
    for at, value in zip(ids[0].tolist(), scores[0].tolist(), strict=True):
        label, score = labels[at], round(value, 4)
        if score > faint and label.code not in best:
            best[label.code] = CodeHit(label.code, label.label, label.language, label.scheme, score)
    return list(best.values())[:top]


def read_labels(path: str | Path) -> list[CodeLabel]:
    """Read a list of codes from a CSV with the columns ``code``, ``lang`` and ``label``.

    Raises
    ------
    CodeError
        If the file is missing or a column is.
    """
    source = Path(path)
    try:
        return [
            CodeLabel(row["code"], row["label"], row["lang"], source.stem)
            for _, row in records(source, needed=("code", "lang", "label"))
            if row["code"] and row["label"]
        ]
    except TableError as error:
        if error.code in ("no-columns", "empty"):
            message = f"{source.name}: the heading must name the columns code, lang and label"
            raise CodeError(message) from error
        raise CodeError(str(error)) from error


@cache
def _own_labels() -> tuple[CodeLabel, ...]:
    return tuple(
        CodeLabel(code, label, language, scheme)
        for scheme, language in _OWN
        for code, label in activity_labels(scheme).items()
        if len(code) > 2
    )


@cache
def _own_index() -> Index:
    return _index(_own_labels())


def _index(labels: Iterable[CodeLabel]) -> Index:
    known = list(labels)
    return Index([label.label for label in known], [label.language for label in known])
