"""Every calendar that is written gives three other programs the hour that was meant, summer and winter."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from egiz import calendars
from egiz.calendars.publishing import to_ics as events_to_ics
from egiz.desk.promises.interfaces.invitation import to_ics as meeting_to_ics
from egiz.desk.promises.models import OfficialMeeting
from egiz.documents.model import Day, Entry, Programme
from egiz.documents.programme import programme_ics
from egiz.meetings import Meeting, Participant, Problem, Result, to_ics
from egiz.meetings.model.problem import Slot
from egiz.meetings.model.result import Placed
from tests.desk.browsing import in_browser

ICAL_JS = Path(__file__).parents[1] / "vendor" / "ical.js" / "ical.es5.min.cjs"
STAMP = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)
ZONES = ("Europe/Berlin", "Asia/Almaty", "America/New_York")
READ = """text => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  calendar.getAllSubcomponents("vtimezone").forEach(zone => ICAL.TimezoneService.register(zone));
  return calendar.getAllSubcomponents("vevent").map(
    part => new ICAL.Event(part).startDate.toJSDate().toISOString().slice(0, 16));
}"""


def moments(zone):
    """Ten o'clock in winter and in summer, on both sides of Kazakhstan's change too."""
    return [
        dt.datetime(*day, 10, tzinfo=ZoneInfo(zone)) for day in ((2024, 1, 15), (2024, 7, 1), (2027, 7, 1))
    ]


def of_events(zone, _desk):
    source = (calendars.Source("S"),)
    found = [
        calendars.Event(f"{at:%Y%m}", {"en": "Fair"}, source, start=at, zone=zone) for at in moments(zone)
    ]
    return events_to_ics(found, title="T", now=STAMP)


def of_a_programme(zone, _desk):
    days = tuple(
        Day(at.date(), (Entry(at, at + dt.timedelta(hours=1), "visit", f"Visit {at:%Y%m}"),))
        for at in moments(zone)
    )
    return programme_ics(Programme("Trip", days, STAMP.date()), stamp=STAMP)


def of_a_schedule(zone, _desk):
    slots = tuple(Slot(start=at) for at in moments(zone))
    pairs = tuple(Meeting(f"m{number}", ("a", f"b{number}")) for number in range(3))
    people = (Participant("a"), *(Participant(f"b{number}") for number in range(3)))
    placed = tuple(Placed(one.id, one.participants, number) for number, one in enumerate(pairs))
    return to_ics(
        Problem(slots=slots, participants=people, meetings=pairs),
        Result("feasible", 0, meetings=placed),
        "a",
    ).encode()


def of_a_meeting(zone, desk):
    desk.timezone = zone
    meeting = OfficialMeeting.objects.create(
        desk=desk,
        title="Meeting",
        state="planned",
        starts_at=moments(zone)[1],
        held_on=moments(zone)[1].date(),
    )
    return meeting_to_ics(meeting, STAMP)


WRITERS = {
    of_events: slice(None),
    of_a_programme: slice(None),
    of_a_schedule: slice(None),
    of_a_meeting: slice(1, 2),
}
every = pytest.mark.parametrize(
    ("writer", "part"), WRITERS.items(), ids=lambda one: getattr(one, "__name__", "")
)
everywhere = pytest.mark.parametrize("zone", ZONES)


def wanted(zone, part):
    return [at.astimezone(dt.UTC) for at in moments(zone)[part]]


@every
@everywhere
def test_two_readers_come_to_the_hour_that_was_meant(writer, part, zone, in_desk):
    text = writer(zone, in_desk).decode()
    read = [event["DTSTART"].dt.astimezone(dt.UTC) for event in Calendar.from_ical(text).walk("VEVENT")]
    assert sorted(read) == wanted(zone, part)
    own = text.replace(zone, f"{writer.__name__}-{zone}")  # vobject remembers zones by their names
    read = [event.dtstart.value.astimezone(dt.UTC) for event in vobject.readOne(own).vevent_list]
    assert sorted(read) == wanted(zone, part)


def test_a_moment_with_an_offset_only_is_written_in_utc():
    at = dt.datetime(2027, 7, 1, 10, tzinfo=dt.timezone(dt.timedelta(hours=5)))
    entry = Entry(at, at + dt.timedelta(hours=1), "visit", "Visit")
    text = programme_ics(Programme("Trip", (Day(at.date(), (entry,)),), STAMP.date()), stamp=STAMP)
    assert b"DTSTART:20270701T050000Z" in text
    assert b"TZID" not in text


class TestInBrowser:
    pytestmark = in_browser

    @every
    @everywhere
    def test_ical_js_comes_to_the_hour_that_was_meant(self, writer, part, zone, browser, in_desk):
        page = browser.new_context(timezone_id="Asia/Tashkent").new_page()
        page.add_script_tag(content=ICAL_JS.read_text(encoding="utf-8"))
        found = page.evaluate(READ, writer(zone, in_desk).decode())
        assert sorted(found) == [f"{at:%Y-%m-%dT%H:%M}" for at in wanted(zone, part)]
        page.context.close()
