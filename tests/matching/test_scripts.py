from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egiz.matching.languages import detect, stem
from egiz.matching.scripts import MAX_TEXT, tokens


@pytest.mark.parametrize("spelling", ["oʻzbek", "o'zbek", "o‘zbek", "o’zbek", "O`ZBEK", "oʼzbek"])
def test_every_apostrophe_is_the_same_letter(spelling):
    assert tokens(spelling) == ["o'zbek"]


def test_a_word_typed_with_letters_of_two_scripts_is_mended():
    assert tokens("нaсoс") == ["насос"]  # a and o are Latin
    assert tokens("paхta") == ["paxta"]  # х is Cyrillic


def test_a_decimal_comma_is_a_decimal_point():
    assert tokens("0,5 мм") == tokens("0.5 мм") == ["0.5", "мм"]


def test_only_the_first_part_of_a_pasted_megabyte_is_read():
    assert sum(len(token) + 1 for token in tokens("насос " * 200_000)) <= MAX_TEXT + 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("уплотнения насосов", "ru"),
        ("nasoslar uchun zichlamalar", "uz"),
        ("пахта газламалари ва қуруқ мевалар", "uz"),
        ("мұздатылған балық өнімдері", "kk"),
        ("pump seals and valves", "en"),
        ("😀 🎉", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_field_is_told_by_letters_and_small_words(text, language):
    assert detect(text) == language


def test_uzbek_has_the_same_stem_in_both_scripts():
    assert stem("насослар", "uz") == stem("nasoslar", "uz") == "nasos"


def test_stems_are_never_shorter_than_four_letters_by_stripping():
    assert stem("dalada", "uz") == "dala"
    assert stem("oila", "uz") == "oila"


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text):
    for token in tokens(text):
        assert token == token.strip()
        assert isinstance(stem(token, detect(text)), str)
