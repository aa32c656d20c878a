"""The numbers a spread rests on."""

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egiz.corridors import Estimate, load, route
from egiz.corridors.draws import Draws, shares, simulate, triangular
from egiz.corridors.label_setting import pareto

START = datetime.fromisoformat("2026-12-10T08:00")
CLASSES = ("truck20", "container", "bus", "party", "train")
TOWNS = ("atyrau", "aktau", "aktobe", "nukus", "urgench", "bukhara", "tashkent", "almaty", "baku")


@given(
    low=st.floats(0, 100),
    rise=st.floats(0, 100),
    fall=st.floats(0, 100),
    u=st.lists(st.floats(0, 0.999999), min_size=1),
)
def test_triangular_draws_stay_between_low_and_high_and_rise_with_u(low, rise, fall, u):
    estimate = Estimate(low, low + rise, low + rise + fall)
    found = triangular(estimate, np.sort(np.array(u)))
    assert (found >= estimate.low - 1e-9).all()
    assert (found <= estimate.high + 1e-9).all()
    assert (np.diff(found) >= -1e-9).all()


def test_triangular_mean_is_that_of_its_distribution():
    estimate = Estimate(1, 2, 6)
    assert triangular(estimate, np.linspace(0, 1, 100_001)).mean() == pytest.approx(estimate.mean, rel=1e-3)


@pytest.mark.parametrize("vehicle", CLASSES)
def test_p10_p50_p90_are_in_order_on_every_leg_and_in_all(vehicle):
    for end in TOWNS[1:]:
        for option in route("atyrau", end, START, vehicle, draws=500).options:
            spreads = [option.hours, *(leg.hours for leg in option.legs)]
            spreads += [leg.usd for leg in option.legs if leg.usd] + ([option.usd] if option.usd else [])
            assert all(s.p10 <= s.p50 <= s.p90 for s in spreads)


def test_without_draws_low_expected_high_are_in_order_too():
    for vehicle in CLASSES:
        for option in route("atyrau", "nukus", START, vehicle, draws=0).options:
            for leg in option.legs:
                assert leg.hours.p10 <= leg.hours.p50 <= leg.hours.p90


def test_same_seed_same_answer_another_seed_another():
    one, same, other = (
        route("atyrau", "nukus", START, seed=s, draws=300).options[0].hours for s in (1, 1, 2)
    )
    assert one == same
    assert one != other


def test_common_draws_make_the_difference_of_two_corridors_less_noisy():
    network = load()
    rides = [
        pareto(network, "atyrau", "nukus", START, "truck20")[0].rides(),
        pareto(network, "atyrau", "urgench", START, "truck20")[0].rides(),
    ]
    common = [simulate(network, way, START, Draws(5000)).hours for way in rides]
    apart = [simulate(network, way, START, Draws(5000, stream=str(k))).hours for k, way in enumerate(rides)]
    assert np.std(common[1] - common[0]) < 0.5 * np.std(apart[1] - apart[0])


def test_shares_of_the_spread_add_up_to_one_and_the_queue_leads():
    network = load()
    way = pareto(network, "atyrau", "nukus", START, "truck20")[0].rides()
    found = shares(simulate(network, way, START, Draws(5000)))
    assert sum(found.values()) == pytest.approx(1)
    assert max(found, key=found.get) == ("tazhen-daut-ota", "queue_hours")


def test_drivers_are_named_the_largest_first():
    option = route("atyrau", "nukus", date(2026, 12, 10), draws=2000).options[0]
    sizes = [driver.share for driver in option.drivers]
    assert sizes == sorted(sizes, reverse=True)
    assert option.drivers[0].on == "tazhen-daut-ota"


def test_train_draws_never_leave_before_the_traveller_is_there():
    network = load()
    way = pareto(network, "kulsary", "nukus", START, "train")[0].rides()
    sums = simulate(network, way, START, Draws(2000))
    # One leaves when the train goes; the hours before that are no part of the journey.
    arrival = sums.idle + sum(hours for hours, _ in sums.legs[:-1])
    departs = sums.idle + sums.hours - sums.parts["train-beyneu-nukus", "hours"]
    assert (departs >= arrival - 1e-9).all()
    # Monday, Wednesday or Saturday at noon, whatever the draw
    moments = {(START.hour + hours) % 24 for hours in np.round(departs, 6)}
    assert moments == {12.0}
