"""What a linear program proved is counted again in whole numbers; refutations are followed step by step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from egiz.meetings import Limits, prove, solve
from egiz.meetings.model.core import build_core
from egiz.meetings.model.measure import goal_value, keeps_rules
from egiz.meetings.model.problem import Problem
from egiz.meetings.proving.attendance import _most_at_once, attendance_bound, kinds
from egiz.meetings.proving.certificate import Certificate, refute
from egiz.meetings.proving.exact import priced_bound
from tests.meetings.conftest import small
from tests.meetings.oracle import truth


def _musts(seed: int) -> tuple[Problem, int] | None:
    """A random problem of musts alone and its fewest breaks, if it has a schedule."""
    rng = np.random.default_rng(seed)
    pairs = [(a, b) for a in range(4) for b in range(a)]
    chosen = [pairs[k] for k in rng.choice(6, size=int(rng.integers(3, 6)), replace=False)]
    away = {p: set(np.flatnonzero(rng.random(5) < 0.2).tolist()) for p in range(4)}
    problem = small(chosen, slots=5, tables=int(rng.integers(1, 3)), away=away)
    best = truth(problem)
    return None if best is None else (problem, best[1])


FOUND = [(seed, found) for seed in range(60) if (found := _musts(seed)) is not None]


def test_there_are_problems_to_try() -> None:
    assert len(FOUND) >= 20
    assert any(breaks for _, (_, breaks) in FOUND)


@pytest.mark.parametrize(("seed", "found"), FOUND, ids=[str(seed) for seed, _ in FOUND])
def test_no_prices_whatever_prove_more_than_the_truth(seed: int, found: tuple[Problem, int]) -> None:
    problem, breaks = found
    core = build_core(problem)
    known, span, seats = kinds(core), core.span.tolist(), _most_at_once(core)
    for prices in np.random.default_rng(seed).random((20, core.n_slots)) * 2 - 0.5:
        assert (priced_bound(known, span, seats, prices.tolist()) or 0) <= breaks
        # Nor do they ever prove that there is no schedule where there is one.
        assert (priced_bound(known, span, seats, prices.tolist(), breaks=False) or 0) <= 0
    assert (attendance_bound(core) or 0) <= breaks


def test_too_few_places_are_proved_by_prices_of_being_too_many() -> None:
    # Six people meet three times in four slots at one table: nine meetings, four seats.
    core = build_core(small([(a, b) for a in range(3) for b in range(3, 6)], people=6, slots=4, tables=1))
    assert attendance_bound(core) is None


def test_a_refutation_is_followed_and_a_broken_one_is_not(tmp_path: Path) -> None:
    pytest.importorskip("dratify")
    problem = small([(0, 1), (0, 2), (0, 3)], slots=2)
    found = refute(build_core(problem))
    assert isinstance(found, Certificate)
    assert found.checked() is True
    found.write(tmp_path, "schedule")
    assert (tmp_path / "schedule.cnf").read_text().startswith("p cnf ")
    assert (tmp_path / "schedule.drat").read_text().splitlines()[-1] == "0"
    # Clauses that have a solution are refuted by no steps.
    assert replace(found, clauses=((1, 2),), steps=("0",)).checked() is False


def test_no_refutation_where_there_is_a_schedule() -> None:
    core = build_core(small([(0, 1), (0, 2), (1, 2)], slots=5))
    breaks = solve(core.problem, limits=Limits(20, 1)).goal("breaks").value
    starts = refute(core, breaks=breaks)
    assert isinstance(starts, np.ndarray)
    assert keeps_rules(core, starts)
    assert goal_value(core, starts, "breaks") <= breaks


def test_a_break_that_cannot_be_avoided_has_a_checked_refutation(tmp_path: Path) -> None:
    pytest.importorskip("dratify")
    # Company 0 has three meetings and is away in the middle of four slots' day.
    problem = small([(0, 1), (0, 2), (0, 3)], slots=4)
    zero = replace(problem.participants[0], unavailable=frozenset({1}))
    problem = replace(problem, participants=(zero, *problem.participants[1:]))
    result = solve(problem, limits=Limits(20, 1))
    proofs = {p.goal: p for p in prove(problem, result, folder=tmp_path)}
    assert result.goal("breaks").bound == 1
    assert proofs["breaks"].verdict == "confirmed"
    assert proofs["breaks"].checked is True
    assert proofs["breaks"].first
    assert (tmp_path / "breaks.cnf").exists()
