from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar import Event as VEvent

from egiz.calendars import Event, Source, Status, sectors
from egiz.calendars.publishing import to_ics
from egiz.calendars.sector_tree import sector
from egiz.calendars.translations import description
from egiz.calendars.vcalendar import one_line
from egiz.text.timezones import calendar_bytes

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
STATUS = {"announced": "TENTATIVE", "cancelled": "CANCELLED"}


def written_by_the_library(events: list[Event], title: str, language: str) -> bytes:
    """Write the calendar with icalendar's own objects, property by property."""
    calendar = Calendar()
    calendar.add("prodid", "-//Egiz//Sector calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for event in sorted(events, key=lambda event: event.uid):
        calendar.add_component(component_of(event, language))
    return calendar_bytes(calendar)


def component_of(event: Event, language: str) -> VEvent:
    component = VEvent()
    component.add("uid", event.uid)
    component.add("dtstamp", (event.updated or NOW).astimezone(UTC))
    if event.updated:
        component.add("last-modified", event.updated.astimezone(UTC))
    component.add("sequence", event.sequence)
    name = event.name(language)
    spoken = next((key for key in (language, *event.names) if event.names.get(key) == name), "und")
    component.add("summary", one_line(name), parameters={"LANGUAGE": spoken})
    component.add("dtstart", local(event.start, event.zone))
    if isinstance(event.end, datetime):
        component.add("dtend", local(event.end, event.zone))
    elif event.end is not None:
        component.add("dtend", event.end + timedelta(days=1))
    component.add("status", STATUS.get(event.status, "CONFIRMED"))
    component.add("transp", "TRANSPARENT")
    where = ", ".join(dict.fromkeys(filter(None, (event.venue, event.place_name))))
    if where:
        component.add("location", one_line(where))
    component.add("description", description(event, language))
    if event.url:
        component.add("url", event.url)
    if event.sectors:
        component.add("categories", [sector(key).names.get(language, key) for key in event.sectors])
    return component


def local(moment: date | datetime | None, zone: str) -> date | datetime | None:
    if isinstance(moment, datetime):
        return moment.astimezone(ZoneInfo(zone) if zone else UTC)
    return moment


# Letters of one to four octets, and everything that iCalendar gives a meaning to.
LETTERS = st.text(
    st.sampled_from("aZ 9Нқʻ中😀\\^,;:\"'Nn\n\r\t\x00\x0b\x85\ufeff") | st.characters(codec="utf-8"),
    max_size=200,
)
LINES = LETTERS.filter(lambda text: text.strip())
WHEN = st.one_of(
    st.tuples(st.dates(date(2000, 1, 1), date(2035, 1, 1)), st.none() | st.integers(0, 400)),
    st.tuples(
        st.integers(0, 10**9).map(lambda seconds: NOW - timedelta(days=9000) + timedelta(seconds=seconds)),
        st.none() | st.integers(0, 400),
    ),
)


@st.composite
def some_event(draw: st.DrawFn, zone: st.SearchStrategy[str]) -> Event:
    start, days = draw(WHEN)
    return Event(
        uid=draw(LINES),
        names=draw(
            st.dictionaries(st.sampled_from(("en", "kk", "uz-Latn", "und", "x:y,z")), LINES, min_size=1)
        ),
        sources=tuple(
            Source(title, url, day)
            for title, url, day in draw(
                st.lists(
                    st.tuples(
                        LINES, st.sampled_from(("", "https://a.example/?b=1;c,d")), st.none() | st.dates()
                    ),
                    min_size=1,
                    max_size=3,
                )
            )
        ),
        status=draw(st.sampled_from([status for status in Status if status is not Status.EXPECTED])),
        sectors=tuple(draw(st.lists(st.sampled_from(list(sectors())), max_size=3, unique=True))),
        start=start,
        end=None if days is None else start + timedelta(days=days),
        zone=draw(zone),
        venue=draw(LETTERS),
        place_name=draw(LETTERS),
        organiser=draw(LETTERS),
        notes=draw(LETTERS),
        url=draw(st.sampled_from(("", f"https://a.example/{'long/' * 20}?a=1,2;3\\^"))),
        sequence=draw(st.integers(0, 10_000)),
        updated=draw(st.none() | st.just(NOW - timedelta(days=3))),
    )


# One zone for all events of a calendar: the library writes several in the order of a set.
ZONES = st.sampled_from(("", "UTC", "Etc/UTC", "Asia/Tashkent", "Europe/Berlin", "Etc/GMT-5"))


@settings(max_examples=60, deadline=None)
@given(
    ZONES.flatmap(lambda zone: st.lists(some_event(st.just(zone)), max_size=3, unique_by=lambda e: e.uid)),
    LINES.filter(lambda title: title.splitlines() == [title]),
    st.sampled_from(("en", "ru", "kk")),
)
def test_the_bytes_are_those_that_the_library_writes(events, title, language):
    written = to_ics(events, title=title, now=NOW, language=language)
    assert written == written_by_the_library(events, title, language)


def test_zones_stand_in_the_order_of_their_names_whatever_uses_them_first():
    names = ["Europe/Berlin", "Asia/Tashkent", "Asia/Atyrau"]
    events = [
        Event(str(n), {"en": "A"}, (Source("S"),), start=datetime(2027, 1, 1, 9, tzinfo=ZoneInfo(z)), zone=z)
        for n, z in enumerate(names)
    ]
    content = to_ics(events, title="T", now=NOW)
    written = [str(zone["TZID"]) for zone in Calendar.from_ical(content).walk("VTIMEZONE")]
    assert written == sorted(names)


def test_a_title_of_two_lines_is_written_as_one():
    assert b"\r\nNAME:Oil and gas\r\n" in to_ics([], title="Oil\nand gas", now=NOW)


def test_an_address_cannot_end_its_line():
    event = Event("a", {"en": "A"}, (Source("S"),), start=date(2027, 1, 1), url="https://a.example/\n")
    assert b"URL:https://a.example/\r\nEND:VEVENT\r\n" in to_ics([event], title="T", now=NOW)
