"""A promise that two desks keep: shared, changed on both sides, in two versions, taken back."""

import datetime as dt

import pytest
from django_scopes import scope

from egiz.desk.core.domain import erasing, removing, together
from egiz.desk.core.models import AuditEntry, TextVersion
from egiz.desk.directory.domain import entries
from egiz.desk.directory.models import Person
from egiz.desk.promises.models import Promise
from egiz.desk.sharing.domain import things
from egiz.desk.sharing.models import Conflict, SharedThing

DAY = dt.date(2027, 4, 7)


@pytest.fixture
def kept(joined):
    """A promise of ours that both desks keep, the copy there beside it."""
    here, there = joined
    row = here.promise("Прислать календарь", due_on=DAY, side="ours", owner_text="Палата", note="inner")
    here.share(row)
    assert here.call()
    return here, there, row, there.copy()


def test_a_shared_promise_stands_on_the_other_desk_from_its_point_of_view(kept):
    _here, there, _row, copy = kept
    seen = (copy.title, copy.due_on, copy.side, copy.owner_text, copy.status, copy.note, copy.desk)
    assert seen == ("Прислать календарь", DAY, "theirs", "Палата", "open", "", there.desk)


def test_names_of_people_go_only_where_whoever_shares_says_so(joined):
    here, there = joined
    with scope(desk=here.desk):
        office = entries.add_organisation(here.desk, here.user, name="Chamber")
        entries.add_person(here.desk, here.user, name="Aigul Saparova", organisation=office)
    wanted = ((False, "Chamber", ""), (True, "Aigul Saparova", "The consul"))
    for number, (with_people, owner, to) in enumerate(wanted):
        row = here.promise(owner_text="Aigul Saparova", to_text="The consul")
        here.share(row, with_people=with_people)
        here.call()
        copy = there.copy(number)
        assert (copy.owner_text, copy.to_text) == (owner, to)
    with scope(desk=there.desk):
        assert not Person.objects.exists()


def test_what_either_may_change_goes_both_ways(kept):
    here, there, row, copy = kept
    there.change(copy, status="done", evidence="letter 5")
    here.change(row, due_on=DAY + dt.timedelta(1))
    there.call()
    here.call()
    row, copy = here.get(row), there.get(copy)
    assert (row.status, row.evidence, row.due_on) == ("done", "letter 5", copy.due_on)
    assert (copy.status, copy.evidence, copy.due_on) == ("done", "letter 5", DAY + dt.timedelta(1))
    with scope(desk=here.desk):
        entry = AuditEntry.objects.filter(target_id=row.pk, action="changed_there").get()
    assert entry.user is None
    assert set(entry.changes) == {"status", "evidence"}


def test_waiting_is_each_desks_own_view(kept):
    here, there, row, copy = kept
    here.change(row, status="waiting")
    here.call()
    assert there.get(copy).status == "open"
    there.change(copy, evidence="sent")
    there.call()
    assert (here.get(row).status, here.get(row).evidence) == ("waiting", "sent")


def test_only_its_desk_changes_what_was_promised_or_removes_it(kept):
    _here, there, _row, copy = kept
    with scope(desk=there.desk):
        with pytest.raises(together.ElsewhereError, match="belongs to Desk atyrau"):
            there.change(copy, to_text="Somebody else")
        with pytest.raises(removing.RemovalError):
            removing.remove(there.get(copy), there.user)
    assert there.get(copy).to_text == ""


def test_each_desk_writes_its_own_language(kept):
    here, there, row, copy = kept
    there.change(copy, title="Taqvimni yuborish")
    there.call()
    assert here.get(row).title == "Прислать календарь"
    with scope(desk=here.desk):
        assert TextVersion.objects.get(target_id=row.pk, language="uz").text == "Taqvimni yuborish"
    here.change(row, title="Прислать календарь до марта")
    here.call()
    assert there.get(copy).title == "Taqvimni yuborish"
    with scope(desk=there.desk):
        assert SharedThing.objects.get().texts["title"]["ru"] == "Прислать календарь до марта"


def crossed(kept):
    """Both change the status before either hears of the other."""
    here, there, row, copy = kept
    here.change(row, status="done")
    there.change(copy, status="dropped")
    here.call()
    there.call()
    return here, there, row, copy


def both(ends):
    found = []
    for end in ends:
        with scope(desk=end.desk):
            found.append([(one.part, one.ours, one.theirs) for one in Conflict.objects.all()])
    return found


def test_two_versions_are_shown_to_both_and_neither_is_lost(kept):
    here, there, row, copy = crossed(kept)
    assert both((here, there)) == [[("status", "done", "dropped")], [("status", "dropped", "done")]]
    assert (here.get(row).status, there.get(copy).status) == ("done", "dropped")


@pytest.mark.parametrize(("theirs", "kept_status"), [(False, "done"), (True, "dropped")])
def test_one_of_two_versions_chosen_by_either_is_taken_by_both(kept, theirs, kept_status):
    here, there, row, copy = crossed(kept)
    with scope(desk=here.desk):
        things.settle(Conflict.objects.select_related("thing__partner").get(), here.user, theirs=theirs)
    here.call()
    assert (here.get(row).status, there.get(copy).status) == (kept_status, kept_status)
    assert both((here, there)) == [[], []]


def test_two_choices_that_cross_are_two_versions_again(kept):
    here, there, row, copy = crossed(kept)
    for end in (here, there):
        with scope(desk=end.desk):
            things.settle(Conflict.objects.select_related("thing__partner").get(), end.user, theirs=True)
    here.call()
    there.call()
    assert both((here, there)) == [[("status", "dropped", "done")], [("status", "done", "dropped")]]
    here.change(row, status="open")
    here.call()
    assert there.get(copy).status == "open"
    assert both((here, there)) == [[], []]


def test_the_same_change_on_both_sides_is_no_conflict(kept):
    here, there, row, copy = kept
    here.change(row, status="done")
    there.change(copy, status="done")
    here.call()
    there.call()
    assert both((here, there)) == [[], []]


def test_what_is_taken_back_leaves_the_word_and_nothing_that_it_said(kept):
    here, there, row, copy = kept
    there.change(copy, evidence="letter of Saparova")
    there.call()
    with scope(desk=here.desk):
        things.withdraw(SharedThing.objects.select_related("partner").get(), here.user)
    here.call()
    copy = there.get(copy)
    assert (copy.title, copy.status, copy.owner_text, copy.evidence, copy.due_on) == (
        "Desk atyrau qaytarib oldi", "dropped", "", "", None,
    )  # fmt: skip
    with scope(desk=there.desk):
        thing = SharedThing.objects.get()
        lines = AuditEntry.objects.filter(target="promises.promise", target_id=copy.pk)
        assert (thing.state, thing.texts) == ("withdrawn", {})
        assert lines[0].action == "taken_back_there"
        assert "Saparova" not in str([one.changes for one in lines])
    assert here.get(row).evidence == "letter of Saparova"
    here.change(row, status="done")
    here.call()
    assert there.get(copy).status == "dropped"


def test_what_is_not_shared_is_nowhere_in_what_goes_over_the_wire(kept, wire):
    here, there, row, _copy = kept
    other = here.promise("Kanareika")
    here.change(other, status="done")
    here.change(row, status="done", note="Kanareika")
    here.call()
    there.call()
    assert "Kanareika" not in "".join(body.decode() for _url, body in wire.calls) + str(wire.answers)
    with scope(desk=there.desk):
        assert Promise.objects.count() == 1


def test_a_name_that_is_erased_here_goes_from_the_partner_desk_too(kept):
    here, there, row, copy = kept
    here.change(row, owner_text="Айгуль Сапарова")
    here.call()
    assert there.get(copy).owner_text == "Айгуль Сапарова"
    with scope(desk=here.desk):
        erasing.erase(here.desk, erasing.Name(["Айгуль Сапарова"]))
    here.call()
    here.call(minutes=60 * 24)
    assert there.get(copy).owner_text == ""
