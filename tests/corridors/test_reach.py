"""The time to many places from one, as a ranking asks for it."""

import datetime as dt

from egiz import corridors

ATYRAU, NUKUS, KHUJAYLI, BERLIN = 610529, 601294, 601339, 2950159
DAY = dt.date(2026, 12, 10)


def test_reach_says_what_travel_says():
    time_to = corridors.reach(ATYRAU, "party", DAY)
    assert time_to(NUKUS) == corridors.travel(ATYRAU, NUKUS, "party", DAY)


def test_a_place_far_from_every_node_has_no_time():
    assert corridors.reach(ATYRAU, "party", DAY)(BERLIN) is None
    assert corridors.reach(BERLIN, "party", DAY)(ATYRAU) is None


def test_a_town_near_a_node_takes_a_little_longer_than_the_node():
    time_to = corridors.reach(ATYRAU, "car", DAY)
    node, town = time_to(NUKUS), time_to(KHUJAYLI)
    assert node is not None
    assert town is not None
    assert node.hours[1] < town.hours[1] < node.hours[1] + 2
