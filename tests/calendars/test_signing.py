from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egiz.calendars import Event, Hours, Source, Status, WindowError, seed_events
from egiz.calendars.readers import ReadContext, read_busy
from egiz.calendars.signing import SigningProblem, signing_windows

ZONE = ZoneInfo("Asia/Tashkent")
SOURCE = Source("A page")


def stretch(day, start, end):
    return Hours(datetime(2026, 12, day, start, tzinfo=ZONE), datetime(2026, 12, day, end, tzinfo=ZONE))


def problem(**fields):
    values = {
        "countries": ("KZ", "UZ"),
        "start": date(2026, 12, 7),
        "days": 12,
        "hours": (time(10), time(17)),
    }
    return SigningProblem(**values | fields)


def test_only_days_both_sides_work_are_proposed_earliest_first():
    result = signing_windows(problem())
    assert [w.date.day for w in result.windows] == [7, 9, 10, 11, 14, 15, 17, 18]
    assert result.clear


def test_days_on_which_somebody_is_busy_come_last_and_say_who():
    busy = {"consul": (stretch(7, 8, 20),), "akim": (stretch(9, 10, 13),)}
    result = signing_windows(problem(busy=busy, minutes=240))
    assert [w.date.day for w in result.windows if not w.missing] == [9, 10, 11, 14, 15, 17, 18]
    assert [(w.date.day, w.missing) for w in result.windows if w.missing] == [(7, ("consul",))]
    ninth = next(w for w in result.windows if w.date.day == 9)
    assert [h.to_json() for h in ninth.hours] == [
        {"start": "2026-12-09T13:00:00+05:00", "end": "2026-12-09T17:00:00+05:00"}
    ]


def test_an_event_that_brings_people_together_goes_first():
    event = Event(
        "e", {"en": "Forum"}, (SOURCE,), start=date(2026, 12, 15), end=date(2026, 12, 16), place_name="Nukus"
    )
    result = signing_windows(problem(events=(event,)))
    assert result.windows[0].date == date(2026, 12, 15)
    assert [r.code for r in result.windows[0].reasons] == ["works", "event"]


def test_a_cancelled_event_brings_nobody_together():
    event = Event("e", {"en": "Forum"}, (SOURCE,), status=Status.CANCELLED, start=date(2026, 12, 15))
    assert signing_windows(problem(events=(event,))).windows[0].date == date(2026, 12, 7)


def test_an_event_on_a_day_off_and_a_forecast_are_hints_not_dates():
    on_saturday = Event("e", {"en": "Fair"}, (SOURCE,), start=date(2027, 10, 2))
    city_day = next(e for e in seed_events() if e.uid == "atyrau-city-day-forecast@egiz")
    result = signing_windows(problem(start=date(2027, 10, 1), days=5, events=(on_saturday, city_day)))
    assert [h.code for h in result.hints] == ["event_on_day_off", "event_expected"]
    assert all(w.events == () for w in result.windows)


def test_days_that_an_estimated_holiday_may_move_to_come_after_certain_ones():
    result = signing_windows(problem(countries=("UZ",), start=date(2027, 3, 10), days=2))
    assert [w.date.day for w in result.windows] == [11, 10]


def test_days_of_notice_are_kept_free():
    assert signing_windows(problem(notice_days=5)).windows[0].date == date(2026, 12, 14)


def test_a_meeting_longer_than_the_day_fits_nowhere():
    result = signing_windows(problem(minutes=8 * 60))
    assert (result.windows, result.clear) == ((), False)


def test_a_meeting_of_no_length_is_refused():
    with pytest.raises(WindowError, match="at least a minute"):
        problem(minutes=0)


BUSY = st.lists(
    st.tuples(st.integers(7, 18), st.integers(8, 17), st.integers(1, 5)).map(
        lambda t: Hours(
            datetime(2026, 12, t[0], t[1], tzinfo=ZONE),
            datetime(2026, 12, t[0], t[1], tzinfo=ZONE) + timedelta(hours=t[2]),
        )
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), BUSY.map(tuple)), st.integers(15, 240))
def test_nobody_who_is_not_named_as_missing_is_busy_in_the_hours_proposed(busy, minutes):
    result = signing_windows(problem(busy=busy, minutes=minutes))
    for proposal in result.windows:
        for hours in proposal.hours:
            assert hours.end - hours.start >= timedelta(minutes=minutes)
            for person in set(busy) - set(proposal.missing):
                assert all(b.end <= hours.start or hours.end <= b.start for b in busy[person])
    missing = [len(proposal.missing) for proposal in result.windows]
    assert missing == sorted(missing)


def ics(*components: str) -> bytes:
    return ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n" + "\n".join(components) + "\nEND:VCALENDAR\n").encode()


def test_busy_times_are_read_from_events_and_from_a_server_s_answer():
    context = ReadContext(SOURCE, date(2026, 11, 22), zone="Asia/Tashkent")
    data = ics(
        "BEGIN:VFREEBUSY\nUID:f\nFREEBUSY:20261207T040000Z/20261207T050000Z\n"
        "FREEBUSY;FBTYPE=FREE:20261208T040000Z/20261208T050000Z\nEND:VFREEBUSY",
        "BEGIN:VEVENT\nUID:1\nDTSTART:20261207T050000Z\nDURATION:PT2H\nSUMMARY:Secret\nEND:VEVENT",
        "BEGIN:VEVENT\nUID:2\nDTSTART;VALUE=DATE:20261209\nSUMMARY:Leave\nEND:VEVENT",
        "BEGIN:VEVENT\nUID:3\nDTSTART:20261210T040000Z\nDTEND:20261210T050000Z\nTRANSP:TRANSPARENT\nEND:VEVENT",
        "BEGIN:VEVENT\nUID:4\nDTSTART:20261211T040000Z\nDTEND:20261211T050000Z\nSTATUS:CANCELLED\nEND:VEVENT",
        "BEGIN:VEVENT\nUID:5\nDTSTART:20261214T040000Z\nDTEND:20261214T050000Z\nRRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT",
    )
    busy, problems = read_busy(data, context)
    spans = [(h.start.astimezone(UTC).isoformat()[:16], h.end.astimezone(UTC).isoformat()[:16]) for h in busy]
    assert spans == [
        ("2026-12-07T04:00", "2026-12-07T07:00"),
        ("2026-12-08T19:00", "2026-12-09T19:00"),
        ("2026-12-14T04:00", "2026-12-14T05:00"),
        ("2026-12-15T04:00", "2026-12-15T05:00"),
    ]
    assert problems == []
