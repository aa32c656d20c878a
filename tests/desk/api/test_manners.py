"""How the API behaves whatever is asked: errors, versions, requests that count once, lists, changes."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from egiz.desk.api.domain import once
from egiz.desk.api.models import KeptAnswer
from egiz.desk.core.domain import trail
from egiz.desk.core.domain.order import changes_after, place_changes
from egiz.desk.core.models import AuditEntry
from egiz.desk.directory.domain import entries
from egiz.desk.directory.models import Person
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.models import Promise

PEOPLE = "/directory/people/"


@pytest.fixture
def people(desk, owner):
    with scope(desk=desk):
        return [entries.add_person(desk, owner, name=f"Person {n}") for n in range(5)]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "There is no such field"),
        ("ru", "Такого поля нет"),
        ("uz", "Bunday maydon"),
        ("kk", "Мұндай өріс"),
    ],
)
def test_a_refusal_names_the_field_in_the_readers_language(program, language, said):
    answer = program().post(PEOPLE, {"name": "A", "nome": "B"}, **{"Accept-Language": language})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert (problem["status"], problem["errors"][0]["pointer"]) == (422, "#/nome")
    assert said in problem["errors"][0]["detail"]


def test_a_form_of_the_page_says_what_is_wrong_at_the_bodys_own_name(program):
    answer = program().post("/promises/", {"title": "Send", "region": 77})
    assert [one["pointer"] for one in answer.json()["errors"]] == ["#/region"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nowhere/", 404), (f"{PEOPLE}999999", 404), (f"{PEOPLE}?nome=1", 422), (f"{PEOPLE}?q=%00", 400)],
)
def test_every_refusal_has_one_shape(program, path, status):
    answer = program().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert {"type", "title", "status", "detail"} <= answer.json().keys()


def test_a_method_that_an_address_does_not_take_is_said_so(program):
    answer = program().ask("DELETE", PEOPLE)
    assert (answer.status_code, answer.json()["status"], "GET" in answer["Allow"]) == (405, 405, True)


@pytest.mark.parametrize(
    "body", ['{"name": "a\\u0000b"}', '{"name": "\\ud800"}', "[" * 5000, "{", '{"name": NaN}']
)
def test_what_no_database_can_keep_is_refused(program, body):
    key = program()
    answer = key.client.post(
        f"/api/v1/desks/atyrau{PEOPLE}", body, content_type="application/json",
        headers={"Authorization": f"Bearer {key.secret}"},
    )  # fmt: skip
    assert answer.status_code == 400


def test_what_did_not_change_is_not_sent_again(program, people):
    key = program()
    first = key.get(f"{PEOPLE}{people[0].pk}")
    again = key.get(f"{PEOPLE}{people[0].pk}", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_a_change_of_what_somebody_changed_meanwhile_is_refused(program, people):
    key, path = program(), f"{PEOPLE}{people[0].pk}"
    seen = key.get(path)["ETag"]
    assert key.patch(path, {"position": "head"}, **{"If-Match": seen}).status_code == 200
    late = key.patch(path, {"position": "deputy"}, **{"If-Match": seen})
    assert late.status_code == 412
    assert key.get(path).json()["position"] == "head"
    fresh = key.get(path)["ETag"]
    assert key.patch(path, {"phone": "1"}, **{"If-Match": fresh}).json()["position"] == "head"


def test_a_request_sent_twice_does_its_work_once(program, desk):
    key, body = program(), {"name": "Aigul Saparova"}
    first = key.post(PEOPLE, body, **{"Idempotency-Key": "one"})
    again = key.post(PEOPLE, body, **{"Idempotency-Key": "one"})
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    other = key.post(PEOPLE, {"name": "Another"}, **{"Idempotency-Key": "one"})
    assert other.status_code == 422
    with scope(desk=desk):
        assert Person.objects.count() == 1


def test_a_request_that_was_refused_may_be_sent_again_put_right(program, desk):
    key = program()
    assert key.post(PEOPLE, {"name": ""}, **{"Idempotency-Key": "one"}).status_code == 422
    assert key.post(PEOPLE, {"name": "Aigul"}, **{"Idempotency-Key": "one"}).status_code == 201
    KeptAnswer.objects.update(created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert once.forget(dt.datetime(2026, 1, 4, tzinfo=dt.UTC)) == 1


def test_a_list_is_read_to_its_end_while_rows_are_added_and_taken(program, people, desk, owner):
    key = program()
    first = key.get(f"{PEOPLE}?limit=2").json()
    with scope(desk=desk):
        people[0].delete()
        entries.add_person(desk, owner, name="Newcomer")
    second = key.get(f"{PEOPLE}?limit=2&cursor={first['next']}").json()
    third = key.get(f"{PEOPLE}?limit=2&cursor={second['next']}").json()
    names = [one["name"] for part in (first, second, third) for one in part["items"]]
    assert names == [*(f"Person {n}" for n in range(5)), "Newcomer"]
    assert third["next"] == ""


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WyJhIl0", "WzFdMQ", "bnVsbA", "WzE4NDQ2NzQ0MDczNzA5NTUxNjE2XQ"]
)
def test_a_cursor_that_is_none_is_refused(program, cursor):
    assert program().get(f"{PEOPLE}?cursor={cursor}").json()["errors"][0]["pointer"] == "#/cursor"


def test_what_was_written_since_is_told_in_that_order(program, people, desk, owner):
    key = program()
    since = people[-1].updated_at.isoformat().replace("+", "%2B")
    with scope(desk=desk):
        entries.change(people[1], owner, position="head")
    found = key.get(f"{PEOPLE}?changed_since={since}").json()["items"]
    assert [one["name"] for one in found] == ["Person 4", "Person 1"]


def test_lists_of_before_keep_their_pages_and_go_on_by_cursor(program, in_desk, owner):
    for number in range(3):
        deciding.add(in_desk, owner, title=f"Promise {number}")
    key = program()
    old = key.get("/promises/").json()
    assert (old["count"], old["page"], old["pages"], len(old["promises"]), old["next"]) == (3, 1, 1, 3, "")
    part = key.get("/promises/?limit=2").json()
    assert len(key.get(f"/promises/?limit=2&cursor={part['next']}").json()["promises"]) == 1


def test_changes_are_told_once_each_in_one_order(program, in_desk, owner):
    key = program()
    promise = deciding.add(in_desk, owner, title="Send")
    first = key.get("/changes/?limit=1").json()
    assert (first["items"][0]["kind"], first["items"][0]["id"], first["more"]) == (
        "promises",
        promise.pk,
        False,
    )
    deciding.change(promise, owner, status="done")
    rest = key.get(f"/changes/?after={first['last']}").json()
    assert [(one["action"], one["fields"]) for one in rest["items"]] == [("changed", ["status"])]
    assert key.get(f"/changes/?after={rest['last']}").json() == {
        "items": [], "last": rest["last"], "more": False,
    }  # fmt: skip


def test_a_key_is_told_only_of_what_it_may_read(program, in_desk, owner):
    deciding.add(in_desk, owner, title="Send")
    entries.add_person(in_desk, owner, name="Aigul")
    key = program("changes:read", "directory:read")
    assert [one["kind"] for one in key.get("/changes/").json()["items"]] == ["directory"]
    assert key.get("/changes/?kind=promises").json()["items"] == []


def test_a_change_gets_its_place_when_it_is_saved_for_good(in_desk, owner):
    promise = deciding.add(in_desk, owner, title="Send")
    last = place_changes(in_desk)
    with transaction.atomic():
        trail.record(promise, "changed", owner)
        transaction.set_rollback(True)
    trail.record(promise, "changed", owner)
    assert place_changes(in_desk) == last + 1
    assert [row.place for row in changes_after(last)] == [last + 1]
    assert place_changes(in_desk) == last + 1
    assert AuditEntry.objects.filter(place__isnull=True).count() == 0


def test_a_status_alone_is_changed_though_who_was_responsible_has_left(program, in_desk, owner, stranger):
    promise = deciding.add(in_desk, owner, title="Send", responsible=stranger)
    assert program().patch(f"/promises/{promise.pk}", {"status": "done"}).status_code == 200
    promise.refresh_from_db()
    assert (promise.status, promise.responsible) == (Promise.Status.DONE, stranger)


LISTS = (
    "/promises/", "/promises/meetings/", "/twinnings/", "/twinnings/measures/", "/twinnings/facts/",
    "/missions/", "/missions/companies/", "/missions/wishes/", "/missions/matches/", "/missions/schedules/",
    "/missions/outcomes/", "/events/", "/trips/", "/days/polls/", "/directory/people/",
    "/directory/organisations/", "/papers/", "/jobs/", "/comments/", "/changes/", "/webhooks/",
    "/deliveries/", "/",
)  # fmt: skip


def rows_of(answer):
    """The rows of a list, whatever it calls them."""
    return answer if isinstance(answer, list) else next(v for v in answer.values() if isinstance(v, list))


def test_a_list_takes_as_many_queries_with_three_rows_as_with_one(program, in_desk, owner):
    from tests.desk.api.filling import fill

    key = program()

    def counts():
        found = {}
        for path in LISTS:
            key.get(path)
            with CaptureQueriesContext(connection) as captured:
                answer = key.get(path)
            assert answer.status_code == 200, (path, answer.content)
            # The row of the key counts by the minute: another one may begin between two requests.
            found[path] = sum("api_token" not in query["sql"] for query in captured)
        return found

    fill(in_desk, owner, 1)
    one = counts()
    fill(in_desk, owner, 2)
    assert [path for path in LISTS[:-1] if len(rows_of(key.get(path).json())) < 3] == []
    assert counts() == one
