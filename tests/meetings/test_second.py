"""What was proved is refused once more by another solver; what is false is found out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from egiz.commands import meetings
from egiz.meetings import Goal, Limits, problem_to_document, prove, solve
from tests.meetings.conftest import small

LIMITS = Limits(20, 1)


def test_proved_goals_are_confirmed_and_false_ones_refuted() -> None:
    problem = small([(0, 1), (0, 2), (1, 2)], slots=5, must=False)
    result = solve(problem, limits=LIMITS)
    assert [(p.goal, p.verdict) for p in prove(problem, result)] == [
        ("held", "confirmed"),
        ("breaks", "confirmed"),
    ]
    false = replace(result, goals=(Goal("held", 2, 2), Goal("breaks", 0, 0)))
    assert prove(problem, false)[0].verdict == "refuted"


def test_a_gap_is_called_one_and_impossibility_is_confirmed() -> None:
    problem = small([(0, 1), (0, 2), (0, 3)], slots=2)
    result = solve(problem, limits=LIMITS)
    assert [(p.goal, p.verdict) for p in prove(problem, result)] == [(None, "confirmed")]
    easy = small([(0, 1)], must=False)
    gap = replace(solve(easy, limits=LIMITS), goals=(Goal("held", 1, 1), Goal("breaks", 3, 0)))
    assert [p.verdict for p in prove(easy, gap)] == ["confirmed", "not proved"]


@pytest.mark.parametrize("as_json", [False, True])
def test_the_command_says_what_was_proved_by_what(tmp_path: Path, *, as_json: bool) -> None:
    app = typer.Typer()
    meetings.register(app)
    app.command("other")(lambda: None)
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem_to_document(small([(0, 1), (2, 3)], must=False))), encoding="utf-8")
    result = CliRunner().invoke(
        app, ["schedule", "prove", str(path), "--workers", "1", *(["--json"] if as_json else [])]
    )
    assert result.exit_code == 0, result.output
    if as_json:
        assert [p["verdict"] for p in json.loads(result.stdout)["proofs"]] == ["confirmed", "confirmed"]
    else:
        assert "held: none is better than 2: confirmed by a second solver" in result.stdout
