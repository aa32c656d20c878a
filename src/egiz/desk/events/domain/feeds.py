"""The calendar as files that programs subscribe to, written once for each state of the calendar."""

import datetime as dt
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone

from egiz import calendars
from egiz.desk.core.models import Desk
from egiz.desk.events.domain.calendar import event_read
from egiz.desk.events.domain.selection import Choice, expected, rows
from egiz.desk.events.models import EventRecord, PublicCalendar, StoredFeed

if TYPE_CHECKING:
    from egiz.calendars import Event

LOOKS_BACK = dt.timedelta(days=92)  # so that a late change of a past event still reaches the subscribers
# Writing a calendar file costs most, and a calendar program shows no more than this to anybody.
MOST_EVENTS = {"ics": 200, "rss": 200, "json": 1000, "csv": 1000}
PAST_SHARE = 5
ROWS_AT_ONCE = 100  # a file of a thousand rows is written from few objects at a time
STORED_AS = "zlib"  # a table of a thousand events takes the database a tenth of the room and of the time
MOST_FEEDS = 400  # files kept for one desk; the addresses are the visitors' to make up

CONTENT_TYPES = {
    "ics": "text/calendar; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Feed:
    """One file: what it is, its tag and when it last changed."""

    body: bytes
    etag: str
    changed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """Which file is asked for."""

    form: str
    choice: Choice
    language: str
    page: str
    # The address of an event's page, with {pk} where its number stands.
    event_page: str = ""

    def key(self) -> str:
        text = f"{self.form}\n{self.choice.query()}\n{self.language}\n{self.page}\n{self.event_page}"
        return hashlib.sha256(text.encode()).hexdigest()


def state_of(desk: Desk) -> tuple[str, dt.datetime]:
    """Return the tag of the calendar's present state and when it last changed, in two cheap questions.

    They are asked once for a request: the desk's object does not outlive it.
    """
    known: tuple[str, dt.datetime] | None = desk.__dict__.get("_calendar_state")
    if known is None:
        known = desk.__dict__["_calendar_state"] = _ask_state(desk)
    return known


def _ask_state(desk: Desk) -> tuple[str, dt.datetime]:
    last = EventRecord.every.aggregate(last=Max("updated_at"))["last"]
    words = PublicCalendar.objects.filter(desk=desk).values_list("updated_at", flat=True).first()
    moments = [moment for moment in (last, words) if moment]
    changed = max(moments, default=desk.created_at)
    # The day belongs to the state: what has passed leaves the file without anybody changing it.
    return f"{STORED_AS}-{changed.timestamp():.6f}-{desk.today()}", changed


def feed(desk: Desk, calendar: PublicCalendar, wish: Wish) -> Feed:
    """Return the file, from the store when nothing has changed since it was written."""
    version, changed_at = state_of(desk)
    key = wish.key()
    kept = StoredFeed.objects.filter(key=key, version=version).first()
    if kept is None:
        kept = _store(desk, key, version, _write(desk, calendar, wish), changed_at)
    body = zlib.decompress(kept.body)
    return Feed(body, hashlib.sha256(body).hexdigest()[:32], kept.changed_at)


def kept_once(desk: Desk, key: str, make: Callable[[], bytes]) -> bytes:
    """Return something worked out from the whole calendar, worked out once for each of its states."""
    version, changed_at = state_of(desk)
    kept = StoredFeed.objects.filter(key=key, version=version).first()
    return zlib.decompress((kept or _store(desk, key, version, make(), changed_at)).body)


def _store(desk: Desk, key: str, version: str, body: bytes, changed_at: dt.datetime) -> StoredFeed:
    packed = zlib.compress(body, level=1)
    old = StoredFeed.objects.filter(key=key).first()
    if old is not None and bytes(old.body) == packed:
        # Something else of the calendar changed: to this file's readers nothing is new.
        changed_at = old.changed_at
    kept, new = StoredFeed.objects.update_or_create(
        desk=desk, key=key, defaults={"version": version, "body": packed, "changed_at": changed_at}
    )
    if new:
        stale = StoredFeed.objects.order_by("-updated_at").values_list("pk", flat=True)[MOST_FEEDS:]
        StoredFeed.objects.filter(pk__in=list(stale)).delete()
    return kept


def _write(desk: Desk, calendar: PublicCalendar, wish: Wish) -> bytes:
    numbers: dict[str, int] = {}
    most = MOST_EVENTS[wish.form]
    events = chosen_events(desk, wish.choice, most, numbers, dated_only=wish.form == "ics")

    def page_of(event: "Event") -> str:
        return wish.event_page.replace("{pk}", str(numbers[event.uid])) if wish.event_page else ""

    writers: dict[str, Callable[[Iterable[Event], str, Wish, Any, Any], bytes]] = {
        "ics": _ics, "rss": _rss, "json": _json, "csv": _csv,
    }  # fmt: skip
    return writers[wish.form](events, str(calendar), wish, timezone.now(), page_of)


def chosen_events(
    desk: Desk, choice: Choice, most: int, numbers: dict[str, int], *, dated_only: bool
) -> Iterator["Event"]:
    """Read the events of a file: the soonest first, some of the last three months, what is only expected.

    The number of each event's record is put into ``numbers`` by the event's uid.
    """
    today = desk.today()
    fitting = rows(choice)
    if choice.month:
        fitting = fitting.filter(first_day__range=(choice.month.first, choice.month.last))
    past = fitting.filter(first_day__range=(today - LOOKS_BACK, today - dt.timedelta(days=1)))
    coming = fitting.filter(first_day__gte=today).order_by("first_day", "last_day", "id")
    recent = past.order_by("-first_day", "-last_day", "-id")[: most // PAST_SHARE]
    # First which ones, from the index alone; then of these what a file needs, without an object for each row.
    pks = [pk for part in (recent, coming[:most]) for pk in part.values_list("pk", flat=True)]
    kept = EventRecord.objects.filter(pk__in=pks).order_by("first_day", "id")
    found = kept.values_list("pk", "record", "checked_on", "updated_at").iterator(chunk_size=ROWS_AT_ONCE)
    later = [] if dated_only else expected(choice, today.year)
    for pk, record, checked_on, updated_at in found:
        # Without its own moment an event would carry the moment of asking, and no two files were the same.
        event = event_read(record, today, checked_on=checked_on, updated_at=updated_at)
        numbers[event.uid] = pk
        yield event
    for row in later:
        event = event_read(row.record, today, checked_on=row.checked_on, updated_at=row.updated_at)
        numbers[event.uid] = row.pk
        yield event


def _ics(events: Iterable["Event"], title: str, wish: Wish, now: dt.datetime, page_of: Any) -> bytes:
    return calendars.publishing.to_ics(events, title=title, now=now, language=wish.language, page_of=page_of)


def _rss(events: Iterable["Event"], title: str, wish: Wish, now: dt.datetime, page_of: Any) -> bytes:
    return calendars.publishing.to_rss(
        events, title=title, address=wish.page, language=wish.language, now=now, page_of=page_of
    )


def _json(events: Iterable["Event"], title: str, wish: Wish, now: dt.datetime, page_of: Any) -> bytes:  # noqa: ARG001 - one form for all

    return calendars.publishing.to_json(events).encode()


def _csv(events: Iterable["Event"], title: str, wish: Wish, now: dt.datetime, page_of: Any) -> bytes:  # noqa: ARG001 - one form for all

    return calendars.publishing.to_csv(events, language=wish.language)
