"""Alerts in browsers: off unless switched on, encrypted and signed, once each, and never alone."""

import datetime as dt
import hashlib
import hmac
import http.server
import json
import struct
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from egiz.atlas.sources import Client
from egiz.desk.core.domain import webpush
from egiz.desk.missions.domain import pushing, registering
from egiz.desk.missions.interfaces import letters as texts
from egiz.desk.missions.interfaces import sending
from egiz.desk.missions.models import Letter, Push, PushPlace
from tests.desk.core.test_webpush import signed
from tests.desk.missions.conftest import URL, make_company

NOON = dt.datetime(2026, 12, 1, 7, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 12, 1, 17, tzinfo=dt.UTC)


def _derive(salt, secret, info, length):
    """HKDF by RFC 5869, one block, written by hand so that the receiver is not the sender's code."""
    made = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(made, info + b"\x01", hashlib.sha256).digest()[:length]


class Browser:
    """A browser with its keys, and the push service it is reached through."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.public = webpush.public_bytes(self.key.public_key())
        self.secret = b"0123456789abcdef"
        self.requests, self.answers = [], 201

    def read(self, body):
        salt, (size, length) = body[:16], struct.unpack("!IB", body[16:21])
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.key.exchange(ec.ECDH(), other)
        material = _derive(self.secret, shared, b"WebPush: info\0" + self.public + sender, 32)
        key = _derive(salt, material, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derive(salt, material, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        assert plain[-1:] == b"\x02"
        return json.loads(plain[:-1])

    @property
    def said(self):
        return [self.read(body) for _headers, body in self.requests]


@pytest.fixture
def phone():
    found = Browser()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            found.requests.append((dict(self.headers.items()), body))
            self.send_response(found.answers)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.endpoint = f"http://127.0.0.1:{server.server_port}/push/1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def registration(mission):
    found = registering.registration_of(mission)
    found.base_url = "https://desk.example/"
    found.pushes = True
    found.save()
    found.mission = mission
    return found


@pytest.fixture
def company(mission, registration):
    made = make_company(mission, "theirs", "K1", email="k1@example.org", language="kk")
    made.mission.registration = registration
    return made


def place(company, phone, **fields):
    values = {
        "endpoint": phone.endpoint,
        "public": webpush.packed(phone.public),
        "secret": webpush.packed(phone.secret),
        "language": "kk",
        **fields,
    }
    return PushPlace.objects.create(
        mission=company.mission, company=company, digest=pushing.digest_of(values["endpoint"]), **values
    )


def write(company, registration, kind="changed", at=NOON, **own):
    letter = texts.write(company, kind, registration, **{"changes": ["—"], **own})
    Letter.objects.filter(pk=letter.pk).update(created_at=at)
    PushPlace.objects.update(created_at=NOON - dt.timedelta(days=1))
    return letter


def alert(registration, now=NOON):
    return sending.alert(registration, now, Client(allow_private=True, pause=0))


def test_an_alert_is_signed_encrypted_and_says_what_the_letter_says(company, registration, phone):
    place(company, phone)
    letter = write(company, registration)
    assert alert(registration) == {"sent": 1}
    [(headers, body)] = phone.requests
    assert letter.subject.encode() not in body
    [said] = phone.said
    assert (said["body"], said["title"]) == (letter.subject, company.mission.name)
    assert said["url"].startswith("/p/missions/")
    claims = signed(headers["authorization"])
    assert claims["aud"] == phone.endpoint.removesuffix("/push/1")
    assert claims["exp"] - NOON.timestamp() <= 24 * 3600
    assert claims["sub"] == "https://desk.example/"
    assert (headers["content-encoding"], headers["urgency"]) == ("aes128gcm", "high")
    assert 0 < int(headers["ttl"]) <= 24 * 3600


def test_the_page_that_an_alert_leads_to_is_the_companys_own(company, registration, phone, client):
    place(company, phone)
    write(company, registration)
    alert(registration)
    [said] = phone.said
    assert company.name in client.get(said["url"]).content.decode()


def test_each_goes_once_also_when_nobody_knows_whether_it_arrived(company, registration, phone):
    here = place(company, phone)
    letter = write(company, registration)
    # What a worker that was killed in the middle leaves behind.
    Push.objects.create(mission=company.mission, place=here, letter=letter)
    assert alert(registration) == {}
    assert phone.requests == []


@pytest.mark.parametrize("answer", [429, 500, 302])
def test_one_that_is_not_taken_is_noted_and_not_tried_again(company, registration, phone, answer):
    place(company, phone)
    write(company, registration)
    phone.answers = answer
    assert alert(registration) == {"failed": 1}
    assert alert(registration) == {}
    assert len(phone.requests) == 1
    assert Letter.objects.get().state == "waiting"  # the letter about it goes its own way


@pytest.mark.parametrize("answer", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(company, registration, phone, answer):
    place(company, phone)
    write(company, registration)
    phone.answers = answer
    assert alert(registration) == {"gone": 1}
    assert not PushPlace.objects.exists()


def test_nothing_goes_where_the_organiser_has_not_switched_it_on(company, registration, phone):
    place(company, phone)
    write(company, registration)
    registration.pushes = False
    assert alert(registration) == {}


def test_reminders_and_old_news_come_without_an_alert(company, registration, phone):
    place(company, phone)
    write(company, registration, "no_hours")
    write(company, registration, at=NOON - dt.timedelta(hours=13))
    assert alert(registration) == {}


def test_at_night_only_a_change_is_worth_an_alert(company, registration, phone):
    place(company, phone)
    write(company, registration, "agreed", at=NIGHT, partner=company)
    write(company, registration, "changed", at=NIGHT)
    alert(registration, NIGHT)
    assert len(phone.requests) == 1
    alert(registration, NIGHT + dt.timedelta(hours=11))
    assert len(phone.requests) == 2


def test_no_address_of_a_private_network_is_asked(company, registration, phone):
    place(company, phone)
    write(company, registration)
    assert sending.alert(registration, NOON) == {"failed": 1}
    assert phone.requests == []
    assert "not an address of the open internet" in Push.objects.get().note


def test_alerts_go_also_while_the_mail_server_is_away(company, registration, phone, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    place(company, phone)
    write(company, registration)
    with pytest.raises(Exception, match="cannot be reached"):
        sending.post(company.mission, NOON, lambda *_args, **_values: None)
    assert Push.objects.count() == 1


# --- the page ---------------------------------------------------------------------------------


def given(phone, endpoint="https://push.example.net/p/1"):
    keys = {"p256dh": webpush.packed(phone.public), "auth": webpush.packed(phone.secret)}
    return {"endpoint": endpoint, "expirationTime": None, "keys": keys}


def post(client, company, data):
    address = f"/p/missions/{company.token}/alerts/"
    return client.post(address, json.dumps(data), content_type="application/json")


def test_the_page_offers_alerts_only_where_they_are_switched_on(company, registration, client):
    page = f"/p/missions/{company.token}/"
    assert 'id="alerts"' in client.get(page).content.decode()
    registration.pushes = False
    registration.save()
    assert 'id="alerts"' not in client.get(page).content.decode()


def test_a_browser_is_kept_once_and_forgotten_when_it_wants_no_more(company, registration, client, phone):
    for _time in range(2):
        assert post(client, company, given(phone)).json() == {"on": True}
    assert PushPlace.objects.count() == 1
    assert post(client, company, {"endpoint": "https://push.example.net/p/1", "off": True}).json() == {
        "on": False
    }
    assert not PushPlace.objects.exists()


def test_of_more_browsers_than_a_company_has_the_oldest_goes(company, registration, client, phone):
    for number in range(8):
        post(client, company, given(phone, f"https://push.example.net/p/{number}"))
    kept = [one.endpoint[-1] for one in PushPlace.objects.all()]
    assert kept == ["3", "4", "5", "6", "7"]


@pytest.mark.parametrize(
    "data",
    [
        {"endpoint": "http://push.example.net/1"},
        {"endpoint": "https:///1"},
        {"endpoint": "https://push.example.net/" + "x" * 1000},
        {"endpoint": 5},
        {"keys": {"p256dh": "x", "auth": "y"}},
        {"keys": "x"},
    ],
)
def test_what_no_browser_gives_is_refused(company, registration, client, phone, data):
    assert post(client, company, {**given(phone), **data}).status_code == 400
    assert post(client, company, [data]).status_code == 400
    assert not PushPlace.objects.exists()


def test_a_link_that_was_taken_back_alerts_nobody_any_more(page, company, registration, client, phone):
    post(client, company, given(phone))
    page.post(f"{URL}/{company.mission_id}/companies/{company.pk}/link/")
    assert not PushPlace.objects.exists()
    assert post(client, company, given(phone)).status_code == 404


def test_the_page_is_an_app_for_the_home_screen(company, registration, client):
    given_out = json.loads(client.get(f"/p/missions/{company.token}/app.webmanifest").content)
    assert given_out["display"] == "standalone"
    assert given_out["start_url"].startswith("/p/missions/")


def test_the_worker_shows_what_comes_and_opens_only_pages_of_the_desk():
    text = (Path(pushing.__file__).parents[2] / "static/egiz/agenda-worker.js").read_text(encoding="utf-8")
    assert 'addEventListener("push"' in text
    assert "url.origin !== self.location.origin" in text
