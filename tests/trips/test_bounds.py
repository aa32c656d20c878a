"""Bounds by prices hold for every plan, with tables of the days and without them, and guide the search."""

import pytest
from benchmarks.trips.crowds import three_cities
from benchmarks.trips.truth import random_trip

from egiz.trips import Limits, check_plan, plan
from egiz.trips.bounding import Prices
from egiz.trips.planning import Incumbent, _search_first, warm_up
from egiz.trips.room import knapsack, rooms
from egiz.trips.stopping import counted, tick
from egiz.trips.stretches import build
from egiz.trips.world import World

LIMITS = Limits(seconds=30, workers=1)
FAR = 1e12


def priced(problem, *, tables):
    world = World(problem)
    stretches = [s for g in range(len(world.heads)) for s in build(world, g)]
    for s in stretches:
        s.ends = s.ends if tables else None
    return Prices(world, stretches, [e.visit.value for e in world.visits]), stretches


@pytest.mark.parametrize("seed", range(4_000_000, 4_000_016))
def test_no_plan_is_worth_more_than_the_bound(seed):
    problem = random_trip(seed)
    best = plan(problem, limits=LIMITS)
    assert best.status in {"optimal", "infeasible"}
    for tables in (True, False):
        prices, _ = priced(problem, tables=tables)
        # Whenever one stops, the bound holds: after the first round, after some, and at the end.
        with counted(1.0):
            bounds = [prices.bound(tick() + rounds, 0) for rounds in (0, 20, 1_000_000)]
        assert bounds == sorted(bounds, reverse=True)
        assert best.value <= bounds[-1] <= bounds[0] <= sum(v.value for v in problem.visits)


def test_with_tables_the_bound_of_one_day_is_exact():
    problem = three_cities(9, days=1)
    prices, _ = priced(problem, tables=True)
    assert prices.bound(FAR, 0) == plan(problem, limits=LIMITS).value


def test_asking_again_goes_on_from_the_prices_found():
    problem = three_cities(60)
    prices, _ = priced(problem, tables=False)
    first = prices.bound(0, 0)
    assert first == sum(v.value for v in problem.visits)
    assert prices.bound(FAR, first - 20) == first - 20  # no plan is worth more, which is all that was asked
    assert prices.chains


def test_a_day_between_two_trains_has_room_for_its_hours_only():
    prices, stretches = priced(three_cities(30), tables=False)
    day = next(s for s in stretches if s.stays == ("t", "s") and s.moves[0].leaves is not None)
    begin, end = day.frame.first[0] + day.frame.minutes[0], day.frame.end
    for city, room in rooms(day).items():
        if city == day.frame.stays[1]:
            assert room <= end - begin + prices.world.hulls.hop.max()
    assert knapsack(day, prices.worth.astype(int)) <= prices.worth.sum()


def test_a_search_led_by_prices_keeps_every_rule():
    warm_up()
    problem = three_cities(60)
    world = World(problem)
    found = Incumbent([], -1, sum(v.value for v in problem.visits))
    with counted(1.0):
        _search_first(world, build(world, 0), found, tick() + 150, 1)
    assert 0 < found.value <= found.bound
    assert all(s.holds(visits) for s, visits in found.chosen)
    with counted(0.01):
        assert check_plan(problem, plan(problem, limits=Limits(2.0, 1))) == []
