"""The corridor page in a real browser, on a desk and on a phone."""

import os

import pytest

from tests.desk.browsing import in_browser

ASK = "/d/atyrau/corridors/?origin=Atyrau&destination=Nukus&vehicle={}&other={}&day={}&prefer=time"

pytestmark = [*in_browser, pytest.mark.django_db(transaction=True)]


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
            # What is asked on the way and what it emits is folded; opened it must fit as well.
            tab.locator(".haulage summary").first.click()
            assert tab.locator(".haulage .totals").first.is_visible()
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
