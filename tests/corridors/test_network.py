"""The shipped network and what is checked when it is read."""

import re
from dataclasses import replace
from datetime import date

import pytest

from egiz.atlas import place
from egiz.corridors import Estimate, Gate, Link, Network, NetworkError, Value, load, name_in, name_of
from egiz.corridors.checks import READ_TOLERANCE, check, known_lengths, shortest_km
from egiz.corridors.freight import demands, factors
from egiz.corridors.reading import DATA
from egiz.corridors.rides import ride
from egiz.corridors.translations import _translations, translated

DAY = date(2025, 6, 15)


def test_network_is_large_enough_to_choose_on():
    network = load()
    assert len(network.nodes) >= 60
    assert len(network.links) >= 120


def test_every_value_names_its_source_status_and_the_day_it_was_checked():
    network = load()
    assert all(value.source and value.status and value.checked_on for value in network.values)
    assert all(gate.source and gate.checked_on for gate in network.gates)
    assert all(service.source and service.checked_on for service in network.services)


def test_settlements_stand_where_the_atlas_has_them():
    for node in load().nodes.values():
        if node.geonameid:
            known = place(node.geonameid)
            assert (node.lat, node.lon) == pytest.approx((known.lat, known.lon), abs=0.001)
            assert node.country == known.country


def test_every_link_can_be_used_by_each_of_its_classes_in_some_direction():
    network = load()
    for link in network.links.values():
        # In the season of its services, where it has any.
        seasons = [s.valid_from for way in ("ab", "ba") for s in network.timed(link, way) if s.valid_from]
        day = min(seasons, default=date(2026, 7, 1))
        for vehicle in link.classes:
            rides = [ride(network, link, way, vehicle, day) for way in ("ab", "ba")]
            assert any(rides), f"{link.id} cannot be used by {vehicle}"


@pytest.mark.parametrize(
    "known",
    [k for k in known_lengths(DATA / "distances.csv") if k.kind == "read" and not k.set_aside],
    ids=lambda k: f"{k.a}-{k.b}-{k.mode}",
)
def test_lengths_are_within_five_per_cent_of_every_read_one(known):
    assert shortest_km(load(), known.a, known.b, known.mode) == pytest.approx(known.km, rel=READ_TOLERANCE)


def test_a_read_length_below_the_great_circle_is_set_aside_with_its_reason():
    aside = {(k.a, k.b): k.set_aside for k in known_lengths(DATA / "distances.csv") if k.set_aside}
    assert "great circle" in aside["zhezkazgan", "beyneu"]


def _with_length(link_id: str, km: float) -> Network:
    value = Value(link_id, "km", Estimate(km, km, km), "assumed", "a test", id="test")
    return load().overlaid(values=[value])


def test_a_length_below_the_great_circle_is_refused_and_named():
    with pytest.raises(NetworkError, match=r"road-nukus-urgench.*shorter than the great circle of 132 km"):
        check(_with_length("road-nukus-urgench", 100), DATA / "distances.csv")


def test_a_length_far_from_the_road_extract_is_refused():
    with pytest.raises(NetworkError, match="oral to aktobe by road: 600 km here, 467 km by OpenStreetMap"):
        check(_with_length("road-oral-aktobe", 600), DATA / "distances.csv")


def test_estimate_out_of_order_says_the_rule():
    with pytest.raises(NetworkError, match="Must have low <= mode <= high"):
        Estimate(3, 2, 4)


def test_value_without_a_source_is_refused():
    with pytest.raises(NetworkError, match="has no source"):
        Value("road-nukus-urgench", "km", Estimate(1, 1, 1), "assumed", " ")


def test_value_for_a_link_that_is_not_there_is_refused():
    value = Value("road-nowhere", "km", Estimate(1, 1, 1), "assumed", "a test")
    with pytest.raises(NetworkError, match="no such link"):
        load().overlaid(values=[value])


def test_link_to_a_node_that_is_not_there_is_refused():
    link = Link("road-x", "nukus", "nowhere", "road", "UZ", ("car",))
    with pytest.raises(NetworkError, match="joins “nowhere”"):
        load().overlaid(links=[link])


def _gate(day: date, vehicle: str = "bus"):
    network = load()
    return network.gate(network.links["tazhen-daut-ota"], vehicle, day)


def test_gate_is_closed_for_buses_and_open_for_lorries_on_the_same_day():
    assert (_gate(DAY, "bus").state, _gate(DAY, "truck20").state) == ("closed", "open")


def test_gate_is_unknown_since_the_day_after_the_last_known_one():
    view = _gate(date(2026, 12, 10), "truck20")
    assert (view.state, view.since, view.last) == ("unknown", date(2025, 12, 30), "open")


@pytest.mark.parametrize("vehicle", ["foot", "car", "bus"])
def test_a_closing_without_an_end_goes_on(vehicle):
    view = _gate(date(2026, 12, 10), vehicle)
    assert (view.state, view.gate.valid_from, view.gate.valid_to) == ("closed", date(2025, 12, 29), None)


def test_light_lorries_are_not_named_in_the_last_decision():
    view = _gate(date(2026, 12, 10), "van")
    assert (view.state, view.since) == ("unknown", date(2026, 1, 1))


def test_an_open_gate_needs_the_last_day_it_was_seen_open():
    with pytest.raises(NetworkError, match="last day it was seen open"):
        Gate("tazhen-daut-ota", "bus", "open", date(2025, 6, 1), None, "observed", "our driver")


def test_most_values_and_all_services_rest_on_something_read():
    network = load()
    assumed = sum(value.status == "assumed" for value in network.values)
    assert assumed < 0.31 * len(network.values)
    assert all(service.status != "assumed" and service.url for service in network.services)


def test_gate_before_anything_was_recorded_is_unknown_without_a_date():
    view = _gate(date(2024, 1, 1))
    assert (view.state, view.since) == ("unknown", None)


def test_flood_closes_a_road_for_its_days_only():
    network = load()
    road = network.links["road-kulsary-beyneu"]
    states = [network.gate(road, "car", date(2024, 4, day)).state for day in (10, 20)]
    assert states == ["closed", "open"]


def test_own_gate_goes_before_the_shipped_one():
    own = Gate(
        "tazhen-daut-ota",
        "bus",
        "open",
        date(2025, 6, 1),
        date(2025, 6, 30),
        "observed",
        "our driver",
        id="7",
    )
    network = load().overlaid(gates=[own])
    link = network.links["tazhen-daut-ota"]
    assert network.gate(link, "bus", DAY).state == "open"
    assert network.gate(link, "bus", date(2025, 7, 1)).state == "closed"


def test_own_value_goes_before_the_shipped_one_and_an_expired_one_is_gone():
    network = load()
    link = network.links["tazhen-daut-ota"]
    shipped = network.quantity(link, "hours", "car", "ab", DAY)
    own = replace(shipped, estimate=Estimate(1, 1, 1), id="9", source="our driver")
    assert network.overlaid(values=[own]).quantity(link, "hours", "car", "ab", DAY).source == "our driver"
    after = network.overlaid(expired=[(name_of(shipped), date(2025, 1, 1))])
    # Without the crossing's own value the mean of the border holds.
    assert after.quantity(link, "hours", "car", "ab", DAY).on == "crossing/KZ-UZ"
    assert network.quantity(link, "hours", "car", "ab", DAY) is shipped


def test_names_of_values_gates_and_services_are_unique():
    network = load()
    names = [name_of(row) for rows in (network.values, network.gates, network.services) for row in rows]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", ["ru", "uz", "kk"])
def test_posts_have_a_name_in_every_language(language):
    assert all(name_in(node, language) for node in load().nodes.values())
    assert name_in(load().nodes["tazhen"], "ru") == "Тажен"


ENGLISH = {"the", "of", "by", "is", "at", "out", "great", "between", "taken", "less"}


@pytest.mark.parametrize("language", ["ru", "uz", "kk"])
def test_sources_and_notes_that_are_sentences_are_told_in_every_language(language):
    network = load()
    rows = [*network.values, *network.gates, *network.services]
    named = {one.text for one in demands()} | {one.name for one in factors()}
    for text in named | {row.source for row in rows} | {row.note for row in rows if row.note}:
        words = set(re.findall(r"[a-zʻ]+", translated(text, language).lower().replace(".", "")))
        assert not words & ENGLISH, text


def test_phrases_speak_of_nothing_that_is_not_in_the_tables():
    network = load()
    rows = [*network.values, *network.gates, *network.services]
    named = {one.text for one in demands()} | {one.name for one in factors()}
    assert set(_translations()) <= named | {row.source for row in rows} | {row.note for row in rows}
