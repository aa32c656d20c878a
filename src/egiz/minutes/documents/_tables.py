"""Rows of a table in a document as lines of text, labelled by the table's header."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LABEL_CELL = re.compile(
    r"(?i)срок|ответств|исполнител|мероприят|поручени|решени|вопрос|deadline|due|responsible|owner|action|task|decision|"
    r"muddat|mas.?ul|topshiriq|vazifa|муддат|масъул|топшири|вазифа|мерзім|жауапты|тапсырма|іс-шара"
)
_SIDE_CELL = re.compile(
    r"(?i)срок|ответств|исполнител|deadline|due|responsible|owner|muddat|mas.?ul|муддат|масъул|мерзім|жауапты"
)
_NUMBER_CELL = re.compile(r"(?i)^(?:№|n|#|no\.?|т/р|р/с|п/п|№ п/п)?\s*$")


def table_lines(rows: list[list[str]]) -> Iterator[str]:
    """One line a row.

    Parameters
    ----------
    rows : list of list of str
        The cells; the first row is the header if two of its cells are named as those of a list of tasks are.
    """
    header = rows[0] if rows and sum(bool(_LABEL_CELL.search(cell)) for cell in rows[0]) > 1 else []
    for number, row in enumerate(rows[1:] if header else rows, start=1):
        if not any(row):
            continue
        if not header:
            yield "; ".join(cell for cell in row if cell)
            continue
        yield f"{number}. {_labelled(header, row)}"


def _labelled(header: list[str], row: list[str]) -> str:
    """The task first, then "Deadline: …" and "Responsible: …" as the header calls them."""
    main, side = [], []
    for title, cell in zip(header, row, strict=False):
        if not cell or _NUMBER_CELL.match(title) or re.fullmatch(r"\d{1,3}\.?", cell):
            continue
        if _SIDE_CELL.search(title):
            side.append(f"{title.rstrip(' :.')}: {cell.rstrip(' .')}.")
        else:
            main.append(cell.rstrip(" .") + ".")
    return " ".join([*main, *side])
