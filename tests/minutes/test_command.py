import json

import pytest
import typer
from typer.testing import CliRunner

from egiz.commands.minutes import register

TEXT = "Палата обещала в ближайшие дни провести семинар в Нукусе."


@pytest.fixture
def run():
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return lambda *args: CliRunner().invoke(app, ["read", *map(str, args)])


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="cp1251")
    return path


def test_json_holds_the_promise_and_its_offsets_count_the_text_written_out(run, report, tmp_path):
    out = tmp_path / "text.txt"
    result = run(report, "--date", "2026-11-20", "--text-out", out, "--json")
    assert result.exit_code == 0
    (one,) = json.loads(result.stdout)["commitments"]
    assert out.read_text(encoding="utf-8")[one["start"] : one["end"]] == one["quote"]
    assert one["due"]["proposed"] == "2026-11-27"


def test_the_table_shows_title_due_and_quote(run, report):
    result = run(report, "--date", "2026-11-20")
    assert "1. Провести семинар в Нукусе" in result.stdout
    assert "в ближайшие дни; proposed 2026-11-27" in result.stdout


def test_a_wrong_input_exits_with_one_and_says_what_is_wrong(run, tmp_path):
    result = run(tmp_path / "none.txt")
    assert result.exit_code == 1
    assert "There is no file" in result.stderr


def test_a_wrong_date_exits_with_two(run, report):
    assert run(report, "--date", "20.11.2026").exit_code == 2
