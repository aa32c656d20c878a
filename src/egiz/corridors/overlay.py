"""Tables of a desk's own values in the form of the shipped ones, read and written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from egiz.corridors._errors import NetworkError
from egiz.corridors.reading import made, value_of
from egiz.corridors.values import Value
from egiz.text import TableError, records

COLUMNS = (
    "on", "metric", "vehicle", "way", "low", "mode", "high", "months", "status", "source", "as_of",
    "checked_on", "valid_from", "valid_to", "url", "note",
)  # fmt: skip


def read_values(path: Path) -> tuple[Value, ...]:
    """
    Values of one's own from a CSV file with the columns of the shipped values.csv.

    Parameters
    ----------
    path
        A UTF-8 file with the columns `COLUMNS`.

    Returns
    -------
    tuple[Value, ...]
        Each with an id of its own, so that it goes before shipped ones.

    Raises
    ------
    NetworkError
        With file and row, when a column is missing or a value breaks a rule.
    """
    found = []
    try:
        for number, row in records(path, needed=COLUMNS):
            found.append(replace(made(path.name, number, row, value_of), id=f"{path.name}:{number}"))
    except TableError as error:
        raise NetworkError(path.name, str(error).removeprefix(f"{path.name} ")) from error
    return tuple(found)


def values_csv(values: Iterable[Value]) -> str:
    """Values as the text of a CSV file that `read_values` reads."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(COLUMNS)
    for value in values:
        months = " ".join(str(month) for month in value.months)
        estimate = (value.estimate.low, value.estimate.mode, value.estimate.high)
        days = [
            day.isoformat() if day else "" for day in (value.checked_on, value.valid_from, value.valid_to)
        ]
        out.writerow(
            [value.on, value.metric, value.vehicle, value.way, *estimate, months, value.status, value.source,
             value.as_of, *days, value.url, value.note]
        )  # fmt: skip
    return text.getvalue()
