"""Two limits of a trip: a city in which everybody must be by an hour, a visit that one group makes."""

import datetime as dt

import pytest

from egiz.desk.core.domain.jobs import JobError
from egiz.desk.trips.domain import planning
from egiz.desk.trips.domain.building import build
from egiz.desk.trips.models import Stop
from tests.desk.trips.conftest import FIRST, URL, QuietWatch, at, make_traveller, make_visit

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def parted(trip):
    """A delegation of two groups."""
    make_traveller(trip, group="engineers")
    make_traveller(trip, "Aigul Sarsenova", group="traders")
    return trip


def arrive(trip, day, hour):
    away = trip.stops.last()
    away.arrive_on, away.arrive_at = day, dt.time(hour)
    away.save()
    return away


def city_form(**changes):
    return {"name": "Nukus", "may_sleep": "on", "night_currency": "USD", "minutes_between": 20, **changes}


def visit_form(trip, **changes):
    return {
        "name": "Works", "kind": "company", "stop": trip.stops.last().pk, "minutes": 60, "value": 5,
        "cost_currency": "USD", **changes,
    }  # fmt: skip


def test_everybody_is_in_the_city_by_the_hour(trip):
    make_visit(trip, windows=["2026-12-09 15:00"])
    away = arrive(trip, FIRST, 20)
    assert [(one.city, one.by) for one in build(trip).rules.arrive_by] == [(f"c{away.pk}", at(8, 20))]
    plan = planning.make_plan(trip, None, QuietWatch()).as_plan
    rides = [item for day in plan.days for item in day.items if item.destination == f"c{away.pk}"]
    assert rides[0].end <= at(8, 20)
    assert len(plan.visits) == 1


def test_an_hour_that_cannot_be_reached_is_named_with_its_city(page, trip):
    make_visit(trip)
    arrive(trip, FIRST, 12)  # the way takes ten hours and the day begins at eight
    version = planning.make_plan(trip, None, QuietWatch())
    assert version.status == "infeasible"
    text = page.get(f"{URL}/{trip.pk}/plan/1/", headers=ENGLISH).content.decode()
    assert "Nobody can be in Nukus by the hour that is given for it" in text


def test_the_hour_is_entered_and_shown_with_the_city(page, trip):
    away = trip.stops.last()
    form = city_form(arrive_on="2026-12-08", arrive_at="20:00")
    page.post(f"{URL}/{trip.pk}/parts/city/{away.pk}/", form)
    away.refresh_from_db()
    assert away.arrive_by == at(8, 20)
    text = page.get(f"{URL}/{trip.pk}/places/", headers=ENGLISH).content.decode()
    assert "everybody is there by" in text
    assert "20:00" in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"arrive_on": "2026-12-08"}, "Give the day and the hour, or neither."),
        ({"arrive_at": "20:00"}, "Give the day and the hour, or neither."),
        ({"arrive_on": "2026-12-20", "arrive_at": "20:00"}, "This day is not among the days of the trip."),
    ],
)
def test_half_an_hour_or_another_day_is_refused_at_the_field(page, trip, changes, words):
    address = f"{URL}/{trip.pk}/parts/city/{trip.stops.last().pk}/"
    text = page.post(address, city_form(**changes), headers=ENGLISH).content.decode()
    assert words in text
    assert not Stop.objects.exclude(arrive_on=None, arrive_at=None).exists()


def test_nobody_has_to_arrive_at_home(page, trip):
    home, away = trip.stops.all()
    for stop, offered in ((home, False), (away, True)):
        text = page.get(f"{URL}/{trip.pk}/parts/city/{stop.pk}/").content.decode()
        assert ('name="arrive_on"' in text) is offered


@pytest.mark.parametrize("group", ["engineers", "traders"])
def test_the_group_that_is_named_makes_the_visit(parted, group):
    visit = make_visit(parted, group=group)
    assert [one.groups for one in build(parted).visits] == [(group,)]
    plan = planning.make_plan(parted, None, QuietWatch()).as_plan
    assert plan.visits[visit.key][0] == group


def test_a_group_is_chosen_among_those_of_the_delegation(page, parted):
    address = f"{URL}/{parted.pk}/parts/visit/new/"
    page.post(address, visit_form(parted, group="nobody"))
    assert not parted.visits.exists()
    page.post(address, visit_form(parted, group="traders"))
    visit = parted.visits.get()
    assert visit.group == "traders"
    text = page.get(f"{URL}/{parted.pk}/visits/", headers=ENGLISH).content.decode()
    assert "group traders" in text
    page.post(f"{URL}/{parted.pk}/parts/visit/{visit.pk}/", visit_form(parted, group=""))
    visit.refresh_from_db()
    assert visit.group == ""


def test_a_delegation_that_stays_together_is_not_asked_for_a_group(page, trip):
    make_traveller(trip)
    address = f"{URL}/{trip.pk}/parts/visit/new/"
    assert 'name="group"' not in page.get(address).content.decode()
    page.post(address, visit_form(trip, group="traders"))
    assert trip.visits.get().group == ""


def test_a_visit_for_a_group_in_which_nobody_is_any_more_is_said_before_planning(parted):
    make_visit(parted, group="engineers")
    one = parted.travellers.get(group="engineers")
    for left in ("traders", ""):
        one.group = left
        one.save()
        with pytest.raises(JobError, match="everybody needs a group"):
            planning.make_plan(parted, None, QuietWatch())
