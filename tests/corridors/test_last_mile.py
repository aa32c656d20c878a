"""Road servers of one's own, asked over a loopback."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest

from egiz.corridors import LastMileError
from egiz.corridors.last_mile import last_mile

HOTEL, FACTORY = (47.10, 51.90), (47.20, 52.00)


class Roads(BaseHTTPRequestHandler):
    """Answers as Valhalla and OSRM do, from what it was asked."""

    def do_GET(self):
        parts = urlsplit(self.path)
        if parts.path == "/route":
            asked = json.loads(parse_qs(parts.query)["json"][0])
            km = 20.0 if asked["costing"] == "truck" else 15.0
            answer = {"trip": {"summary": {"length": km, "time": 1800}}}
        elif parts.path == "/route/v1/driving/51.9,47.1;52.0,47.2":
            answer = {"routes": [{"distance": 16000, "duration": 1200}]}
        else:
            answer = {"code": "NoRoute", "routes": []}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    http = ThreadingHTTPServer(("127.0.0.1", 0), Roads)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    http.server_close()


def fetch(address):
    with urlopen(address, timeout=5) as answer:  # noqa: S310 - our own loopback server
        return answer.read()


def test_valhalla_is_asked_for_a_lorry_when_a_lorry_goes(server):
    lorry = last_mile(fetch, server, "valhalla", HOTEL, FACTORY, "truck20")
    car = last_mile(fetch, server, "valhalla", HOTEL, FACTORY, "car")
    assert (lorry.km, car.km, car.hours) == (20.0, 15.0, 0.5)


def test_osrm_gets_longitude_first(server):
    found = last_mile(fetch, server, "osrm", HOTEL, FACTORY)
    assert (found.km, found.hours) == (16.0, pytest.approx(1 / 3))


def test_no_way_is_said(server):
    with pytest.raises(LastMileError, match="found no way"):
        last_mile(fetch, server, "osrm", FACTORY, HOTEL)


def test_silent_server_is_said():
    with pytest.raises(LastMileError, match="does not answer"):
        last_mile(fetch, "http://127.0.0.1:9", "osrm", HOTEL, FACTORY)


def test_trains_have_no_last_mile(server):
    with pytest.raises(LastMileError, match="does not go by road"):
        last_mile(fetch, server, "osrm", HOTEL, FACTORY, "train")
