"""Facts in a real browser: on a phone and a desktop, light and dark, for screen readers."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope
from pypdf import PdfReader

from egiz.desk.core.models import Role
from egiz.desk.twinnings.domain import comparing, fact_tables
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import join, make_desk, make_user
from tests.desk.twinnings.conftest import ATYRAU, NUKUS, URGENCH
from tests.desk.twinnings.test_fact_tables import CONTENT
from tests.desk.twinnings.test_facts import entered

pytestmark = in_browser


@pytest.fixture
def full_desk(transactional_db):
    desk, user = make_desk(), make_user()
    join(desk, user, Role.OWNER)
    with scope(desk=desk):
        made = comparing.start_comparison(
            desk, None, city=(ATYRAU, "Atyrau"), country="UZ", named=[NUKUS, URGENCH]
        )
        comparing.rank_comparison(made)
        row = entered(desk, value="380 000", source_url="https://stat.uz/nukus", note="By letter of 12 Nov.")
        entered(desk, place="Urgench", value="205 480", source="A guide to the city", source_class="press",
                doubt="A third above the statistics office.")  # fmt: skip
        entered(desk, place="Urgench", value="188 000", as_of="", source_class="press")
        entered(desk, indicator="sector", value="tourism", unit="", as_of="2024-01/2024-06")
        entered(desk, indicator="oked:b", value="12.5", unit="% of output", boundary="unclear")
        named = {"place": "Город", "value": "Население", "as_of": "Дата"}
        for columns in ({}, named):
            table = fact_tables.give(desk, SimpleUploadedFile("Население 2025.csv", CONTENT), "", user)
            if columns:
                said = {"indicator": "population", "boundary": "city", "source": "Statistics office, table 4"}
                fact_tables.name_columns(table, columns, said)
    return user, {"row": row.pk, "comparison": made.pk, "table": table.pk}


def pages(pks):
    room = "/d/atyrau/twinnings/"
    return [
        f"{room}facts/", f"{room}facts/?comparison={pks['comparison']}", f"{room}facts/new/",
        f"{room}facts/{pks['row']}/", f"{room}facts/table/", f"{room}facts/table/{pks['table']}/",
        f"{room}compare/{pks['comparison']}/", room,
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "language", "colours"), [(390, "ru", "light"), (1280, "kk", "dark")])
def test_every_page_of_facts_passes_axe_fits_the_screen_and_keeps_the_policy(
    browser, live_server, full_desk, width, language, colours
):
    user, pks = full_desk
    user.language = language
    user.save()
    page = opened_page(browser, live_server, user, width, color_scheme=colours)
    for path in pages(pks):
        assert page.goto(f"{live_server.url}{path}").status == 200, path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
        result = Axe().run(page)
        assert result.violations_count == 0, f"{path}: {result.generate_report()}"
    assert page.complaints == []


def test_a_fact_is_typed_and_found_again_without_the_mouse(browser, live_server, full_desk):
    user, _pks = full_desk
    page = opened_page(browser, live_server, user, 1280)
    page.goto(f"{live_server.url}/d/atyrau/twinnings/facts/new/")
    for label, text in (("City or region", "Хива"), ("Value", "100 500"), ("Source", "The city hall")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Source", exact=True).press("Enter")
    page.get_by_label("City or region", exact=True).fill("Khiva")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=2).first.wait_for()
    assert "100,500 people" in page.inner_text("main")
    assert page.complaints == []


# Kept over the pages of a walk: a press counts before it leads on.
COUNT_PRESSES = """
window.addEventListener("pointerdown", () => {
  sessionStorage.presses = 1 + Number(sessionStorage.presses || 0);
}, true);
"""
MOST_PRESSES = 4


@pytest.mark.slow
def test_from_a_city_to_the_dossier_of_two_candidates_in_four_presses(browser, live_server, transactional_db):
    desk, user = make_desk(), make_user()
    join(desk, user, Role.OWNER)
    page = opened_page(browser, live_server, user, 1280)
    page.add_init_script(COUNT_PRESSES)
    page.goto(f"{live_server.url}/d/atyrau/twinnings/")
    page.get_by_role("link", name="Compare candidates").click()
    page.get_by_label("Our city").fill("Атырау")
    page.get_by_label("Candidates already named").fill("Нукус, Ургенч")
    page.get_by_role("button", name="Rank the candidates").click()
    dossier = page.get_by_role("link", name="Dossier (PDF)")
    seen = page.get_by_role("link", name="See the result")
    dossier.or_(seen).first.wait_for(timeout=60_000)
    if seen.count():
        seen.click()
    with page.expect_download(timeout=60_000) as handed:
        dossier.click()
    text = " ".join(sheet.extract_text() for sheet in PdfReader(handed.value.path()).pages)
    assert "Nukus" in text
    assert "Urgench" in text
    assert int(page.evaluate("sessionStorage.presses")) <= MOST_PRESSES
    assert page.complaints == []
