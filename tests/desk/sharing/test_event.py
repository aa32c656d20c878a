"""An event that a partner desk announces: one more source, corrected beside it, gone when taken back."""

import datetime as dt

import pytest
from django_scopes import scope

from egiz import calendars
from egiz.desk.core.domain import together
from egiz.desk.events.domain import assembling
from egiz.desk.events.models import Entry, EventRecord
from egiz.desk.sharing.domain import things
from egiz.desk.sharing.models import Refusal, SharedThing
from tests.desk.conftest import client_of

DAY = dt.date(2027, 4, 7)


def fair(**more):
    given = {
        "uid": "fair-1", "names": {"ru": "Нефть и газ", "en": "Oil and gas"}, "start": DAY, "country": "KZ",
        "sources": (calendars.Source("a letter", "https://example.org/", DAY),), "notes": "Kanareika", **more,
    }  # fmt: skip
    return calendars.Event(**given)


@pytest.fixture
def kept(joined):
    here, there = joined
    with scope(desk=here.desk):
        row = assembling.save_event(here.desk, fair(), here.user)
    here.share(row)
    assert here.call()
    with scope(desk=there.desk):
        return here, there, row, EventRecord.objects.get()


def test_an_event_comes_with_its_names_and_sources_and_without_notes(kept):
    _here, there, row, copy = kept
    same = ("names", "start", "sources", "country")
    assert {name: copy.record[name] for name in same} == {name: row.record[name] for name in same}
    assert "Kanareika" not in str(copy.record)
    assert (copy.first_day, copy.desk, copy.is_public) == (DAY, there.desk, False)


def test_what_moves_there_moves_here_and_a_correction_of_ours_stays_beside_it(kept):
    here, there, row, copy = kept
    page = client_of(there.user)
    shown = page.get(f"/d/nukus/events/{copy.pk}/").content.decode()
    assert "Desk atyrau" in shown
    with scope(desk=there.desk):
        assembling.choose(copy, fair(uid=copy.uid, venue="Hall 2", sources=fair().sources), there.user)
    there.call()
    with scope(desk=here.desk):
        assembling.save_event(here.desk, fair(start=DAY + dt.timedelta(7)), here.user)
    here.call()
    assert (here.get(row).record.get("venue"), here.get(row).first_day) == (None, DAY + dt.timedelta(7))
    copy = there.get(copy)
    assert (copy.record["venue"], copy.first_day) == ("Hall 2", DAY + dt.timedelta(7))


def test_an_event_that_is_taken_back_is_gone_unless_others_announce_it(kept):
    here, there, _row, copy = kept
    with scope(desk=here.desk):
        things.withdraw(SharedThing.objects.select_related("partner").get(), here.user)
    here.call()
    with scope(desk=there.desk):
        assert not EventRecord.every.exists()
        assert not Entry.objects.exists()
        assert SharedThing.objects.get().state == "withdrawn"
        assert not Refusal.objects.exists()
    assert client_of(there.user).get(f"/d/nukus/partners/{there.line.pk}/").status_code == 200
    assert copy.pk


WRONG = [
    "x",
    {"names": {"en": "x"}},
    {"names": {"en": 5}, "sources": [{"title": "t"}]},
    {"names": {"en": "x"}, "sources": [{"title": "t", "url": "javascript:alert(1)"}]},
    {"names": {"en": "x"}, "sources": [{"title": "t"}], "url": "javascript:alert(1)"},
    {"names": {"en": "x"}, "sources": [{"title": "t"}], "start": "2027-13-01"},
    {"names": {"en": "x"}, "sources": [{"title": "t"}], "place": "Nukus"},
    {"names": {"en": "x"}, "sources": [{"title": "t"}], "notes": "x"},
    {"names": {"en": "x"}, "sources": [{"title": "t"}], "sectors": ["no such"]},
    {"names": {"en": "x" * 2001}, "sources": [{"title": "t"}]},
    {"names": {"en": "x"}, "sources": [{"title": "t"}], "extra": {"a": "b"}},
]


@pytest.mark.parametrize("value", WRONG)
def test_a_document_that_is_no_event_is_not_taken(value):
    with pytest.raises((ValueError, TypeError, KeyError, AttributeError)):
        together.kind_of("event").part("event").clean(value)
