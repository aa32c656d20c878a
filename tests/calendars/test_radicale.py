"""The feed in a real calendar server: what is cancelled vanishes from what a client shows."""

from __future__ import annotations

import base64
import importlib.util
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from egiz.calendars import Event, Source, Status
from egiz.calendars.publishing import to_ics

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("radicale") is None, reason="Radicale, the calendar server, is not installed"
)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SHOWN = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><C:calendar-data/></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range start="20270501T000000Z" end="20270601T000000Z"/>
    <C:prop-filter name="STATUS"><C:text-match negate-condition="yes">CANCELLED</C:text-match></C:prop-filter>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


@pytest.fixture
def server(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "radicale", f"--hosts=127.0.0.1:{port}", "--auth-type=none"]
    command += [f"--storage-filesystem-folder={tmp_path}", "--logging-level=critical", "--config="]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            assert process.poll() is None, "Radicale ended at once"
            time.sleep(0.2)
    yield f"http://127.0.0.1:{port}/desk/calendar/"
    process.terminate()
    process.wait(timeout=20)


def ask(url: str, method: str, body: bytes, content_type: str) -> str:
    headers = {"Content-Type": content_type, "Depth": "1"}
    headers["Authorization"] = "Basic " + base64.b64encode(b"desk:").decode()
    request = urllib.request.Request(url, data=body, method=method, headers=headers)  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
        return answer.read().decode()


def shown(url: str) -> dict[str, int]:
    """What a client that hides cancelled events shows in May: uid and revision."""
    answer = ask(url, "REPORT", SHOWN.encode(), "application/xml")
    uids, numbers = re.findall(r"UID:(\S+)", answer), re.findall(r"SEQUENCE:(\d+)", answer)
    return dict(zip(uids, map(int, numbers), strict=True))


def test_a_cancelled_event_vanishes_and_the_others_stay(server):
    source = (Source("A page", "https://example.org/"),)
    first = Event("a@egiz", {"ru": "Нефть и газ"}, source, start=date(2027, 5, 11), end=date(2027, 5, 13))
    zone = "Asia/Tashkent"
    start = datetime(2027, 5, 20, 5, tzinfo=UTC)
    second = Event("b@egiz", {"en": "Forum"}, source, start=start, end=start.replace(hour=9), zone=zone)
    ask(server, "PUT", to_ics([first, second], title="Sector", now=NOW), "text/calendar; charset=utf-8")
    assert shown(server) == {"a@egiz": 0, "b@egiz": 0}
    cancelled = replace(first, status=Status.CANCELLED, sequence=1)
    moved = replace(second, start=start.replace(day=21), end=start.replace(day=21, hour=9), sequence=1)
    ask(server, "PUT", to_ics([cancelled, moved], title="Sector", now=NOW), "text/calendar; charset=utf-8")
    assert shown(server) == {"b@egiz": 1}
