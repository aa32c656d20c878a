"""The solver against brute force, and what a result promises."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from egiz.meetings import (
    Goals,
    Interpreter,
    Limits,
    Meeting,
    Participant,
    Problem,
    Progress,
    Slot,
    Table,
    check,
    result_to_document,
    solve,
)
from egiz.meetings.contest import Contest
from egiz.meetings.finish import _places
from egiz.meetings.model.core import build_core
from egiz.meetings.model.measure import goal_value, keeps_rules
from egiz.meetings.proving.attendance import attendance_bound, runs_bound
from egiz.meetings.proving.prover import Question, answers
from egiz.meetings.proving.weight import most_weight
from egiz.meetings.search.assign import NOWHERE
from egiz.meetings.search.local import Search
from tests.meetings.conftest import brute_force, small

QUICK = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
PAIRS = [(a, b) for a in range(4) for b in range(a + 1, 4)]


@st.composite
def problems(draw: st.DrawFn, *, must: bool | None = None) -> Problem:
    pairs = draw(st.lists(st.sampled_from(PAIRS), min_size=1, max_size=5, unique=True))
    return small(
        pairs,
        must=draw(st.booleans()) if must is None else must,
        tables=draw(st.integers(1, 2)),
        fairness=draw(st.sampled_from([None, 0, 1])) if must else None,
        weights=draw(st.lists(st.integers(1, 3), min_size=len(pairs), max_size=len(pairs))),
        away=draw(st.dictionaries(st.integers(0, 3), st.sets(st.integers(0, 3), max_size=2), max_size=3)),
        order=[(0, 1)] if len(pairs) > 1 and draw(st.booleans()) else None,
    )


@QUICK
@given(problems())
def test_solve_finds_and_proves_what_brute_force_finds(problem: Problem) -> None:
    truth = brute_force(problem)
    result = solve(problem, limits=Limits(20, 1))
    if truth is None:
        assert result.status == "infeasible"
        return
    assert [(g.value, g.bound) for g in result.goals[:2]] == [(truth[0], truth[0]), (truth[1], truth[1])]
    assert result.status == "optimal"
    assert check(result_to_document(result), problem) == []


@QUICK
@given(problems(must=True))
def test_clauses_agree_with_brute_force_at_every_number_of_breaks(problem: Problem) -> None:
    core = build_core(problem)
    truth = brute_force(problem)
    for breaks in range(3):
        for variant, people in (("climb", True), ("descend", True), ("descend", False), ("cp-sat", True)):
            first = next(answers(Question(core, breaks, variant, people=people)))
            assert (first.starts is not None) == (truth is not None and truth[1] <= breaks)
            assert first.starts is None or keeps_rules(core, first.starts)


@QUICK
@given(problems(must=False))
def test_a_prover_that_may_leave_meetings_out_finds_what_brute_force_finds(problem: Problem) -> None:
    core = build_core(problem)
    truth = brute_force(problem)
    assert truth is not None
    most = int(core.weight[core.allowed.any(axis=1)].sum())
    for variant, people in (("climb", True), ("descend", True), ("descend", False), ("here", True)):
        breaks = 0 if variant != "descend" else 9
        news = list(answers(Question(core, breaks, variant, lost=most - truth[0], people=people)))
        held = [n.starts for n in news if n.starts is not None]
        assert all(keeps_rules(core, starts) for starts in held)
        assert goal_value(core, held[-1], "held") == truth[0]
        assert goal_value(core, held[-1], "breaks") == truth[1] == news[-1].bound
        if most > truth[0]:
            impossible = list(answers(Question(core, breaks, variant, lost=most - truth[0] - 1)))
            assert all(n.starts is None for n in impossible)


@QUICK
@given(problems(must=False))
def test_the_most_weight_is_what_brute_force_holds(problem: Problem) -> None:
    truth, core = brute_force(problem), build_core(problem)
    assert truth is not None
    bound, starts = most_weight(core, 5.0)
    assert bound == truth[0]
    assert starts is None or (keeps_rules(core, starts) and goal_value(core, starts, "held") == bound)


@QUICK
@given(problems(must=True))
def test_counting_bounds_never_exceed_the_optimum(problem: Problem) -> None:
    core = build_core(problem)
    truth = brute_force(problem)
    runs, flow = runs_bound(core), attendance_bound(core)
    if truth is not None:
        assert runs is not None
        assert flow is not None
        assert runs <= truth[1]
        assert flow <= truth[1]


def fair(companies: int = 40, wanted: int = 160, seed: int = 3) -> Problem:
    rng = np.random.default_rng(seed)
    pairs = sorted({tuple(sorted(rng.choice(companies, 2, replace=False).tolist())) for _ in range(wanted)})
    return small(pairs, people=companies, slots=14, tables=len(pairs) // 14 + 3)


def test_search_keeps_every_rule_and_its_own_count() -> None:
    core = build_core(fair())
    search = Search(core, seed=1)
    assert search.place(5.0) == 0
    before = goal_value(core, search.slot, "breaks")
    claimed = search.anneal(400_000, 0.3)
    assert keeps_rules(core, search.best)
    assert goal_value(core, search.best, "breaks") == claimed
    assert claimed < before
    assert keeps_rules(core, search.slot)


def test_a_schedule_beyond_the_fairness_limit_is_kept_until_a_fair_one_is_found() -> None:
    core = build_core(replace(fair(), goals=Goals(order=("held", "breaks"), fairness=0)))
    seen: list[tuple[str, int | None]] = []
    contest = Contest(core, lambda goal, value, *_: seen.append((goal, value)) is None, 1, 1, 1e9)
    search = Search(core, seed=1)
    search.place(5.0)
    contest.offer(search.slot, "placed")
    assert contest.starts is None
    assert contest.incumbent.unfair is not None
    assert seen == [("fairness", contest.incumbent.apart)]


def test_out_of_time_the_nearest_to_the_fairness_limit_is_returned_and_not_called_best() -> None:
    problem = replace(fair(), goals=Goals(order=("held", "breaks"), fairness=0))
    result = solve(problem, limits=Limits(60, 1), on_progress=lambda p: p.stage != "placed")
    assert len(result.meetings) == len(problem.meetings)
    assert result.status == "unknown"
    assert [r.params["rule"] for r in result.explanation] == ["fairness"]
    fairness = result.goal("fairness")
    assert fairness.limit is not None
    assert fairness.value > fairness.limit
    called_valid = result_to_document(replace(result, status="feasible"))
    assert [b.rule for b in check(called_valid, problem)] == ["fairness"]


def test_large_problems_cool_against_the_clock(monkeypatch) -> None:
    monkeypatch.setattr("egiz.meetings.portfolio.LARGE_SAT", 0)
    problem = fair(60, 300)
    result = solve(problem, limits=Limits(4, 2))
    assert len(result.meetings) == len(problem.meetings)
    assert result.seconds < 8
    values = [p.value for p in result.improvements if p.goal == "breaks" and p.value is not None]
    assert values[-1] < values[0]
    assert check(result_to_document(result), problem) == []


def test_same_seed_and_one_worker_give_the_same_schedule() -> None:
    problem = fair(16, 40)
    first, second = (solve(problem, limits=Limits(60, 1), seed=5) for _ in range(2))
    assert first.status == "optimal"
    assert first.meetings == second.meetings


def test_cancelling_keeps_the_best_schedule() -> None:
    seen: list[Progress] = []

    def stop(progress: Progress) -> bool:
        seen.append(progress)
        return progress.goal != "breaks" or progress.value is None

    result = solve(fair(), limits=Limits(60, 1), on_progress=stop)
    assert len(result.meetings) == len(fair().meetings)
    assert result.seconds < 30
    assert seen


def test_a_valid_warm_start_is_never_made_worse() -> None:
    problem = fair(16, 40)
    best = solve(problem, limits=Limits(60, 1))
    again = solve(problem, limits=Limits(0.5, 1), warm_start=best)
    assert again.goal("breaks").value <= best.goal("breaks").value


def test_meetings_left_out_say_why_and_what_would_help() -> None:
    problem = small([(0, 1), (2, 3), (0, 2)], slots=1, tables=1, must=False, weights=[2, 1, 1])
    result = solve(problem, limits=Limits(5, 1))
    assert result.goal("held").value == 2
    codes = {n.id: [r.code for r in n.reasons] for n in result.not_held}
    assert codes["m1"] == ["tables-full"]
    assert [r.code for r in result.not_held[0].relaxations] == ["more-table"]


@pytest.mark.parametrize(
    ("must", "left", "places"),
    [(False, [0, -1], [0, NOWHERE]), (True, [0, 0], [NOWHERE, NOWHERE])],
)
def test_where_places_are_short_the_lightest_meeting_leaves_and_a_must_never(
    must: bool, left: list[int], places: list[int]
) -> None:
    core = build_core(small([(0, 1), (2, 3)], slots=1, tables=1, must=must, weights=[2, 1]))
    starts, found = _places(core, np.zeros(2, dtype=np.int32))
    assert starts.tolist() == left
    assert found.place.tolist() == places


def test_an_infeasible_problem_names_the_contradiction() -> None:
    problem = small([(0, 1), (0, 2), (0, 3)], slots=2)
    result = solve(problem, limits=Limits(5, 1))
    assert result.status == "infeasible"
    assert "participant-overfull" in [r.code for r in result.explanation]


def hybrid() -> Problem:
    start = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    return Problem(
        slots=tuple(Slot(start=start + dt.timedelta(minutes=30 * s)) for s in range(6)),
        participants=(
            Participant("a", mode="in_person"),
            Participant("b", mode="online", zone="Asia/Tashkent", office_hours=(dt.time(9), dt.time(15))),
            Participant("c", representatives=2),
            Participant("d", unavailable=frozenset({0})),
        ),
        meetings=(
            Meeting("ab", ("a", "b"), must=True),
            Meeting("acd", ("a", "c", "d"), must=True, length=2),
            Meeting("cd", ("c", "d"), interpreter=("ru", "uz")),
            Meeting("bc", ("b", "c"), interpreter=("uz",), after=("ab",)),
        ),
        tables=(Table("t1", capacity=3), Table("t2")),
        interpreters=(Interpreter("i", ("ru", "uz"), unavailable=frozenset({2})),),
        online_rooms=1,
    )


def test_hybrid_meetings_of_different_length_with_interpreters_are_placed() -> None:
    problem = hybrid()
    result = solve(problem, limits=Limits(10, 1))
    assert result.status == "optimal"
    assert {m.id for m in result.meetings} == {"ab", "acd", "cd", "bc"}
    # Tashkent is five hours ahead: 09:00 UTC is 14:00 there, so only two slots lie in the office hours.
    assert {m.slot for m in result.meetings if m.id in ("ab", "bc")} == {0, 1}
    assert check(result_to_document(result), problem) == []


@pytest.mark.parametrize("d", [0, 1, 2, 3])
def test_fairness_limits_of_the_publication_hold(cases, d: int) -> None:
    from egiz.meetings.model.formats.dzn import read_dzn

    text = (cases / "instances" / "tic-12.original.dzn").read_text()
    result = solve(read_dzn(text, fairness=d), limits=Limits(30, 1), seed=1)
    assert (result.status, result.goal("breaks").value) == ("optimal", 0)


def test_goals_run_in_the_order_given() -> None:
    problem = small([(0, 1), (0, 2), (1, 2)], slots=5)
    everything = Problem(
        slots=problem.slots,
        participants=problem.participants,
        meetings=problem.meetings,
        tables=problem.tables,
        goals=Goals(),
    )
    result = solve(everything, limits=Limits(10, 1))
    assert [g.name for g in result.goals] == ["held", "breaks", "fairness", "idle", "preferences"]
    assert result.status == "optimal"
