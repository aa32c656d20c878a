"""The marked reports: text without marks, and the promises that were marked."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

REPORTS = Path(__file__).parent / "reports"
_MARK = re.compile(r"\[\[(?P<kind>[a-z]+)\|(?P<due>[^|\]]+)\|(?P<words>.*?)\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class MarkedPromise:
    """A promise that a reader should find."""

    kind: str
    due: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A report with its promises."""

    name: str
    language: str
    date: dt.date
    style: str
    text: str
    promises: tuple[MarkedPromise, ...]


def load_marked(path: Path) -> Marked:
    """Read one marked report."""
    header, body = path.read_text(encoding="utf-8").split("\n\n", 1)
    fields = dict(re.findall(r"# (\w+): (.+)", header))
    text, promises, at = "", [], 0
    for mark in _MARK.finditer(body):
        text += body[at : mark.start()]
        promises.append(MarkedPromise(mark["kind"], mark["due"], len(text), len(text) + len(mark["words"])))
        text += mark["words"]
        at = mark.end()
    text += body[at:]
    return Marked(
        path.stem,
        fields["lang"],
        dt.date.fromisoformat(fields["date"]),
        fields["style"],
        text,
        tuple(promises),
    )


def load_split(split: str) -> list[Marked]:
    """All reports of "dev" or "heldout", by name."""
    return [load_marked(path) for path in sorted((REPORTS / split).glob("*.txt"))]
