"""Pulling sources: one guarded door to the network, a reader for what comes, a memory of the last time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from egiz.atlas.sources import Client, RequestError, errors

from ._errors import CalendarError, FetchError, ReadingError
from .events import Event, Source
from .readers import Problem, ReadContext, Reading, read_feed, read_ics, read_jsonld, read_table
from .readers._common import PlaceFinder

KINDS = ("auto", "ics", "rss", "jsonld", "table")
_READERS = {"ics": read_ics, "rss": read_feed, "jsonld": read_jsonld}
_LONGEST_WAIT_HOURS = 24 * 7
_BLUNDERS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
_CODES: Mapping[type[RequestError], str] = {
    errors.BadAddressError: "bad-address",
    errors.BlockedAddressError: "private-address",
    errors.TooSlowError: "too-slow",
    errors.TooLargeError: "too-big",
    errors.TooManyRedirectsError: "redirects",
    errors.BrokenAnswerError: "broken-answer",
    errors.StatusError: "status",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source answered: status 200 with a body, or 304 with none."""

    status: int
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""


class Fetcher(Protocol):
    """The guarded HTTP client, as far as this room needs it."""

    def __call__(self, url: str, *, etag: str = "", last_modified: str = "") -> Answer:
        """Fetch one address; raise ``FetchError`` with a sentence when it cannot or must not be fetched."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A source to pull: where, how to read it, how often, and what holds for all its events."""

    key: str
    url: str
    title: str = ""
    kind: str = "auto"
    every_hours: int = 24
    language: str = ""
    zone: str = ""
    country: str = ""
    sectors: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None

    def __post_init__(self) -> None:
        if not self.key.strip():
            raise CalendarError("A source needs a key.")
        # webcal: is how pages write the address of a calendar that is fetched by https.
        object.__setattr__(self, "url", re.sub(r"^webcals?://", "https://", self.url, flags=re.IGNORECASE))
        if not re.match(r"^https?://", self.url, re.IGNORECASE):
            raise CalendarError(f"Source {self.key}: the address must start with http:// or https://.")
        if self.kind not in KINDS:
            raise CalendarError(f"Source {self.key}: the kind must be one of {', '.join(KINDS)}.")
        if self.every_hours < 1:
            raise CalendarError(f"Source {self.key}: it can be pulled once an hour at most.")


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a source between pulls."""

    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    pulled_at: datetime | None = None
    changed_at: datetime | None = None
    failures: int = 0
    error: str = ""
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pull:
    """The outcome of one pull.

    ``outcome`` is "changed" (events and raw answer are there), "unchanged" (keep what you have) or "failed"
    (``state.error`` says why, in a sentence).
    """

    feed: Feed
    outcome: str
    state: FeedState
    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()
    raw: bytes = b""


def guarded_fetcher(client: Client | None = None, *, heed_robots: bool = True) -> Fetcher:
    """Make a fetcher from the guarded client: public addresses only, bounded, polite, heeding robots.txt.

    Parameters
    ----------
    client
        The guarded HTTP client; one is made when not given.
    heed_robots
        False only for sources whose keeper has agreed to be read.
    """
    asked = client or Client()
    rules: dict[str, RobotFileParser] = {}

    def fetch(url: str, *, etag: str = "", last_modified: str = "") -> Answer:
        if heed_robots and not _allowed(asked, url, rules):
            raise FetchError("The site's robots.txt asks programs not to read this address.", code="robots")
        return _answer(asked, url, etag, last_modified)

    return fetch


def _answer(client: Client, url: str, etag: str, last_modified: str) -> Answer:
    try:
        response = client.get(url, etag=etag or None, last_modified=last_modified or None)
    except RequestError as error:
        raise FetchError(str(error), code=_code_of(error), status=getattr(error, "status", 0)) from error
    return Answer(response.status, response.body, response.etag or "", response.last_modified or "")


def _code_of(error: RequestError) -> str:
    return next((code for kind, code in _CODES.items() if isinstance(error, kind)), "unreachable")


def _allowed(client: Client, url: str, rules: dict[str, RobotFileParser]) -> bool:
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc}"
    if site not in rules:
        read = RobotFileParser()
        try:
            read.parse(client.get(f"{site}/robots.txt").text()[:100_000].splitlines())
        except RequestError:
            # No rules, or none to be had: the request itself will tell what is wrong with the site.
            read.parse([])
        # Only now, because another thread would take rules that were not read yet for "nothing is allowed".
        rules[site] = read
    return rules[site].can_fetch("egiz", url)


def is_due(feed: Feed, state: FeedState, now: datetime) -> bool:
    """Whether the source should be pulled: by its schedule, and after failures ever more seldom."""
    if state.pulled_at is None:
        return True
    hours = min(feed.every_hours * 2 ** min(state.failures, 8), max(_LONGEST_WAIT_HOURS, feed.every_hours))
    return now - state.pulled_at >= timedelta(hours=hours)


def pull(
    feed: Feed,
    fetch: Fetcher,
    *,
    now: datetime,
    state: FeedState | None = None,
    find_place: PlaceFinder | None = None,
) -> Pull:
    """Pull one source.

    Parameters
    ----------
    feed
        The source.
    fetch
        The guarded HTTP client.
    now
        The moment of the pull, aware; the events' sources are marked as checked on its day.
    state
        What the last pull left behind; it saves reading an unchanged source again.
    find_place
        Turns a place as written into a place of the atlas.

    Returns
    -------
    Pull
        Never raises for what a source does: a failure is an outcome.
    """
    state = state or FeedState()
    try:
        answer = fetch(feed.url, etag=state.etag, last_modified=state.last_modified)
    except FetchError as error:
        return _failed(feed, state, now, error)
    if answer.status == 304:
        return Pull(
            feed, "unchanged", replace(state, pulled_at=now, failures=0, error="", code="", params={})
        )
    if answer.status != 200:
        text = f"The source answered with status {answer.status}."
        return _failed(feed, state, now, FetchError(text, code="status", status=answer.status))
    digest = hashlib.sha256(answer.body).hexdigest()
    fresh = FeedState(answer.etag, answer.last_modified, digest, now, now)
    if digest == state.digest:
        return Pull(feed, "unchanged", replace(fresh, changed_at=state.changed_at))
    try:
        reading = read_any(answer.body, feed, now.date(), find_place)
    except ReadingError as error:
        return replace(_failed(feed, state, now, error), raw=answer.body)
    return Pull(feed, "changed", fresh, reading.events, reading.problems, answer.body)


def read_any(data: bytes, feed: Feed, today: date, find_place: PlaceFinder | None = None) -> Reading:
    """Read a document by the feed's kind, or by what it looks like.

    Raises
    ------
    ReadingError
        When it is none of the kinds that can be read.
    """
    context = ReadContext(
        Source(feed.title or feed.key, feed.url, today),
        today,
        feed.language,
        feed.zone,
        feed.country,
        feed.sectors,
        find_place,
        feed.year,
    )
    kind = feed.kind if feed.kind != "auto" else looks_like(data)
    try:
        if kind == "table":
            return read_table(data, context, mapping=feed.mapping)
        return _READERS[kind](data, context)
    except CalendarError:
        raise
    except _BLUNDERS as error:
        # No blunder of ours over one source may cost the others their pull.
        raise ReadingError(f"The document cannot be read: {error}", code="broken-answer") from error


def looks_like(data: bytes) -> str:
    """Tell the kind of a document from its first bytes."""
    head = data[:4000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith((b"begin:vcalendar", b"begin:vevent")):
        return "ics"
    if data[:2] == b"PK":
        return "table"
    if re.match(rb"<\?xml|<rss|<feed|<rdf", head) and b"<html" not in head:
        return "rss"
    return "jsonld" if head[:1] in (b"<", b"{", b"[") else "table"


def _failed(feed: Feed, state: FeedState, now: datetime, error: CalendarError) -> Pull:
    failed = replace(
        state,
        pulled_at=now,
        failures=state.failures + 1,
        error=str(error),
        code=error.code or "unreadable",
        params=dict(error.params),
    )
    return Pull(feed, "failed", failed)


def state_to_json(state: FeedState) -> dict[str, Any]:
    """Turn a state into a plain object, to be kept until the next pull."""
    record: dict[str, Any] = {name: getattr(state, name) for name in FeedState.__dataclass_fields__}
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in record.items() if v}


def state_from_json(record: Mapping[str, Any]) -> FeedState:
    """Take a state back from such an object."""
    values = dict(record)
    for name in ("pulled_at", "changed_at"):
        if values.get(name):
            values[name] = datetime.fromisoformat(values[name]).astimezone(UTC)
    return FeedState(**values)
