import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from egiz.desk.directory.models import Organisation, Person
from egiz.desk.trips.domain import planning
from egiz.desk.trips.domain.building import build
from egiz.desk.trips.models import Block, Stop, Traveller, Trip, Visit, Way

URL = "/d/atyrau/trips"
ATYRAU, NUKUS = 610529, 601294
FIRST, LAST = dt.date(2026, 12, 8), dt.date(2026, 12, 10)
ZONE = ZoneInfo("Asia/Samarkand")


class QuietWatch:
    """A watch that keeps what it is told."""

    def __init__(self):
        self.reported = []

    def report(self, fraction, message="", **values):
        self.reported.append((fraction, message, values))


def make_trip(desk, name="Trip to Nukus", **fields):
    values = {
        "leaves_on": FIRST,
        "home_on": LAST,
        "currency": "USD",
        "seconds": 2,
        "road_minutes": 900,
        **fields,
    }
    trip = Trip.objects.create(desk=desk, name=name, **values)
    home = Stop.objects.create(
        trip=trip, order=0, name="Atyrau", place_id=ATYRAU, country="KZ", zone="Asia/Atyrau",
        lat=47.1, lon=51.9, may_sleep=False,
    )  # fmt: skip
    away = Stop.objects.create(
        trip=trip, order=1, name="Nukus", place_id=NUKUS, country="UZ", zone="Asia/Samarkand",
        lat=42.46, lon=59.6, hotel="Hotel", night=30,
    )  # fmt: skip
    Way.objects.create(trip=trip, origin=home, destination=away, mode="car", minutes=600, cost=100)
    return trip


def make_visit(trip, name="Soda works", **fields):
    stop = trip.stops.last()
    return Visit.objects.create(trip=trip, stop=stop, name=name, **{"minutes": 60, "value": 5, **fields})


def make_traveller(trip, name="Yerlan Andashev", **fields):
    person = Person.objects.filter(name=name).first() or Person.objects.create(desk=trip.desk, name=name)
    return Traveller.objects.create(trip=trip, person=person, **fields)


def at(day, hour, minute=0):
    return dt.datetime(2026, 12, day, hour, minute, tzinfo=ZONE)


def make_version(trip, *, visits=(), left=(), moved=(), status="feasible", against=None):
    """A plan of three days: there, the visits one after another, home."""
    from egiz import trips

    home, away = (f"c{stop.pk}" for stop in trip.stops.all())
    there = trips.Item("travel", "", at(8, 8), at(8, 18), home, home, away, "car")
    back = trips.Item("travel", "", at(10, 8), at(10, 18), away, away, home, "car")
    held = tuple(
        trips.Item("visit", one.key, at(9, 9 + n), at(9, 10 + n), away, notes=("hours-unknown",))
        for n, one in enumerate(visits)
    )
    days = (
        trips.Day(FIRST, "all", (there,), away),
        trips.Day(dt.date(2026, 12, 9), "all", held, away),
        trips.Day(LAST, "all", (back,)),
    )
    reason = trips.Reason("made-for-a-test", {"day": 2, "amount": 1.5}, "The day has no hour left.")
    lines = (trips.CostLine("night", away, "all", 2, trips.Money(30, "USD"), trips.Money(60, "USD")),)
    value = sum(one.value for one in visits)
    plan = trips.Plan(
        status, value, value + 5, 0.1, days, tuple(trips.LeftOut(one.key, (reason,)) for one in left),
        trips.Cost(trips.Money(60, "USD"), None, lines), (), tuple(one.key for one in moved),
    )  # fmt: skip
    return planning.keep(trip, build(trip), plan, None, against=against)


@pytest.fixture
def trip(in_desk):
    return make_trip(in_desk)


@pytest.fixture
def ready(trip):
    """A trip with two visits, two people and a published plan."""
    works, museum = make_visit(trip), make_visit(trip, "Savitsky museum", kind="sight", value=2)
    make_traveller(trip, nationality="KZ", languages=["ru", "kk"], role="head")
    make_traveller(trip, "Aigul Sarsenova")
    version = make_version(trip, visits=[works], left=[museum])
    planning.publish(version, None)
    return trip


@pytest.fixture
def factory(in_desk):
    return Organisation.objects.create(
        desk=in_desk, name="Kungrad soda", kind="company", country="UZ", place_name="Nukus"
    )


@pytest.fixture
def reception(trip):
    return Block.objects.create(
        trip=trip, stop=trip.stops.last(), name="Reception", date=dt.date(2026, 12, 9),
        starts=dt.time(18), ends=dt.time(20),
    )  # fmt: skip
