"""The verbs of `egiz schedule`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from egiz.commands import meetings
from egiz.meetings import FormatError, load_problem, problem_to_document
from tests.meetings.conftest import small

runner = CliRunner()


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    meetings.register(app)
    app.command("other")(lambda: None)
    return app


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    document = problem_to_document(small([(0, 1), (2, 3), (0, 2)], must=False))
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def published(app: typer.Typer, problem: Path) -> Path:
    result = runner.invoke(app, ["schedule", str(problem), "--workers", "1", "--json"])
    assert result.exit_code == 0, result.output
    path = problem.with_name("schedule.json")
    path.write_text(result.stdout, encoding="utf-8")
    return path


def test_a_schedule_is_printed_as_one_document_and_passes_the_check(app, problem: Path) -> None:
    path = published(app, problem)
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["status"] == "optimal"
    assert len(document["meetings"]) == 3
    result = runner.invoke(app, ["schedule", "check", str(path), str(problem)])
    assert (result.exit_code, result.stdout) == (0, "Every rule is kept.\n")


def test_check_names_every_broken_rule(app, problem: Path) -> None:
    path = published(app, problem)
    document = json.loads(path.read_text(encoding="utf-8"))
    for meeting in document["meetings"]:
        meeting["slot"] = 0
    path.write_text(json.dumps(document), encoding="utf-8")
    result = runner.invoke(app, ["schedule", "check", str(path), str(problem)])
    assert result.exit_code == 1
    assert "p0" in result.stderr


def test_options_may_come_before_the_file_and_the_table_names_the_proof(app, problem: Path) -> None:
    result = runner.invoke(app, ["schedule", "--workers", "1", str(problem)])
    assert result.exit_code == 0
    assert "proved best" in result.stdout
    assert "3 of 3 meetings held." in result.stdout


def test_repair_says_how_many_moved_and_the_bound(app, problem: Path) -> None:
    changes = problem.with_name("changes.json")
    changes.write_text(json.dumps({"gone": ["p3"]}), encoding="utf-8")
    arguments = ["schedule", "repair", str(problem), str(published(app, problem)), str(changes)]
    result = runner.invoke(app, [*arguments, "--workers", "1"])
    assert "0 published meetings moved, at least 0." in result.stdout
    document = json.loads(runner.invoke(app, [*arguments, "--json"]).stdout)
    assert {m["id"] for m in document["meetings"]} == {"m0", "m2"}


def test_repair_refuses_changes_it_cannot_read(app, problem: Path) -> None:
    changes = problem.with_name("changes.json")
    changes.write_text("[", encoding="utf-8")
    result = runner.invoke(
        app, ["schedule", "repair", str(problem), str(published(app, problem)), str(changes)]
    )
    assert result.exit_code == 1
    assert "changes.json" in result.stderr


def test_a_missing_file_is_an_error_of_the_input(app, tmp_path: Path) -> None:
    result = runner.invoke(app, ["schedule", str(tmp_path / "none.json")])
    assert result.exit_code == 1
    assert "none.json" in result.stderr


def test_the_schedule_is_written_as_workbook_and_calendars(app, problem: Path, tmp_path: Path) -> None:
    out, folder = tmp_path / "out.xlsx", tmp_path / "calendars"
    result = runner.invoke(
        app, ["schedule", str(problem), "--workers", "1", "--out", str(out), "--ics", str(folder)]
    )
    assert result.exit_code == 0
    assert out.stat().st_size > 0
    assert sorted(p.name for p in folder.iterdir()) == [f"p{i}.ics" for i in range(4)]


def test_the_template_is_written_and_names_what_is_missing(app, tmp_path: Path) -> None:
    path = tmp_path / "mission.xlsx"
    assert runner.invoke(app, ["schedule", "template", str(path), "--lang", "uz"]).exit_code == 0
    with pytest.raises(FormatError, match="no row could be used"):
        load_problem(path)
