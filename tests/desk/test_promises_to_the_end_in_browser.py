"""From a bare database to the next meeting's report: five promises, each turned into what keeps it."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.utils import timezone
from django_scopes import scope
from docx import Document

import egiz
from egiz.desk.core.models import Desk
from egiz.desk.promises.models import OfficialMeeting, Promise
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import make_user
from tests.desk.events.public.conftest import make_event, save_event

pytestmark = [*in_browser, pytest.mark.slow]

TEXT = (Path(egiz.__file__).parent / "sample" / "atyrau" / "report.ru.txt").read_text(encoding="utf-8")
MOST_PRESSES = 12
DUE = "2030-12-20"
NUKUS, URGENCH = 601294, 1512473
COUNT_PRESSES = """
window.pressed = 0;
window.addEventListener("pointerdown", () => { window.pressed += 1; }, true);
"""


class Person:
    """Somebody at the browser: presses, types, and looks where they are."""

    def __init__(self, browser, server, user):
        self.page = opened_page(browser, server, user)
        self.page.add_init_script(COUNT_PRESSES)
        self.home = server.url

    def go(self, path):
        self.page.goto(self.home + path)

    def press(self, selector):
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state("networkidle")

    def save(self):
        """Press the form's own button."""
        self.press("main form:not(.actions):not(.one-field) button.primary")

    def fill(self, **values):
        for name, value in values.items():
            self.page.locator(f"main [name={name}]").first.fill(value)

    def select(self, name, value):
        self.page.locator(f"main select[name={name}]").first.select_option(value)

    def value(self, name):
        return self.page.locator(f"main [name={name}]").first.input_value()

    @property
    def path(self):
        return self.page.url.removeprefix(self.home)

    def shows_origin(self, promise):
        assert promise.title in self.page.inner_text("main .comes-from"), self.path


@pytest.fixture
def person(browser, live_server, transactional_db):
    someone = Person(browser, live_server, make_user(language="en"))
    yield someone
    assert someone.page.complaints == []
    someone.page.context.close()


def make_a_desk(person):
    person.go("/start/")
    person.fill(name="Chamber of Atyrau", our_name="Chamber", their_name="Chamber of Uzbekistan",
                our_territories="Atyrau, KZ", their_territories="Nukus", timezone="Asia/Atyrau")  # fmt: skip
    person.select("country", "KZ")
    person.select("their_country", "UZ")
    person.press("#new-desk button.primary")
    desk = Desk.objects.get()
    assert person.path == f"/d/{desk.slug}/promises/"
    return desk


def read_the_report(person, desk):
    person.press('main a[href$="/promises/read/"]')
    person.fill(text=TEXT, held_on="2026-11-12")
    person.save()
    person.press('main a[href*="/promises/meetings/"]')
    with scope(desk=desk):
        return OfficialMeeting.objects.get()


def confirm_five(person):
    """Name owner, responsible and day of each; give back how often the pointer was pressed for it."""
    for number in range(1, 6):
        card = f"#card-{number}"
        owner = person.page.locator(f"{card} [name=owner_text]")
        owner.click()
        if not owner.input_value():
            owner.fill("Chamber of Atyrau")
        person.page.locator(f"{card} [name=due_on]").fill(DUE)
        person.page.locator(f'{card} [data-act="confirm"]').click()
        person.page.wait_for_selector(f"{card}.card-open")
        person.page.wait_for_load_state("networkidle")
    return person.page.evaluate("window.pressed")


def turn(person, desk, promise, button):
    person.go(f"/d/{desk.slug}/promises/{promise.pk}/")
    person.press(f'main .turn a[href*="{button}"]')


def compare_and_sign(person, desk, promise):
    turn(person, desk, promise, "/twinnings/compare/")
    assert person.value("city").startswith("Atyrau")
    assert {"Нукус", "Ургенч"} == {name.strip() for name in person.value("named").split(",")}
    person.save()
    person.press('main a[href*="/twinnings/compare/"]')
    person.shows_origin(promise)
    choices = person.page.locator("main .choices a").all_inner_texts()
    assert len(choices) == 2
    person.press(f'main .choices a[href*="place={NUKUS}"]')
    assert (person.value("a"), person.value("b")) == ("Atyrau, KZ", "Nukus, UZ")
    person.save()
    person.shows_origin(promise)
    person.press('main a[href$="/edit/"]')
    person.select("status", "memorandum")
    person.save()


def find_a_day_and_meet(person, desk, promise):
    turn(person, desk, promise, "/days/")
    person.press("main form[action$='/polls/new/'] button")
    assert person.value("title") == promise.title[:200]
    person.save()
    person.press('main button[value="decide"]')
    person.press('main a[href*="/meetings/plan/"]')
    assert person.value("title") == promise.title[:200]
    assert person.value("hour")
    person.fill(link="https://meet.example.org/room")
    person.save()
    person.shows_origin(promise)
    assert person.page.locator("main .letter-text").count() == 2
    with person.page.expect_download() as downloaded:
        person.page.locator('main a[href$="/invitation.ics"]').click()
    assert b"BEGIN:VEVENT" in Path(downloaded.value.path()).read_bytes()
    meeting = person.path
    person.press('main .panel a[href*="/missions/new/"]')
    assert person.value("sessions-0-date")
    person.save()
    person.go(person.path.partition("companies/")[0])  # a new mission asks for its companies first
    person.shows_origin(promise)
    person.go(meeting)
    person.press('main button[value="held"]')
    with scope(desk=desk):
        planned = OfficialMeeting.objects.get(state="planned")  # its hour has not come
        planned.starts_at, planned.held_on = timezone.now() - dt.timedelta(hours=2), desk.today()
        planned.save()
    person.go(meeting)
    person.press('main button[value="held"]')


def search_and_publish(person, desk, promise):
    turn(person, desk, promise, "/events/searches/new/")
    assert person.value("sector") == "oil-gas"
    person.fill(first_day="2020-01-01", last_day="2040-12-31")
    person.save()
    person.shows_origin(promise)
    assert person.page.locator("main [name=event]:checked").count() == 1
    person.fill(how="Letter 7 of the consulate")
    person.press('main button[value="publish"]')


def travel(person, desk, promise):
    turn(person, desk, promise, "/trips/new/")
    assert person.value("leaves_on") == DUE
    person.save()
    person.shows_origin(promise)
    person.press('main a[href$="/edit/"]')
    person.select("status", "held")
    person.save()


def ask_and_help(person, desk, promise):
    turn(person, desk, promise, "/requests/")
    for title in ("Check the hall", "Find an interpreter"):
        person.fill(title=title, owner_text="Chamber of Uzbekistan", due_on="2030-12-01")
        person.save()
    person.shows_origin(promise)
    for number in range(2):
        row = person.page.locator("main tbody tr").nth(number)
        row.locator("select[name=status]").select_option("done")
        row.locator("button").click()
        person.page.wait_for_load_state("networkidle")


STORIES = {
    "twinning": compare_and_sign,
    "meeting": find_a_day_and_meet,
    "events": search_and_publish,
    "trip": travel,
    "assistance": ask_and_help,
}


def test_five_promises_are_kept_to_the_end(person):
    desk = make_a_desk(person)
    meeting = read_the_report(person, desk)
    presses = confirm_five(person)
    assert presses <= MOST_PRESSES
    with scope(desk=desk):
        save_event(desk, make_event(), None)
        promises = {one.kind: one for one in Promise.objects.select_related("responsible")}
        assert set(promises) == set(STORIES)
        for one in promises.values():
            assert one.has_owner
            assert one.responsible is not None
            assert one.due_on == dt.date.fromisoformat(DUE)
    for kind, story in STORIES.items():
        story(person, desk, promises[kind])
    for left in range(5, 0, -1):
        person.go(f"/d/{desk.slug}/promises/")
        assert person.page.locator(".proposal").count() == left
        person.press('.proposal button[value="accept"]')
    with scope(desk=desk):
        kept = list(meeting.promises.values_list("title", "status", "evidence"))
    assert [status for _title, status, _evidence in kept] == ["done"] * 5
    assert all(evidence for _title, _status, evidence in kept)
    person.go(f"/d/{desk.slug}/promises/next-report/")
    page = person.page.inner_text("main")
    with person.page.expect_download() as downloaded:
        person.page.locator('main .actions a[href*="report.docx"]').first.click()
    written = Document(io.BytesIO(Path(downloaded.value.path()).read_bytes()))
    paper = "\n".join(one.text for one in written.paragraphs)
    for title, _status, evidence in kept:
        assert title in page
        assert title in paper
        assert evidence in paper
