import pytest
from django.utils import translation

from egiz.desk.core.models import Side
from egiz.desk.missions.models import Company, Mission
from egiz.desk.promises.models import Promise
from egiz.desk.trips import sample
from egiz.desk.trips.models import PlanVersion, Traveller, Trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample_desk(in_desk):
    in_desk.place_id, in_desk.language = 610529, "ru"
    in_desk.save()
    mission = Mission.objects.create(desk=in_desk, name="Образец", is_sample=True)
    for number in range(2):
        Company.objects.create(
            mission=mission, side=Side.THEIRS, key=f"K{number}", name=f"Namuna {number}", place="Nukus"
        )
    Promise.objects.create(desk=in_desk, kind="trip", status="suggested", title="Деловые поездки")
    return in_desk


def test_the_sample_trip_is_planned_published_and_tied_to_its_promise(sample_desk):
    with translation.override("ru"):  # whoever loads the sample opens the desk's language
        sample.load(sample_desk, None, lambda _text, _fraction: None)
    trip = Trip.objects.get()
    assert trip.is_sample
    assert "бразец" in trip.name
    assert all("бразец" in one.person.name for one in Traveller.objects.all())
    version = PlanVersion.objects.get()
    assert version.state == "published"
    assert {label["name"] for label in version.labels.values()} >= {"Namuna 0", "Атырау"}
    promise = Promise.objects.get()
    assert promise.status == "open"
    assert [link.title for link in promise.became.all()] == [trip.name]


def test_loading_the_sample_twice_makes_one_trip(sample_desk):
    for _ in range(2):
        sample.load(sample_desk, None, lambda _text, _fraction: None)
    assert Trip.objects.count() == 1


def test_without_the_sample_mission_there_is_no_sample_trip(in_desk):
    sample.load(in_desk, None, lambda _text, _fraction: None)
    assert not Trip.objects.exists()
