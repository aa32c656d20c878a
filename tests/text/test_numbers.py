import re

import pytest

from egiz.text.numbers import number_in_words, number_pattern


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("15", "ru", 15), ("двух", "ru", 2), ("трёх", "ru", 3), ("сорока пяти", "ru", 45), ("сто", "ru", 100),
        ("девяноста", "ru", 90), ("o'n besh", "uz", 15), ("Yigirma ikki", "uz", 22),
        ("ikki yuz o'n", "uz", 210),
        ("он бес", "kk", 15), ("жиырма", "kk", 20), ("жүз елу бір", "kk", 151),
        ("twenty-five", "en", 25), ("one hundred and three", "en", 103), ("ninety", "en", 90),
    ],
)  # fmt: skip
def test_numbers_are_read_in_the_four_languages(text, language, number):
    assert number_in_words(text, language) == number
    if not text.isdigit():
        assert re.fullmatch(rf"(?i){number_pattern(language)}", text)


@pytest.mark.parametrize(
    ("text", "language"),
    [("two three", "en"), ("three twenty", "en"), ("пять десять", "ru"), ("bir kun", "uz"), ("", "ru")],
)
def test_what_is_no_number_is_none(text, language):
    assert number_in_words(text, language) is None


@pytest.mark.parametrize(
    ("text", "language"), [("двухнедельный", "ru"), ("birinchi", "uz"), ("oneself", "en")]
)
def test_a_longer_word_is_no_number(text, language):
    assert not re.match(number_pattern(language), text)
