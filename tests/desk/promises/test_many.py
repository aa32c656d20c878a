"""Many promises: changed together, filters kept, followed, and one promise of two reports."""

import datetime as dt

import pytest
from django.urls import reverse

from egiz.desk.core.models import AuditEntry
from egiz.desk.promises.domain import deciding, reading, sames
from egiz.desk.promises.models import OfficialMeeting, Promise, SamePair, SavedFilter
from tests.desk.conftest import client_of

HOME = "/d/atyrau/promises/"


@pytest.fixture
def add(in_desk, editor):
    def make(title="A promise", **values):
        return deciding.add(in_desk, editor, title=title, **values)

    return make


def test_the_ticked_get_what_was_given_and_nothing_else(page, add, editor):
    first, second, third = add("1", due_on=dt.date(2026, 12, 1)), add("2"), add("3")
    page.post(
        f"{HOME}bulk/", {"promise": [first.pk, second.pk], "responsible": editor.pk, "status": "waiting"}
    )
    for one in (first, second, third):
        one.refresh_from_db()
    assert [one.status for one in (first, second, third)] == ["waiting", "waiting", "open"]
    assert first.responsible == second.responsible == editor
    assert first.due_on == dt.date(2026, 12, 1)
    assert first.waiting_since is not None
    for one in (first, second):
        assert AuditEntry.objects.filter(target_id=one.pk, action="changed").exists()


def test_nothing_ticked_or_nothing_given_changes_nothing(page, add, editor):
    promise = add()
    page.post(f"{HOME}bulk/", {"promise": [promise.pk]})
    answer = page.post(f"{HOME}bulk/", {"responsible": editor.pk}, follow=True)
    assert "nothing was changed" in answer.content.decode()
    promise.refresh_from_db()
    assert promise.responsible is None


def test_a_suggestion_is_not_changed_with_the_others(page, in_desk, editor):
    suggestion = Promise.objects.create(desk=in_desk, title="Read", status="suggested")
    page.post(f"{HOME}bulk/", {"promise": [suggestion.pk], "status": "done"})
    suggestion.refresh_from_db()
    assert suggestion.status == "suggested"


def test_a_guest_changes_nothing_and_sees_no_ticks_to_send(viewer, add):
    promise = add()
    reader = client_of(viewer)
    assert reader.post(f"{HOME}bulk/", {"promise": [promise.pk], "status": "done"}).status_code == 403
    assert 'id="many"' not in reader.get(HOME).content.decode()


def test_a_filter_is_kept_for_oneself_and_says_only_what_filters(page, add, viewer):
    add()
    page.post(f"{HOME}filters/", {"name": "My own view", "query": "kind=trip&state=all&page=4&x=1"})
    kept = SavedFilter.objects.get()
    assert kept.query == "kind=trip&state=all"
    assert f'href="?{kept.query.replace("&", "&amp;")}"' in page.get(HOME).content.decode()
    assert "My own view" not in client_of(viewer).get(HOME).content.decode()
    assert client_of(viewer).post(f"{HOME}filters/{kept.pk}/drop/").status_code == 404
    page.post(f"{HOME}filters/", {"name": "My own view", "query": "kind=trip"})
    assert SavedFilter.objects.get().query == "kind=trip"
    page.post(f"{HOME}filters/{kept.pk}/drop/")
    assert not SavedFilter.objects.exists()


def test_a_filter_that_filters_nothing_is_not_kept(page):
    page.post(f"{HOME}filters/", {"name": "All", "query": "page=2"})
    assert not SavedFilter.objects.exists()


def test_what_one_follows_is_listed(page, add, editor):
    followed, other = add("Followed"), add("Other")
    page.post(f"{HOME}{followed.pk}/follow/", {"act": "follow"})
    assert list(followed.watchers.all()) == [editor]
    body = page.get(HOME, {"mine": "follow"}).content.decode()
    assert followed.title in body
    assert other.title not in body
    page.post(f"{HOME}{followed.pk}/follow/", {"act": "leave"})
    assert not followed.watchers.exists()


def test_what_is_to_be_looked_at_again_is_listed_from_its_day_on(page, in_desk, add):
    today = in_desk.today()
    add("Today", look_on=today)
    add("Tomorrow", look_on=today + dt.timedelta(days=1))
    body = page.get(HOME, {"state": "look"}).content.decode()
    assert "Today" in body
    assert "Tomorrow" not in body


def test_the_board_shows_the_same_promises(page, add):
    add("On the board")
    body = page.get(HOME, {"view": "board"}).content.decode()
    assert 'class="bands board"' in body
    assert "On the board" in body


def read(desk, editor, *titles, held_on):
    text = "\n".join(titles)
    meeting = reading.begin_meeting(desk, editor, text=text, held_on=held_on)
    plain = {"kind": "trip", "by": [], "to": [], "candidates": [], "due": {}, "confidence": 0.8}
    found = [
        {**plain, "title": one, "start": text.index(one), "end": text.index(one) + len(one)} for one in titles
    ]
    reading.store(meeting, {"language": "ru", "commitments": found}, editor)
    return meeting


@pytest.fixture
def two_reports(in_desk, editor, monkeypatch):
    """One promise in two reports, in other words; compared by words, whatever this machine has."""
    monkeypatch.setattr("egiz.text.sense.sense", lambda: None)
    first = read(in_desk, editor, "Организовать деловые поездки в Узбекистан", held_on=dt.date(2026, 3, 1))
    (known,) = first.promises.all()
    deciding.confirm(known, editor)
    second = read(
        in_desk, editor, "Организовать деловую поездку в Узбекистан", "Прислать календарь мероприятий",
        held_on=dt.date(2026, 11, 1),
    )  # fmt: skip
    sames.propose(second)
    return known, second


def test_the_same_promise_of_a_later_report_is_proposed_and_no_other(two_reports):
    known, second = two_reports
    pair = SamePair.objects.get()
    assert (pair.earlier, pair.basis, pair.state) == (known, "words", "waiting")
    assert pair.later == second.promises.order_by("start").first()


def test_a_person_makes_them_one_and_what_it_led_to_goes_with_it(page, two_reports, editor):
    known, _second = two_reports
    pair = SamePair.objects.get()
    deciding.link_became(pair.later, title="A trip", url="/d/atyrau/trips/1/", user=editor)
    page.post(f"{HOME}same/{pair.pk}/", {"act": "same"})
    pair.later.refresh_from_db()
    assert (pair.later.status, pair.later.merged_into) == ("merged", known)
    assert [tie.title for tie in known.became.all()] == ["A trip"]
    assert known.status == "open"


def test_two_promises_stay_two_and_are_not_proposed_again(page, two_reports):
    _known, second = two_reports
    pair = SamePair.objects.get()
    page.post(f"{HOME}same/{pair.pk}/", {"act": "different"})
    pair.later.refresh_from_db()
    assert pair.later.status == "suggested"
    sames.propose(second)
    assert sames.waiting_of([pair.later]) == {}


def test_the_card_beside_the_text_says_so(page, two_reports):
    known, second = two_reports
    body = page.get(reverse("promises:reading", args=["atyrau", second.pk])).content.decode()
    assert "Perhaps the same promise as" in body
    assert f'href="{HOME}{known.pk}/"' in body


def test_another_language_is_compared_by_sense_where_the_model_runs(in_desk, editor):
    from egiz.text.sense import sense

    if sense() is None:
        pytest.skip("the sentence model does not run on this machine")
    first = read(in_desk, editor, "Организовать деловые поездки в Узбекистан", held_on=dt.date(2026, 3, 1))
    (known,) = first.promises.all()
    deciding.confirm(known, editor)
    second = read(
        in_desk, editor, "Organise business trips to Uzbekistan", "Send the calendar of oil and gas events",
        held_on=dt.date(2026, 11, 1),
    )  # fmt: skip
    sames.propose(second)
    assert [pair.later.title for pair in SamePair.objects.all()] == ["Organise business trips to Uzbekistan"]


def test_nobody_decides_for_another_desk(two_reports, stranger):
    pair = SamePair.objects.get()
    answer = client_of(stranger).post(f"/d/nukus/promises/same/{pair.pk}/", {"act": "same"})
    assert answer.status_code == 404
    assert OfficialMeeting.objects.count() == 2
