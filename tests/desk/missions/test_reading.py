"""What people read: the grid, one line of goals, reasons in words, stages, reports."""

import pytest
from django.utils import translation

from egiz.desk.missions.domain.slots import slots_of_version
from egiz.desk.missions.domain.stages import stages_of
from egiz.desk.missions.interfaces import grid, reasons
from egiz.desk.missions.interfaces.goals import goal_words
from egiz.desk.missions.models import NotHeld, ScheduleVersion
from tests.desk.missions.conftest import URL, make_company, make_pairs, make_version, make_wish


def kinds(version, mission, company):
    slots = slots_of_version(version, mission.tz)
    row = grid.build_grid(slots, [company], version.meetings.all(), "day").rows[0]
    return [cell.kind for cell in row.cells], row.gaps


def test_a_gap_is_every_slot_between_two_meetings_of_a_day(mission):
    a = make_company(mission)
    wishes = [make_wish(a, make_company(mission, "theirs", key)) for key in ("K1", "K2")]
    version = make_version(mission, wishes)
    version.meetings.filter(wish=wishes[1]).update(slot=3)
    assert kinds(version, mission, a) == (["meeting", "gap", "gap", "meeting"], 1)


def test_slots_before_the_first_meeting_are_free_or_away_but_no_gap(mission):
    a = make_company(mission, availability=["2026-12-09 10:30-12:00"])
    version = make_version(mission, [make_wish(a, make_company(mission, "theirs", "K1"))])
    version.meetings.update(slot=2)
    assert kinds(version, mission, a) == (["away", "free", "meeting", "free"], 0)


def test_a_timetable_joins_the_waiting_into_one_line(mission):
    a = make_company(mission)
    wishes = [make_wish(a, make_company(mission, "theirs", key)) for key in ("K1", "K2")]
    version = make_version(mission, wishes)
    version.meetings.filter(wish=wishes[1]).update(slot=3)
    ((_date, lines),) = grid.timetable(
        a, slots_of_version(version, mission.tz), version.meetings.all(), "day"
    )
    assert [(f"{line.start:%H:%M}", f"{line.end:%H:%M}", line.meeting is None) for line in lines] == [
        ("10:00", "10:30", False),
        ("10:30", "11:30", True),
        ("11:30", "12:00", False),
    ]


@pytest.mark.parametrize(
    ("goals", "held", "musts_left", "says"),
    [
        ([("held", 5, 5), ("breaks", 2, 2)], 5, 0, ["held 5 of 6 proved", "gaps 2 proved"]),
        ([("held", 4, 5), ("breaks", 9, 3)], 4, 0, ["held 4 of 6 at most 5", "gaps 9 at least 3"]),
        ([("held", 4, 11)], 4, 1, ["held 4 of 6 at most 6"]),
        ([("held", 5, 5), ("fairness", 3, 0)], 5, 0, ["held 5 of 6 proved", "fairness 3"]),
    ],
)
def test_goals_say_what_is_proved_and_nothing_more(goals, held, musts_left, says):
    version = ScheduleVersion(
        wanted=6, goals=[{"name": name, "value": value, "bound": bound} for name, value, bound in goals]
    )
    with translation.override("en"):
        words = goal_words(version, held, musts_left)
    assert [f"{word.label} {word.value} {word.bound}".strip() for word in words] == says


@pytest.mark.parametrize(
    ("language", "said"),
    [("ru", "нужно «насосы», предлагается «pumps»"), ("uz", "“насосы” ehtiyojini “pumps” taklifi qoplaydi")],
)
def test_a_reason_of_matching_quotes_both_phrases_in_the_readers_language(language, said):
    reason = {"code": "phrase", "params": {"need": "насосы", "offer": "pumps"}, "text": "In English."}
    with translation.override(language):
        assert reasons.sentence(reason) == said


def test_a_reason_the_desk_does_not_know_is_said_in_the_engines_words():
    assert reasons.sentence({"code": "new-one", "params": {}, "text": "A new reason."}) == "A new reason."


def test_a_reason_with_a_parameter_missing_is_said_in_the_engines_words():
    assert reasons.sentence({"code": "busy", "params": {}, "text": "Busy."}) == "Busy."


def test_changes_that_differ_only_in_their_slot_become_one():
    def change(slot, name="A"):
        return {"code": "second-person", "params": {"name": name, "slot": slot}, "text": ""}

    found = reasons.merged([change("10:00"), change("10:30"), change("11:00", "B")])
    assert [reason["params"] for reason in found] == [
        {"name": "A", "slot": "10:00, 10:30"},
        {"name": "B", "slot": "11:00"},
    ]


def test_slots_named_by_two_full_pools_are_named_once():
    full = [
        {"code": "tables-full", "params": {"kind": kind, "slots": slots}, "text": ""}
        for kind, slots in (("tables", "10:00, 11:00"), ("online rooms, tables", "11:00, 12:00"))
    ]
    assert [reason["params"]["slots"] for reason in reasons.merged(full)] == ["10:00, 11:00, 12:00"]


def test_stages_name_what_is_missing(mission):
    with translation.override("en"):
        before = {stage.key: stage for stage in stages_of(mission)}
        make_version(mission, make_pairs(mission, 2))
        after = {stage.key: stage for stage in stages_of(mission)}
    assert before["set_up"].done
    assert before["register"].current
    assert before["register"].missing[0] == "No company of our side is registered yet."
    assert after["day"].current
    assert after["day"].missing == ["2 meetings have no report yet."]


def test_the_page_shows_what_was_not_placed_and_the_change_that_would_place_it(page, mission):
    wishes = make_pairs(mission, 2)
    version = make_version(mission, wishes[:1])
    NotHeld.objects.create(
        version=version, wish=wishes[1], ours=wishes[1].asker, theirs=wishes[1].partner,
        reasons=[{"code": "no-common-slot", "params": {"names": "A2 / K2"}, "text": ""}],
        relaxations=[{"code": "be-there", "params": {"name": "A2", "slot": "09.12 10:00"}, "text": ""}],
    )  # fmt: skip
    text = page.get(f"{URL}/{mission.pk}/schedule/1/").content.decode()
    assert "1 meeting not placed" in text
    assert "A2 / K2 have no free slot in common." in text
    assert "If A2 could meet at 09.12 10:00, it could be held." in text
