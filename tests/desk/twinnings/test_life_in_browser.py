"""The life of a link in a real browser: on a phone and a desktop, light and dark, for screen readers."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_scopes import scope

from egiz.desk.core.models import Role
from egiz.desk.twinnings.domain import checklist, comparing
from egiz.desk.twinnings.models import Activity, Measure, Twinning
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import join, make_desk, make_user
from tests.desk.twinnings.conftest import AKTOBE, ATYRAU, NUKUS, URGENCH

pytestmark = in_browser


@pytest.fixture
def living(transactional_db):
    desk, user = make_desk(language="ru"), make_user()
    join(desk, user, Role.OWNER)
    with scope(desk=desk):
        twin = Twinning.objects.create(
            desk=desk, a_id=AKTOBE, a_name="Aktobe", a_country="KZ", b_id=NUKUS, b_name="Nukus",
            b_country="UZ", status="planned", stage="approvals", sign_on=dt.date(2030, 3, 12),
            source="the desk",
        )  # fmt: skip
        for country in ("KZ", "UZ"):
            checklist.offer_usual(desk, country)
        checklist.take_over(twin, user)
        Activity.objects.create(desk=desk, twinning=twin, date=dt.date(2026, 6, 1), what="встреча в Нукусе")
        for number, direction in enumerate(("туризм", "спорт", "туризм"), 1):
            Measure.objects.create(
                desk=desk, twinning=twin, number=number, direction=direction, text="Совместный стенд",
                due="2026-Q1", ours="управление туризма",
            )  # fmt: skip
        compared = comparing.start_comparison(
            desk, None, city=(ATYRAU, "Atyrau"), country="UZ", named=[NUKUS, URGENCH]
        )
        comparing.rank_comparison(compared)
    return user, twin, compared


@pytest.mark.parametrize(("width", "language", "colours"), [(390, "ru", "light"), (1280, "kk", "dark")])
def test_every_page_of_a_links_life_passes_axe_fits_the_screen_and_keeps_the_policy(
    browser, live_server, living, width, language, colours
):
    user, twin, compared = living
    user.language = language
    user.save()
    page = opened_page(browser, live_server, user, width, color_scheme=colours)
    room = "/d/atyrau/twinnings/"
    for path in (
        room, f"{room}{twin.pk}/", f"{room}{twin.pk}/stage/", f"{room}{twin.pk}/plan/",
        f"{room}{twin.pk}/plan/new/", f"{room}approvals/", f"{room}compare/{compared.pk}/decide/",
    ):  # fmt: skip
        assert page.goto(f"{live_server.url}{path}").status == 200, path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == [], path
    assert page.complaints == []
