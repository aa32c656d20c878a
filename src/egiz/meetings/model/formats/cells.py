"""Rows of a table as named cells that know where they stand, so that errors can say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from egiz.meetings.model.formats import vocabulary
from egiz.text import cell_text, find_heading
from egiz.text.rows import Cell, Row


def known_settings(lang: str) -> str:
    """Names of all settings in a language."""
    at = ("en", "ru", "uz", "kk").index(lang)
    return ", ".join(words[at] for words in vocabulary.SETTINGS.values())


KNOWN_SETTINGS = known_settings("en")
T = TypeVar("T")


@dataclass
class Cells:
    """The cells of one row by field; what cannot be read is noted in `issues` with its place."""

    sheet: str
    row: int
    cells: dict[str, Cell]
    headings: dict[str, str]
    issues: list[str] = field(repr=False)
    lists: dict[str, list[Cell]] = field(default_factory=dict)

    def given(self, key: str) -> bool:
        """Whether anything stands there."""
        return self.text(key) != ""

    def value(self, key: str) -> Cell:
        """The cell as it came."""
        return self.cells.get(key)

    def all(self, key: str) -> list[Cell]:
        """Every cell of a setting that may stand several times."""
        return self.lists.get(key, [])

    def text(self, key: str) -> str:
        """The cell as a person would type it."""
        return cell_text(self.cells.get(key))

    def refuse(self, key: str, message: str) -> None:
        """Note what is wrong with a cell, or with the row where `key` is empty."""
        where = f"{self.sheet}, row {self.row}" if self.row else self.sheet
        what = (
            self.headings.get(key, vocabulary.COLUMNS.get(key, vocabulary.SETTINGS.get(key, ("",)))[0])
            if key
            else ""
        )
        self.issues.append(f"{where}{f', {what}' if what else ''}: {message}")

    def read(self, key: str, reader: Callable[[Cell], T]) -> T | None:
        """What a reader makes of a cell; None where nothing stands or the reader refuses it."""
        if not self.given(key):
            return None
        try:
            return reader(self.cells.get(key))
        except ValueError as error:
            self.refuse(key, str(error))
            return None

    def limit(self, key: str, default: int) -> int | None:
        """A whole number, None where nothing stands."""
        return self.whole(key, default) if self.given(key) else None

    def whole(self, key: str, default: int) -> int:
        """A whole number; the default where none stands or what stands is none."""
        text = self.text(key)
        if not text:
            return default
        try:
            number = float(text.replace(",", ".").replace("\u00a0", "").replace(" ", ""))
        except ValueError:
            number = 0.5
        if not number.is_integer() or number < 0:
            self.refuse(key, f"expected a whole number of 0 or more, found {text!r}")
            return default
        return int(number)

    def listed(self, key: str) -> tuple[str, ...]:
        """Several entries, separated by commas, semicolons, slashes, plus signs or lines."""
        text = self.text(key)
        for mark in ";/+\n":
            text = text.replace(mark, ",")
        return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))

    def names(self, key: str) -> tuple[str, ...]:
        """Several names, separated by semicolons or lines, or by commas (names may hold other signs)."""
        text = self.text(key).replace("\n", ";")
        parts = text.split(";") if ";" in text else text.split(",")
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def choice(self, key: str, options: tuple[str, ...]) -> str | None:
        """One of some words in any language; None where none stands or what stands is none of them."""
        text = self.text(key)
        if not text:
            return None
        found = vocabulary.lookup({o: vocabulary.VALUES[o] for o in options}, text)
        if found is None:
            expected = " or ".join(vocabulary.VALUES[o][0] for o in options)
            self.refuse(key, f"expected {expected}, found {text!r}")
        return found


@dataclass(frozen=True)
class Sheet:
    """A sheet's title and its filled rows."""

    title: str
    rows: list[Row]

    def table(self, issues: list[str]) -> tuple[list[Cells], tuple[str, ...]]:
        """The rows below the heading, and headings that nobody knows."""
        heading, below = find_heading(
            iter(self.rows), lambda text: vocabulary.lookup(vocabulary.COLUMNS, text)
        )
        if not heading.columns:
            return [], ()
        texts = next((cells for number, cells in self.rows if number == heading.row), [])
        headings = {key: cell_text(texts[j]) for j, key in heading.columns.items() if j < len(texts)}
        found = []
        for number, cells in below:
            row = _filled(cells, heading.columns)
            if row:
                found.append(Cells(self.title, number, row, headings, issues))
        return found, heading.unknown

    def settings(self, issues: list[str]) -> Cells:
        """The sheet as names on the left and values beside them."""
        cells: dict[str, Cell] = {}
        lists: dict[str, list[Cell]] = {}
        for number, values in self.rows:
            given = [v for v in values[1:] if cell_text(v)]
            if not given:
                continue
            name = cell_text(values[0])
            key = vocabulary.lookup(vocabulary.SETTINGS, name)
            if key:
                cells[key] = given[0]
                lists.setdefault(key, []).append(given[0])
            elif name and number > 1:
                issues.append(
                    f"{self.title}, row {number}: the setting {name!r} is not known; "
                    f"known are {KNOWN_SETTINGS}."
                )
        return Cells(self.title, 0, cells, {}, issues, lists)


def _filled(cells: Sequence[Cell], columns: Mapping[int, str]) -> dict[str, Cell]:
    return {key: cells[j] for j, key in columns.items() if j < len(cells) and cell_text(cells[j])}
