"""Who drives rests: by the hours at the wheel, on every way, and ways are compared with it."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egiz.corridors import CorridorError, Link, load, route
from egiz.corridors.label_setting import pareto
from egiz.corridors.resting import SHIFTS, rested

LATER = date(2026, 12, 10)
ROAD = Link("r", "a", "b", "road", "KZ", ("car",))
SEA = Link("s", "a", "b", "sea", "CASPIAN", ("truck20",))


@pytest.mark.parametrize(
    ("hours", "rest"),
    [(0, 0), (4.5, 0), (4.6, 0.75), (9, 0.75), (9.1, 11.75), (13.6, 12.5), (18, 12.5), (18.1, 23.5)],
)
def test_one_driver_rests_after_nine_hours_and_stands_after_four_and_a_half(hours, rest):
    assert SHIFTS[1].between(0, hours) == pytest.approx(rest)


@pytest.mark.parametrize(("hours", "rest"), [(9.1, 0), (18, 0), (18.1, 11), (36.1, 22)])
def test_two_drivers_take_turns(hours, rest):
    assert SHIFTS[2].between(0, hours) == pytest.approx(rest)


@given(st.lists(st.floats(0.1, 6), min_size=1, max_size=12), st.sampled_from([1, 2]))
def test_how_a_way_is_cut_into_links_changes_no_rest(parts, drivers):
    shift, wheel, total = SHIFTS[drivers], 0.0, 0.0
    for hours in parts:
        rest, wheel = rested(shift, wheel, ROAD, 0.0, hours, driving=True)
        assert rest >= 0
        total += rest
    assert total == pytest.approx(shift.between(0.0, sum(parts)))


def test_a_long_wait_and_a_long_voyage_are_a_daily_rest():
    one = SHIFTS[1]
    assert rested(one, 8.0, ROAD, 11.0, 3.0, driving=True) == (0.0, 3.0)
    assert rested(one, 8.0, SEA, 0.0, 20.0, driving=False) == (0.0, 0.0)
    assert rested(one, 8.0, SEA, 0.0, 5.0, driving=False) == (0.0, 8.0)


def test_a_lorry_from_atyrau_to_nukus_rests_twice_and_with_two_drivers_once():
    one, two = (route("Atyrau", "Nukus", LATER, "truck20", draws=0, drivers=n).options[0] for n in (1, 2))
    wheel = sum(leg.hours.p50 for leg in one.legs if leg.link.mode == "road")
    assert 18 < wheel < 22.5  # more than two days at the wheel, less than half of a third
    assert one.rest == pytest.approx(2 * 11 + 2 * 0.75)
    assert (two.rest, two.hours) == (11.0, one.hours)
    assert sum(leg.rest for leg in one.legs) == pytest.approx(one.rest)
    assert one.whole == one.hours.p50 + one.rest


def test_gates_and_timetables_are_asked_at_the_hour_one_gets_there_rested():
    found = pareto(load(), "atyrau", "nukus", datetime(2026, 12, 10, 8), "truck20")[0]  # noqa: DTZ001 - local hours
    parts = sum(taken.hours for taken in found.rides())
    assert found.hours == pytest.approx(parts + found.rest)


@pytest.mark.parametrize("vehicle", ["foot", "train"])
def test_passengers_sleep_on_the_way(vehicle):
    options = route("Atyrau", "Aktobe", LATER, vehicle, draws=0).options
    assert options
    assert all(option.rest == 0 for option in options)


def test_a_party_does_not_drive_through_the_night_to_save_an_hour():
    driving = route("Almaty", "Oral", LATER, "car", draws=0).options[0]
    best = route("Almaty", "Oral", LATER, "party", draws=0).options[0]
    assert driving.rest > 24
    assert best.whole < driving.whole
    assert min(option.whole for option in (best, driving)) == best.whole


def test_three_drivers_are_refused():
    with pytest.raises(CorridorError, match="1 or 2 drivers"):
        route("Atyrau", "Nukus", LATER, drivers=3)
