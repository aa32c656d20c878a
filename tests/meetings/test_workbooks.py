# ruff: noqa: E501 - what people write stands in one line
"""Sixty workbooks, fifteen kinds in each of four languages: every cell is read as labelled, or reported.

Each is a whole mission as an organiser would send it; one thing in it is written in the way of its kind. The
label says what must come out, and all else must come out as in the plain workbook: nothing is lost or guessed.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from egiz.meetings import Problem, load_problem

LANGS = ("en", "ru", "uz", "kk")
Rows = list[list[Any]]
# Slots of 30 minutes from 10:00 to 13:00 and from 14:00 to 17:00, on 9 and 10 December: 12 a day.
FIRST_MORNING, FIRST_DAY = range(6), range(12)

WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "sheets": ("Mission", "Participants", "Meetings", "Tables"), "dates": "Dates", "hours": "Sessions", "zone": "Time zone",
        "name": "Company name", "away": "Unavailable", "there": "Available", "langs": "Languages", "people": "Representatives", "most": "At most",
        "a": "From", "b": "To", "weight": "Priority", "days": "9–10 December 2026", "id": "No",
    },
    "ru": {
        "sheets": ("Миссия", "Участники", "Встречи", "Столы"), "dates": "Даты", "hours": "Часы", "zone": "Часовой пояс",
        "name": "Наименование организации", "away": "Недоступен", "there": "Доступность", "langs": "Языки", "people": "Представители", "most": "Не более",
        "a": "Кто", "b": "С кем", "weight": "Приоритет", "days": "9–10 декабря 2026", "id": "№",
    },
    "uz": {
        "sheets": ("Missiya", "Ishtirokchilar", "Uchrashuvlar", "Stollar"), "dates": "Sana", "hours": "Sessiyalar", "zone": "Vaqt mintaqasi",
        "name": "Kompaniya nomi", "away": "Yo'q vaqti", "there": "Bo'sh vaqti", "langs": "Tillar", "people": "Vakillar", "most": "Ko'pi bilan",
        "a": "A ishtirokchi", "b": "B ishtirokchi", "weight": "Vazni", "days": "9–10-dekabr 2026", "id": "t/r",
    },
    "kk": {
        "sheets": ("Миссия", "Қатысушылар", "Кездесулер", "Үстелдер"), "dates": "Күндері", "hours": "Сессиялар", "zone": "Уақыт белдеуі",
        "name": "Ұйым атауы", "away": "Болмайтын уақыты", "there": "Бос уақыты", "langs": "Тілдер", "people": "Өкілдер", "most": "Ең көбі",
        "a": "A қатысушы", "b": "B қатысушы", "weight": "Салмағы", "days": "9–10 желтоқсан 2026", "id": "р/с",
    },
}  # fmt: skip


@dataclass
class Book:
    """A mission's sheets, and what must come out of them."""

    lang: str
    mission: Rows
    participants: Rows
    meetings: Rows
    tables: Rows
    away: dict[str, set[int]] = field(default_factory=dict)
    zone: str = "Asia/Tashkent"
    languages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)
    pairs: list[tuple[str, str, bool]] = field(default_factory=list)
    # Sheet, row and heading of what is reported, in this order.
    reported: list[tuple[str, int, str]] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    as_csv: str = ""

    @property
    def words(self) -> dict[str, Any]:
        return WORDS[self.lang]

    def add(self, heading: str, *cells: Any) -> None:
        """Put a column behind the participants."""
        self.participants[0].append(heading)
        for row, cell in zip(self.participants[1:], (*cells, *[None] * 3), strict=False):
            row.append(cell)


def plain(lang: str) -> Book:
    words = WORDS[lang]
    return Book(
        lang,
        [
            [words["dates"], words["days"]],
            [words["hours"], "10:00-13:00; 14:00-17:00"],
            [words["zone"], "Asia/Tashkent"],
        ],
        [
            [words["id"], words["name"]],
            ["a", "ТОО «Алтын Дән»"],
            ["b", "Toʻqimachi MChJ"],
            ["c", "Caspian Pipes"],
        ],
        [
            [words["a"], words["b"], words["weight"]],
            ["ТОО «Алтын Дән»", "Toʻqimachi MChJ", None],
            ["c", "b", None],
        ],
        [[words["id"]], ["1"], ["2"]],
        pairs=[("a", "b", False), ("c", "b", False)],
    )


def hours(heading: str, away: set[int], **cells: str) -> Callable[[Book], None]:
    """A kind in which the first company's hours are written in each language."""

    def change(book: Book) -> None:
        book.add(book.words[heading], cells[book.lang])
        book.away = {"a": away}

    return change


def typed_date(book: Book) -> None:
    """A date cell of the table program, not text."""
    book.add(book.words["away"], dt.datetime(2026, 12, 10))  # noqa: DTZ001 - a cell has no zone
    book.away = {"a": set(range(12, 24))}


def offset(book: Book) -> None:
    book.mission[2][1] = {"en": "GMT+5", "ru": "UTC+5", "uz": "+05:00", "kk": "UTC+05:00"}[book.lang]
    book.zone = ""


def languages(book: Book) -> None:
    cell, second = {
        "en": ("Russian, Kazakh", "English"), "ru": ("русский, казахский", "узбекский"),
        "uz": ("rus, qozoq", "ingliz"), "kk": ("орыс, қазақ", "өзбек"),
    }[book.lang]  # fmt: skip
    book.add(book.words["langs"], cell, second)
    book.languages = {"a": ("ru", "kk"), "b": ("en",) if book.lang in {"en", "uz"} else ("uz",)}


def musts(book: Book) -> None:
    book.meetings[1][2] = {"en": "MUST", "ru": "Обязательно", "uz": "shart", "kk": "міндетті"}[book.lang]
    book.meetings[2][2] = {"en": "want", "ru": "желательно", "uz": "istak", "kk": "қалау"}[book.lang]
    book.pairs[0] = ("a", "b", True)


def matrix(book: Book) -> None:
    yes = {"en": "x", "ru": "да", "uz": "ha", "kk": "иә"}[book.lang]
    no = {"en": "no", "ru": "нет", "uz": "yo'q", "kk": "жоқ"}[book.lang]
    book.meetings = [[None, "Toʻqimachi MChJ"], ["ТОО «Алтын Дән»", yes], ["Caspian Pipes", yes]]
    book.meetings[0].append("Caspian Pipes")
    book.meetings[1].append(no)
    book.meetings[2].append(None)


def folder(book: Book) -> None:
    """A folder of CSV files, in the encoding that the table program of the place writes."""
    book.as_csv = "cp1251" if book.lang == "ru" else "utf-8-sig"
    if book.lang == "ru":  # that encoding has no letters of the neighbours
        book.participants[1][1], book.participants[2][1] = "ТОО «Дон»", "Тукимачи"
        book.meetings[1][:2] = ["ТОО «Дон»", "Тукимачи"]


def numbers(book: Book) -> None:
    """Numbers as text, with blanks and a comma."""
    book.add(book.words["people"], "2 ", 1.0)
    book.add(book.words["most"], "3,0", 4)
    book.people, book.most = {"a": 2}, {"a": 3, "b": 4}


def no_hours(book: Book) -> None:
    cell = {"en": "some evening", "ru": "как получится", "uz": "bilmayman", "kk": "білмеймін"}[book.lang]
    book.add(book.words["away"], None, cell)
    book.reported = [(book.words["sheets"][1], 3, book.words["away"])]


def nobody(book: Book) -> None:
    book.meetings.append(["a", "Nobody LLC", None])
    book.reported = [(book.words["sheets"][2], 4, book.words["b"])]


def twice(book: Book) -> None:
    book.meetings.append(["b", "a", None])
    book.reported = [(book.words["sheets"][2], 4, "")]


def column(book: Book) -> None:
    heading = {"en": "Shoe size", "ru": "Размер обуви", "uz": "Oyoq kiyimi", "kk": "Аяқ киімі"}[book.lang]
    book.add(heading, 42)
    book.noted = [heading]


KINDS: dict[str, Callable[[Book], None]] = {
    "after an hour": hours(
        "away", {10, 11, 22, 23}, en="after 4 pm", ru="после 16:00", uz="16:00 dan keyin", kk="16:00-ден кейін"
    ),
    "half a day": hours(
        "away", set(FIRST_MORNING), en="9 December, in the morning", ru="09.12.2026 до обеда", uz="9-dekabr tushgacha", kk="9 желтоқсан түске дейін"
    ),
    "a day": hours("away", set(FIRST_DAY), en="December 9", ru="9 декабря", uz="9-dekabr", kk="9 желтоқсан"),
    "there for some hours": hours(
        "there", set(range(24)) - {0, 1, 12, 13}, en="10:00-11:00", ru="с 10:00 до 11:00", uz="10:00–11:00", kk="10.00-11.00"
    ),
    "two stretches": hours(
        "away", {0, 1, 14, 15}, en="9 December 10:00-11:00; 10 December 11:00-12:00", ru="09.12 10:00-11:00; 10.12 11:00-12:00",
        uz="2026-12-09 10:00-11:00; 2026-12-10 11:00-12:00", kk="09.12.2026 10:00-11:00; 10.12.2026 11:00-12:00",
    ),
    "a date cell": typed_date,
    "a zone as an offset": offset,
    "languages by name": languages,
    "musts in words": musts,
    "buyers against suppliers": matrix,
    "a folder of CSV": folder,
    "numbers as text": numbers,
    "hours that say nothing": no_hours,
    "a company that is not there": nobody,
    "the same pair again": twice,
    "a column of their own": column,
}  # fmt: skip
WORKBOOKS = [(kind, lang) for kind in KINDS for lang in LANGS]


def save(book: Book, path: Path) -> Path:
    sheets = dict(
        zip(book.words["sheets"], (book.mission, book.participants, book.meetings, book.tables), strict=True)
    )
    if book.as_csv:
        for title, rows in sheets.items():
            with (path / f"{title}.csv").open("w", encoding=book.as_csv, newline="") as file:
                csv.writer(file, delimiter=";" if book.lang == "ru" else ",").writerows(rows)
        return path
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path / "mission.xlsx")
    return path / "mission.xlsx"


def said(problem: Problem) -> dict[str, Any]:
    """Everything of a problem that a label speaks of."""
    return {
        "slots": [slot.start.strftime("%d.%m %H:%M %z") for slot in problem.slots if slot.start],
        "ids": [p.id for p in problem.participants],
        "away": {p.id: set(p.unavailable) for p in problem.participants if p.unavailable},
        "languages": {p.id: p.languages for p in problem.participants if p.languages},
        "people": {p.id: p.representatives for p in problem.participants if p.representatives > 1},
        "most": {p.id: p.max_meetings for p in problem.participants if p.max_meetings is not None},
        "pairs": sorted((*m.participants, m.must) for m in problem.meetings),
        "tables": [t.id for t in problem.tables],
    }


def test_there_are_sixty_of_them_at_least() -> None:
    assert len(WORKBOOKS) >= 60


@pytest.mark.parametrize(("kind", "lang"), WORKBOOKS)
def test_every_cell_is_read_as_labelled_or_reported(kind: str, lang: str, tmp_path: Path) -> None:
    book = plain(lang)
    KINDS[kind](book)
    issues: list[str] = []
    notes: list[str] = []
    problem = load_problem(save(book, tmp_path), issues, notes)
    times = [f"{h:02}:{m:02}" for h in (10, 11, 12, 14, 15, 16) for m in (0, 30)]
    assert said(problem) == {
        "slots": [f"{day:02}.12 {time} +0500" for day in (9, 10) for time in times],
        "ids": ["a", "b", "c"],
        "away": book.away,
        "languages": book.languages,
        "people": book.people,
        "most": book.most,
        "pairs": sorted(book.pairs),
        "tables": ["1", "2"],
    }
    assert len(issues) == len(book.reported), issues
    for issue, (sheet, row, heading) in zip(issues, book.reported, strict=True):
        assert issue.startswith(f"{sheet}, row {row}"), issue
        assert heading in issue
    assert len(notes) == len(book.noted), notes
    assert all(heading in note for heading, note in zip(book.noted, notes, strict=True))
