import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egiz.desk.core.domain import sharing, trail
from egiz.desk.core.models import AuditEntry, Comment, Guest, Share, TextVersion
from egiz.desk.core.models.sharing import read_token
from egiz.desk.missions.models import Company, Mission
from egiz.desk.promises.models import OfficialMeeting, Promise
from egiz.desk.twinnings.models import Activity, Approval, Twinning
from tests.desk.conftest import client_of

pytestmark = pytest.mark.django_db
SHARED = "/d/atyrau/desk/shared/"


@pytest.fixture
def promise(in_desk, editor):
    meeting = OfficialMeeting.objects.create(
        desk=in_desk, title="SECRET-MEETING", text="SECRET-TEXT", language="ru"
    )
    made = Promise.objects.create(
        desk=in_desk, meeting=meeting, title="Прислать календарь", quote="SECRET-QUOTE", note="SECRET-NOTE",
        owner_text="Палата Атырау", due_on=dt.date(2026, 12, 1),
    )  # fmt: skip
    trail.add_comment(made, editor, "SECRET-INNER")
    Promise.objects.create(desk=in_desk, title="SECRET-OTHER")
    return made


@pytest.fixture
def known(in_desk):
    return sharing.make_guest(in_desk, name="Dilnoza", email="", organisation="Savdo palatasi", language="uz")


def link(guest, pk=None):
    return f"/p/shared/{guest.token}/" + (f"{pk}/" if pk else "")


def shared(promise, guest, editor, **more):
    return sharing.share(promise, guest, editor, **{"may_update": True, **more})


def test_a_link_shows_what_is_shared_in_the_guests_language_and_nothing_else(client, promise, known, editor):
    row = shared(promise, known, editor)
    pages = [client.get(link(known)).content.decode(), client.get(link(known, row.pk)).content.decode()]
    for body in pages:
        assert "Прислать календарь" in body
        assert "SECRET" not in body
        assert editor.email not in body
        assert 'lang="uz"' in body
    assert "Палата Атырау" in pages[1]


def test_a_member_with_a_guests_role_sees_the_same_and_no_room_of_the_desk(promise, guest, editor, in_desk):
    row = shared(promise, sharing.guest_of_member(guest.memberships.get()), editor)
    client = client_of(guest)
    assert client.get("/", follow=True).redirect_chain[-1][0] == SHARED
    for address in (SHARED, f"{SHARED}{row.pk}/"):
        body = client.get(address).content.decode()
        assert "Прислать календарь" in body
        assert "SECRET" not in body
        assert editor.email not in body
        assert 'class="rail"' not in body
        assert 'role="search"' not in body
    for address in (
        "promises/",
        f"promises/{promise.pk}/",
        "desk/settings/",
        "desk/search/?q=календарь",
        "directory/",
    ):
        answer = client.get(f"/d/atyrau/{address}")
        assert answer.status_code == 403
        assert b"SECRET" not in answer.content
        assert "Прислать" not in answer.content.decode()


def test_what_was_not_shared_or_was_taken_back_is_not_there(client, promise, known, editor, in_desk):
    row = shared(promise, known, editor)
    other = sharing.make_guest(in_desk, name="Other", email="", organisation="", language="ru")
    assert client.get(link(other, row.pk)).status_code == 404
    where = link(known, row.pk)
    sharing.withdraw(row, editor)
    assert client.get(where).status_code == 404
    assert "Прислать" not in client.get(link(known)).content.decode()


def test_a_link_is_void_when_it_was_taken_back_or_ran_out(client, promise, known, editor, in_desk):
    old = link(known)
    assert client.get(old).status_code == 200
    sharing.new_link(known)
    assert client.get(old).status_code == 404
    known.link_until = in_desk.today() - dt.timedelta(days=1)
    known.save()
    assert client.get(link(known)).status_code == 404
    assert client.get("/p/shared/nonsense/").status_code == 404


def test_a_guest_says_that_it_is_done_and_the_history_says_who(client, promise, known, editor):
    row = shared(promise, known, editor)
    client.post(link(known, row.pk), {"act": "update", "state": "done", "evidence": "№ 12-34"})
    promise.refresh_from_db()
    assert (promise.status, promise.evidence) == ("done", "№ 12-34")
    entry = AuditEntry.objects.get(action="updated_by_guest")
    assert (entry.user, entry.changes) == (None, {"guest": ["", "Dilnoza"]})


@pytest.mark.parametrize("data", [{"state": "done"}, {"state": "dropped"}, {"state": "rejected"}])
def test_a_guest_who_only_reads_changes_nothing(client, promise, known, editor, data):
    row = shared(promise, known, editor, may_update=data["state"] != "done")
    client.post(link(known, row.pk), {"act": "update", **data})
    promise.refresh_from_db()
    assert promise.status == "open"


def test_shared_comments_are_read_by_both_and_inner_ones_by_the_desk(client, page, promise, known, editor):
    row = shared(promise, known, editor)
    client.post(link(known, row.pk), {"act": "comment", "text": "FROM-THEM"})
    page.post(f"/d/atyrau/desk/share/promises.promise/{promise.pk}/comment/", {"text": "FROM-US"})
    theirs = client.get(link(known, row.pk)).content.decode()
    ours = page.get(f"/d/atyrau/promises/{promise.pk}/").content.decode()
    assert "FROM-THEM" in theirs
    assert "FROM-US" in theirs
    assert "SECRET-INNER" not in theirs
    assert "FROM-THEM" in ours
    assert "FROM-US" in ours
    assert "SECRET-INNER" in ours
    assert "the other side" in ours
    assert list(trail.comments_on(promise).values_list("text", flat=True)) == ["SECRET-INNER"]
    assert Comment.objects.get(text="FROM-THEM").guest == known


def test_a_text_that_is_asked_for_is_a_task_and_its_translation_is_shown(
    client, page, promise, known, editor
):
    row = shared(promise, known, editor)
    first = client.get(link(known, row.pk)).content.decode()
    assert 'lang="ru"' in first  # the original, marked as such
    client.post(link(known, row.pk), {"act": "translate"})
    client.post(link(known, row.pk), {"act": "translate"})
    task = TextVersion.objects.get()
    assert (task.field, task.language, task.text) == ("title", "uz", "")
    assert "Прислать календарь" in page.get("/d/atyrau/desk/translations/").content.decode()
    page.post(f"/d/atyrau/desk/translations/{task.pk}/", {"text": "Kalendarni yuborish"})
    assert "Kalendarni yuborish" in client.get(link(known, row.pk)).content.decode()
    assert "Прислать календарь" not in page.get("/d/atyrau/desk/translations/").content.decode()
    promise.title = "Прислать новый календарь"
    promise.save()
    assert "oʻzgar" in client.get(link(known, row.pk)).content.decode()  # made of an earlier text: it says so


def test_a_twinning_shows_the_pair_its_activity_and_the_other_sides_approvals(client, known, editor, in_desk):
    twin = Twinning.objects.create(
        desk=in_desk, a_id=610612, a_name="Atyrau", a_country="KZ",
        b_id=601294, b_name="Nukus", b_country="UZ", source="SECRET-SOURCE", note="SECRET-NOTE",
    )  # fmt: skip
    Activity.objects.create(desk=in_desk, twinning=twin, date=dt.date(2026, 5, 1), what="Concert")
    Approval.objects.create(desk=in_desk, twinning=twin, side="ours", approver="SECRET-APPROVER")
    Approval.objects.create(desk=in_desk, twinning=twin, side="theirs", approver="Hokimlik")
    body = client.get(link(known, shared(twin, known, editor).pk)).content.decode()
    assert "Nukus" in body
    assert "Concert" in body
    assert "Hokimlik" in body
    assert "SECRET" not in body


def test_a_mission_shows_its_purpose_and_the_other_sides_companies(client, known, editor, in_desk):
    mission = Mission.objects.create(desk=in_desk, name="Mission", purpose="Oil", zone="Asia/Tashkent")
    Company.objects.create(desk=in_desk, mission=mission, side="ours", key="K", name="SECRET-COMPANY")
    Company.objects.create(
        desk=in_desk, mission=mission, side="theirs", key="U", name="Nukus Don", contact="SECRET"
    )
    body = client.get(link(known, shared(mission, known, editor).pk)).content.decode()
    assert "Oil" in body
    assert "Nukus Don" in body
    assert "SECRET" not in body


def test_somebody_is_let_in_from_the_things_own_page(page, promise, in_desk, client):
    where = f"/d/atyrau/desk/share/promises.promise/{promise.pk}/"
    assert where in page.get(f"/d/atyrau/promises/{promise.pk}/").content.decode()
    page.post(where, {"name": "Dilnoza", "language": "uz", "may_update": "on", "email": "d@example.uz"})
    page.post(where, {"name": "Dilnoza again", "language": "uz", "email": "D@example.uz"})
    guest = Guest.objects.get()
    assert (guest.name, Share.objects.get().may_update) == ("Dilnoza", False)
    # A token carries the second in which it was signed: the page's own is read, not a second one made.
    (token,) = set(re.findall(r"/p/shared/([^/\"]+)/", page.get(where).content.decode()))
    assert read_token(token) == (guest.pk, guest.link_number)
    assert "Choose somebody" in page.post(where, {"language": "uz"}).content.decode()


def test_another_desks_things_are_out_of_reach(page, promise, known, editor, stranger, in_desk):
    row = shared(promise, known, editor)
    other = client_of(stranger)
    assert other.get(f"/d/nukus/desk/share/promises.promise/{promise.pk}/").status_code == 404
    assert other.post(f"/d/nukus/desk/share/{row.pk}/withdraw/").status_code == 404
    assert other.post(f"/d/nukus/desk/guests/{known.pk}/link/").status_code == 404
    assert Share.objects.filter(pk=row.pk).exists()


def test_a_guests_list_asks_as_much_for_three_things_as_for_one(client, known, editor, in_desk):
    counts = []
    for number in range(3):
        shared(Promise.objects.create(desk=in_desk, title=f"P{number}"), known, editor)
        with CaptureQueriesContext(connection) as asked:
            client.get(link(known))
        counts.append(len(asked))
    assert counts[0] == counts[2]
