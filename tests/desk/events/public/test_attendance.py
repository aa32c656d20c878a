import datetime as dt
import html

from django.urls import reverse
from django_scopes import scope

from egiz.desk.directory.models import Person
from egiz.desk.events.models import Attendance
from egiz.desk.missions.models import Mission
from tests.desk.conftest import client_of
from tests.desk.events.public.conftest import make_event


def test_a_person_of_the_directory_goes_once_and_can_stay_at_home(page, desk, put):
    row = put(make_event())[0]
    with scope(desk=desk):
        person = Person.objects.create(desk=desk, name="Gulnara")
    url = reverse("events:attendance", args=[desk.slug, row.pk])
    for _again in range(2):
        page.post(url, {"act": "add", "person": person.pk})
    with scope(desk=desk):
        there = Attendance.objects.get()
    assert "Gulnara" in page.get(url).content.decode()
    event_page = page.get(reverse("events:event", args=[desk.slug, row.pk])).content.decode()
    assert "Gulnara" in event_page.split("We are going")[1]
    page.post(url, {"act": "remove", "row": there.pk})
    with scope(desk=desk):
        assert not Attendance.objects.exists()


def test_a_person_of_another_desk_cannot_be_sent(page, desk, put, stranger):
    from egiz.desk.core.models import Desk

    row = put(make_event())[0]
    other = Desk.objects.get(slug="nukus")
    with scope(desk=other):
        foreign = Person.objects.create(desk=other, name="Foreign")
    url = reverse("events:attendance", args=[desk.slug, row.pk])
    answer = page.post(url, {"act": "add", "person": foreign.pk}, follow=True)
    assert "Choose a person of the directory" in html.unescape(answer.content.decode())
    with scope(desk=desk):
        assert not Attendance.objects.exists()


def test_an_event_becomes_a_mission_with_its_place_and_days(page, desk, put):
    row = put(make_event())[0]
    page.post(reverse("events:attendance", args=[desk.slug, row.pk]), {"act": "mission"})
    with scope(desk=desk):
        mission = Mission.objects.get()
        days = [session.date for session in mission.sessions.all()]
    assert (mission.name, mission.place, mission.zone) == ("Show pumps", "Nukus", "Asia/Samarkand")
    assert days == [dt.date(2026, 12, day) for day in (2, 3, 4)]


def test_a_viewer_sends_nobody(desk, viewer, put):
    row = put(make_event())[0]
    url = reverse("events:attendance", args=[desk.slug, row.pk])
    assert client_of(viewer).post(url, {"act": "mission"}).status_code == 403
    with scope(desk=desk):
        assert not Mission.objects.exists()


def test_the_way_to_a_trip_is_there_when_that_room_is(page, desk, put, settings):
    row = put(make_event())[0]
    text = page.get(reverse("events:attendance", args=[desk.slug, row.pk])).content.decode()
    installed = "egiz.desk.trips" in settings.INSTALLED_APPS
    assert ("from=event" in text) == installed
