"""Nothing disappears, protocol is kept at both ends of a day, money and near misses are told, limits hold."""

import dataclasses
import datetime as dt

import pytest
from benchmarks.trips.crowds import one_day, three_cities

from egiz.trips import Block, Departure, Leg, Limits, Money, Visit, Window, check_plan, plan, plan_to_document
from egiz.trips.asking import longer
from egiz.trips.blocks import parts_of
from egiz.trips.days import order_of
from egiz.trips.stopping import counted
from egiz.trips.stretches import build
from egiz.trips.timing import time_stretch
from egiz.trips.world import World
from tests.trips.conftest import at

LIMITS = Limits(seconds=30, workers=1)


def hours(parts):
    return [(p.start.strftime("%d %H"), p.end.strftime("%d %H")) for p in parts]


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [
        (at(8, 22), at(9, 1), [("08 22", "09 01")]),
        (at(8, 18), at(9, 1), [("08 18", "09 01")]),
        (at(8, 3), at(8, 5), [("08 03", "08 05")]),
        (at(8, 9), at(10, 18), [("08 09", "08 21"), ("09 08", "09 21"), ("10 08", "10 18")]),
        (at(8, 9), at(10, 2), [("08 09", "08 21"), ("09 08", "10 02")]),
        (at(8, 22), at(10, 12), [("08 22", "09 00"), ("09 08", "09 21"), ("10 08", "10 12")]),
        (at(8, 1), at(9, 12), [("08 08", "08 21"), ("09 08", "09 12")]),
    ],
)
def test_a_block_is_kept_but_for_the_nights_inside_it(small, start, end, kept):
    block = Block("b", "B", "b", start, end)
    assert hours(parts_of(block, small.rules, "Asia/Samarkand")) == kept


def test_a_reception_over_midnight_is_in_the_plan_and_the_next_day_begins_after_it(small):
    block = Block("reception", "Reception", "b", at(8, 22), at(9, 1))
    problem = dataclasses.replace(small, blocks=(block,))
    result = plan(problem, limits=LIMITS)
    assert check_plan(problem, result) == []
    kept = [i for d in result.days for i in d.items if i.ref == "reception"]
    assert [(i.start, i.end) for i in kept] == [(at(8, 22), at(9, 1))]
    assert [d.night for d in result.days if d.date == dt.date(2026, 12, 8)] == ["b"]


@pytest.mark.parametrize(("leaves", "status"), [(1, "infeasible"), (3, "optimal")])
def test_from_what_ends_at_midnight_the_way_to_the_night_flight_counts(small, leaves, status):
    block = Block("reception", "Reception", "b", at(8, 22), at(9, 0))
    there = small.legs[0]
    flight = Departure(at(9, leaves), at(9, leaves + 1), "N9")
    back = Leg("b", "a", "air", departures=(flight,), before=60)
    problem = dataclasses.replace(small, blocks=(block,), visits=(), legs=(there, back))
    result = plan(problem, limits=LIMITS)
    assert result.status == status
    assert not result.days or check_plan(problem, result) == []


def test_a_block_that_nobody_can_reach_is_said_and_never_dropped(small):
    block = Block("dawn", "Dawn", "c", at(7, 2), at(7, 4))
    result = plan(dataclasses.replace(small, blocks=(block,)), limits=LIMITS)
    assert (result.status, result.days) == ("infeasible", ())
    assert [r.params["visit"] for r in result.explanation] == ["dawn"]


def test_an_appointment_over_midnight_is_kept_like_a_block(small):
    late = Visit("late", "Late", "b", 90, 9, (Window(at(8, 23), at(9, 0, 30)),), kind="event", must=True)
    problem = dataclasses.replace(small, visits=(*small.visits, late))
    result = plan(problem, limits=LIMITS)
    assert check_plan(problem, result) == []
    assert "late" in result.visits


def test_protocol_and_the_way_from_the_hotel_lie_within_the_day(small):
    # The day begins at eight, the hotel is twenty minutes away, the protocol takes four hours.
    fixed_visit = dataclasses.replace(small.visits[0], slack=240, must=True)
    problem = dataclasses.replace(small, visits=(fixed_visit,))
    result = plan(problem, limits=LIMITS)
    assert check_plan(problem, result) == []
    began = result.visits["firm"][1].start
    assert (began.hour, began.minute) >= (12, 20)


def test_the_checker_sees_protocol_before_the_day_begins(small):
    result = plan(small, limits=LIMITS)
    slow = dataclasses.replace(small, rules=dataclasses.replace(small.rules, slack=200))
    assert "day-hours" in {b.rule for b in check_plan(slow, result)}


def test_the_checker_sees_a_block_that_is_left_early(small):
    block = Block("reception", "Reception", "b", at(8, 18), at(8, 20))
    problem = dataclasses.replace(small, blocks=(block,))
    result = plan(problem, limits=LIMITS)
    longer = dataclasses.replace(problem, blocks=(dataclasses.replace(block, end=at(8, 20, 30)),))
    assert "block" in {b.rule for b in check_plan(longer, result)}


def test_money_is_named_where_it_is_the_reason(small):
    rules = dataclasses.replace(small.rules, budget=Money(30, "USD"))
    problem = dataclasses.replace(small, rules=rules)
    result = plan(problem, limits=LIMITS)
    assert result.value == 0
    for left in result.left_out:
        if left.visit != "bank":  # open on the first day only, before anybody can be there
            assert "over-budget" in {r.code for r in left.reasons}
            assert "more-budget" in {c.code for c in left.changes}
    amount = next(c for c in result.left_out[0].changes if c.code == "more-budget").params["amount"]
    enough = dataclasses.replace(rules, budget=Money(30 + float(amount), "USD"))
    assert result.left_out[0].visit in plan(dataclasses.replace(small, rules=enough), limits=LIMITS).visits


@pytest.mark.parametrize(("slack", "minutes"), [(15, 5), (26, 20), (30, 20)])
def test_a_near_miss_on_a_day_that_was_not_chosen_is_found(slack, minutes):
    from egiz.trips import City, Departure, Leg, Problem, Rules

    cities = (
        City("a", "A", "KZ", "Asia/Atyrau"),
        City("t", "T", "UZ", "Asia/Tashkent", night=Money(80, "USD")),
        City("s", "S", "UZ", "Asia/Samarkand", night=Money(60, "USD")),
    )
    ministry = Visit("min", "Ministry", "t", 60, 9, (Window(at(11, 15), at(11, 16)),), kind="office")
    plant = Visit("plant", "Plant", "s", 120, 12, (Window(at(12, 9), at(12, 13)),), kind="sight")
    legs = (
        Leg("a", "t", "air", departures=(Departure(at(10, 6, 30), at(10, 9)),), before=120, after=60),
        Leg("t", "a", "air", departures=(Departure(at(13, 18), at(13, 20, 40)),), before=120, after=40),
        Leg("t", "s", "car", 270),
        Leg("s", "t", "car", 270),
    )
    rules = Rules(at(10, 3), at(15, 23), slack=slack, road_minutes=600)
    problem = Problem("near", "a", rules, cities, (ministry, plant), legs)
    result = plan(problem, limits=LIMITS)
    assert list(result.visits) == ["plant"]
    left = result.left_out[0]
    assert "2026-12-11" in {str(r.params.get("dates")) for r in left.reasons}
    (first, *_) = left.changes
    assert (first.code, first.params["minutes"]) == ("longer-days", minutes)
    # So many minutes are enough, and five fewer are not.
    assert set(plan(longer(problem, minutes), limits=LIMITS).visits) == {"min", "plant"}
    assert set(plan(longer(problem, minutes - 5), limits=LIMITS).visits) == {"plant"}


def test_a_crowd_of_sights_on_one_day_is_proved(small):
    problem = one_day(20)
    result = plan(problem, limits=LIMITS)
    assert result.status == "optimal"
    assert check_plan(problem, result) == []


@pytest.mark.parametrize("problem", [one_day(40), three_cities(60)])
def test_a_limit_holds_however_many_visits_there_are(problem):
    with counted(0.01):
        result = plan(problem, limits=Limits(1.5, workers=1))
    # After the limit the clock is looked at a few times for each visit, and nothing is done any more.
    assert result.seconds < 1.5 + 0.01 * 4 * len(problem.visits)
    assert result.status in {"optimal", "feasible"}
    assert result.value > 0
    assert result.value <= result.bound
    assert check_plan(problem, result) == []


def test_a_day_of_many_short_visits_has_an_order():
    problem = one_day(14, minutes=20)
    world = World(problem)
    stretch = next(s for s in build(world, 0) if len(s.can) == 14)
    every = list(range(14))
    assert stretch.holds(every)
    order = order_of(stretch.world.table, stretch.frame, every)
    assert sorted(order) == every
    times = [begin for _, begin in time_stretch(stretch, every).visits]
    assert times == sorted(times)


def test_a_city_that_is_only_driven_through_is_not_said_to_be_off_the_way():
    from egiz.trips import City, Problem, Rules

    cities = tuple(City(n, n.upper(), "UZ", "Asia/Tashkent", night=Money(50, "USD")) for n in "abc")
    early = Visit("early", "Early", "b", 60, 5, (Window(at(10, 8), at(10, 9)),), kind="event")
    museum = Visit("museum", "Museum", "c", 60, 9, (Window(at(10, 12), at(10, 18)),), kind="sight")
    roads = (("a", "b"), ("b", "c"), ("c", "b"), ("b", "a"))
    legs = tuple(Leg(x, y, "car", 90) for x, y in roads)
    rules = Rules(at(10, 8), at(10, 20), day_start=dt.time(8), day_end=dt.time(20), slack=0)
    result = plan(Problem("through", "a", rules, cities, (early, museum), legs), limits=LIMITS)
    assert list(result.visits) == ["museum"]
    codes = {r.code: r.params for r in result.left_out[0].reasons}
    assert codes["only-passed"] == {"city": "b", "dates": "2026-12-10"}
    assert not {"city-not-on-the-way", "elsewhere-when-open"} & codes.keys()


@pytest.mark.parametrize("start", [at(8, 2), at(8, 22)])
def test_every_block_and_must_stands_in_the_plan_or_is_left_out_with_a_reason(small, start):
    block = Block("night", "Night reception", "c", start, start + dt.timedelta(hours=3))
    visits = tuple(dataclasses.replace(v, must=v.id == "bank") for v in small.visits)
    found = plan_to_document(plan(dataclasses.replace(small, blocks=(block,), visits=visits), limits=LIMITS))
    said = {left["visit"]: left["reason"] for left in found["left_out"]}
    there = {item["ref"] for day in found["days"] for item in day["items"]}
    assert {"night", "bank"} <= said.keys() | there
    assert all(said.values())


def test_a_visit_that_only_the_fixed_times_keep_out_says_so(small):
    block = Block("talks", "Talks", "b", at(8, 9), at(8, 12))
    free = plan(small, limits=LIMITS)
    assert "museum" in free.visits
    found = plan(dataclasses.replace(small, blocks=(block,)), limits=LIMITS)
    codes = {left.visit: [r.code for r in left.reasons] for left in found.left_out}
    assert codes["museum"][-1] == "clashes-with-blocks"


def test_where_the_limit_came_first_nothing_is_said_to_be_impossible(small):
    first = dataclasses.replace(small.visits[0], must=True)
    with counted(1.0):
        found = plan(dataclasses.replace(small, visits=(first, *small.visits[1:])), limits=Limits(0.5, 1))
    assert found.status == "unknown"
    assert {r.code for left in found.left_out for r in left.reasons} == {"not-examined"}
