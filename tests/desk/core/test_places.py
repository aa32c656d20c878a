"""A place that a person types: one place, or a sentence that says which it may be."""

import pytest
from django.core.exceptions import ValidationError

from egiz.desk.core.domain.places import resolve


def test_a_place_is_found_by_any_spelling_and_by_its_country():
    assert resolve("Нукус").id == resolve("Nukus, UZ").id == 601294


def test_a_name_of_many_places_is_answered_with_a_few_of_them():
    with pytest.raises(ValidationError) as refused:
        resolve("Mikhaylovka")
    (words,) = refused.value.messages
    assert words.count(" (") == 4


@pytest.mark.parametrize(("text", "words"), [("Zzyzzqqx", "Zzyzzqqx"), ("!!!", "letters")])
def test_what_is_no_place_is_refused_by_name(text, words):
    with pytest.raises(ValidationError, match=words):
        resolve(text)
