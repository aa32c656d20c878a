"""On request a plan keeps the days everybody may stay; vehicles have seats, drivers, countries they pass."""

import datetime as dt

import pytest

from egiz.desk.trips.domain import planning, staying
from egiz.desk.trips.domain.building import build
from egiz.desk.trips.models import KnownStay, Way
from egiz.trips import check_plan
from tests.desk.trips.conftest import URL, QuietWatch, make_traveller, make_version, make_visit

pytestmark = pytest.mark.django_db


def stayed(one, days, last=dt.date(2026, 12, 1)):
    """Days in Uzbekistan in the half year before the trip, each stay short of a month."""
    while days:
        part = min(days, 29)
        first = last - dt.timedelta(days=part - 1)
        KnownStay.objects.create(desk=one.desk, person=one.person, country="UZ", entered=first, left=last)
        last, days = first - dt.timedelta(days=3), days - part


def test_days_used_before_bind_a_plan_only_on_request(trip):
    stayed(make_traveller(trip, nationality="KZ"), 88)
    make_visit(trip)
    assert build(trip).allowances == ()
    trip.keep_stays = True
    trip.save()
    problem = build(trip)
    assert [(a.country, a.days, a.person) for a in problem.allowances] == [("UZ", 2, "")]
    made = planning.make_plan(trip, None, QuietWatch())
    assert check_plan(problem, made.as_plan) == []
    (uz,) = staying.spans_of(trip, made)["UZ"]
    assert (uz[1] - uz[0]).days + 1 <= 2


def test_a_citizen_of_two_countries_enters_with_the_better_passport(trip):
    trip.keep_stays = True
    trip.save()
    one = make_traveller(trip, nationality="KZ", other_nationality="UZ")
    stayed(one, 88)
    assert build(trip).allowances == ()


def test_a_country_that_is_passed_counts_from_the_day_of_the_ride(trip):
    version = make_version(trip)
    assert "TM" not in staying.spans_of(trip, version)
    Way.objects.update(through=["TM"])
    days = staying.spans_of(trip, version)["TM"]
    assert [first for first, _ in days] == [dt.date(2026, 12, 8), dt.date(2026, 12, 10)]


def way_form(trip, **fields):
    home, away = trip.stops.all()
    return {
        "origin": home.pk, "destination": away.pk, "mode": "car", "minutes": 300, "before": 0, "after": 0,
        "cost_currency": "USD", "per": "vehicle", "drivers": 1, "truth": "assumed", **fields,
    }  # fmt: skip


def test_a_way_has_seats_drivers_and_countries(page, trip):
    answer = page.post(f"{URL}/{trip.pk}/parts/way/new/", way_form(trip, seats=4, through=["TM"]))
    assert answer.status_code == 302
    way = Way.objects.latest("pk")
    assert (way.seats, way.drivers, way.through) == (4, 1, ["TM"])
    leg = next(x for x in build(trip).legs if x.minutes == 300)
    assert (leg.seats, leg.drivers, leg.through) == (4, 1, ("TM",))


@pytest.mark.parametrize("wrong", [{"mode": "air"}, {"through": ["XX"]}, {"seats": 0}])
def test_a_way_with_a_driver_in_the_air_is_refused_at_the_field(page, trip, wrong):
    before = Way.objects.count()
    answer = page.post(f"{URL}/{trip.pk}/parts/way/new/", way_form(trip, **wrong))
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert Way.objects.count() == before
