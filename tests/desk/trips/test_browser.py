"""The trips in a real browser: nothing scrolls sideways on a phone, nothing breaks the content policy."""

import pytest
from django_scopes import scope

from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import join, make_desk, make_user
from tests.desk.trips.conftest import make_traveller, make_trip, make_version, make_visit

pytestmark = in_browser


@pytest.fixture
def desk_with_trip(transactional_db):
    desk, user = make_desk(), make_user()
    join(desk, user)
    with scope(desk=desk):
        trip = make_trip(desk)
        works, museum = make_visit(trip), make_visit(trip, "Savitsky museum", kind="sight")
        one = make_traveller(trip, nationality="KZ", languages=["ru"])
        make_version(trip, visits=[works], left=[museum])
        token = one.token
    return user, trip, works, one, token


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways_or_breaks_the_policy(browser, live_server, desk_with_trip, width):
    user, trip, works, one, token = desk_with_trip
    page = opened_page(browser, live_server, user, width)
    room = f"/d/atyrau/trips/{trip.pk}/"
    for path in (
        "/d/atyrau/trips/", "/d/atyrau/trips/new/", room, f"{room}edit/", f"{room}places/", f"{room}people/",
        f"{room}visits/", f"{room}parts/visit/{works.pk}/", f"{room}parts/person/{one.pk}/",
        f"{room}parts/way/new/", f"{room}plan/1/", f"{room}plan/1/papers/", f"/p/trips/{token}/",
    ):  # fmt: skip
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert page.complaints == []


def test_a_plan_is_published_and_the_personal_page_shows_it(browser, live_server, desk_with_trip):
    user, trip, _works, _one, token = desk_with_trip
    page = opened_page(browser, live_server, user, 1280)
    page.goto(f"{live_server.url}/d/atyrau/trips/{trip.pk}/plan/1/")
    assert page.locator(".map.leaflet-container").count() == 1
    with page.expect_navigation():
        page.click(".page-head .actions > form button.primary")
    assert "is published" in page.inner_text(".notices")
    page.goto(f"{live_server.url}/p/trips/{token}/")
    assert "Soda works" in page.inner_text("main")
    assert page.complaints == []


def test_an_opened_form_lies_over_the_map(browser, live_server, desk_with_trip):
    user, trip, *_rest = desk_with_trip
    page = opened_page(browser, live_server, user, 1360)
    page.set_viewport_size({"width": 1360, "height": 900})
    page.goto(f"{live_server.url}/d/atyrau/trips/{trip.pk}/plan/1/")
    page.wait_for_selector(".map .leaflet-control-zoom-out")
    page.click("details.menu summary:has-text('Plan again')")
    # The map is put where the opened form is: on a trip of more days it comes to lie there by itself.
    hidden = page.evaluate(
        """() => {
            const button = document.querySelector('.plan-box .button.primary');
            const at = button.getBoundingClientRect();
            const map = document.querySelector('.map.leaflet-container');
            map.style.transform = `translateY(${at.top - 60 - map.getBoundingClientRect().top}px)`;
            const on = document.querySelector('.map .leaflet-control-zoom-out').getBoundingClientRect();
            map.style.marginLeft = `${at.left + at.width / 2 - on.left - on.width / 2}px`;
            const top = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
            return button.contains(top) ? '' : top.outerHTML.slice(0, 120);
        }"""
    )
    assert hidden == ""
