"""Asking the sources: what is due, one pull, what it left behind."""

import datetime as dt
import logging
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from egiz import atlas, calendars
from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.jobs import enqueue
from egiz.desk.core.models import Desk, Job, User
from egiz.desk.events.domain.storing import Stored, mark_checked, store
from egiz.desk.events.models import EventSource, RawAnswer

if TYPE_CHECKING:
    from egiz.calendars.feeds import Feed, FeedState, Fetcher, Pull

logger = logging.getLogger(__name__)

Schedule, Outcome = EventSource.Schedule, EventSource.Outcome
HOURS = {Schedule.HOURLY: 1, Schedule.DAILY: 24, Schedule.WEEKLY: 168}
AT_ONCE = 8  # sources asked at the same time; the client still pauses between two requests to one host
KEPT_PROBLEMS = 50
NOWHERE = "https://file.invalid/"  # a file has no address; the engine's feed only says how to read it


@dataclass
class Pulled:
    """One source after a pull."""

    source: EventSource
    outcome: str
    stored: Stored = field(default_factory=Stored)


def make_fetcher() -> "Fetcher":
    """Make the guarded door to the network, with limits that fit one calendar."""
    limits = atlas.sources.Limits(
        max_bytes=calendars.readers.MAX_BYTES,
        max_unpacked=2 * calendars.readers.MAX_BYTES,
        wait=15,
        total=45,
        repeats=1,
        patience=20,
    )
    return calendars.feeds.guarded_fetcher(atlas.sources.Client(limits=limits))


def feed_of(source: EventSource) -> "Feed":
    """Say to the engine where the source is and how it is read."""
    return calendars.feeds.Feed(
        key=str(source.pk or source.title),
        url=source.url or NOWHERE,
        title=source.title,
        kind=source.kind,
        every_hours=HOURS.get(Schedule(source.schedule), 24),
        language=source.language,
        zone=source.zone,
        country=source.country,
        sectors=tuple(source.sectors),
        mapping=source.mapping,
        year=source.year,
    )


def state_of(source: EventSource) -> "FeedState":
    return calendars.feeds.FeedState(
        source.etag, source.last_modified, source.digest, source.pulled_at, source.changed_at, source.failures
    )


def due_sources(now: dt.datetime) -> list[EventSource]:
    """List the open desk's sources whose time has come; one that fails is asked ever more seldom."""
    rows = EventSource.objects.filter(is_draft=False, is_paused=False).exclude(url="")
    rows = rows.exclude(schedule=Schedule.HAND)
    return [source for source in rows if calendars.feeds.is_due(feed_of(source), state_of(source), now)]


def pull_sources(
    sources: Iterable[EventSource],
    *,
    fetch: "Fetcher",
    now: dt.datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Pulled]:
    """Pull several sources: the network side by side, the writing one by one; none can spoil another."""
    waiting = [source for source in sources if source.url]
    results: list[Pulled] = []
    now = now or timezone.now()
    for source, work in _asked(waiting, fetch, now):
        try:
            results.append(keep(source, work.result()))
        except Exception:
            # Whatever one source brings to light in our own code, the others are still pulled.
            logger.exception("Source %s could not be pulled", source.pk)
            results.append(_broken(source, now))
        if progress:
            progress(len(results), len(waiting))
    return results


def _asked(
    sources: list[EventSource], fetch: "Fetcher", now: dt.datetime
) -> Iterator[tuple[EventSource, "Future[Pull]"]]:
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        futures = {}
        for source in sources:
            work = pool.submit(
                calendars.feeds.pull,
                feed_of(source),
                fetch,
                now=now,
                state=state_of(source),
                find_place=calendars.places.find_place,
            )
            futures[work] = source
        try:
            for work in as_completed(futures):
                yield futures.pop(work), work
        finally:
            # A person who stopped the work does not wait for sources that were not asked yet.
            pool.shutdown(wait=False, cancel_futures=True)


def _broken(source: EventSource, now: dt.datetime) -> Pulled:
    source = EventSource.objects.get(pk=source.pk)
    source.outcome, source.error_code, source.error_text = Outcome.FAILED, "unreadable", ""
    source.error_params, source.pulled_at, source.failures = {}, now, source.failures + 1
    source.save()
    return Pulled(source, Outcome.FAILED)


@transaction.atomic
def keep(source: EventSource, pulled: "Pull") -> Pulled:
    """Write one pull down: the state of the source, its raw answer, its events."""
    state = pulled.state
    result = Pulled(source, pulled.outcome)
    source.outcome = pulled.outcome
    source.etag, source.last_modified, source.digest = (
        state.etag[:500],
        state.last_modified[:100],
        state.digest,
    )
    source.pulled_at, source.changed_at, source.failures = state.pulled_at, state.changed_at, state.failures
    source.error_code, source.error_params, source.error_text = state.code, dict(state.params), state.error
    today = (state.pulled_at or timezone.now()).astimezone(source.desk.zone).date()
    if pulled.outcome != Outcome.FAILED:
        looked_at_today = source.read_at and source.read_at.astimezone(source.desk.zone).date() == today
        source.read_at = state.pulled_at
        if pulled.outcome == Outcome.CHANGED:
            keep_problems(source, pulled.problems)
            result.stored = store(source, pulled.events, pulled.problems, today)
        elif not looked_at_today:
            mark_checked(source, today)
    if pulled.raw:
        keep_raw(source, pulled.raw)
    source.save()
    return result


def keep_problems(source: EventSource, problems: Iterable[Any]) -> None:
    noted = [{"where": p.where, "code": p.code, "text": p.text} for p in problems]
    source.problems, source.problem_count = noted[:KEPT_PROBLEMS], len(noted)


MOST_COLUMNS = 60  # of a table that are shown to be named
AT_ONCE = 25  # events that are read in while a page waits; more are the worker's
PACKED_FAST = 1  # a page waits for it


def keep_raw(source: EventSource, body: bytes) -> None:
    packed = {"desk": source.desk, "body": zlib.compress(body, PACKED_FAST), "size": len(body)}
    RawAnswer.objects.update_or_create(source=source, defaults=packed)


def raw_of(source: EventSource) -> bytes:
    """Return what the source answered last; nothing when it never did."""
    kept = RawAnswer.objects.filter(source=source).first()
    return zlib.decompress(kept.body) if kept else b""


def read_raw(source: EventSource, today: dt.date) -> Any:
    """Read the kept answer with the source's settings as they are now.

    Raises
    ------
    egiz.calendars.CalendarError
        When it is nothing that can be read.
    """
    reading = read_apart(
        calendars.feeds.read_any, raw_of(source), feed_of(source), today, calendars.places.find_place
    )
    if source.url:
        return reading
    plain = calendars.Source(source.title, checked_on=today)
    return replace(reading, events=tuple(replace(event, sources=(plain,)) for event in reading.events))


@dataclass(frozen=True)
class Glance:
    """How much the kept answer brings, and the first of it."""

    events: tuple[Any, ...]
    count: int
    problems: tuple[Any, ...]
    problem_count: int


def glance(source: EventSource, most: int) -> Glance:
    """Look at the kept answer without taking it all into this process.

    Raises
    ------
    egiz.calendars.CalendarError
        When it is nothing that can be read.
    """
    return read_apart(_glance, raw_of(source), feed_of(source), source.desk.today(), most)


def _glance(body: bytes, feed: Any, today: dt.date, most: int) -> Glance:
    reading = calendars.feeds.read_any(body, feed, today, calendars.places.find_place)
    first, problems = tuple(reading.events[:most]), tuple(reading.problems[:most])
    return Glance(first, len(reading.events), problems, len(reading.problems))


def is_long(source: EventSource) -> bool:
    """Say whether the kept answer brings more than a page can wait for."""
    try:
        return glance(source, 0).count > AT_ONCE
    except (calendars.CalendarError, ValidationError):
        return False  # reading it in says what is wrong


def look_into_table(source: EventSource) -> Any:
    """Give the headings and first rows of a table; nothing where the answer is none."""
    try:
        return read_apart(_table, raw_of(source), source.kind, source.mapping)
    except ValidationError:
        return None


def _table(body: bytes, kind: str, mapping: Any) -> Any:
    kind = kind if kind != EventSource.Kind.AUTO else calendars.feeds.looks_like(body)
    if kind != EventSource.Kind.TABLE:
        return None
    try:
        look = calendars.readers.look_into_table(body, mapping=mapping)
    except calendars.CalendarError:
        return None
    return replace(
        look, headings=look.headings[:MOST_COLUMNS], rows=tuple(row[:MOST_COLUMNS] for row in look.rows)
    )


@dataclass(frozen=True)
class Read:
    """What the kept answer says, or why it says nothing."""

    at: dt.datetime
    reading: Any = None
    error: Exception | None = None


def read_kept(source: EventSource) -> Read:
    """Read the kept answer; nothing is written yet, because reading may take its time."""
    now = timezone.now()
    try:
        return Read(now, read_raw(source, now.astimezone(source.desk.zone).date()))
    except (calendars.CalendarError, ValidationError) as error:
        return Read(now, error=error)


@transaction.atomic
def take_in(source: EventSource, read: Read) -> Pulled:
    """Bring what was read into the calendar; what could not be read leaves its error with the source."""
    error, now = read.error, read.at
    if error is not None:
        source.outcome = Outcome.FAILED
        source.error_code = getattr(error, "code", None) or "unreadable"
        source.error_params = getattr(error, "params", None) or {}
        source.error_text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        source.save()
        return Pulled(source, source.outcome)
    source.outcome, source.error_code, source.error_text, source.error_params = Outcome.CHANGED, "", "", {}
    source.read_at = source.changed_at = now
    source.pulled_at = source.pulled_at or now
    keep_problems(source, read.reading.problems)
    today = now.astimezone(source.desk.zone).date()
    stored = store(source, read.reading.events, read.reading.problems, today)
    source.save()
    return Pulled(source, source.outcome, stored)


def read_again(source: EventSource) -> Pulled:
    """Read the kept answer into the calendar: a file that was brought in, or other columns than before."""
    return take_in(source, read_kept(source))


def start_pulling(desk: Desk, sources: Iterable[EventSource], user: User | None) -> Job:
    """Put a pull in the queue."""
    wanted = list(sources)
    title = wanted[0].title if len(wanted) == 1 else ""
    return enqueue(desk, "events.pull", {"sources": [source.pk for source in wanted]}, user, title=title)
