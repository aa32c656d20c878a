"""What the catalogues say is what the desk means: one word for a thing, and the sense of the original."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import egiz.desk

LOCALE = Path(egiz.desk.__file__).parent / "locale"
BOTH = "CSV for a spreadsheet, JSON for programs. Both hold what is only expected too."


def is_sentence(text):
    return len(re.findall(r"[A-Za-z]{2,}", re.sub(r"%\(\w+\)\w|\{\w*\}", "", text))) > 3


def catalogue(language):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize(("language", "only"), [("ru", "только ожидаемые"), ("uz", "faqat"), ("kk", "тек ")])
def test_files_of_events_hold_the_expected_beside_the_announced_not_alone(language, only):
    said = catalogue(language).get(BOTH).string
    assert said
    assert only not in said


def test_a_calendar_has_one_word_in_uzbek():
    texts = [
        form
        for message in catalogue("uz")
        for form in (message.string if isinstance(message.string, tuple) else (message.string,))
    ]
    assert any("kalendar" in text.lower() for text in texts)
    assert [text for text in texts if "taqvim" in text.lower()] == []


@pytest.mark.parametrize("language", ["ru", "uz", "kk"])
def test_no_sentence_of_the_desk_stands_in_english_in_another_catalogue(language):
    untranslated = [
        message.id
        for message in catalogue(language)
        if isinstance(message.id, str) and message.string == message.id and is_sentence(message.id)
    ]
    assert untranslated == []
