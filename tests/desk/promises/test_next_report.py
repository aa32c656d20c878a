"""What we promised, what came of it: the next meeting's report says only what is on record."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import translation
from docx import Document

from egiz.desk.core.models import Desk
from egiz.desk.missions.models import Mission, Session
from egiz.desk.promises.domain import deciding, endings, next_report
from egiz.desk.promises.interfaces import next_report as shown
from egiz.desk.promises.models import OfficialMeeting
from egiz.desk.twinnings.models import Activity, Twinning

HELD = dt.date(2026, 11, 12)
TODAY = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _on_the_first_of_december(monkeypatch):
    monkeypatch.setattr(Desk, "today", lambda _self: TODAY)


@pytest.fixture
def met(in_desk):
    return OfficialMeeting.objects.create(desk=in_desk, title="First meeting", held_on=HELD, language="ru")


@pytest.fixture
def add(in_desk, editor):
    def make(title="A promise", **values):
        return deciding.add(in_desk, editor, title=title, **values)

    return make


def build(desk, meeting):
    return next_report.build(desk, meeting, TODAY)


def mission_of(desk, promise, editor, **values):
    mission = Mission.objects.create(desk=desk, name="Nukus", **values)
    Session.objects.create(mission=mission, date=dt.date(2026, 11, 25))
    deciding.link_became(promise, title="Nukus", url=f"/d/atyrau/missions/{mission.pk}/", user=editor)
    return mission


def test_every_promise_of_the_meeting_is_told_as_it_stands(in_desk, met, add):
    add("Late", meeting=met, due_on=dt.date(2026, 11, 20))
    add("In time", meeting=met, due_on=dt.date(2026, 12, 20))
    add("Some day", meeting=met)
    add("Theirs", meeting=met, status="waiting", due_on=dt.date(2026, 12, 20))
    add("Kept", meeting=met, status="done")
    add("Given up", meeting=met, status="dropped")
    report = build(in_desk, met)
    assert [row.standing for row in report.rows] == [
        "overdue",
        "open",
        "undated",
        "waiting",
        "done",
        "dropped",
    ]
    assert sum(report.counts.values()) == 6
    assert report.earlier == []


def test_what_is_not_known_is_said(in_desk, met, add):
    add("Kept", meeting=met, status="done")
    add("Open", meeting=met)
    kept, still = shown.accounts_of(build(in_desk, met).rows, in_desk)
    assert kept.evidence == "what shows it was not written down"
    assert (still.owner, still.due) == ("nobody is named", "no day is named")
    words = "\n".join(str(block) for block in shown.to_report(build(in_desk, met), in_desk).blocks)
    assert "What came of the promise: nothing is on record." in words


def test_what_it_became_says_what_came_of_it(in_desk, met, add, editor):
    promise = add("Send companies", meeting=met)
    mission_of(in_desk, promise, editor, status="held")
    (row,) = build(in_desk, met).rows
    assert [(one.name, one.state) for one in row.accounts] == [("Nukus", "held on 25 November 2026")]


def test_activity_that_no_promise_led_to_is_told_apart_and_once(in_desk, met, add, editor):
    promise = add("Send companies", meeting=met)
    mission_of(in_desk, promise, editor, status="held")
    twin = Twinning.objects.create(desk=in_desk, a_id=610529, a_name="Atyrau", a_country="KZ", b_id=601294,
                                   b_name="Nukus", b_country="UZ", source="register")  # fmt: skip
    for day, what in ((HELD - dt.timedelta(days=3), "Before"), (HELD + dt.timedelta(days=3), "After")):
        Activity.objects.create(desk=in_desk, twinning=twin, date=day, what=what)
    ((word, (account,)),) = build(in_desk, met).activity
    assert str(word) == "twinning"
    assert account.lines == ("15 November 2026: After",)


def test_earlier_promises_are_told_while_open_or_closed_since(in_desk, met, add):
    before = OfficialMeeting.objects.create(desk=in_desk, title="Before", held_on=dt.date(2026, 3, 1))
    after = OfficialMeeting.objects.create(desk=in_desk, title="After", held_on=dt.date(2026, 11, 30))
    add("Old and open", meeting=before)
    closed = add("Closed long ago", meeting=before, status="done")
    type(closed).objects.filter(pk=closed.pk).update(closed_on=dt.date(2026, 4, 1))
    add("Closed since", meeting=before, status="done")
    add("Of a later meeting", meeting=after)
    report = build(in_desk, met)
    assert [row.promise.title for row in report.earlier] == ["Old and open", "Closed since"]


def test_requests_stand_under_their_promise(in_desk, met, add, editor):
    promise = add("Help as needed", meeting=met, kind="assistance")
    deciding.ask_for(promise, editor, title="Find an interpreter")
    report = build(in_desk, met)
    assert len(report.all_rows) == 1
    assert [one.title for one in report.rows[0].requests] == ["Find an interpreter"]


def test_the_last_meeting_with_promises_is_taken(page, in_desk, met, add):
    add("Promised", meeting=met)
    OfficialMeeting.objects.create(desk=in_desk, title="Later, nothing promised", held_on=TODAY)
    answer = page.get(reverse("promises:next_report", args=[in_desk.slug]))
    assert answer.context["report"].meeting == met
    assert "Promised" in answer.content.decode()


@pytest.mark.parametrize("lang", ["ru", "uz", "kk", "en"])
def test_paper_says_the_same_in_four_languages(page, in_desk, met, add, editor, lang):
    promise = add("Отправить компании", meeting=met, quote="компании поедут")
    mission_of(in_desk, promise, editor, status="held")
    (proposal,) = endings.proposals(5)
    endings.accept(proposal, editor)
    add("Ещё одно", meeting=met)
    address = reverse("promises:next_report_file", args=[in_desk.slug, "docx"])
    document = Document(io.BytesIO(page.get(address, {"lang": lang}).content))
    text = "\n".join(one.text for one in document.paragraphs)
    with translation.override(lang):
        assert shown.title() in text
        assert endings.evidence_of(promise.__class__.objects.get(pk=promise.pk)) in text
    assert document.tables[0].rows[1].cells[1].text == "Ещё одно"
    pdf = page.get(reverse("promises:next_report_file", args=[in_desk.slug, "pdf"]), {"lang": lang}).content
    assert pdf.startswith(b"%PDF")


def test_the_number_of_questions_does_not_grow_with_the_promises(queries, in_desk, met, add, editor):
    address = reverse("promises:next_report", args=[in_desk.slug])
    add("One", meeting=met)
    mission_of(in_desk, add("Two", meeting=met), editor)
    few = queries(address)
    for number in range(6):
        add(f"More {number}", meeting=met)
    assert queries(address) == few


def test_a_reader_reads_it_and_another_desk_does_not(in_desk, met, add, viewer, stranger):
    from tests.desk.conftest import client_of

    add("Promised", meeting=met)
    address = reverse("promises:next_report", args=[in_desk.slug])
    assert client_of(viewer).get(address).status_code == 200
    assert client_of(stranger).get(address).status_code == 404
    other = reverse("promises:next_report", args=["nukus"])
    assert client_of(stranger).get(other, {"meeting": met.pk}).status_code == 404
