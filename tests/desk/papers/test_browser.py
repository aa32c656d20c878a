"""Papers in a real browser: on a phone and a desktop, light and dark, for screen readers."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_scopes import scope

from egiz.desk.core.models import Role
from egiz.desk.papers.domain import filling, writing
from egiz.desk.papers.models import Letterhead
from egiz.desk.twinnings.models import Twinning
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import join, make_desk, make_user
from tests.desk.papers.conftest import ATYRAU, NUKUS, URL

pytestmark = in_browser


@pytest.fixture
def written(transactional_db):
    desk, user = make_desk(), make_user()
    join(desk, user, Role.OWNER)
    with scope(desk=desk):
        Letterhead.objects.create(desk=desk, name="Палата", lines={"ru": ["Палата предпринимателей"]})
        twin = Twinning.objects.create(
            desk=desk, a_id=ATYRAU, a_name="Atyrau", a_country="KZ", b_id=NUKUS, b_name="Nukus",
            b_country="UZ", status="planned", source="the desk itself",
        )  # fmt: skip
        papers = [
            writing.begin(desk, kind, filling.filled(desk, kind, "twinning", twin), user)
            for kind in ("memorandum", "plan", "invitation")
        ]
    return user, twin, papers


@pytest.mark.parametrize(("width", "language", "colours"), [(390, "ru", "light"), (1280, "kk", "dark")])
def test_every_page_of_papers_passes_axe_fits_the_screen_and_keeps_the_policy(
    browser, live_server, written, width, language, colours
):
    user, twin, papers = written
    user.language = language
    user.save()
    page = opened_page(browser, live_server, user, width, color_scheme=colours)
    for path in (
        f"{URL}/", f"{URL}/new/", f"{URL}/settings/", f"{URL}/settings/letterhead/", f"{URL}/{papers[0].pk}/",
        f"{URL}/{papers[0].pk}/?lang=kk&beside=uz", f"{URL}/{papers[1].pk}/edit/",
        f"{URL}/{papers[2].pk}/edit/?lang=uz", f"/d/atyrau/twinnings/{twin.pk}/",
    ):  # fmt: skip
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == [], path
    assert page.complaints == []
