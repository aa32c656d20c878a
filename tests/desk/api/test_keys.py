"""Keys of programs: shown once, kept as a sum, bound to one desk and to scopes, counted, taken back."""

import datetime as dt
import logging
import re

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from egiz.desk.api.domain import tokens
from egiz.desk.api.models import Token
from egiz.desk.core.logs import without_secrets
from egiz.desk.core.models import AuditEntry, Membership
from egiz.desk.promises.domain import deciding
from tests.desk.conftest import client_of

PAGE = "/d/atyrau/api/"
PROMISES = "/promises/"


@pytest.fixture
def promise(in_desk, editor):
    return deciding.add(in_desk, editor, title="Send the calendar", owner_text="Chamber", side="ours")


def made_on_the_page(client, **more):
    answer = client.post(f"{PAGE}keys/", {"name": "accounting", "days": 30, "may_promises": "read", **more})
    found = re.search(r"Bearer (egiz_[\w-]+)", answer.content.decode())
    return answer, found[1] if found else None


def test_a_key_made_on_the_page_is_shown_once_and_opens_the_desk(owner, desk, promise):
    client = client_of(owner)
    answer, secret = made_on_the_page(client)
    assert "no-store" in answer["Cache-Control"]
    again = client.get(PAGE).content.decode()
    assert "accounting" in again
    assert secret not in again
    listed = Client().get("/api/v1/desks/atyrau/promises/", headers={"Authorization": f"Bearer {secret}"})
    assert [row["title"] for row in listed.json()["promises"]] == ["Send the calendar"]


def test_the_database_holds_no_key_that_opens_anything(owner, desk):
    _answer, secret = made_on_the_page(client_of(owner))
    with scope(desk=desk):
        kept = Token.objects.get()
        assert secret not in "".join(str(value) for value in vars(kept).values())
        history = AuditEntry.objects.get(action="key_made")
    assert secret not in str(history.changes)


def test_only_owners_make_keys(editor, desk):
    assert client_of(editor).get(PAGE).status_code == 403
    assert made_on_the_page(client_of(editor))[0].status_code == 403


def test_a_key_of_nothing_is_refused_with_a_word(owner, desk):
    answer, secret = made_on_the_page(client_of(owner), may_promises="")
    assert secret is None
    assert "Choose at least one kind of thing" in answer.content.decode()


def test_a_key_does_what_its_scopes_allow_and_no_more(program, promise):
    reader = program("promises:read")
    assert reader.get(PROMISES).status_code == 200
    refused = reader.patch(f"{PROMISES}{promise.pk}", {"status": "done"})
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "This key lacks the scope “promises:write”.",
    )
    assert reader.get("/trips/").status_code == 403
    assert program("promises:write").patch(f"{PROMISES}{promise.pk}", {"status": "done"}).status_code == 200


def test_a_key_does_no_more_than_the_person_who_made_it(program, promise, viewer):
    key = program("promises:write", user=viewer)
    assert key.get(PROMISES).status_code == 200
    assert key.patch(f"{PROMISES}{promise.pk}", {"status": "done"}).json()["detail"] == (
        "Your role does not allow this."
    )


def test_a_key_of_one_desk_finds_no_other_one(program, owner, stranger):
    other = stranger.memberships.get().desk
    Membership.objects.create(desk=other, user=owner, role="owner")
    answer = program().client.get(
        "/api/v1/desks/nukus/promises/", headers={"Authorization": f"Bearer {program().secret}"}
    )
    assert answer.status_code == 404


def test_a_key_ends_with_its_day_its_person_and_its_taking_back(program, desk, owner):
    first, second, third = program(), program(), program()
    for key in (first, second, third):
        assert key.get(PROMISES).status_code == 200
    with scope(desk=desk):
        old, gone, _third = Token.objects.order_by("pk")
        Token.objects.filter(pk=old.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
        tokens.revoke(gone, owner)
    assert first.get(PROMISES).status_code == 401
    assert second.get(PROMISES).status_code == 401
    Membership.objects.filter(user=owner).delete()
    assert third.get(PROMISES).status_code == 404


def test_a_wrong_key_is_not_saved_by_a_session(owner, desk):
    answer = client_of(owner).get(
        "/api/v1/desks/atyrau/promises/", headers={"Authorization": "Bearer egiz_wrong"}
    )
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_key_needs_no_token_of_a_form_and_a_session_does(program, promise, editor):
    assert program().patch(f"{PROMISES}{promise.pk}", {"status": "done"}).status_code == 200
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/api/v1/desks/atyrau/promises/{promise.pk}"
    assert client.patch(address, "{}", content_type="application/json").status_code == 403


def test_the_page_says_when_a_key_was_used(program, owner, desk):
    client = client_of(owner)
    key = program()
    assert "never" in client.get(PAGE).content.decode()
    key.get(PROMISES)
    assert "never" not in client.get(PAGE).content.decode()


def test_a_key_that_is_used_too_often_waits_and_others_do_not(program, desk, settings):
    settings.API_PER_MINUTE = 3
    eager, other = program(), program()
    moment = dt.datetime(2026, 11, 1, 12, 0, 20, tzinfo=dt.UTC)
    with scope(desk=desk):
        token = tokens.find(eager.secret)
        for _time in range(3):
            tokens.count_use(token, moment)
        with pytest.raises(tokens.TooOftenError) as refused:
            tokens.count_use(token, moment)
        assert refused.value.wait == 40
        tokens.count_use(tokens.find(other.secret), moment)
        tokens.count_use(token, moment + dt.timedelta(seconds=40))


def test_the_refusal_of_a_hasty_program_says_when_to_come_back(program, settings):
    settings.API_PER_MINUTE = 0
    key = program()
    key.get(PROMISES)  # a minute begins with one
    answer = key.get(PROMISES)
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_no_log_holds_a_key(program, caplog):
    key = program()
    with caplog.at_level(logging.DEBUG):
        key.get(PROMISES)
        Client().get("/api/v1/desks/atyrau/promises/", headers={"Authorization": f"Bearer {key.secret}x"})
    assert key.secret not in caplog.text
    assert key.secret not in without_secrets(f"asked with Authorization: Bearer {key.secret}")
    assert key.secret not in without_secrets(f"{key.secret} was sent")


def test_an_archive_of_the_desk_carries_no_key(program, desk):
    from egiz.desk.core.domain.archive import kinds

    program()
    assert Token not in kinds()
