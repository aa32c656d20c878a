"""`egiz trip` prints documents as promised and says what is wrong with a file."""

import json

import pytest
from typer.testing import CliRunner

from egiz.cli import app
from egiz.trips import Changes, problem_to_document
from egiz.trips._codec import encode

runner = CliRunner()


@pytest.fixture
def file(small, tmp_path):
    path = tmp_path / "trip.json"
    path.write_text(json.dumps(problem_to_document(small)), encoding="utf-8")
    return path


def test_plan_check_and_replan_go_together(file, tmp_path):
    done = runner.invoke(app, ["trip", "plan", str(file), "--json", "--time-limit", "30"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["value"] == 21
    plan_file = tmp_path / "plan.json"
    plan_file.write_text(done.stdout, encoding="utf-8")
    assert runner.invoke(app, ["trip", "check", str(file), str(plan_file)]).exit_code == 0
    changes = tmp_path / "changes.json"
    changes.write_text(json.dumps(encode(Changes(cancelled=("museum",)))), encoding="utf-8")
    args = ["trip", "replan", str(file), str(plan_file), str(changes), "--json", "--time-limit", "30"]
    assert json.loads(runner.invoke(app, args).stdout)["moved"] == ["museum"]
    late = runner.invoke(app, [*args, "--now", "2026-12-08T12:00+05:00"])
    assert late.exit_code == 1
    assert "museum" in late.stderr
    assert runner.invoke(app, [*args, "--now", "noon"]).exit_code == 2


def test_the_table_says_that_sample_data_is_invented(file):
    shown = runner.invoke(app, ["trip", "plan", str(file), "--time-limit", "30"])
    assert "everything in this trip is invented" in shown.stdout
    assert "left out: Bank" in shown.stdout


def test_a_bad_file_names_the_field(tmp_path):
    path = tmp_path / "trip.json"
    path.write_text('{"name": "x"}', encoding="utf-8")
    failed = runner.invoke(app, ["trip", "plan", str(path)])
    assert failed.exit_code == 1
    assert "home: Must be given." in failed.stderr
