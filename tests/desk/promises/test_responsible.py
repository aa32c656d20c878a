"""Who sees to a promise at this desk, since when it waits, and what shows that it is done."""

import datetime as dt

import pytest

from egiz.desk.core.domain import trail
from egiz.desk.core.models import Desk
from egiz.desk.promises.domain import bands, deciding
from egiz.desk.promises.models import Promise
from tests.desk.conftest import client_of

HOME = "/d/atyrau/promises/"


@pytest.fixture
def promise(in_desk, editor):
    return deciding.add(in_desk, editor, title="Send the calendar", owner_text="Chamber of Nukus")


def test_one_press_makes_a_member_responsible_and_mine_lists_it(page, promise, editor, in_desk):
    deciding.add(in_desk, editor, title="Nobody sees to this")
    page.post(f"{HOME}{promise.pk}/take-on/")
    promise.refresh_from_db()
    assert promise.responsible == editor
    assert trail.history_of(promise).first().changes == {"responsible": [None, "Ainur"]}
    mine = page.get(HOME, {"mine": "1"}).content.decode()
    assert "Send the calendar" in mine
    assert "Nobody sees to this" not in mine


def test_who_owes_and_who_sees_to_it_are_two_fields(page, promise, editor):
    page.post(f"{HOME}{promise.pk}/take-on/")
    promise.refresh_from_db()
    assert promise.owner_text == "Chamber of Nukus"
    html = page.get(f"{HOME}{promise.pk}/").content.decode()
    assert "Chamber of Nukus" in html
    assert "Responsible at this desk" in html


def test_only_owners_and_editors_of_this_desk_can_be_responsible(page, promise, editor, viewer, stranger):
    form = page.get(f"{HOME}{promise.pk}/change/").context["form"]
    assert list(form.fields["responsible"].queryset) == [editor]
    assert client_of(viewer).post(f"{HOME}{promise.pk}/take-on/").status_code == 403
    assert client_of(stranger).post(f"{HOME}{promise.pk}/take-on/").status_code == 404


def test_waiting_counts_from_the_day_it_began_and_ends_with_the_waiting(promise, editor, monkeypatch):
    days = iter((dt.date(2026, 11, 3), dt.date(2026, 11, 20)))
    today = [next(days)]
    monkeypatch.setattr(Desk, "today", lambda _desk: today[0])
    deciding.change(promise, editor, status="waiting")
    today[0] = next(days)
    deciding.change(promise, editor, note="They asked for a week")
    assert promise.waiting_since == dt.date(2026, 11, 3)
    deciding.change(promise, editor, status="open")
    assert promise.waiting_since is None
    deciding.change(promise, editor, status="waiting")
    assert promise.waiting_since == dt.date(2026, 11, 20)


def test_done_is_shown_with_its_evidence_and_a_link_is_a_link(page, promise, editor):
    deciding.change(promise, editor, status="done", evidence="Letter 12/4, https://chamber.example/news/4")
    html = page.get(f"{HOME}{promise.pk}/").content.decode()
    assert '<a href="https://chamber.example/news/4" rel="nofollow">' in html
    assert "Letter 12/4" in html


def test_the_list_asks_as_much_for_three_responsible_as_for_one(queries, in_desk, editor, owner, viewer):
    deciding.add(in_desk, editor, title="First", responsible=editor)
    one = queries(HOME)
    deciding.add(in_desk, editor, title="Second", responsible=owner)
    deciding.add(in_desk, editor, title="Third", responsible=viewer)
    assert queries(HOME) == one


def test_mine_narrows_the_list_in_the_database(in_desk, editor, owner):
    deciding.add(in_desk, editor, title="Mine", responsible=editor)
    deciding.add(in_desk, editor, title="Not mine", responsible=owner)
    rows = bands.promises(bands.Filters(responsible=editor.pk), in_desk.today())
    assert [row.title for row in rows] == ["Mine"]
    assert Promise.objects.count() == 2
