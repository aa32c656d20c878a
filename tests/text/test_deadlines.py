"""What words of four languages fix as a day, what they leave to be proposed, and what they leave open."""

from __future__ import annotations

import datetime as dt

import pytest

from egiz.text.dates import find_deadlines

SATURDAY = dt.date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("до 15.03.27", "ru", "2027-03-15"),
        ("до 15 марта", "ru", "2027-03-15"),
        ("15 декабря", "ru", "2026-12-15"),
        ("до конца месяца", "ru", "2026-11-30"),
        ("до конца года", "ru", "2026-12-31"),
        ("до конца ноября", "ru", "2026-11-30"),
        ("в октябре", "ru", "2027-10-31"),
        ("в начале марта 2027 года", "ru", "2027-03-10"),
        ("в июне следующего года", "ru", "2027-06-30"),
        ("в июне этого года", "ru", "2026-06-30"),
        ("во втором квартале", "ru", "2027-06-30"),
        ("в III квартале 2027 года", "ru", "2027-09-30"),
        ("ikkinchi chorakda", "uz", "2027-06-30"),
        ("екінші тоқсанда", "kk", "2027-06-30"),
        ("oy oxirigacha", "uz", "2026-11-30"),
        ("ай соңына дейін", "kk", "2026-11-30"),
        ("by the end of the month", "en", "2026-11-30"),
        ("by 1/15/2027", "en", "2027-01-15"),
        ("by 15/1/27", "en", "2027-01-15"),
        ("by 7/7/2027", "en", "2027-07-07"),
        ("к пятнице", "ru", "2026-12-04"),
        ("в 2027 году", "ru", "2027-12-31"),
    ],
)
def test_words_fix_a_day_and_then_there_is_nothing_to_propose(text: str, language: str, day: str) -> None:
    (found,) = find_deadlines(text, language, SATURDAY)
    assert (found.date, found.rule, found.proposed) == (dt.date.fromisoformat(day), None, None)


@pytest.mark.parametrize(
    ("text", "language", "rule", "proposed"),
    [
        ("в течение двух недель", "ru", ("weeks", 2), "2026-12-14"),  # two weeks end on a Saturday
        ("within a week", "en", ("weeks", 1), "2026-12-07"),
        ("в ближайшее время", "ru", ("working", 10), "2026-12-11"),
        ("в следующем году", "ru", ("next", "year"), "2027-12-31"),
    ],
)
def test_vague_words_fix_no_day_but_propose_one_where_today_is_known(
    text: str, language: str, rule: tuple[str, object], proposed: str
) -> None:
    (found,) = find_deadlines(text, language, SATURDAY)
    assert (found.date, found.rule, found.proposed) == (None, rule, dt.date.fromisoformat(proposed))
    (found,) = find_deadlines(text, language, None)
    assert (found.date, found.rule, found.proposed) == (None, rule, None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("до конца месяца", "ru"),
        ("до конца марта", "ru"),
        ("во втором квартале", "ru"),
        ("к пятнице", "ru"),
        ("15 декабря", "ru"),
        ("by 1/7/2027", "en"),  # the first of July or the seventh of January
    ],
)
def test_without_today_or_with_two_readings_the_day_stays_open(text: str, language: str) -> None:
    (found,) = find_deadlines(text, language, None)
    assert (found.date, found.proposed) == (None, None)


def test_a_year_that_is_over_is_a_day_only_for_who_knows_no_today() -> None:
    assert [one.date for one in find_deadlines("в 2025 году", "ru", SATURDAY)] == [None]
    assert [one.date for one in find_deadlines("в 2025 году", "ru", None)] == [dt.date(2025, 12, 31)]


def test_of_two_readings_in_one_place_the_exact_one_stands_and_the_order_is_that_of_the_text() -> None:
    text = "в ближайшее время, но не позднее 15 декабря 2026 года и до конца 2027 года"
    found = find_deadlines(text, "ru", SATURDAY)
    assert [text[one.start : one.end] for one in found] == [one.phrase for one in found]
    assert [one.date for one in found] == [None, dt.date(2026, 12, 15), dt.date(2027, 12, 31)]
