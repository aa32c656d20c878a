import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from egiz.text.stems import filed_words, looked_for, snowball


def finds(typed, written, language=""):
    filed = filed_words(written).split()
    return any(key.startswith(form) for form in looked_for(typed, language) for key in filed)


@pytest.mark.parametrize(
    ("typed", "written", "language"),
    [
        ("делегация", "с делегацией", "ru"),
        ("делегацией", "о делегации", "ru"),
        ("meetings", "online meeting", "en"),
        ("kalendar", "отраслевой календарь", "uz"),
        ("calendar", "отраслевой календарь", "en"),
        ("кездесулерді", "кездесу өтті", "kk"),
        ("делегациясының", "делегация келді", "kk"),
        ("кітап", "кітабымыз", "kk"),
        ("uchrashuvlarimizda", "uchrashuv boʻldi", "uz"),
        ("учрашувларни", "uchrashuv", "uz"),
        ("hokimiyatning", "Хоразм вилояти ҳокимияти", "uz"),
        ("Тоʻрткоʻл", "Toʻrtkoʻl", "uz"),
    ],
)
def test_a_word_is_found_with_another_ending_and_in_another_script(typed, written, language):
    assert finds(typed, written, language)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("страна", "стратегия"), ("мир", "маркет"), ("company", "commission"), ("порт", "паром")],
)
def test_words_that_only_look_alike_are_not_found(typed, written):
    assert not finds(typed, written, "ru")


def test_what_holds_no_letter_looks_for_nothing():
    assert looked_for("…") == ()
    assert filed_words("— …") == ""


def test_a_word_is_filed_once_however_often_it_stands():
    assert filed_words("Нукус, Нукус и Nukus") == "nukus i"


def test_many_threads_cut_words_as_one_does():
    """A desk answers in several threads, and Snowball's stemmers keep the word that they are cutting."""
    texts = {
        "russian": ["поставками", "нефтегазового", "соглашениями", "предпринимателей", "переговорах"] * 40,
        "english": ["agreements", "generalizations", "hopefulness", "running", "delegations"] * 40,
    }

    def stems(language):
        return [snowball(word, language) for word in texts[language]]

    alone = {language: stems(language) for language in texts}
    between = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            asked = [(one, threads.submit(stems, one)) for one in ("russian", "english") * 4]
            assert all(answer.result() == alone[one] for one, answer in asked)
    finally:
        sys.setswitchinterval(between)
