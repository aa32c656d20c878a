"""Who may do what by every operation of the API: with bodies that would be taken, by role and by key."""

import json
import re

import pytest
from django.db import transaction
from django_scopes import scope

from egiz.desk.api import api
from egiz.desk.api.domain import tokens
from egiz.desk.api.domain.scopes import SCOPES
from egiz.desk.core.models import Membership, Share
from egiz.desk.twinnings.models import Measure, PlaceFact
from tests.desk import matrix
from tests.desk.api.bodies import BODIES
from tests.desk.api.conftest import Program
from tests.desk.test_permissions import full  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
# What the records made of nothing do not let happen, however valid the body is.
EXCUSED = {
    "add_wish": (422, "There already is a wish"),
    "say_outcome": (422, "This meeting stands in no published schedule"),
    "get_schedule": (404, ""),
    "get_plan": (404, ""),
}
READ_ONLY = [scope for scope in SCOPES if scope.endswith(":read")]


@pytest.fixture
def real(full, unscoped):  # noqa: F811 - the fixture above
    """The desk of the table, with texts where a reader needs more than a word."""
    PlaceFact.objects.update(indicator="population", value="5")
    Measure.objects.update(due="2027")
    return full


@pytest.fixture(scope="module")
def operations():
    """Every operation: (name, method, filled path, who may)."""
    table = matrix.rows()
    paths = api.get_openapi_schema()["paths"]
    return [
        (paths[path][method.lower()]["operationId"], method, where, table[f"api {method} {path}"].get)
        for method, path, where in matrix.operations(api)
    ]


def ask(client, name, method, path, headers=None):
    """Ask as a program would, and undo whatever was done."""
    body = {"data": json.dumps(BODIES[name]), "content_type": "application/json"} if name in BODIES else {}
    with transaction.atomic():
        answer = client.generic(method, path, headers=headers, **body)
        transaction.set_rollback(True)
    return answer


def test_every_operation_that_takes_a_body_has_a_valid_one():
    wanted = {
        operation["operationId"]
        for methods in api.get_openapi_schema()["paths"].values()
        for operation in methods.values()
        if "requestBody" in operation
    }
    assert wanted == set(BODIES)


def test_the_description_is_english_whatever_language_the_server_begins_in():
    text = json.dumps(api.get_openapi_schema(), ensure_ascii=False, default=str)
    assert not re.search("[а-яё]", text, re.IGNORECASE)


def test_whoever_may_is_let_through_and_nobody_else(real, operations):
    wrong = []
    for name, method, path, who in operations:
        for role in matrix.ROLES:
            answer = ask(real[role], name, method, path)
            status = answer.status_code
            if role in matrix.MAY[who]:
                code, text = EXCUSED.get(name, (None, ""))
                said = answer.content.decode()
                fine = status in {200, 201, 202, 204, 409} or (status == code and text in said)
            else:
                fine = status == {"anonymous": 401, "stranger": 404}.get(role, 403)
            if not fine:
                wrong.append(f"{role} {name}: {status} {answer.content[:300].decode()}")
    assert not wrong, "\n".join(wrong)


def test_what_is_shared_with_a_guest_opens_no_operation(real, operations, guest, desk, unscoped):
    Share.objects.filter(desk=desk).update(target="promises.promise", target_id=matrix.NUMBER)
    assert Share.objects.filter(desk=desk).exists()
    reached = [
        name for name, method, path, _who in operations
        if ask(real["guest"], name, method, path).status_code != 403
    ]  # fmt: skip
    assert reached == []


def test_a_key_of_reading_writes_nothing_and_one_of_nothing_reads_nothing(real, operations, desk, owner):
    with scope(desk=desk):
        reader = Program(tokens.make(desk, owner, name="r", scopes=READ_ONLY, days=1)[1])
        other = Program(tokens.make(desk, owner, name="o", scopes=["days:read"], days=1)[1])
    headers = {one: {"Authorization": f"Bearer {one.secret}"} for one in (reader, other)}
    wrong = []
    for name, method, path, _who in operations:
        status = ask(reader.client, name, method, path, headers[reader]).status_code
        if (status == 403) != (method != "GET"):
            wrong.append(f"reader {method} {path} ({name}): {status}")
        status = ask(other.client, name, method, path, headers[other]).status_code
        if (status != 403) != (method == "GET" and "/days/" in path):
            wrong.append(f"days only {method} {path} ({name}): {status}")
    assert wrong == []


def test_a_key_of_another_desk_opens_nothing_here_though_its_person_owns_both(
    real, operations, owner, stranger
):
    other = stranger.memberships.get().desk
    Membership.objects.create(desk=other, user=owner, role="owner")
    with scope(desk=other):
        key = Program(tokens.make(other, owner, name="other", scopes=list(SCOPES), days=1)[1])
    headers = {"Authorization": f"Bearer {key.secret}"}
    statuses = {
        (name, ask(key.client, name, method, path, headers).status_code)
        for name, method, path, _who in operations
    }
    assert {status for _name, status in statuses} == {404}, sorted(statuses)
