import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egiz.text.normalising import APOSTROPHES, DASHES, HYPHENS, INVISIBLE, SPACES, normalise

ODD = APOSTROPHES + DASHES + HYPHENS + INVISIBLE + SPACES + "\u0306\u0301"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("15\u00a0март", "15 март"), ("мине\u00adрал", "минерал"), ("a\u200bb\ufeffc", "abc"),
        ("2025\u20112026", "2025-2026"), ("\u22125", "-5"), ("а \u2014 б", "а – б"), ("а\u2012б", "а–б"),
        ("O\u02bbzbek", "O'zbek"), ("o´quv", "o'quv"), ("и\u0306", "й"), ("\U0002f800", "\u4e3d"),
        ("\u1100\u1161\u11a8", "\uac01"),
        ("Атырау", "Атырау"), ("", ""),
    ],
)  # fmt: skip
def test_characters_typed_for_each_other_are_alike(text, right):
    assert normalise(text).text == right


def test_the_way_back_finds_the_words_as_they_were_written():
    text = "До\u00adговор о\u00a0сотруд\u200bничестве с «Нур\u2011Султаном»"
    made = normalise(text)
    start = made.text.index("сотрудничестве")
    a, b = made.back(start, start + len("сотрудничестве"))
    assert text[a:b] == "сотруд\u200bничестве"
    assert made.forth(a) == start
    assert made.forth(len(text) + 5) == len(made.text)


def test_a_caller_may_keep_a_sign_or_change_another():
    assert normalise("а — б\nв", {"—": "—", "\n": "\n"}).text == "а — б\nв"


def test_steps_join_into_one_way_back():
    first = normalise("\u00ad\u00adа\u00a0б")
    second = normalise(first.text.replace("а", "\u00adа"))
    assert second.text == "а б"
    shifted = first.then(normalise(first.text))
    assert (shifted.text, shifted.back(0, 1), shifted.back(2, 3)) == ("а б", (2, 3), (4, 5))


@given(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from(ODD)), max_size=60))
def test_every_letter_knows_its_place_and_nothing_seen_is_lost(text):
    made = normalise(text)
    assert len(made.places) == len(made.text) + 1
    assert list(made.places) == sorted(made.places)
    assert made.places[-1] == len(text)
    assert not set(made.text) & (set(ODD) - {"'", " ", "–", "-", "\u0306", "\u0301"})
    letters = [c for c in unicodedata.normalize("NFC", text) if c not in ODD]
    assert [c for c in made.text if c not in "'– -\u0306\u0301"] == [c for c in letters if c not in "'– -"]


def test_a_change_of_a_usual_letter_is_heard():
    assert normalise("ab\u00ada", {"a": "o"}).text == "obo"
