"""Who may look at what and change what: every address, every role (operations: `api/test_matrix.py`).

The table beside this file (permissions.csv) is the promise; an address without a row fails.
"""

import pytest
from django.db import transaction
from django.test import Client
from django_scopes import scopes_disabled

from egiz.desk.api import api
from tests.desk import matrix
from tests.desk.conftest import client_of

pytestmark = pytest.mark.django_db
DENIED = {"guest": {403}, "viewer": {403}, "editor": {403}, "stranger": {404}}
NOT_AN_ACT = {404, 405}  # the address does not take this method, or not with such a number


@pytest.fixture(scope="module")
def table():
    return matrix.rows()


@pytest.fixture
def full(desk, owner, editor, viewer, guest, stranger, settings):
    """A desk with one record of every kind, and a browser of each role."""
    settings.JOBS_INLINE = False
    with scopes_disabled():
        made = matrix.fill(desk)
    assert [model.__name__ for model, row in made.items() if row is None] == []
    people = {"owner": owner, "editor": editor, "viewer": viewer, "guest": guest, "stranger": stranger}
    clients = {name: client_of(person) for name, person in people.items()} | {"anonymous": Client()}
    for client in clients.values():
        client.raise_request_exception = False  # the records are made of nothing; only the door is asked
    return clients


def ask(client, method, path, **more):
    """Ask and undo whatever it did."""
    with transaction.atomic():
        answer = client.generic(method, path, **more)
        body = b"" if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer.status_code, body.decode(errors="replace"), answer


def addresses():
    return sorted(dict(matrix.addresses()).items())


def test_every_address_stands_in_the_table_and_every_row_is_an_address(table):
    known = {name for name, _path in matrix.addresses()} | {
        f"api {m} {p}" for m, p, _w in matrix.operations(api)
    }
    assert known - table.keys() == set(), "Say in permissions.csv who may look at it and who may send to it."
    assert table.keys() - known == set()


def test_whoever_may_not_is_turned_away_and_reads_nothing(full, table):
    wrong = []
    for name, path in addresses():
        row = table[name]
        if row.get == "public":
            continue
        for role in ("guest", "viewer", "editor", "stranger", "anonymous"):
            for method, who in (("GET", row.get), ("POST", row.post)):
                if role in matrix.MAY[who] or (who == "nobody" and role in matrix.MAY["inside"]):
                    continue
                status, body, answer = ask(full[role], method, path)
                if role == "anonymous":
                    fine = status == 302 and "/accounts/login/" in answer["Location"]
                else:
                    fine = status in DENIED[role] or (who == "nobody" and status in {403, *NOT_AN_ACT})
                if not fine or matrix.CANARY in body:
                    wrong.append(
                        f"{role} {method} {name}: {status}{' LEAKS' if matrix.CANARY in body else ''}"
                    )
    assert wrong == []


def test_whoever_may_is_let_in(full, table):
    """A door closed to everybody would pass the test above; only looking is asked, by who may least."""
    wrong = []
    for name, path in addresses():
        who = table[name].get
        if who in {"public", "nobody"}:
            continue
        role = next(role for role in ("guest", "viewer", "editor", "owner") if role in matrix.MAY[who])
        status, _body, answer = ask(full[role], "GET", path)
        if status == 403 or (status == 302 and "/accounts/" in answer["Location"]):
            wrong.append(f"{role} GET {name}: {status}")
    assert wrong == []


def test_public_pages_give_nothing_away_to_a_wrong_link(full, table):
    wrong = []
    for name, path in addresses():
        if table[name].get != "public":
            continue
        for method in ("GET", "POST"):
            status, body, _answer = ask(full["anonymous"], method, path)
            opens = status == 200 and not path.endswith(".js")  # a script is the same for everybody
            if opens or matrix.CANARY in body:
                wrong.append(f"{method} {name}: {status}")
    assert wrong == []
