import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egiz.trips import stays
from egiz.trips.stays import Rule, Stay, StayError

D = dt.date
DAY = dt.timedelta(days=1)
START = D(2026, 1, 1)


def rule(kind="window", days=90, window=180, **more):
    values = {"id": "r", "citizens": "KZ", "host": "UZ", "as_of": "2023", "source": "a source"}
    span = {"valid_from": D(2023, 1, 28), "valid_until": None, "checked_on": D(2026, 11, 1)}
    return Rule(kind=kind, days=days, window=window, **{**values, **span, **more})


def stay(first, last, host="UZ"):
    return Stay(host, START + first * DAY, START + last * DAY)


@st.composite
def some_stays(draw):
    pairs = draw(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)), max_size=5))
    return [stay(first, first + length) for first, length in pairs]


def worst_window(days, length):
    return max((sum(1 for d in days if day - length * DAY < d <= day) for day in days), default=0)


@settings(max_examples=25, deadline=None)
@given(some_stays(), st.integers(0, 400))
def test_a_window_counts_each_day_in_the_country_once(given_stays, on):
    asked = START + on * DAY
    days = {day for one in given_stays for day in one.days()}
    expected = sum(1 for day in days if asked - 180 * DAY < day <= asked)
    answer = stays.count(given_stays, rule(), asked)
    assert (answer.used, answer.left) == (expected, max(0, 90 - expected))


@settings(max_examples=25, deadline=None)
@given(some_stays())
def test_the_first_day_too_many_is_where_the_window_first_overflows(given_stays):
    days = sorted({day for one in given_stays for day in one.days()})
    answer = stays.count(given_stays, rule(), START)
    assert (answer.breaks_on is None) == (worst_window(days, 180) <= 90)
    if answer.breaks_on:
        before = [day for day in days if day < answer.breaks_on]
        assert worst_window(before, 180) <= 90
        assert worst_window([*before, answer.breaks_on], 180) == 91


@settings(max_examples=25, deadline=None)
@given(some_stays(), st.integers(0, 400))
def test_staying_until_the_last_day_keeps_the_rule_and_one_day_more_breaks_it(given_stays, on):
    asked = START + on * DAY
    answer = stays.count(given_stays, rule(), asked)
    until = answer.last_day
    longer = Stay("UZ", asked, (until or asked - DAY) + DAY)
    assert stays.count([*given_stays, longer], rule(), asked).breaks_on is not None
    if until:
        assert stays.count([*given_stays, Stay("UZ", asked, until)], rule(), asked).breaks_on is None


@settings(max_examples=25, deadline=None)
@given(some_stays(), some_stays(), st.integers(0, 400))
def test_another_stay_never_gives_more_days(given_stays, more, on):
    asked = START + on * DAY
    few, many = (stays.count(s, rule(), asked) for s in (given_stays, [*given_stays, *more]))
    assert many.left <= few.left
    assert (many.last_day or D.min) <= (few.last_day or D.min)


def test_thirty_days_are_counted_for_each_entry_alone():
    limit = rule("entry", 30, 0)
    two = [stay(0, 29), stay(30, 59)]
    assert stays.count(two, limit, START + 59 * DAY).breaks_on is None
    assert stays.count([stay(0, 30)], limit, START).breaks_on == START + 30 * DAY
    assert stays.count([stay(0, 9)], limit, START + 4 * DAY).last_day == START + 29 * DAY
    assert stays.count([], limit, START).last_day == START + 29 * DAY


def test_days_in_another_country_do_not_count():
    assert stays.count([stay(0, 50, "KZ")], rule(), START + 50 * DAY).used == 0


def test_an_expired_rule_gives_no_numbers():
    over = rule(valid_until=D(2026, 3, 1))
    answer = stays.count([stay(0, 5)], over, D(2026, 3, 2))
    assert (answer.status, answer.used, answer.left, answer.last_day) == ("expired", None, None, None)
    assert stays.standing("KZ", "UZ", [stay(0, 5)], D(2026, 3, 2), known=[over]).status == "unknown"


def test_a_stay_that_outlives_the_rule_says_so():
    over = rule(valid_until=START + 3 * DAY)
    assert stays.count([stay(0, 5)], over, START).outlives


def test_a_rule_does_not_look_at_entries_before_it_was_in_force():
    early = Stay("UZ", D(2023, 1, 20), D(2023, 3, 1))
    assert stays.count([early], rule(), D(2023, 3, 1)).used == 0
    assert stays.count([], rule(), D(2023, 1, 27)).status == "not_yet"


def test_a_rule_nobody_looked_up_for_a_year_is_stale_but_counted():
    answer = stays.count([stay(0, 5)], rule(checked_on=D(2024, 1, 1)), START + 5 * DAY)
    assert (answer.status, answer.used) == ("stale", 6)


@pytest.mark.parametrize(
    ("nationality", "expected"),
    [
        ("", "unknown_nationality"),
        (None, "unknown_nationality"),
        ("UZ", "home"),
        ("DE", "no_rule"),
        ("KZ", "within"),
    ],
)
def test_what_is_not_known_of_a_person_stays_unknown(nationality, expected):
    assert stays.standing(nationality, "UZ", [], D(2026, 12, 1)).status == expected


def test_a_person_is_warned_a_week_before_the_days_run_out():
    almost = [stay(0, 84)]
    assert stays.standing("KZ", "UZ", almost, START + 84 * DAY, known=[rule()]).status == "close"
    assert stays.standing("KZ", "UZ", [stay(0, 95)], START, known=[rule()]).status == "broken"


def test_the_shipped_rules_are_thirty_days_an_entry_and_ninety_in_any_hundred_and_eighty():
    shown = {
        (r.citizens, r.host, r.kind, r.days, r.window)
        for r in stays.rules()
        if {r.citizens, r.host} == {"KZ", "UZ"}
    }
    pairs = (("KZ", "UZ"), ("UZ", "KZ"))
    assert shown == {(*p, *limit) for p in pairs for limit in (("entry", 30, 0), ("window", 90, 180))}
    assert all(r.url and r.source for r in stays.rules())


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 0},
        {"window": 80},
        {"citizens": "UZ"},
        {"source": ""},
        {"kind": "month"},
        {"valid_until": D(2020, 1, 1)},
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(StayError):
        rule(**wrong)


def test_a_departure_before_the_entry_is_refused():
    with pytest.raises(StayError, match="before the entry"):
        stay(5, 4)


@pytest.mark.parametrize(
    ("citizens", "host", "last"),
    [
        ("RU", "KZ", D(2027, 3, 14)),
        ("TR", "KZ", D(2027, 3, 14)),
        ("US", "KZ", D(2027, 1, 13)),
        ("KG", "UZ", D(2027, 2, 12)),
        ("CN", "UZ", D(2027, 1, 13)),
    ],
)
def test_the_tightest_rule_on_record_ends_the_stay(citizens, host, last):
    entry = D(2026, 12, 15)
    found = stays.standing(citizens, host, [Stay(host, entry, entry)], entry)
    assert min(count.last_day for count in found.counts) == last
