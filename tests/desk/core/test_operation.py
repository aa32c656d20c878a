"""What a machine and its keeper ask of a desk: health, figures, logs, who a client is, the database away."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from egiz.desk.core import logs
from egiz.desk.core.client import client_address
from egiz.desk.core.models import Job
from egiz.desk.launch import processes


def test_the_process_says_that_it_is_alive_to_any_host_name_and_asks_no_database(client):
    response = client.get("/healthz", headers={"host": "10.1.2.3"})
    assert (response.status_code, response.json()["alive"]) == (200, True)


def test_a_desk_whose_database_answers_is_ready(client, db):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True, "database": "ok", "disk": "ok"})


def test_figures_are_for_this_machine_or_for_the_token(client, desk, settings):
    Job.objects.create(desk=desk, kind="test.work")
    text = client.get("/metrics").content.decode()
    assert 'egiz_jobs{state="queued"} 1.0' in text
    assert "egiz_database_up 1.0" in text
    assert client.get("/metrics", headers={"x-forwarded-for": "8.8.8.8"}).status_code == 403
    settings.METRICS_TOKEN = "a-token-of-the-keeper"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 403
    token = {"authorization": "Bearer a-token-of-the-keeper"}
    assert client.get("/metrics", headers=token).status_code == 200


@pytest.mark.parametrize(
    ("came_from", "noted", "client_is"),
    [
        ("8.8.8.8", "1.2.3.4", "8.8.8.8"),  # a stranger's word about himself
        ("127.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("127.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4"),  # what stands on the left anybody can write
        ("127.0.0.1", "1.2.3.4, 10.0.0.7", "1.2.3.4"),  # two proxies in a row
        ("127.0.0.1", "rubbish", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_a_client_is_who_the_trusted_proxies_say(settings, came_from, noted, client_is):
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.0/8"]
    request = RequestFactory().get("/", REMOTE_ADDR=came_from, HTTP_X_FORWARDED_FOR=noted)
    assert client_address(request) == client_is


def test_one_persons_wrong_passwords_do_not_lock_out_the_others_behind_the_proxy(settings, editor):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    cache.clear()
    login = reverse("account_login")

    def tried(address, email):
        fields = {"login": email, "password": "wrong wrong wrong"}
        return Client().post(login, fields, headers={"x-forwarded-for": address}).status_code

    answers = [tried("8.8.8.8", f"somebody{number}@example.org") for number in range(31)]
    assert answers[-1] == 429
    assert tried("9.9.9.9", editor.email) == 200
    cache.clear()


def test_logs_hold_no_key_and_no_password():
    text = (
        "Not Found: /p/missions/WzEsMV0AbCdEfGh123:1vX9:sig/ password=hunter22 postgresql://egiz:s3cret@db/x"
    )
    said = logs.without_secrets(text)
    assert said == "Not Found: /p/missions/…/ password=… postgresql://egiz:…@db/x"
    path = 'File "/usr/lib/egiz/desk/core/management_commands.py", line 12'
    assert logs.without_secrets(path) == path


def test_a_log_line_and_the_answer_carry_the_requests_name(client, db):
    response = client.get("/healthz", headers={"x-request-id": "given-by-the-proxy"})
    assert response["X-Request-ID"] == "given-by-the-proxy"
    assert len(client.get("/healthz", headers={"x-request-id": "bad name"})["X-Request-ID"]) == 16
    record = logging.LogRecord("egiz", logging.WARNING, "", 1, "said %s", ("this",), None)
    assert json.loads(logs.Json().format(record))["message"] == "said this"


def test_while_the_database_is_away_what_was_typed_is_handed_back(page, monkeypatch):
    from egiz.desk.promises.views import promise

    def away(*_args, **_kwargs):
        raise OperationalError("the database is locked")

    monkeypatch.setattr(promise, "render", away)
    monkeypatch.setattr(promise, "go", away)
    page.raise_request_exception = False
    typed = {"title": 'Send the "calendar" <today>', "note": "two\nlines", "password": "secret-one"}
    response = page.post("/d/atyrau/promises/add/", typed)
    text = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "Send the &quot;calendar&quot; &lt;today&gt;" in text
    assert "two\nlines</textarea>" in text
    assert "secret-one" not in text


def lines_of(path):
    return path.read_text().split() if path.exists() else []


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.05)


CHILD = """
import os, sys, time
open(sys.argv[1], "a").write(f"{os.getpid()} ")
time.sleep(600)
"""
SERVE = f"""
import sys
from egiz.desk.launch import processes
sys.exit(processes.run_together([(sys.executable, "-c", {CHILD!r}, sys.argv[1])]))
"""


def alive(pid):
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def served(tmp_path):
    notes = tmp_path / "notes"
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(notes)])
    yield process, notes
    process.kill()
    process.wait()


def test_a_child_that_is_killed_is_begun_again(served):
    process, notes = served
    until(lambda: len(lines_of(notes)) == 1)
    os.kill(int(lines_of(notes)[0]), signal.SIGKILL)
    until(lambda: len(lines_of(notes)) == 2)
    process.terminate()
    assert process.wait(30) == 0
    assert not alive(lines_of(notes)[1])


def test_children_do_not_outlive_a_killed_parent(served):
    process, notes = served
    until(lambda: len(lines_of(notes)) == 1)
    process.kill()
    process.wait()
    until(lambda: not alive(lines_of(notes)[0]))


def test_a_child_that_cannot_live_at_all_ends_the_attempt(monkeypatch):
    monkeypatch.setattr(processes, "LONGEST_WAIT", 0.01)
    assert processes.run_together([(sys.executable, "-c", "raise SystemExit(3)", "child")]) == 1


def test_a_desk_begun_again_waits_for_the_port_that_a_killed_one_still_holds():
    holding = socket.socket()
    holding.bind(("127.0.0.1", 0))
    address, looks = processes.Address("127.0.0.1", holding.getsockname()[1]), []

    def wait(seconds):
        looks.append(seconds)
        if len(looks) == 3:
            holding.close()

    processes.wait_until_free(address, wait)
    assert len(looks) == 3


def test_a_port_that_stays_taken_is_refused_with_what_to_do():
    with socket.socket() as holding:
        holding.bind(("127.0.0.1", 0))
        address, waited = processes.Address("127.0.0.1", holding.getsockname()[1]), []
        with pytest.raises(processes.PortBusyError, match="choose a port with --port"):
            processes.wait_until_free(address, waited.append)
    assert processes.GRACE_SECONDS < sum(waited) < 2 * processes.GRACE_SECONDS
