"""The way through in a real browser, on the sample desk: from log-in to a promise, a twinning, a mission."""

import pytest
from django_scopes import scope

from egiz.desk.core.domain.setup import ensure_sample
from egiz.desk.missions.models import Mission, ScheduleVersion
from egiz.desk.promises.models import Promise
from egiz.desk.twinnings.models import Comparison
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import PASSWORD, make_user

LANGUAGES = ("ru", "uz", "kk", "en")
WIDTHS = (390, 1280)
pytestmark = [*in_browser, pytest.mark.slow]


@pytest.fixture
def sample(transactional_db):
    """Load the sample desk as `egiz demo` loads it."""
    user = make_user(language="")
    desk, _created = ensure_sample(user)
    return desk, user


def logged_in(browser, server, user, width):
    page = opened_page(browser, server, width=width, locale="ru")
    page.goto(f"{server.url}/accounts/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/promises/")
    return page


def speak(page, language):
    page.evaluate(
        """code => {
            const form = document.querySelector('form[action="/language/"]');
            form.requestSubmit(form.querySelector(`button[value="${code}"]`));
        }""",
        language,
    )
    page.wait_for_selector(f'html[lang="{language}"]')


def pages_of(desk):
    with scope(desk=desk):
        meeting = Promise.objects.first().meeting_id
        comparison, mission = Comparison.objects.get().pk, Mission.objects.get().pk
        version = ScheduleVersion.objects.get().number
    return [
        "promises/",
        f"promises/meetings/{meeting}/",
        "twinnings/",
        f"twinnings/compare/{comparison}/",
        "missions/",
        f"missions/{mission}/",
        f"missions/{mission}/companies/",
        f"missions/{mission}/matches/",
        f"missions/{mission}/schedule/{version}/",
        "events/",
        "events/window/",
        "directory/",
    ]


def test_the_way_through_from_log_in_to_a_confirmed_promise_a_twinning_and_a_mission(
    sample, browser, live_server
):
    desk, user = sample
    page = logged_in(browser, live_server, user, 1280)
    with scope(desk=desk):
        suggestion = Promise.objects.filter(status="suggested").order_by("number").first()
    page.goto(f"{live_server.url}/d/{desk.slug}/promises/meetings/{suggestion.meeting_id}/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#card-{suggestion.number}.card-open")
    with scope(desk=desk):
        suggestion.refresh_from_db()
        comparison, mission = Comparison.objects.get(), Mission.objects.get()
        version = ScheduleVersion.objects.get()
    assert suggestion.status == "open"
    page.goto(f"{live_server.url}/d/{desk.slug}/twinnings/compare/{comparison.pk}/")
    assert page.locator(".dot").count() == len(comparison.result["candidates"])
    page.locator("#w_distance").fill("100")
    page.locator("#w_distance").dispatch_event("change")
    page.wait_for_timeout(1500)
    assert page.locator(".compare thead th").count() > 2
    page.goto(f"{live_server.url}/d/{desk.slug}/missions/{mission.pk}/schedule/{version.number}/")
    with scope(desk=desk):
        held = version.meetings.count()
    assert f"{held}" in page.locator("main").inner_text()
    assert page.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_complains_scrolls_sideways_or_mixes_languages(sample, browser, live_server, width):
    desk, user = sample
    page = logged_in(browser, live_server, user, width)
    titles = {}
    for language in LANGUAGES:
        speak(page, language)
        for path in pages_of(desk):
            page.goto(f"{live_server.url}/d/{desk.slug}/{path}")
            where = f"{path} in {language} at {width}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, where
            assert page.locator("h1").count() == 1, where
            titles.setdefault(path, {})[language] = page.locator(".rail").inner_text()
    assert page.complaints == []
    for path, words in titles.items():
        assert len(set(words.values())) == len(LANGUAGES), path
