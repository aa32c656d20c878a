"""How series are unrolled, and what a file's series may cost together."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from dateutil.rrule import rrulestr

from egiz.calendars import Source
from egiz.calendars.readers import ReadContext, read_ics
from egiz.calendars.readers._recurrence import MAX_OCCURRENCES, Allowance
from tests.calendars.test_the_worlds_feeds import calendar, codes
from tests.steps import counted

CONTEXT = ReadContext(Source("Calendar", "https://example.org/cal"), date(2026, 11, 27), zone="UTC")
GOOD = "UID:good\nDTSTART;VALUE=DATE:20270515\nSUMMARY:Good"


def read(*events: str, head: str = ""):
    return read_ics(calendar(*events, head=head), CONTEXT)


def starts(reading):
    return sorted(f"{event.start:%m-%d %H:%M}" for event in reading.events)


def test_a_change_of_all_that_follow_moves_each_of_them():
    reading = read(
        "UID:s\nDTSTART:20261201T120000Z\nRRULE:FREQ=DAILY;COUNT=5\nSUMMARY:Board",
        "UID:s\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261203T120000Z\nDTSTART:20261203T090000Z\nSUMMARY:Early",
    )
    assert starts(reading) == ["12-01 12:00", "12-02 12:00", "12-03 09:00", "12-04 09:00", "12-05 09:00"]
    assert len({event.uid for event in reading.events}) == 5


@pytest.mark.parametrize(
    ("rule", "times"),
    [
        ("FREQ=HOURLY;INTERVAL=3;COUNT=3", ["12-01 09:00", "12-01 12:00", "12-01 15:00"]),
        ("FREQ=HOURLY;INTERVAL=6;UNTIL=20261201T210000Z", ["12-01 09:00", "12-01 15:00", "12-01 21:00"]),
        ("FREQ=MINUTELY;INTERVAL=30;COUNT=3;BYHOUR=9,10", ["12-01 09:00", "12-01 09:30", "12-01 10:00"]),
    ],
)
def test_a_rule_by_hours_or_minutes_that_comes_to_an_end_is_followed(rule, times):
    assert starts(read(f"UID:s\nDTSTART:20261201T090000Z\nRRULE:{rule}\nSUMMARY:Tour")) == times


@pytest.mark.parametrize("rule", ["FREQ=MINUTELY", "FREQ=SECONDLY;COUNT=2", "FREQ=MINUTELY;UNTIL=20271201"])
def test_a_rule_by_minutes_without_a_near_end_is_refused_and_told(rule):
    reading = read(f"UID:s\nDTSTART:20261201T090000Z\nRRULE:{rule}\nSUMMARY:Clock", GOOD)
    assert [event.name() for event in reading.events] == ["Good"]
    assert codes(reading) == ["recurrence"]


@pytest.mark.parametrize(
    "rule",
    [
        "DAILY;INTERVAL=11",
        "DAILY;BYMONTH=5;BYDAY=SA",
        "WEEKLY;INTERVAL=3;BYDAY=TU,SA;WKST=SU",
        "WEEKLY;INTERVAL=2;UNTIL=20270601T000000Z",
        "MONTHLY;INTERVAL=5;BYDAY=-1FR",
        "MONTHLY;BYMONTHDAY=31",
        "YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
        "YEARLY;INTERVAL=3;BYDAY=20MO,21MO",
    ],
)
@pytest.mark.parametrize("since", [datetime(1931, 2, 3, 9, tzinfo=UTC), datetime(1992, 2, 29, 9, tzinfo=UTC)])
def test_what_a_rule_gives_does_not_hang_on_how_long_ago_it_began(rule, since):
    reading = read(f"UID:s\nDTSTART:{since:%Y%m%dT%H%M%S}Z\nDURATION:PT1H\nRRULE:FREQ={rule}\nSUMMARY:Old")
    first, last = CONTEXT.horizon
    days = rrulestr(f"FREQ={rule}", dtstart=since).between(
        datetime.combine(first, time(), UTC), datetime.combine(last, time(23, 59), UTC)
    )
    assert [event.first_day for event in reading.events] == [day.date() for day in days]


def test_a_single_day_that_is_taken_out_again_is_no_event():
    taken = "UID:s\nDTSTART:20261201T090000Z\nEXDATE:20261201T090000Z\nSUMMARY:Off"
    assert [event.name() for event in read(taken, GOOD).events] == ["Good"]


def test_lines_run_into_one_lose_no_neighbour():
    glued = "UID:a\nDTSTART;VALUE=DATE:20270501\nSUMMARY:Glued\nBEGIN:VEVENTLOCATION:Toshkent\nEND:VTODOX"
    assert sorted(event.name() for event in read(glued, GOOD).events) == ["Glued", "Good"]
    assert sorted(event.name() for event in read(GOOD, glued).events) == ["Glued", "Good"]


def test_what_is_private_stays_so_when_its_mark_is_run_into_an_edge():
    glued = "UID:a\nDTSTART;VALUE=DATE:20270501\nSUMMARY:Secret\nBEGIN:VEVENTCLASS:PRIVATE"
    reading = read(glued, GOOD)
    assert [event.name() for event in reading.events] == ["Good"]
    assert codes(reading)[-1] == "private"


def test_a_blank_line_inside_a_folded_property_is_passed_over():
    data = calendar(GOOD).replace(b"SUMMARY:", b"SUMMARY\n\n :").replace(b"DTSTART;", b"DTSTART\r\n\r\n ;")
    assert [event.name() for event in read_ics(data, CONTEXT).events] == ["Good"]


def test_events_behind_the_end_of_the_calendar_are_read():
    bare = f"BEGIN:VEVENT\n{GOOD}\nEND:VEVENT\n".encode()
    reading = read_ics(calendar("UID:a\nDTSTART;VALUE=DATE:20270501\nSUMMARY:First") + bare, CONTEXT)
    assert sorted(event.name() for event in reading.events) == ["First", "Good"]


def test_of_a_series_many_times_a_day_only_what_is_kept_is_made():
    hours = ",".join(map(str, range(24)))
    event = f"UID:s\nDTSTART:20261201T000000Z\nRRULE:FREQ=DAILY;BYHOUR={hours}\nSUMMARY:Tour"
    reading = read(event)
    assert len(reading.events) == MAX_OCCURRENCES
    assert codes(reading) == ["too-many"]
    once = counted(lambda: read(event.replace(f";BYHOUR={hours}", "")))
    # 24 times as many moments in the two years; made are as many events.
    assert counted(lambda: read(event)) < 3 * once


def test_a_thousand_birthdays_are_all_read():
    births = [f"UID:{n}\nDTSTART;VALUE=DATE:20000101\nRRULE:FREQ=YEARLY\nSUMMARY:Day {n}" for n in range(400)]
    reading = read(*births)
    assert len({event.name() for event in reading.events}) == 400
    assert codes(reading) == []


def test_the_series_of_one_file_share_what_they_may_cost():
    daily = [f"UID:{n}\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY\nSUMMARY:Day {n}" for n in range(40)]
    reading = read(*daily, GOOD)
    assert Allowance().occurrences <= len(reading.events) <= Allowance().occurrences + MAX_OCCURRENCES
    assert "Good" in {event.name() for event in reading.events}
    assert codes(reading).count("recurrence") == 40 - len(reading.events) // MAX_OCCURRENCES
