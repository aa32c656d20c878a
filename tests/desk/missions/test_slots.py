import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from egiz.desk.missions.domain.slots import away, not_understood, slots_of
from egiz.desk.missions.models import Mission, MissionSettings, Session
from tests.desk.missions.conftest import DAY, make_mission


def starts(mission):
    return [slot.start.strftime("%H:%M") for slot in slots_of(mission)]


def test_sessions_are_cut_into_slots_in_the_missions_zone(in_desk):
    mission = make_mission(in_desk, sessions=((10, 11), (14, 15)))
    assert starts(mission) == ["10:00", "10:30", "14:00", "14:30"]
    assert [slot.session for slot in slots_of(mission)] == ["1", "1", "2", "2"]
    assert slots_of(mission)[0].start.utcoffset() == dt.timedelta(hours=5)


def test_the_time_to_change_tables_lies_between_slots_and_no_slot_runs_over_the_end(in_desk):
    assert starts(make_mission(in_desk, slot_minutes=25, pause_minutes=10)) == ["10:00", "10:35", "11:10"]


def test_overlapping_sessions_give_no_minute_twice(in_desk):
    mission = make_mission(in_desk, sessions=((10, 12),))
    Session.objects.create(mission=mission, date=DAY, starts=dt.time(11), ends=dt.time(13))
    assert starts(mission) == ["10:00", "10:30", "11:00", "11:30", "12:00", "12:30"]


@pytest.mark.parametrize(
    ("availability", "there"),
    [
        ([], ["10:00", "10:30", "14:00", "14:30"]),
        (["2026-12-09 AM"], ["10:00", "10:30"]),
        (["2026-12-09 pm"], ["14:00", "14:30"]),
        (["2026-12-10"], []),
        (["2026-12-09 10:30-14:30"], ["10:30", "14:00"]),
        (["2026-12-09 AM", "2026-12-09 14:00-14:30"], ["10:00", "10:30", "14:00"]),
        (["after lunch"], ["10:00", "10:30", "14:00", "14:30"]),
    ],
)
def test_availability_says_which_slots_somebody_is_there_for(in_desk, availability, there):
    slots = slots_of(make_mission(in_desk, sessions=((10, 11), (14, 15))))
    gone = away(availability, slots)
    assert [slot.start.strftime("%H:%M") for slot in slots if slot.index not in gone] == there


def test_what_is_not_understood_is_named():
    assert not_understood(["2026-12-09", "mornings"]) == ["mornings"]


@pytest.mark.parametrize(
    "wrong",
    [{"slot_minutes": 0}, {"online_rooms": -1}, {"breaks_per": "week"}, {"slots": 3}, {"seconds": "ten"}],
)
def test_settings_that_make_no_sense_are_refused(in_desk, wrong):
    with pytest.raises(ValidationError):
        Mission(desk=in_desk, name="x", settings={**MissionSettings().as_json(), **wrong}).full_clean()


def test_a_zone_that_is_none_is_refused(in_desk):
    with pytest.raises(ValidationError) as caught:
        Mission(desk=in_desk, name="x", zone="Nukus time").full_clean()
    assert "Asia/Tashkent" in caught.value.message_dict["zone"][0]
