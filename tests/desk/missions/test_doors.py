"""Who gets in: tenants, roles, forged requests, personal links; and how many queries a page costs."""

import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope

from egiz.desk.core.models import Desk
from egiz.desk.missions.models import (
    Company,
    ExchangeRate,
    Incident,
    MeetingReport,
    Mission,
    SuggestedMatch,
    Wish,
)
from tests.desk.conftest import client_of
from tests.desk.missions.conftest import (
    DAY,
    URL,
    make_company,
    make_mission,
    make_pairs,
    make_version,
    make_wish,
)

PAGES = (
    "", "setup/", "companies/", "companies/{company}/", "companies/{company}/edit/",
    "companies/{company}/calendar.ics",
    "matches/", "wishes/", "schedule/1/", "schedule/1/programme/", "schedule/1/schedule.json",
    "schedule/1/schedule.xlsx", "schedule/1/schedule.zip",
    "schedule/1/print/", "schedule/1/meetings/{meeting}/",
    "day/", "day/{wish}/ours/", "outcomes/",
    "review/", "letters/", "work/", "work/?gap=no_hours", "work/no_hours/phones/",
    "wishes/reported/", "wishes/suggest/?ours=a",
)  # fmt: skip
WRITES = (
    "companies/import/", "companies/new/", "companies/{company}/erase/", "companies/{company}/link/",
    "match/", "matches/take/", "wishes/add/", "wishes/{wish}/", "solve/",
    "schedule/1/publish/",
    "schedule/1/discard/", "schedule/1/meetings/{meeting}/pin/", "schedule/1/meetings/{meeting}/move/",
    "day/{wish}/", "day/{wish}/ours/", "outcomes/{report}/promise/", "outcomes/rates/",
    "outcomes/rates/{rate}/remove/",
    "registration/", "registration/invite/", "review/decide/", "letters/write/asking/",
    "letters/came-back/", "companies/{company}/mail/",
)  # fmt: skip
API = "/api/v1/desks/atyrau/missions/"


@pytest.fixture
def filled(mission):
    wishes = make_pairs(mission, 2)
    version = make_version(mission, wishes)
    SuggestedMatch.objects.create(
        mission=mission, ours=wishes[0].asker, theirs=wishes[0].partner, score=0.5, selected=True
    )
    report = MeetingReport.objects.create(
        mission=mission, wish=wishes[0], side="ours", next_step="Send prices"
    )
    rate = ExchangeRate.objects.create(
        desk=mission.desk, currency="UZS", into="KZT", units=100, rate=4, on=DAY, source="a bank"
    )
    incident = Incident.objects.create(mission=mission, kind="delay", minutes=5, since=timezone.now())
    return {
        "incident": incident.pk,
        "report": report.pk,
        "rate": rate.pk,
        "mission": mission.pk,
        "company": wishes[0].asker_id,
        "wish": wishes[0].pk,
        "meeting": version.meetings.first().pk,
    }


def url(path, ids, desk="atyrau"):
    return f"/d/{desk}/missions/{ids['mission']}/{path.format(**ids)}"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_for_a_member(page, filled, path):
    answer = page.get(url(path, filled))
    assert answer.status_code == 200
    assert answer.content


@pytest.mark.parametrize("path", PAGES)
def test_another_desks_mission_is_not_there(stranger, filled, path):
    client = client_of(stranger)
    assert client.get(url(path, filled)).status_code == 404
    assert client.get(url(path, filled, desk="nukus")).status_code == 404


@pytest.mark.parametrize("path", WRITES)
def test_another_desks_mission_cannot_be_changed(stranger, filled, path):
    client = client_of(stranger)
    assert client.post(url(path, filled, desk="nukus")).status_code == 404
    assert client.post(url(path, filled)).status_code == 404
    assert Company.objects.count() == 4


@pytest.mark.parametrize("path", WRITES)
def test_a_viewer_reads_and_does_not_change(viewer, filled, path):
    assert client_of(viewer).post(url(path, filled)).status_code == 403


@pytest.mark.parametrize("path", WRITES)
def test_a_forged_request_is_refused(editor, filled, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(url(path, filled)).status_code == 403


def test_a_company_of_another_mission_is_not_reached_through_this_one(page, in_desk, filled):
    other = make_mission(in_desk, name="Other")
    company = make_company(other, "ours", "Z1")
    assert page.get(f"{URL}/{filled['mission']}/companies/{company.pk}/").status_code == 404


def test_a_wish_cannot_be_made_with_another_missions_company(page, in_desk, filled):
    company = make_company(make_mission(in_desk, name="Other"), "theirs", "Z1")
    before = Wish.objects.count()
    answer = page.post(
        f"{URL}/{filled['mission']}/wishes/add/",
        {"ours": filled["company"], "theirs": company.pk, "asked_by": "ours", "weight": "want"},
    )
    assert "theirs" in answer.context["form"].errors
    assert Wish.objects.count() == before


def test_the_list_shows_this_desks_missions_only(page, mission, stranger):
    other = Desk.objects.get(slug="nukus")
    with scope(desk=other):
        make_mission(other, name="Their secret mission")
    text = page.get(f"{URL}/").content.decode()
    assert "Nukus mission" in text
    assert "Their secret mission" not in text


def grow(mission, count):
    start = Company.objects.filter(mission=mission).count()
    wishes = []
    for n in range(start, start + count):
        a, b = make_company(mission, "ours", f"A{n}"), make_company(mission, "theirs", f"K{n}")
        match = SuggestedMatch.objects.create(mission=mission, ours=a, theirs=b, score=0.5, selected=True)
        wishes.append(make_wish(a, b, match=match))
    return wishes


def queries(page, address):
    with CaptureQueriesContext(connection) as captured:
        assert page.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "path", ["", "companies/", "matches/", "wishes/", "schedule/1/", "schedule/1/programme/", "day/",
             "outcomes/",
             "schedule/1/schedule.json", "schedule/1/schedule.xlsx", "schedule/1/schedule.zip"]
)  # fmt: skip
def test_a_page_costs_the_same_number_of_queries_for_one_row_and_for_three(page, mission, path):
    wishes = grow(mission, 1)
    version = make_version(mission, wishes)
    address = f"{URL}/{mission.pk}/{path}"
    page.get(address)  # the first request writes which desk the person used last
    one = queries(page, address)
    wishes += grow(mission, 2)
    version.delete()
    make_version(mission, wishes)
    assert queries(page, address) == one


def test_the_list_of_missions_costs_the_same_for_one_and_for_three(page, in_desk, mission):
    page.get(f"{URL}/")
    one = queries(page, f"{URL}/")
    for name in ("Second", "Third"):
        make_version(make_mission(in_desk, name=name), [])
    assert queries(page, f"{URL}/") == one


# --- personal links ---------------------------------------------------------


def link(company, part=""):
    return f"/p/missions/{company.token}/{part}"


def test_a_personal_link_shows_the_companys_own_meetings_and_nobody_elses(mission):
    wishes = make_pairs(mission, 2)
    make_version(mission, wishes)
    text = Client().get(link(wishes[0].asker)).content.decode()
    assert "Company K1" in text
    assert "Company K2" not in text


def test_a_draft_is_not_shown_to_companies(mission):
    (wish,) = make_pairs(mission, 1)
    make_version(mission, [wish], state="draft")
    assert "10:00" not in Client().get(link(wish.asker)).content.decode()
    assert b"BEGIN:VEVENT" not in Client().get(link(wish.asker, "calendar.ics")).content


def test_a_link_that_was_changed_or_taken_back_finds_nothing(mission):
    company = make_company(mission)
    assert Client().get(link(company)).status_code == 200
    assert Client().get(f"/p/missions/{company.token[:-1]}x/").status_code == 404
    assert Client().get("/p/missions/5/").status_code == 404
    old = link(company)
    company.link_number += 1
    company.save()
    assert Client().get(old).status_code == 404
    assert Client().get(link(company)).status_code == 200


def test_a_personal_page_stays_out_of_caches_indexes_and_referrers(mission):
    answer = Client().get(link(make_company(mission)))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_company_answers_its_own_wishes_only(mission):
    mine, other = make_pairs(mission, 2, agreed=False)
    company = mine.partner
    Client().post(link(company, f"wishes/{mine.pk}/"), {"answer": "agreed"})
    assert Client().post(link(company, f"wishes/{other.pk}/"), {"answer": "declined"}).status_code == 404
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.our_consent, mine.their_consent, other.state) == ("asked", "agreed", "asked")


def test_an_answer_by_link_needs_the_forms_token(mission):
    (wish,) = make_pairs(mission, 1, agreed=False)
    client = Client(enforce_csrf_checks=True)
    assert client.post(link(wish.partner, f"wishes/{wish.pk}/"), {"answer": "agreed"}).status_code == 403


# --- the API -------------------------------------------------------------------


def test_the_api_lists_gets_and_gives_the_schedule(page, filled):
    listed = page.get(API).json()
    assert [item["name"] for item in listed["missions"]] == ["Nukus mission"]
    one = page.get(f"{API}{filled['mission']}").json()
    assert (one["companies"], one["published_version"]) == ({"ours": 2, "theirs": 2}, 1)
    document = page.get(f"{API}{filled['mission']}/schedule").json()
    assert len(document["meetings"]) == 2


@pytest.mark.parametrize("path", ["", "{mission}", "{mission}/schedule"])
def test_the_api_is_closed_to_strangers_and_to_nobody(stranger, filled, path):
    address = f"{API}{path.format(**filled)}"
    assert client_of(stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 401


def test_the_api_of_another_desk_does_not_give_this_desks_mission(stranger, filled):
    address = f"/api/v1/desks/nukus/missions/{filled['mission']}"
    assert client_of(stranger).get(address).status_code == 404


def test_the_api_costs_the_same_for_one_mission_and_for_three(page, in_desk, filled):
    one = queries(page, API)
    for name in ("Second", "Third"):
        make_mission(in_desk, name=name)
    assert queries(page, API) == one


def test_setting_a_mission_up_keeps_its_days_tables_and_interpreters(page, in_desk):
    form = {
        "name": "New", "zone": "Asia/Tashkent", "host": "theirs", "slot_minutes": 20, "pause_minutes": 5,
        "tables_wanted": 3, "online_rooms": 2, "breaks_per": "day", "seconds": 30,
        "sessions-TOTAL_FORMS": 2, "sessions-INITIAL_FORMS": 0,
        "sessions-0-date": "2026-12-09", "sessions-0-starts": "10:00", "sessions-0-ends": "13:00",
        "interpreters-TOTAL_FORMS": 1, "interpreters-INITIAL_FORMS": 0,
        "interpreters-0-name": "One", "interpreters-0-languages": ["ru", "uz"],
    }  # fmt: skip
    page.post(f"{URL}/new/", form)
    mission = Mission.objects.get()
    assert (mission.rules.slot_minutes, mission.sessions.count(), mission.interpreters.get().languages) == (
        20,
        1,
        ["ru", "uz"],
    )
    assert [table.name for table in mission.tables.all()] == ["1", "2", "3"]


def test_a_session_that_ends_before_it_begins_is_refused_at_its_field(page, in_desk):
    form = {
        "name": "New", "zone": "Asia/Tashkent", "host": "theirs", "slot_minutes": 20, "pause_minutes": 5,
        "tables_wanted": 3, "online_rooms": 2, "breaks_per": "day", "seconds": 30,
        "sessions-TOTAL_FORMS": 1, "sessions-INITIAL_FORMS": 0,
        "sessions-0-date": "2026-12-09", "sessions-0-starts": "13:00", "sessions-0-ends": "10:00",
        "interpreters-TOTAL_FORMS": 0, "interpreters-INITIAL_FORMS": 0,
    }  # fmt: skip
    answer = page.post(f"{URL}/new/", form)
    assert "ends" in answer.context["sessions"].errors[0]
    assert not Mission.objects.exists()


def test_a_link_works_as_long_as_the_desk_says_and_then_says_so(mission, monkeypatch):
    company, now = make_company(mission), time.time()
    address = link(company)
    for days, status in ((364, 200), (366, 410)):
        with monkeypatch.context() as later:
            later.setattr(time, "time", lambda days=days: now + days * 86_400)
            response = Client().get(address, headers={"accept-language": "en"})
        assert response.status_code == status
    text = response.content.decode()
    assert company.desk.name in text
    assert company.name not in text
    company.desk.link_days = 1000
    company.desk.save()
    with monkeypatch.context() as later:
        later.setattr(time, "time", lambda: now + 366 * 86_400)
        assert Client().get(address).status_code == 200
