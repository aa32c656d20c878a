"""One door for every file: what it is follows from its name and content."""

from __future__ import annotations

import json
from pathlib import Path

from egiz.meetings._errors import FormatError
from egiz.meetings.model.formats.documents import problem_from_document
from egiz.meetings.model.formats.dzn import read_dzn, read_generated
from egiz.meetings.model.problem import Problem

LARGEST = 200_000_000


def load_problem(path: str | Path, issues: list[str] | None = None) -> Problem:
    """Read a problem from `.dzn`, `.json` (`.json.gz`) or `.xlsx`.

    Parameters
    ----------
    path
        The file.
    issues
        Where given, workbook rows that cannot be used are named here and left out.

    Raises
    ------
    FormatError
        Where the file is missing, of another kind, or has rows that cannot be used.
    ProblemError
        Where the problem contradicts itself.
    """
    path = Path(path)
    if not path.is_file():
        raise FormatError(f"{path}: no such file.")
    if path.stat().st_size > LARGEST:
        raise FormatError(f"{path}: larger than {LARGEST // 1_000_000} MB.")
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        from egiz.meetings.model.formats.xlsx_read import read_xlsx  # noqa: PLC0415 - openpyxl only when needed

        return read_xlsx(path, issues)
    if suffix not in (".dzn", ".json", ".gz"):
        raise FormatError(f"{path}: expected .dzn, .json, .json.gz or .xlsx.")
    try:
        text = _text(path)
    except (UnicodeDecodeError, OSError) as error:
        raise FormatError(f"{path}: not a text file ({error}).") from error
    if suffix == ".dzn":
        return read_dzn(text, path.stem)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise FormatError(f"{path}: not JSON (line {error.lineno}: {error.msg}).") from error
    if not isinstance(data, dict):
        raise FormatError(f"{path}: expected one JSON object.")
    return read_generated(data) if isinstance(data.get("participants"), int) else problem_from_document(data)


def _text(path: Path) -> str:
    if path.suffix.lower() == ".gz":
        import gzip  # noqa: PLC0415 - rare

        with gzip.open(path, "rt", encoding="utf-8") as stream:
            return stream.read(LARGEST)
    return path.read_text(encoding="utf-8")
