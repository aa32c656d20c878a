"""Small problems are closed by clauses alone, and small assignments without a library."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from egiz.meetings import (
    Goals,
    Limits,
    Meeting,
    Participant,
    Problem,
    Slot,
    Table,
    problem_to_document,
    solve,
)
from egiz.meetings.model.core import build_core
from egiz.meetings.model.measure import goal_value
from egiz.meetings.proving.little import hold_most, improve
from egiz.meetings.proving.prover import Question, answers
from egiz.meetings.search.cheapest import FEW_ROWS, cheapest
from tests.meetings.oracle import truth

HEAVY = ("numba", "scipy", "ortools", "pandas")


def _random(seed: int, *, slots: int = 4, people: int = 5, wanted: int = 6, tables: int = 2) -> Problem:
    rng = np.random.default_rng(seed)
    pairs = [(a, b) for a in range(people) for b in range(a)]
    chosen = rng.choice(len(pairs), size=wanted, replace=False)
    away = rng.random((people, slots)) < 0.15
    return Problem(
        slots=tuple(Slot() for _ in range(slots)),
        participants=tuple(
            Participant(
                f"p{i}",
                mode="in_person",
                unavailable=frozenset(np.flatnonzero(away[i]).tolist()),
                prefer=frozenset({0}) if i == 0 else frozenset(),
            )
            for i in range(people)
        ),
        meetings=tuple(
            Meeting(f"m{k}", (f"p{pairs[j][0]}", f"p{pairs[j][1]}"), weight=1 + k % 3, prefer=frozenset({1}))
            for k, j in enumerate(chosen)
        ),
        tables=tuple(Table(f"t{k}") for k in range(tables)),
        goals=Goals(order=("held", "breaks", "fairness", "idle", "preferences")),
    )


@pytest.mark.parametrize("seed", range(12))
def test_little_formulas_reach_what_the_integer_program_holds(seed: int) -> None:
    core = build_core(_random(seed))
    answer = hold_most(core)
    (message,) = answers(Question(core, 0, "weight", seconds=60))
    assert answer.bound >= (message.weight or 0)
    if answer.proved:
        assert answer.starts is not None
        assert goal_value(core, answer.starts, "held") == answer.bound == message.weight


@pytest.mark.parametrize("seed", range(6))
def test_every_goal_of_a_little_problem_is_as_by_trying_everything(seed: int) -> None:
    problem = _random(seed, people=4, wanted=5, slots=4)
    result = solve(problem, limits=Limits(60, 1), seed=1)
    assert result.status == "optimal"
    assert [(g.value, g.bound) for g in result.goals] == [(value, value) for value in truth(problem) or ()]


def test_a_goal_improved_keeps_the_goals_before_it() -> None:
    core = build_core(_random(3, wanted=4))
    start = hold_most(core).starts
    assert start is not None
    held, breaks = goal_value(core, start, "held"), goal_value(core, start, "breaks")
    answer = improve(core, start, "idle", {"breaks": breaks}, 0)
    assert answer is not None
    assert answer.starts is not None
    assert answer.proved
    assert goal_value(core, answer.starts, "held") == held
    assert goal_value(core, answer.starts, "breaks") <= breaks
    assert goal_value(core, answer.starts, "idle") == answer.bound <= goal_value(core, start, "idle")


def test_changes_of_tables_are_not_counted_by_clauses() -> None:
    core = build_core(_random(3, wanted=4))
    start = hold_most(core).starts
    assert start is not None
    assert improve(core, start, "changes", {}, 0) is None


def test_a_small_schedule_is_proved_without_loading_heavy_libraries(tmp_path: Path) -> None:
    file = tmp_path / "small.json"
    file.write_text(json.dumps(problem_to_document(_random(5))))
    code = (
        "import sys\n"
        "from egiz.meetings import Limits, load_problem, solve\n"
        f"result = solve(load_problem({str(file)!r}), limits=Limits(60, 1), seed=1)\n"
        "print(result.status, *sorted(set(sys.modules) & " + repr(set(HEAVY)) + "))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["optimal"]


@pytest.mark.parametrize("seed", range(40))
def test_the_cheapest_assignment_costs_what_scipy_finds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = int(rng.integers(1, 20 if seed else FEW_ROWS + 3))
    cost = rng.integers(0, 8, (rows, rows + int(rng.integers(0, 20)))) / 4
    cost[rng.random(cost.shape) < (seed % 4) / 10] = 1e6
    picked = cheapest(cost)
    assert len(set(picked.tolist())) == rows
    assert cost[np.arange(rows), picked].sum() == pytest.approx(cost[linear_sum_assignment(cost)].sum())
