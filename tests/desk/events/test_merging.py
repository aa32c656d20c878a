import datetime as dt

import pytest
from django.utils.translation import override

from egiz.desk.events._errors import MergeRefusedError
from egiz.desk.events.domain import merging, pulling
from egiz.desk.events.models import Entry, EventRecord, MergePair
from tests.desk.events.conftest import FAIR, SAME_SHOW, SHOW, ics

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
State = MergePair.State
# Close enough to be asked about, not close enough to be merged: one word of the name differs.
DOUBTFUL = (
    ("1", "Nukus Trade Fair", "20270601", "Nukus"),
    ("z", "Nukus Trade Forum", "20270602", "Nukus"),
)


@pytest.fixture
def pull(site, fetch, make_source):
    sources = {}

    def act(path, *events, days=0):
        site.pages[path] = ics(*events)
        if path not in sources:
            sources[path] = make_source(site.url(path), title=path)
        sources[path].refresh_from_db()
        return pulling.pull_sources([sources[path]], fetch=fetch, now=NOW + days * DAY)[0]

    return act


def titles():
    return sorted(str(row) for row in EventRecord.objects.all())


def test_one_show_of_two_sources_in_two_scripts_becomes_one_event_with_both(pull):
    pull("/a", SHOW)
    assert pull("/b", SAME_SHOW).stored.merged == 1
    row = EventRecord.objects.get()
    assert row.record["names"] == {"en": "Oil & Gas Uzbekistan", "ru": "Нефть и газ Узбекистана"}
    assert {s["title"] for s in row.record["sources"]} == {"/a", "/b"}
    assert MergePair.objects.get().state == State.MERGED


def test_another_year_is_another_edition_and_never_merged(pull):
    pull("/a", SHOW)
    pull("/b", (*SAME_SHOW[:2], "20280511", SAME_SHOW[3]))
    assert EventRecord.objects.count() == 2
    assert not MergePair.objects.exists()


def test_an_undone_merge_is_not_made_again_by_the_next_pull(pull, editor):
    pull("/a", SHOW)
    pull("/b", SAME_SHOW)
    first = EventRecord.objects.get()
    merging.take_out(Entry.objects.get(source__title="/b"), editor)
    assert titles() == ["Oil & Gas Uzbekistan", "Нефть и газ Узбекистана"]
    pull("/b", (*SAME_SHOW[:2], "20270512", SAME_SHOW[3]), days=1)
    pull("/a", (SHOW[0], "Oil and Gas Uzbekistan", *SHOW[2:]), days=1)
    assert EventRecord.objects.count() == 2
    assert MergePair.objects.get().state == State.DIFFERENT
    assert EventRecord.objects.get(pk=first.pk).record["names"] == {"en": "Oil and Gas Uzbekistan"}


def test_taking_out_the_first_entry_leaves_its_page_to_it_and_gives_the_others_theirs_back(pull, editor):
    pull("/a", SHOW)
    pull("/b", SAME_SHOW)
    pull("/c", ("c", "Oil and Gas Uzbekistan", "20270511", "Tashkent"))
    event = EventRecord.objects.get()
    merging.take_out(Entry.objects.get(source__title="/a"), editor)
    mine, others = EventRecord.objects.order_by("pk")
    assert mine.pk == event.pk
    assert list(mine.entries.values_list("source__title", flat=True)) == ["/a"]
    assert sorted(others.entries.values_list("source__title", flat=True)) == ["/b", "/c"]


def test_a_doubtful_pair_waits_for_a_person(pull):
    pull("/a", DOUBTFUL[0])
    assert pull("/b", DOUBTFUL[1]).stored.asked == 1
    pair = MergePair.objects.get()
    assert (pair.state, EventRecord.objects.count()) == (State.WAITING, 2)
    assert {reason["code"] for reason in pair.reasons} >= {"name", "days", "place"}


def test_not_the_same_is_kept_through_later_pulls(pull, editor):
    pull("/a", DOUBTFUL[0])
    pull("/b", DOUBTFUL[1])
    merging.say_different(MergePair.objects.get(), editor)
    assert pull("/b", (*DOUBTFUL[1][:2], "20270601", "Nukus"), days=1).stored.asked == 0
    pair = MergePair.objects.get()
    assert (pair.state, pair.decided_by) == (State.DIFFERENT, editor)


def test_the_same_merges_and_can_be_taken_back(pull, editor):
    pull("/a", DOUBTFUL[0])
    pull("/b", DOUBTFUL[1])
    pair = MergePair.objects.get()
    merging.say_same(pair, editor)
    assert EventRecord.objects.count() == 1
    pair.refresh_from_db()
    merging.take_back(pair, editor)
    pair.refresh_from_db()
    assert (pair.state, EventRecord.objects.count()) == (State.WAITING, 2)


def test_a_rejected_pair_does_not_meet_through_a_third_entry(pull, editor):
    pull("/a", SHOW)
    pull("/b", SAME_SHOW)
    merging.take_out(Entry.objects.get(source__title="/b"), editor)
    pull("/c", ("c", "Oil & Gas Uzbekistan Нефть и газ Узбекистана", "20270511", "Tashkent"))
    one, other = Entry.objects.get(source__title="/a"), Entry.objects.get(source__title="/b")
    assert one.event_id != other.event_id
    assert EventRecord.objects.count() == 2


def test_two_different_years_cannot_be_called_the_same(pull, in_desk, editor):
    pull("/a", SHOW, FAIR)
    pull("/b", (*SAME_SHOW[:2], "20280511", SAME_SHOW[3]))
    one, other = Entry.objects.get(key__endswith=":1"), Entry.objects.get(source__title="/b")
    pair = MergePair.objects.create(desk=in_desk, a=one, b=other, state=State.WAITING)
    with override("en"), pytest.raises(MergeRefusedError, match="another year is another edition"):
        merging.say_same(pair, editor)
    assert EventRecord.objects.count() == 3


def test_an_entry_that_moves_to_another_year_leaves_the_event_it_was_merged_into(pull):
    pull("/a", SHOW)
    pull("/b", SAME_SHOW)
    pull("/b", (*SAME_SHOW[:2], "20290511", SAME_SHOW[3]), days=1)
    assert sorted(row.first_day.year for row in EventRecord.objects.all()) == [2027, 2029]
