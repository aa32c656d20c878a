"""All parts of the pages on one sheet: light and dark, four languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from egiz.desk.core.models import Role
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import join, make_desk, make_user

pytestmark = in_browser


@pytest.mark.parametrize(("width", "colours"), [(390, "dark"), (1280, "light")])
def test_every_part_passes_axe_in_both_themes_and_four_languages(
    browser, live_server, transactional_db, width, colours
):
    desk, user = make_desk(), make_user()
    join(desk, user, Role.OWNER)
    page = opened_page(browser, live_server, user, width, color_scheme=colours)
    page.goto(f"{live_server.url}/d/atyrau/desk/components/")
    sheets = page.locator(".component-sheet")
    themes = [(one.get_attribute("lang"), one.get_attribute("data-theme")) for one in sheets.all()]
    assert themes == [(code, theme) for code in ("ru", "uz", "kk", "en") for theme in ("light", "dark")]
    grounds = {one.evaluate("e => getComputedStyle(e).backgroundColor") for one in sheets.all()}
    assert grounds == {"rgb(250, 250, 247)", "rgb(20, 23, 26)"}
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    # Each sheet speaks its own language.
    buttons = [one.locator("button.primary").inner_text().strip() for one in sheets.all()[::2]]
    assert buttons == ["Сохранить", "Saqlash", "Сақтау", "Save"]
    assert page.complaints == []
