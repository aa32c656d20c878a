"""Badges at the door: scanned twice, late, at two doors or without a connection, they make one arrival."""

import datetime as dt
import io
import json

import pytest
import segno
from django_scopes import scope

from egiz.desk.missions.domain import arrivals, badges
from egiz.desk.missions.models import Scan
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import join, make_desk, make_user
from tests.desk.missions.conftest import URL, make_company, make_mission, make_pairs, make_version

NOW = dt.datetime(2026, 12, 9, 5, 0, tzinfo=dt.UTC)  # ten in the morning in Nukus


def scan(code, nonce="n1", at=NOW, **more):
    return {"nonce": nonce, "code": code, "at": at.isoformat(), **more}


def take(mission, *scans, now=NOW):
    return [(one.status, one.since) for one in arrivals.take(mission, scans, None, now)]


@pytest.fixture
def company(mission):
    return make_company(mission, contact="Айгүл Сәрсенова; Ерлан Андашев")


def test_a_scan_sent_again_is_kept_once(mission, company):
    code = badges.code_of(company, 1)
    assert take(mission, scan(code)) == [("in", NOW)]
    assert [status for status, _since in take(mission, scan(code))] == ["again"]
    assert Scan.objects.count() == 1


def test_the_same_badge_at_two_doors_is_one_arrival_since_the_earlier(mission, company):
    code = badges.code_of(company, 1)
    early = NOW - dt.timedelta(minutes=20)
    take(mission, scan(code, "door-1"))
    take(mission, scan(code, "door-2", at=early))  # the other door had no connection
    assert arrivals.here_since(mission, NOW) == {(company.pk, 1): early}
    assert arrivals.companies_here(mission, NOW) == {company.pk: early}


def test_two_people_of_a_company_are_two_badges(mission, company):
    take(mission, scan(badges.code_of(company, 1), "a"), scan(badges.code_of(company, 2), "b"))
    assert len(arrivals.here_since(mission, NOW)) == 2
    assert len(arrivals.companies_here(mission, NOW)) == 1


def test_who_goes_out_is_not_in_the_house_until_he_comes_back(mission, company):
    code = badges.code_of(company, 1)
    minute = dt.timedelta(minutes=1)
    take(mission, scan(code, "1"), scan(code, "2", at=NOW + minute, way="out"))
    assert arrivals.here_since(mission, NOW) == {}
    take(mission, scan(code, "3", at=NOW + 2 * minute))
    assert arrivals.here_since(mission, NOW) == {(company.pk, 1): NOW + 2 * minute}


def test_yesterday_is_another_day(mission, company):
    take(mission, scan(badges.code_of(company, 1), at=NOW - dt.timedelta(days=1)))
    assert arrivals.here_since(mission, NOW) == {}


def test_a_code_of_another_mission_or_none_is_unknown(mission, company):
    other = make_company(make_mission(mission.desk, name="Other"))
    assert take(mission, scan(badges.code_of(other, 1))) == [("unknown", None)]
    assert take(mission, scan("")) == [("unknown", None)]
    assert not Scan.objects.exists()


def test_who_withdrew_has_no_badge_any_more(mission, company):
    company.status = "withdrawn"
    company.save()
    assert take(mission, scan(badges.code_of(company, 1))) == [("unknown", None)]


def test_a_clock_that_runs_ahead_is_not_believed(mission, company):
    code = badges.code_of(company, 1)
    assert take(mission, scan(code, at=NOW + dt.timedelta(hours=3))) == [("in", NOW)]
    assert take(mission, {"nonce": "x", "code": badges.code_of(company, 2), "at": "soon"}) == [("in", NOW)]


@pytest.mark.parametrize("body", ["", "[]", '{"scans": 5}', '{"scans": [1]}', '{"scan": []}'])
def test_what_is_no_list_of_scans_is_refused(page, mission, body):
    answer = page.post(f"{URL}/{mission.pk}/day/check-in/scans/", body, content_type="application/json")
    assert answer.status_code == 400


def test_the_day_shows_who_is_at_the_door(page, mission):
    wishes = make_pairs(mission, 1)
    make_version(mission, wishes)
    take(mission, scan(badges.code_of(wishes[0].asker, 1), at=NOW - dt.timedelta(minutes=30)))
    text = page.get(f"{URL}/{mission.pk}/day/?slot=0").content.decode()
    assert "09:30" in text
    assert "not at the door yet" in text


def test_a_guest_does_not_check_people_in(guest, mission, company):
    from tests.desk.conftest import client_of

    client = client_of(guest)
    assert client.get(f"{URL}/{mission.pk}/day/check-in/").status_code == 403
    body = json.dumps({"scans": [scan(badges.code_of(company, 1))]})
    answer = client.post(f"{URL}/{mission.pk}/day/check-in/scans/", body, content_type="application/json")
    assert answer.status_code == 403


KEPT = """async () => {
  const kept = async address => (await caches.match(address)) !== undefined;
  const script = document.querySelector('script[src*="checkin.js"]').src;
  for (let look = 0; look < 200; look += 1) {
    const all = await kept(location.href) && await kept(script);
    if (navigator.serviceWorker.controller && all) { return true; }
    await new Promise(done => setTimeout(done, 50));
  }
  return false;
}"""
SENT = """async () => {
  for (let look = 0; look < 200; look += 1) {
    if (document.getElementById("checkin-waiting").textContent === "0") { return true; }
    await new Promise(done => setTimeout(done, 50));
  }
  return false;
}"""


def type_code(page, code):
    page.fill("#checkin-code", code)
    page.click("#checkin-form button")


class TestInBrowser:
    pytestmark = in_browser

    @pytest.fixture
    def door(self, transactional_db):
        desk, user = make_desk(), make_user()
        join(desk, user)
        with scope(desk=desk):
            mission = make_mission(desk)
            first = make_company(mission, "ours", "A1", contact="Айгүл Сәрсенова")
            second = make_company(mission, "theirs", "K1")
            yield user, mission, first, second

    def test_two_phones_without_a_connection_merge_without_doubles(self, browser, live_server, door):
        user, mission, first, second = door
        address = f"{live_server.url}{URL}/{mission.pk}/day/check-in/"
        phones = [opened_page(browser, live_server, user, 390) for _number in range(2)]
        for phone in phones:
            phone.goto(address)
            assert phone.evaluate(KEPT)
            phone.context.set_offline(True)
            phone.reload()  # the page itself comes from the device
            phone.wait_for_selector("#offline-note:not([hidden])")
        type_code(phones[0], badges.code_of(first, 1))
        assert "Айгүл Сәрсенова, Company A1 came in" in phones[0].inner_text("#checkin-said")
        type_code(phones[1], badges.code_of(first, 1).lower())
        type_code(phones[1], badges.code_of(second, 1))
        type_code(phones[1], "ZZZZZZZZ")
        assert "belongs to no badge" in phones[1].inner_text("#checkin-said")
        assert phones[1].inner_text("#checkin-waiting") == "2"
        assert not Scan.objects.exists()
        phones[1].reload()  # what was scanned outlives the page
        assert phones[1].inner_text("#checkin-waiting") == "2"
        for phone in phones:
            phone.context.set_offline(False)
            phone.reload()
            assert phone.evaluate(SENT)
        with scope(desk=mission.desk):
            assert Scan.objects.count() == 3  # each scan once, whoever sent it how often
            kept = {(one.company_id, one.number) for one in Scan.objects.all()}
        assert kept == {(first.pk, 1), (second.pk, 1)}
        phones[0].reload()
        assert phones[0].inner_text("#checkin-here") == "2"
        type_code(phones[0], badges.code_of(second, 1))
        assert "is here already" in phones[0].inner_text("#checkin-said")

    def test_a_picture_of_a_badge_is_read(self, browser, live_server, door, tmp_path):
        user, mission, _first, second = door
        page = opened_page(browser, live_server, user, 390)
        page.goto(f"{live_server.url}{URL}/{mission.pk}/day/check-in/")
        picture = io.BytesIO()
        segno.make(f"EGIZ:{badges.code_of(second, 1)}", error="m", micro=False).save(
            picture, kind="png", scale=8, border=4
        )
        page.set_input_files(
            "#checkin-photo", {"name": "badge.png", "mimeType": "image/png", "buffer": picture.getvalue()}
        )
        page.wait_for_selector("#checkin-said.is-in")
        assert "Company K1 came in" in page.inner_text("#checkin-said")
        assert page.evaluate(SENT)
        assert page.complaints == []
        with scope(desk=mission.desk):
            assert Scan.objects.get().company == second
