import http.server
import threading
from dataclasses import dataclass, field

import pytest

from egiz.atlas.sources import Client
from egiz.calendars.feeds import guarded_fetcher
from egiz.desk.events.models import EventSource


def ics(*events, tail="END:VCALENDAR\r\n"):
    """One calendar of (uid, name, first day, place) entries."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test"]
    for uid, name, day, place in events:
        lines += ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART;VALUE=DATE:{day}", f"SUMMARY:{name}"]
        lines += [f"LOCATION:{place}", "END:VEVENT"]
    return ("\r\n".join(lines) + "\r\n" + tail).encode()


SHOW = ("1", "Oil & Gas Uzbekistan", "20270511", "Tashkent")
SAME_SHOW = ("a", "Нефть и газ Узбекистана", "20270511", "Ташкент")
FAIR = ("2", "Nukus Trade Fair", "20270601", "Nukus")


@dataclass
class Site:
    """A real server on this machine; a path is answered with bytes, or with a status."""

    address: str
    pages: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    def url(self, path):
        return f"{self.address}{path}"


@pytest.fixture
def site():
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            page = found.pages.get(self.path, 404)
            found.asked.append(self.path)
            tag = f'"{hash(page)}"'
            if isinstance(page, int):
                self.send_response(page)
                body = b""
            elif self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                body = b""
            else:
                self.send_response(200)
                self.send_header("ETag", tag)
                body = page
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetch():
    client = Client(allow_private=True, pause=0, sleep=lambda _seconds: None)
    return guarded_fetcher(client, heed_robots=False)


@pytest.fixture
def make_source(in_desk):
    def make(url="", **fields):
        values = {"title": "Organiser", "is_draft": False, "zone": "Asia/Tashkent", **fields}
        return EventSource.objects.create(desk=in_desk, url=url, **values)

    return make
