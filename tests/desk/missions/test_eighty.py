"""Eighty companies are asked by letter and answer through their pages; fifty register at the same moment."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection, connections
from django.test import Client
from django_scopes import scope, scopes_disabled

from egiz.desk.missions.domain import registering, scheduling
from egiz.desk.missions.models import Company, Letter, SuggestedMatch, Wish
from tests.desk.conftest import make_desk
from tests.desk.missions.conftest import URL, QuietWatch, make_company, make_mission
from tests.desk.missions.test_registration import filled

LINK = re.compile(r"http://testserver(/p/missions/\S+)")


def test_eighty_companies_are_written_to_answer_and_get_a_proved_schedule(
    page, in_desk, django_capture_on_commit_callbacks
):
    mission = make_mission(in_desk, tables=20, rooms=0, sessions=((10, 13),))
    registration = registering.registration_of(mission)
    registration.quiet_from = registration.quiet_until
    registration.save()
    sides = {
        side: [make_company(mission, side, f"{side[0]}{n}", email=f"{side}{n}@example.org", language="uz")
               for n in range(40)]
        for side in ("ours", "theirs")
    }  # fmt: skip
    for n, ours in enumerate(sides["ours"]):
        for step in (0, 1):
            theirs = sides["theirs"][(n + step) % 40]
            SuggestedMatch.objects.create(mission=mission, ours=ours, theirs=theirs, score=0.5, selected=True)
    page.post(f"{URL}/{mission.pk}/matches/take/", {"scope": "recommended"})
    assert Wish.objects.filter(our_consent="asked", their_consent="asked").count() == 80
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"{URL}/{mission.pk}/letters/write/no_answer/", {"send": "1"})
    assert len(mail.outbox) == len({letter.to[0] for letter in mail.outbox}) == 80
    for letter in mail.outbox:
        link = LINK.search(letter.body)[1]
        text = Client().get(link).content.decode()
        for number in re.findall(r"/wishes/(\d+)/\"", text):
            Client().post(f"{link}wishes/{number}/", {"answer": "agreed"})
    assert all(wish.is_agreed for wish in Wish.objects.all())
    version = scheduling.solve_mission(mission, None, QuietWatch(), seconds=20)
    assert (version.meetings.count(), version.goal("held")["bound"]) == (80, 80)


@pytest.mark.django_db(transaction=True)
def test_fifty_register_at_once_and_one_address_twice_is_one_registration():
    if connection.vendor != "postgresql":
        pytest.skip("many writers at once are PostgreSQL's")
    desk = make_desk()
    with scope(desk=desk):
        mission = make_mission(desk, name="Large")
        registration = registering.registration_of(mission)
        registration.is_open, registration.base_url = True, "http://testserver/"
        registration.save()
    address = f"/p/missions/register/{registration.code}/?lang=en"
    start = threading.Barrier(50)

    def register(number):
        start.wait()
        try:
            form = filled(name=f"Company {number}", email=f"c{number % 45}@example.org")
            return Client().post(address, form).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(register, range(50)))
    assert answers == [200] * 50
    with scopes_disabled():
        assert sorted(Company.objects.values_list("email", flat=True)) == sorted(
            f"c{n}@example.org" for n in range(45)
        )
        kinds = list(Letter.objects.values_list("kind", flat=True))
    assert (kinds.count("receipt"), kinds.count("there")) == (45, 5)
