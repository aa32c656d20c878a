"""The promises in a real browser, by keyboard alone."""

import pytest
from django_scopes import scope

from egiz.desk.core.domain import removing
from egiz.desk.promises.models import Promise
from tests.desk.browsing import in_browser

pytestmark = [*in_browser, pytest.mark.django_db(transaction=True)]


def test_three_suggestions_are_decided_without_the_mouse(tab, live_server, meeting, desk):
    tab.goto(f"{live_server.url}/d/atyrau/promises/meetings/{meeting.pk}/")
    tab.keyboard.press("j")
    assert "lit" in tab.locator('.quote[data-n="1"]').get_attribute("class")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#card-1.card-open")
    tab.wait_for_selector("#card-2:focus")
    tab.keyboard.press("x")
    tab.wait_for_selector("#card-2.card-rejected")
    tab.wait_for_selector("#card-3:focus")
    tab.keyboard.press("e")
    tab.keyboard.type("Help in writing")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#card-3.card-open")
    assert "All decided." in tab.inner_text("#reading-progress")
    with scope(desk=desk):
        rows = list(Promise.objects.order_by("number").values_list("status", "title"))
    assert [status for status, _title in rows] == ["open", "rejected", "open"]
    assert rows[2][1] == "Help in writing"


def test_a_promise_is_opened_and_closed_by_keys(tab, live_server, meeting, desk):
    with scope(desk=desk):
        Promise.objects.update(status="open")
    tab.goto(f"{live_server.url}/d/atyrau/promises/", wait_until="networkidle")
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    tab.keyboard.press("s")
    tab.wait_for_selector('#drawer select[data-key="s"]:focus')
    tab.wait_for_load_state("networkidle")  # two requests at once lock the tests' database in memory
    tab.select_option("#drawer select[name=status]", "done")
    tab.locator("#drawer form:has(select[name=status]) button").press("Enter")
    tab.wait_for_selector(".promise .state-done")
    tab.wait_for_timeout(300)  # until it has settled; the row drawn again is the open one still
    assert tab.locator(".promise.is-open .state-done").count() == 1
    tab.keyboard.press("Escape")
    assert tab.locator("#drawer").inner_text() == ""
    with scope(desk=desk):
        assert Promise.objects.filter(status="done").count() == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways(tab, live_server, meeting, desk, editor, width):
    with scope(desk=desk):
        Promise.objects.filter(number=1).update(status="open", title="Very " * 40)
        evidence = "https://chamber.example/" + "news-" * 12
        Promise.objects.update(evidence=evidence, waiting_since="2026-11-03")
        kept = Promise.objects.get(number=1)
        removing.remove(Promise.objects.get(number=3), editor)
    tab.evaluate("document.querySelector('button[name=language][value=kk]').click()")
    tab.wait_for_selector("html[lang=kk]")
    tab.set_viewport_size({"width": width, "height": 844})
    for address in (
        "promises/",
        f"promises/meetings/{meeting.pk}/",
        "promises/read/",
        f"promises/{kept.pk}/",
        f"promises/{kept.pk}/change/",
        f"desk/bin/put/promises.promise/{kept.pk}/",
        "desk/bin/",
        "directory/",
        "desk/jobs/",
    ):
        tab.goto(f"{live_server.url}/d/atyrau/{address}")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_search_box_answers_while_one_types(tab, live_server, meeting):
    tab.goto(f"{live_server.url}/d/atyrau/promises/")
    tab.keyboard.press("/")
    tab.keyboard.type("kalendar")
    tab.wait_for_selector("#search-hits a:has-text('календарь')")
    assert "календарь" in tab.inner_text("#search-hits").lower()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/promises/*/")


def test_on_a_phone_the_bar_is_low_and_the_search_opens_over_it(tab, live_server, meeting):
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(f"{live_server.url}/d/atyrau/promises/")
    assert tab.locator(".top").bounding_box()["height"] <= 56
    tab.click("#search")
    assert tab.locator("#search").bounding_box()["width"] > 300
    tab.keyboard.type("calendar")
    tab.wait_for_selector("#search-hits a")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
