"""One door for every file: what it is follows from its name and content."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from egiz.meetings._errors import FormatError
from egiz.meetings.model.formats.documents import problem_from_document
from egiz.meetings.model.formats.dzn import read_dzn, read_generated
from egiz.meetings.model.problem import Problem

LARGEST = 200_000_000


def load_problem(
    path: str | Path, issues: list[str] | None = None, notes: list[str] | None = None
) -> Problem:
    """Read a problem from `.dzn`, `.json` (`.json.gz`), `.xlsx`, or a folder of `.csv` files named as sheets.

    Parameters
    ----------
    path
        The file.
    issues
        Where given, cells and rows that cannot be used are named here and left out.
    notes
        Where given, told what was not read and harms nothing.

    Raises
    ------
    FormatError
        Where the file is missing, of another kind, or has rows that cannot be used.
    ProblemError
        Where the problem contradicts itself.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if not path.is_dir():
        _check_file(path)
    if path.is_dir() or suffix == ".xlsx":
        return _sheets(path, issues, notes)
    if suffix == ".csv":
        raise FormatError(
            f"{path}: give the folder with mission.csv, participants.csv and meetings.csv instead."
        )
    if suffix not in (".dzn", ".json", ".gz"):
        raise FormatError(f"{path}: expected .dzn, .json, .json.gz or .xlsx.")
    try:
        text = _text(path)
    except (UnicodeDecodeError, OSError) as error:
        raise FormatError(f"{path}: not a text file ({error}).") from error
    return read_dzn(text, path.stem) if suffix == ".dzn" else _from_json(path, text)


def _from_json(path: Path, text: str) -> Problem:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise FormatError(f"{path}: not JSON (line {error.lineno}: {error.msg}).") from error
    if not isinstance(data, dict):
        raise FormatError(f"{path}: expected one JSON object.")
    return read_generated(data) if isinstance(data.get("participants"), int) else problem_from_document(data)


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise FormatError(f"{path}: no such file.")
    if path.stat().st_size > LARGEST:
        raise FormatError(f"{path}: larger than {LARGEST // 1_000_000} MB.")


def _sheets(path: Path, issues: list[str] | None, notes: list[str] | None) -> Problem:
    # Workbooks bring readers of tables, dates and languages, which the other formats do without.
    from egiz.meetings.model.formats.xlsx_read import read_xlsx  # noqa: PLC0415 - as just said

    return read_xlsx(path, issues, notes)


def _text(path: Path) -> str:
    if path.suffix.lower() == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            return stream.read(LARGEST)
    return path.read_text(encoding="utf-8")
