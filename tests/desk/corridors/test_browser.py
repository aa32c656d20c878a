"""The corridor page in a real browser, on a desk and on a phone."""

import os
from pathlib import Path

import pytest

from tests.desk.conftest import PASSWORD

CHROMIUM = next(
    (path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None
)
ASK = "/d/atyrau/corridors/?origin=Atyrau&destination=Nukus&vehicle={}&other={}&day={}&prefer=time"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def browser(monkeypatch):
    sync_api = pytest.importorskip("playwright.sync_api")
    # Playwright keeps an event loop in this thread; Django would take the test's own queries for async ones.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_api.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser, live_server, editor):
    """A page in which the editor has logged in; it fails on any complaint of the browser."""
    page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="en-GB")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", editor.email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/promises/")
    yield page
    assert complaints == []


def test_chart_and_gate_fit_a_desk_and_a_phone(tab, live_server):
    shots = os.environ.get("EGIZ_SHOTS", "")
    for width in (1280, 390):
        tab.set_viewport_size({"width": width, "height": 860})
        for name, question in (
            ("bus", ("bus", "", "2025-06-15")),
            ("two", ("truck20", "container", "2026-12-10")),
        ):
            tab.goto(live_server.url + ASK.format(*question))
            shown = "wide" if width > 760 else "narrow"
            assert tab.locator(f"svg.chart-{shown}").first.is_visible()
            box = tab.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert box[0] <= box[1]
            for label in tab.locator(f"svg.chart-{shown} .step-name:visible").all():
                place = label.bounding_box()
                assert place["x"] >= 0
                assert place["x"] + place["width"] <= width
            if shots:
                tab.screenshot(path=f"{shots}/{name}-{width}.png", full_page=True)


def test_a_leg_opens_its_values_by_keyboard(tab, live_server):
    tab.goto(live_server.url + ASK.format("truck20", "", "2025-06-15"))
    leg = tab.locator(".legs summary", has_text="Tazhen / Daut-Ota").first
    leg.focus()
    tab.keyboard.press("Enter")
    assert tab.locator(".legs .crossing .values").first.is_visible()
    assert "4.0 h out of Kazakhstan" in tab.locator(".legs .crossing .values").first.inner_text()
