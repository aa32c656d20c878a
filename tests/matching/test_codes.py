from __future__ import annotations

import pytest

from egiz.matching import CodeError
from egiz.matching.codes import activity_similarity, goods_similarity, label_of, shared_branch
from egiz.matching.finder import find_codes, read_labels
from egiz.matching.supply import makers, supply_share


@pytest.mark.parametrize(
    ("one", "two", "value"),
    [
        ("28.13", "28.13", 1.0),
        ("28.13", "28.13.2", 0.9),
        ("28.13", "28.14", 0.5),
        ("28.13", "28.99", 0.12),
        ("28.13", "10.20", 0.0),
    ],
)
def test_codes_are_nearer_the_deeper_their_common_branch(one, two, value):
    assert activity_similarity(one, two) == activity_similarity(two, one) == value


def test_trade_codes_count_less_because_they_match_everybody():
    assert activity_similarity("46.46", "46.46") < 0.5


def test_goods_codes_are_compared_by_chapter_heading_and_subheading():
    assert [goods_similarity("841370", code) for code in ("841370", "8413", "8481", "2523")] == [
        1.0,
        0.8,
        0.1,
        0.0,
    ]


def test_the_shared_branch_is_named():
    assert (shared_branch("28.13", "28.14"), shared_branch("28.13", "10.20")) == ("28.1", "")
    assert label_of("28.13.9.99") == "Manufacture of other pumps and compressors"


def test_a_weaver_is_supplied_by_a_spinner_and_not_by_a_weaver():
    assert supply_share("13.10", "13.20") > 0.05
    assert supply_share("13.20", "13.20") == 0.0


def test_the_makers_of_cement_are_known():
    assert max(makers("2523"), key=makers("2523").get) == "23.51"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("уплотнения насосов", "28.13"),
        ("производство цемента", "23.51"),
        ("manufacture of cement", "23.51"),
        ("sement ishlab chiqarish", "23.51"),
        ("цемент өндіру", "23.51"),
    ],
)
def test_typing_words_in_any_of_the_languages_finds_the_code(text, code):
    assert any(hit.code.startswith(code) for hit in find_codes(text, top=5))


def test_text_without_words_is_refused():
    with pytest.raises(CodeError, match="no words"):
        find_codes("…!")


def test_an_imported_list_is_searched_too(tmp_path):
    path = tmp_path / "oked_kk.csv"
    path.write_text("code,lang,label\n23.51,kk,Цемент өндірісі\n", encoding="utf-8")
    (label,) = read_labels(path)
    assert (label.scheme, label.language) == ("oked_kk", "kk")
    assert find_codes("цемент өндірісі", top=1, extra=[label])[0].code == "23.51"


def test_a_list_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CodeError, match="code, lang and label"):
        read_labels(path)
