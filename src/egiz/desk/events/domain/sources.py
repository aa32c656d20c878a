"""A source from first try to farewell."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from egiz import calendars
from egiz.desk.core.domain import trail
from egiz.desk.core.domain.jobs import enqueue
from egiz.desk.core.models import Desk, Job, User
from egiz.desk.events.domain import pulling
from egiz.desk.events.domain.assembling import assemble
from egiz.desk.events.models import EventRecord, EventSource

if TYPE_CHECKING:
    from egiz.calendars.feeds import Fetcher

SETTINGS = (
    "title", "url", "kind", "schedule", "language", "zone", "country", "year", "sectors", "mapping", "trust",
    "is_paused",
)  # fmt: skip
HOW_READ = ("url", "kind", "language", "zone", "country", "year", "sectors", "mapping")
DRAFT_DAYS = 2


def make_draft(desk: Desk, values: Mapping[str, Any], upload: UploadedFile | None) -> EventSource:
    """Note a source that has not been kept yet, with its file where it has one."""
    source = EventSource(desk=desk, is_draft=True, **values)
    if upload:
        source.file_name = (upload.name or "file")[:200]
        source.schedule = EventSource.Schedule.HAND
        source.title = source.title or source.file_name
    source.save()
    if upload:
        pulling.keep_raw(source, upload.read())
    return source


def start_trying(source: EventSource, user: User) -> Job:
    return enqueue(source.desk, "events.try_source", {"source": source.pk}, user, title=source.title)


def try_out(source: EventSource, fetch: "Fetcher") -> None:
    """Ask a source once and keep its answer and its error, not its events."""
    result = calendars.feeds.pull(pulling.feed_of(source), fetch, now=timezone.now())
    source.outcome, source.pulled_at = result.outcome, result.state.pulled_at
    source.error_code, source.error_params = result.state.code, dict(result.state.params)
    source.error_text = result.state.error
    source.save()
    if result.raw:
        pulling.keep_raw(source, result.raw)


def keep_source(source: EventSource, user: User) -> pulling.Pulled:
    """Keep a source that was tried, and read what it brought into the calendar."""
    read = pulling.read_kept(source)  # before anything is written: a long read must not hold up other writers
    with transaction.atomic():
        source.is_draft = False
        source.save()
        trail.record(source, "added", user)
        return pulling.take_in(source, read)


@transaction.atomic
def change_source(source: EventSource, values: Mapping[str, Any], user: User) -> bool:
    """Change a source's settings; say whether it is read differently from now on."""
    before = {name: getattr(source, name) for name in HOW_READ}
    with trail.tracked(source, "changed", user, SETTINGS):
        for name, value in values.items():
            setattr(source, name, value)
        differs = any(before[name] != getattr(source, name) for name in HOW_READ)
        if differs:
            # An unchanged answer would otherwise not be read with the new settings.
            source.etag = source.last_modified = source.digest = ""
    return differs


@transaction.atomic
def note_file(source: EventSource, upload: UploadedFile, user: User) -> None:
    """Keep a newer edition of a file: what it no longer lists will be marked, what a person chose stays."""
    pulling.keep_raw(source, upload.read())
    with trail.tracked(source, "changed", user, ("file_name",)):
        source.file_name = (upload.name or "file")[:200]


def start_keeping(source: EventSource, user: User) -> Job:
    """Let the worker read in what is too long for a page to wait for."""
    return enqueue(source.desk, "events.keep", {"source": source.pk}, user, title=source.title)


def take_over(source: EventSource, user: User) -> pulling.Pulled:
    """Read in what the source brought, and keep the source itself where it is still a draft."""
    return keep_source(source, user) if source.is_draft else pulling.read_again(source)


def pause(source: EventSource, user: User, *, paused: bool) -> None:
    with trail.tracked(source, "changed", user, ("is_paused",)):
        source.is_paused = paused
        if not paused:
            source.failures = 0


@transaction.atomic
def remove_source(source: EventSource, user: User, *, with_events: bool) -> int:
    """Take a source off the desk; its events stay, or go where nothing else speaks for them.

    Returns
    -------
    int
        How many events went.
    """
    gone = 0
    if with_events:
        mine = Count("entries", filter=Q(entries__source=source))
        rows = EventRecord.objects.annotate(mine=mine, entry_count=Count("entries")).filter(mine__gt=0)
        for row in rows:
            if row.mine == row.entry_count and not row.choices:
                EventRecord.every.filter(merged_into=row).delete()
                row.delete()
                gone += 1
            else:
                row.entries.filter(source=source).delete()
                assemble(row, user)
    trail.record_desk(source.desk, user, {"source": [source.title, ""]})
    source.delete()
    return gone


def forget_drafts(now: dt.datetime) -> None:
    """Drop sources that were tried and never kept."""
    EventSource.objects.filter(is_draft=True, created_at__lt=now - dt.timedelta(days=DRAFT_DAYS)).delete()
