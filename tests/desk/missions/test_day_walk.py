"""From publishing to a promise in a real browser: two sides in two languages on phones, and the desk."""

import pytest
from django_scopes import scope

from egiz.desk.missions.domain import badges, scheduling
from egiz.desk.missions.models import MeetingReport, Scan
from egiz.desk.promises.models import Promise
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import join, make_desk, make_user
from tests.desk.missions.conftest import PAST, URL, QuietWatch, make_company, make_mission, make_wish

pytestmark = in_browser


@pytest.fixture
def mission(transactional_db):
    desk, user = make_desk(), make_user()
    join(desk, user)
    with scope(desk=desk):
        mission = make_mission(desk, day=PAST)
        ours = [make_company(mission, "ours", f"A{n}") for n in (1, 2)]
        theirs = [make_company(mission, "theirs", f"K{n}") for n in (1, 2)]
        for a in ours:
            for b in theirs:
                make_wish(a, b)
        scheduling.solve_mission(mission, None, QuietWatch(), seconds=3)
        yield user, mission, ours, theirs


def test_publish_no_show_repair_check_in_outcome_promise(browser, live_server, mission):
    user, mission, (first, second), (partner, _other) = mission
    room = f"{live_server.url}{URL}/{mission.pk}/"
    page = opened_page(browser, live_server, user, 390)
    page.goto(f"{room}schedule/1/")
    with page.expect_navigation():
        page.click(".page-head .actions > form button.primary")

    # One company does not come: written down, repaired, looked at, published.
    page.goto(f"{room}day/?slot=0")
    page.select_option("[name=kind]", "absent")
    page.select_option(".incident [name=company]", str(second.pk))
    with page.expect_navigation():
        page.click(".incident button")
    page.goto(f"{room}schedule/2/")
    assert "Against published version 1" in page.inner_text("main")
    with page.expect_navigation():
        page.click(".page-head .actions > form button.primary")
    published = mission.versions.get(state="published")
    assert {row.ours_id for row in published.meetings.all()} == {first.pk}

    # Its partner is at the door.
    page.goto(f"{room}day/check-in/")
    page.fill("#checkin-code", badges.code_of(partner, 1))
    page.click("#checkin-form button")
    page.wait_for_selector("#checkin-said.is-in")
    page.wait_for_timeout(800)
    assert Scan.objects.get().company == partner

    # Both sides answer on their phones, each in its language.
    wish = published.meetings.get(theirs=partner).wish
    for company, language, width in ((first, "ru", 390), (partner, "uz", 360)):
        phone = opened_page(browser, live_server, width=width, locale=language)
        phone.goto(f"{live_server.url}/p/missions/{company.token}/")
        assert phone.get_attribute("html", "lang") == language
        with phone.expect_navigation():
            phone.click(f'a[href$="/meetings/{wish.pk}/"]')
        phone.check("[name=held][value=yes]")
        phone.select_option("[name=result]", "contract")
        phone.fill("[name=value]", "5000000")
        phone.select_option("[name=currency]", "KZT")
        if company is first:
            phone.fill("[name=next_step]", "Прислать график поставок")
            phone.check("[name=next_owner][value=ours]")
            phone.fill("[name=next_due]", "2020-04-01")
        assert phone.evaluate("document.documentElement.scrollWidth") <= width
        with phone.expect_navigation():
            phone.click(".outcome-form button.primary")
        assert phone.complaints == []
    assert MeetingReport.objects.filter(wish=wish, result="contract", by_company=True).count() == 2

    # The desk counts one contract by both, and the next step becomes a promise.
    page.goto(f"{room}outcomes/")
    assert "said by both sides 1, by one side only 0" in page.inner_text(".signed-pair")
    with page.expect_navigation():
        page.click("#steps form button")
    promise = Promise.objects.get()
    assert (promise.title, promise.owner_text) == ("Прислать график поставок", first.name)
    assert page.complaints == []
