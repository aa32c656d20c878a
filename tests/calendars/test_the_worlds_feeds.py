"""What public calendars, pages and tables do in fact: kept where it can be, told where it cannot."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest

from egiz.calendars import Source, Status, work_calendar
from egiz.calendars._errors import ReadingError
from egiz.calendars.feeds import Feed
from egiz.calendars.places import find_place
from egiz.calendars.readers import ReadContext, read_feed, read_ics, read_jsonld, read_table
from egiz.calendars.readers.busy import read_busy
from tests.steps import at_most, counted

CONTEXT = ReadContext(
    Source("Calendar", "https://example.org/cal"),
    date(2026, 11, 27),
    zone="Asia/Tashkent",
    find_place=find_place,
)


def calendar(*events: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{body}END:VCALENDAR\n".encode()


def read(*events: str, head: str = ""):
    return read_ics(calendar(*events, head=head), CONTEXT)


def days(reading):
    return [(event.first_day, event.last_day) for event in reading.events]


def codes(reading):
    return [problem.code for problem in reading.problems]


SERIES = "UID:s\nDTSTART:20261201T090000\nDTEND:20261201T100000\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:Board"


@pytest.mark.parametrize("mark", ["PRIVATE", "CONFIDENTIAL", "X-OURS-ONLY", "private"])
def test_a_private_series_stays_private(mark):
    reading = read(f"{SERIES}\nCLASS:{mark}", "UID:g\nDTSTART;VALUE=DATE:20270515\nSUMMARY:Show")
    assert [event.name() for event in reading.events] == ["Show"]
    assert codes(reading) == ["private"]


def test_a_private_day_of_a_public_series_is_left_out_and_the_others_are_not():
    changed = "UID:s\nRECURRENCE-ID:20261202T090000\nDTSTART:20261202T110000\nSUMMARY:Secret\nCLASS:PRIVATE"
    reading = read(SERIES, changed)
    assert [event.first_day.day for event in reading.events] == [1, 3]
    assert {event.name() for event in reading.events} == {"Board"}
    assert codes(reading) == ["private"]


def test_a_private_time_is_still_a_busy_time_without_a_name():
    busy, _ = read_busy(calendar(f"{SERIES}\nCLASS:PRIVATE"), CONTEXT)
    assert len(busy) == 3


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("Доступ", "закрытое"), ("visibility", "Private"), ("Қолжетімділік", "жабық"), ("koʻrinish", "maxfiy")],
)
def test_a_row_of_a_table_that_is_marked_private_is_left_out(heading, cell):
    table = f"name,date,{heading}\nSecret,2027-05-14,{cell}\nShow,2027-05-15,\n".encode()
    reading = read_table(table, CONTEXT)
    assert [event.name() for event in reading.events] == ["Show"]
    assert codes(reading) == ["private"]


def test_a_line_folded_inside_a_letter_is_read():
    line = "SUMMARY:Нефть и газ Узбекистана".encode()
    at = len("SUMMARY:Не".encode()) - 1
    folded = line[:at] + b"\r\n " + line[at:]
    data = calendar("UID:1\nDTSTART;VALUE=DATE:20270515\nSUMMARY:X").replace(b"SUMMARY:X", folded)
    reading = read_ics(data, CONTEXT)
    assert ([event.name("ru") for event in reading.events], codes(reading)) == (
        ["Нефть и газ Узбекистана"],
        [],
    )


def test_one_bad_octet_spoils_one_letter_and_is_told():
    text = "UID:1\nDTSTART;VALUE=DATE:20270515\nSUMMARY:Нефть и газ\nLOCATION:Ташкент\nDESCRIPTION:Выставка"
    data = calendar(text).replace("Выставка".encode(), "Выст".encode() + b"\xff" + "авка".encode())
    reading = read_ics(data, CONTEXT)
    event = reading.events[0]
    assert (event.name("ru"), event.place_name, event.notes) == ("Нефть и газ", "Ташкент", "Выст\ufffdавка")
    assert codes(reading) == ["bad-letters"]


def test_a_line_in_an_offices_letters_is_read_beside_lines_in_utf_8():
    data = calendar("UID:1\nDTSTART;VALUE=DATE:20270515\nSUMMARY:Нефть и газ\nLOCATION:X")
    reading = read_ics(data.replace(b"LOCATION:X", "LOCATION:Ташкент".encode("cp1251")), CONTEXT)
    assert (reading.events[0].name("ru"), reading.events[0].place_name) == ("Нефть и газ", "Ташкент")


def zone_blocks(size):
    return b"BEGIN:VCALENDAR\n" + b"BEGIN:VTIMEZONE\nEND:X\n" * size + b"END:VCALENDAR\n"


def many_zones(size):
    zones = "".join(
        f"BEGIN:VTIMEZONE\nTZID:Z{n}\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0500\n"
        "TZOFFSETTO:+0500\nEND:STANDARD\nEND:VTIMEZONE\n"
        for n in range(5)
    )
    events = (
        f"UID:{n}\nDTSTART;TZID=Z{n % 5}:20270515T090000\nSUMMARY:E{n}\nno colon here" for n in range(size)
    )
    return calendar(*events, head=zones)


@pytest.mark.parametrize(
    ("reader", "made", "small"),
    [
        (read_ics, zone_blocks, 500),
        (read_ics, many_zones, 40),
        (read_jsonld, lambda size: b"<script " * size, 2000),
        (read_jsonld, lambda size: b'<div itemscope itemtype="Event">' * size, 500),
        (read_jsonld, lambda size: b"<" * size + b'itemscope typeof="Event">' + b"<a>" * size, 2000),
    ],
)
def test_twice_the_document_takes_at_most_twice_the_steps(reader, made, small):
    def steps(size):
        def once():
            with suppress(ReadingError):
                reader(made(size), CONTEXT)

        return counted(once)

    steps(small)  # what is loaded once is loaded now
    assert steps(2 * small) < 2.2 * steps(small) + 2000


def test_a_megabyte_of_openings_is_given_up_at_once():
    with at_most(100_000), pytest.raises(ReadingError):
        read_jsonld(b"<script " * 125_000, CONTEXT)


@pytest.mark.parametrize("zone", ["Asia", "Asia/" + "x" * 400, "../../etc/passwd", "/", "Asia/Tash\x00kent"])
def test_a_zone_whose_name_is_no_file_name_loses_no_neighbour(zone):
    odd = f"UID:1\nDTSTART;TZID={zone}:20270515T090000\nDTEND;TZID={zone}:20270515T100000\nSUMMARY:Odd"
    reading = read(odd, "UID:2\nDTSTART;VALUE=DATE:20270516\nSUMMARY:Good")
    assert "Good" in [event.name() for event in reading.events]


def test_every_event_is_kept_when_the_file_has_one_line_that_is_no_property():
    reading = read_ics(many_zones(50), CONTEXT)
    assert len(reading.events) == 50
    assert {event.start.astimezone(UTC).hour for event in reading.events} == {4}


NOTES_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe
BEGIN:STANDARD
DTSTART:19501029T020000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19500326T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def test_the_zones_of_lotus_notes_give_the_right_hour_in_both_halves_of_the_year():
    summer, winter = (
        f"UID:{month}\nDTSTART;TZID=W. Europe:2027{month}15T090000\nSUMMARY:A" for month in ("07", "12")
    )
    reading = read(summer, winter, head=NOTES_ZONE)
    assert [event.start.astimezone(UTC).hour for event in reading.events] == [7, 8]


def test_a_zone_that_one_file_defines_is_not_known_to_the_next():
    zone = NOTES_ZONE.replace("W. Europe", "Ours")
    entry = "UID:1\nDTSTART;TZID=Ours:20271215T090000\nSUMMARY:A"
    assert read(entry, head=zone).events[0].start.astimezone(UTC).hour == 8
    assert read(entry).events[0].start != datetime(2027, 12, 15, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "last"),
    [
        ("20261221T000000", "20261223T000000", 22),
        ("20261221T180000", "20261222T000000", 21),
        ("20261221T180000", "20261222T000100", 22),
        ("20261221T180000", "20261221T180000", 21),
    ],
)
def test_what_ends_at_midnight_ends_with_the_day_before(start, end, last):
    reading = read(f"UID:1\nDTSTART:{start}\nDTEND:{end}\nSUMMARY:Gala")
    assert days(reading) == [(date(2026, 12, 21), date(2026, 12, last))]


def page(*nodes: dict) -> bytes:
    blocks = (f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)
    return "".join(blocks).encode()


def test_two_events_of_one_name_and_day_in_two_cities_are_two():
    show = {"@type": "Event", "name": "Open day", "startDate": "2027-05-15"}
    reading = read_jsonld(page(show | {"location": "Nukus"}, show | {"location": "Urgench"}), CONTEXT)
    assert [event.place_name for event in reading.events] == ["Nukus", "Urgench"]
    assert len({event.uid for event in reading.events}) == 2
    table = read_table(b"name,date,city\nOpen day,2027-05-15,Nukus\nOpen day,2027-05-15,Urgench\n", CONTEXT)
    assert len({event.uid for event in table.events}) == 2
    plain = "DTSTART;VALUE=DATE:20270515\nSUMMARY:Open day\nLOCATION:"
    assert len({event.uid for event in read(plain + "Nukus", plain + "Urgench").events}) == 2


def test_an_id_that_a_source_does_not_give_stays_as_it_was_where_nothing_is_doubled():
    one, two = (read_table(b"name,date,city\nOpen day,2027-05-15,Nukus\n", CONTEXT) for _ in range(2))
    alone = read_table(b"name,date\nOpen day,2027-05-15\n", CONTEXT)
    assert one.events[0].uid == two.events[0].uid == alone.events[0].uid


def test_a_second_series_and_a_series_after_a_single_event_under_one_id_are_kept_and_told():
    single = "UID:s\nDTSTART;VALUE=DATE:20270301\nSUMMARY:Opening"
    second = "UID:s\nDTSTART:20270110T090000\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:Other"
    reading = read(single, SERIES, second)
    assert sorted(event.name() for event in reading.events) == ["Board"] * 3 + ["Opening"] + ["Other"] * 2
    assert len({event.uid for event in reading.events}) == 6
    assert codes(reading) == ["duplicate-uid", "duplicate-uid"]


def test_a_count_of_minus_one_is_passed_over_and_told():
    rule = "RRULE:FREQ=WEEKLY;COUNT=-1;UNTIL=20261222T235959Z"
    reading = read(f"UID:s\nDTSTART:20261201T090000\n{rule}\nSUMMARY:Board")
    assert [event.first_day.day for event in reading.events] == [1, 8, 15, 22]
    assert codes(reading) == ["bad-count"]


def test_properties_that_stand_twice_are_joined_as_text():
    doubled = "LOCATION:Hall 1\nLOCATION:Nukus\nDESCRIPTION:One\nDESCRIPTION:Two"
    entry = f"UID:1\nDTSTART;VALUE=DATE:20270515\nSUMMARY:A\n{doubled}"
    event = read(entry).events[0]
    assert (event.place_name, event.notes) == ("Hall 1; Nukus", "One Two")


@pytest.mark.parametrize("charset", ["punycode", "idna", "base64", "unicode_escape", "no-such", "utf-16"])
def test_a_feed_that_names_a_charset_it_is_not_in_is_read(charset):
    item = "<item><title>Выставка 15 мая 2027</title></item>"
    feed = f'<?xml version="1.0" encoding="{charset}"?><rss version="2.0"><channel>{item}</channel></rss>'
    event = read_feed(feed.encode(), CONTEXT).events[0]
    assert (event.name("ru"), event.first_day) == ("Выставка 15 мая 2027", date(2027, 5, 15))


def test_a_calendar_that_cancels_cancels_every_entry():
    reading = read("UID:1\nDTSTART;VALUE=DATE:20270515\nSUMMARY:A", head="METHOD:CANCEL\n")
    assert [event.status for event in reading.events] == [Status.CANCELLED]


def test_a_list_of_exceptions_that_cannot_be_read_does_not_lose_the_series():
    reading = read(f"{SERIES}\nEXDATE:tomorrow")
    assert len(reading.events) == 3
    assert "bad-exception" in codes(reading)


def test_one_hour_in_a_rule_is_read_and_so_are_several_a_day():
    one = read(SERIES.replace("COUNT=3", "COUNT=3;BYHOUR=9"))
    assert [event.start.hour for event in one.events] == [9, 9, 9]
    two = read(SERIES.replace("COUNT=3", "COUNT=4;BYHOUR=9,15"))
    assert [(event.start.day, event.start.hour) for event in two.events] == [(1, 9), (1, 15), (2, 9), (2, 15)]
    assert len({event.uid for event in two.events}) == 4


def test_two_rules_of_one_series_are_both_followed():
    reading = read(f"{SERIES}\nRRULE:FREQ=DAILY;INTERVAL=10;COUNT=2")
    assert sorted(event.first_day.day for event in reading.events) == [1, 2, 3, 11]


def test_the_newest_revision_counts_wherever_it_stands():
    entry = "UID:1\nDTSTART;VALUE=DATE:20270515\nSUMMARY:{}\nLAST-MODIFIED:{}"
    new, old = entry.format("New", "20261102T000000Z"), entry.format("Old", "20261101T000000Z")
    assert [event.name() for event in read(new, old).events] == ["New"]
    assert [event.name() for event in read(old, new).events] == ["New"]


def test_two_names_under_one_id_and_moment_are_two_events_when_neither_is_newer():
    entry = "UID:1\nDTSTART:20270515T090000Z\nDTSTAMP:20261102T000000Z\nSUMMARY:{}"
    reading = read(entry.format("Part one"), entry.format("Part two"), entry.format("part  two"))
    assert sorted(event.name() for event in reading.events) == ["Part one", "part two"]
    assert codes(reading) == ["duplicate-uid"]


@pytest.mark.parametrize("zone", ["", ";TZID=This_is_no_zone"])
def test_a_start_without_a_zone_is_meant_in_the_zone_of_its_end(zone):
    reading = read(
        f"UID:1\nDTSTART{zone}:20270515T090000\nDTEND;TZID=Europe/Berlin:20270515T100000\nSUMMARY:Show"
    )
    assert reading.events[0].start.astimezone(UTC) == datetime(2027, 5, 15, 7, tzinfo=UTC)


@pytest.mark.parametrize(("since", "rule"), [("19650515", "YEARLY"), ("19120515", "MONTHLY;BYMONTH=5")])
def test_a_show_that_is_held_since_long_is_followed(since, rule):
    reading = read(f"UID:1\nDTSTART;VALUE=DATE:{since}\nRRULE:FREQ={rule}\nSUMMARY:Fair")
    assert date(2027, 5, 15) in [event.first_day for event in reading.events]


def test_a_latin_letter_of_an_office_is_not_read_as_a_cyrillic_one():
    text = "UID:1\nDTSTART;VALUE=DATE:20270515\nSUMMARY:X\nLOCATION:Y"
    data = calendar(text).replace(b"SUMMARY:X", "SUMMARY:Messe für Öl".encode("latin-1"))
    data = data.replace(b"LOCATION:Y", "LOCATION:Três Corações".encode("latin-1"))
    event = read_ics(data, CONTEXT).events[0]
    assert (event.name(), event.place_name) == ("Messe für Öl", "Três Corações")


def test_events_without_a_calendar_around_them_are_read():
    data = b"BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20270515\nSUMMARY:Bare\nEND:VEVENT\n"
    assert [event.name() for event in read_ics(data, CONTEXT).events] == ["Bare"]


def test_an_event_that_is_never_closed_loses_no_neighbour():
    data = calendar(
        "UID:1\nDTSTART;VALUE=DATE:20270515\nSUMMARY:A", "UID:2\nDTSTART;VALUE=DATE:20270516\nSUMMARY:B"
    )
    cut = data.replace(b"END:VEVENT\nBEGIN", b"BEGIN", 1)
    assert {event.name() for event in read_ics(cut, CONTEXT).events} == {"A", "B"}


@pytest.mark.parametrize(
    ("written", "hour"),
    [("2027-9-8T10:30", 5), ("2027-9-8T10:30+5:00", 5), ("2027-9-8T10-30-30-30", None), ("2027-9-8", None)],
)
def test_dates_of_plugins_with_short_numbers_are_read(written, hour):
    node = {"@type": "Event", "name": "A", "startDate": written}
    reading = read_jsonld(page(node), CONTEXT)
    if written.endswith("30-30"):
        assert reading.events == ()
        return
    event = reading.events[0]
    assert event.first_day == date(2027, 9, 8)
    assert (event.start.astimezone(UTC).hour if isinstance(event.start, datetime) else None) == hour


def test_a_place_in_another_block_of_the_page_is_found():
    event = {"@type": "Event", "name": "A", "startDate": "2027-05-15", "location": {"@id": "#hall"}}
    hall = {"@id": "#hall", "@type": "Place", "name": "Expo", "address": {"addressLocality": "Nukus"}}
    assert read_jsonld(page(event, hall), CONTEXT).events[0].place_name == "Nukus"


MICRODATA = """
<div itemscope itemtype="https://schema.org/Event"><h2 itemprop="name">Oil &amp; Gas <b>Show</b></h2>
<meta itemprop="startDate" content="2027-05-15T09:00+05:00">
<time itemprop="endDate" datetime="2027-05-17T18:00+05:00">17</time>
<a itemprop="url" href="https://example.org/show">more</a>
<div itemprop="location" itemscope itemtype="https://schema.org/Place"><span itemprop="name">Expo</span>
<p itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
<span itemprop="addressLocality">Nukus</span></p></div></div>
"""
RDFA = """
<article vocab="https://schema.org/" typeof="Event"><h1 property="name">Fair</h1>
<span property="startDate" content="2027-06-01">1 June</span>
<span property="location" typeof="Place"><span property="name">Urgench</span></span></article>
"""


def test_microdata_and_rdfa_are_read_where_a_page_has_no_json():
    event = read_jsonld(MICRODATA.encode(), CONTEXT).events[0]
    assert (event.name(), event.first_day, event.last_day) == (
        "Oil & Gas Show",
        date(2027, 5, 15),
        date(2027, 5, 17),
    )
    assert (event.place_name, event.venue, event.url) == ("Nukus", "Expo", "https://example.org/show")
    fair = read_jsonld(RDFA.encode(), CONTEXT).events[0]
    assert (fair.name(), fair.first_day, fair.place_name) == ("Fair", date(2027, 6, 1), "Urgench")


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("15 и 16 мая 2027", 15, 16),
        ("15, 16 и 17 мая 2027", 15, 17),
        ("15 va 16 may 2027", 15, 16),
        ("15 және 16 мамыр 2027", 15, 16),
        ("May 15 and 16, 2027", 15, 16),
        ("2027.05.15", 15, 15),
        ("2027/05/15 – 2027/05/17", 15, 17),
        ("15.05.27", 15, 15),
        ("15-17.05.27", 15, 17),
    ],
)
def test_days_in_lists_and_short_years_are_read(written, first, last):
    reading = read_table(f"name;date\nShow;{written}\n".encode(), CONTEXT)
    assert days(reading) == [(date(2027, 5, first), date(2027, 5, last))]


def test_days_of_a_list_that_do_not_follow_one_another_are_no_range():
    reading = read_table("name;date\nShow;5 и 20 мая 2027\n".encode(), CONTEXT)
    assert days(reading) == [(date(2027, 5, 5), date(2027, 5, 5))]


@pytest.mark.parametrize(
    ("written", "name", "country"),
    [
        ("Atakent, 42 Timiryazev str., Almaty 050057, Kazakhstan", "Almaty", "KZ"),
        ("Қазақстан, 060000, Атырау қаласы, Сәтбаев даңғылы 17", "Atyrau", "KZ"),
        ("Oʻzbekiston, 100084, Toshkent shahri, Amir Temur koʻchasi 107", "Tashkent", "UZ"),
        ("107 Amir Temur Avenue, 100084 Tashkent, Uzbekistan", "Tashkent", "UZ"),
        ("Ташкент 100084", "Tashkent", "UZ"),
        ("Атырау қ.", "Atyrau", "KZ"),
        ("Toshkent sh.", "Tashkent", "UZ"),
        ("г. Актау, 14 мкр", "Aktau", "KZ"),
        ("Expo, Astana Z05T0F4", "Astana", "KZ"),
        ("Suntec, Singapore 039593", "Singapore", "SG"),
    ],
)
def test_the_city_of_a_postal_address_is_found_in_either_order(written, name, country):
    place = find_place(written)
    assert (place.name, place.country) == (name, country)


@pytest.mark.parametrize("written", ["Kazakhstan", "Казахстан", "Қазақстан"])
def test_a_country_alone_is_no_city(written):
    assert find_place(written) is None


def test_saturdays_that_a_decree_makes_days_off_are_off_in_six_day_weeks_only():
    six, five = (work_calendar("UZ", [2026], six_day_week=six) for six in (True, False))
    for day in (date(2026, 1, 3), date(2026, 5, 30)):
        assert [holiday.source for holiday in six.holidays_on(day)] == ["https://lex.uz/docs/-7938920"]
        assert set(six.holidays_on(day)[0].names) >= {"ru", "uz", "kk", "en"}
        assert five.holidays_on(day) == ()
    assert not six.holidays_on(date(2026, 1, 10))


@pytest.mark.parametrize("scheme", ["webcal", "WEBCAL", "webcals"])
def test_a_webcal_address_is_asked_by_https(scheme):
    assert Feed("a", f"{scheme}://example.org/cal.ics").url == "https://example.org/cal.ics"
