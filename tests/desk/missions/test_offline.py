"""A company's page without a connection: what was seen last, said to be so; nothing of a taken-back link."""

import pytest
from django_scopes import scope

from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import make_desk
from tests.desk.missions.conftest import make_mission, make_pairs, make_version

pytestmark = in_browser
# The page's own policy forbids the evaluation that Playwright's waiting needs.
KEPT = """async () => {
  const sheet = document.querySelector('link[href*="missions.css"]').href;
  const kept = async address => (await caches.match(address)) !== undefined;
  for (let look = 0; look < 200; look += 1) {
    if (navigator.serviceWorker.controller && await kept(location.href) && await kept(sheet)) { return true; }
    await new Promise(done => setTimeout(done, 50));
  }
  return false;
}"""


@pytest.fixture
def company(transactional_db):
    desk = make_desk()
    with scope(desk=desk):
        mission = make_mission(desk)
        wishes = make_pairs(mission, 1)
        make_version(mission, wishes)
        yield wishes[0].asker


def kept_page(browser, live_server, company):
    page = opened_page(browser, live_server, width=390)
    page.goto(f"{live_server.url}/p/missions/{company.token}/")
    assert page.evaluate(KEPT)
    return page


def test_the_agenda_is_there_without_a_connection(browser, live_server, company):
    page = kept_page(browser, live_server, company)
    assert page.complaints == []
    page.context.set_offline(True)
    page.reload()
    assert "Company K1" in page.inner_text("main")
    page.wait_for_selector("#offline-note:not([hidden])")
    assert "This is what was seen last" in page.inner_text("#offline-note")
    # It looks as it does with a connection: the style sheets were kept too.
    assert page.evaluate("getComputedStyle(document.querySelector('.own-line')).display") == "grid"
    page.context.set_offline(False)
    page.reload()
    page.wait_for_selector("#offline-note", state="hidden")


def test_a_link_that_was_taken_back_shows_nothing_from_memory(browser, live_server, company):
    page = kept_page(browser, live_server, company)
    company.link_number += 1
    company.save()
    assert page.reload().status == 404
    page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_"):
        page.reload()


def test_the_worker_serves_personal_pages_alone(client, db):
    answer = client.get("/p/missions/worker.js")
    assert answer["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in answer  # its folder is its scope
