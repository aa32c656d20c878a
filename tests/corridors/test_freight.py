"""What a logistics department asks: papers, tonnes, emissions; nothing unknown counts as nought."""

from dataclasses import replace
from datetime import date

import pytest

from egiz.corridors import CorridorError, load, route
from egiz.corridors.freight import LOADS, demands, demands_on, emissions, factors, per_tonne

LATER = date(2026, 12, 10)
CLASSES = {name for link in load().links.values() for name in link.classes}


def lorry(**more):
    return route("Atyrau", "Nukus", LATER, "truck20", draws=0, **more).options[0]


def test_every_factor_and_demand_has_a_page_and_names_what_is_there():
    for one in factors():
        assert one.url.startswith("https://www.gov.uk/")
        assert one.kg > 0
        assert one.vehicle in CLASSES
    links = load().links
    for one in demands():
        assert one.url.startswith("http")
        assert set(one.classes) <= CLASSES
        verb, *names = one.where.split()
        assert verb in {"leaves", "enters", "through", "between", "link"}
        assert all(name in links if verb == "link" else len(name) == 2 for name in names)
    assert len({one.id for one in demands()}) == len(demands())


def test_emissions_of_a_lorry_are_tonnes_times_kilometres_times_the_factor():
    found = emissions(lorry())
    assert found.complete
    assert found.kg == pytest.approx((0.07703 * 20 * 974, 0.07703 * 20 * 974), rel=0.002)
    assert found.upstream == pytest.approx((0.01799 * 20 * 974,) * 2, rel=0.002)
    assert emissions(lorry(), 10).kg[0] == pytest.approx(found.kg[0] / 2)


def test_a_ferry_of_which_one_does_not_know_the_kind_has_a_range():
    best = route("Aktau", "Baku", LATER, "truck20", draws=0).options[0]
    low, high = emissions(best).kg
    sea = sum(leg.km for leg in best.legs if leg.link.mode == "sea")
    assert high - low == pytest.approx(20 * sea * (0.37612 - 0.05158))


def test_a_leg_without_a_factor_makes_the_sum_a_lower_bound():
    found = emissions(lorry())
    walked = replace(lorry().legs[0], vehicle="foot")
    part = emissions(replace(lorry(), legs=(walked, *lorry().legs[1:])), 20)
    assert not part.complete
    assert part.kg[0] < found.kg[0]


def test_the_load_of_a_class_nobody_has_told_must_be_said():
    van = route("Atyrau", "Beyneu", LATER, "van", draws=0).options[0]
    assert "van" not in LOADS
    with pytest.raises(CorridorError, match="how many tonnes"):
        emissions(van)
    assert emissions(van, 1.5).kg[0] > 0
    with pytest.raises(CorridorError, match="more than 0"):
        emissions(van, 0)


def test_a_traveller_counts_once_and_a_car_as_often_as_there_are_cars():
    car = route("Atyrau", "Beyneu", LATER, "car", draws=0).options[0]
    assert emissions(car, 4).kg == emissions(car).kg == pytest.approx((0.16725 * car.km,) * 2)
    assert emissions(car, vehicles=2).kg[0] == pytest.approx(2 * emissions(car).kg[0])


def test_a_tonne_costs_its_share_and_an_empty_way_back_doubles_it():
    there = lorry()
    alone = per_tonne(there)
    assert (alone.there, alone.empty_back) == (pytest.approx(there.usd.p50 / 20), None)
    both = per_tonne(there, there)
    assert both.empty_back == pytest.approx(2 * alone.there)
    assert both.loaded_back == pytest.approx(alone.there)
    unpriced = route("Atyrau", "Beyneu", LATER, "car", draws=0).options[0]
    assert per_tonne(unpriced, tonnes=1) is None


def asked(origin, destination, day, vehicle):
    option = route(origin, destination, day, vehicle, draws=0).options[0]
    return {one.id for one in demands_on(option, day)}


def test_a_lorry_that_leaves_kazakhstan_queues_and_one_that_enters_does_not():
    out, back = asked("Atyrau", "Nukus", LATER, "truck20"), asked("Nukus", "Atyrau", LATER, "truck20")
    assert {"queue-kz", "queue-kz-order", "permit-kz-uz", "fee-uz-kz", "seen-tazhen"} <= out
    assert not {one for one in back if one.startswith("queue")}
    assert {"permit-kz-uz", "fee-uz-kz"} <= back


def test_what_was_not_in_force_yet_is_not_asked():
    early = asked("Atyrau", "Nukus", date(2023, 6, 1), "truck20")
    assert not {one for one in early if one.startswith("queue-kz")}


def test_people_are_asked_for_papers_and_not_for_permits():
    people = asked("Almaty", "Tashkent", LATER, "party")
    assert {"passport-kz-uz", "registration-uz"} <= people
    assert not {one for one in people if one.startswith(("queue", "permit", "fee", "toll"))}


def test_the_fee_of_a_third_country_is_told_on_the_way_through():
    assert "fee-tm" in asked("Aktau", "Turkmenbashi", LATER, "truck20")
    assert "fee-tm" not in asked("Atyrau", "Nukus", LATER, "truck20")


@pytest.mark.parametrize(
    ("page_date", "old"),
    [("2025-12-11", False), ("2025-12-09", True), ("2026", False), ("2025-05", True), ("", True)],
)
def test_what_was_read_a_year_ago_or_without_a_date_is_old(page_date, old):
    assert replace(demands()[0], page_date=page_date).is_old(LATER) is old


def test_an_old_timetable_and_old_prices_are_told():
    train = route("Nukus", "Beyneu", LATER, "train", draws=0).options[0]
    assert "old-timetable" in {w.code for w in train.warnings}
    prices = {w.params["year"] for w in lorry().warnings if w.code == "old-prices"}
    assert prices == {"2022"}
    at_once = route("Atyrau", "Nukus", date(2024, 6, 1), "truck20", draws=0).options[0]
    assert "old-prices" not in {w.code for w in at_once.warnings}
