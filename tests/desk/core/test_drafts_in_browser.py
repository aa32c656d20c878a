"""Nothing typed is lost, in a real browser: the log-in runs out, the language changes, a form goes twice."""

import pytest
from django_scopes import scope

from egiz.desk.promises.domain import deciding
from egiz.desk.promises.models import OfficialMeeting, Promise
from tests.desk.browsing import in_browser
from tests.desk.conftest import PASSWORD

pytestmark = [*in_browser, pytest.mark.django_db(transaction=True)]

TITLE = "Send the calendar of oil and gas events"


@pytest.fixture
def add(live_server):
    return f"{live_server.url}/d/atyrau/promises/add/"


def titles(desk):
    with scope(desk=desk):
        return list(Promise.objects.values_list("title", flat=True))


def test_a_log_in_that_runs_out_loses_nothing(tab, add, desk, editor):
    tab.goto(add)
    tab.fill("#id_title", TITLE)
    tab.fill("#id_note", "The consul\nasked twice")
    tab.context.clear_cookies(name="sessionid")
    tab.click("main form .button.primary")
    tab.wait_for_url("**/accounts/login/**")
    assert titles(desk) == []
    tab.fill("[name=login]", editor.email)
    tab.fill("[name=password]", PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/promises/add/")
    tab.wait_for_selector("main form .notice")
    assert tab.input_value("#id_title") == TITLE
    assert tab.input_value("#id_note") == "The consul\nasked twice"
    tab.click("main form .button.primary")
    tab.wait_for_url("**/promises/*/")
    assert titles(desk) == [TITLE]
    tab.goto(add)
    tab.wait_for_load_state()
    assert tab.input_value("#id_title") == ""
    assert tab.locator("main form .notice").count() == 0


def test_another_language_loses_nothing_and_discard_gives_an_empty_form(tab, add):
    tab.goto(add)
    tab.fill("#id_title", TITLE)
    tab.select_option("#id_side", "theirs")
    tab.evaluate("document.querySelector('button[name=language][value=kk]').click()")
    tab.wait_for_selector("html[lang=kk]")
    tab.wait_for_selector("main form .notice")
    assert tab.input_value("#id_title") == TITLE
    assert tab.input_value("#id_side") == "theirs"
    tab.click("main form .notice button")
    assert tab.input_value("#id_title") == ""
    tab.reload()
    assert tab.input_value("#id_title") == ""


def test_back_and_send_again_makes_one_promise(tab, add, desk):
    tab.goto(add)
    tab.fill("#id_title", TITLE)
    tab.click("main form .button.primary")
    tab.wait_for_url("**/promises/*/")
    where = tab.url
    tab.go_back()
    tab.fill("#id_title", TITLE)
    tab.click("main form .button.primary")
    tab.wait_for_selector(".notices")
    assert tab.url == where
    assert titles(desk) == [TITLE]


def test_two_tabs_on_one_promise_lose_nothing_of_either(tab, live_server, desk, editor):
    with scope(desk=desk):
        promise = deciding.add(desk, editor, title="Send the calendar")
    change = f"{live_server.url}/d/atyrau/promises/{promise.pk}/change/"
    with tab.expect_popup() as opened:
        tab.evaluate("address => void window.open(address)", change)
    other = opened.value
    other.wait_for_selector("#id_title")
    tab.goto(change)
    tab.fill("#id_due_on", "2026-12-24")
    tab.fill("#id_note", "by post")
    tab.click("main form .button.primary")
    tab.wait_for_url("**/promises/*/")
    other.fill("#id_title", TITLE)
    other.fill("#id_note", "by mail")
    other.click("main form .button.primary")
    other.wait_for_selector(".conflict")
    assert "by post" in other.inner_text(".conflict")
    assert "by mail" in other.inner_text(".conflict")
    other.check("input[name=keep_note][value=theirs]")
    other.click("main form .button.primary")
    other.wait_for_url(f"**/promises/{promise.pk}/")
    with scope(desk=desk):
        promise.refresh_from_db()
    assert (promise.title, promise.note, str(promise.due_on)) == (TITLE, "by post", "2026-12-24")


def test_a_draft_does_not_write_over_what_somebody_else_set_meanwhile(tab, live_server, desk, editor):
    with scope(desk=desk):
        promise = deciding.add(desk, editor, title="Send the calendar")
    change = f"{live_server.url}/d/atyrau/promises/{promise.pk}/change/"
    tab.goto(change)
    tab.fill("#id_note", "by mail")
    tab.goto(f"{live_server.url}/d/atyrau/promises/")
    with scope(desk=desk):
        promise.refresh_from_db()
        deciding.change(promise, editor, note="by post", title=TITLE)
    tab.goto(change)
    tab.wait_for_selector("main form .notice")
    assert tab.input_value("#id_title") == TITLE
    assert tab.input_value("#id_note") == "by mail"
    tab.click("main form .button.primary")
    tab.wait_for_selector(".conflict")
    assert "by post" in tab.inner_text(".conflict")


def test_a_line_of_live_minutes_that_was_kept_leaves_an_empty_field(tab, live_server, desk):
    with scope(desk=desk):
        meeting = OfficialMeeting.objects.create(desk=desk, title="Talks", state="planned")
    tab.goto(f"{live_server.url}/d/atyrau/promises/meetings/{meeting.pk}/minutes/")
    for line in ("First word", "Second word"):
        tab.fill("#minutes [name=text]", line)
        tab.press("#minutes [name=text]", "Enter")
        tab.wait_for_selector(f"#minutes :text('{line}')")
        tab.wait_for_timeout(300)
        assert tab.input_value("#minutes [name=text]") == ""
    with scope(desk=desk):
        assert [one.text for one in meeting.lines.order_by("id")] == ["First word", "Second word"]
