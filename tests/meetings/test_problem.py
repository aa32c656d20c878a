"""A problem refuses what contradicts itself and says where."""

from __future__ import annotations

import pytest

from egiz.meetings import Goals, Interpreter, Meeting, Participant, Problem, ProblemError, Slot, Table
from egiz.meetings.model.measure import missed


def build(**changes) -> Problem:
    parts = {
        "slots": (Slot(), Slot()),
        "participants": (Participant("a"), Participant("b")),
        "meetings": (Meeting("m", ("a", "b")),),
    }
    return Problem(**(parts | changes))


@pytest.mark.parametrize(
    ("rule", "make"),
    [
        ("self-meeting", lambda: Meeting("m", ("a", "a"))),
        ("too-few", lambda: Meeting("m", ("a",))),
        ("length", lambda: Meeting("m", ("a", "b"), length=0)),
        ("online-table", lambda: Meeting("m", ("a", "b"), online=True, table="t")),
        ("zone", lambda: Participant("a", zone="Nukus")),
        ("min-max", lambda: Participant("a", min_meetings=3, max_meetings=2)),
        ("capacity", lambda: Table("t", capacity=1)),
        ("languages", lambda: Interpreter("i", ())),
        ("goals", lambda: Goals(order=("breaks", "held"))),
        ("fairness", lambda: Goals(fairness=-1)),
        ("unknown-id", lambda: build(meetings=(Meeting("m", ("a", "x")),))),
        ("unknown-id", lambda: build(meetings=(Meeting("m", ("a", "b"), after=("x",)),))),
        ("unknown-slot", lambda: build(meetings=(Meeting("m", ("a", "b"), fixed_slot=2),))),
        ("duplicate-id", lambda: build(participants=(Participant("a"), Participant("a"), Participant("b")))),
        ("no-slots", lambda: build(slots=())),
        (
            "cycle",
            lambda: build(
                meetings=(Meeting("m", ("a", "b"), after=("n",)), Meeting("n", ("a", "b"), after=("m",)))
            ),
        ),
        (
            "too-many-musts",
            lambda: build(meetings=tuple(Meeting(f"m{k}", ("a", "b"), must=True) for k in range(3))),
        ),
    ],
)
def test_a_broken_rule_is_refused_by_name(rule: str, make) -> None:
    with pytest.raises(ProblemError) as error:
        make()
    assert error.value.rule == rule
    assert error.value.where


def test_the_message_names_the_row_and_what_would_be_right() -> None:
    with pytest.raises(ProblemError, match="meeting 12: Must not name the same participant twice"):
        Meeting("12", ("a", "a"))


def test_a_wish_for_another_slot_counts_for_the_meeting_and_for_each_who_has_it() -> None:
    meeting = Meeting("m", ("a", "b"), prefer=frozenset({2}))
    likes = {"a": frozenset({2}), "b": frozenset({1})}
    assert missed(meeting, 2, {}) == 0
    assert missed(meeting, 1, {}) == 1
    assert missed(meeting, 2, likes) == 1
    assert missed(meeting, 3, likes) == 3
    assert missed(Meeting("n", ("a", "b")), 3, {}) == 0
