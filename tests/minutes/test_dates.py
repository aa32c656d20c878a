import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egiz.minutes.dates import find_dues, header_date

DAY = dt.date(2026, 2, 10)


@pytest.mark.parametrize(
    ("language", "phrase", "day"),
    [
        ("ru", "до 15 марта 2026 года", "2026-03-15"),
        ("ru", "не позднее 1 января", "2027-01-01"),
        ("ru", "в марте", "2026-03-31"),
        ("ru", "до конца марта", "2026-03-31"),
        ("ru", "к концу квартала", "2026-03-31"),
        ("ru", "во втором квартале", "2026-06-30"),
        ("ru", "до конца года", "2026-12-31"),
        ("ru", "в пятницу", "2026-02-13"),
        ("ru", "15.04.2026", "2026-04-15"),
        ("ru", "15 ноября текущего года", "2026-11-15"),
        ("ru", "в начале мая", "2026-05-10"),
        ("uz", "15-mayga qadar", "2026-05-15"),
        ("uz", "2026 йил 10 мартгача", "2026-03-10"),
        ("uz", "mart oyining oxirigacha", "2026-03-31"),
        ("kk", "15 сәуірге дейін", "2026-04-15"),
        ("kk", "наурыз айының соңына дейін", "2026-03-31"),
        ("en", "by 16 February", "2026-02-16"),
        ("en", "by the end of the quarter", "2026-03-31"),
        ("en", "by Friday", "2026-02-13"),
        ("en", "May 5", "2026-05-05"),
    ],
)
def test_an_exact_deadline_is_a_date(language, phrase, day):
    (found,) = find_dues(f"{phrase}", language, DAY)
    assert (found.due.date.isoformat(), found.due.phrase, found.due.proposed) == (day, phrase, None)


@pytest.mark.parametrize(
    ("language", "phrase", "proposed"),
    [
        ("ru", "в ближайшие дни", "2026-02-17"),
        ("ru", "на днях", "2026-02-17"),
        ("ru", "в ближайшее время", "2026-02-24"),
        ("ru", "в недельный срок", "2026-02-17"),
        ("ru", "в течение 10 рабочих дней", "2026-02-24"),
        ("ru", "в течение трёх рабочих дней", "2026-02-13"),
        ("ru", "в течение двадцати пяти дней", "2026-03-09"),
        ("ru", "через две недели", "2026-02-24"),
        ("uz", "oʻn besh kun ichida", "2026-02-25"),
        ("uz", "икки ҳафта ичида", "2026-02-24"),
        ("kk", "үш күн ішінде", "2026-02-13"),
        ("kk", "бір ай ішінде", "2026-03-10"),
        ("en", "within three working days", "2026-02-13"),
        ("en", "in twenty-one days", "2026-03-03"),
        ("ru", "на следующей неделе", "2026-02-20"),
        ("ru", "осенью", "2026-09-01"),
        ("ru", "ежеквартально", "2026-03-31"),
        ("uz", "yaqin kunlarda", "2026-02-17"),
        ("uz", "яқин вақт ичида", "2026-02-24"),
        ("kk", "жақын күндері", "2026-02-17"),
        ("en", "in the coming days", "2026-02-17"),
        ("en", "in the coming weeks", "2026-03-03"),
    ],
)
def test_a_vague_deadline_keeps_its_words_and_proposes_a_day(language, phrase, proposed):
    (found,) = find_dues(phrase, language, DAY)
    assert (found.due.date, found.due.phrase, found.due.proposed.isoformat()) == (None, phrase, proposed)


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)),
    st.sampled_from(["в ближайшие дни", "через месяц", "осенью"]),
)
def test_a_proposed_day_is_a_working_day_and_not_past(today, phrase):
    (found,) = find_dues(phrase, "ru", today)
    assert found.due.proposed >= today
    assert found.due.proposed.weekday() < 5


@pytest.mark.parametrize(
    ("language", "phrase", "day"),
    [
        ("ru", "завтра", 1),
        ("ru", "послезавтра", 2),
        ("en", "tomorrow", 1),
        ("uz", "ertaga", 1),
        ("kk", "ертең", 1),
    ],
)
def test_tomorrow_is_a_day_also_on_a_weekend(language, phrase, day):
    friday = dt.date(2026, 11, 13)
    (found,) = find_dues(phrase, language, friday)
    assert found.due.date == friday + dt.timedelta(days=day)


def test_a_day_without_a_year_needs_the_date_of_the_report():
    (found,) = find_dues("до 15 марта", "ru", None)
    assert (found.due.date, found.due.reason.code) == (None, "due_without_year")


def test_a_day_that_does_not_exist_is_no_deadline():
    assert find_dues("до 31.02.2026", "ru", DAY) == []


@given(st.text(max_size=80), st.sampled_from(["ru", "uz", "kk", "en"]))
def test_deadlines_lie_in_order_within_the_text_and_apart(text, language):
    found = find_dues(f"{text} 15 мая {text}", language, DAY)
    edges = [edge for one in found for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= 2 * len(text) + 8 for edge in edges)


def test_the_head_of_minutes_gives_the_date():
    assert header_date("ПРОТОКОЛ № 4\n10 февраля 2026 года, г. Уральск\n\nРешили …", "ru") == DAY


def test_a_long_line_of_the_story_is_no_head():
    line = (
        "Генеральное консульство, о котором идёт речь, было открыто в этом городе ещё 31 августа 2019 года."
    )
    assert header_date(line, "ru") is None


def test_words_of_how_long_something_took_are_no_deadline():
    assert find_dues("За два дня форума гости посетили три завода.", "ru", DAY) == []
