"""The pages of partner desks: what people press, what they read, and what a key may do."""

import json
import re

import pytest
from django_scopes import scope

from egiz.desk.api.domain import tokens
from egiz.desk.core.models import Membership, Role
from egiz.desk.promises.models import Promise
from egiz.desk.sharing.models import Conflict, Partner, SharedThing
from tests.desk.api.conftest import Program
from tests.desk.conftest import client_of, make_user


@pytest.fixture
def kept(joined):
    here, there = joined
    for end in joined:
        end.user.language = "en"
        end.user.save()
    row = here.promise("Send the calendar", owner_text="Aigul")
    return here, there, row


def page_of(end):
    return client_of(end.user), f"/d/{end.desk.slug}"


def test_whoever_shares_sees_first_what_goes_and_what_only_with_names(kept):
    here, there, row = kept
    page, base = page_of(here)
    address = f"{base}/partners/share/promises.promise/{row.pk}/"
    shown = page.get(address).content.decode()
    assert "Desk nukus" in shown
    owner = re.search(r"<tr>\s*<td>\s*Who owes it(.*?)</tr>", shown, re.DOTALL)[1]
    assert "only with names of people" in owner
    assert "this desk" in owner
    status = re.search(r"<tr>\s*<td>\s*Status(.*?)</tr>", shown, re.DOTALL)[1]
    assert "either desk" in status
    page.post(address, {"partner": here.line.pk})
    here.call()
    assert there.copy().owner_text == ""
    assert "Kept together with Desk nukus" in page.get(f"{base}/promises/{row.pk}/").content.decode()
    assert "kept together with Desk nukus" in page.get(f"{base}/promises/").content.decode()


def test_lists_ask_once_for_all_marks(kept, django_assert_max_num_queries):
    here, _there, row = kept
    page, base = page_of(here)
    here.share(row)
    page.get(f"{base}/promises/")
    counts = []
    for more in range(2):
        for number in range(more * 3):
            here.share(here.promise(f"More {number}"))
        with django_assert_max_num_queries(200) as asked:
            page.get(f"{base}/promises/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_belongs_to_the_other_desk_is_not_changed_by_any_form(kept):
    here, there, row = kept
    here.share(row)
    here.call()
    copy = there.copy()
    page, base = page_of(there)
    answer = page.post(f"{base}/promises/{copy.pk}/set/", {"owner_text": "Somebody"})
    assert answer.status_code == 409
    assert "belongs to Desk atyrau" in answer.content.decode()
    answer = page.post(
        f"{base}/promises/{copy.pk}/set/", {"owner_text": "Somebody"}, headers={"HX-Request": "true"}
    )
    assert "HX-Redirect" in answer
    assert there.get(copy).owner_text == copy.owner_text
    page.post(f"{base}/promises/{copy.pk}/set/", {"status": "done"})
    assert there.get(copy).status == "done"


def test_two_versions_are_chosen_between_on_the_page_of_the_thing(kept):
    here, there, row = kept
    here.share(row)
    here.call()
    here.change(row, status="done")
    there.change(there.copy(), status="dropped")
    here.call()
    there.call()
    page, base = page_of(here)
    shown = page.get(f"{base}/promises/{row.pk}/").content.decode()
    assert "both desks changed it before they heard of each other" in shown
    with scope(desk=here.desk):
        number = Conflict.objects.get().pk
    page.post(f"{base}/partners/versions/{number}/", {"version": "theirs"})
    here.call()
    assert (here.get(row).status, there.copy().status) == ("dropped", "dropped")


def test_what_is_taken_back_says_so_on_both_pages(kept):
    here, there, row = kept
    here.share(row)
    here.call()
    page, base = page_of(here)
    with scope(desk=here.desk):
        page.post(f"{base}/partners/things/{SharedThing.objects.get().pk}/take-back/")
    here.call()
    assert "Taken back from Desk nukus on" in page.get(f"{base}/promises/{row.pk}/").content.decode()
    page, base = page_of(there)
    assert "what it said is deleted here" in page.get(f"{base}/promises/{there.copy().pk}/").content.decode()


def test_a_line_is_cut_only_after_a_tick(kept):
    here, _there, _row = kept
    page, base = page_of(here)
    address = f"{base}/partners/{here.line.pk}/cut/"
    page.post(address)
    assert here.line.state == "live"
    page.post(address, {"sure": "yes"})
    assert here.line.state == "cut"
    assert "cut off here" in page.get(f"{base}/partners/{here.line.pk}/").content.decode()


def test_a_program_shares_and_takes_back(kept):
    here, _there, row = kept
    with scope(desk=here.desk):
        _key, secret = tokens.make(here.desk, here.user, name="p", scopes=["partners:write"], days=1)
    program = Program(secret)
    body = {"partner": here.line.pk, "target": "promises.promise", "target_id": row.pk}
    made = program.post("/partners/things/", body)
    assert (made.status_code, made.json()["kind"], made.json()["state"]) == (201, "promise", "live")
    assert program.post("/partners/things/", body).status_code == 409
    wrong = program.post("/partners/things/", {**body, "target": "core.desk"})
    assert "promises.promise" in json.dumps(wrong.json())
    assert program.post("/partners/things/", {**body, "target_id": 0}).status_code == 422
    assert program.ask("DELETE", f"/partners/things/{made.json()['id']}").status_code == 204
    assert [one["state"] for one in program.get("/partners/things/").json()["items"]] == ["withdrawn"]
    assert program.get("/partners/").json()["items"][0]["waiting"] == 2


def test_two_owners_join_their_desks_by_their_pages_over_a_real_connection(live_server, ends):
    """Both desks are of this installation, whose server answers on loopback."""
    here, there = ends
    for end in ends:
        end.user.language = "en"
        end.user.save()
    page, base = page_of(here)
    answer = page.post(f"{base}/partners/invite/", {"invite-name": "Nukus"})
    code = re.search(r"<code>([\d ]+)</code>", answer.content.decode())[1]
    assert "no-store" in answer["Cache-Control"]
    page, base = page_of(there)
    host = live_server.url.replace("localhost", "127.0.0.1")
    wrong = page.post(f"{base}/partners/join/", {"join-address": host, "join-code": code})
    assert "Write the address as the other desk shows it" in wrong.content.decode()
    asked = {"join-address": f"{host}/d/atyrau/", "join-code": code}
    assert page.post(f"{base}/partners/join/", asked).status_code == 302
    assert [one.state for one in Partner.objects.order_by("pk")] == ["live", "live"]


def test_only_an_owner_joins_and_cuts(kept):
    here, _there, row = kept
    editor = make_user("editor@example.org")
    Membership.objects.create(desk=here.desk, user=editor, role=Role.EDITOR)
    page = client_of(editor)
    assert page.post("/d/atyrau/partners/invite/", {"invite-name": "x"}).status_code == 403
    assert page.post(f"/d/atyrau/partners/{here.line.pk}/cut/", {"sure": "yes"}).status_code == 403
    assert "Make a code" not in page.get("/d/atyrau/partners/").content.decode()
    assert page.get(f"/d/atyrau/partners/share/promises.promise/{row.pk}/").status_code == 200
    with scope(desk=here.desk):
        assert Promise.objects.count() == 1
