from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from egiz.calendars import Event, EventError, Source, Status, event_to_json, seed_events
from egiz.calendars.publishing import (
    CSV_COLUMNS,
    script_text,
    to_csv,
    to_ics,
    to_json,
    to_jsonld,
    to_rss,
)
from egiz.calendars.readers import ReadContext, read_feed, read_ics, read_jsonld, read_table
from egiz.calendars.selecting import Selection, select

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SOURCE = Source("A page", "https://example.org/", date(2026, 11, 1))
TASHKENT = ZoneInfo("Asia/Tashkent")
CONTEXT = ReadContext(SOURCE, NOW.date())


def event(uid="show@example", **fields):
    values = {
        "uid": uid,
        "names": {"en": "Oil & Gas; Uzbekistan, 2027", "ru": "Нефть и газ"},
        "sources": (SOURCE,),
        "start": date(2027, 5, 11),
        "end": date(2027, 5, 13),
        "zone": "Asia/Tashkent",
        "venue": "Hall 4",
        "place_name": "Tashkent",
        "country": "UZ",
        "sectors": ("oil-gas",),
        "url": "https://show.example/?a=1&b=2",
        "notes": "First line\nsecond; line, with \\ marks",
        "updated": NOW,
    }
    return Event(**values | fields)


TIMED = event(
    "timed@example",
    start=datetime(2027, 5, 11, 10, tzinfo=TASHKENT),
    end=datetime(2027, 5, 11, 18, 30, tzinfo=TASHKENT),
)


def broken_rules(content: bytes) -> list[str]:
    """Check what RFC 5545 asks of the text itself; an independent reader checks the rest."""
    found = []
    if not content.endswith(b"\r\n") or re.search(rb"(?<!\r)\n", content):
        found.append("lines end with CRLF")
    if any(len(line) > 75 for line in content.split(b"\r\n")):
        found.append("a line has at most 75 octets")
    text = re.sub(r"\r\n[ \t]", "", content.decode())
    stack: list[str] = []
    for line in text.split("\r\n")[:-1]:
        if not re.match(
            r"^[A-Za-z0-9-]+(;[A-Za-z0-9-]+=(\"[^\"]*\"|[^\";:,]*)(,(\"[^\"]*\"|[^\";:,]*))*)*:", line
        ):
            found.append(f"not a content line: {line[:40]}")
        name, _, value = line.partition(":")
        if name == "BEGIN":
            stack.append(value)
        elif name == "END" and stack.pop() != value:
            found.append("components nest")
    for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL):
        once = ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS")
        found += [f"{n} occurs once" for n in once if len(re.findall(rf"^{n}[;:]", block, re.MULTILINE)) != 1]
        if not re.search(r"^DTSTAMP:\d{8}T\d{6}Z", block, re.MULTILINE):
            found.append("DTSTAMP is in UTC")
    used = set(re.findall(r"^DT(?:START|END);TZID=([^:]+):", text, re.MULTILINE))
    if used - set(re.findall(r"^TZID:(.+)$", text.replace("\r", ""), re.MULTILINE)):
        found.append("every TZID has its VTIMEZONE")
    return found


def test_a_feed_obeys_the_standard_and_reads_back_identical():
    content = to_ics([event(), TIMED], title="Календарь: нефть, газ", now=NOW)
    assert broken_rules(content) == []
    assert Calendar.from_ical(content).to_ical() == content
    back = {e.uid: e for e in read_ics(content, CONTEXT).events}
    for original in (event(), TIMED):
        read = back[original.uid]
        for name in ("start", "end", "zone", "url", "sequence", "updated"):
            expected = getattr(original, name)
            if name == "zone" and not isinstance(original.start, datetime):
                continue
            assert getattr(read, name) == expected
        assert read.names["en"] == original.names["en"]
        assert read.sectors == ("oil-gas",)


def test_zones_are_written_out_for_clients_that_know_none():
    calendar = Calendar.from_ical(to_ics([TIMED], title="T", now=NOW))
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Tashkent"]
    assert Calendar.from_ical(to_ics([event()], title="T", now=NOW)).walk("VTIMEZONE") == []


def test_a_cancelled_event_stays_in_the_feed_with_a_higher_number_so_that_clients_remove_it():
    before = Calendar.from_ical(to_ics([event()], title="T", now=NOW)).walk("VEVENT")[0]
    cancelled = replace(event(), status=Status.CANCELLED, sequence=1)
    after = Calendar.from_ical(to_ics([cancelled], title="T", now=NOW)).walk("VEVENT")[0]
    assert (str(after["STATUS"]), after["SEQUENCE"], after["UID"]) == ("CANCELLED", 1, before["UID"])
    assert before["SEQUENCE"] == 0


def test_a_forecast_is_never_given_a_day():
    forecasts = [e for e in seed_events() if e.forecast]
    assert Calendar.from_ical(to_ics(forecasts, title="T", now=NOW)).walk("VEVENT") == []
    assert [to_jsonld(e) for e in forecasts] == [None] * len(forecasts)
    assert all(row["start"] == "" and row["month"] for row in rows(to_csv(forecasts)))


def test_the_same_events_give_the_same_bytes_whatever_the_order_and_the_clock():
    first = to_ics([event(), TIMED], title="T", now=NOW)
    assert to_ics([TIMED, event()], title="T", now=NOW + timedelta(days=1)) == first


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=120
).filter(lambda text: text.strip())


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_any_text_survives_as_valid_calendar_lines(name, venue, notes):
    content = to_ics([event(names={"en": name}, venue=venue, notes=notes)], title=name, now=NOW)
    assert broken_rules(content) == []
    component = Calendar.from_ical(content).walk("VEVENT")[0]
    assert str(component["SUMMARY"]) == " ".join(name.split())


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.text(), PLAIN, max_size=3))
def test_the_quick_way_to_write_json_writes_what_the_library_writes(extra):
    everything = replace(event(), extra=extra)
    expected = json.dumps({"events": [event_to_json(everything)]}, ensure_ascii=False, indent=1)
    assert to_json([everything]) == expected
    assert to_json(iter(())) == json.dumps({"events": []}, indent=1)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("text", ["=1+1", "+7 701", "-5", "@SUM(A1)", "\t=1", "  =1", "＝1"])
def test_no_cell_starts_like_a_formula(text):
    row = rows(to_csv([event(names={"en": text.strip() or "x", "ru": "р"}, organiser=text)]))[0]
    assert row["organiser"].startswith("'")


def test_a_table_reads_back():
    row = rows(to_csv([event()], language="ru"))[0]
    assert (row["name"], row["start"], row["end"], row["city"]) == (
        "Нефть и газ",
        "2027-05-11",
        "2027-05-13",
        "Tashkent",
    )
    assert tuple(row) == CSV_COLUMNS
    read = read_table(to_csv([event()]), CONTEXT).events[0]
    assert (read.uid, read.start, read.end, read.sectors) == (
        "show@example",
        date(2027, 5, 11),
        date(2027, 5, 13),
        ("oil-gas",),
    )


def test_a_post_feed_is_well_formed_and_reads_back():
    content = to_rss(
        [event(), event("b", names={"en": "A <b>& \x07 c"})],
        title="T & Co",
        address="https://x.example/",
        now=NOW,
    )
    channel = ET.fromstring(content).find("channel")  # noqa: S314 - our own bytes
    assert [item.findtext("guid") for item in channel.findall("item")] == ["b", "show@example"]
    back = read_feed(content, CONTEXT)
    assert {(e.uid, e.start, e.end) for e in back.events} == {
        ("b", date(2027, 5, 11), date(2027, 5, 13)),
        ("show@example", date(2027, 5, 11), date(2027, 5, 13)),
    }


@pytest.mark.parametrize("language", ["ru", "uz", "kk", "en"])
def test_the_days_of_a_post_feed_read_back_in_every_language(language):
    content = to_rss([event()], title="T", address="", language=language, now=NOW)
    back = read_feed(content, CONTEXT)
    assert [(e.start, e.end) for e in back.events] == [(date(2027, 5, 11), date(2027, 5, 13))]


def test_page_data_reads_back_and_cannot_end_its_script():
    original = event(names={"en": "</script><script>alert(1)</script>Show"}, status=Status.CANCELLED)
    text = script_text(to_jsonld(original))
    assert "<" not in text
    page = f'<script type="application/ld+json">{text}</script>'.encode()
    read = read_jsonld(page, CONTEXT).events[0]
    assert (read.uid, read.start, read.end, read.status) == (
        "show@example",
        date(2027, 5, 11),
        date(2027, 5, 13),
        Status.CANCELLED,
    )
    assert (read.venue, read.place_name, read.country) == ("Hall 4", "Tashkent", "UZ")


def test_json_holds_forecasts_with_their_evidence():
    records = json.loads(to_json(seed_events()))["events"]
    forecast = next(r for r in records if r["uid"] == "ogu-forecast@egiz")["forecast"]
    assert (forecast["month"], len(forecast["evidence"])) == (5, 5)


def test_a_selection_counts_what_lies_below_a_sector():
    found = select(seed_events(), Selection(sectors=("energy",), countries=("UZ",), forecasts=False))
    assert {e.series for e in found} == {"ogu"}
    assert [e.first_day for e in found] == sorted(e.first_day for e in found)


@pytest.mark.parametrize(
    ("wanted", "uids"),
    [
        (Selection(month=5), {"show@example", "long"}),
        (Selection(month=6), {"long"}),
        (Selection(year=2027, month=7), {"long"}),
        (Selection(year=2026), set()),
        (Selection(start=date(2027, 5, 14), end=date(2027, 6, 1)), {"long"}),
        (Selection(words="нефть hall"), {"show@example", "long", "off"}),
        (Selection(cancelled=False), {"show@example", "long"}),
        (Selection(places=(1,)), set()),
    ],
)
def test_a_selection_by_time_words_place_and_status(wanted, uids):
    events = [
        event(),
        event("long", start=date(2027, 5, 20), end=date(2027, 7, 2)),
        event("off", start=date(2027, 9, 1), end=None, status=Status.CANCELLED),
    ]
    assert {e.uid for e in select(events, wanted)} == uids


def test_a_selection_that_cannot_be_right_is_refused():
    with pytest.raises(EventError):
        Selection(month=13)
    with pytest.raises(EventError):
        Selection(start=date(2027, 2, 1), end=date(2027, 1, 1))
