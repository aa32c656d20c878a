"""The missions in a real browser: nothing scrolls sideways on a phone, nothing breaks the content policy."""

import pytest
from django_scopes import scope

from egiz.desk.missions.domain import registering
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import join, make_desk, make_user
from tests.desk.missions.conftest import make_mission, make_pairs, make_version

pytestmark = in_browser


@pytest.fixture
def desk_of_pairs(transactional_db):
    desk, user = make_desk(), make_user()
    join(desk, user)
    with scope(desk=desk):
        mission = make_mission(desk, sessions=((9, 13), (14, 18)))
        wishes = make_pairs(mission, 4)
        version = make_version(mission, wishes, state="draft")
    return user, mission, version, wishes[0].asker


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways_or_breaks_the_policy(browser, live_server, desk_of_pairs, width):
    user, mission, _version, company = desk_of_pairs
    with scope(desk=mission.desk):
        registration = registering.registration_of(mission)
        registration.is_open = True
        registration.save()
        code = registration.code
    page = opened_page(browser, live_server, user, width)
    room = f"/d/atyrau/missions/{mission.pk}/"
    for path in (
        "/d/atyrau/missions/", room, f"{room}setup/", f"{room}companies/", f"{room}companies/{company.pk}/",
        f"{room}companies/{company.pk}/edit/", f"{room}matches/", f"{room}wishes/", f"{room}schedule/1/",
        f"{room}schedule/1/?as=grid", f"{room}schedule/1/?as=list", f"{room}schedule/1/programme/",
        f"{room}day/", f"{room}outcomes/", f"/p/missions/{company.token}/",
        f"{room}registration/", f"{room}review/", f"{room}letters/", f"{room}letters/write/asking/",
        f"{room}work/", f"{room}work/?gap=no_hours", f"{room}work/no_hours/phones/",
        f"/p/missions/{company.token}/partners/", f"/p/missions/{company.token}/profile/",
        f"/p/missions/register/{code}/",
    ):  # fmt: skip
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert page.complaints == []


def test_a_meeting_is_moved_and_the_version_published(browser, live_server, desk_of_pairs):
    user, mission, version, _company = desk_of_pairs
    page = opened_page(browser, live_server, user, 1280)
    page.goto(f"{live_server.url}/d/atyrau/missions/{mission.pk}/schedule/1/")
    page.click(".cell.meet a >> nth=0")
    page.wait_for_selector(".meeting-card")
    with page.expect_navigation():
        page.click(".move-row button")
    assert "Moved and pinned" in page.inner_text(".notices")
    with page.expect_navigation():
        page.click(".page-head .actions > form button.primary")
    version.refresh_from_db()
    assert version.state == "published"
    assert page.complaints == []


def test_arrow_keys_walk_from_meeting_to_meeting(browser, live_server, desk_of_pairs):
    user, mission, _version, _company = desk_of_pairs
    page = opened_page(browser, live_server, user, 1280)
    page.goto(f"{live_server.url}/d/atyrau/missions/{mission.pk}/schedule/1/")
    page.focus(".cell.meet a >> nth=0")
    first = page.evaluate("document.activeElement.dataset.m")
    assert page.locator(".lit").count() == 2  # the same meeting in both participants' rows
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.dataset.m") == first
