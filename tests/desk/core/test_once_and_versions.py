"""Nothing is lost or doubled: forms sent twice, two people at one form, a log-in that runs out."""

import datetime as dt
import re
import socket
import subprocess
import sys
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from egiz.desk.core.domain import once
from egiz.desk.core.models import SentForm
from egiz.desk.directory.models import Organisation
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.models import Promise
from tests.desk.conftest import client_of, join, make_user

ADD = "/d/atyrau/promises/add/"
EMPTY = dict.fromkeys(("owner_text", "side", "due_on", "to_text", "note"), "")
FIELDS = {**EMPTY, "status": "open", "kind": "other"}


def hidden(page, address, name):
    """Return what a page hides in its form under a name."""
    html = page.get(address).content.decode()
    main = html[html.index("<main") :]
    return re.search(f'name="{name}" value="([^"]*)"', main).group(1).replace("&quot;", '"')


@pytest.fixture
def dina(desk):
    user = make_user("dina@example.org", name="Dina")
    join(desk, user)
    return client_of(user)


@pytest.fixture
def promise(in_desk, editor):
    return deciding.add(in_desk, editor, title="Send the calendar")


def change(page, promise, seen, **values):
    kept = {**FIELDS, "title": promise.title, "seen": seen, **values}
    return page.post(f"/d/atyrau/promises/{promise.pk}/change/", kept)


def seen_of(page, promise):
    return hidden(page, f"/d/atyrau/promises/{promise.pk}/change/", "seen")


def test_back_and_send_again_makes_the_promise_once(page, in_desk):
    sent = {**FIELDS, "title": "Send the calendar", "once": hidden(page, ADD, "once")}
    first = page.post(ADD, sent)
    again = page.post(ADD, sent, follow=True)
    assert Promise.objects.count() == 1
    assert again.redirect_chain[0][0] == first["Location"]
    assert "This form was sent already." in again.content.decode()


def test_back_and_other_words_are_a_promise_of_their_own(page, in_desk):
    token = hidden(page, ADD, "once")
    for title in ("Send the calendar", "Send the programme"):
        page.post(ADD, {**FIELDS, "title": title, "once": token})
    assert set(Promise.objects.values_list("title", flat=True)) == {"Send the calendar", "Send the programme"}


def test_a_form_that_came_back_with_mistakes_may_be_sent_again(page, in_desk):
    token = hidden(page, ADD, "once")
    wrong = {**FIELDS, "title": "", "once": token}
    assert page.post(ADD, wrong).status_code == page.post(ADD, wrong).status_code == 200
    assert SentForm.objects.count() == 0
    assert page.post(ADD, {**wrong, "title": "Send it"}).status_code == 302


def test_the_token_of_one_person_says_nothing_about_another(page, dina, in_desk):
    sent = {**FIELDS, "title": "Send the calendar", "once": "the same"}
    page.post(ADD, sent)
    dina.post(ADD, sent)
    assert Promise.objects.count() == 2


def test_every_form_of_a_desk_carries_a_token(page, promise):
    for address in (f"promises/{promise.pk}/", "directory/people/add/", "trips/new/"):
        html = page.get(f"/d/atyrau/{address}").content.decode()
        main = html[html.index("<main") :]
        assert main.count('name="once"') == main.count('method="post"') > 0


def left_behind(key, worker, **values):
    """Leave a sending as a process leaves it that was killed in the middle."""
    SentForm.objects.create(key=key, worker=worker, **values)


def test_a_sending_of_a_killed_process_can_be_sent_again_at_once(db):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left_behind("k", f"{socket.gethostname()}:{gone.pid}:1")
    assert once.answer_of_first("k") is once.First.NOTHING
    assert once.claim("k")
    assert not once.claim("k")


def test_a_sending_on_another_machine_is_given_up_after_a_while(db):
    left_behind("far", "elsewhere:5:77")
    assert not once.claim("far")
    SentForm.objects.update(created_at=timezone.now() - once.GIVEN_UP_AFTER - dt.timedelta(seconds=1))
    assert once.claim("far")


def test_what_a_killed_process_had_done_is_not_done_again(db):
    left_behind("k", f"{socket.gethostname()}:999999999:1", is_done=True)
    assert not once.claim("k")
    assert once.answer_of_first("k") == ""


def test_that_a_form_is_done_is_written_with_the_work_or_not_at_all(in_desk, editor):
    assert once.claim("whole")
    with once.sending("whole"):
        with suppress(ZeroDivisionError), transaction.atomic():
            deciding.add(in_desk, editor, title="Send the calendar")
            raise ZeroDivisionError
        assert not SentForm.objects.get(key="whole").is_done
        deciding.add(in_desk, editor, title="Send the calendar")
        assert SentForm.objects.get(key="whole").is_done
    once.release("whole")
    assert once.answer_of_first("whole") == ""


def test_a_list_that_came_in_comes_in_once(page, in_desk):
    address = "/d/atyrau/promises/import/"
    token = hidden(page, address, "once")
    for _time in range(2):
        file = SimpleUploadedFile("list.csv", b"promise\nSend the calendar\n")
        page.post(address, {"once": token, "upload": file})
    assert Promise.objects.count() == 1


def test_a_second_sending_while_the_first_is_at_work_says_so(page, in_desk, monkeypatch):
    monkeypatch.setattr(once, "LOOKS", 2)
    sent = {**FIELDS, "title": "Send the calendar", "once": hidden(page, ADD, "once")}
    page.post(ADD, sent)
    Promise.objects.all().delete()
    SentForm.objects.update(is_done=False, led_to="", worker="elsewhere:5:77")
    assert "is still being worked on" in page.post(ADD, sent, follow=True).content.decode()
    assert Promise.objects.count() == 0


def test_marks_of_old_forms_go_and_those_of_today_stay(db):
    for key in ("old", "new"):
        once.claim(key)
    SentForm.objects.filter(key="old").update(created_at=timezone.now() - dt.timedelta(days=3))
    once.forget(timezone.now())
    assert list(SentForm.objects.values_list("key", flat=True)) == ["new"]


def test_what_two_people_changed_in_different_fields_is_all_kept(page, dina, promise):
    seen = seen_of(dina, promise)
    change(page, promise, seen_of(page, promise), due_on="2026-12-24")
    response = change(dina, promise, seen, title="Send the calendar of oil and gas events")
    assert response.status_code == 302
    promise.refresh_from_db()
    assert promise.due_on == dt.date(2026, 12, 24)
    assert promise.title == "Send the calendar of oil and gas events"


def test_a_field_that_both_changed_is_shown_with_both_values_and_nothing_is_saved(page, dina, promise):
    seen = seen_of(dina, promise)
    change(page, promise, seen_of(page, promise), title="Send the calendar by post")
    response = change(dina, promise, seen, title="Send the calendar by mail", note="Dina asked")
    html = response.content.decode()
    assert response.status_code == 200
    assert "<b>Send the calendar by mail</b>" in html
    assert "<b>Send the calendar by post</b>" in html
    assert "(Ainur)" in html
    promise.refresh_from_db()
    assert (promise.title, promise.note) == ("Send the calendar by post", "")


@pytest.mark.parametrize(("keep", "title"), [("mine", "By mail"), ("theirs", "By post")])
def test_a_conflict_is_settled_by_choosing(page, dina, promise, keep, title):
    seen = seen_of(dina, promise)
    change(page, promise, seen_of(page, promise), title="By post")
    html = change(dina, promise, seen, title="By mail", note="Dina asked").content.decode()
    main = html[html.index("<main") :]
    shown = re.search('name="seen" value="([^"]*)"', main).group(1).replace("&quot;", '"')
    change(dina, promise, shown, title="By mail", note="Dina asked", keep_title=keep)
    promise.refresh_from_db()
    assert (promise.title, promise.note) == (title, "Dina asked")


def test_a_card_of_the_directory_keeps_what_both_wrote(page, dina, in_desk):
    card = Organisation.objects.create(desk=in_desk, name="Chamber", country="KZ")
    address = f"/d/atyrau/directory/organisations/{card.pk}/change/"
    empty = dict.fromkeys(("side", "place_name", "website", "note"), "")
    values = {"name": "Chamber", "kind": "other", "country": "KZ", **empty}
    seen = hidden(dina, address, "seen")
    page.post(address, {**values, "place_name": "Atyrau", "seen": seen})
    dina.post(address, {**values, "note": "Two floors", "seen": seen})
    card.refresh_from_db()
    assert (card.place_name, card.note) == ("Atyrau", "Two floors")


def test_the_drawer_does_not_write_over_what_somebody_set_meanwhile(page, dina, promise):
    where = f"/d/atyrau/promises/{promise.pk}/set/"
    page.post(where, {"due_on": "2026-12-24", "was": ""})
    noted = dina.post(where, {"due_on": "2026-12-01", "was": ""}, HTTP_HX_REQUEST="true").content.decode()
    promise.refresh_from_db()
    assert promise.due_on == dt.date(2026, 12, 24)
    assert "24 December 2026" in noted
    assert "1 December 2026" in noted
    dina.post(where, {"due_on": "2026-12-01", "was": "2026-12-24"})
    promise.refresh_from_db()
    assert promise.due_on == dt.date(2026, 12, 1)


def test_a_log_in_that_ran_out_leads_back_to_the_page_of_the_form(page, promise):
    page.logout()
    form_page = f"/d/atyrau/promises/{promise.pk}/"
    sent = page.post(
        f"{form_page}comment/", {"text": "Called them"}, HTTP_REFERER=f"http://testserver{form_page}"
    )
    assert sent["Location"] == f"/accounts/login/?next={form_page}"
    stranger = page.post(f"{form_page}comment/", {"text": "x"}, HTTP_REFERER="https://elsewhere.example/d/")
    assert stranger["Location"] == "/accounts/login/?next=/"


def test_a_day_of_a_moment_is_the_desks_day(desk):
    from egiz.desk.core.templatetags.egiz import day

    late = dt.datetime(2025, 11, 27, 21, 44, tzinfo=dt.UTC)  # 02:44 of the 28th in Atyrau
    with scope(desk=desk):
        assert day(late) == "28 Nov 2025"


def test_the_settings_of_a_desk_keep_what_two_owners_changed(desk, owner):
    first, second = client_of(owner), client_of(owner)
    where = "/d/atyrau/desk/settings/"
    seen = hidden(second, where, "seen")
    form = first.get(where).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    first.post(where, {**values, "our_territories": "Atyrau", "seen": seen})
    second.post(where, {**values, "our_name": "Chamber of Atyrau", "seen": seen})
    desk.refresh_from_db()
    assert desk.our_name == "Chamber of Atyrau"
    assert "Atyrau" in first.get(where).context["form"]["our_territories"].value()
