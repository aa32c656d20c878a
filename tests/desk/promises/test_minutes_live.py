"""The page for the meeting itself: who is here, what is said, what is promised; then signed off."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django_scopes import scope
from docx import Document

from egiz.desk.core.models import Binned
from egiz.desk.directory.models import Person
from egiz.desk.promises.domain import minutes_live
from egiz.desk.promises.models import MinutesLine, OfficialMeeting, Promise
from tests.desk.browsing import in_browser
from tests.desk.conftest import client_of

DUE = dt.date(2026, 12, 20)


@pytest.fixture
def meeting(in_desk):
    return OfficialMeeting.objects.create(
        desk=in_desk, title="Oil and gas", state="planned", other_language="uz", held_on=dt.date(2026, 12, 3),
        starts_at=dt.datetime(2026, 12, 3, 10, tzinfo=dt.UTC),
    )  # fmt: skip


@pytest.fixture
def url(meeting):
    return lambda name, *args: reverse(f"promises:{name}", args=["atyrau", meeting.pk, *args])


def test_lines_are_kept_as_they_are_said_and_a_promise_at_once(page, url, meeting, editor):
    page.post(url("say"), {"text": "We met before"})
    page.post(url("say"), {"text": "We send the list", "is_promise": "on", "owner_text": "Palata",
                           "due_on": "2026-12-20"})  # fmt: skip
    first, second = meeting.lines.all()
    assert (first.text, first.promise) == ("We met before", None)
    promise = second.promise
    assert (promise.title, promise.quote, promise.owner_text, promise.due_on) == (
        "We send the list", "We send the list", "Palata", DUE,
    )  # fmt: skip
    assert (promise.meeting, promise.status, promise.responsible) == (meeting, "open", editor)


def test_a_line_becomes_a_promise_afterwards_once(page, url, meeting):
    page.post(url("say"), {"text": "We send the list"})
    line = meeting.lines.get()
    for _time in range(2):
        page.post(url("minutes_line", line.pk), {"act": "promise"})
    assert Promise.objects.count() == 1


def test_a_struck_line_takes_its_promise_into_the_bin(page, url, meeting):
    page.post(url("say"), {"text": "We send the list", "is_promise": "on"})
    page.post(url("minutes_line", meeting.lines.get().pk), {"act": "strike"})
    assert not meeting.lines.exists()
    assert Binned.objects.get().title == "We send the list"


def test_who_is_here_gets_a_card_and_can_be_struck(page, url, meeting):
    page.post(url("here"), {"name": "Atabek Tursynbekov"})
    page.post(url("here"), {"name": "Atabek Tursynbekov"})
    person = Person.objects.get()
    assert list(meeting.participants.all()) == [person]
    page.post(url("here"), {"leaves": person.pk})
    assert not meeting.participants.exists()
    assert Person.objects.exists()


def test_a_meeting_that_is_still_ahead_is_neither_held_nor_signed_off(page, url, meeting, editor):
    minutes_live.say(meeting, editor, "We met before")
    page.post(url("sign_off"))
    page.post(url("meeting_state"), {"state": "held"})
    meeting.refresh_from_db()
    assert (meeting.state, meeting.signed_off_at) == ("planned", None)


def test_signed_off_they_stand_and_each_promise_shows_its_words(page, url, meeting, editor):
    meeting.held_on = dt.date(2026, 11, 3)
    meeting.starts_at = dt.datetime(2026, 11, 3, 10, tzinfo=dt.UTC)
    meeting.save()
    minutes_live.say(meeting, editor, "We met before")
    line = minutes_live.say(meeting, editor, "We send the list", is_promise=True)
    page.post(url("sign_off"))
    meeting.refresh_from_db()
    assert (meeting.state, meeting.signed_off_by) == ("held", editor)
    promise = Promise.objects.get(pk=line.promise.pk)
    assert meeting.text[promise.start : promise.end] == promise.quote == "We send the list"
    page.post(url("say"), {"text": "Something else"})
    page.post(url("here"), {"name": "Late"})
    page.post(url("minutes_line", line.pk), {"act": "strike"})
    assert meeting.lines.count() == 2
    assert not meeting.participants.exists()


def test_both_languages_stand_side_by_side_and_what_is_missing_is_said(page, url, meeting, editor):
    first = minutes_live.say(meeting, editor, "We met before")
    minutes_live.say(meeting, editor, "We send the list", is_promise=True, owner_text="Palata", due_on=DUE)
    page.post(url("put_into_words"), {f"line-{first.pk}": "Avval uchrashganmiz"})
    for kind in ("docx", "pdf"):
        assert page.get(url("minutes_paper", kind)).status_code == 200
    document = Document(io.BytesIO(page.get(url("minutes_paper", "docx")).content))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[1] == ["1", "We met before", "Avval uchrashganmiz"]
    assert rows[2] == ["2", "We send the list (Palata; 20 December 2026)", "–"]
    text = "\n".join(one.text for one in document.paragraphs)
    assert "Draft: the minutes are not signed off yet." in text
    assert "Lines not translated yet: 1." in text


def test_lines_of_another_meeting_are_not_touched(page, url, in_desk, meeting, editor):
    other = OfficialMeeting.objects.create(desk=in_desk, title="Other")
    line = minutes_live.say(other, editor, "Elsewhere")
    page.post(url("put_into_words"), {f"line-{line.pk}": "x"})
    assert page.post(url("minutes_line", line.pk), {"act": "strike"}).status_code == 404
    line.refresh_from_db()
    assert line.other_text == ""


def test_a_guest_reads_and_writes_nothing(url, meeting, editor, viewer):
    minutes_live.say(meeting, editor, "We met before")
    reader = client_of(viewer)
    assert "We met before" in reader.get(url("minutes")).content.decode()
    assert reader.post(url("say"), {"text": "x"}).status_code == 403
    assert reader.post(url("sign_off")).status_code == 403


class TestInBrowser:
    pytestmark = [*in_browser, pytest.mark.django_db(transaction=True)]

    def test_a_promise_is_written_without_the_mouse(self, tab, live_server, meeting, desk):
        tab.goto(f"{live_server.url}/d/atyrau/promises/meetings/{meeting.pk}/minutes/")
        tab.focus("form.say [name=text]")
        tab.keyboard.type("We met before")
        tab.keyboard.press("Enter")
        tab.wait_for_selector(".said li:nth-child(1)")
        tab.wait_for_selector("form.say [name=text]:focus")
        tab.keyboard.type("We send the list")
        tab.keyboard.press("Alt+p")
        tab.keyboard.type("Palata")
        tab.keyboard.press("Enter")
        tab.wait_for_selector(".said li.is-promise")
        tab.wait_for_load_state("networkidle")
        with scope(desk=desk):
            assert MinutesLine.objects.count() == 2
            assert Promise.objects.get().owner_text == "Palata"
