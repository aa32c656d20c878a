"""Reasons in the reader's language, with both phrases quoted."""

import string

import pytest

from egiz.matching import Profile, match
from egiz.matching.reasons import Reason
from egiz.matching.sentences import LANGS, SENTENCES


@pytest.mark.parametrize("code", SENTENCES)
def test_the_same_words_go_into_a_sentence_in_every_language(code):
    holes = [
        sorted(name for _, name, _, _ in string.Formatter().parse(text) if name) for text in SENTENCES[code]
    ]
    assert holes == [holes[0]] * len(LANGS)


@pytest.mark.parametrize("lang", LANGS)
def test_a_phrase_reason_quotes_both_sides(lang):
    a = [Profile("1", "A", needs=("насосы",))]
    b = [Profile("2", "B", offers=("industrial pumps",))]
    (reason, *_) = match(a, b).pairs[0].reasons
    assert "насосы" in reason.said(lang)
    assert "industrial pumps" in reason.said(lang)


def test_words_that_are_the_same_are_not_given_as_an_explanation():
    reason = Reason("phrase_terms", {"need": "насосы", "offer": "насосы и трубы", "terms": "насосы = насосы"})
    assert reason.said("ru") == "нужно «насосы», предлагается «насосы и трубы»"


def test_an_activity_is_named_where_its_list_has_the_language():
    reason = Reason("code", {"code": "28.13", "label": "Manufacture of other pumps and compressors"}, "code")
    assert (
        reason.said("ru")
        == "код деятельности 28.13 есть у обеих сторон: Производство прочих насосов и компрессоров"
    )
    assert reason.said("uz") == "28.13 faoliyat kodi ikkala tomonda bor"
    assert reason.text == "activity code 28.13 is on both sides: Manufacture of other pumps and compressors"
