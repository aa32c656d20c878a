from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest

from egiz.calendars import Source, Status
from egiz.calendars._errors import ReadingError
from egiz.calendars.places import find_place
from egiz.calendars.readers import (
    ReadContext,
    look_into_table,
    read_feed,
    read_ics,
    read_jsonld,
    read_table,
)

CONTEXT = ReadContext(Source("Calendar", "https://example.org/cal"), date(2026, 11, 22))


def ics(*events: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{body}END:VCALENDAR\n".encode()


def test_an_all_day_event_counts_both_its_ends():
    reading = read_ics(
        ics("UID:1\nDTSTART;VALUE=DATE:20270515\nDTEND;VALUE=DATE:20270518\nSUMMARY:Show\nSTATUS:CONFIRMED"),
        CONTEXT,
    )
    event = reading.events[0]
    assert (event.uid, event.start, event.end) == ("1", date(2027, 5, 15), date(2027, 5, 17))
    assert (event.status, event.names, reading.problems) == (Status.CONFIRMED, {"en": "Show"}, ())


def test_times_keep_their_instant_under_every_kind_of_zone():
    windows = "UID:1\nDTSTART;TZID=West Asia Standard Time:20270515T090000\nSUMMARY:A"
    own = "UID:2\nDTSTART;TZID=Ours:20270515T090000\nSUMMARY:B"
    floating = "UID:3\nDTSTART:20270515T090000\nSUMMARY:C"
    utc = "UID:4\nDTSTART:20270515T040000Z\nSUMMARY:D"
    head = (
        "X-WR-TIMEZONE:Asia/Tashkent\nBEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:+0500\nTZOFFSETTO:+0500\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    context = ReadContext(CONTEXT.source, CONTEXT.today, zone="Asia/Tashkent")
    reading = read_ics(ics(windows, own, floating, utc, head=head), context)
    nine = datetime(2027, 5, 15, 4, tzinfo=UTC)
    assert [event.start.astimezone(UTC) for event in reading.events] == [nine] * 4
    assert [event.zone for event in reading.events] == ["Asia/Tashkent"] * 4


def test_a_time_in_an_unknown_zone_keeps_its_day_and_says_so():
    reading = read_ics(ics("UID:1\nDTSTART;TZID=Nowhere/Land:20270515T090000\nSUMMARY:A"), CONTEXT)
    assert [event.start for event in reading.events] == [date(2027, 5, 15)]
    assert [problem.code for problem in reading.problems] == ["no-zone"]


def test_a_recurring_event_is_unrolled_with_its_exceptions():
    reading = read_ics(
        ics(
            "UID:w\nDTSTART;VALUE=DATE:20270104\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;VALUE=DATE:20270111\nSUMMARY:Weekly",
            "UID:w\nRECURRENCE-ID;VALUE=DATE:20270118\nDTSTART;VALUE=DATE:20270119\nSUMMARY:Weekly, moved",
        ),
        CONTEXT,
    )
    assert [(e.uid, e.start, e.name()) for e in reading.events] == [
        ("w#2027-01-04", date(2027, 1, 4), "Weekly"),
        ("w#2027-01-18", date(2027, 1, 19), "Weekly, moved"),
        ("w#2027-01-25", date(2027, 1, 25), "Weekly"),
    ]


def test_only_the_newest_revision_of_an_event_counts():
    old = "UID:1\nSEQUENCE:1\nDTSTART;VALUE=DATE:20270501\nSUMMARY:Old"
    new = "UID:1\nSEQUENCE:2\nDTSTART;VALUE=DATE:20270601\nSUMMARY:New"
    assert [(e.name(), e.sequence) for e in read_ics(ics(new, old), CONTEXT).events] == [("New", 2)]


def test_a_private_event_is_left_out():
    reading = read_ics(ics("UID:1\nCLASS:PRIVATE\nDTSTART;VALUE=DATE:20270501\nSUMMARY:Doctor"), CONTEXT)
    assert (reading.events, [p.code for p in reading.problems]) == ((), ["private"])


def test_a_location_line_leads_to_the_atlas():
    context = ReadContext(CONTEXT.source, CONTEXT.today, find_place=find_place)
    event = read_ics(
        ics("UID:1\nDTSTART;VALUE=DATE:20270501\nSUMMARY:Show\nLOCATION:Узэкспоцентр\\, Ташкент"), context
    ).events[0]
    assert (event.place, event.country, event.zone) == (1512569, "UZ", "Asia/Tashkent")


def page(*blocks: str) -> bytes:
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    return f"<html><head>{scripts}</head><body></body></html>".encode()


def test_a_broken_block_loses_only_itself():
    good = json.dumps({"@type": "Event", "name": "Good", "startDate": "2027-05-15"})
    reading = read_jsonld(page('{"@type": "Event", "name": ', good, "null"), CONTEXT)
    assert [event.name() for event in reading.events] == ["Good"]
    assert [(p.where, p.code) for p in reading.problems] == [("block 1", "broken")]


def test_graphs_references_and_arrays_are_followed():
    graph = {
        "@graph": [
            {"@type": "Place", "@id": "#hall", "name": "Hall 4", "address": {"addressLocality": "Tashkent"}},
            {
                "@type": ["BusinessEvent", "Thing"],
                "name": [{"@language": "ru", "@value": "Выставка"}, {"@language": "en", "@value": "Show"}],
                "startDate": "2027-05-15T10:00:00+05:00",
                "endDate": "2027-05-17T18:00:00+05:00",
                "location": [{"@type": "VirtualLocation", "url": "https://x.example"}, {"@id": "#hall"}],
                "organizer": [{"name": "Chamber"}, "City"],
                "offers": {"price": 100, "priceCurrency": "USD", "url": "https://x.example/go"},
            },
        ]
    }
    event = read_jsonld(page(json.dumps(graph)), CONTEXT).events[0]
    assert event.names == {"ru": "Выставка", "en": "Show"}
    assert (event.venue, event.place_name, event.organiser) == ("Hall 4", "Tashkent", "Chamber; City")
    assert (event.price, event.registration_url) == ("100 USD", "https://x.example/go")


@pytest.mark.parametrize(
    ("fields", "status", "previous"),
    [
        ({"eventStatus": "https://schema.org/EventCancelled"}, Status.CANCELLED, None),
        (
            {"eventStatus": "EventRescheduled", "previousStartDate": "2027-04-01"},
            Status.MOVED,
            date(2027, 4, 1),
        ),
        ({"previousStartDate": "2027-04-01T09:00:00+05:00"}, Status.MOVED, date(2027, 4, 1)),
        ({"eventStatus": "http://schema.org/EventScheduled"}, Status.CONFIRMED, None),
        ({}, Status.ANNOUNCED, None),
    ],
)
def test_the_status_of_a_page_event_is_kept(fields, status, previous):
    node = {"@type": "Event", "name": "A", "startDate": "2027-05-15", "location": "Nukus"} | fields
    event = read_jsonld(page(json.dumps(node)), CONTEXT).events[0]
    assert (event.status, event.previous_start, event.place_name) == (status, previous, "Nukus")


def test_small_blunders_of_json_are_forgiven():
    block = '<!-- {"@type": "Event", "name": "A\nB", "startDate": "15 мая 2027",} -->'
    event = read_jsonld(page(block), CONTEXT).events[0]
    assert (event.name(), event.start) == ("A B", date(2027, 5, 15))


def rss(*items: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>T</title>'
        + "".join(f"<item>{item}</item>" for item in items)
        + "</channel></rss>"
    ).encode()


def test_a_post_is_an_event_on_the_day_it_names_not_the_day_it_was_published():
    reading = read_feed(
        rss(
            "<title>Выставка «Нефть и газ»: 15–17 мая 2027 года</title><link>https://x.example/1</link>"
            "<guid>1</guid><pubDate>Sun, 01 Nov 2026 10:00:00 GMT</pubDate>",
            "<title>We moved office</title><pubDate>Sun, 01 Nov 2026 10:00:00 GMT</pubDate>",
        ),
        CONTEXT,
    )
    event = reading.events[0]
    assert (event.start, event.end, event.sectors) == (date(2027, 5, 15), date(2027, 5, 17), ("oil-gas",))
    assert [p.code for p in reading.problems] == ["no-day"]


def test_an_atom_feed_is_read():
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>urn:1</id><title>Forum</title>'
        b'<summary type="html">&lt;p&gt;Nukus, 3 June 2027&lt;/p&gt;</summary></entry></feed>'
    )
    assert [(e.uid, e.name(), e.start) for e in read_feed(atom, CONTEXT).events] == [
        ("urn:1", "Forum", date(2027, 6, 3))
    ]


def test_a_table_finds_its_columns_by_their_headings_and_keeps_the_good_rows():
    text = (
        "Мероприятие;Сроки;Город;Организатор\n"
        "Нефть и газ;15–17 мая 2027;Ташкент;Узбекнефтегаз\n"
        "Без даты;скоро;Ташкент;\n"
        ";3 июня 2027;Нукус;\n"
        "Форум;2027-06-03;Нукус;Палата\n"
    )
    reading = read_table(text.encode(), CONTEXT)
    assert [(e.name(), e.start, e.end, e.place_name) for e in reading.events] == [
        ("Нефть и газ", date(2027, 5, 15), date(2027, 5, 17), "Ташкент"),
        ("Форум", date(2027, 6, 3), None, "Нукус"),
    ]
    assert [p.where for p in reading.problems] == ["row 3", "row 4"]


def test_a_mapping_names_columns_nobody_could_guess():
    reading = read_table(
        b"a,b,c\nShow,2027-05-15,Expo\n", CONTEXT, mapping={"name:ru": "a", "start": "b", "name": "c"}
    )
    assert [(e.names, e.start) for e in reading.events] == [({"ru": "Show", "en": "Expo"}, date(2027, 5, 15))]


def test_a_workbook_with_real_dates_is_read():
    book = openpyxl.Workbook()
    book.active.append(["Calendar of 2027"])
    book.active.append(["Nomi", "Sana", "Tugashi", "Shahar", "OKED"])
    book.active.append(["Neft va gaz", datetime(2027, 5, 15), datetime(2027, 5, 17), "Toshkent", "06.10"])  # noqa: DTZ001
    stream = io.BytesIO()
    book.save(stream)
    event = read_table(stream.getvalue(), CONTEXT).events[0]
    assert (event.start, event.end, event.sectors) == (date(2027, 5, 15), date(2027, 5, 17), ("oil-gas",))


def test_the_same_source_gives_the_same_ids_twice():
    data = b"name,date\nShow,2027-05-15\nForum,2027-06-03\n"
    first, second = (read_table(data, CONTEXT).events for _ in range(2))
    assert [e.uid for e in first] == [e.uid for e in second]
    assert len({e.uid for e in first}) == 2


def test_a_table_without_years_says_so_until_its_year_is_named():
    data = "Название;Дата проведения\nЯрмарка;с 5 по 7 мая\nФорум;май 2027\n".encode()
    reading = read_table(data, CONTEXT)
    assert [p.code for p in reading.problems] == ["bad-date", "bad-date"]
    assert "names no year" in reading.problems[0].text
    assert "no day" in reading.problems[1].text
    dated = read_table(data, replace(CONTEXT, year=2027)).events
    assert [(e.start, e.end) for e in dated] == [(date(2027, 5, 5), date(2027, 5, 7))]


def test_a_table_whose_headings_say_nothing_can_be_looked_into_and_mapped():
    table = "Что;Когда;Где\nФорум;15–17 мая 2027;Ташкент\n".encode()
    look = look_into_table(table)
    assert (look.headings, look.columns) == (("Что", "Когда", "Где"), {})
    assert look.rows == (("Форум", "15–17 мая 2027", "Ташкент"),)
    reading = read_table(table, CONTEXT, mapping={"name": "Что", "start": "Когда", "place": "Где"})
    assert [(e.names, e.first_day) for e in reading.events] == [({"ru": "Форум"}, date(2027, 5, 15))]


def test_a_document_that_cannot_be_read_says_why_in_a_code():
    with pytest.raises(ReadingError) as caught:
        read_table(b"a;b\n1;2\n", CONTEXT)
    assert caught.value.code == "no-columns"


def test_a_day_in_words_stands_for_a_day_in_json_ld():
    node = {"@type": "Event", "name": "A", "startDate": "15–17 мая 2027 года", "location": "Nukus"}
    (event,) = read_jsonld(page(json.dumps(node)), CONTEXT).events
    assert event.start == date(2027, 5, 15)


def test_what_was_left_open_inside_an_event_ends_with_it_and_the_next_is_read():
    alarm = "BEGIN:VALARM\nACTION:DISPLAY\nBEGIN:X-INNER\nX-A:1"
    reading = read_ics(
        ics(
            f"UID:1\nDTSTART;VALUE=DATE:20270515\nSUMMARY:Show\n{alarm}",
            "UID:2\nDTSTART;VALUE=DATE:20270601\nSUMMARY:Fair",
        ),
        CONTEXT,
    )
    assert [event.name("en") for event in reading.events] == ["Show", "Fair"]


def test_an_end_of_nothing_is_passed_over():
    data = ics("UID:1\nDTSTART;VALUE=DATE:20270515\nSUMMARY:Show").replace(b"SUMMARY", b"END:VTODO\nSUMMARY")
    assert [event.name("en") for event in read_ics(data, CONTEXT).events] == ["Show"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (";VALUE=DATE:20270601", ";VALUE=DATE:20270101"),
        (":20270601T090000Z", ":20270601T080000Z"),
        (":20270601T090000Z", ";VALUE=DATE:20270531"),
        (";VALUE=DATE:20270601", ":20270531T230000Z"),
    ],
)
def test_an_event_that_ends_before_it_begins_is_refused_with_the_reason(start, end):
    reading = read_ics(ends_of(start, end), CONTEXT)
    assert reading.events == ()
    ((code, text),) = [(found.code, found.text) for found in reading.problems]
    assert code == "backwards"
    assert "2027-06-01" in text


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (";VALUE=DATE:20270601", ";VALUE=DATE:20270601"),  # many write the day itself
        (";VALUE=DATE:20270601", ";VALUE=DATE:20270602"),
        (";VALUE=DATE:20270601", ":20270602T000000Z"),
        (";VALUE=DATE:20270601", ":20270601T000000Z"),
        (":20270601T090000Z", ";VALUE=DATE:20270601"),
        (":20270601T090000Z", ";VALUE=DATE:20270602"),
    ],
)
def test_an_event_of_one_day_is_one_in_every_way_to_write_it(start, end):
    (event,) = read_ics(ends_of(start, end), CONTEXT).events
    assert (event.first_day, event.last_day) == (date(2027, 6, 1), date(2027, 6, 1))


def ends_of(start, end):
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1@x\r\nSUMMARY:Forum\r\n"
        f"DTSTAMP:20261101T000000Z\r\nDTSTART{start}\r\nDTEND{end}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()
