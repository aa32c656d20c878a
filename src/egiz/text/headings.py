"""Which column of a table holds what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from egiz.text.rows import LOOKED_AT, Row, cell_text


@dataclass(frozen=True, slots=True)
class Heading:
    """Which column holds what: the heading's last row, field by column, headings that nobody knows."""

    row: int
    columns: Mapping[int, str]
    unknown: tuple[str, ...]


def find_heading(rows: Iterable[Row], known: Callable[[str], str | None]) -> tuple[Heading, Iterator[Row]]:
    """
    Find the heading among the first rows: the row, or two rows one under the other, naming the most fields.

    Parameters
    ----------
    rows
        Of a table.
    known
        Gives the field that a heading names.

    Returns
    -------
    tuple[Heading, Iterator[Row]]
        The heading (row 0 and no columns where none is found) and the rows below it.
    """
    source = iter(rows)
    first = list(islice(source, LOOKED_AT))
    best, after = Heading(0, {}, ()), 0
    for at, (number, cells) in enumerate(first):
        alone = [cell_text(cell) for cell in cells]
        tried = [_named(number, alone, known)]
        if at and _named(0, alone, known).columns:
            tried.append(_named(number, _under([cell_text(cell) for cell in first[at - 1][1]], alone), known))
        for heading in tried:
            if len(heading.columns) > len(best.columns):
                best, after = heading, at + 1
    return best, chain(first[after:], source)


def _under(upper: list[str], lower: list[str]) -> list[str]:
    """Join two rows of headings: what is merged over both rows stands in the upper one only."""
    wide = max(len(upper), len(lower))
    upper, lower = (row + [""] * (wide - len(row)) for row in (upper, lower))
    return [low or high for high, low in zip(upper, lower, strict=True)]


def _named(number: int, texts: list[str], known: Callable[[str], str | None]) -> Heading:
    columns: dict[int, str] = {}
    unknown: list[str] = []
    for at, text in enumerate(texts):
        name = known(text) if text else None
        if name and name not in columns.values():
            columns[at] = name
        elif text:
            unknown.append(text[:60])
    return Heading(number, columns, tuple(unknown))
