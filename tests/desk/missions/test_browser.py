"""The missions in a real browser: nothing scrolls sideways on a phone, nothing breaks the content policy."""

import pytest
from django_scopes import scope

from egiz.desk.core.domain import jobs
from egiz.desk.core.models import Job
from egiz.desk.missions.domain import registering
from egiz.desk.missions.models import Company, Letter, ScheduleVersion, Wish
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import join, make_desk, make_user
from tests.desk.missions.conftest import make_mission, make_pairs, make_version

pytestmark = in_browser


@pytest.fixture
def desk_of_pairs(transactional_db):
    desk, user = make_desk(), make_user()
    join(desk, user)
    with scope(desk=desk):
        mission = make_mission(desk, sessions=((9, 13), (14, 18)))
        wishes = make_pairs(mission, 4)
        version = make_version(mission, wishes, state="draft")
    return user, mission, version, wishes[0].asker


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways_or_breaks_the_policy(browser, live_server, desk_of_pairs, width):
    user, mission, _version, company = desk_of_pairs
    with scope(desk=mission.desk):
        registration = registering.registration_of(mission)
        registration.is_open = True
        registration.save()
        code = registration.code
    page = opened_page(browser, live_server, user, width)
    room = f"/d/atyrau/missions/{mission.pk}/"
    for path in (
        "/d/atyrau/missions/", room, f"{room}setup/", f"{room}companies/", f"{room}companies/{company.pk}/",
        f"{room}companies/{company.pk}/edit/", f"{room}matches/", f"{room}wishes/",
        f"{room}groups/", f"{room}schedule/1/",
        f"{room}schedule/1/?as=grid", f"{room}schedule/1/?as=list", f"{room}schedule/1/programme/",
        f"{room}day/", f"{room}outcomes/", f"/p/missions/{company.token}/",
        f"{room}registration/", f"{room}review/", f"{room}letters/", f"{room}letters/write/asking/",
        f"{room}work/", f"{room}work/?gap=no_hours", f"{room}work/no_hours/phones/",
        f"/p/missions/{company.token}/partners/", f"/p/missions/{company.token}/profile/",
        f"/p/missions/register/{code}/",
    ):  # fmt: skip
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert page.complaints == []


def test_a_meeting_is_moved_and_the_version_published(browser, live_server, desk_of_pairs):
    user, mission, version, _company = desk_of_pairs
    page = opened_page(browser, live_server, user, 1280)
    page.goto(f"{live_server.url}/d/atyrau/missions/{mission.pk}/schedule/1/")
    page.click(".cell.meet a >> nth=0")
    page.wait_for_selector(".meeting-card")
    with page.expect_navigation():
        page.click(".move-row button")
    assert "Moved and pinned" in page.inner_text(".notices")
    with page.expect_navigation():
        page.click(".page-head .actions > form button.primary")
    version.refresh_from_db()
    assert version.state == "published"
    assert page.complaints == []


def test_arrow_keys_walk_from_meeting_to_meeting(browser, live_server, desk_of_pairs):
    user, mission, _version, _company = desk_of_pairs
    page = opened_page(browser, live_server, user, 1280)
    page.goto(f"{live_server.url}/d/atyrau/missions/{mission.pk}/schedule/1/")
    page.focus(".cell.meet a >> nth=0")
    first = page.evaluate("document.activeElement.dataset.m")
    assert page.locator(".lit").count() == 2  # the same meeting in both participants' rows
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.dataset.m") == first


class Clicks:
    """A page on which every click is counted."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def on(self, selector):
        self.count += 1
        self.page.click(selector)

    def goes(self, selector):
        self.count += 1
        with self.page.expect_navigation():
            self.page.click(selector)

    def takes(self, selector, path):
        self.count += 1  # the window in which a file is chosen
        self.page.set_input_files(selector, path)


def test_two_workbooks_become_a_published_schedule_in_twelve_clicks(
    browser, live_server, transactional_db, settings, workbook
):
    settings.JOBS_INLINE = False
    desk, user = make_desk(), make_user()
    join(desk, user)
    lists = {
        "ours": workbook(*[(f"A{n}", f"ТОО «Насос {n}»", "насосы", "соль", "28.13") for n in range(4)]),
        "theirs": workbook(
            *[(f"K{n}", f"MChJ «Tuz {n}»", "соль", "насосы", "08.93") for n in range(4)], name="theirs.xlsx"
        ),
    }
    page = opened_page(browser, live_server, user, 1280)
    clicks = Clicks(page)

    def work():
        """Let the worker do what waits; the page of the job goes on by itself.

        The page does not ask meanwhile: the test's database is one connection's at a time.
        """
        page.context.set_offline(True)
        with scope(desk=desk):
            waiting = Job.objects.filter(status=Job.Status.QUEUED).values_list("pk", flat=True).last()
        jobs.run(waiting)
        with page.expect_navigation():
            page.context.set_offline(False)
        page.complaints.clear()

    page.goto(f"{live_server.url}/d/atyrau/missions/")
    clicks.goes(".page-head a.primary")
    page.fill("[name=name]", "Nukus")
    page.fill("[name=place]", "Nukus")
    for name, value in (("date", "2026-12-09"), ("starts", "10:00"), ("ends", "13:00")):
        page.fill(f"[name=sessions-0-{name}]", value)
    clicks.goes("main form .actions button.primary")
    for side, path in lists.items():
        clicks.takes(f"#import [name={side}]", path)
    clicks.goes("#import button.primary")
    clicks.goes(".page-head button.primary")
    clicks.goes(".import-report button.primary")
    work()
    clicks.on("[name=consent]")
    page.fill("[name=consent_note]", "agreed at the meeting of 1 December")
    clicks.goes(".take-bar button.primary")
    clicks.goes(".page-head a.primary")
    clicks.goes("form button.primary:has-text('Make the schedule')")
    work()
    clicks.goes(".page-head .actions > form button.primary")
    assert clicks.count <= 12
    with scope(desk=desk):
        version = ScheduleVersion.objects.get()
        assert (version.state, version.result_status) == ("published", "optimal")
        assert version.meetings.exists()
    assert page.complaints == []


def test_the_set_up_is_checked_while_one_writes(browser, live_server, desk_of_pairs):
    user, mission, _version, _company = desk_of_pairs
    page = opened_page(browser, live_server, user, 390)
    page.goto(f"{live_server.url}/d/atyrau/missions/{mission.pk}/setup/")
    page.wait_for_selector("#setup-check .check-list")
    page.fill("[name=tables_wanted]", "0")
    page.fill("[name=online_rooms]", "0")
    page.dispatch_event("[name=online_rooms]", "change")
    page.wait_for_selector("#setup-check .late")
    assert "nobody can meet" in page.inner_text("#setup-check")
    assert page.complaints == []


def test_two_sides_in_two_languages_register_ask_and_agree_on_phones(
    browser, live_server, transactional_db, settings
):
    desk, user = make_desk(), make_user()
    join(desk, user)
    with scope(desk=desk):
        mission = make_mission(desk, sessions=((9, 13),))
        registration = registering.registration_of(mission)
        registration.is_open, registration.base_url = True, f"{live_server.url}/"
        registration.save()
    phones = {}
    for side, language, name, offers, needs in (
        ("ours", "kk", "ЖШС «Сорғы»", "сорғылар", "тұз"), ("theirs", "uz", "MChJ «Tuz»", "tuz", "nasoslar"),
    ):  # fmt: skip
        page = phones[side] = opened_page(browser, live_server, None, 390)
        page.goto(f"{live_server.url}/p/missions/register/{registration.code}/?lang={language}")
        page.select_option("[name=side]", side)
        for field, value in (("name", name), ("email", f"{side}@example.org"), ("offers", offers),
                             ("needs", needs), ("people-0-name", name)):  # fmt: skip
            page.fill(f"[name={field}]", value)
        page.check("[name=languages][value=ru]")
        page.check("[name=hours] >> nth=0")
        page.check("[name=agree_process]")
        with page.expect_navigation():
            page.click("button[name=send]")
        assert f"{side}@example.org" in page.inner_text("main")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    office = opened_page(browser, live_server, user, 1280)
    office.goto(f"{live_server.url}/d/atyrau/missions/{mission.pk}/review/")
    for box in office.query_selector_all("[name=company]"):
        box.check()
    with office.expect_navigation():
        office.click("button[value=accept]")
    with scope(desk=desk):
        tokens = {one.side: one.token for one in Company.objects.all()}
        assert sorted(Letter.objects.values_list("kind", "language")) == [
            ("accepted", "kk"), ("accepted", "uz"), ("receipt", "kk"), ("receipt", "uz"),
        ]  # fmt: skip
    page = phones["ours"]
    page.goto(f"{live_server.url}/p/missions/{tokens['ours']}/partners/")
    assert "MChJ «Tuz»" in page.inner_text("main")
    with page.expect_navigation():
        page.click(".partner form.ask button")
    page = phones["theirs"]
    page.goto(f"{live_server.url}/p/missions/{tokens['theirs']}/")
    with page.expect_navigation():
        page.click("button[value=agreed]")
    with scope(desk=desk):
        assert Wish.objects.get().is_agreed
    for page in phones.values():
        assert page.complaints == []
