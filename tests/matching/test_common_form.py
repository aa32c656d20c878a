"""Words as the numbers of their terms: who may make new ones, and who only asks."""

from egiz.matching.common_form import Terms


def test_a_new_word_is_numbered_only_where_terms_may_grow():
    terms = Terms()
    assert terms.of_text("насосы", grow=False) == []
    assert terms.names == []
    first = terms.of_text("насосы", grow=True)
    assert first == list(range(len(terms.names)))
    assert first
    assert terms.of_text("насосы", grow=True) == terms.of_text("насосы", grow=False) == first
    assert terms.of_text("цемент", grow=False) == []
    later = terms.of_text("насосы, цемент", grow=True)
    assert later[: len(first)] == first
    assert later[len(first) :] == list(range(len(first), len(terms.names)))


def test_a_word_asked_for_before_it_was_known_is_known_afterwards():
    terms = Terms()
    assert terms.shared(["насос"], frozenset({0})) == ()
    number = terms.of_text("насос", grow=True)[0]
    assert terms.shared(["насос", "цемент"], frozenset({number})) == ("насос",)


def test_a_code_stands_under_its_branches_and_numbers_of_terms_go_on_from_those_given():
    terms = Terms(["насос"])
    found = terms.of_code("28.13", grow=True)
    assert terms.names == ["насос", "#28", "#281", "#2813"]
    assert found == [1, 2, 3]
    assert terms.of_code("28.14", grow=False) == [1, 2]
    assert terms.of_code("841370", grow=True) == [4, 5, 6, 7][: len(terms.names) - 4]
    assert terms.names[4:] == ["%84", "%841", "%8413", "%841370"]
