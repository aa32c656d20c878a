"""A trip refuses what contradicts itself and survives the way to JSON and back."""

import dataclasses
import datetime as dt
import json

import pytest

from egiz.trips import (
    FormatError,
    Leg,
    Money,
    ProblemError,
    Visit,
    Window,
    WorkHours,
    problem_from_document,
    problem_to_document,
)
from tests.trips.conftest import at


def test_json_keeps_every_field(small):
    document = json.loads(json.dumps(problem_to_document(small)))
    assert problem_from_document(document) == small


def test_every_fault_of_a_document_is_named_with_its_place(small):
    document = problem_to_document(small)
    document["visits"][0]["minuts"] = 5
    document["rules"]["start"] = "tomorrow"
    with pytest.raises(FormatError) as error:
        problem_from_document(document)
    assert [i.split(":")[0] for i in error.value.issues] == ["rules.start", "visits[0].minuts"]


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda: Money(-1, "USD"), "amount"),
        (lambda: Money(1e300, "USD"), "amount"),
        (lambda: Money(float("nan"), "USD"), "amount"),
        (lambda: Visit("v", "V", "b", 10**12, 1), "visit-length"),
        (lambda: Visit("v", "V", "b", 60, 10**12), "visit-value"),
        (lambda: Visit("v", "V", "b", 60, 1, slack=10**12), "slack"),
        (lambda: Leg("a", "b", "car", 10**12), "leg-length"),
        (lambda: Leg("a", "b", "car", 60, before=10**12), "leg-waits"),
        (lambda: Money(1, "usd"), "currency"),
        (lambda: Window(at(8, 10), at(8, 10)), "window"),
        (lambda: Window(dt.datetime(2026, 12, 8, 9), at(8, 10)), "time-offset"),  # noqa: DTZ001 - the case
        (lambda: Visit("v", "V", "b", 90, 1, (Window(at(8, 10), at(8, 11)),)), "window-short"),
        (lambda: Visit("v", "V", "b", 60, -1), "visit-value"),
        (lambda: Leg("a", "b", "car"), "leg-length"),
        (lambda: WorkHours("KZ", dt.time(18), dt.time(9)), "work-hours"),
    ],
)
def test_a_part_that_cannot_be_is_refused(make, rule):
    with pytest.raises(ProblemError) as error:
        make()
    assert error.value.rule == rule


def test_an_amount_without_a_rate_is_refused(small):
    with pytest.raises(ProblemError) as error:
        dataclasses.replace(small, rates=None)
    assert error.value.rule == "no-rate"


def test_a_visit_in_an_unknown_city_is_refused(small):
    with pytest.raises(ProblemError) as error:
        dataclasses.replace(small, visits=(Visit("v", "V", "nowhere", 60, 1),))
    assert (error.value.rule, error.value.where) == ("unknown-city", "visit v")


def test_an_appointment_is_a_window_of_its_own_length():
    assert Visit("v", "V", "b", 60, 1, (Window(at(8, 10), at(8, 11)),)).fixed
    assert not Visit("v", "V", "b", 60, 1, (Window(at(8, 10), at(8, 12)),)).fixed


def test_a_working_saturday_counts_and_an_ordinary_one_does_not():
    hours = WorkHours("UZ", working_days=(dt.date(2026, 12, 12),), days_off=(dt.date(2026, 12, 8),))
    december = {day: hours.works(dt.date(2026, 12, day)) for day in (5, 7, 8, 12, 13)}
    assert december == {5: False, 7: True, 8: False, 12: True, 13: False}
