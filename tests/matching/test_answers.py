from __future__ import annotations

import pytest

from egiz.matching import (
    Feedback,
    MatchingError,
    Pair,
    Profile,
    Reason,
    Weighting,
    find_duplicates,
    learn_weighting,
)


def pair(kind, weight, score=0.5):
    return Pair("a", "b", score, score, score, (Reason("code", {}, kind, weight),))


def test_nothing_is_learned_from_a_few_answers():
    few = [Feedback(pair("code", 0.5), accepted=at % 2 == 0) for at in range(30)]
    assert set(learn_weighting(few).factors.values()) == {1.0}


def test_a_kind_of_reason_that_people_decline_comes_to_count_less():
    answers = [Feedback(pair("phrase", 0.5), accepted=True)] * 40 + [
        Feedback(pair("supply", 0.5), accepted=False)
    ] * 40
    learned = learn_weighting(answers)
    assert learned.factors["phrase"] > 1 > learned.factors["supply"]
    assert learned.score(pair("phrase", 0.5)) > 0.5 > learned.score(pair("supply", 0.5))
    assert all(1 / 3 - 1e-3 <= factor <= 3 + 1e-3 for factor in learned.factors.values())
    assert Weighting.from_json(learned.to_json()) == learned


def test_a_reset_model_leaves_scores_as_they_are():
    assert Weighting().score(pair("code", 0.4, score=0.37)) == pytest.approx(0.37)


def test_a_broken_model_is_refused():
    with pytest.raises(MatchingError, match="not a weighting"):
        Weighting.from_json("{}")


def test_the_same_name_in_two_scripts_and_legal_forms_is_suggested():
    a = [Profile("1", "ТОО «Образец Насос»"), Profile("2", "ТОО «Образец Цемент»")]
    b = [Profile("x", "MChJ “Obrazes Nasos”"), Profile("y", "MChJ “Namuna Oyna”")]
    assert [(d.a, d.b, d.why) for d in find_duplicates(a, b)] == [("1", "x", "name")]


def test_registration_numbers_decide_over_names():
    one = Profile("1", "Sample", country="KZ", registration="123 456")
    assert find_duplicates([one], [Profile("x", "Other", registration="123456")])[0].why == "registration"
    assert find_duplicates([one], [Profile("y", "Sample", country="KZ", registration="999")]) == []


def test_one_list_is_compared_with_itself_without_pairing_a_row_with_itself():
    rows = [Profile("1", "Sample Pumps"), Profile("2", "SAMPLE pumps LLP"), Profile("3", "Cement")]
    assert [(d.a, d.b) for d in find_duplicates(rows)] == [("1", "2")]


def test_one_name_in_two_countries_may_be_one_company_whatever_its_numbers():
    here = Profile("1", "Sample Pumps", country="KZ", registration="111")
    there = Profile("x", "Sample Pumps", country="UZ", registration="222")
    assert [(d.a, d.b, d.why) for d in find_duplicates([here], [there])] == [("1", "x", "name")]
