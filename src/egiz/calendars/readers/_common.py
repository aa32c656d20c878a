"""What every reader shares: limits, cleaning of hostile text, and the step from a draft to an event."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from egiz.calendars._errors import CalendarError, EventError, ReadingError
from egiz.calendars.events import Event, Source, Status
from egiz.calendars.sector_tree import guess_sectors, sectors_of_code

MAX_BYTES = 8_000_000
MAX_EVENTS = 20_000
_NAME_LIMIT, _TEXT_LIMIT, _URL_LIMIT = 300, 4000, 2000
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_SCRIPT = re.compile(r"<(script|style|iframe|object|svg)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[a-z/!?][^<>]*(?:>|$)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place as the atlas knows it."""

    geonameid: int
    name: str
    country: str
    zone: str


PlaceFinder = Callable[[str, str], FoundPlace | None]


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What is known about a document before it is read.

    Parameters
    ----------
    source
        Where the document comes from; every event read carries it.
    today
        The day of reading: recurring events are unrolled from a year before it to two years after.
    language, zone, country, sectors
        What holds for the whole source where an entry does not say otherwise. ``zone`` is an IANA name.
    find_place
        Turns a place as written, and the country, into a place of the atlas; None leaves it as written.
    year
        The year of a table whose dates name none ("15–17 мая" in the plan for 2027).
    """

    source: Source
    today: date
    language: str = ""
    zone: str = ""
    country: str = ""
    sectors: tuple[str, ...] = ()
    find_place: PlaceFinder | None = None
    year: int | None = None

    @property
    def horizon(self) -> tuple[date, date]:
        """First and last day for which recurring events are unrolled."""
        return self.today - timedelta(days=366), self.today + timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be read: where, a code for translation, and the English sentence.

    ``uid`` names the event that is marked private, so that one who took it in earlier can take it out again.
    """

    where: str
    code: str
    text: str
    uid: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


@dataclass(frozen=True, slots=True)
class Reading:
    """The events of a document, and what was wrong with the rest."""

    events: tuple[Event, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Draft:
    """An entry as it was found, before it is checked."""

    uid: str = ""
    name: str = ""
    names: dict[str, str] = field(default_factory=dict)
    start: date | datetime | None = None
    end: date | datetime | None = None
    zone: str = ""
    status: Status = Status.ANNOUNCED
    place: str = ""
    country: str = ""
    venue: str = ""
    organiser: str = ""
    url: str = ""
    registration_url: str = ""
    deadline: date | None = None
    price: str = ""
    languages: tuple[str, ...] = ()
    notes: str = ""
    categories: str = ""
    codes: tuple[str, ...] = ()
    series: str = ""
    edition: int | None = None
    previous_start: date | None = None
    sequence: int = 0
    updated: datetime | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)


def check_size(data: bytes) -> None:
    """Refuse a document no honest calendar reaches.

    Raises
    ------
    ReadingError
        When it is empty or above the limit.
    """
    if not data.strip():
        raise ReadingError("The document is empty.", code="empty")
    if len(data) > MAX_BYTES:
        raise ReadingError(
            f"The document has {len(data):,} bytes; a calendar of up to {MAX_BYTES:,} is read.",
            code="too-big",
            limit=MAX_BYTES,
        )


def plain(value: object, limit: int = _TEXT_LIMIT) -> str:
    """Reduce a stranger's text to plain words: no markup, no scripts, no invisible controls, not endless."""
    if not value:
        return ""
    text = str(value)[: limit * 8]
    if text.isprintable() and "<" not in text and "&" not in text and "  " not in text:
        return _shortened(text.strip(), limit)  # most texts; the long way would leave them as they are
    # Two rounds, because markup is often escaped once more on its way through a feed.
    for _ in range(2):
        text = _TAG.sub(" ", _SCRIPT.sub(" ", html.unescape(text)))
    text = _UNSEEN.sub("", text)
    return _shortened(_SPACE.sub(" ", text).strip(), limit)


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def web_address(value: object) -> str:
    """The address if it is an http(s) one without blanks, else nothing."""
    text = str(value or "").strip()
    if (
        not text
        or len(text) > _URL_LIMIT
        or not re.match(r"^https?://[^\s<>\"\x00-\x1f]+$", text, re.IGNORECASE)
    ):
        return ""
    return text


def guess_language(text: str) -> str:
    """Guess among ru, kk, uz and en by the letters that only one of them has."""
    folded = text.casefold()
    if re.search(r"[а-яё]", folded):
        if re.search(r"[әңүұһіө]", folded):
            return "kk"
        return "uz" if re.search(r"[ҳў]", folded) else "ru"
    if re.search(r"[og][ʻʼ‘’'`]|\b(va|koʻrgazma\w*|xalqaro|yarmarka\w*|forumi|haftaligi|kuni)\b", folded):
        return "uz"
    return "en"


def zone_or_none(name: str) -> ZoneInfo | None:
    """The zone of an IANA name; None for anything else."""
    try:
        return ZoneInfo(name) if name and re.fullmatch(r"[A-Za-z0-9_+\-/]{1,60}", name) else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def settle_time(value: date | datetime | None, zone: str, draft: Draft) -> date | datetime | None:
    """Give a time without a zone the source's zone; without one keep only the day and say so."""
    if not isinstance(value, datetime) or value.tzinfo is not None:
        return value
    known = zone_or_none(zone)
    if known is not None:
        return value.replace(tzinfo=known)
    draft.problems.append(("no-zone", f"the time {value:%H:%M} has no known zone, so only the day is kept"))
    return value.date()


def build_event(draft: Draft, context: ReadContext) -> Event:
    """Check a draft and turn it into an event.

    Raises
    ------
    CalendarError
        When it has no name, no day, or contradicts itself.
    """
    names = {language: plain(name, _NAME_LIMIT) for language, name in draft.names.items()}
    if draft.name:
        title = plain(draft.name, _NAME_LIMIT)
        names.setdefault(context.language or guess_language(title), title)
    names = {language: name for language, name in names.items() if name}
    if not names:
        raise EventError("it has no name", code="no-name")
    zone = draft.zone if zone_or_none(draft.zone) else context.zone
    place_text, country = plain(draft.place, _NAME_LIMIT), draft.country or context.country
    place = context.find_place(place_text, country) if context.find_place and place_text else None
    if place is not None:
        country, zone = place.country, zone or place.zone
    start = settle_time(draft.start, zone, draft)
    end = settle_time(draft.end, zone, draft)
    start, end = _level(start, end)
    if start is None:
        raise EventError("it has no date", code="no-day")
    sectors = _sectors(draft, context, " ".join(names.values()))
    return Event(
        uid=draft.uid.strip()[:_NAME_LIMIT] or _made_uid(names, start, context.source),
        names=names,
        sources=(context.source,),
        status=draft.status,
        series=draft.series,
        edition=draft.edition,
        sectors=sectors,
        place=place.geonameid if place else None,
        place_name=place_text,
        country=country,
        venue=plain(draft.venue, _NAME_LIMIT),
        start=start,
        end=end,
        zone=zone,
        previous_start=draft.previous_start,
        organiser=plain(draft.organiser, _NAME_LIMIT),
        url=web_address(draft.url),
        registration_url=web_address(draft.registration_url),
        registration_deadline=draft.deadline,
        price=plain(draft.price, 120),
        languages=draft.languages,
        notes=plain(draft.notes),
        sequence=max(0, draft.sequence),
        updated=draft.updated,
    )


def _level(
    start: date | datetime | None, end: date | datetime | None
) -> tuple[date | datetime | None, date | datetime | None]:
    """Make both ends of one kind; where the end lies before the start, nobody knows which is wrong."""
    if start is None or end is None:
        return start, None
    if isinstance(start, datetime) and isinstance(end, datetime):
        is_backwards = end.astimezone(UTC) < start.astimezone(UTC)
    else:
        if isinstance(start, datetime):
            start = start.date()
        elif isinstance(end, datetime):  # the moment of midnight belongs to the day before
            end = end.date() if end.date() <= start else (end - timedelta(microseconds=1)).date()
        is_backwards = end < start
    if is_backwards:
        raise EventError(f"it ends before it begins: {start} to {end}", code="backwards")
    return start, end


def _sectors(draft: Draft, context: ReadContext, title: str) -> tuple[str, ...]:
    found = [key for code in draft.codes for key in sectors_of_code(code)[:1]]
    found += guess_sectors(f"{title} {plain(draft.categories, 500)}")
    return tuple(dict.fromkeys(found)) or context.sectors


def _made_uid(
    names: Mapping[str, str], start: date | datetime | None, source: Source, place: str = ""
) -> str:
    # A source without ids must give the same id at the next pull, or every pull would make new events.
    when = start.isoformat() if start else ""
    parts = [source.url or source.title, *sorted(names.values()), when, *filter(None, [place])]
    key = "\n".join(parts)
    return f"{hashlib.sha256(key.encode()).hexdigest()[:24]}@egiz"


def _told_apart(event: Event, draft: Draft, made: set[str]) -> Event:
    """Two entries of one name and day in two cities are two events, though neither was given an id."""
    if not draft.uid.strip():
        if event.uid in made and event.place_name:
            event = replace(
                event, uid=_made_uid(event.names, event.start, event.sources[0], event.place_name)
            )
        made.add(event.uid)
    return event


def collect(drafts: list[tuple[str, Draft]], context: ReadContext) -> Reading:
    """Build what can be built, and keep a sentence about the rest."""
    events: list[Event] = []
    problems: list[Problem] = []
    made: set[str] = set()
    for where, draft in drafts[:MAX_EVENTS]:
        try:
            events.append(_told_apart(build_event(draft, context), draft, made))
        except (CalendarError, OverflowError) as error:
            # What is wrong with the date says more than that there is none.
            if not any(code == "bad-date" for code, _ in draft.problems):
                problems.append(Problem(where, getattr(error, "code", "") or "entry", str(error)))
        problems += [Problem(where, code, text) for code, text in draft.problems]
    if len(drafts) > MAX_EVENTS:
        problems.append(
            Problem("document", "too-many", f"{len(drafts):,} entries; the first {MAX_EVENTS:,} were read")
        )
    return Reading(tuple(events), tuple(problems))
