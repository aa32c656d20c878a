"""Vehicles with seats and drivers, days in a country: planned, paid, checked by code of its own."""

import dataclasses
import datetime as dt
import random

import pytest
from benchmarks.trips.truth import random_trip

from egiz.trips import (
    Allowance,
    City,
    Departure,
    Leg,
    Limits,
    Person,
    Problem,
    ProblemError,
    Rules,
    Visit,
    Window,
    check_plan,
    days_abroad,
    plan,
    problem_from_document,
    problem_to_document,
    stay_limits,
)
from egiz.trips.stays import Rule, Stay
from egiz.trips.stopping import counted
from tests.trips.conftest import at

LIMITS = Limits(seconds=30, workers=1)
DAY = dt.date(2026, 12, 7)


def people(n, *passports):
    return tuple(Person(f"p{k}", f"P{k}", nationalities=passports) for k in range(n))


def with_car(small, n, **fields):
    legs = tuple(dataclasses.replace(x, **fields) if x.mode == "car" else x for x in small.legs)
    rules = dataclasses.replace(small.rules, budget=None)
    return dataclasses.replace(small, legs=legs, people=people(n), rules=rules)


def rides(result):
    return [i for d in result.days for i in d.items if i.mode == "car"]


@pytest.mark.parametrize(("heads", "cars"), [(1, 1), (3, 1), (4, 2), (7, 3)])
def test_a_group_pays_for_as_many_vehicles_as_it_needs(small, heads, cars):
    problem = with_car(small, heads, seats=3)
    result = plan(problem, limits=LIMITS)
    assert check_plan(problem, result) == []
    assert {i.cost.amount for i in rides(result)} == {40.0 * cars}
    assert {(x.quantity, x.price.amount) for x in result.cost.lines if x.kind == "travel"} >= {(cars, 40.0)}


def test_the_checker_counts_the_vehicles_itself(small):
    result = plan(with_car(small, 4, seats=3), limits=LIMITS)
    assert "cost" in {b.rule for b in check_plan(with_car(small, 4), result)}


@pytest.mark.parametrize(
    ("drivers", "minutes", "takes"), [(0, 300, 300), (1, 270, 270), (1, 300, 345), (2, 300, 300)]
)
def test_one_driver_stands_after_four_and_a_half_hours(small, drivers, minutes, takes):
    problem = with_car(small, 1, drivers=drivers, minutes=minutes)
    result = plan(problem, limits=LIMITS)
    assert check_plan(problem, result) == []
    assert {(i.end - i.start).total_seconds() / 60 for i in rides(result)} == {takes}


@pytest.mark.parametrize(("drivers", "made"), [(0, True), (1, False), (2, True)])
def test_nobody_is_at_the_wheel_for_more_than_nine_hours_a_day(drivers, made):
    # There and back on one day: ten hours of road, with a visit between.
    cities = (City("a", "A", "KZ", "Asia/Atyrau"), City("b", "B", "UZ", "Asia/Samarkand"))
    legs = tuple(Leg(x, y, "car", 300, drivers=drivers) for x, y in (("a", "b"), ("b", "a")))
    visit = Visit("v", "V", "b", 60, 5, (Window(at(7, 8), at(7, 20)),), kind="sight")
    rules = Rules(at(7, 5), at(7, 23), day_start=dt.time(5), day_end=dt.time(23), road_minutes=900)
    problem = Problem("one day", "a", rules, cities, (visit,), legs)
    result = plan(problem, limits=LIMITS)
    assert (result.status, bool(result.visits)) == ("optimal", made)
    assert check_plan(problem, result) == []


def test_the_checker_sees_a_driver_who_is_too_long_at_the_wheel():
    cities = (City("a", "A", "KZ", "Asia/Atyrau"), City("b", "B", "UZ", "Asia/Samarkand"))
    legs = tuple(
        Leg(x, y, "bus", departures=(Departure(at(7, h), at(7, h + 5), x),))
        for x, y, h in (("a", "b", 5), ("b", "a", 15))
    )
    visit = Visit("v", "V", "b", 60, 5, (Window(at(7, 8), at(7, 20)),), kind="sight")
    rules = Rules(at(7, 4), at(7, 23), road_minutes=900)
    problem = Problem("by bus", "a", rules, cities, (visit,), legs)
    result = plan(problem, limits=LIMITS)
    assert (list(result.visits), check_plan(problem, result)) == (["v"], [])
    alone = dataclasses.replace(problem, legs=tuple(dataclasses.replace(x, drivers=1) for x in legs))
    assert {b.rule for b in check_plan(alone, result)} == {"wheel"}
    assert plan(alone, limits=LIMITS).visits == {}


@pytest.mark.parametrize("wrong", [{"seats": 0}, {"drivers": 3}, {"through": ("Turkmenistan",)}])
def test_a_vehicle_that_cannot_be_is_refused(wrong):
    with pytest.raises(ProblemError):
        Leg("a", "b", "car", 60, **wrong)
    with pytest.raises(ProblemError, match="car or bus"):
        Leg("a", "b", "air", 60, drivers=1)


def test_seats_drivers_and_days_come_back_from_a_document(small):
    problem = dataclasses.replace(
        with_car(small, 2, seats=4, drivers=1, through=("TM",)), allowances=(Allowance("UZ", 2, DAY),)
    )
    assert problem_from_document(problem_to_document(problem)) == problem


def rule(kind, days, window=0):
    return Rule("r", kind, "KZ", "UZ", days, window, dt.date(2020, 1, 1), None, "2020", DAY, "a test")


def test_days_used_before_the_trip_limit_it(small):
    before = {"p0": [Stay("UZ", dt.date(2026, 11, 20), dt.date(2026, 12, 1))]}
    problem = dataclasses.replace(small, people=people(1, "KZ"))
    found = stay_limits(problem, before, known=(rule("window", 14, 180),))
    assert [(a.days, a.until) for a in found] == [(2, dt.date(2026, 12, 9))]
    bound = dataclasses.replace(problem, allowances=found)
    result = plan(bound, limits=LIMITS)
    assert check_plan(bound, result) == []
    assert len(days_abroad(bound, result, "all")["UZ"]) <= 2
    free = plan(problem, limits=LIMITS)
    assert len(days_abroad(problem, free, "all")["UZ"]) == 3
    assert "stay" in {b.rule for b in check_plan(bound, free)}


def test_the_better_of_two_passports_is_used_and_a_citizen_stays_as_long_as_wanted(small):
    before = {"p0": [Stay("UZ", dt.date(2026, 11, 20), dt.date(2026, 12, 1))]}
    known = (rule("window", 14, 180), dataclasses.replace(rule("window", 90, 180), citizens="RU"))
    for passports, limited in (
        (("KZ",), True),
        (("KZ", "RU"), False),
        (("KZ", "UZ"), False),
        (("XX",), False),
    ):
        problem = dataclasses.replace(small, people=people(1, *passports))
        assert bool(stay_limits(problem, before, known=known)) is limited


def test_a_visit_is_left_out_because_somebody_would_stay_too_long(small):
    bound = dataclasses.replace(small, allowances=(Allowance("UZ", 1, dt.date(2026, 12, 9)),))
    result = plan(bound, limits=LIMITS)
    assert (result.status, check_plan(bound, result)) == ("optimal", [])
    codes = {o.visit: {r.code for r in o.reasons} for o in result.left_out}
    assert "stay-too-long" in codes["ministry"]
    more = dataclasses.replace(small, allowances=(Allowance("UZ", 3, dt.date(2026, 12, 9)),))
    assert "ministry" in plan(more, limits=LIMITS).visits


def test_a_trip_that_must_stay_too_long_says_so(small):
    visits = tuple(dataclasses.replace(v, must=v.id == "ministry") for v in small.visits)
    bound = dataclasses.replace(small, visits=visits, allowances=(Allowance("UZ", 1, dt.date(2026, 12, 9)),))
    result = plan(bound, limits=LIMITS)
    assert (result.status, [r.code for r in result.explanation]) == ("infeasible", ["stays-too-long"])


def test_a_country_that_is_only_passed_counts(small):
    legs = tuple(dataclasses.replace(x, through=("TM",)) if x.mode == "car" else x for x in small.legs)
    problem = dataclasses.replace(small, legs=legs)
    result = plan(problem, limits=LIMITS)
    passed = days_abroad(problem, result, "all")["TM"]
    assert passed == {i.start.date() for i in rides(result)} != set()
    bound = dataclasses.replace(problem, allowances=(Allowance("TM", 0, dt.date(2026, 12, 9)),))
    around = plan(bound, limits=LIMITS)
    assert check_plan(bound, around) == []
    assert rides(around) == []


@pytest.mark.parametrize("seed", range(7_000_000, 7_000_012))
def test_random_trips_with_vehicles_and_limits_are_planned_clean(seed):
    rng = random.Random(seed)
    whole = random_trip(seed)
    legs = tuple(
        dataclasses.replace(x, seats=rng.choice((None, 1, 3)), drivers=rng.choice((0, 1, 2)))
        if x.mode in ("car", "bus")
        else x
        for x in whole.legs
    )
    limit = Allowance("UZ", rng.randint(1, 3), whole.days[-1])
    problem = dataclasses.replace(whole, legs=legs, people=people(rng.randint(1, 5)), allowances=(limit,))
    result = plan(problem, limits=LIMITS)
    assert result.status in {"optimal", "infeasible"}
    assert not result.days or check_plan(problem, result) == []
    assert result.value <= plan(whole, limits=LIMITS).bound or problem.head_count("all") > 1


def test_a_large_trip_is_searched_within_its_days():
    from benchmarks.trips.crowds import three_cities

    whole = three_cities(60)
    country = whole.city(whole.visits[0].city).country
    limit = Allowance(country, 2, whole.days[-1])
    problem = dataclasses.replace(whole, allowances=(limit,))
    with counted(0.01):
        result = plan(problem, limits=Limits(1.5, workers=1))
    assert result.days
    assert check_plan(problem, result) == []
    assert len(days_abroad(problem, result, "all")[country]) <= 2
