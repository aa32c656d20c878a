# ruff: noqa: E501 - one case a line
"""Cells as people fill them in: read as meant, or refused with their place."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest
from openpyxl import Workbook

from egiz.meetings import FormatError, Problem, Slot, load_problem
from egiz.meetings.model.formats.times import read_days, read_hours, read_stretches, read_zone

ZONE = dt.timezone(dt.timedelta(hours=5))
HOURS = [
    (10, 0),
    (10, 30),
    (11, 0),
    (11, 30),
    (12, 0),
    (12, 30),
    (14, 0),
    (14, 30),
    (15, 0),
    (15, 30),
    (16, 0),
    (16, 30),
]
SLOTS = tuple(
    Slot(day, "1" if h < 13 else "2", dt.datetime(2026, 12, 9 + day, h, m, tzinfo=ZONE))
    for day in range(3)
    for h, m in HOURS
)


def hours_of(cell: object, day: int | None = None, *, whole: bool = False) -> tuple[str, str, int]:
    """First slot, last slot and number of slots that a cell means, on one day or on all."""
    found = [SLOTS[i] for i in sorted(read_stretches(cell, SLOTS, whole=whole))]
    if day is not None:
        assert {slot.day for slot in found} == {day}
    return f"{found[0].start:%H:%M}", f"{found[-1].start:%H:%M}", len(found)


@pytest.mark.parametrize(
    "cell",
    [
        "после 15:00", "с 15:00", "after 15:00", "from 15:00", "15:00 и позже", "15:00 dan keyin", "15:00-ден кейін",
        "начиная с 15:00", "after 3 pm", "15:00+", "с 15:00 до конца дня",
    ],
)  # fmt: skip
def test_after_an_hour_is_the_rest_of_every_day(cell: str) -> None:
    assert hours_of(cell) == ("15:00", "16:30", 12)


@pytest.mark.parametrize(
    ("cell", "right"),
    [
        (46365, ("10:00", "16:30", 12)), (46365.4375, ("10:30", "10:30", 1)), ("46365,5", None),
        (0.4375, ("10:30", "10:30", 3)), ("0.625", ("15:00", "15:00", 3)), (46001, None), (75, None),
    ],
)  # fmt: skip
def test_a_bare_number_of_a_table_program_is_its_date_or_hour_or_refused_whole(
    cell: object, right: object
) -> None:
    if right is not None:
        assert hours_of(cell) == right
    else:
        with pytest.raises(ValueError, match=f"'{cell}' was not understood|no slot .*2025-12-10"):
            read_stretches(cell, SLOTS)


@pytest.mark.parametrize(
    "cell", ["до 12:00", "before 12:00", "until 12:00", "12:00 gacha", "12:00-ге дейін", "до 12"]
)
def test_before_an_hour_is_the_beginning_of_every_day(cell: str) -> None:
    assert hours_of(cell) == ("10:00", "11:30", 12)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-12-09 AM", "09.12.2026 до обеда", "9 декабря, утром", "09.12 первая половина дня", "9-dekabr tushgacha",
        "9 желтоқсан түске дейін", "December 9 in the morning", "2026-12-09 before noon",
    ],
)  # fmt: skip
def test_a_half_day_is_the_half_that_the_break_shows(cell: str) -> None:
    assert hours_of(cell, 0) == ("10:00", "12:30", 6)


@pytest.mark.parametrize(
    "cell",
    ["10.12.2026 после обеда", "2026-12-10 PM", "10-dekabr tushdan keyin", "10 желтоқсан түстен кейін"],
)
def test_an_afternoon_is_what_is_behind_the_break(cell: str) -> None:
    assert hours_of(cell, 1) == ("14:00", "16:30", 6)


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("9–11 декабря", {0, 1, 2}), ("09.12 - 10.12", {0, 1}), ("с 9 по 10 декабря", {0, 1}), ("11.12", {2}),
        ("2026-12-09 .. 2026-12-10", {0, 1}), ("9 декабря; 11.12.2026", {0, 2}), ("December 10", {1}),
    ],
)  # fmt: skip
def test_days_and_ranges_of_days_are_all_their_slots(cell: str, days: set[int]) -> None:
    found = read_stretches(cell, SLOTS)
    assert {SLOTS[i].day for i in found} == days
    assert len(found) == len(days) * len(HOURS)


def test_hours_behind_a_comma_are_those_of_the_day_before_it() -> None:
    assert hours_of("December 9, 10:00-11:00", 0) == ("10:00", "10:30", 2)
    assert hours_of("9 декабря, 10 декабря после 14:00") == ("10:00", "16:30", 18)


def test_somebody_is_there_only_where_a_slot_lies_within_the_hours() -> None:
    assert hours_of("с 14:15", whole=True) == ("14:30", "16:30", 15)
    assert hours_of("с 14:15") == ("14:00", "16:30", 18)


@pytest.mark.parametrize(
    "cell",
    [
        "20.12.2026",
        "чт",
        "по пятницам",
        "вечером",
        "не знаю",
        "25:00",
        "9:00",
        "13:00-13:30",
        "12:00-10:00",
    ],
)
def test_what_is_not_understood_or_means_no_slot_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"understood|no slot|hour|begin"):
        read_stretches(cell, SLOTS)


def test_two_days_joined_by_a_word_are_both_meant() -> None:
    both = read_stretches("9 и 10 декабря", SLOTS)
    assert both == read_stretches("9 декабря", SLOTS) | read_stretches("10 декабря", SLOTS)


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("09.12.2026 - 11.12.2026; 14.12.2026", [9, 10, 11, 14]), ("9-11.12.2026", [9, 10, 11]),
        ("09.12 - 11.12.2026", [9, 10, 11]), ("9–11 декабря 2026", [9, 10, 11]), ("2026-12-01; 2026-12-02", [1, 2]),
        ("01.12.2026 до 03.12.2026", [1, 2, 3]), ("2026-12-01 .. 2026-12-03", [1, 2, 3]),
        (46365, [9]), ("46365", [9]), (46365.0, [9]),
    ],
)  # fmt: skip
def test_no_day_of_a_range_is_lost(cell: object, days: list[int]) -> None:
    assert [day.day for day in read_days(cell)] == days


@pytest.mark.parametrize("cell", ["9–11 декабря", "скоро", "01.12.2026 и ещё день"])
def test_days_without_a_year_or_with_more_words_are_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        read_days(cell)


def test_a_lunch_in_brackets_is_no_session() -> None:
    with pytest.raises(ValueError, match=r"обед"):
        read_hours("10:00-13:00 (обед 13:00-14:00) 14:00-17:00")
    assert len(read_hours("10-13, 14-17")) == 2


@pytest.mark.parametrize(
    ("cell", "zone"), [("UTC+5", "Etc/GMT-5"), ("+05:00", "Etc/GMT-5"), ("Asia/Tashkent", "Asia/Tashkent")]
)
def test_offsets_are_zones_too(cell: str, zone: str) -> None:
    assert read_zone(cell) == zone


def workbook(path: Path, meetings: list[list[object]], **more: object) -> Path:
    """A mission of five companies on 9 December."""
    book = Workbook()
    book.remove(book.worksheets[0])
    mission = book.create_sheet("Миссия")
    for row in (
        ["Даты", more.get("dates", "09.12.2026")], ["Сессии", more.get("sessions", "10:00-12:00; 14:00-16:00")],
        ["Часовой пояс", more.get("zone", "Asia/Tashkent")], ["Число столов", more.get("tables", 3)],
        *more.get("settings", []),
    ):  # fmt: skip
        mission.append(row)
    people = book.create_sheet("Участники")
    for row in more.get("people", [["Название"], ["Alfa"], ["Beta"], ["Gamma"], ["Delta"], ["Omega"]]):
        people.append(row)
    sheet = book.create_sheet("Встречи")
    for row in meetings:
        sheet.append(row)
    if "interpreters" in more:
        helpers = book.create_sheet("Переводчики")
        for row in more["interpreters"]:
            helpers.append(row)
    book.save(path)
    return path


PAIRS: list[list[object]] = [["A", "B"], ["Beta", "Delta"], ["Beta", "Gamma"]]


def test_a_row_put_on_top_changes_no_other_meetings_id(tmp_path: Path) -> None:
    before = load_problem(workbook(tmp_path / "a.xlsx", PAIRS))
    after = load_problem(workbook(tmp_path / "b.xlsx", [PAIRS[0], ["Omega", "Gamma"], *PAIRS[1:]]))
    assert {m.id for m in before.meetings} < {m.id for m in after.meetings}
    assert {m.id: m.participants for m in before.meetings}.items() <= {
        m.id: m.participants for m in after.meetings
    }.items()


def test_columns_that_matching_knows_are_known_here(tmp_path: Path) -> None:
    people = [
        ["Company name", "Max meetings", "Not with", "Languages", "Yo´q vaqti"],
        ["Alfa", 1, "Gamma", "русский; узбекский", "после 15:00"],
        ["Beta", None, None, "Kazakh", None],
        ["Gamma", None, None, None, None],
    ]
    problem = load_problem(workbook(tmp_path / "a.xlsx", [["A", "B"], ["Alfa", "Beta"]], people=people))
    alfa, beta, _ = problem.participants
    assert (alfa.max_meetings, alfa.not_with, alfa.languages, len(alfa.unavailable)) == (
        1,
        ("Gamma",),
        ("ru", "uz"),
        2,
    )
    assert beta.languages == ("kk",)
    assert {p.mode for p in problem.participants} == {"in_person"}


def test_an_interpreter_is_found_by_the_names_of_languages(tmp_path: Path) -> None:
    problem = load_problem(
        workbook(
            tmp_path / "a.xlsx",
            [["A", "B", "Interpreter"], ["Alfa", "Beta", "ru, uz"]],
            interpreters=[["Name", "Languages"], ["Dilnoza", "русский; узбекский"]],
        )
    )
    assert set(problem.meetings[0].interpreter) <= set(problem.interpreters[0].languages)


def test_headings_that_nobody_knows_are_named(tmp_path: Path) -> None:
    notes: list[str] = []
    path = workbook(tmp_path / "a.xlsx", [["A", "B", "Настроение"], ["Alfa", "Beta", "хорошее"]])
    load_problem(path, None, notes)
    assert notes == ["Встречи: the column 'Настроение' is not known and was not read."]


BAD: list[tuple[dict[str, object], list[list[object]], str, int]] = [
    ({}, [["A", "B", "Table"], ["Alfa", "Beta", "T9"], ["Beta", "Gamma", None]], "row 2, Table: no table 'T9'", 2),
    ({}, [["Id", "A", "B", "After"], ["x", "Alfa", "Beta", "y"], ["y", "Beta", "Gamma", "x"]], "row 2, After: it waits for itself", 2),
    ({}, [["A", "B"], ["Alfa", "Beta"], ["Beta", "Alfa"], ["Alfa", "Beta"]], "the same meeting as in row 2", 1),
    ({}, [["A", "B"], ["Alfa", "Nobody"], ["Beta", "Gamma"]], "row 2, B: no participant 'Nobody'", 1),
    (
        {"people": [["Id", "Name", "At least"], ["f1", "Alfa", None], ["f2", "Alfa", None], ["f3", "Beta", 3], ["f4", "Gamma", None]]},
        [["A", "B"], ["Alfa", "Beta"], ["Beta", "Gamma"]],
        "2 participants are called 'Alfa' (f1, f2)",
        1,
    ),
    (
        {"people": [["Name", "Away"], ["Alfa", "в четверг"], ["Beta", None]]},
        [["A", "B"], ["Alfa", "Beta"]],
        "Участники, row 2, Away: 'четверг' was not understood",
        1,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("more", "meetings", "message", "held"), BAD)
def test_a_bad_cell_is_named_with_its_place_and_its_neighbours_stay(
    tmp_path: Path, more: dict[str, object], meetings: list[list[object]], message: str, held: int
) -> None:
    path = workbook(tmp_path / "a.xlsx", meetings, **more)
    with pytest.raises(FormatError) as refused:
        load_problem(path)
    assert message in str(refused.value)
    issues: list[str] = []
    problem = load_problem(path, issues)
    assert any(message in issue for issue in issues)
    assert len(problem.meetings) == held


def test_an_hour_that_a_clock_change_leaves_out_makes_no_slot(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", [["A", "B"], ["Alfa", "Beta"]],
        dates="29.03.2026", sessions="01:00-05:00", zone="Europe/Berlin",
    )  # fmt: skip
    problem = load_problem(path)
    assert [f"{slot.start:%H:%M}" for slot in problem.slots] == [
        "01:00",
        "01:30",
        "03:00",
        "03:30",
        "04:00",
        "04:30",
    ]
    starts = [slot.start.astimezone(dt.UTC) for slot in problem.slots if slot.start]
    assert {b - a for a, b in itertools.pairwise(starts)} == {dt.timedelta(minutes=30)}


def test_a_table_of_buyers_against_suppliers_is_meetings(tmp_path: Path) -> None:
    grid = [["", "Gamma", "Delta"], ["Alfa", "x", None], ["Beta", 3, "must"]]
    problem = load_problem(workbook(tmp_path / "a.xlsx", grid))
    assert [(m.participants, m.weight, m.must) for m in problem.meetings] == [
        (("Alfa", "Gamma"), 1, False),
        (("Beta", "Gamma"), 3, False),
        (("Beta", "Delta"), 3, True),
    ]


def test_a_folder_of_csv_files_is_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "mission.csv").write_text(
        "Dates;09.12.2026\nSessions;10:00-12:00\nZone;UTC+5\n", encoding="utf-8"
    )
    (tmp_path / "participants.csv").write_text("Name;Mode\nAlfa;online\nBeta;\n", encoding="utf-8")
    (tmp_path / "meetings.csv").write_text("A;B\nAlfa;Beta\n", encoding="utf-8")
    problem: Problem = load_problem(tmp_path)
    assert [p.mode for p in problem.participants] == ["online", "in_person"]
    assert (len(problem.slots), len(problem.meetings), problem.anywhere) == (4, 1, True)


def test_the_rules_of_the_day_come_from_the_workbook(tmp_path: Path) -> None:
    settings = [
        ["Обед", "11:00-12:00"],
        ["Встреч в день не более", 2],
        ["Свободных слотов между встречами", 1],
    ]
    people = [
        ["Название", "Важность", "Свой стол", "Общий представитель"],
        ["Alfa", 2, "да", "Ivan"],
        ["Beta", None, None, "Ivan"],
    ]
    problem = load_problem(
        workbook(tmp_path / "a.xlsx", [["A", "B"], ["Alfa", "Beta"]], settings=settings, people=people)
    )
    assert problem.rules.lunch == {2, 3}
    assert (problem.rules.most_a_day, problem.rules.buffer) == (2, 1)
    assert (problem.participants[0].weight, problem.participants[0].fixed) == (2, True)
    assert problem.groups == (("Alfa", "Beta"),)
