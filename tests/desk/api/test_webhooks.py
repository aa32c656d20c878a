"""Webhooks against a server that listens: signed, in order, tried again, shown, and only where it is open."""

import datetime as dt
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import ValidationError

from egiz.desk.api.domain import webhooks
from egiz.desk.api.models import Delivery, Webhook
from egiz.desk.core.models import Membership
from egiz.desk.directory.domain import entries
from egiz.desk.promises.domain import deciding
from tests.desk.conftest import client_of

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
PAGE = "/d/atyrau/api/"


@pytest.fixture
def listener(settings):
    """A server on this machine that keeps what it is sent and answers as it is told."""
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.messages.append((self.headers, body))
            self.send_response(server.answers.pop(0) if server.answers else 200)
            if server.leads_to:
                self.send_header("Location", server.leads_to)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.messages, server.answers, server.leads_to = [], [], ""
    server.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def hook(in_desk, owner, listener):
    return webhooks.make(in_desk, owner, listener.url, ["promises"])


def tell(moment=NOW):
    webhooks.make_deliveries(moment)
    return webhooks.send_due(moment)


def test_a_message_is_signed_over_its_time_and_body(hook, in_desk, owner, listener):
    promise = deciding.add(in_desk, owner, title="Send the calendar")
    entries.add_person(in_desk, owner, name="Nobody's business")
    assert tell() == 1
    ((headers, body),) = listener.messages
    said = json.loads(body)
    assert (said["kind"], said["id"], said["action"], said["desk"]) == (
        "promises", promise.pk, "added", "atyrau",
    )  # fmt: skip
    assert "calendar" not in body.decode()
    signed = f"{headers['Egiz-Timestamp']}.".encode() + body
    wanted = hmac.new(hook.secret.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["Egiz-Signature"] == f"sha256={wanted}"
    assert headers["Egiz-Timestamp"] == str(int(NOW.timestamp()))
    assert Delivery.objects.get().state == "taken"
    assert tell() == 0


def test_what_is_not_taken_is_sent_again_later_and_holds_up_what_comes_after(hook, in_desk, owner, listener):
    listener.answers = [500]
    first = deciding.add(in_desk, owner, title="First")
    second = deciding.add(in_desk, owner, title="Second")
    assert tell() == 1
    waiting = Delivery.objects.order_by("number")
    assert [(one.state, one.tries, one.status) for one in waiting] == [
        ("waiting", 1, 500),
        ("waiting", 0, None),
    ]
    assert tell(NOW + dt.timedelta(seconds=29)) == 0
    assert tell(NOW + dt.timedelta(seconds=31)) == 2
    assert [json.loads(body)["id"] for _headers, body in listener.messages] == [first.pk, first.pk, second.pk]
    assert {one.state for one in waiting.all()} == {"taken"}


def test_after_the_last_try_a_message_is_given_up_and_the_next_one_goes(hook, in_desk, owner, listener):
    listener.answers = [503] * (len(webhooks.BACK_OFF) + 1)
    deciding.add(in_desk, owner, title="First")
    moment = NOW
    for wait in (*webhooks.BACK_OFF, 0):
        assert tell(moment) == 1
        moment += dt.timedelta(seconds=wait + 1)
    assert Delivery.objects.get().state == "given_up"
    deciding.add(in_desk, owner, title="Second")
    assert tell(moment) == 1
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["given_up", "taken"]


def test_what_the_address_answered_is_shown_and_a_message_goes_again_by_hand(hook, in_desk, owner, listener):
    listener.answers = [418]
    deciding.add(in_desk, owner, title="First")
    tell()
    client = client_of(owner)
    assert "418" in client.get(f"{PAGE}webhooks/{hook.pk}/").content.decode()
    Delivery.objects.update(state="given_up")
    client.post(f"{PAGE}webhooks/{Delivery.objects.get().pk}/again/")
    assert webhooks.send_due(dt.datetime(2100, 1, 1, tzinfo=dt.UTC)) == 1
    assert Delivery.objects.get().state == "taken"


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost:5432/", "http://169.254.169.254/latest/", "http://[::1]/",
     "http://10.1.2.3/", "ftp://example.org/", "http://user:pass@8.8.8.8/"],
)  # fmt: skip
def test_an_address_inside_is_refused(in_desk, owner, url):
    with pytest.raises(ValidationError):
        webhooks.check_address(url)


def test_an_address_that_becomes_private_is_not_reached(hook, in_desk, owner, listener, settings):
    deciding.add(in_desk, owner, title="First")
    settings.WEBHOOK_HOSTS = []
    tell()
    assert listener.messages == []
    assert "not an address of the open internet" in Delivery.objects.get().answer


def test_a_redirect_is_not_followed(hook, in_desk, owner, listener):
    listener.answers, listener.leads_to = [307], listener.url
    deciding.add(in_desk, owner, title="First")
    tell()
    assert len(listener.messages) == 1
    assert Delivery.objects.get().state == "waiting"


def test_what_was_let_in_by_somebody_who_left_is_told_nothing(hook, in_desk, owner, listener):
    deciding.add(in_desk, owner, title="First")
    Membership.objects.filter(user=owner).delete()
    assert tell() == 0
    assert listener.messages == []


def test_a_webhook_that_was_off_hears_of_everything_since(hook, in_desk, owner, listener):
    webhooks.switch(hook, owner, on=False)
    deciding.add(in_desk, owner, title="First")
    assert tell() == 0
    webhooks.switch(Webhook.objects.get(), owner, on=True)
    assert tell() == 1


def test_the_secret_is_shown_once(in_desk, owner, listener, program):
    client = client_of(owner)
    page = client.post(f"{PAGE}webhooks/", {"url": listener.url, "kinds": ["promises"]})
    secret = Webhook.objects.get().secret
    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert secret not in client.get(f"{PAGE}webhooks/{Webhook.objects.get().pk}/").content.decode()
    key = program()
    assert secret not in key.get("/webhooks/").content.decode()
    assert key.post("/webhooks/", {"url": "http://10.0.0.1/", "kinds": ["promises"]}).json()["errors"][0][
        "pointer"
    ] == ("#/url")
