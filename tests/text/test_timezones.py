"""Zones in calendars: each reader must come to the hour that Python's own data give."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from egiz.text.timezones import clock_changes, zone_component

ZONES = ("Asia/Almaty", "Asia/Atyrau", "Asia/Tashkent", "Europe/Berlin", "Asia/Tehran", "America/New_York")


def calendar(zone, moments):
    made = Calendar()
    made.add("prodid", "-//test//EN")
    made.add("version", "2.0")
    days = [moment.date() for moment in moments]
    made.add_component(zone_component(zone, min(days), max(days)))
    for number, moment in enumerate(moments):
        event = Event()
        event.add("uid", str(number))
        event.add("dtstamp", dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
        event.add("dtstart", moment)
        made.add_component(event)
    return made.to_ical().decode()


def read_by_vobject(text, zone):
    # vobject remembers a zone by its name for the whole process: each calendar gets names of its own.
    own = f"own-{abs(hash(text))}"
    found = vobject.readOne(
        text.replace(f"TZID:{zone}", f"TZID:{own}").replace(f"TZID={zone}", f"TZID={own}")
    )
    return [event.dtstart.value.astimezone(dt.UTC) for event in found.vevent_list]


def test_kazakhstan_changed_its_clock_once_on_the_first_of_march_2024():
    (change,) = clock_changes(ZoneInfo("Asia/Almaty"), dt.date(2023, 1, 1), dt.date(2026, 1, 1))
    moment, before, after = change
    assert moment == dt.datetime(2024, 2, 29, 18, tzinfo=dt.UTC)
    assert (before, after) == (dt.timedelta(hours=6), dt.timedelta(hours=5))
    assert list(clock_changes(ZoneInfo("Asia/Atyrau"), dt.date(2023, 1, 1), dt.date(2026, 1, 1))) == []


@pytest.mark.parametrize("zone", ZONES)
@given(st.lists(st.integers(0, 4 * 365 * 24 * 60), min_size=1, max_size=6))
def test_two_readers_agree_on_every_hour_that_exists_once(zone, minutes):
    info = ZoneInfo(zone)
    first = dt.datetime(2023, 6, 1, tzinfo=info)
    moments = [first + dt.timedelta(minutes=one) for one in minutes]  # by the wall clock
    moments = [one for one in moments if one.utcoffset() == one.replace(fold=1).utcoffset()]
    if not moments:
        return
    text = calendar(zone, moments)
    wanted = [moment.astimezone(dt.UTC) for moment in moments]
    read = Calendar.from_ical(text).walk("VEVENT")
    assert [event["DTSTART"].dt.astimezone(dt.UTC) for event in read] == wanted
    assert read_by_vobject(text, zone) == wanted
