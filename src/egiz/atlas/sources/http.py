"""
One guarded HTTP client for every source outside.

It follows http and https only, connects to the very addresses it has checked, refuses private networks after
every redirect, bounds size, unpacked size, time and redirects, asks politely, and repeats what is worth
repeating.
"""

import http.client
import json
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from egiz import __version__
from egiz.atlas.sources._addresses import Resolver, Target, check, system_resolver
from egiz.atlas.sources._wire import Deadline, Limits, WatchedSocket, connect, read_body, retry_after, unpack
from egiz.atlas.sources.errors import (
    BadAddressError,
    BrokenAnswerError,
    RequestError,
    StatusError,
    TooManyRedirectsError,
    TooSlowError,
    UnreachableError,
)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WORTH_REPEATING = frozenset({429, 500, 502, 503, 504})
_HEADERS_OF_ONE_HOST = frozenset({"authorization", "cookie", "proxy-authorization"})


@dataclass(frozen=True, slots=True)
class Response:
    """
    An answer with status 200 … 299, or 304 when the source has nothing new.

    Parameters
    ----------
    url
        The address that answered, after redirects.
    status
        HTTP status.
    headers
        By lower-case name.
    body
        Unpacked bytes; empty for 304.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def not_modified(self) -> bool:
        """Whether the source says that nothing changed since the ETag or date given."""
        return self.status == 304

    @property
    def etag(self) -> str | None:
        """To be given back at the next request."""
        return self.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        """To be given back at the next request."""
        return self.headers.get("last-modified")

    def text(self) -> str:
        """The body in the charset it names, UTF-8 otherwise; bytes that do not fit are replaced."""
        message = http.client.HTTPMessage()
        message["content-type"] = self.headers.get("content-type", "")
        charset = message.get_content_charset("utf-8")
        try:
            return self.body.decode(charset, errors="replace")
        except LookupError:
            return self.body.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """
        The body as JSON.

        Returns
        -------
        Any
            Whatever the document holds.

        Raises
        ------
        BrokenAnswerError
            When it is not JSON, half of a document for instance.
        """
        try:
            return json.loads(self.body)
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise BrokenAnswerError(self.url, f"the answer is not whole JSON ({error})") from error


@dataclass
class Client:
    """
    The client; one may serve several threads.

    Parameters
    ----------
    limits
        Bounds of a request.
    pause
        Seconds between two requests to one host.
    agent
        Who asks; sources such as Wikidata want to know how to reach the operator.
    allow_private
        Let private addresses pass: True for tests against a server on this machine, or the names of single
        hosts that the operator trusts. A page cannot lead there by a redirect unless its host is named.
    resolver, sleep, clock
        For tests.
    """

    limits: Limits = field(default_factory=Limits)
    pause: float = 1.0
    agent: str = f"egiz/{__version__} (twin-city desk)"
    allow_private: bool | Collection[str] = False
    resolver: Resolver = system_resolver
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _next: dict[str, float] = field(default_factory=dict, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> Response:
        """
        Ask for one document.

        Parameters
        ----------
        url
            ``http://`` or ``https://``.
        params
            Added to the query.
        headers
            Added to the request; Authorization and Cookie stay with the first host.
        etag, last_modified
            Of the copy at hand: the source may then answer 304, "nothing new".

        Returns
        -------
        Response
            With status 200 … 299 or 304.

        Raises
        ------
        RequestError
            One of its kinds: bad or blocked address, unreachable, too slow, too large, too many redirects,
            broken answer, error status.
        """
        sent = {str(name).lower(): str(value) for name, value in (headers or {}).items()}
        if etag:
            sent["if-none-match"] = etag
        if last_modified:
            sent["if-modified-since"] = last_modified
        asked = _with_params(url, params)
        attempt = 0
        while True:
            try:
                return self._follow(asked, sent)
            except (StatusError, UnreachableError, TooSlowError, BrokenAnswerError) as error:
                wait = self._wait_before_repeating(error, attempt)
                if wait is None:
                    raise
                attempt += 1
                self.sleep(wait)

    def check(self, url: str) -> None:
        """
        See whether an address may be asked, without asking it; each request looks anew.

        Parameters
        ----------
        url
            ``http://`` or ``https://``.

        Raises
        ------
        RequestError
            When it is no address, has none, or is not of the open internet.
        """
        check(url, resolver=self.resolver, allow_private=self.allow_private)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Response:
        """
        Hand over one document, once: nothing is repeated, no redirect is followed.

        Parameters
        ----------
        url
            ``http://`` or ``https://``.
        body
            What is sent.
        headers
            Added to the request.

        Returns
        -------
        Response
            With status 200 … 299 or 304.

        Raises
        ------
        RequestError
            One of its kinds, as in `get`.
        """
        deadline = Deadline(url, self.limits, self.clock)
        target = check(url, resolver=self.resolver, allow_private=self.allow_private)
        self._be_polite(target.host)
        sent = {str(name).lower(): str(value) for name, value in headers.items()}
        answer = self._ask(url, target, {**sent, "content-length": str(len(body))}, deadline, body)
        if isinstance(answer, Response):
            return answer
        raise TooManyRedirectsError(url, "a redirect of what was sent is not followed")

    def _wait_before_repeating(self, error: RequestError, attempt: int) -> float | None:
        if attempt >= self.limits.repeats:
            return None
        usual = float(2**attempt)
        if isinstance(error, StatusError):
            if error.status not in _WORTH_REPEATING:
                return None
            wait = max(error.retry_after or 0.0, usual)
            return wait if wait <= self.limits.patience else None
        return usual

    def _follow(self, url: str, headers: dict[str, str]) -> Response:
        deadline = Deadline(url, self.limits, self.clock)
        headers = dict(headers)
        origin: tuple[str, str, int] | None = None
        for _ in range(self.limits.redirects + 1):
            target = check(url, resolver=self.resolver, allow_private=self.allow_private)
            if origin is not None and target.origin != origin:
                headers = _for_others(headers)
                if origin[0] == "https" and target.scheme == "http":
                    raise BadAddressError(url, "a redirect from https to http is not followed")
            origin = target.origin
            self._be_polite(target.host)
            answer = self._ask(url, target, headers, deadline)
            if isinstance(answer, Response):
                return answer
            url = urljoin(url, answer)
        raise TooManyRedirectsError(url, f"more than {self.limits.redirects} redirects")

    def _be_polite(self, host: str) -> None:
        with self._lock:
            now = self.clock()
            at = max(now, self._next.get(host, now))
            self._next[host] = at + self.pause
        if at > now:
            self.sleep(at - now)

    def _ask(
        self, url: str, target: Target, headers: dict[str, str], deadline: Deadline, body: bytes | None = None
    ) -> Response | str:
        """One request without following, POST where there is a body: the answer, or where it redirects to."""
        try:
            sock = connect(target, deadline)
        except OSError as error:
            kind = TooSlowError if isinstance(error, TimeoutError) else UnreachableError
            raise kind(url, f"no connection ({error})") from error
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = WatchedSocket(sock, deadline)
        try:
            usual = {"host": target.host_header, "user-agent": self.agent, "accept-encoding": "gzip, deflate"}
            _send(connection, target.path, {**usual, **headers, "connection": "close"}, body)
            return self._read(url, connection.getresponse(), deadline)
        except TimeoutError as error:
            raise TooSlowError(url, f"no answer within {self.limits.wait:g} s") from error
        except http.client.HTTPException as error:
            why = f"not a whole HTTP answer ({error or type(error).__name__})"
            raise BrokenAnswerError(url, why) from error
        except OSError as error:
            raise UnreachableError(url, f"the connection broke ({error})") from error
        finally:
            sock.close()

    def _read(self, url: str, answer: http.client.HTTPResponse, deadline: Deadline) -> Response | str:
        headers = {name.lower(): value for name, value in answer.getheaders()}
        status = answer.status
        if status in _REDIRECTS and "location" in headers:
            return headers["location"]
        if status == 304:
            return Response(url, status, headers, b"")
        if not 200 <= status < 300:
            raise StatusError(url, status, retry_after(headers.get("retry-after")))
        body = read_body(url, answer, self.limits, deadline)
        unpacked = unpack(url, body, headers.get("content-encoding", ""), self.limits.max_unpacked)
        return Response(url, status, headers, unpacked)


def _for_others(headers: Mapping[str, str]) -> dict[str, str]:
    """What another host may be told as well."""
    return {name: value for name, value in headers.items() if name not in _HEADERS_OF_ONE_HOST}


def _send(
    connection: http.client.HTTPConnection, path: str, headers: Mapping[str, str], body: bytes | None
) -> None:
    """A GET, or a POST where there is a body."""
    method = "GET" if body is None else "POST"
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body)


def _with_params(url: str, params: Mapping[str, str | int] | None) -> str:
    if not params:
        return url
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(dict(params)))))
    return urlunsplit(parts._replace(query=query, fragment=""))
