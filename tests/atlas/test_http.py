"""The guarded client against a real server that misbehaves."""

import gzip
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egiz.atlas.sources import Client, Limits
from egiz.atlas.sources._addresses import check, is_public
from egiz.atlas.sources.errors import (
    BadAddressError,
    BlockedAddressError,
    BrokenAnswerError,
    RequestError,
    StatusError,
    TooLargeError,
    TooManyRedirectsError,
    TooSlowError,
    UnreachableError,
)
from tests.atlas.loopback import reply


def trickle(handler):
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def silence(_handler):
    time.sleep(1.0)


def nonsense(handler):
    handler.wfile.write(b"this is not HTTP\r\n\r\n")


def chunks_cut_short(handler):
    handler.send_response(200)
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"5\r\nhello\r\n100\r\nhalf")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104 - an address to refuse, not to bind
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2001:db8::1",
    ],
)
def test_addresses_inside_a_network_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_open_internet_are_public(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_keeps_its_verdict_inside_ipv6(ip):
    number = int(ip)
    assert is_public(f"::ffff:{ip}") == is_public(str(ip))
    assert is_public(f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}") == is_public(str(ip))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://x/",
        "//example.org",
        "example.org",
        "http://user:secret@example.org/",
        "http:///path",
        "http://exa mple.org/",
        "http://example.org/\r\nX: 1",
        "http://example.org:99999/",
        "http://example.org/қала",
        "http://[::1",
        "javascript:alert(1)",
    ],
)
def test_urls_that_are_not_followed(url):
    with pytest.raises(BadAddressError):
        Client(resolver=lambda _h, _p: ["8.8.8.8"]).get(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0/",
    ],
)
def test_the_own_machine_and_its_metadata_are_refused(url):
    with pytest.raises((BlockedAddressError, UnreachableError)):
        Client(limits=Limits(repeats=0)).get(url)


def test_a_host_with_one_private_address_among_public_ones_is_refused():
    with pytest.raises(BlockedAddressError, match=r"10\.0\.0\.7"):
        check("https://x.example/", resolver=lambda _h, _p: ["8.8.8.8", "10.0.0.7"], allow_private=False)


@pytest.mark.parametrize(
    "inside", ["http://intranet.example/secret", "http://[::1]/", "http://169.254.169.254/"]
)
def test_a_redirect_into_the_network_is_refused(server, inside):
    server.script = [reply(status=302, location=inside)]
    addresses = {"intranet.example": ["192.168.0.5"]}

    def resolver(host, _port):
        return addresses.get(host, [host])

    client = Client(pause=0, allow_private=frozenset({"127.0.0.1"}), resolver=resolver)
    with pytest.raises(BlockedAddressError, match="not an address of the open internet"):
        client.get(server.url)
    assert len(server.requests) == 1


def test_each_hop_is_checked_again_and_connected_where_it_was_checked(server):
    port = server.http.server_port
    server.script = [reply(status=302, location=f"http://second.example:{port}/b"), reply(b"ok")]
    asked = []

    def resolver(host, _port):
        asked.append(host)
        return ["127.0.0.1"]

    client = Client(pause=0, allow_private=True, resolver=resolver)
    answer = client.get(f"http://first.example:{port}/a")
    assert (answer.body, answer.url) == (b"ok", f"http://second.example:{port}/b")
    assert asked == ["first.example", "second.example"]
    assert [headers["host"] for _, headers in server.requests] == [
        f"first.example:{port}",
        f"second.example:{port}",
    ]


def test_a_secret_header_stays_with_the_first_host(server):
    port = server.http.server_port
    server.script = [reply(status=307, location=f"http://other.example:{port}/"), reply(b"ok")]
    client = Client(pause=0, allow_private=True, resolver=lambda _h, _p: ["127.0.0.1"])
    client.get(f"http://first.example:{port}/", headers={"Authorization": "Bearer x", "Accept": "text/html"})
    assert server.requests[0][1]["authorization"] == "Bearer x"
    assert "authorization" not in server.requests[1][1]
    assert server.requests[1][1]["accept"] == "text/html"


def test_an_answer_comes_with_status_headers_and_text(server, client):
    body = "Нукус".encode("cp1251")
    server.script = [reply(body, content_type="text/plain; charset=windows-1251", ETag='"v1"')]
    answer = client.get(server.url + "/x", params={"q": "Нөкис", "n": 2})
    assert (answer.status, answer.text(), answer.etag) == (200, "Нукус", '"v1"')
    assert server.requests[0][0] == "/x?q=%D0%9D%D3%A9%D0%BA%D0%B8%D1%81&n=2"
    assert server.requests[0][1]["user-agent"].startswith("egiz/")


def test_nothing_new_is_told_by_etag_and_date(server, client):
    server.script = [reply(status=304)]
    answer = client.get(server.url, etag='"v1"', last_modified="Mon, 16 Nov 2026 10:00:00 GMT")
    assert answer.not_modified
    assert server.requests[0][1]["if-none-match"] == '"v1"'
    assert server.requests[0][1]["if-modified-since"] == "Mon, 16 Nov 2026 10:00:00 GMT"


def test_packed_answers_are_unpacked(server, client):
    server.script = [reply(gzip.compress(b"x" * 5000), content_encoding="gzip")]
    assert client.get(server.url).body == b"x" * 5000


def test_a_small_packet_that_unpacks_to_too_much_is_refused(server, client):
    server.script = [reply(gzip.compress(b"\0" * 50_000_000), content_encoding="gzip")]
    with pytest.raises(TooLargeError, match="unpacks to more than 200,000"):
        client.get(server.url)


def test_a_body_that_is_too_large_is_refused_announced_or_not(server, client):
    server.script = [reply(b"x" * 100_001)]
    with pytest.raises(TooLargeError, match="100,000"):
        client.get(server.url)

    def unannounced(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(300):
            handler.wfile.write(b"x" * 1000)

    server.script = [unannounced]
    with pytest.raises(TooLargeError):
        client.get(server.url)


def test_too_much_is_not_asked_for_again(server, client, waits):
    server.script = [reply(b"x" * 100_001)]
    with pytest.raises(TooLargeError):
        client.get(server.url)
    assert len(server.requests) == 1
    assert waits == []


def test_a_circle_of_redirects_ends(server, client):
    server.script = [reply(status=301, location="/again")]
    with pytest.raises(TooManyRedirectsError, match="more than 5"):
        client.get(server.url)
    assert len(server.requests) == 6


@pytest.mark.parametrize("half", [chunks_cut_short, nonsense, reply(b"short", content_length="500")])
def test_half_an_answer_is_asked_for_again_and_then_named(server, client, waits, half):
    server.script = [half]
    with pytest.raises(BrokenAnswerError):
        client.get(server.url)
    assert waits == [1.0, 2.0]
    server.script = [half, reply(b"whole")]
    assert client.get(server.url).body == b"whole"


def test_a_damaged_packet_is_a_broken_answer(server, client):
    packed = gzip.compress(b"hello" * 100)
    for body in (packed[:-12], b"not packed at all"):
        server.script = [reply(body, content_encoding="gzip")]
        with pytest.raises(BrokenAnswerError):
            client.get(server.url)
    server.script = [reply(b"x", content_encoding="br")]
    with pytest.raises(BrokenAnswerError, match="'br'"):
        client.get(server.url)


@pytest.mark.parametrize("slow", [silence, trickle])
def test_a_silent_or_trickling_server_is_given_up(server, slow):
    server.script = [slow]
    client = Client(limits=Limits(wait=0.3, total=0.8, repeats=0), pause=0, allow_private=True)
    with pytest.raises(TooSlowError):  # either would answer in the end
        client.get(server.url)


def test_throttling_waits_as_long_as_asked_and_goes_on(server, client, waits):
    server.script = [reply(status=429, retry_after="7"), reply(b"ok")]
    assert client.get(server.url).body == b"ok"
    assert waits == [7.0]


def test_a_date_to_come_back_at_is_understood(server, client, waits):
    server.script = [reply(status=503, retry_after="Mon, 16 Nov 2015 10:00:00 GMT"), reply(b"ok")]
    assert client.get(server.url).body == b"ok"
    assert waits == [1.0]


def test_a_source_that_wants_too_long_a_wait_is_given_up_and_the_wait_told(server, client, waits):
    server.script = [reply(status=429, retry_after="3600")]
    with pytest.raises(StatusError, match="come back in 3600 s") as caught:
        client.get(server.url)
    assert (caught.value.status, caught.value.retry_after, waits) == (429, 3600.0, [])


@pytest.mark.parametrize(("status", "asked"), [(404, 1), (403, 1), (400, 1), (500, 3), (503, 3), (429, 3)])
def test_only_what_may_pass_is_asked_for_again(server, client, status, asked):
    server.script = [reply(status=status)]
    with pytest.raises(StatusError) as caught:
        client.get(server.url)
    assert caught.value.status == status
    assert len(server.requests) == asked


def test_a_closed_port_is_unreachable(server, client):
    url = server.url
    server.http.server_close()
    with pytest.raises(UnreachableError):
        client.get(url)


def test_a_host_without_an_address_is_unreachable():
    def resolver(_host, _port):
        raise OSError("no such host")

    with pytest.raises(UnreachableError, match="has no address"):
        Client(limits=Limits(repeats=0), resolver=resolver).get("http://nowhere.example/")


def test_requests_to_one_host_keep_their_distance(server, waits):
    server.script = [reply(b"ok")]
    now = [100.0]

    def sleep(seconds):
        waits.append(round(seconds, 6))
        now[0] += seconds

    client = Client(pause=2.0, allow_private=True, sleep=sleep, clock=lambda: now[0])
    for _ in range(3):
        client.get(server.url)
    assert waits == [2.0, 2.0]


def test_a_document_that_is_not_json_is_a_broken_answer(server, client):
    server.script = [reply(b'{"a": [1, 2')]
    with pytest.raises(BrokenAnswerError, match="not whole JSON"):
        client.get(server.url).json()
    server.script = [reply(json.dumps({"a": 1}).encode())]
    assert client.get(server.url).json() == {"a": 1}


def test_every_error_names_the_address(server, client):
    server.script = [reply(status=404)]
    with pytest.raises(RequestError, match=server.url):
        client.get(server.url + "/gone")
