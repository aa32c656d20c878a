"""A company's own calendar: it moves and cancels what it gave before, at the right hour in every reader."""

import datetime as dt
from pathlib import Path

import pytest
import vobject
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from egiz.desk.missions.domain import scheduling
from egiz.desk.missions.models import ScheduledMeeting, ScheduleVersion
from tests.desk.browsing import in_browser
from tests.desk.missions.conftest import make_company, make_mission, make_pairs, make_version, make_wish

ICAL_JS = Path(__file__).parents[2] / "vendor" / "ical.js" / "ical.es5.min.cjs"
ALMATY = "Asia/Almaty"


def feed(company):
    answer = Client(headers={"accept-language": "en"}).get(f"/p/missions/{company.token}/calendar.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return answer.content


def events(company):
    return {str(event["summary"]): event for event in Calendar.from_ical(feed(company)).walk("VEVENT")}


def publish(mission, wishes, number, **changes):
    """Publish one more version as a person would: a draft first."""
    version = make_version(mission, wishes, number=number, state="draft")
    if changes:
        version.meetings.update(**changes)
    scheduling.publish(version, None)
    return version


@pytest.fixture
def three(mission):
    """One company with three meetings."""
    ours = make_company(mission)
    return [make_wish(ours, make_company(mission, "theirs", f"K{number}")) for number in (1, 2, 3)]


def test_before_anything_is_published_the_calendar_is_empty_and_valid(mission):
    company = make_company(mission)
    assert events(company) == {}
    assert vobject.readOne(feed(company).decode()).name == "VCALENDAR"


def test_what_is_dropped_is_cancelled_and_what_stays_is_left_alone(mission, three):
    company = three[0].asker
    publish(mission, three, 1)
    before = events(company)
    publish(mission, three[:2], 2)
    after = events(company)
    assert after["Company K1"] == before["Company K1"]  # to the last property: nothing to be told
    gone = after["Cancelled: Company K3"]
    assert gone["uid"] == before["Company K3"]["uid"]
    assert gone["status"] == "CANCELLED"
    assert (before["Company K3"]["sequence"], gone["sequence"]) == (1, 2)
    publish(mission, three, 3)  # and it comes back under the same id
    back = events(company)["Company K3"]
    assert (back["uid"], back["status"], back["sequence"]) == (gone["uid"], "CONFIRMED", 3)


def test_a_move_raises_the_sequence_of_that_meeting_only(mission, three):
    company = three[0].asker
    publish(mission, three, 1)
    version = make_version(mission, three, number=2, state="draft")
    moved = version.meetings.get(wish=three[0])
    ScheduledMeeting.objects.filter(pk=moved.pk).update(
        starts_at=moved.starts_at + dt.timedelta(hours=3), table_name="7"
    )
    scheduling.publish(version, None)
    after = events(company)
    assert [after[f"Company K{n}"]["sequence"] for n in (1, 2, 3)] == [2, 1, 1]
    assert after["Company K1"]["dtstart"].dt.isoformat() == "2026-12-09T13:00:00+05:00"
    assert "table 7" in after["Company K1"]["location"]


def test_a_mission_that_is_called_off_cancels_every_meeting(mission, three):
    publish(mission, three, 1)
    before = events(three[0].asker)
    mission.status = "cancelled"
    mission.save()
    after = events(three[0].asker)
    assert {event["status"] for event in after.values()} == {"CANCELLED"}
    assert min(e["sequence"] for e in after.values()) > max(e["sequence"] for e in before.values())


def test_a_draft_is_no_business_of_the_feed_and_tentative_in_the_desks_export(page, mission, three):
    make_version(mission, three, state="draft")
    assert events(three[0].asker) == {}
    address = f"/d/atyrau/missions/{mission.pk}/companies/{three[0].asker_id}/calendar.ics"
    statuses = {event["status"] for event in Calendar.from_ical(page.get(address).content).walk("VEVENT")}
    assert statuses == {"TENTATIVE"}


def test_the_feed_says_what_the_standard_wants(mission, three):
    publish(mission, three, 1)
    found = Calendar.from_ical(feed(three[0].asker))
    assert found["method"] == "PUBLISH"
    assert found["refresh-interval"].params["VALUE"] == "DURATION"
    for event in found.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "LAST-MODIFIED"} <= set(event)
        assert "ATTENDEE" not in event  # a calendar that is published names no guests (RFC 5546, 3.2.1)
    for event in vobject.readOne(feed(three[0].asker).decode()).vevent_list:
        event.validate(raiseException=True)


def across_the_change(desk, zone):
    """Publish meetings at ten o'clock on both sides of the night in which Kazakhstan changed its clock."""
    mission = make_mission(desk, day=dt.date(2024, 2, 29))
    mission.zone = zone
    mission.save()
    wishes = make_pairs(mission, 1)
    company = wishes[0].asker
    wishes.append(make_wish(company, make_company(mission, "theirs", "K9")))
    version = make_version(mission, wishes, day=dt.date(2024, 2, 29))
    hours = [dt.datetime(2024, *day, 10, tzinfo=mission.tz) for day in ((2, 29), (3, 1))]
    for meeting, start in zip(version.meetings.order_by("slot"), hours, strict=True):
        ScheduledMeeting.objects.filter(pk=meeting.pk).update(starts_at=start)
    ScheduleVersion.objects.filter(pk=version.pk).update(published_at=timezone.now())
    return company


UTC_HOURS = {ALMATY: (4, 5), "Asia/Atyrau": (5, 5), "Asia/Tashkent": (5, 5), "Europe/Berlin": (9, 9)}


@pytest.mark.parametrize(("zone", "hours"), UTC_HOURS.items())
def test_ten_oclock_is_ten_oclock_on_both_sides_of_the_change(in_desk, zone, hours):
    company = across_the_change(in_desk, zone)
    wanted = [
        dt.datetime(2024, 2, 29, hours[0], tzinfo=dt.UTC),
        dt.datetime(2024, 3, 1, hours[1], tzinfo=dt.UTC),
    ]
    found = [event["dtstart"].dt.astimezone(dt.UTC) for event in events(company).values()]
    assert found == wanted
    text = feed(company).decode().replace(zone, f"own-{zone}")  # vobject remembers zones by their names
    assert [e.dtstart.value.astimezone(dt.UTC) for e in vobject.readOne(text).vevent_list] == wanted


READ = """text => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  calendar.getAllSubcomponents("vtimezone").forEach(zone => ICAL.TimezoneService.register(zone));
  return calendar.getAllSubcomponents("vevent").map(part => {
    const event = new ICAL.Event(part);
    const at = event.startDate.toJSDate();
    return [at.toISOString(), at.getHours(), part.getFirstPropertyValue("status"), event.uid];
  });
}"""
# Where the reader sits, and what its clock shows at ten o'clock of Almaty on 29 February and 1 March 2024.
READERS = {ALMATY: (10, 10), "Asia/Tashkent": (9, 10), "Europe/Berlin": (5, 6)}


class TestInBrowser:
    pytestmark = in_browser

    @pytest.mark.parametrize(("reader", "hours"), READERS.items())
    def test_ical_js_shows_the_right_hour_wherever_its_reader_sits(self, browser, in_desk, reader, hours):
        company = across_the_change(in_desk, ALMATY)
        page = browser.new_context(timezone_id=reader).new_page()
        page.add_script_tag(content=ICAL_JS.read_text(encoding="utf-8"))
        found = page.evaluate(READ, feed(company).decode())
        assert [row[0] for row in found] == ["2024-02-29T04:00:00.000Z", "2024-03-01T05:00:00.000Z"]
        assert tuple(row[1] for row in found) == hours
        assert {row[2] for row in found} == {"CONFIRMED"}
        assert len({row[3] for row in found}) == 2
