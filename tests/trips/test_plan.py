"""Plans: best by trying everything, kept rules by the independent checker, reasons for what is left out."""

import dataclasses
import datetime as dt
import itertools

import pytest
from benchmarks.trips.sample import delegation

from egiz.trips import (
    Arrival,
    Block,
    Group,
    Limits,
    Money,
    Person,
    Visit,
    Window,
    check_plan,
    plan,
    plan_from_document,
    plan_to_document,
)
from egiz.trips.planning import value_of
from egiz.trips.stretches import HOME, build
from egiz.trips.world import World
from tests.trips.conftest import at

LIMITS = Limits(seconds=30, workers=1)


def made(result):
    return set(result.visits)


def test_the_small_trip_is_proved_best_and_keeps_every_rule(small):
    result = plan(small, limits=LIMITS)
    assert (result.status, result.value, result.bound) == ("optimal", 21, 21)
    assert made(result) == {"firm", "museum", "ministry"}
    assert check_plan(small, result) == []
    # Two nights near or far at 20 or 50 dollars, the drive and the flights.
    assert result.cost.total.currency == "USD"
    assert result.cost.total.amount == sum(line.amount.amount for line in result.cost.lines)


def best_by_trying(problem):
    """The value of the best plan over all chains of stretches and all sets of visits."""
    world = World(problem)
    stretches = build(world, 0)
    budget = problem.rules.budget.amount * 100
    best = -1

    def walk(node, done, value, cost):
        nonlocal best
        for s in stretches:
            if s.start != node:
                continue
            free = [v for v in s.can if v not in done]
            for size in range(len(free) + 1):
                for some in itertools.combinations(free, size):
                    spent = cost + s.cost + sum(world.visit_cost(0, v) for v in some)
                    if spent > budget or not s.holds(some):
                        continue
                    now = value + value_of(world, [(s, list(some))])
                    if s.end == HOME:
                        best = max(best, now)
                    else:
                        walk(s.end, done | set(some), now, spent)

    walk((0, problem.home, int(problem.rules.start.timestamp() // 60)), frozenset(), 0, 0)
    return best


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_proved_value_is_that_of_trying_everything(seed):
    problem = delegation(8, days=3, people=2, seed=seed, budget=900)
    result = plan(problem, limits=LIMITS)
    assert result.status == "optimal"
    assert result.value == best_by_trying(problem)
    assert check_plan(problem, result) == []


def test_a_visit_left_out_says_why_and_what_would_bring_it_in(small):
    left = {o.visit: o for o in plan(small, limits=LIMITS).left_out}
    assert list(left) == ["bank"]
    assert left["bank"].reasons[0].code in ("closed-that-day", "away-at-that-time")
    longer = Visit("late", "Late", "b", 120, 1, (Window(at(8, 19), at(8, 21, 30)),), kind="sight")
    # What is there the next morning keeps the group in the city that evening.
    next_day = Visit("next", "Next", "b", 60, 5, (Window(at(9, 9), at(9, 11)),))
    problem = dataclasses.replace(small, visits=(*small.visits[:2], next_day, longer))
    rules = dataclasses.replace(small.rules, day_end=dt.time(20, 30))
    result = plan(dataclasses.replace(problem, rules=rules), limits=LIMITS)
    assert [c.code for c in result.left_out[0].changes][:1] == ["longer-day"]
    # Half an hour of the visit itself, ten minutes of protocol and twenty to the hotel.
    assert result.left_out[0].changes[0].params["minutes"] == 60


def test_a_smaller_budget_never_has_more_value_and_is_kept(small):
    values = []
    for budget in (500, 300, 200, 130):
        rules = dataclasses.replace(small.rules, budget=Money(budget, "USD"))
        problem = dataclasses.replace(small, rules=rules)
        result = plan(problem, limits=LIMITS)
        assert check_plan(problem, result) == []
        values.append(result.value)
    assert values == sorted(values, reverse=True)
    assert values[0] > values[-1]


def test_musts_that_cannot_be_reached_are_named(small):
    early = Visit("dawn", "Dawn", "c", 60, 1, (Window(at(7, 7), at(7, 8)),), kind="sight", must=True)
    result = plan(dataclasses.replace(small, visits=(*small.visits, early)), limits=LIMITS)
    assert result.status == "infeasible"
    assert [(r.code, r.params["visit"]) for r in result.explanation] == [("cannot-be-reached", "dawn")]


def test_a_budget_that_rules_out_the_musts_is_named(small):
    visits = tuple(dataclasses.replace(v, must=v.id == "ministry") for v in small.visits)
    rules = dataclasses.replace(small.rules, budget=Money(50, "USD"))
    result = plan(dataclasses.replace(small, visits=visits, rules=rules), limits=LIMITS)
    assert [r.code for r in result.explanation] == ["budget-too-small"]


def test_blocks_and_arrivals_are_kept(small):
    block = Block("reception", "Reception", "b", at(8, 18), at(8, 20))
    rules = dataclasses.replace(small.rules, arrive_by=(Arrival("b", at(7, 12)),))
    problem = dataclasses.replace(small, blocks=(block,), rules=rules)
    result = plan(problem, limits=LIMITS)
    assert check_plan(problem, result) == []
    assert [i.ref for d in result.days for i in d.items if i.kind == "block"] == ["reception"]


def test_two_groups_share_the_visits_and_each_comes_home(small):
    people = (Person("p", "P", group="g"), Person("q", "Q", group="h"))
    problem = dataclasses.replace(
        small,
        groups=(Group("g"), Group("h")),
        people=people,
        rules=dataclasses.replace(small.rules, budget=Money(1000, "USD")),
    )
    result = plan(problem, limits=LIMITS)
    assert check_plan(problem, result) == []
    assert {d.group for d in result.days} == {"g", "h"}
    assert result.value >= 21


def test_a_plan_survives_the_way_to_json_and_back(small):
    result = plan(small, limits=LIMITS)
    document = plan_to_document(result)
    assert {"status", "value", "bound", "days", "left_out", "cost"} <= document.keys()
    assert document["left_out"][0]["reason"]
    assert plan_from_document(document) == result


def test_the_checker_finds_a_visit_outside_its_window(small):
    result = plan(small, limits=LIMITS)
    day = next(d for d in result.days if any(i.ref == "museum" for i in d.items))
    late = [
        dataclasses.replace(i, start=at(8, 15), end=at(8, 16)) if i.ref == "museum" else i for i in day.items
    ]
    days = tuple(dataclasses.replace(d, items=tuple(late)) if d is day else d for d in result.days)
    rules = {b.rule for b in check_plan(small, dataclasses.replace(result, days=days))}
    assert "window" in rules
