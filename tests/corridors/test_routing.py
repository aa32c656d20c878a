"""Ways from place to place: the anchors, the gates, what works instead."""

from datetime import date, datetime

import pytest

from egiz.corridors import (
    ClassError,
    CorridorError,
    UnknownNodeError,
    gates_between,
    load,
    node_of_place,
    route,
    travel,
)
from egiz.corridors.instead import _may_matter
from egiz.corridors.values import Gate

DAY = date(2025, 6, 15)
LATER = date(2026, 12, 10)


def test_lorry_from_atyrau_to_nukus_meets_the_two_derived_readings():
    answer = route("Atyrau", "Nukus", LATER, "truck20")
    best = answer.options[0]
    # 28.4 h and 30.1 h, 2,080 USD by the means of CPMM for 2022
    assert 26 <= best.hours.p50 <= 33
    assert 1700 <= best.usd.p50 <= 2500
    assert best.usd_complete
    assert [leg.crossing for leg in best.legs if leg.crossing] == ["Tazhen / Daut-Ota"]
    assert all(leg.source and leg.status for leg in best.legs)


def test_lorry_is_warned_that_the_gate_is_unknown_since_the_last_known_day():
    answer = route("Atyrau", "Nukus", LATER, "truck20", draws=0)
    assert answer.unknown_since == date(2025, 12, 30)
    warning = answer.options[0].warnings[0]
    assert (warning.code, warning.params["last"]) == ("unknown-since", "open")
    assert answer.options[0].risk > 0


def test_bus_in_summer_2025_learns_that_the_gate_is_closed_and_what_is_open_instead():
    answer = route("Atyrau", "Nukus", DAY, "bus", draws=0)
    shut = answer.closed[0]
    assert (shut.crossing, shut.vehicle) == ("Tazhen / Daut-Ota", "bus")
    assert (shut.gate.valid_from, shut.gate.valid_to) == (date(2025, 2, 1), date(2025, 12, 31))
    assert all("Tazhen" not in leg.crossing for option in answer.options for leg in option.legs)
    assert any(leg.crossing == "Kaplanbek / Navoi" for option in answer.options for leg in option.legs)
    instead = {(one.kind, one.value): one.reason for one in answer.instead}
    # Nobody rides with the goods, and the closing was prolonged without an end.
    assert all(kind == "class" and name in ("car", "train", "party") for kind, name in instead)


def test_bus_in_a_closing_without_an_end_is_offered_no_day():
    answer = route("Atyrau", "Nukus", LATER, "bus", draws=0)
    assert [(one.gate.valid_from, one.gate.valid_to) for one in answer.closed] == [(date(2025, 12, 29), None)]
    assert answer.unknown_since is not None
    assert all("Tazhen" not in leg.crossing for option in answer.options for leg in option.legs)
    assert "date" not in {one.kind for one in answer.instead}


def test_no_way_says_why_and_names_a_class_that_has_one():
    # The network has no railway to Zhanaozen.
    answer = route("Kuryk", "Zhanaozen", DAY, "container", draws=0)
    assert answer.options == ()
    assert answer.why_not.code == "no-link"
    assert "Kuryk" in answer.why_not.text
    assert {one.value for one in answer.instead} == {"truck20"}


def test_closed_without_another_way_proposes_no_day_inside_a_closing():
    from egiz.corridors import Link

    network = load()
    alone = network.overlaid(
        links=[
            Link(x.id, x.a, x.b, x.mode, x.zone, ("truck20",))
            for x in network.links.values()
            if x.mode == "crossing" and x.id != "tazhen-daut-ota"
        ]
    )
    answer = route("Atyrau", "Nukus", DAY, "car", network=alone, draws=0)
    assert answer.options == ()
    assert (answer.why_not.code, answer.why_not.params["until"]) == ("closed", "2025-12-31")
    # The next closing begins before this one ends, and nobody has told its end.
    assert "date" not in {one.kind for one in answer.instead}
    later = route("Atyrau", "Nukus", LATER, "car", network=alone, draws=0)
    assert (later.why_not.code, later.why_not.params["since"]) == ("closed-no-end", "2025-12-29")


def test_places_are_found_in_any_script_and_by_geonames_id():
    network = load()
    found = {node_of_place(network, name).id for name in ("Нукус", "Nókis", "Nukus", 601294, "nukus")}
    assert found == {"nukus"}


def test_a_place_off_the_network_names_the_nearest_one():
    with pytest.raises(UnknownNodeError, match=r"Moscow is not on the network; the nearest place on it is"):
        route("Moscow", "Nukus", DAY)


def test_same_place_twice_and_unknown_class_are_refused():
    with pytest.raises(CorridorError, match="both ends"):
        route("Nukus", "Нукус", DAY)
    with pytest.raises(ClassError, match="There is no class “camel”"):
        route("Nukus", "Khiva", DAY, "camel")


def test_who_asks_for_a_flight_flies():
    answer = route("Atyrau", "Urgench", LATER, "air", draws=0)
    assert answer.options
    assert all(any(leg.link.mode == "air" for leg in option.legs) for option in answer.options)


def test_train_waits_for_its_day():
    # 10 December 2026 is a Thursday; the train leaves Nukus on Tuesday, Friday and Sunday at 04:12.
    answer = route("Nukus", "Beyneu", datetime.fromisoformat("2026-12-10T08:00"), "train", draws=0)
    option, leg = answer.options[0], answer.options[0].legs[-1]
    # One leaves for the train when it goes: what is before that is told apart.
    assert option.wait + leg.wait == pytest.approx(20.2, abs=0.01)
    assert option.hours.p50 < 17
    assert any(service.departs == 4 * 60 + 12 for service in leg.services)


def test_options_beat_each_other_in_something():
    answer = route("Oral", "Tashkent", LATER, "truck20", draws=0)
    assert len(answer.options) > 1
    for one in answer.options:
        for other in answer.options:
            worse = other is not one and other.whole <= one.whole and other.risk <= one.risk
            assert not (worse and other.usd.p50 <= one.usd.p50)


def test_prefer_decides_what_comes_first():
    quick = route("Aktobe", "Nukus", LATER, "party", prefer="time", draws=0).options[0]
    safe = route("Aktobe", "Nukus", LATER, "party", prefer="risk", draws=0).options[0]
    assert "time" in quick.best
    assert "risk" in safe.best
    assert safe.risk < quick.risk


def test_kuryk_in_december_warns_of_weather_and_in_june_does_not():
    def codes(day):
        from egiz.corridors import Link

        network = load()
        only = network.overlaid(
            links=[Link("sea-aktau-port-alat", "aktau-port", "alat", "sea", "CASPIAN", ("foot",))]
        )
        option = route("Kuryk", "Alat port", day, "truck20", network=only, draws=0).options[0]
        return {warning.code for warning in option.warnings}

    assert "weather" in codes(LATER)
    assert "weather" not in codes(DAY)


def test_travel_gives_the_planner_hours_and_cost_between_geonames_ids():
    found = travel(610529, 601294, "truck20", DAY)
    assert found.hours[0] <= found.hours[1] <= found.hours[2]
    assert found.usd[1] == pytest.approx(2153, rel=0.05)
    assert (found.mode, found.unknown_since) == ("road", None)


def test_travel_reaches_a_place_off_the_network_over_an_assumed_road():
    hojayli = 601339
    there, node = travel(610529, hojayli, "truck20", DAY), travel(610529, 601294, "truck20", DAY)
    assert node.hours[1] < there.hours[1] < node.hours[1] + 2
    assert not there.usd_complete


def test_travel_without_a_way_is_none():
    assert travel(609919, 607610, "container", DAY) is None


def test_cost_is_for_the_number_asked_for():
    one, three = (route("Atyrau", "Nukus", DAY, "truck20", number=n, draws=0).options[0] for n in (1, 3))
    assert three.usd.p50 == pytest.approx(3 * one.usd.p50)


@pytest.mark.parametrize(
    ("vehicle", "state", "first", "last", "matters"),
    [
        ("bus", "closed", date(2025, 6, 1), None, True),
        ("", "closed", date(2025, 6, 1), DAY, True),
        ("bus", "closed", date(2025, 7, 10), None, True),  # one may still be on the way
        ("bus", "closed", date(2026, 6, 1), None, False),
        ("bus", "closed", date(2025, 6, 1), date(2025, 6, 14), False),
        ("truck20", "closed", date(2025, 6, 1), None, False),
        ("bus", "open", date(2025, 6, 1), LATER, False),
    ],
)
def test_a_closing_matters_that_may_be_met_on_the_way(vehicle, state, first, last, matters):
    gate = Gate("some-link", vehicle, state, first, last, "claimed", "an order")
    assert _may_matter(gate, DAY, "bus") is matters


def test_days_in_port_are_a_wait_and_not_the_voyage():
    best = route("Aktau", "Baku", LATER, "truck20", draws=0).options[0]
    (voyage,) = [leg for leg in best.legs if leg.link.mode == "sea"]
    assert 24 < voyage.wait < voyage.hours.p50
    assert [leg.wait for leg in best.legs if leg is not voyage] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("ends", "vehicle", "right"),
    [
        (("Beyneu", "Nukus"), "car", [("tazhen-daut-ota", "closed", date(2025, 12, 29), None)]),
        (("Aktobe", "Bukhara"), "car", [("kazygurt", "unknown", None, date(2026, 1, 1))]),
        (("Atyrau", "Aktau"), "car", []),
    ],
)
def test_gates_between_two_places_are_those_of_the_way_if_all_were_open(ends, vehicle, right):
    network = load()
    places = [node_of_place(network, end).geonameid for end in ends]
    found = gates_between(*places, vehicle, date(2026, 12, 15))
    assert [
        (p.link.id, p.view.state, p.view.gate.valid_from if p.view.state == "closed" else None, p.view.since)
        for p in found
    ] == right


@pytest.mark.parametrize(
    ("origin", "destination", "named"), [("Atyrau", "Beyneu", 0), ("Bukhara", "Beyneu", 1)]
)
def test_who_flies_within_a_country_is_not_told_of_a_border_for_cars(origin, destination, named):
    assert len(route(origin, destination, date(2026, 12, 15), "air", draws=0).closed) == named
