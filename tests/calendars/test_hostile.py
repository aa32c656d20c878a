"""What strangers may send: nothing is executed, nothing hangs, and the good entry beside it survives."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import openpyxl
import pytest

from egiz.calendars import Source, event_to_json
from egiz.calendars._errors import ReadingError
from egiz.calendars.readers import ReadContext, read_feed, read_ics, read_jsonld, read_table
from tests.steps import at_most

CONTEXT = ReadContext(Source("Calendar", "https://example.org/cal"), date(2026, 11, 22), zone="Asia/Tashkent")
GOOD = "BEGIN:VEVENT\nUID:good\nDTSTART;VALUE=DATE:20270515\nSUMMARY:Good\nEND:VEVENT\n"
STEPS = 1_000_000  # calls of functions: the costliest of these takes a third


def calendar(body: str, *, head: str = "") -> bytes:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{body}{GOOD}END:VCALENDAR\n".encode()


def event(lines: str) -> str:
    return f"BEGIN:VEVENT\nUID:evil\nSUMMARY:Evil\n{lines}\nEND:VEVENT\n"


def rule(text: str, start: str = "20270101T090000") -> str:
    return event(f"DTSTART:{start}\nRRULE:{text}")


HOSTILE_ICS = {
    "ten years of days": rule("FREQ=DAILY;COUNT=3650", "20200101T090000"),
    "no end": rule("FREQ=DAILY"),
    "a billion": rule("FREQ=DAILY;COUNT=1000000000"),
    "every second": rule("FREQ=SECONDLY"),
    "every second of a day": rule("FREQ=DAILY;BYSECOND=" + ",".join(map(str, range(60)))),
    "every minute": rule("FREQ=MINUTELY;COUNT=5"),
    "a day that never comes": rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
    "daily and never": rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3"),
    "interval of nothing": rule("FREQ=DAILY;INTERVAL=0"),
    "interval backwards": rule("FREQ=DAILY;INTERVAL=-1"),
    "since the year one": rule("FREQ=DAILY", "00010101T090000"),
    "rule of garbage": rule("FREQ=SOMETIMES;BYDAY=NOWHERE"),
    "count of words": rule("FREQ=DAILY;COUNT=many"),
    "a million extra dates": event(
        "DTSTART;VALUE=DATE:20270101\nRDATE;VALUE=DATE:" + ",".join(["20270102"] * 50_000)
    ),
    "invalid zone": event("DTSTART;TZID=Mars/Olympus:20270601T090000"),
    "zone as a path": event("DTSTART;TZID=../../../etc/passwd:20270601T090000"),
    "impossible day": event("DTSTART;VALUE=DATE:20271345"),
    "year 99999": event("DTSTART;VALUE=DATE:999990101"),
    "end before start": event("DTSTART;VALUE=DATE:20270601\nDTEND;VALUE=DATE:20270101"),
    "no start": event("DESCRIPTION:nothing"),
    "endless duration": event("DTSTART:20270601T090000Z\nDURATION:P99999999999D"),
    "markup in the name": event("DTSTART;VALUE=DATE:20270601").replace(
        "SUMMARY:Evil", "SUMMARY:<b onmouseover=alert(1)>Evil</b><script>alert(1)</script>"
    ),
    "script in the place": event("DTSTART;VALUE=DATE:20270601\nLOCATION:<script>alert(1)</script>Hall"),
    "escaped twice": event(
        "DTSTART;VALUE=DATE:20270601\nDESCRIPTION:&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;"
    ),
    "address that runs": event("DTSTART;VALUE=DATE:20270601\nURL:javascript:alert(1)"),
    "data address": event("DTSTART;VALUE=DATE:20270601\nURL:data:text/html,<script>alert(1)</script>"),
    "text that turns round": event("DTSTART;VALUE=DATE:20270601\nLOCATION:\u202egnp.exe\u0000\u0007"),
    "a name of a megabyte": event("DTSTART;VALUE=DATE:20270601\nDESCRIPTION:" + "A" * 1_000_000),
    "formula": event("DTSTART;VALUE=DATE:20270601").replace("SUMMARY:Evil", 'SUMMARY:=HYPERLINK("http://x")'),
    "line of garbage": event("DTSTART;VALUE=DATE:20270601\n;;;:::garbage\x01\nX-\u00e9=1"),
    "the same id twice": event("DTSTART;VALUE=DATE:20270601") + event("DTSTART;VALUE=DATE:20270701"),
    "attached file": event("DTSTART;VALUE=DATE:20270601\nATTACH;VALUE=BINARY;ENCODING=BASE64:!!!!"),
    "a sequence of words": event("DTSTART;VALUE=DATE:20270601\nSEQUENCE:many"),
}


@pytest.mark.parametrize("name", HOSTILE_ICS)
def test_a_hostile_calendar_entry_loses_at_most_itself(name):
    with at_most(STEPS):
        reading = read_ics(calendar(HOSTILE_ICS[name]), CONTEXT)
    assert [e.start for e in reading.events if e.uid == "good"] == [date(2027, 5, 15)]
    assert len(reading.events) <= 401
    text = json.dumps([event_to_json(e) for e in reading.events], ensure_ascii=False)
    for trace in ("<script", "alert(1)", "javascript:", "data:text", "\u202e", "\\u0000", "passwd"):
        assert trace not in text
    assert len(text) < 400_000


@pytest.mark.parametrize(
    "name",
    [
        "every second",
        "since the year one",
        "interval of nothing",
        "impossible day",
        "no start",
        "the same id twice",
        "end before start",
    ],
)
def test_what_was_left_out_is_said(name):
    assert read_ics(calendar(HOSTILE_ICS[name]), CONTEXT).problems


def test_a_zone_with_a_rule_of_every_second_is_dropped():
    head = (
        "BEGIN:VTIMEZONE\nTZID:Evil\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\n"
        "TZOFFSETFROM:+0500\nTZOFFSETTO:+0500\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    with at_most(STEPS):
        reading = read_ics(calendar(event("DTSTART;TZID=Evil:20270601T090000"), head=head), CONTEXT)
    assert [p.code for p in reading.problems] == ["bad-zone"]
    assert len(reading.events) == 2


def test_a_calendar_in_utf_16_is_read():
    reading = read_ics(calendar("").decode().replace("Good", "Выставка").encode("utf-16"), CONTEXT)
    assert [e.name() for e in reading.events] == ["Выставка"]


def test_a_calendar_cut_off_in_the_middle_gives_what_came():
    data = calendar(event("DTSTART;VALUE=DATE:20270601")).replace(
        b"END:VCALENDAR\n", b"BEGIN:VEVENT\nUID:cut\nDTST"
    )
    assert {e.uid for e in read_ics(data, CONTEXT).events} == {"good", "evil"}


@pytest.mark.parametrize(
    ("reader", "data", "says"),
    [
        (read_ics, b"", "empty"),
        (read_ics, b"<!doctype html><html></html>", "web page"),
        (read_ics, b"\x00\x01\x02binary", "not an iCalendar"),
        (read_ics, b"BEGIN:VCALENDAR\n" * 50_000, "nested"),
        (read_ics, b"BEGIN:VCALENDAR\n" + b"A" * 8_000_001, "bytes"),
        (
            read_feed,
            b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>',
            "entities",
        ),
        (
            read_feed,
            '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>'.encode("utf-16"),
            "entities",
        ),
        (read_feed, b"just words", "neither an RSS"),
        (read_feed, b"http://127.0.0.1:9/", "neither an RSS"),
        (read_jsonld, b"<html></html>", "no schema.org"),
        (read_table, b"PK\x03\x04broken", "cannot be opened"),
        (read_table, b"a,b\n1,2\n", "name and the date"),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_what_is_no_calendar_at_all_is_refused_with_a_sentence(reader, data, says):
    with at_most(STEPS), pytest.raises(ReadingError, match=says):
        reader(data, CONTEXT)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["name", "date"])
    book.active.append(["Good", "2027-05-15"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_member(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return stream.getvalue()


def test_a_zip_bomb_is_not_unpacked():
    bomb = with_member("xl/worksheets/sheet2.xml", b"0" * 90_000_000)
    assert len(bomb) < 200_000
    with pytest.raises(ReadingError, match="Unpacked"):
        read_table(bomb, CONTEXT)


def test_a_billion_laughs_in_a_workbook_are_not_read():
    laughs = b'<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
    with pytest.raises(ReadingError, match="definitions"):
        read_table(with_member("xl/sharedStrings.xml", laughs), CONTEXT)


def test_deeply_nested_json_is_refused_and_the_next_block_read():
    deep = "[" * 100_000 + "]" * 100_000
    good = json.dumps({"@type": "Event", "name": "Good", "startDate": "2027-05-15"})
    blocks = "".join(f'<script type="application/ld+json">{b}</script>' for b in (deep, good))
    reading = read_jsonld(blocks.encode(), CONTEXT)
    assert [e.name() for e in reading.events] == ["Good"]
    assert [p.where for p in reading.problems] == ["block 1"]


def test_objects_that_point_at_each_other_do_not_go_round_for_ever():
    nodes = [
        {"@type": "Event", "@id": "#a", "name": "A", "startDate": "2027-05-15", "location": {"@id": "#b"}},
        {"@id": "#b", "@type": "Place", "name": {"@id": "#b"}, "address": {"@id": "#b"}},
    ]
    block = f'<script type="application/ld+json">{json.dumps(nodes)}</script>'
    assert [e.name() for e in read_jsonld(block.encode(), CONTEXT).events] == ["A"]


def test_a_page_of_unclosed_scripts_is_read_quickly():
    page = b'<script type="application/ld+json">' * 100_000
    with at_most(STEPS):
        read_jsonld(page, CONTEXT)


def test_markup_and_scripts_in_a_post_come_out_as_plain_words():
    item = (
        "<title>&lt;img src=x onerror=alert(1)&gt;Show 15 May 2027</title>"
        "<description>&lt;script&gt;alert(1)&lt;/script&gt;Hall</description><link>javascript:alert(1)</link>"
    )
    data = f'<rss version="2.0"><channel><item>{item}</item></channel></rss>'.encode()
    text = json.dumps([event_to_json(e) for e in read_feed(data, CONTEXT).events])
    assert "Show 15 May 2027" in text
    assert "alert" not in text


def test_a_table_in_windows_1251_is_read():
    data = "название;дата\nВыставка;15 мая 2027\n".encode("cp1251")
    assert [e.name() for e in read_table(data, CONTEXT).events] == ["Выставка"]
