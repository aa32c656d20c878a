"""The bin: what is removed can be put back, whole, for 30 days."""

import datetime as dt
import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from egiz.desk.core.domain import removing, trail
from egiz.desk.core.models import Attachment, AuditEntry, Binned, Comment
from egiz.desk.core.tasks import clear_out
from egiz.desk.directory.domain import entries
from egiz.desk.directory.models import Organisation, Person
from egiz.desk.promises.domain import deciding, reading
from egiz.desk.promises.models import Became, OfficialMeeting, Promise
from tests.desk.conftest import client_of

TEXT = "Палата обещала прислать календарь."


@pytest.fixture
def meeting(in_desk, editor):
    made = reading.begin_meeting(in_desk, editor, text=TEXT, held_on=dt.date(2026, 11, 12))
    person = Person.objects.create(desk=in_desk, name="Турсынбеков", names={"en": "Tursynbekov"})
    made.participants.add(person)
    for number, title in enumerate(("Send the calendar", "Meet online"), start=1):
        promise = deciding.add(in_desk, editor, title=title, meeting=made, number=number, owner_person=person)
        deciding.link_became(promise, title="A page", url=f"/x/{number}/", user=editor)
        trail.add_comment(promise, editor, "Called them")
    return made


def everything():
    """Return every row of the tables concerned, value by value."""
    return {
        model: sorted(str(sorted(row.items())) for row in model.objects.values())
        for model in (OfficialMeeting, Promise, Became, Person, Comment)
    } | {"participants": sorted(OfficialMeeting.participants.through._base_manager.values_list("person_id"))}


def test_a_report_comes_back_with_all_that_hung_on_it_value_by_value(meeting, editor):
    before = everything()
    binned = removing.remove(meeting, editor)
    assert not OfficialMeeting.objects.exists()
    assert not Promise.objects.exists()
    assert not Became.objects.exists()
    assert Person.objects.count() == 1
    removing.put_back(binned, editor)
    assert everything() == before
    assert not Binned.objects.exists()


def test_who_pointed_to_a_person_points_to_them_again(meeting, editor):
    before = everything()
    person = Person.objects.get()
    number = person.pk
    binned = removing.remove(person, editor)
    assert set(Promise.objects.values_list("owner_person", flat=True)) == {None}
    removing.put_back(binned, editor)
    assert {key: rows for key, rows in everything().items() if key is not Promise} == {
        key: rows for key, rows in before.items() if key is not Promise
    }
    assert set(Promise.objects.values_list("owner_person", flat=True)) == {number}


def test_a_person_given_to_a_promise_meanwhile_is_not_taken_from_it(meeting, editor, in_desk):
    binned = removing.remove(Person.objects.get(), editor)
    other = Person.objects.create(desk=in_desk, name="Ауезова")
    Promise.objects.filter(number=1).update(owner_person=other)
    removing.put_back(binned, editor)
    assert Promise.objects.get(number=1).owner_person == other


def test_the_page_names_what_hangs_on_a_thing_before_it_goes(page, meeting):
    html = page.get(f"/d/atyrau/desk/bin/put/promises.officialmeeting/{meeting.pk}/").content.decode()
    main = re.sub(r"\s+", " ", html[html.index("<main") :])
    assert "<span>Promises</span> <b>2</b>" in main
    assert "<span>What they became</span> <b>2</b>" in main
    assert "can be put back for 30 days" in main
    assert OfficialMeeting.objects.exists()


def test_undo_stands_in_the_notice_and_brings_the_thing_back(page, meeting):
    answer = page.post(f"/d/atyrau/desk/bin/put/promises.officialmeeting/{meeting.pk}/", follow=True)
    undo = re.search(r'action="(/d/atyrau/desk/bin/\d+/back/)"', answer.content.decode()).group(1)
    back = page.post(undo)
    assert back["Location"] == f"/d/atyrau/promises/meetings/{meeting.pk}/"
    assert Promise.objects.count() == 2


def test_the_bin_lists_what_went_with_it_in_as_many_questions_for_three_as_for_one(page, in_desk, editor):
    def remove_one(name):
        removing.remove(Organisation.objects.create(desk=in_desk, name=name), editor)

    def questions():
        page.get("/d/atyrau/desk/bin/")
        with CaptureQueriesContext(connection) as captured:
            assert "First" in page.get("/d/atyrau/desk/bin/").content.decode()
        return len(captured)

    remove_one("First")
    one = questions()
    remove_one("Second")
    remove_one("Third")
    assert questions() == one


def test_after_its_time_a_thing_is_gone_with_its_comments_files_and_history(meeting, editor):
    promise = Promise.objects.get(number=1)
    kept = trail.attach(promise, ContentFile(b"x", name="letter.txt"), editor)
    path = kept.file.path
    binned = removing.remove(promise, editor)
    with scopes_disabled():
        clear_out(binned.expires_at - dt.timedelta(seconds=1))
        assert Binned.objects.count() == 1
        clear_out(binned.expires_at)
    assert not Binned.objects.exists()
    for model in (Attachment, Comment, AuditEntry):
        assert not model.objects.filter(target="promises.promise", target_id=promise.pk).exists()
    with pytest.raises(FileNotFoundError), open(path):  # noqa: PTH123 - the file itself is asked for
        pass
    assert Comment.objects.count() == 1  # that of the other promise


def test_clearing_out_needs_no_desk_to_be_open(meeting, editor):
    binned = removing.remove(Promise.objects.get(number=1), editor)
    clear_out(binned.expires_at)  # as the worker calls it
    with scopes_disabled():
        assert not Binned.objects.exists()


def test_a_thing_is_kept_thirty_days(meeting, editor):
    before = timezone.now()
    binned = removing.remove(meeting, editor)
    assert binned.expires_at - before >= dt.timedelta(days=30)


def test_a_promise_of_a_report_that_went_later_is_put_back_after_the_report(meeting, editor):
    promise = removing.remove(Promise.objects.get(number=1), editor)
    report = removing.remove(meeting, editor)
    with scope(desk=meeting.desk):
        back = removing.put_back(promise, editor)
        assert Promise.objects.get(pk=back.pk).meeting is None
        removing.put_back(report, editor)
    assert set(Promise.objects.values_list("number", flat=True)) == {1, 2}


def test_an_erased_person_is_erased_from_the_bin_too(meeting, editor, in_desk):
    removing.remove(Promise.objects.get(number=1), editor)
    deciding.add(in_desk, editor, title="Ask Турсынбеков")
    removing.remove(Promise.objects.get(title="Ask Турсынбеков"), editor)
    removing.remove(Promise.objects.get(number=2), editor)
    entries.erase_person(Person.objects.get(), editor)
    kept = [f"{row.title} {row.records}".lower() for row in Binned.objects.all()]
    assert not any("турсынбеков" in text or "tursinbekov" in text or "tursynbekov" in text for text in kept)
    assert len(kept) == 3


def test_guests_and_strangers_remove_nothing_and_see_no_bin(meeting, guest, stranger, editor):
    where = f"/d/atyrau/desk/bin/put/promises.officialmeeting/{meeting.pk}/"
    assert client_of(guest).post(where).status_code == 403
    assert client_of(stranger).post(where).status_code == 404
    assert client_of(guest).get("/d/atyrau/desk/bin/").status_code == 403
    binned = removing.remove(meeting, editor)
    back = f"/d/atyrau/desk/bin/{binned.pk}/back/"
    assert client_of(guest).post(back).status_code == 403
    assert client_of(stranger).post(back).status_code == 404
    assert not OfficialMeeting.objects.exists()


def test_only_kinds_that_an_app_offered_can_be_removed(page, meeting):
    assert page.post("/d/atyrau/desk/bin/put/core.user/1/").status_code == 404
    assert page.post("/d/atyrau/desk/bin/put/events.eventrecord/1/").status_code == 404
