from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egiz.text.dates import MONTH, dates_in_words, month_number

MAY = (date(2026, 5, 15), date(2026, 5, 17))


@pytest.mark.parametrize(
    "text",
    [
        "Выставка пройдёт 15–17 мая 2026 года в Ташкенте",
        "с 15 по 17 мая 2026 г.",
        "14-е? нет: 15 - 17 мая 2026",
        "2026-yil 15–17-may kunlari",
        "15-maydan 17-maygacha, 2026",
        "2026 йил 15-17 май",
        "2026 жылғы 15–17 мамырда",
        "15–17 мамыр 2026 ж.",
        "15-17-mamır 2026",
        "May 15–17, 2026",
        "15th to 17th of May 2026",
        "from May 15 to May 17, 2026",
        "15–17.05.2026",
        "15.05–17.05.2026",
        "15.05.2026 - 17.05.2026",
        "2026-05-15/2026-05-17",
        "15 мая 2026 г. – 17 мая 2026 г.",
    ],
)
def test_ranges_are_read_in_every_language_of_the_region(text):
    assert dates_in_words(text)[0].dates() == MAY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 апреля – 2 мая 2026", (date(2026, 4, 30), date(2026, 5, 2))),
        ("April 30 - May 2, 2026", (date(2026, 4, 30), date(2026, 5, 2))),
        ("30 декабря – 2 января 2027", (date(2026, 12, 30), date(2027, 1, 2))),
        ("3 октябрь 2027", (date(2027, 10, 3), date(2027, 10, 3))),
        ("2–4-noyabr 2022", (date(2022, 11, 2), date(2022, 11, 4))),
        ("12–14 қыркүйек 2027 жыл", (date(2027, 9, 12), date(2027, 9, 14))),
        ("29 февраля 2028", (date(2028, 2, 29), date(2028, 2, 29))),
    ],
)
def test_single_days_and_ranges_across_months_and_years(text, expected):
    assert dates_in_words(text)[0].dates() == expected


@pytest.mark.parametrize(
    "text",
    [
        "31 июня 2026",
        "17–15 мая",
        "12 марок",
        "15 маяков",
        "15 mayors",
        "20 сенаторов",
        "May I come",
        "март",
        "",
    ],
)
def test_what_is_no_date_is_left_alone(text):
    assert dates_in_words(text) == []


def test_a_day_without_a_year_is_no_date_until_somebody_names_the_year():
    span = dates_in_words("15–17 мая")[0]
    assert (span.dates(), span.dates(2026)) == (None, MAY)


def test_a_month_with_its_year_is_found_but_is_not_a_date():
    span = dates_in_words("в мае 2027 года")[0]
    assert (span.year, span.month, span.day, span.dates()) == (2027, 5, None, None)


def test_offsets_point_into_the_text():
    text = "Форум: 15–17 мая 2026, затем 3 июня 2026."
    spans = dates_in_words(text)
    assert [text[s.at : s.at + len(s.text)] for s in spans] == [s.text for s in spans]
    assert len(spans) == 2


NAMES = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
    "uz-Cyrl": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "kaa": "qańtar aqpan nawrız sáwir mamır mawsım shilde tamız qırkúyek qazan qarasha jeltoqsan",
    "en": "January February March April May June July August September October November December",
}


@given(st.dates(date(1990, 1, 1), date(2080, 12, 31)), st.sampled_from(sorted(NAMES)))
def test_every_day_written_out_is_read_back(day, language):
    month = NAMES[language].split()[day.month - 1]
    found = dates_in_words(f"x {day.day} {month} {day.year} y")
    assert [span.dates() for span in found] == [(day, day)]


@given(st.text(max_size=200))
def test_no_text_breaks_it(text):
    dates_in_words(text)


def test_a_long_hostile_text_is_read_quickly():
    assert dates_in_words("1 " * 100_000) == []
    assert dates_in_words("1-" * 100_000) == []


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("декабря", 12), ("мая", 5), ("дек.", 12), ("sentabrgacha", 9), ("қыркүйекте", 9), ("мамырда", 5),
        ("March", 3), ("наўрыз", 3), ("ma", 0), ("", 0), ("марка", 0),
    ],
)  # fmt: skip
def test_a_month_is_known_by_its_name_in_any_case(word, number):
    assert month_number(word) == number
    assert bool(re.fullmatch(MONTH, word, re.IGNORECASE)) == bool(number)
