"""The public calendar in a real browser: on a phone, in four languages, by keyboard, for screen readers."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_scopes import scope

from egiz.calendars import Status
from egiz.desk.core.models import Desk
from egiz.desk.events.domain.calendar import save_event
from egiz.desk.events.models import CalendarSettings, PublicCalendar
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import make_desk
from tests.desk.events.public.conftest import ATYRAU, make_event, make_forecast

pytestmark = in_browser
PATHS = (
    "?month=2026-12", "?view=list", "?view=map", "subscribe/", "widget/", "letters/", "events/{pk}/",
)  # fmt: skip


@pytest.fixture
def calendar(transactional_db) -> tuple[Desk, int]:
    desk = make_desk(is_sample=True)
    with scope(desk=desk):
        PublicCalendar.objects.create(desk=desk, is_open=True, intro="What takes place on both shores.")
        rows = [
            save_event(desk, event, None)
            for event in (
                make_event(),
                make_event("moved", status=Status.MOVED, start=dt.date(2026, 12, 3), end=None),
                make_event("off", status=Status.CANCELLED, place=ATYRAU, place_name="Atyrau", country="KZ"),
                make_event("a name as long as only organisers of congresses and exhibitions can make it"),
                make_forecast(),
            )
        ]
    return desk, rows[0].pk


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_every_page_passes_axe_fits_the_screen_and_sets_no_cookie(browser, live_server, calendar, width):
    desk, pk = calendar
    page = opened_page(browser, live_server, width=width, locale="en")
    for path in PATHS:
        page.goto(f"{live_server.url}/p/calendar/{desk.slug}/{path.format(pk=pk)}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        result = Axe().run(page)
        assert result.violations_count == 0, f"{path}: {result.generate_report()}"
    assert page.complaints == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("language", ["ru", "uz", "kk", "en"])
def test_the_month_on_a_phone_is_in_one_language_and_passes_axe(browser, live_server, calendar, language):
    desk, _pk = calendar
    page = opened_page(browser, live_server, width=390, locale="en")
    page.goto(f"{live_server.url}/p/calendar/{desk.slug}/?month=2026-12&lang={language}")
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    seen = page.locator(".cell:visible").count()
    assert seen == 2  # the second, when three begin, and the third, when one does; no empty day is in the way
    if language != "en":
        reported = page.locator(".public-bar, .choices, .public-more, .expected > h2, .public-foot")
        words = reported.all_inner_texts()
        assert not any(word in " ".join(words) for word in ("Month", "Follow", "Usually", "Kept by"))
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_the_month_is_walked_with_the_keyboard_alone(browser, live_server, calendar):
    desk, _pk = calendar
    page = opened_page(browser, live_server, width=1280, locale="en")
    page.goto(f"{live_server.url}/p/calendar/{desk.slug}/?month=2026-12&lang=en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    names = []
    for _step in range(40):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"))
    order = [
        next(n for n, name in enumerate(names) if word in name)
        for word in ("Month", "Sector", "January 2027", "Show pumps")
    ]
    assert order == sorted(order)
    page.locator(".choice summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**sector=**")
    page.get_by_role("link", name="January 2027").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**month=2027-01**")
    assert page.get_by_role("heading", name="January 2027").is_visible()


def test_another_site_shows_the_frame_without_script_or_cookie(browser, live_server, calendar):
    desk, _pk = calendar
    page = opened_page(browser, live_server, width=800, locale="en")
    frame = f"{live_server.url}/p/calendar/{desk.slug}/widget/?lang=en"
    body = f'<iframe src="{frame}" width="400" height="500"></iframe>'
    page.route("http://chamber.example/", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto("http://chamber.example/")
    page.frame_locator("iframe").get_by_role("link", name="Show pumps").wait_for()
    assert page.complaints == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("width", [900, 1280])
def test_a_long_name_over_several_days_stays_inside_its_days(browser, live_server, calendar, width):
    desk, _pk = calendar
    page = opened_page(browser, live_server, width=width)
    page.goto(f"{live_server.url}/p/calendar/{desk.slug}/?month=2026-12")
    assert page.locator(".goes-on:visible").count() > 0
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.cell .chip')].filter(chip =>
            chip.getBoundingClientRect().right > chip.closest('.cell').getBoundingClientRect().right + 1
        ).length"""
    )
    assert wide == 0


@pytest.mark.parametrize("language", ["ru", "uz", "kk"])
def test_a_proposal_is_asked_for_in_the_calendars_language_on_a_phone(
    browser, live_server, calendar, language
):
    desk, _pk = calendar
    with scope(desk=desk):
        CalendarSettings.objects.update_or_create(desk=desk, defaults={"accepts_proposals": True})
    page = opened_page(browser, live_server, width=390)
    page.goto(f"{live_server.url}/p/calendar/{desk.slug}/?lang={language}")
    page.click("a[href*=propose]")
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
