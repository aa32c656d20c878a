"""The checker sees every kind of broken rule."""

from __future__ import annotations

import copy

import pytest

from egiz.meetings import Limits, check, result_to_document, solve
from tests.meetings.test_solve import hybrid


@pytest.fixture(scope="module")
def document():
    return result_to_document(solve(hybrid(), limits=Limits(10, 1)))


def spoil(document, meeting: str, **changes):
    altered = copy.deepcopy(document)
    next(m for m in altered["meetings"] if m["id"] == meeting).update(changes)
    return {b.rule for b in check(altered, hybrid())}


def test_a_schedule_of_the_solver_breaks_nothing(document) -> None:
    assert check(document, hybrid()) == []


@pytest.mark.parametrize(
    ("meeting", "changes", "rule"),
    [
        ("ab", {"slot": 5}, "office-hours"),
        ("ab", {"slot": 9}, "unknown-slot"),
        ("ab", {"online": False, "table": "t1"}, "mode"),
        ("acd", {"slot": 0}, "unavailable"),
        ("acd", {"table": "t2"}, "capacity"),
        ("acd", {"table": None}, "no-table"),
        ("cd", {"interpreter": None}, "interpreter"),
        ("cd", {"slot": 2}, "interpreter-busy"),
        ("bc", {"slot": 0}, "order"),
        ("ab", {"id": "zz"}, "unknown-meeting"),
    ],
)
def test_a_spoiled_schedule_is_caught(document, meeting: str, changes, rule: str) -> None:
    assert rule in spoil(document, meeting, **changes)


def test_a_wrong_claim_is_caught(document) -> None:
    altered = copy.deepcopy(document)
    altered["goals"][1]["value"] += 1
    assert [b.rule for b in check(altered, hybrid())] == ["value"]


def test_a_must_that_is_missing_is_caught(document) -> None:
    altered = copy.deepcopy(document)
    altered["meetings"] = [m for m in altered["meetings"] if m["id"] != "ab"]
    assert "must" in {b.rule for b in check(altered, hybrid())}
