"""A schedule as a workbook, and the empty template of a mission."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path
from typing import Any

from egiz.meetings.model.formats import vocabulary
from egiz.meetings.model.formats.guide import GUIDE
from egiz.meetings.model.problem import Problem
from egiz.meetings.model.result import Placed, Result
from egiz.meetings.model.sentences import sentence
from egiz.text import set_text

MOST_SHEETS = 400
BAD = set("[]:*?/\\")


class Book:
    """A workbook with a heading style and cells that never become formulas."""

    def __init__(self) -> None:
        from openpyxl import Workbook  # noqa: PLC0415 - loaded when a workbook is written

        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])

    def sheet(self, title: str, header: list[str], rows: list[list[Any]], widths: list[int]) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - as above

        sheet = self.book.create_sheet(self._title(title))
        for values in (header, *rows):
            sheet.append([None] * len(values))
            for j, value in enumerate(values, start=1):
                cell = sheet.cell(sheet.max_row, j)
                set_text(cell, value)
                if isinstance(value, str):
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="E8EEF4")
        for j, width in enumerate(widths):
            sheet.column_dimensions[sheet.cell(1, j + 1).column_letter].width = width
        sheet.freeze_panes = "A2"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def _title(self, title: str) -> str:
        clean = "".join("-" if c in BAD else c for c in title)[:28].strip("' ") or "-"
        taken = {name.casefold() for name in self.book.sheetnames}
        name, k = clean, 2
        while name.casefold() in taken:
            name, k = f"{clean[:25]} {k}", k + 1
        return name


def write_xlsx(path: str | Path, problem: Problem, result: Result, *, lang: str = "en") -> None:
    """Write a schedule: summary, a sheet per day, what was not placed, a sheet per participant.

    Parameters
    ----------
    path
        File to write.
    problem, result
        The schedule.
    lang
        "en", "ru", "uz" or "kk" for headings.
    """
    book = Book()

    def say(key: str) -> str:
        return vocabulary.word(vocabulary.RESULT, key, lang)

    _summary(book, problem, result, (say, lang))
    _days(book, problem, result, (say, lang))
    rows = [
        [
            m.id,
            " – ".join(_names(problem, m.participants)),
            "\n".join(sentence(r, lang) for r in m.reasons),
            "\n".join(sentence(r, lang) for r in m.relaxations),
        ]
        for m in result.not_held
    ]
    book.sheet(
        say("not_held"),
        [say("meeting"), say("with"), say("reasons"), say("relaxations")],
        rows,
        [12, 40, 60, 60],
    )
    _people(book, problem, result, (say, lang))
    book.book.save(path)


def _names(problem: Problem, ids: tuple[str, ...]) -> list[str]:
    known = {p.id: p.name or p.id for p in problem.participants}
    return [known[i] for i in ids]


def _with_people(problem: Problem, m: Placed, but: str = "") -> list[str]:
    """Those who meet, each with who sits there where that is known."""
    who = dict(m.people)
    ids = tuple(key for key in m.participants if key != but)
    names = zip(ids, _names(problem, ids), strict=True)
    return [f"{name} ({who[key]})" if key in who else name for key, name in names]


def _clock(problem: Problem, s: int, length: int = 1) -> str:
    slot = problem.slots[s]
    if slot.start is None:
        return slot.label or str(s)

    last = problem.slots[s + length - 1]
    end = (last.start or slot.start) + dt.timedelta(minutes=last.minutes)
    return f"{slot.start:%H:%M}–{end:%H:%M}"


def _day(problem: Problem, s: int) -> str:
    slot = problem.slots[s]
    return f"{slot.start:%Y-%m-%d}" if slot.start else str(slot.day + 1)


def _place(m: Placed, say: Any) -> str:
    return m.table if m.table is not None else say("online") if m.online else ""


def _summary(book: Book, problem: Problem, result: Result, words_of: tuple[Any, str]) -> None:
    say, lang = words_of
    rows: list[list[Any]] = [[say(g.name), g.value, g.bound] for g in result.goals]
    rows.append([say("status"), say(result.status), None])
    rows.append([say("meeting"), len(result.meetings), len(problem.meetings)])
    zone = next((str(s.start.tzinfo) for s in problem.slots if s.start), "")
    if zone:
        rows.append([say("zone"), zone, None])
    rows += [[sentence(r, lang), None, None] for r in result.explanation]
    book.sheet(say("summary"), [say("goal"), say("value"), say("bound")], rows, [48, 28, 24])


def _days(book: Book, problem: Problem, result: Result, words_of: tuple[Any, str]) -> None:
    say, lang = words_of
    days: dict[str, list[Placed]] = {_day(problem, s): [] for s in range(len(problem.slots))}
    for m in sorted(result.meetings, key=lambda m: (m.slot, m.online, _number(m.table), m.id)):
        days[_day(problem, m.slot)].append(m)
    helpers = {x.id: x.name or x.id for x in problem.interpreters}
    for day, meetings in days.items():
        rows = [
            [
                _clock(problem, m.slot, m.length),
                _place(m, say),
                " – ".join(_with_people(problem, m)),
                helpers.get(m.interpreter or "", ""),
            ]
            for m in meetings
        ]
        header = [
            say("time"),
            say("place"),
            say("meeting"),
            vocabulary.word(vocabulary.COLUMNS, "interpreter", lang),
        ]
        book.sheet(f"{say('day')} {day}", header, rows, [16, 14, 60, 24])


def _number(table: str | None) -> tuple[int, str]:
    return (int(table), "") if table and table.isdecimal() else (10**9, table or "")


def _people(book: Book, problem: Problem, result: Result, words_of: tuple[Any, str]) -> None:
    say, lang = words_of
    # A column more where people are named at all: which of one's own sits there.
    named = any(m.people for m in result.meetings)
    mine = _agendas(problem, result, say, named=named)
    header = [say("day"), say("time"), say("with"), say("place")]
    header += [vocabulary.word(vocabulary.COLUMNS, "people", lang)] if named else []
    together: list[list[Any]] = []
    for p in problem.participants:
        rows = mine[p.id]
        if len(problem.participants) <= MOST_SHEETS:
            book.sheet(p.name or p.id, header, rows, [14, 16, 60, 16, 24])
        else:
            together += [[p.name or p.id, *row] for row in rows]
    if together:
        title = vocabulary.word(vocabulary.SHEETS, "participants", lang)
        book.sheet(title, [title, *header], together, [40, 14, 16, 60, 16, 24])


def _agendas(problem: Problem, result: Result, say: Any, *, named: bool) -> dict[str, list[list[Any]]]:
    """Day, time, the others, the place and perhaps the person of every meeting, by participant."""
    mine: dict[str, list[list[Any]]] = defaultdict(list)
    for m in sorted(result.meetings, key=lambda m: m.slot):
        when = [_day(problem, m.slot), _clock(problem, m.slot, m.length)]
        for key in m.participants:
            person = [dict(m.people).get(key, "")] if named else []
            mine[key].append([*when, ", ".join(_with_people(problem, m, key)), _place(m, say), *person])
    return mine


def write_template(path: str | Path, *, lang: str = "en") -> None:
    """Write the empty workbook of a mission, with instructions in four languages."""
    book = Book()

    def columns(*keys: str) -> list[str]:
        return [vocabulary.word(vocabulary.COLUMNS, key, lang) for key in keys]

    def sheet(key: str) -> str:
        return vocabulary.word(vocabulary.SHEETS, key, lang)

    settings = [
        [vocabulary.word(vocabulary.SETTINGS, key, lang), None, example]
        for key, example in (
            ("name", ""),
            ("dates", "2026-12-01; 2026-12-02"),
            ("sessions", "10:00-13:00; 14:00-17:00"),
            ("minutes", "30"),
            ("pause", "0"),
            ("zone", "Asia/Tashkent"),
            ("tables", "12"),
            ("online_rooms", "4"),
            ("lunch", "13:00-14:00"),
            ("buffer", ""),
            ("most_in_row", ""),
            ("most_a_day", ""),
        )
    ]
    book.sheet(
        sheet("mission"), ["", vocabulary.word(vocabulary.RESULT, "value", lang), "…"], settings, [36, 40, 40]
    )
    book.sheet(
        sheet("participants"),
        columns(
            "id",
            "name",
            "side",
            "mode",
            "languages",
            "away",
            "available",
            "zone",
            "office_hours",
            "representatives",
            "min_meetings",
            "max_meetings",
            "prefer",
            "not_with",
            "host",
            "vip",
            "shares",
        ),
        [],
        [10, 40, *[18] * 15],
    )
    book.sheet(
        sheet("meetings"),
        columns(
            "id",
            "a",
            "b",
            "also",
            "weight",
            "length",
            "online",
            "interpreter",
            "fixed",
            "prefer",
            "table",
            "kind",
            "after",
            "people",
        ),
        [],
        [10, 30, 30, *[16] * 11],
    )
    book.sheet(sheet("people"), columns("name", "person", "away"), [], [40, 30, 30])
    book.sheet(sheet("tables"), columns("id", "kind", "capacity", "owner", "away"), [], [10, 18, 12, 30, 30])
    book.sheet(sheet("interpreters"), columns("id", "name", "languages", "away"), [], [10, 30, 20, 30])
    for name, lines in GUIDE.items():
        book.sheet(name, [lines[0]], [[line] for line in lines[1:]], [120])
    book.book.save(path)
