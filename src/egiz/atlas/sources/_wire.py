"""Below the client: limits, sockets that keep a deadline, bodies that keep a size."""

import email.utils
import http.client
import io
import socket
import ssl
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from egiz.atlas.sources._addresses import Target
from egiz.atlas.sources.errors import BrokenAnswerError, TooLargeError, TooSlowError

_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """
    Bounds of one request.

    Parameters
    ----------
    max_bytes
        Largest body as sent.
    max_unpacked
        Largest body after decompression.
    wait
        Seconds to wait for a connection or for the next bytes.
    total
        Seconds for the whole answer, redirects included, repeats not.
    redirects
        How many to follow.
    repeats
        How often to try again after 429, 5xx or a broken connection.
    patience
        Longest wait in seconds that a source may ask for (Retry-After) before the request is given up.
    """

    max_bytes: int = 20_000_000
    max_unpacked: int = 100_000_000
    wait: float = 20.0
    total: float = 120.0
    redirects: int = 5
    repeats: int = 3
    patience: float = 60.0


class Deadline:
    """The time left of one request."""

    def __init__(self, url: str, limits: Limits, clock: Callable[[], float]) -> None:
        self._url, self._clock, self._wait = url, clock, limits.wait
        self._end = clock() + limits.total
        self._total = limits.total

    def next_wait(self) -> float:
        left = self._end - self._clock()
        if left <= 0:
            raise TooSlowError(self._url, f"no whole answer within {self._total:g} s")
        return min(left, self._wait)


class _Stream(io.RawIOBase):
    """A socket as a stream whose every read keeps the deadline, so that a trickle cannot outlast it."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._deadline.next_wait())
        return self._sock.recv_into(buffer)


class WatchedSocket:
    """The little of a socket that http.client needs."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def makefile(self, _mode: str = "rb", *_args: Any, **_kwargs: Any) -> io.BufferedReader:
        return io.BufferedReader(_Stream(self._sock, self._deadline))

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._deadline.next_wait())
        self._sock.sendall(data)

    def close(self) -> None:
        """The body may still be read after http.client lets go; whoever connected closes."""


def connect(target: Target, deadline: Deadline) -> socket.socket:
    failure: OSError | None = None
    for address in target.addresses:
        try:
            sock = socket.create_connection((address, target.port), timeout=deadline.next_wait())
        except OSError as error:
            failure = error
            continue
        if target.scheme == "http":
            return sock
        try:
            return ssl.create_default_context().wrap_socket(sock, server_hostname=target.host)
        except OSError:
            sock.close()
            raise
    raise failure or OSError("no address answered")


def read_body(url: str, answer: http.client.HTTPResponse, limits: Limits, deadline: Deadline) -> bytes:
    too_large = TooLargeError(url, f"the answer is larger than {limits.max_bytes:,} bytes")
    if (answer.length or 0) > limits.max_bytes:
        raise too_large
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read(_CHUNK):
        deadline.next_wait()
        size += len(piece)
        if size > limits.max_bytes:
            raise too_large
        pieces.append(piece)
    if answer.length:
        raise BrokenAnswerError(url, f"the answer broke off, {answer.length:,} bytes are missing")
    return b"".join(pieces)


def unpack(url: str, body: bytes, encoding: str, most: int) -> bytes:
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return body
    if name not in ("gzip", "x-gzip", "deflate"):
        raise BrokenAnswerError(url, f"the answer is packed as {encoding!r}, which was not asked for")
    unpacker = zlib.decompressobj(wbits=47)
    try:
        unpacked = unpacker.decompress(body, most + 1)
    except zlib.error as error:
        raise BrokenAnswerError(url, f"the packed answer is damaged ({error})") from error
    if len(unpacked) > most:
        raise TooLargeError(url, f"the answer unpacks to more than {most:,} bytes")
    if not unpacker.eof:
        raise BrokenAnswerError(url, "the packed answer broke off")
    return unpacked


def retry_after(text: str | None) -> float | None:
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())
