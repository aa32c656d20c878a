"""Log-ins: passwords that nobody guesses, how long one lasts, ending it elsewhere, the second step."""

import datetime as dt
import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.conf import global_settings
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core import mail, signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from typer.testing import CliRunner

from egiz.commands import desks
from egiz.desk.core.domain import invitations, passwords, security
from egiz.desk.core.domain.links import ensure_fresh
from egiz.desk.core.models import User
from tests.desk.conftest import PASSWORD, client_of

HOME = "/d/atyrau/promises/"
NEW = "seven seas behind the hill"


def logged_in(user, password=PASSWORD):
    client = Client()
    answer = client.post("/accounts/login/", {"login": user.email, "password": password})
    assert answer.status_code == 302, answer.content
    return client


def is_in(client):
    return client.get(HOME).status_code == 200


def aged(client, **fields):
    """Make the client's log-in older by hours."""
    session = client.session
    for key, hours in fields.items():
        session[getattr(security, key)] -= hours * 3600
    session.save()


# --- passwords ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "guessable",
    ["password2026!", "Пароль12345", "qwertyuiop", "йцукенгшщз", "iloveyou1234", "Atyrau-2026", "Egiz2026!!",
     "абвгдежзий", "aaaaaaaaaaaa", "парольпароль", "1234567890", "short", "Tashkent1991"],
)  # fmt: skip
def test_what_is_guessed_first_is_no_password(db, guessable):
    with pytest.raises(ValidationError):
        validate_password(guessable)


@pytest.mark.parametrize(
    "good", [PASSWORD, NEW, "нурлан и семь морей", "xkq vrm", "ü" * 3 + "жasdk lk", "four words " * 12,
             "8154672390175462938"],
)  # fmt: skip
def test_letters_signs_and_spaces_are_free_and_length_is_welcome(db, good):
    if len(good) >= 10:
        validate_password(good)
    else:
        with pytest.raises(ValidationError, match="short"):
            validate_password(good)


def test_a_password_like_ones_own_address_is_refused(db):
    with pytest.raises(ValidationError, match="similar"):
        validate_password("gulnara.bekova", User(email="gulnara.bekova@example.org"))


def test_a_password_is_taken_letter_by_letter(db, editor):
    long = "  Ж" + "x7 " * 30 + "конец  "
    editor.set_password(long)
    editor.save()
    assert is_in_after(editor, long)
    for other in (long.strip(), long.lower(), long[:72]):
        answer = Client().post("/accounts/login/", {"login": editor.email, "password": other})
        assert answer.status_code == 200


def is_in_after(user, password):
    return is_in(logged_in(user, password))


def test_passwords_are_kept_as_slow_salted_sums(settings):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    kept = make_password(PASSWORD)
    assert identify_hasher(kept).algorithm == "pbkdf2_sha256"
    assert int(kept.split("$")[1]) >= 600_000
    assert kept != make_password(PASSWORD)


def test_a_new_password_needs_the_old_one_and_ends_log_ins_elsewhere(desk, editor):
    here, elsewhere = logged_in(editor), logged_in(editor)
    form = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    here.post("/accounts/password/change/", form)
    assert is_in(elsewhere)
    here.post("/accounts/password/change/", {**form, "oldpassword": PASSWORD})
    assert is_in(here)
    assert not is_in(elsewhere)
    assert is_in_after(editor, NEW)


def test_an_old_password_stays_good(desk, editor):
    User.objects.filter(pk=editor.pk).update(date_joined=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    answer = Client().post("/accounts/login/", {"login": editor.email, "password": PASSWORD}, follow=True)
    assert "password/change" not in answer.redirect_chain[-1][0]
    assert answer.redirect_chain[-1][0] == HOME


def test_the_fields_of_passwords_hide_and_let_a_manager_help(db):
    page = Client().get("/accounts/login/").content.decode()
    field = re.search(r"<input[^>]*name=\"password\"[^>]*>", page)[0]
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in page


def test_a_letter_about_a_new_password_is_good_for_hours_and_once(desk, editor):
    Client().post("/accounts/password/reset/", {"email": editor.email})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    client = Client()
    form = client.get(link, follow=True)
    done = client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert done.status_code == 302
    assert not is_in(client)  # it opens no desk by itself: the second step stays before it
    assert is_in_after(editor, NEW)
    again = Client().get(link, follow=True).content.decode()
    assert "password1" not in again


def test_a_letter_of_yesterday_opens_nothing(db, editor):
    tokens = passwords.ResetTokens()
    now = tokens._num_seconds(tokens._now())
    fresh, old = (
        tokens._make_token_with_timestamp(editor, now - age, tokens.secret) for age in (60, 5 * 3600)
    )
    assert tokens.check_token(editor, fresh)
    assert not tokens.check_token(editor, old)
    assert not invitations.tokens.check_token(editor, fresh)
    assert not tokens.check_token(editor, invitations.tokens.make_token(editor))


def test_a_letter_about_a_password_tells_a_stranger_nothing(db, editor):
    known = Client().post("/accounts/password/reset/", {"email": editor.email})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(db, editor):
    def answer(login):
        page = Client().post("/accounts/login/", {"login": login, "password": "wrong wrong wrong"})
        said = page.content.decode().replace(login, "")
        return page.status_code, re.sub(r"\b\w{64}\b", "a form's token", said)

    assert answer(editor.email) == answer("nobody@example.org")


# --- how long a log-in lasts ---------------------------------------------------------------------------


def test_a_log_in_has_a_new_name_each_time(desk, editor):
    client = Client()
    client.get("/accounts/login/")
    client.cookies["sessionid"] = "a" * 32  # given by somebody else beforehand
    client.post("/accounts/login/", {"login": editor.email, "password": PASSWORD})
    first = client.cookies["sessionid"].value
    assert first != "a" * 32
    assert len(first) == 32
    assert logged_in(editor).cookies["sessionid"].value != first


def test_a_log_in_that_nobody_used_ends(desk, editor, settings):
    client = logged_in(editor)
    assert is_in(client)
    aged(client, SEEN=settings.SESSION_IDLE_SECONDS // 3600 - 1)
    assert is_in(client)
    aged(client, SEEN=settings.SESSION_IDLE_SECONDS // 3600 + 1)
    assert not is_in(client)
    assert not Session.objects.filter(session_key=client.cookies["sessionid"].value).exists()


def test_a_log_in_ends_after_its_days_however_much_it_is_used(desk, editor, settings):
    client = logged_in(editor)
    assert is_in(client)
    aged(client, BEGAN=settings.SESSION_COOKIE_AGE // 3600 + 1)
    assert not is_in(client)


def test_a_page_writes_its_session_once_in_ten_minutes(desk, editor):
    client = logged_in(editor)
    client.get(HOME)
    before = client.session[security.SEEN]
    client.get(HOME)
    assert client.session[security.SEEN] == before
    aged(client, SEEN=1)
    client.get(HOME)
    assert client.session[security.SEEN] >= before


def test_who_logs_out_is_out_for_good(desk, editor):
    client = logged_in(editor)
    key = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    other = Client()
    other.cookies["sessionid"] = key
    assert not is_in(other)


def test_looking_at_the_page_of_logging_out_logs_nobody_out(desk, editor):
    client = logged_in(editor)
    client.get("/accounts/logout/")
    assert is_in(client)


def test_who_is_switched_off_is_out_at_once(desk, editor):
    client = logged_in(editor)
    assert is_in(client)
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert not is_in(client)


# --- where one is logged in ------------------------------------------------------------------------------


def test_a_person_sees_their_log_ins_and_ends_the_others(desk, editor, viewer):
    here, elsewhere, of_another = logged_in(editor), logged_in(editor), logged_in(viewer)
    page = here.get("/accounts/sessions/").content.decode()
    assert page.count('name="which"') == 2  # the other one, and all others
    asked = here.post("/accounts/sessions/", {"which": "others"})
    assert "/accounts/reauthenticate/" in asked["Location"]
    assert is_in(elsewhere)
    here.post("/accounts/reauthenticate/", {"password": PASSWORD})
    here.post("/accounts/sessions/", {"which": "others"})
    assert (is_in(here), is_in(elsewhere), is_in(of_another)) == (True, False, True)


def test_nobody_ends_anothers_log_in(desk, editor, viewer):
    of_another = logged_in(viewer)
    row = UserSession.objects.get(user=viewer)
    assert security.end_sessions(editor, only=row.pk) == 0
    assert is_in(of_another)
    assert security.end_sessions(viewer) == 1
    assert not is_in(of_another)


def test_every_page_of_a_desk_offers_to_log_out(page):
    for path in (HOME, "/d/atyrau/directory/", "/accounts/sessions/", "/accounts/2fa/"):
        assert 'action="/accounts/logout/"' in page.get(path).content.decode(), path


# --- what needs the password once more ---------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["desk/settings/archive/", "desk/settings/members/", "desk/settings/sample/remove/", "api/keys/",
             "api/webhooks/"],
)  # fmt: skip
def test_what_cannot_be_taken_back_asks_once_more_who_it_is(desk, owner, path):
    client = logged_in(owner)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()
    asked = client.post(f"/d/atyrau/{path}", headers={"Referer": "http://testserver/d/atyrau/desk/settings/"})
    assert asked["Location"] == "/accounts/reauthenticate/?next=%2Fd%2Fatyrau%2Fdesk%2Fsettings%2F"
    back = client.post(asked["Location"], {"password": PASSWORD, "next": "/d/atyrau/desk/settings/"})
    assert back["Location"] == "/d/atyrau/desk/settings/"
    done = client.post(f"/d/atyrau/{path}")
    done.close()
    assert "reauthenticate" not in done.get("Location", "")


def test_a_log_in_gets_another_name_when_its_person_says_again_who_they_are(desk, editor):
    client = logged_in(editor)
    before = client.cookies["sessionid"].value
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    after = client.cookies["sessionid"].value
    assert before != after
    assert is_in(client)
    assert UserSession.objects.get(user=editor).session_key == after
    client.cookies["sessionid"] = before
    assert not is_in(client)


@pytest.mark.parametrize("path", ["/accounts/email/"])
def test_an_address_is_changed_by_whoever_knows_the_password(desk, editor, path):
    answer = logged_in(editor).post(path, {"email": "new@example.org", "action_add": ""})
    assert "/accounts/reauthenticate/" in answer["Location"]


@pytest.mark.parametrize("path", ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"])
def test_a_second_step_is_set_up_by_whoever_knows_the_password(desk, editor, path):
    assert "/accounts/reauthenticate/" in logged_in(editor).get(path)["Location"]


# --- the second step -----------------------------------------------------------------------------------


@pytest.fixture
def with_codes(editor):
    """The editor has a second step; give the secret of their app."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(editor, secret)
    RecoveryCodes.activate(editor)
    return secret


def test_a_password_alone_opens_nothing_where_there_is_a_second_step(desk, editor, with_codes):
    client = Client()
    answer = client.post("/accounts/login/", {"login": editor.email, "password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    codes = Authenticator.objects.get(user=editor, type="recovery_codes").wrap()
    client.post("/accounts/2fa/authenticate/", {"code": codes.get_unused_codes()[0]})
    assert is_in(client)


def test_a_code_is_good_once(desk, editor, with_codes, settings):
    settings.MFA_TOTP_TOLERANCE = 2  # whatever the clock says between making it and trying it
    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(with_codes, counter))
    app = Authenticator.objects.get(user=editor, type="totp").wrap()
    assert app.validate_code(code)
    assert not app.validate_code(code)
    codes = Authenticator.objects.get(user=editor, type="recovery_codes").wrap()
    one = codes.get_unused_codes()[0]
    assert codes.validate_code(one)
    assert not codes.validate_code(one)


def test_a_code_is_good_for_half_a_minute(editor, with_codes):
    now = next(totp.yield_hotp_counters_from_time())
    assert list(totp.yield_hotp_counters_from_time()) == [now]  # no earlier and no later one
    old = totp.format_hotp_value(totp.hotp_value(with_codes, now - 3))
    assert not totp.validate_totp_code(with_codes, old)


def test_the_keeper_ends_log_ins_and_forgets_a_lost_second_step(
    desk, editor, viewer, with_codes, monkeypatch
):
    monkeypatch.setattr(desks, "_start", lambda: None)  # the desk of the test has started
    client, other = client_of(editor), client_of(viewer)
    assert is_in(client)
    run = CliRunner().invoke
    assert run(desks.group, ["log-out", "nobody@example.org"]).exit_code == 1
    assert run(desks.group, ["log-out", "--all", "--forget-second-step"]).exit_code == 1
    said = run(desks.group, ["log-out", editor.email, "--forget-second-step"])
    assert (said.exit_code, said.output) == (0, "Ended log-ins: 1.\nForgotten second steps: 2.\n")
    assert not is_in(client)
    assert is_in(other)
    assert is_in_after(editor, PASSWORD)  # the password alone again
    assert run(desks.group, ["log-out", "--all"]).exit_code == 0
    assert not is_in(other)


def test_secrets_of_the_second_step_lie_sealed_and_open_with_an_older_key(editor, with_codes, settings):
    kept = Authenticator.objects.get(user=editor, type="totp").data["secret"]
    assert kept.startswith("sealed:")
    assert with_codes not in kept
    seed = Authenticator.objects.get(user=editor, type="recovery_codes").data["seed"]
    assert seed.startswith("sealed:")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 4
    assert get_adapter().decrypt(kept) == with_codes
    assert get_adapter().decrypt("JBSWY3DPEHPK3PXP") == "JBSWY3DPEHPK3PXP"  # of an earlier version


def test_codes_to_write_down_have_enough_chance(db):
    seed = RecoveryCodes.generate_seed()
    assert len(bytes.fromhex(seed)) >= 20
    assert len(totp.generate_totp_secret()) >= 32


def test_where_all_need_a_second_step_nobody_comes_in_without(desk, editor, settings):
    settings.SECOND_STEP = True
    client = logged_in(editor)
    assert client.get(HOME)["Location"] == "/accounts/2fa/"
    assert client.get("/api/v1/desks/atyrau/promises/").status_code == 403
    assert "second step" in client.get("/accounts/2fa/").content.decode()
    totp.TOTP.activate(editor, totp.generate_totp_secret())
    assert is_in(client)


def test_a_wrong_code_is_tried_only_so_often(desk, editor, with_codes):
    cache.clear()
    client = Client(headers={"Accept-Language": "en"})
    client.post("/accounts/login/", {"login": editor.email, "password": PASSWORD})
    said = [client.post("/accounts/2fa/authenticate/", {"code": "000000"}) for _time in range(12)]
    assert "Too many" in said[-1].content.decode() or said[-1].status_code == 429


# --- keys ----------------------------------------------------------------------------------------------


def test_what_an_older_key_signed_stays_good_while_it_is_named(desk, settings):

    link = signing.dumps([1, 2], salt="s")
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key " * 4
    with pytest.raises(signing.BadSignature):
        ensure_fresh(link, "s", desk)
    settings.SECRET_KEY_FALLBACKS = [old]
    ensure_fresh(link, "s", desk)


# --- what is noted -------------------------------------------------------------------------------------


def test_log_ins_failures_and_refusals_are_noted_without_names(desk, editor, caplog):
    with caplog.at_level("INFO", "egiz.security"):
        Client().post("/accounts/login/", {"login": editor.email, "password": "wrong wrong wrong"})
        client = logged_in(editor)
        client.get("/d/atyrau/api/")  # for owners alone
        client.post("/accounts/logout/")
    noted = [record.getMessage() for record in caplog.records if record.name == "egiz.security"]
    assert [line.split(":")[0] for line in noted] == [
        "log-in failed",
        "logged in",
        "turned away",
        "logged out",
    ]
    assert f"person={editor.pk}" in noted[2]
    assert "status=403" in noted[2]
    assert all("from=127.0.0.1" in line for line in noted)
    assert editor.email not in caplog.text
    assert "wrong wrong" not in caplog.text


def test_who_asks_for_a_desk_that_is_not_theirs_is_noted(desk, stranger, caplog):
    with caplog.at_level("INFO", "egiz.security"):
        assert client_of(stranger).get(HOME).status_code == 404
    assert "turned away" in caplog.text
