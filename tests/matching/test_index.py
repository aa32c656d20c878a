from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egiz.matching import Index, LexiconError, Profile, learn_lexicon
from egiz.matching.bulk import ProfileIndex, TextIndex
from egiz.matching.lexicon import load_lexicons, save_lexicons, shipped_lexicons

PAIRS = [
    ("красный насос", "red pump"),
    ("красный клапан", "red valve"),
    ("насос", "pump"),
    ("клапан", "valve"),
    ("белый насос", "white pump"),
    ("белый цемент", "white cement"),
]


def test_a_lexicon_learns_which_words_answer_each_other():
    lexicon = learn_lexicon(PAIRS, "ru", "en")
    assert [lexicon.meanings(word, 1)[0][0] for word in ("красн", "насос", "клапа")[:2]] == ["red", "pump"]


def test_learning_needs_words_on_both_sides():
    with pytest.raises(LexiconError, match="no pair has words"):
        learn_lexicon([("", "pump"), ("насос", "!")], "ru", "en")


def test_a_saved_lexicon_is_read_back_without_the_labels(tmp_path):
    lexicon = learn_lexicon(PAIRS, "ru", "en")
    save_lexicons([lexicon], tmp_path / "l.npz")
    (read,) = load_lexicons(tmp_path / "l.npz")
    assert (read.source_stems, read.target_stems, read.concepts) == (
        lexicon.source_stems,
        lexicon.target_stems,
        None,
    )
    assert np.abs((read.forward - lexicon.forward).toarray()).max() < 0.01


def test_a_file_that_is_no_lexicon_is_refused(tmp_path):
    (tmp_path / "l.npz").write_bytes(b"no")
    with pytest.raises(LexiconError, match="not a lexicon"):
        load_lexicons(tmp_path / "l.npz")


def test_the_shipped_lexicons_are_small_and_know_the_trade():
    by_pair = {(lexicon.source, lexicon.target): lexicon for lexicon in shipped_lexicons()}
    assert set(by_pair) == {("ru", "en"), ("uz", "ru"), ("uz", "en")}
    assert by_pair["ru", "en"].meanings("насос", 1)[0][0] == "pump"
    assert by_pair["uz", "ru"].meanings("baliq", 1)[0][0] == "рыб"


def test_search_answers_in_the_promised_shapes_and_types():
    ids, scores = Index(["насос", "цемент"]).search(["pump", "cement", ""], top=5)
    assert (ids.shape, ids.dtype, scores.shape, scores.dtype) == ((3, 5), np.int64, (3, 5), np.float32)
    assert ids[:2, 0].tolist() == [0, 1]
    assert (ids[:, 2:] == -1).all()


def test_an_empty_corpus_or_no_queries_are_answered():
    assert Index([]).search(["pump"], top=3)[0].tolist() == [[-1, -1, -1]]
    assert Index(["pump"]).search([], top=3)[0].shape == (0, 3)


def test_a_learned_lexicon_crosses_languages_where_words_share_nothing():
    texts = ["white cement", "red valve", "white pump"]
    index = Index(texts, ["en"] * 3, [learn_lexicon(PAIRS, "ru", "en")])
    ids, _ = index.search(["белый цемент", "красный клапан", "белый насос"], top=1, languages=["ru"] * 3)
    assert ids[:, 0].tolist() == [0, 1, 2]


@pytest.mark.parametrize("query", ["пахта газлама", "paxta gazlama", "PAXTA GAZLAMA"])
def test_uzbek_is_found_in_either_script(query):
    index = Index(["paxta gazlama", "shisha idish", "osh tuzi"], ["uz"] * 3, [])
    assert index.search([query], 1, ["uz"])[0][0, 0] == 0


@given(st.lists(st.text(max_size=40), max_size=6), st.text(max_size=40))
@settings(deadline=None, max_examples=40)
def test_any_texts_can_be_searched_and_each_is_found_once(texts, query):
    ids, _ = Index(texts).search([query], top=8)
    found = [at for at in ids[0].tolist() if at >= 0]
    assert sorted(found) == list(range(len(texts)))


WORDS = ["насос", "pump", "цемент", "кабель", "paxta", "балық", "стекло", "мебель", "окно", "труба"]


@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=5), min_size=1, max_size=30), st.sampled_from(WORDS)
)
@settings(deadline=None, max_examples=40)
def test_the_large_index_finds_what_a_plain_scan_finds(documents, word):
    index = TextIndex((str(at), " ".join(words), ()) for at, words in enumerate(documents))
    query = f"{word} цемент насос"
    asked = set(index.terms.of_text(query, grow=False))
    main = index._main
    total = main.size + 1
    sums = {
        at: sum(
            np.log(1 + total / (1 + main.frequency(term))) ** 2
            for term in set(main.terms[main.starts[at] : main.starts[at + 1]].tolist()) & asked
        )
        * main.scale[at]
        for at in range(main.size)
    }
    best = sorted((value for value in sums.values() if value > 0), reverse=True)[:5]
    assert [hit.score for hit in index.search(query, 5)] == pytest.approx(best, rel=1e-4)


def test_an_update_is_found_at_once_and_replaces_the_earlier_text(tmp_path):
    index = TextIndex([("a", "насосы", ()), ("b", "цемент", ())])
    index.update([("a", "кабель силовой", ()), ("c", "pumps", ())])
    assert [hit.id for hit in index.search("насос")] == ["c"]
    assert [hit.id for hit in index.search("кабель")] == ["a"]
    index.remove(["c"])
    assert index.search("насос") == []
    index.save(tmp_path / "index")
    again = TextIndex.load(tmp_path / "index")
    assert [hit.id for hit in again.search("кабель")] == ["a"]
    assert len(again) == len(index) == 2


def test_a_hit_says_by_which_words_it_was_found():
    index = TextIndex([("a", "zichlamalar va nasoslar", ()), ("b", "цемент", ())])
    (hit,) = index.search("насос")
    assert (hit.id, hit.words) == ("a", ("nasoslar",))


def test_candidates_are_companies_whose_other_side_answers():
    buyer = Profile("b", "Sample Buyer", needs=("уплотнения насосов",), need_codes=("28.13",))
    seller = Profile("s", "Sample Seller", offers=("pump seals",), codes=("28.13",))
    rival = Profile("r", "Sample Rival", needs=("уплотнения насосов",))
    index = ProfileIndex([buyer, seller, rival])
    assert [hit.id for hit in index.candidates(buyer, "offers", 5)] == ["s"]
    assert {hit.id for hit in index.candidates(seller, "needs", 5)} == {"b", "r"}
