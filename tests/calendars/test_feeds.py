from __future__ import annotations

import http.server
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from egiz.atlas.sources import Client
from egiz.calendars._errors import CalendarError, FetchError
from egiz.calendars.feeds import (
    Answer,
    Feed,
    FeedState,
    guarded_fetcher,
    is_due,
    looks_like,
    pull,
    state_from_json,
    state_to_json,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FEED = Feed("expo", "https://example.org/cal.ics", zone="Asia/Tashkent")
ICS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    b"DTSTART;VALUE=DATE:20270515\r\nSUMMARY:Show\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


class Site:
    """A source that answers from memory and honours conditional requests."""

    def __init__(self, body: bytes, etag: str = "") -> None:
        self.body, self.etag = body, etag
        self.asked: list[str] = []

    def __call__(self, url: str, *, etag: str = "", last_modified: str = "") -> Answer:
        self.asked.append(url)
        if self.etag and etag == self.etag:
            return Answer(304)
        return Answer(200, self.body, self.etag)


def gone(url: str, *, etag: str = "", last_modified: str = "") -> Answer:
    raise FetchError("The address leads into a private network and is not fetched.")


def test_a_first_pull_reads_and_keeps_the_raw_answer():
    result = pull(FEED, Site(ICS), now=NOW)
    assert (result.outcome, result.raw, [e.start for e in result.events]) == (
        "changed",
        ICS,
        [date(2027, 5, 15)],
    )
    assert result.events[0].sources[0].checked_on == NOW.date()


@pytest.mark.parametrize("etag", ["", '"v1"'])
def test_an_unchanged_source_is_not_read_again_with_or_without_an_etag(etag):
    site = Site(ICS, etag)
    first = pull(FEED, site, now=NOW)
    second = pull(FEED, site, now=NOW + timedelta(days=1), state=first.state)
    assert (second.outcome, second.events) == ("unchanged", ())
    assert second.state.pulled_at == NOW + timedelta(days=1)
    assert second.state.changed_at == NOW


def test_a_source_that_sends_the_same_again_keeps_the_date_it_sends_along():
    sent = iter(["Sun, 22 Nov 2026 08:00:00 GMT", "Mon, 23 Nov 2026 08:00:00 GMT"])
    asked = []

    def fetch(_url: str, *, etag: str = "", last_modified: str = "") -> Answer:
        asked.append(last_modified)
        return Answer(200, ICS, "", next(sent))

    first = pull(FEED, fetch, now=NOW)
    second = pull(FEED, fetch, now=NOW + timedelta(days=1), state=first.state)
    assert (second.outcome, second.state.last_modified) == ("unchanged", "Mon, 23 Nov 2026 08:00:00 GMT")
    assert asked == ["", "Sun, 22 Nov 2026 08:00:00 GMT"]


def test_a_source_that_says_nothing_changed_is_asked_with_the_same_date_again():
    state = FeedState(last_modified="Sun, 22 Nov 2026 08:00:00 GMT", digest="x", changed_at=NOW)
    again = pull(FEED, lambda _url, **_kept: Answer(304), now=NOW + timedelta(days=1), state=state)
    assert (again.state.last_modified, again.state.changed_at) == (state.last_modified, NOW)


def test_a_failure_is_told_in_a_sentence_and_the_memory_is_kept():
    first = pull(FEED, Site(ICS), now=NOW)
    failed = pull(FEED, gone, now=NOW, state=first.state)
    assert failed.outcome == "failed"
    assert failed.state.error == "The address leads into a private network and is not fetched."
    assert (failed.state.digest, failed.state.failures) == (first.state.digest, 1)
    assert pull(FEED, Site(ICS), now=NOW, state=failed.state).state.error == ""


def test_a_web_page_in_place_of_a_calendar_fails_with_its_raw_answer_kept():
    page = b"<html><body>Not found</body></html>"
    result = pull(Feed("x", "https://x.example", kind="ics"), Site(page), now=NOW)
    assert (result.outcome, result.raw) == ("failed", page)
    assert "web page" in result.state.error


def test_failing_sources_are_asked_ever_more_seldom():
    late = NOW + timedelta(hours=47)
    assert is_due(FEED, FeedState(), NOW)
    assert is_due(FEED, FeedState(pulled_at=NOW), late)
    assert not is_due(FEED, FeedState(pulled_at=NOW, failures=1), late)
    assert is_due(FEED, FeedState(pulled_at=NOW, failures=50), NOW + timedelta(days=7))


def test_the_memory_survives_json():
    state = pull(FEED, Site(ICS, '"v1"'), now=NOW).state
    assert state_from_json(state_to_json(state)) == state


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xef\xbb\xbfBEGIN:VCALENDAR", "ics"),
        ("BEGIN:VCALENDAR".encode("utf-16"), "ics"),
        (b'<?xml version="1.0"?><rss>', "rss"),
        (b"<!doctype html><html>", "jsonld"),
        (b"PK\x03\x04", "table"),
        (b"name,date\n", "table"),
    ],
)
def test_the_kind_of_a_document_shows_in_its_first_bytes(head, kind):
    assert looks_like(head) == kind


@pytest.mark.parametrize(
    "fields",
    [{"url": "file:///etc/passwd"}, {"kind": "exe"}, {"every_hours": 0}, {"key": ""}],
)
def test_a_source_that_cannot_be_right_is_refused(fields):
    with pytest.raises(CalendarError):
        Feed(**{"key": "a", "url": "https://x.example"} | fields)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, self.headers.get("If-None-Match")))
        if self.path == "/robots.txt":
            self.answer(200, b"User-agent: *\nDisallow: /private/\n")
        elif self.headers.get("If-None-Match") == '"v1"':
            self.answer(304, b"")
        else:
            self.answer(200, ICS)

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("ETag", '"v1"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def address(site, path):
    return f"http://127.0.0.1:{site.server_address[1]}{path}"


def test_the_guarded_door_reads_politely_and_asks_conditionally(site):
    fetch = guarded_fetcher(Client(allow_private=True, pause=0.0))
    feed = Feed("x", address(site, "/cal.ics"))
    first = pull(feed, fetch, now=NOW)
    second = pull(feed, fetch, now=NOW, state=first.state)
    assert (first.outcome, second.outcome) == ("changed", "unchanged")
    assert site.asked == [("/robots.txt", None), ("/cal.ics", None), ("/cal.ics", '"v1"')]
    closed = pull(Feed("y", address(site, "/private/cal.ics")), fetch, now=NOW)
    assert "robots.txt" in closed.state.error
    assert len(site.asked) == 3, site.asked


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/cal.ics",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/cal.ics",
        "http://10.0.0.1/cal.ics",
        "http://0x7f000001/cal.ics",
        "http://2130706433/cal.ics",
    ],
)
def test_private_addresses_are_not_fetched_and_the_source_says_so(url):
    result = pull(Feed("x", url), guarded_fetcher(Client(pause=0.0)), now=NOW)
    assert (result.outcome, result.events) == ("failed", ())
    assert result.state.error


def test_a_name_that_leads_home_is_not_followed(site):
    def resolver(host, port):
        return [site.server_address[0]]

    client = Client(pause=0.0, resolver=resolver)
    feed = Feed("x", f"http://calendar.example:{site.server_address[1]}/cal.ics")
    assert pull(feed, guarded_fetcher(client), now=NOW).outcome == "failed"
    assert site.asked == []


def test_two_threads_that_ask_one_site_at_once_both_heed_its_rules():
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            time.sleep(0.05 if self.path == "/robots.txt" else 0)
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    fetch = guarded_fetcher(Client(allow_private=True, pause=0))
    with ThreadPoolExecutor(4) as pool:
        address = f"http://127.0.0.1:{server.server_port}"
        answers = list(pool.map(lambda number: fetch(f"{address}/{number}"), range(4)))
    server.shutdown()
    server.server_close()
    assert [answer.status for answer in answers] == [200] * 4
