"""A city, a region and a village each ask for a twin in a real browser and leave with the dossier as PDF."""

import pytest
from pypdf import PdfReader

from egiz.desk.core.models import Role
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import join, make_desk, make_user

pytestmark = in_browser


@pytest.fixture
def organiser(transactional_db):
    desk, user = make_desk(), make_user()
    join(desk, user, Role.OWNER)
    user.language = "ru"
    user.save()
    return user


@pytest.mark.parametrize(
    ("place", "named", "width"),
    [
        ("Атырау", ("Нукус", "Ургенч"), 390),
        ("Атырауская область", ("Каракалпакстан", "Бухарская область"), 1280),
        ("Лепси", ("Sŭqoq", "Эски Фориш"), 390),
    ],
    ids=["city", "region", "village"],
)
def test_the_dossier_of_two_candidates(browser, live_server, organiser, tmp_path, place, named, width):
    page = opened_page(browser, live_server, organiser, width, locale="ru")
    page.goto(f"{live_server.url}/d/atyrau/twinnings/compare/")
    page.get_by_label("Наш город, регион или село").fill(place)
    page.get_by_label("Страна кандидатов").select_option("UZ")
    page.get_by_label("Уже названные кандидаты").fill(", ".join(named))
    page.get_by_role("button", name="Сравнить кандидатов").click()
    page.get_by_role("link", name="Посмотреть результат").click()
    page.get_by_role("heading", level=1).wait_for()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    # The map names our place and the candidates as the dossier does.
    page.locator("[data-map] .map-label").first.wait_for(state="attached")
    labels = page.locator("[data-map] .map-label").all_text_contents()
    assert place in labels, labels
    assert any(label.endswith(named[0]) for label in labels), labels
    with page.expect_download() as waited:
        page.get_by_role("link", name="PDF").first.click()
    waited.value.save_as(tmp_path / "dossier.pdf")
    text = " ".join(page_.extract_text() for page_ in PdfReader(tmp_path / "dossier.pdf").pages)
    assert all(name in text for name in (place, named[0], "На карте", "Что дальше")), text
    assert page.complaints == []
