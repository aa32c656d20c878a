"""Workbooks as people fill them in, and what comes out again."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import Workbook, load_workbook

from egiz.meetings import (
    FormatError,
    Limits,
    check,
    load_problem,
    problem_from_document,
    problem_to_document,
    result_to_document,
    solve,
    to_ics,
    write_template,
    write_xlsx,
)
from egiz.meetings.model.formats.times import read_days, read_hours

# LibreOffice's own words for comma, quotation mark and UTF-8.
UTF8 = "csv:Text - txt - csv (StarCalc):44,34,76"


def filled(path: Path) -> Path:
    """The Russian template, filled in by hand: merged cells, blanks at the ends, dates as text."""
    write_template(path, lang="ru")
    book = load_workbook(path)
    mission = book["Миссия"]
    answers = (
        "Атырау ",
        "01.12.2026 – 02.12.2026",
        "10:00-11:30 ; 14-15",
        "30",
        "0",
        "Asia/Tashkent",
        "3 ",
        "",
    )
    for row, value in enumerate(answers, start=2):
        mission.cell(row, 2).value = value
        mission.cell(row, 3).value = None
    people = book["Участники"]
    for row in (
        ["a1", "Firm A ", "Атырау", "очно", "ru"],
        ["a2", "Firm B", None, "очно ", "ru, kk"],
        [None, None, None, None, None],
        ["b1", "Firm C", "Нукус", "очно", "uz", "01.12.2026 10:00-11:00"],
        ["b2", "  Firm D", None, "очно", "uz ", dt.date(2026, 12, 2)],
    ):
        people.append(row)
    # One side for two companies, as a merged cell shows it.
    people.merge_cells("C2:C3")
    people.merge_cells("C5:C6")
    meetings = book["Встречи"]
    meetings.append(["m1", "Firm A", "Firm C ", None, "обязательно"])
    meetings.append(["m2", None, "Firm D", None, "желательно"])
    meetings.append(["m3", "firm b", "b1", None, "2"])
    meetings.append([" ", None, "   "])
    meetings.merge_cells("B2:B3")
    book.save(path)
    return path


def test_a_template_filled_by_hand_is_understood(tmp_path: Path) -> None:
    problem = load_problem(filled(tmp_path / "mission.xlsx"))
    assert problem.name == "Атырау"
    assert [f"{s.start:%d.%m %H:%M}" for s in problem.slots[:5]] == [
        "01.12 10:00",
        "01.12 10:30",
        "01.12 11:00",
        "01.12 14:00",
        "01.12 14:30",
    ]
    assert [(p.id, p.name, p.side) for p in problem.participants] == [
        ("a1", "Firm A", "Атырау"),
        ("a2", "Firm B", "Атырау"),
        ("b1", "Firm C", "Нукус"),
        ("b2", "Firm D", "Нукус"),
    ]
    assert [(m.participants, m.must) for m in problem.meetings] == [
        (("a1", "b1"), True),
        (("a1", "b2"), False),
        (("a2", "b1"), False),
    ]
    assert problem.participants[2].unavailable == {0, 1}
    assert problem.participants[3].unavailable == set(range(5, 10))
    assert len(problem.tables) == 3


def test_a_bad_row_is_named_and_the_good_ones_are_kept(tmp_path: Path) -> None:
    path = filled(tmp_path / "mission.xlsx")
    book = load_workbook(path)
    book["Встречи"].append(["m9", "Firm A", "Firm A"])
    book["Встречи"].append(["m10", "Firm A", "Nobody"])
    book.save(path)
    with pytest.raises(FormatError, match="row 7") as caught:
        load_problem(path)
    assert "row 6" in str(caught.value)
    issues: list[str] = []
    assert [m.id for m in load_problem(path, issues).meetings] == ["m1", "m2", "m3"]
    assert len(issues) == 2


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mission.xlsx"
    path.write_text("A;B")
    with pytest.raises(FormatError, match=r"not a readable \.xlsx workbook"):
        load_problem(path)


def test_a_workbook_without_meetings_says_which_sheets_it_has(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    Workbook().save(path)
    with pytest.raises(FormatError, match="Participants and Meetings are needed; found Sheet"):
        load_problem(path)


@pytest.mark.parametrize(
    ("text", "days"),
    [("1.12.2026", [1]), ("2026-12-01; 03/12/2026", [1, 3]), ("01.12.2026 до 03.12.2026", [1, 2, 3])],
)
def test_dates_as_text_are_read(text: str, days: list[int]) -> None:
    assert read_days(text) == [dt.date(2026, 12, d) for d in days]


def test_hours_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match="begin before they end"):
        read_hours("14:00-13:00")


def test_a_schedule_goes_out_with_a_sheet_per_day_per_participant_and_for_the_rest(tmp_path: Path) -> None:
    problem = load_problem(filled(tmp_path / "mission.xlsx"))
    result = solve(problem, limits=Limits(10, 1))
    assert check(result_to_document(result), problem) == []
    out = tmp_path / "schedule.xlsx"
    write_xlsx(out, problem, result, lang="ru")
    book = load_workbook(out)
    assert book.sheetnames == [
        "Итог",
        "День 2026-12-01",
        "День 2026-12-02",
        "Не размещено",
        "Firm A",
        "Firm B",
        "Firm C",
        "Firm D",
    ]
    assert book["Firm A"].max_row == 3


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_the_schedule(tmp_path: Path) -> None:
    problem = load_problem(filled(tmp_path / "mission.xlsx"))
    write_xlsx(tmp_path / "schedule.xlsx", problem, solve(problem, limits=Limits(10, 1)), lang="kk")
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", profile, "--headless", "--convert-to", UTF8, "--outdir", str(tmp_path)]
    done = subprocess.run(
        [*command, str(tmp_path / "schedule.xlsx")], check=True, capture_output=True, timeout=120
    )
    if b"source file could not be loaded" in done.stderr:
        pytest.skip("LibreOffice is installed without its tables (libreoffice-calc)")
    assert "Мақсат" in (tmp_path / "schedule.csv").read_text(encoding="utf-8")


def test_a_calendar_holds_the_meetings_of_one_participant(tmp_path: Path) -> None:
    problem = load_problem(filled(tmp_path / "mission.xlsx"))
    result = solve(problem, limits=Limits(10, 1))
    events = Calendar.from_ical(to_ics(problem, result, "a1")).walk("VEVENT")
    assert sorted(str(e["summary"]) for e in events) == ["Firm C", "Firm D"]
    assert len({str(e["uid"]) for e in events}) == 2


def test_a_problem_survives_its_document(tmp_path: Path) -> None:
    problem = load_problem(filled(tmp_path / "mission.xlsx"))
    again = problem_from_document(json.loads(json.dumps(problem_to_document(problem))))
    assert again.meetings == problem.meetings
    assert again.participants == problem.participants
    assert again.tables == problem.tables
