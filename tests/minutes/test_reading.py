import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egiz.minutes import (
    EmptyTextError,
    InvalidReportError,
    Promise,
    TextTooLongError,
    UnknownLanguageError,
    detect_language,
    read,
)
from tests.steps import counted

PIECES = [
    "Палата обещала провести семинар",
    "«Мы направим список»",
    "– сказал Иван Ким",
    "в ближайшие дни",
    "Нукус либо Ургенч",
    "РЕШИЛИ:\n1.",
    "Срок: 1 марта",
    "договорились",
    "The chamber agreed to send the list",
    "by Friday",
    "Tomonlar uchrashuv oʻtkazishga kelishib oldilar",
    "Томонлар кўргазма ўтказишга келишиб олдилар",
    "палата көмек көрсетуге дайын",
    "\r\n",
    "\u00a0",
    "(",
    "»",
    "…",
    "😀",
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=12),
    st.sampled_from(["ru", "uz", "kk", "en"]),
)
def test_every_quote_stands_in_the_text_at_its_offsets(pieces, language):
    text = "слова words " + " ".join(pieces)
    try:
        report = read(text, date=dt.date(2026, 1, 5), lang=language)
    except UnknownLanguageError:
        return
    for one in [*report.promises, *report.twinnings]:
        assert text[one.start : one.end] == one.quote


@pytest.mark.parametrize("text", ["", "   \n\t", "123 456 – 789", "…!?"])
def test_a_text_without_words_is_refused(text):
    with pytest.raises(EmptyTextError, match="no words"):
        read(text)


def test_a_text_of_another_language_is_refused():
    with pytest.raises(UnknownLanguageError, match="none of Russian, Uzbek, Kazakh and English"):
        read("Die Handelskammer hat beschlossen, im nächsten Jahr eine Messe durchzuführen.")


def test_a_text_in_chinese_is_refused():
    with pytest.raises(UnknownLanguageError):
        read("商会同意在未来几天内举行在线会议。")


def test_the_wrong_language_said_is_pointed_out():
    with pytest.raises(UnknownLanguageError, match="looks Russian, not English"):
        read("Палата обещала провести семинар, и акимат с этим согласен.", lang="en")


def test_an_unknown_language_code_is_refused():
    with pytest.raises(UnknownLanguageError, match="must be one of ru, uz, kk, en"):
        read("Палата обещала провести семинар.", lang="de")


def test_too_long_a_text_is_refused():
    with pytest.raises(TextTooLongError, match="1,200,000"):
        read("слово " * 300_000)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Палата обещала провести семинар и направить список.", "ru"),
        ("Tomonlar uchrashuv oʻtkazishga kelishib oldilar va bu haqda aytdilar.", "uz"),
        ("Томонлар учрашув ўтказишга келишиб олдилар ва бу ҳақда айтдилар.", "uz"),
        ("Тараптар кездесу өткізуге келісті және бұл туралы айтты.", "kk"),
        ("The parties agreed to hold a meeting and to send the list.", "en"),
    ],
)
def test_the_language_is_told_by_letters_and_small_words(text, language):
    assert detect_language(text) == language


def test_twice_the_text_takes_at_most_twice_the_steps_and_gives_the_same_promises(sample_text):
    read(sample_text, lang="ru")  # the models are loaded
    found = []

    def steps(times):
        return counted(lambda: found.append(len(read((sample_text + "\n") * times, lang="ru").promises)))

    assert steps(8) < 2.2 * steps(4)
    assert found == [5, 5]


def test_progress_ends_at_one():
    progress = []
    read("Палата обещала провести семинар.", on_progress=progress.append)
    assert progress == sorted(progress)
    assert progress[-1] == 1.0


def test_a_promise_whose_offsets_do_not_fit_its_quote_is_refused():
    with pytest.raises(InvalidReportError, match=r"must span start\.\.end"):
        Promise("Title", "quote", 0, 3, "meeting")


def test_a_promise_of_no_kind_is_refused():
    with pytest.raises(InvalidReportError, match="Kind must be one of"):
        Promise("Title", "quote", 0, 5, "party")


def test_the_report_as_plain_data_has_the_keys_of_the_contract():
    data = read("Палата обещала до 1 марта провести семинар в Нукусе.", date=dt.date(2026, 2, 10)).to_dict()
    assert set(data) >= {
        "language",
        "report_date",
        "commitments",
        "twinnings",
        "people",
        "organisations",
        "places",
    }
    (one,) = data["commitments"]
    assert set(one) >= {
        "title",
        "quote",
        "start",
        "end",
        "kind",
        "by",
        "to",
        "candidates",
        "due",
        "confidence",
    }
    assert one["due"]["date"] == "2026-03-01"
    assert data["places"][0]["geonameid"] == 601294
