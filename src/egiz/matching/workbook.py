"""Lists of companies as people send them: XLSX with headings in Russian, Uzbek, Kazakh or English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from egiz.matching._errors import ProfileError, WorkbookError
from egiz.matching.profiles import Column, Loaded, Problem, Profile
from egiz.matching.shortened import (
    Read,
    activity_codes,
    goods_codes,
    kazakh_registration,
    plain_number,
    registration,
)
from egiz.text import Limits, TableError, cell_text, find_heading, open_tables, safe_cell, vocabulary
from egiz.text.folding import heading_key
from egiz.text.rows import LOOKED_AT, Cell, Row

if TYPE_CHECKING:
    from egiz.matching.engine import MatchResult

_SPLIT = re.compile(r"[;\n\r•]+")
MOST_ROWS = 500_000
_EXAMPLES = 3
_FIELDS = frozenset(Profile.__dataclass_fields__)
_PHRASES = ("offers", "needs", "certificates", "availability")
_SHORTENED: dict[str, Read] = {
    **dict.fromkeys(("codes", "need_codes"), activity_codes),
    **dict.fromkeys(("hs_codes", "need_hs_codes"), goods_codes),
    "not_with": registration,
    "registration": registration,
    "phone": plain_number,
    "id": plain_number,
}
_LISTS = frozenset({"codes", "need_codes", "hs_codes", "need_hs_codes", "not_with"})
_WORDS = {"cooperation": vocabulary.COOPERATION, "languages": vocabulary.LANGUAGES}
_WORD = {"size": vocabulary.SIZES, "format": vocabulary.FORMATS, "country": vocabulary.COUNTRIES}
_NUMBERS = ("min_meetings", "max_meetings")


def _remember(seen: dict[int, list[str]], cells: Sequence[Cell]) -> None:
    """Keep the first cells of every column as examples."""
    for at, examples in seen.items():
        if len(examples) < _EXAMPLES and at < len(cells) and (text := cell_text(cells[at])):
            examples.append(text[:80])


def read_profiles(path: str | Path, columns: Mapping[int, str] | None = None) -> Loaded:
    """Read a list of companies.

    Parameters
    ----------
    path
        An ``.xlsx`` or ``.csv`` file. The row (or two rows, one under the other) that names the most known
        columns among the first is the heading; it needs a company column and one more. Phrases and lists in
        a cell are separated by semicolons or line breaks.
    columns
        Which field each column is, by its number from 0, where a person has said so; a column that is not
        named is left out. By default the headings decide.

    Returns
    -------
    Loaded
        Profiles of the good rows and the problems of the others, by row and field. A cell that is wrong
        but not needed (a code that is none) is left out and reported; the row stays.

    Raises
    ------
    WorkbookError
        If the file is missing, not an XLSX, or has no heading that is understood.
    """
    source = Path(path)
    fields, rows, headings = _header(source, _rows(source), columns)
    seen: dict[int, list[str]] = {at: [] for at in headings}
    profiles: dict[str, Profile] = {}
    problems: list[Problem] = []
    for number, cells in rows:
        _remember(seen, cells)
        raw = {name: cell_text(cells[at]) for at, name in fields.items() if at < len(cells)}
        if not any(raw.values()):
            continue
        profile = _profile(raw, number, lambda f, m, n=number: problems.append(Problem(source.name, n, f, m)))  # type: ignore[misc]
        if profile is None:
            continue
        if profile.id in profiles:
            problems.append(
                Problem(
                    source.name,
                    number,
                    "id",
                    f"{profile.id!r} is taken by a row above; give each company its own",
                ),
            )
            continue
        profiles[profile.id] = profile
    described = (
        Column(at, heading, fields.get(at, ""), tuple(seen[at])) for at, heading in sorted(headings.items())
    )
    return Loaded(tuple(profiles.values()), tuple(problems), tuple(described))


def _rows(source: Path) -> list[Row]:
    try:
        return list(open_tables(source, limits=Limits(rows=MOST_ROWS)).rows())
    except TableError as error:
        if error.code in ("missing", "too-many-rows", "too-big"):
            raise WorkbookError(str(error)) from error
        raise WorkbookError(f"{source.name}: not an XLSX workbook; save the list as .xlsx or .csv") from error


def _header(
    source: Path, rows: list[Row], columns: Mapping[int, str] | None
) -> tuple[dict[int, str], Iterable[Row], dict[int, str]]:
    heading, below = find_heading(rows, partial(vocabulary.field_of, among=_FIELDS))
    fields = dict(heading.columns)
    texts = next((cells for number, cells in rows if number == heading.row), [])
    named = {at: text[:120] for at, cell in enumerate(texts) if (text := cell_text(cell))}
    if columns is not None and heading.row:
        fields = {at: name for at, name in columns.items() if name in _FIELDS}
        if "name" in fields.values():
            return fields, below, named
        raise WorkbookError(f"{source.name}: no column is said to be the company; choose one")
    if "name" in fields.values() and len(fields) > 1:
        return fields, below, named
    raise WorkbookError(
        f"{source.name}: no heading row found in the first {LOOKED_AT} rows; "
        "it needs a column for the company (Компания, Kompaniya, Компания атауы, Company) "
        "and columns for offers and needs",
    )


Report = Callable[[str, str], None]


def _profile(raw: dict[str, str], number: int, report: Report) -> Profile | None:
    values: dict[str, Any] = {}
    for name in filter(raw.get, raw):
        values.update(_field(name, raw[name], report))
    if values.get("country") == "KZ" and values.get("registration"):
        values["registration"], remark = kazakh_registration(values["registration"])
        if remark:
            report("registration", remark)
    values.setdefault("id", values.get("registration") or str(number))
    if not values.get("name"):
        report("name", "must not be empty; the row is left out")
        return None
    for _ in range(len(values)):
        try:
            return Profile(**values)
        except ProfileError as error:
            report(error.field, error.message)
            if error.field in {"id", "name"}:
                return None
            values.pop(error.field, None)
            if error.field == "max_meetings":
                values.pop("min_meetings", None)
    return None


def _field(name: str, text: str, report: Report) -> dict[str, Any]:
    if name in _PHRASES:
        return {name: tuple(_unique(_SPLIT.split(text)))}
    if name in _SHORTENED:
        found = tuple(_unique(_each(name, text, _SHORTENED[name], report)))
        return {name: found if name in _LISTS else "; ".join(found)}
    if name in _WORDS:
        return {name: tuple(_unique(_known(name, re.split(r"[;,\n/]+", text), _WORDS[name], report)))}
    if name in _WORD:
        return dict(zip([name], _known(name, [text], _WORD[name], report), strict=False))
    if name in _NUMBERS:
        return _number(name, text, report)
    return {name: text}


def _number(name: str, text: str, report: Report) -> dict[str, Any]:
    whole = re.sub(r"[.,]0+$", "", text)
    if whole.isdecimal():
        return {name: int(whole)}
    report(name, f"{text!r} is not a whole number; the default is used")
    return {}


def _each(name: str, text: str, read: Read, report: Report) -> Iterator[str]:
    for part in filter(None, map(str.strip, _SPLIT.split(text))):
        try:
            codes, remarks = read(part)
        except ProfileError as error:
            report(name, error.message)
            continue
        for remark in remarks:
            report(name, remark)
        yield from codes


def _known(name: str, parts: list[str], words: dict[str, str], report: Report) -> Iterator[str]:
    for part in filter(None, map(str.strip, parts)):
        found = words.get(heading_key(part))
        if found is None:
            report(name, f"{part!r} is unknown; use one of {', '.join(sorted(set(words.values())))}")
        else:
            yield found


def _unique(parts: Iterator[str] | list[str]) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def write_result(
    path: str | Path, result: MatchResult, a: Sequence[Profile], b: Sequence[Profile], lang: str = "en"
) -> None:
    """Write recommended meetings and all kept pairs, with reasons in a language, to an XLSX workbook."""
    names = ({profile.id: profile.name for profile in a}, {profile.id: profile.name for profile in b})
    book = openpyxl.Workbook()
    sheets = (("Recommended", result.selected), ("All pairs", result.pairs))
    for number, (title, pairs) in enumerate(sheets):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet()
        sheet.title = title
        sheet.append(["A", "A name", "B", "B name", "Score", "A gains", "B gains", "Why", "Against"])
        for pair in pairs:
            row = [
                *(pair.a, names[0][pair.a], pair.b, names[1][pair.b]),
                *(pair.score, pair.a_gain, pair.b_gain),
                "\n".join(reason.said(lang) for reason in pair.reasons),
                "\n".join(reason.said(lang) for reason in pair.missing),
            ]
            sheet.append(list(map(safe_cell, row)))
        sheet.freeze_panes = "A2"
    book.save(path)
