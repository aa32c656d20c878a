"""A valid body for every operation that takes one, around the records of `tests.desk.matrix.fill`."""

from tests.desk.matrix import NUMBER

FACT = {"place": "Nukus", "indicator": "population", "value": 5, "as_of": "2025", "boundary": "city",
        "source": "a report"}  # fmt: skip
BODIES = {
    "add_promise": {"title": "Send the calendar"},
    "change_promise": {"status": "done"},
    "plan_meeting": {"title": "Council", "day": "2026-12-09", "hour": "10:00"},
    "change_meeting": {"title": "Council", "day": "2026-12-09", "hour": "10:00", "minutes": 60, "link": ""},
    "set_meeting_state": {"state": "cancelled"},
    "read_report": {"text": "The chamber will send the calendar."},
    "add_twinning": {"a": "Atyrau", "b": "Nukus", "source": "a letter"},
    "change_twinning": {"a": "Atyrau", "b": "Nukus", "since": "2022"},
    "add_activity": {"date": "2026-10-01", "what": "A visit"},
    "add_measure": {"twinning": NUMBER, "text": "A fair"},
    "change_measure": {"status": "under_way", "due": "2027", "done_on": None},
    "enter_fact": FACT,
    "correct_fact": FACT,
    "add_mission": {
        "name": "Council", "sessions": [{"date": "2026-12-09", "starts": "10:00", "ends": "13:00"}],
    },
    "change_mission": {"name": "Council", "room_link": ""},
    "add_company": {"mission": NUMBER, "side": "ours", "name": "TOO Pump", "offers": ["pumps"]},
    "change_company": {"name": "TOO Pump", "email": "a@example.org"},
    "add_wish": {"mission": NUMBER, "asker": NUMBER, "partner": NUMBER + 1},
    "change_wish": {"weight": "must"},
    "start_schedule": {"seconds": 2},
    "say_outcome": {"held": True},
    "add_event": {
        "name": "Oil and gas fair", "sectors": ["oil-gas"], "place": "Atyrau", "first_day": "2027-04-07",
        "source": "a letter", "checked_on": "2026-11-01",
    },
    "add_trip": {"name": "To Nukus", "leaves_on": "2026-12-08", "home_on": "2026-12-10"},
    "change_trip": {"name": "To Nukus"},
    "add_poll": {"title": "When", "times": [{"start": "2026-12-09T10:00:00+05:00"}]},
    "choose_time": {"time": NUMBER},
    "add_person": {"name": "Aigul Saparova"},
    "change_person": {"name": "Aigul Saparova", "email": "a@example.org"},
    "add_organisation": {"name": "Chamber"},
    "change_organisation": {"name": "Chamber", "country": "KZ"},
    "begin_paper": {"kind": "invitation"},
    "write_paper": {"language": "en", "name": "Invitation"},
    "add_comment": {"target": "promises.promise", "target_id": NUMBER, "text": "Written."},
    "add_webhook": {"url": "https://8.8.8.8/", "kinds": ["promises"]},
    "change_webhook": {"is_on": False},
}  # fmt: skip
